"""What each run came to, kept in quality.run_figures: the marts show each day as it is now, and no night before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import psycopg

from perdiem.runs import Run

DAYS_LOOKED_BACK = 28

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
        where runs.run_date between %(first)s and %(last)s and not runs.dry_run
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
class Night:
    """What the runs of one date wrote, and what the last of them left blocked; None where no run came so far."""

    run_date: date
    written: int | None
    amount: Decimal | None
    blocked: int | None


def keep_written(warehouse: psycopg.Connection, run: Run, notes: int, amount: Decimal) -> None:
    """Keep how many notes a run wrote, and what their invoices come to."""
    with warehouse.transaction():
        for name, value in (("notes", notes), ("amount", amount)):
            warehouse.execute(KEEP, {"run_id": run.run_id, "measure": "written", "name": name, "value": value})


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
