"""The user groups that setting 510 names, and whether their members can be written to; no address is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg

from perdiem.alerts import recipients
from perdiem.alerts.recipients import Member
from perdiem.mail.addresses import usable_address
from perdiem.page.setup.setting_rows import SettingRow

# What may be said of an address.
USABLE, EMPTY, UNUSABLE = "usable", "empty", "cannot be used"


@dataclass(frozen=True)
class ToldGroup:
    """A group that 510 names. `members` are those of a group that is there, with what is to be said of their address.

    `programs` are those of whose days it is told on the run date; none of a group of other times.
    """

    name: str
    is_there: bool
    programs: Sequence[str]
    members: Sequence[tuple[str, str]]

    @property
    def can_be_told(self) -> bool:
        """Whether somebody in it can be written to."""
        return any(address == USABLE for _, address in self.members)


def read(ehr: psycopg.Connection, rows: Iterable[SettingRow]) -> tuple[list[ToldGroup], dict[str, int]]:
    """The groups that the rows of 510 name, and how many members each of the EHR's other groups has."""
    programs: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.value is not None:
            programs[row.value.strip()].extend(row.in_force_for)
    groups = recipients.read(ehr)
    told = [
        ToldGroup(name, name in groups, sorted(of_programs), [_told(member) for member in groups.get(name, ())])
        for name, of_programs in sorted(programs.items())
    ]
    return told, {name: len(members) for name, members in sorted(groups.items()) if name not in programs}


def _told(member: Member) -> tuple[str, str]:
    email = (member.email or "").strip()
    return member.user_id or "", USABLE if usable_address(email) else UNUSABLE if email else EMPTY
