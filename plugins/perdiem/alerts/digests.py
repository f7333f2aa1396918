"""What a run has to tell each 510 group of its open alerts. Telling it is in delivery.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from perdiem.alerts.messages import OpenAlert, Unreachable
from perdiem.mail.addresses import usable_addresses
from perdiem.runs import Run

MOST_ALERTS = 20_000  # in one message: 2 MB, which any mail server takes. A group with more gets several messages


@dataclass(frozen=True)
class Digest:
    """What one group is to be told. It has recipients, or a reason why it has none."""

    group_name: str | None
    recipients: tuple[str, ...]
    unreachable: Unreachable | None
    alerts: tuple[OpenAlert, ...]


def to_tell(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, run: Run, reminder_days: int, now: datetime
) -> list[Digest]:
    """Work out what is due to be told, by group.

    Every open alert that was never told, however old: a mail server that was down delays an alert and never loses it.
    And of the window, what was last told `reminder_days` ago or more, by the clock or by run dates: nights of the past
    that are run one after the other within an hour remind as they would have then.
    """
    rows = ehr.execute(
        """
        select alert_id, reason, service_date, opened_at, notified_at, group_name
        from ehr.alerts
        where status = 'open' and (notified_at is null or service_date between %s and %s)
        order by alert_id
        """,
        (run.window_start, run.run_date),
    ).fetchall()
    alerts = [(OpenAlert(*columns), (group_name or "").strip()) for *columns, group_name in rows]
    reminders = _reminders(warehouse, run, reminder_days, now, [alert for alert, _ in alerts])
    by_group: defaultdict[str, list[OpenAlert]] = defaultdict(list)
    for alert, group_name in alerts:
        if alert.notified_at is None or alert.alert_id in reminders:
            by_group[group_name].append(alert)

    members = _members(ehr) if by_group else {}
    digests = []
    for group_name, due in sorted(by_group.items()):
        recipients = usable_addresses(members.get(group_name, ())) if group_name else ()
        unreachable = None if recipients else _why_unreachable(group_name, members)
        for first in range(0, len(due), MOST_ALERTS):
            digests.append(Digest(group_name or None, recipients, unreachable, tuple(due[first : first + MOST_ALERTS])))
    return digests


def _reminders(
    warehouse: psycopg.Connection, run: Run, reminder_days: int, now: datetime, alerts: Sequence[OpenAlert]
) -> set[str]:
    """The ids of those alerts that were told before and are due to be told again."""
    interval = timedelta(days=reminder_days)
    told = [(alert, alert.notified_at) for alert in alerts if alert.notified_at is not None]
    by_clock = {alert.alert_id for alert, notified_at in told if notified_at <= now - interval}
    others = [alert for alert, _ in told if alert.alert_id not in by_clock]
    if not others:
        return by_clock
    # A message from before an alert was reopened told of what had been resolved since, and does not count.
    by_run_date = warehouse.execute(
        """
        select asked.alert_id
        from quality.messages as messages
        cross join unnest(messages.alert_ids) as held (alert_id)
        inner join unnest(%(alert_ids)s::text[], %(opened_at)s::timestamptz[]) as asked (alert_id, opened_at)
            on held.alert_id = asked.alert_id and messages.sent_at >= asked.opened_at
        where messages.sent_at >= %(oldest)s
        group by asked.alert_id
        having max(messages.run_date) <= %(last_run_date)s
        """,
        {
            "alert_ids": [alert.alert_id for alert in others],
            "opened_at": [alert.opened_at for alert in others],
            "oldest": min(alert.opened_at for alert in others),
            "last_run_date": run.run_date - interval,
        },
    ).fetchall()
    return by_clock | {alert_id for (alert_id,) in by_run_date}


def _members(ehr: psycopg.Connection) -> dict[str, list[str | None]]:
    """The addresses of each user group's members, as they were typed in; a group without any has an empty list."""
    members: defaultdict[str, list[str | None]] = defaultdict(list)
    rows = ehr.execute(
        """
        select user_groups.group_name, user_group_members.email
        from ehr.user_groups
        left join ehr.user_group_members on user_groups.group_name = user_group_members.group_name
        """
    )
    for group_name, email in rows:
        members[group_name.strip()].append(email)
    return members


def _why_unreachable(group_name: str, members: dict[str, list[str | None]]) -> Unreachable:
    if not group_name:
        return "no group"
    return "no address" if group_name in members else "unknown group"
