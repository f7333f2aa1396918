"""Rows of past runs: deleted once they are older than they are to be kept, some of them a night.

The audit trail is never looked at here, nor anything that a night, an open alert, an invoice or a metric hangs on.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import psycopg

from perdiem.runs import Run
from perdiem.warehouse import transactions

# What a night may take away at most, so that the first one after years costs no more than a few seconds.
MOST_RUNS = 200
MOST_SERVICE_DATES = 200
TIMEOUT_SECONDS = 60

# A run that was tried again is as old as its last attempt. What the next run goes on from, and the page shows first, is
# of the run that asks: weeks are kept at the least.
RUNS_DUE = """
    select run_id
    from quality.runs
    where pruned_at is null and started_at < %(before)s
    order by started_at
    limit %(most_runs)s
    for update skip locked
"""

# How many checks were carried out is a figure of each night, and outlasts what they found.
KEEP_COUNTS_OF_CHECKS = """
    insert into quality.run_figures (run_id, measure, name, value)
    select counted.run_id, 'checks', figures.name, figures.value
    from (
        select
            run_id,
            count(*) as carried_out,
            count(*) filter (where not success) as failed,
            count(*) filter (where not success and severity = 'critical') as critical_failed
        from quality.check_results
        where run_id = any(%(run_ids)s)
        group by run_id
    ) as counted
    cross join lateral (
        values
        ('carried_out', counted.carried_out), ('failed', counted.failed), ('critical_failed', counted.critical_failed)
    ) as figures (name, value)
    on conflict (run_id, measure, name) do update set value = excluded.value
"""

OF_RUNS = (
    "delete from quality.check_results where run_id = any(%(run_ids)s)",
    "delete from quality.run_days where run_id = any(%(run_ids)s)",
    "delete from quality.settled_days where run_id = any(%(run_ids)s)",
    "delete from quality.carried_over_differences where run_id = any(%(run_ids)s)",
)

MARK = "update quality.runs set pruned_at = %(now)s where run_id = any(%(run_ids)s)"

# When an open alert was told last decides when it is told again: no message since the oldest of them was opened goes.
FORGET_MESSAGES = """
    delete from quality.messages
    where sent_at < least(%(before)s, %(oldest_open_alert)s::timestamptz)
"""

# By the dates that the index has, the oldest first.
FORGET_DECISIONS = """
    delete from marts.fct_per_diem_decisions
    where
        service_date < least(
            %(before)s,
            (select min(service_date) from marts.fct_per_diem_decisions) + %(most_service_dates)s::integer
        )
"""


def prune_runs(
    warehouse: psycopg.Connection, ehr: psycopg.Connection, keep_days: int, now: datetime
) -> tuple[int, int]:
    """Delete what runs found in detail, and messages, older than `keep_days`; 0 keeps them. Returns how many of each.

    A run keeps its row and its figures. Done again, it changes nothing. Raises TransactionFailed.
    """
    if not keep_days:
        return 0, 0
    row = ehr.execute("select min(opened_at) from ehr.alerts where status = 'open'").fetchone()
    values = {
        "before": now - timedelta(days=keep_days),
        "now": now,
        "most_runs": MOST_RUNS,
        "oldest_open_alert": row and row[0],
    }

    def delete() -> tuple[int, int]:
        _limit(warehouse)
        run_ids = [run_id for (run_id,) in warehouse.execute(RUNS_DUE, values)]
        of_runs = values | {"run_ids": run_ids}
        warehouse.execute(KEEP_COUNTS_OF_CHECKS, of_runs)
        for statement in OF_RUNS:
            warehouse.execute(statement, of_runs)
        warehouse.execute(MARK, of_runs)
        return len(run_ids), warehouse.execute(FORGET_MESSAGES, values).rowcount

    return transactions.run(warehouse, delete)


def prune_decisions(warehouse: psycopg.Connection, run: Run, keep_days: int) -> int:
    """Delete how the decisions of days came about that are more than `keep_days` before the run; 0 keeps them all.

    Never of a day of the run's own window: the next run compares with its last decision. Raises TransactionFailed.
    """
    if not keep_days:
        return 0
    values = {"before": oldest_decision(run, keep_days), "most_service_dates": MOST_SERVICE_DATES}

    def delete() -> int:
        _limit(warehouse)
        return warehouse.execute(FORGET_DECISIONS, values).rowcount

    return transactions.run(warehouse, delete)


def oldest_decision(run: Run, keep_days: int) -> date:
    """The first service date whose decisions stay. A run date mistyped into the future must not empty the history."""
    return min(min(run.run_date, run.today) - timedelta(days=keep_days), run.window_start)


def _limit(warehouse: psycopg.Connection) -> None:
    warehouse.execute("select set_config('statement_timeout', %s, true)", [f"{TIMEOUT_SECONDS}s"])
