"""What each run came to, kept in quality.run_figures.

The marts show each day as it is now, and no night before; the tables of schema intermediate hold the last decision
alone, which may soon be another run's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import psycopg

from perdiem.runs import Run

DAYS_LOOKED_BACK = 28
NotesMeasure = Literal["written", "would_write"]
# A figure's name is part of a key: the sentence on a setting may quote whatever somebody typed in.
LONGEST_CAUSE = 400

KEEP = """
    insert into quality.run_figures (run_id, measure, name, value)
    values (%(run_id)s, %(measure)s, %(name)s, %(value)s)
    on conflict (run_id, measure, name) do update set value = excluded.value
"""

FORGET_DAYS = "delete from quality.run_figures where run_id = %(run_id)s and measure in ('status', 'reason')"

# A day with a reason counts under its first one alone, so that they add up; support_lost is of days that stay billed.
KEEP_DAYS = """
    insert into quality.run_figures (run_id, measure, name, value)
    select
        %(run_id)s,
        case when grouping(status) = 0 then 'status' else 'reason' end,
        coalesce(status, primary_reason),
        count(*)
    from marts.fct_per_diem_days
    where run_date = %(run_date)s and service_date between %(window_start)s and %(run_date)s
    group by grouping sets ((status), (primary_reason))
    having coalesce(status, primary_reason) is not null
"""

FORGET_LEFT_OUT = "delete from quality.run_figures where run_id = %(run_id)s and measure = 'left_out'"

KEEP_LEFT_OUT = """
    insert into quality.run_figures (run_id, measure, name, value)
    select %(run_id)s, 'left_out', left(left_out_cause, %(longest_cause)s) as cause, count(*)
    from intermediate.int_program_days__settings
    where is_left_out
    group by cause
"""

WOULD_BE_WRITTEN = """
    select
        count(*),
        coalesce(sum(round(settled_days.units * candidates.unit_rate, 2)), 0),
        count(*) filter (where candidates.unit_rate is null)
    from quality.settled_days
    left join intermediate.int_client_days__pending_authorizations as candidates
        using (program_id, client_id, service_date, authorization_id)
    where settled_days.run_id = %s and settled_days.outcome = 'would_write'
"""

NOTES = """
    select
        coalesce(sum(value) filter (where name = 'notes'), 0)::bigint,
        coalesce(sum(value) filter (where name = 'amount'), 0),
        coalesce(sum(value) filter (where name = 'without_rate'), 0)::bigint
    from quality.run_figures
    where run_id = %s and measure = %s
"""

# Several runs of one date wrote what each of them wrote; what is blocked is what the last of them found.
NIGHTS = """
    with found as (
        select
            runs.run_date,
            runs.started_at,
            sum(value) filter (where measure = 'written' and name = 'notes') as notes,
            sum(value) filter (where measure = 'written' and name = 'amount') as amount,
            case
                when bool_or(measure = 'status')
                    then coalesce(sum(value) filter (where measure = 'status' and name = 'blocked'), 0)
            end as blocked
        from quality.runs
        inner join quality.run_figures on runs.run_id = run_figures.run_id
        where
            runs.run_date between %(first)s and %(last)s
            and not runs.dry_run
            and run_figures.measure in ('status', 'reason', 'written')
        group by runs.run_id
    )
    select
        run_date,
        sum(notes)::bigint,
        sum(amount),
        (array_agg(blocked::bigint order by started_at desc) filter (where blocked is not null))[1]
    from found
    group by run_date
    order by run_date
"""


@dataclass(frozen=True)
class Notes:
    """Per-diem notes that a run wrote, or in a dry run would have written, and what their invoices come to."""

    count: int
    amount: Decimal
    without_rate: int


@dataclass(frozen=True)
class Night:
    """What the runs of one date wrote, and what the last of them left blocked; None where no run came so far."""

    run_date: date
    written: int | None
    amount: Decimal | None
    blocked: int | None


def keep_left_out(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep for which causes the decision that was just made leaves program days out, and how many."""
    with warehouse.transaction():
        warehouse.execute(FORGET_LEFT_OUT, {"run_id": run.run_id})
        warehouse.execute(KEEP_LEFT_OUT, {"run_id": run.run_id, "longest_cause": LONGEST_CAUSE})


def keep_written(warehouse: psycopg.Connection, run: Run, notes: Notes) -> None:
    """Keep how many notes a run wrote, and what their invoices come to."""
    _keep_notes(warehouse, run, "written", notes)


def keep_foreseen(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep what a dry run would have written: its outcome must be recorded, and its decision still be there."""
    row = warehouse.execute(WOULD_BE_WRITTEN, [run.run_id]).fetchall()[0]
    _keep_notes(warehouse, run, "would_write", Notes(*row))


def notes(warehouse: psycopg.Connection, run_id: str, measure: NotesMeasure) -> Notes:
    """What a run wrote, or would have written; nothing where it did not come so far."""
    return Notes(*warehouse.execute(NOTES, [run_id, measure]).fetchall()[0])


def keep_days(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep how many days a run has just published, by status and by first reason."""
    values = {"run_id": run.run_id, "run_date": run.run_date, "window_start": run.window_start}
    with warehouse.transaction():
        warehouse.execute(FORGET_DAYS, values)
        warehouse.execute(KEEP_DAYS, values)


def nights(warehouse: psycopg.Connection, last: date) -> list[Night]:
    """The nights of the four weeks that end on a run date, without dry runs, in order."""
    window = {"first": last - timedelta(days=DAYS_LOOKED_BACK - 1), "last": last}
    return [Night(*row) for row in warehouse.execute(NIGHTS, window)]


def _keep_notes(warehouse: psycopg.Connection, run: Run, measure: NotesMeasure, notes: Notes) -> None:
    figures = {"notes": notes.count, "amount": notes.amount, "without_rate": notes.without_rate}
    with warehouse.transaction():
        for name, value in figures.items():
            warehouse.execute(KEEP, {"run_id": run.run_id, "measure": measure, "name": name, "value": value})
