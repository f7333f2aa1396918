"""What a run has to tell each 510 group of its alerts. Telling it is in delivery.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import psycopg

from perdiem.alerts import recipients, work
from perdiem.alerts.alert import LAST_CALLS, Alert
from perdiem.alerts.messages import Unreachable
from perdiem.alerts.waiting import Day, Waiting, waiting
from perdiem.alerts.work import State
from perdiem.mail.addresses import usable_addresses
from perdiem.runs import Run

MOST_ALERTS = 20_000  # in one message: 4 MB, which any mail server takes. A group with more gets several messages


@dataclass(frozen=True)
class Digest:
    """What one group is to be told. It has recipients, or a reason why it has none.

    alerts are those that are due to be told; waiting is what is open, not billed and not set aside, told before or not.
    """

    group_name: str | None
    recipients: tuple[str, ...]
    unreachable: Unreachable | None
    alerts: tuple[Alert, ...]
    waiting: Waiting | None


def to_tell(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    run: Run,
    reminder_days: int,
    lookback_days: int,
    now: datetime,
) -> list[Digest]:
    """Work out what is due to be told, by group.

    Every open alert that was never told, however old: a mail server that was down delays an alert and never loses it.
    Of the window, what was last told `reminder_days` ago or more, by the clock or by run dates: nights of the past that
    are run one after the other within an hour remind as they would have then; and, as a last call, what the nights, who
    look back `lookback_days`, soon leave behind; what came back, and what was snoozed up to now. Each alert that
    expired, once. Nothing of what billers have set aside, as long as it is: see work.SET_ASIDE.
    """
    rows = ehr.execute(
        """
        select
            alert_id, reason, service_date, opened_at, notified_at, status = 'expired',
            service_date + %(lookback_days)s::integer, program_id, client_id, group_name
        from ehr.alerts
        where
            (
                status = 'open'
                and (notified_at is null or service_date between %(window_start)s and %(run_date)s)
            )
            or (status = 'expired' and (notified_at is null or notified_at < resolved_at))
        order by alert_id
        """,
        {"lookback_days": lookback_days, "window_start": run.window_start, "run_date": run.run_date},
    ).fetchall()
    alerts, days = [], {}
    for *columns, program_id, client_id, group_name in rows:
        alert = Alert(*columns)
        alerts.append((alert, (group_name or "").strip()))
        days[alert.alert_id] = (program_id, client_id, alert.service_date)
    oldest = min((service_date for _, _, service_date in days.values()), default=date.min)
    states = work.states(warehouse, run.run_date, list(days), oldest)
    set_aside = {state.alert_id for state in states.values() if state.is_set_aside}
    told_before = [
        alert
        for alert, _ in alerts
        if alert.notified_at is not None and not alert.is_expired and alert.alert_id not in set_aside
    ]
    again = _due_again(warehouse, run, reminder_days, now, told_before, states)
    amounts = _amounts(warehouse, days)
    by_group: defaultdict[str, list[Alert]] = defaultdict(list)
    of_group: defaultdict[str, list[tuple[Day, Alert]]] = defaultdict(list)
    for told, group_name in alerts:
        came_back = _came_back(told, states)
        alert = replace(told, amount=amounts.get(told.alert_id), came_back=came_back)
        of_group[group_name].append((days[alert.alert_id], alert))
        is_due = alert.alert_id not in set_aside and (alert.notified_at is None or alert.alert_id in again)
        if alert.is_expired or is_due:
            by_group[group_name].append(alert)

    groups = recipients.read(ehr) if by_group else {}
    digests = []
    for group_name, due in sorted(by_group.items()):
        members = groups.get(group_name, []) if group_name else []
        addresses = usable_addresses(member.email for member in members)
        unreachable = None if addresses else _why_unreachable(group_name, groups)
        waits = waiting(of_group[group_name], run.run_date, set_aside)
        for first in range(0, len(due), MOST_ALERTS):
            part = tuple(due[first : first + MOST_ALERTS])
            digests.append(Digest(group_name or None, addresses, unreachable, part, waits))
    return digests


def _amounts(warehouse: psycopg.Connection, days: Mapping[str, Day]) -> dict[str, Decimal]:
    """What days are expected to come to, as they were published last; without those whose amount nobody knows.

    Each by the alert_id that it is asked for.
    """
    if not days:
        return {}
    program_ids, client_ids, service_dates = zip(*days.values(), strict=True)
    rows = warehouse.execute(
        """
        select asked.alert_id, days.expected_amount
        from unnest(%(alert_ids)s::text[], %(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[])
            as asked (alert_id, program_id, client_id, service_date)
        inner join marts.fct_per_diem_days as days using (program_id, client_id, service_date)
        where days.expected_amount is not null
        """,
        {
            "alert_ids": list(days),
            "program_ids": list(program_ids),
            "client_ids": list(client_ids),
            "service_dates": list(service_dates),
        },
    )
    return dict(rows.fetchall())


def _came_back(alert: Alert, states: Mapping[str, State]) -> bool:
    """Whether a night had it come back since it was told last."""
    state = states.get(alert.alert_id)
    if state is None or state.standing != "came_back":
        return False
    return alert.notified_at is None or alert.notified_at < state.standing_since


def _due_again(
    warehouse: psycopg.Connection,
    run: Run,
    reminder_days: int,
    now: datetime,
    alerts: Sequence[Alert],
    states: Mapping[str, State],
) -> set[str]:
    """The ids of those alerts, all told before and none set aside, that are due to be told again."""
    interval = timedelta(days=reminder_days)
    at_once = {
        alert.alert_id
        for alert in alerts
        if (alert.notified_at and alert.notified_at <= now - interval) or _came_back(alert, states)
    }
    others = {alert.alert_id: alert for alert in alerts if alert.alert_id not in at_once}
    if not others:
        return at_once
    # A message from before an alert was reopened told of what had been resolved since, and does not count.
    last_told = warehouse.execute(
        """
        select asked.alert_id, max(messages.run_date)
        from quality.messages as messages
        cross join unnest(messages.alert_ids) as held (alert_id)
        inner join unnest(%(alert_ids)s::text[], %(opened_at)s::timestamptz[]) as asked (alert_id, opened_at)
            on held.alert_id = asked.alert_id and messages.sent_at >= asked.opened_at
        where messages.sent_at >= %(oldest)s
        group by asked.alert_id
        """,
        {
            "alert_ids": list(others),
            "opened_at": [alert.opened_at for alert in others.values()],
            "oldest": min(alert.opened_at for alert in others.values()),
        },
    ).fetchall()
    snoozed_to = {alert_id: state.not_before for alert_id, state in states.items() if state.not_before}
    return at_once | {
        alert_id
        for alert_id, told_on in last_told
        if told_on <= run.run_date - interval
        or _is_last_call(others[alert_id], told_on, run.run_date)
        or told_on < snoozed_to.get(alert_id, date.min)
    }


def _is_last_call(alert: Alert, told_on: date, run_date: date) -> bool:
    """Whether a last call is due that the run of `told_on` could not give yet."""
    calls = [alert.last_run - timedelta(days=days - 1) for days in LAST_CALLS]
    return run_date <= alert.last_run and any(told_on < call <= run_date for call in calls)


def _why_unreachable(group_name: str, groups: Collection[str]) -> Unreachable:
    if not group_name:
        return "no group"
    return "no address" if group_name in groups else "unknown group"
