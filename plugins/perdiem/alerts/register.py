"""The alerts of setting 510: which are open. What is said of them to whom is in digests.py and delivery.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import psycopg

from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way of a client's day, with the group that setting 510 names for it."""

    program_id: str
    client_id: str
    service_date: date
    reason: str
    group_name: str | None


@dataclass(frozen=True)
class ProgramDay:
    """A program and a service date that the run decided, with whatever clients it had."""

    program_id: str
    service_date: date


@dataclass(frozen=True)
class AlertCounts:
    """How many alerts a run changed."""

    opened: int
    reopened: int
    resolved: int
    expired: int


def read_reasons(warehouse: psycopg.Connection) -> tuple[list[Reason], list[ProgramDay]]:
    """Read what the run decided: every reason of every day, whatever its status, and its scope.

    The scope is every due program-day. One that is left out, not due yet or outside the window was not decided.
    """
    with warehouse.transaction():
        warehouse.execute("set transaction isolation level repeatable read, read only")
        reasons = warehouse.execute(
            """
            select
                days.program_id, days.client_id, days.service_date, reasons.reason, settings.alert_group
            from intermediate.int_client_days__decided as days
            cross join unnest(days.reasons) as reasons (reason)
            left join intermediate.int_program_days__settings as settings
                on days.program_id = settings.program_id and days.service_date = settings.service_date
            """
        ).fetchall()
        program_days = warehouse.execute(
            "select program_id, service_date from intermediate.int_program_days__settings where is_due"
        ).fetchall()
    return [Reason(*row) for row in reasons], [ProgramDay(*row) for row in program_days]


def refresh(
    ehr: psycopg.Connection,
    reasons: Sequence[Reason],
    decided_scope: Sequence[ProgramDay],
    window_start: date,
    now: datetime,
) -> AlertCounts:
    """Open an alert for each new reason, reopen one whose reason is back, resolve those whose reason is gone.

    One whose day is before the run's window expires: no run looks at it any more, unless one looks back so far and
    finds the reason, which reopens it. All in one transaction, one run after the other. Done again with the same
    reasons, it changes nothing. Other alerts of program-days outside `decided_scope` stay as they are.

    Raises TransactionFailed.
    """
    found = {
        "program_ids": [reason.program_id for reason in reasons],
        "client_ids": [reason.client_id for reason in reasons],
        "service_dates": [reason.service_date for reason in reasons],
        "reasons": [reason.reason for reason in reasons],
        "group_names": [reason.group_name for reason in reasons],
        "decided_program_ids": [program_day.program_id for program_day in decided_scope],
        "decided_service_dates": [program_day.service_date for program_day in decided_scope],
        "window_start": window_start,
        "now": now,
    }

    def bring_up_to_date() -> AlertCounts:
        transactions.take_turns(ehr, Lock.ALERTS)
        return AlertCounts(
            reopened=ehr.execute(REOPEN, found).rowcount,
            opened=ehr.execute(OPEN, found).rowcount,
            resolved=ehr.execute(RESOLVE, found).rowcount,
            expired=ehr.execute(EXPIRE, found).rowcount,
        )

    return transactions.run(ehr, bring_up_to_date)


# An alert that is open already keeps its group and its times: only then is a repeat no change.
REOPEN = """
    update ehr.alerts
    set status = 'open', opened_at = %(now)s, notified_at = null, resolved_at = null, group_name = found.group_name
    from unnest(
        %(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[], %(reasons)s::text[],
        %(group_names)s::text[]
    ) as found (program_id, client_id, service_date, reason, group_name)
    where
        alerts.status <> 'open'
        and (alerts.program_id, alerts.client_id, alerts.service_date, alerts.reason)
        = (found.program_id, found.client_id, found.service_date, found.reason)
"""

# The alert's id goes out by mail: it is random, so that no client can be worked out from it.
OPEN = """
    insert into ehr.alerts (alert_id, program_id, client_id, service_date, reason, group_name, status, opened_at)
    select
        gen_random_uuid()::text, found.program_id, found.client_id, found.service_date, found.reason,
        found.group_name, 'open', %(now)s
    from unnest(
        %(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[], %(reasons)s::text[],
        %(group_names)s::text[]
    ) as found (program_id, client_id, service_date, reason, group_name)
    on conflict (program_id, client_id, service_date, reason) do nothing
"""

RESOLVE = """
    update ehr.alerts
    set status = 'resolved', resolved_at = %(now)s
    from unnest(%(decided_program_ids)s::text[], %(decided_service_dates)s::date[])
        as decided (program_id, service_date)
    where
        alerts.status = 'open'
        and (alerts.program_id, alerts.service_date) = (decided.program_id, decided.service_date)
        and not exists (
            select from unnest(
                %(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[], %(reasons)s::text[]
            ) as found (program_id, client_id, service_date, reason)
            where
                (alerts.program_id, alerts.client_id, alerts.service_date, alerts.reason)
                = (found.program_id, found.client_id, found.service_date, found.reason)
        )
"""

EXPIRE = """
    update ehr.alerts
    set status = 'expired', resolved_at = %(now)s
    where
        status = 'open'
        and service_date < %(window_start)s
"""
