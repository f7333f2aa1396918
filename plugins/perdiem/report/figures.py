"""What each run came to, kept in quality.run_figures.

The marts show each day as it is now, and no night before; the tables of schema intermediate hold the last decision
alone, which may soon be another run's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import psycopg

from perdiem.alerts.work import SET_ASIDE
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

FORGET_PUBLISHED = """
    delete from quality.run_figures
    where run_id = %(run_id)s and measure in ('status', 'reason', 'week', 'invoices', 'correct_first')
"""

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

KEEP_WEEKS = """
    insert into quality.run_figures (run_id, measure, name, value)
    select %(run_id)s, 'week', status, count(*)
    from marts.rpt_weekly_attendance
    where week_start between %(window_start)s and %(run_date)s
    group by status
"""

# Those to correct apart from those that can be sent, of the window and of what this very run wrote.
KEEP_INVOICES = """
    with

    invoices as (
        select
            invoices.invoice_id, invoices.amount, invoices.correct_first,
            cardinality(invoices.correct_first) > 0 as is_to_correct,
            written.note_id is not null as is_of_this_run
        from marts.fct_invoices as invoices
        left join quality.settled_days as written
            on
                invoices.note_id = written.note_id
                and written.run_id = %(run_id)s
                and written.outcome = 'written'
        where invoices.status = 'ready' and invoices.service_date between %(window_start)s and %(run_date)s
    ),

    figures (name, value) as (
        select 'ready', count(*) filter (where not is_to_correct) from invoices
        union all
        select 'ready_amount', sum(amount) filter (where not is_to_correct) from invoices
        union all
        select 'to_correct', count(*) filter (where is_to_correct) from invoices
        union all
        select 'to_correct_amount', sum(amount) filter (where is_to_correct) from invoices
        union all
        select 'written_to_correct', count(*) filter (where is_to_correct and is_of_this_run) from invoices
        union all
        select 'written_to_correct_amount', sum(amount) filter (where is_to_correct and is_of_this_run) from invoices
    )

    insert into quality.run_figures (run_id, measure, name, value)
    select %(run_id)s, 'invoices', name, coalesce(value, 0)
    from figures
    union all
    select %(run_id)s, 'correct_first', causes.cause, count(*)
    from invoices
    cross join unnest(invoices.correct_first) as causes (cause)
    group by causes.cause
"""

# Of the alerts whose reasons the run published: how they stand after it, and how many it had come back.
KEEP_ALERT_WORK = """
    insert into quality.run_figures (run_id, measure, name, value)
    select %(run_id)s, 'alert_work', figures.name, figures.value
    from (
        select
            count(*) filter (where states.owner is not null and not {set_aside}) as taken,
            count(*) filter (where states.standing = 'snoozed' and {set_aside}) as snoozed,
            count(*) filter (where states.standing = 'done') as done
        from quality.alert_states as states
        inner join marts.fct_per_diem_days as days using (program_id, client_id, service_date)
        where states.service_date between %(window_start)s and %(run_date)s and states.reason = any(days.reasons)
    ) as counted
    cross join lateral (
        values
        ('taken', counted.taken),
        ('snoozed', counted.snoozed),
        ('done', counted.done),
        ('came_back', (select count(*) from quality.alert_work where run_id = %(run_id)s))
    ) as figures (name, value)
    on conflict (run_id, measure, name) do update set value = excluded.value
""".replace("{set_aside}", SET_ASIDE)

ALERT_WORK = """
    select name, value::bigint
    from quality.run_figures
    where run_id = %s and measure = 'alert_work' and value > 0
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

INVOICES = """
    select measure, name, value
    from quality.run_figures
    where run_id = %s and measure in ('invoices', 'correct_first')
    order by value desc, name
"""

