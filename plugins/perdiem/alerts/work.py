"""What is done about alerts: who has one, which are set aside and until when, which came back.

Billers enter it on the page, a run enters what came back. quality.alert_work is added to alone; its view
quality.alert_states has how each alert stands, which is what its last entry says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, LiteralString

import psycopg
from psycopg.rows import class_row

from perdiem.alerts.register import Reason
from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

What = Literal["taken", "given_back", "noted", "snoozed", "done", "to_do", "came_back"]

# Whether nobody has to look at an alert of the relation `states` on a run date: the one place that says so.
SET_ASIDE: LiteralString = "(states.standing = 'done' or coalesce(states.not_before > %(run_date)s, false))"

# Who sets an alert aside that nobody has, has it: it comes back to somebody who knows it.
ENTER = """
    insert into quality.alert_work (
        alert_id, program_id, client_id, service_date, reason, entered_at, who, run_id, what, note,
        owner, standing, standing_since, not_before
    )
    select
        entered.alert_id, entered.program_id, entered.client_id, entered.service_date, entered.reason,
        %(now)s, %(who)s, %(run_id)s, %(what)s, %(note)s,
        case
            when %(what)s = 'taken' then %(who)s
            when %(what)s = 'given_back' then null
            when %(what)s in ('snoozed', 'done') then coalesce(states.owner, %(who)s)
            else states.owner
        end,
        case when %(changes_standing)s then %(what)s else coalesce(states.standing, 'to_do') end,
        case when %(changes_standing)s then %(now)s else coalesce(states.standing_since, %(now)s) end,
        case when %(changes_standing)s then %(not_before)s else states.not_before end
    from unnest(
        %(alert_ids)s::text[], %(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[],
        %(reasons)s::text[]
    ) as entered (alert_id, program_id, client_id, service_date, reason)
    left join lateral (
        select *
        from quality.alert_states as states
        where
            states.service_date = entered.service_date
            and states.program_id = entered.program_id
            and states.client_id = entered.client_id
            and states.reason = entered.reason
    ) as states on true
"""

# A run that began before somebody marked an alert as done may have read the EHR before they mended it.
DONE_BEFORE = """
    select alert_id, program_id, client_id, service_date, reason
    from quality.alert_states
    where
        standing = 'done'
        and standing_since < (select started_at from quality.runs where run_id = %(run_id)s)
        and service_date between %(window_start)s and %(run_date)s
"""

STATES = """
    select alert_id, owner, standing, standing_since, not_before, {set_aside} as is_set_aside
    from quality.alert_states as states
    where states.alert_id = any(%(alert_ids)s::text[]) and states.service_date >= %(oldest)s
""".replace("{set_aside}", SET_ASIDE)

HISTORY = """
    select program_id, reason, entered_at, who, what, note, not_before
    from quality.alert_work
    where client_id = %(client_id)s and service_date = %(service_date)s
    order by entry_id desc
"""


@dataclass(frozen=True)
class Worked:
    """An alert, and what it is about: what an entry names it by."""

    alert_id: str
    program_id: str
    client_id: str
    service_date: date
    reason: str


@dataclass(frozen=True)
class State:
    """How an alert stands: to_do, came_back, snoozed or done; `is_set_aside` at the run date that was asked for."""

    alert_id: str
    owner: str | None
    standing: str
    standing_since: datetime
    not_before: date | None
    is_set_aside: bool


@dataclass(frozen=True)
class Entry:
    """One entry of the history of an alert. `who` is None of what a run entered."""

    program_id: str
    reason: str
    entered_at: datetime
    who: str | None
    what: What
    note: str | None
    not_before: date | None


def enter(
    warehouse: psycopg.Connection,
    alerts: Sequence[Worked],
    what: What,
    now: datetime,
    *,
    who: str | None = None,
    run_id: str | None = None,
    note: str | None = None,
    not_before: date | None = None,
) -> None:
    """Enter what somebody (`who`), or a run, did about alerts, in the transaction that is open.

    `not_before` is of what is snoozed: the first run date on which it is to be done again.
    """
    transactions.take_turns(warehouse, Lock.ALERT_WORK)
    values = {
        "alert_ids": [alert.alert_id for alert in alerts],
        "program_ids": [alert.program_id for alert in alerts],
        "client_ids": [alert.client_id for alert in alerts],
        "service_dates": [alert.service_date for alert in alerts],
        "reasons": [alert.reason for alert in alerts],
        "what": what,
        "changes_standing": what in ("snoozed", "done", "to_do", "came_back"),
        "now": now,
        "who": who,
        "run_id": run_id,
        "note": note,
        "not_before": not_before if what == "snoozed" else None,
    }
    warehouse.execute(ENTER, values)


def come_back(warehouse: psycopg.Connection, run: Run, found: Collection[Reason], now: datetime) -> int:
    """Have those come back that were done before the run began, and whose reason it still found. Returns how many.

    Done again, it changes nothing. Raises TransactionFailed.
    """
    still = {(reason.program_id, reason.client_id, reason.service_date, reason.reason) for reason in found}

    def enter_them() -> int:
        transactions.take_turns(warehouse, Lock.ALERT_WORK)
        values = {"run_id": run.run_id, "window_start": run.window_start, "run_date": run.run_date}
        done = [Worked(*row) for row in warehouse.execute(DONE_BEFORE, values)]
        back = [one for one in done if (one.program_id, one.client_id, one.service_date, one.reason) in still]
        enter(warehouse, back, "came_back", now, run_id=run.run_id)
        return len(back)

    return transactions.run(warehouse, enter_them)


def states(warehouse: psycopg.Connection, run_date: date, alert_ids: Sequence[str], oldest: date) -> dict[str, State]:
    """How alerts stand on a run date, none of a day before `oldest`; without those that nobody did anything about."""
    values = {"run_date": run_date, "alert_ids": alert_ids, "oldest": oldest}
    with warehouse.cursor(row_factory=class_row(State)) as cursor:
        return {state.alert_id: state for state in cursor.execute(STATES, values)}


def history(warehouse: psycopg.Connection, client_id: str, service_date: date) -> list[Entry]:
    """What was done about the alerts of a client's day, the last first."""
    with warehouse.cursor(row_factory=class_row(Entry)) as cursor:
        return cursor.execute(HISTORY, {"client_id": client_id, "service_date": service_date}).fetchall()
