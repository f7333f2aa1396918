"""Who is in the user groups of the EHR, which setting 510 names one of."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import psycopg


class Member(NamedTuple):
    """A member of a user group, and the e-mail address as somebody typed it in."""

    user_id: str | None
    email: str | None


def read(ehr: psycopg.Connection) -> dict[str, list[Member]]:
    """The members of each user group, by its name without white space around it; a group without any has none."""
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    rows = ehr.execute(
        """
        select user_groups.group_name, user_group_members.user_id, user_group_members.email
        from ehr.user_groups
        left join ehr.user_group_members on user_groups.group_name = user_group_members.group_name
        order by user_groups.group_name, user_group_members.user_id
        """
    )
    for group_name, user_id, email in rows:
        members = groups[group_name.strip()]
        if (user_id, email) != (None, None):
            members.append(Member(user_id, email))
    return groups