# Several runs of one date wrote what each of them wrote; what is blocked is what the last of them found.
NIGHTS = """
    with found as (
        select
            runs.run_date,
            runs.started_at,
            sum(value) filter (where measure = 'written' and name = 'notes') as notes,
            sum(value) filter (where measure = 'written' and name = 'amount') as amount,
            sum(value) filter (where measure = 'invoices' and name = 'written_to_correct_amount') as to_correct,
            case
                when bool_or(measure = 'status')
                    then coalesce(sum(value) filter (where measure = 'status' and name = 'blocked'), 0)
            end as blocked
        from quality.runs
        inner join quality.run_figures on runs.run_id = run_figures.run_id
        where
            runs.run_date between %(first)s and %(last)s
            and not runs.dry_run
            and run_figures.measure in ('status', 'reason', 'written', 'invoices')
        group by runs.run_id
    )
    select
        run_date,
        sum(notes)::bigint,
        sum(amount),
        sum(to_correct),
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
class Invoices:
    """The ready invoices of a run's window, as it published them: those that can be sent, and those to correct before.

    `causes` counts the latter by the findings and reasons that they are to be corrected for; one may have several.
    """

    ready: int
    ready_amount: Decimal
    to_correct: int
    to_correct_amount: Decimal
    written_to_correct: int
    written_to_correct_amount: Decimal
    causes: Mapping[str, int]


@dataclass(frozen=True)
class Night:
    """What the runs of one date wrote, and what the last of them left blocked; None where no run came so far.

    Of the amount, `to_correct` is of invoices that are to be corrected before they are sent.
    """

    run_date: date
    written: int | None
    amount: Decimal | None
    to_correct: Decimal | None
    blocked: int | None


def keep_left_out(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep for which causes the decision that was just made leaves program days out, and how many."""
    with warehouse.transaction():
        warehouse.execute(FORGET_LEFT_OUT, {"run_id": run.run_id})
        warehouse.execute(KEEP_LEFT_OUT, {"run_id": run.run_id, "longest_cause": LONGEST_CAUSE})


def keep_written(warehouse: psycopg.Connection, run: Run, notes: Notes) -> None:
    """Keep how many notes a run wrote, and what their invoices come to."""
    _keep_notes(warehouse, run, "written", notes)


def keep_would_write(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep what a dry run would have written: its outcome must be recorded, and its decision still be there."""
    row = warehouse.execute(WOULD_BE_WRITTEN, [run.run_id]).fetchall()[0]
    _keep_notes(warehouse, run, "would_write", Notes(*row))


def notes(warehouse: psycopg.Connection, run_id: str, measure: NotesMeasure) -> Notes:
    """What a run wrote, or would have written; nothing where it did not come so far."""
    return Notes(*warehouse.execute(NOTES, [run_id, measure]).fetchall()[0])


def keep_published(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep what a run has just published: days by status and by first reason, weeks by status, and invoices."""
    values = {"run_id": run.run_id, "run_date": run.run_date, "window_start": run.window_start}
    with warehouse.transaction():
        for statement in (FORGET_PUBLISHED, KEEP_DAYS, KEEP_WEEKS, KEEP_INVOICES):
            warehouse.execute(statement, values)


def invoices(warehouse: psycopg.Connection, run_id: str) -> Invoices:
    """The invoices of a run's window; none where the run did not come so far."""
    rows = warehouse.execute(INVOICES, [run_id]).fetchall()
    found = {name: value for measure, name, value in rows if measure == "invoices"}
    return Invoices(
        ready=int(found.get("ready", 0)),
        ready_amount=found.get("ready_amount", Decimal(0)),
        to_correct=int(found.get("to_correct", 0)),
        to_correct_amount=found.get("to_correct_amount", Decimal(0)),
        written_to_correct=int(found.get("written_to_correct", 0)),
        written_to_correct_amount=found.get("written_to_correct_amount", Decimal(0)),
        causes={name: int(value) for measure, name, value in rows if measure == "correct_first"},
    )


def weeks(warehouse: psycopg.Connection, run_id: str) -> dict[str, int]:
    """How many weeks of a run's window, of programs that ask for minutes a week, have which status."""
    rows = warehouse.execute(
        "select name, value::bigint from quality.run_figures where run_id = %s and measure = 'week'", [run_id]
    )
    return dict(rows.fetchall())


def keep_alert_work(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep how the alerts of what a run has published stand with billers, once it had those come back that do."""
    values = {"run_id": run.run_id, "window_start": run.window_start, "run_date": run.run_date}
    warehouse.execute(KEEP_ALERT_WORK, values)


def alert_work(warehouse: psycopg.Connection, run_id: str) -> dict[str, int]:
    """How many alerts billers had taken, snoozed and done after a run, and how many it had come back; without zeros."""
    return dict(warehouse.execute(ALERT_WORK, [run_id]).fetchall())


def nights(warehouse: psycopg.Connection, last: date) -> list[Night]:
    """The nights of the four weeks that end on a run date, without dry runs, in order."""
    window = {"first": last - timedelta(days=DAYS_LOOKED_BACK - 1), "last": last}
    return [Night(*row) for row in warehouse.execute(NIGHTS, window)]


def _keep_notes(warehouse: psycopg.Connection, run: Run, measure: NotesMeasure, notes: Notes) -> None:
    figures = {"notes": notes.count, "amount": notes.amount, "without_rate": notes.without_rate}
    with warehouse.transaction():
        for name, value in figures.items():
            warehouse.execute(KEEP, {"run_id": run.run_id, "measure": measure, "name": name, "value": value})
