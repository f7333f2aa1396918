"""What a run decides anew: the client-days on which something changed since the run before, or all of them.

What a day hangs on by itself (its notes, its client and the client's coverages) dbt compares, by a fingerprint a
client-day. What every day hangs on is compared here: where it changed, or where the run before left nothing that this
one may build on, all days of the window are decided anew. Once a week all are, and compared with what was carried over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import dbt
from perdiem.warehouse.dbt import Decides

# Each client-day is counted or itemized by these tables of the EHR. What only its status or its amount hangs on, such
# as settings and authorizations, is read whole in every run.
SET_UP_TABLES = (
    *("programs", "billing_code_groups", "billing_codes", "facilities", "fee_schedules"),
    *("payer_rules", "payer_billing_rules", "payer_billing_rule_codes"),
)
COMPARED_AFTER = timedelta(days=7)
# Kept by the last run, so that a run may build on them.
CARRIED_OVER = ("intermediate.int_notes__units", "quality.seen_client_days")


@dataclass(frozen=True)
class Extent:
    """What a run decides, and why all of it in words; `because` is empty where it decides what changed."""

    decides: Decides
    because: str
    set_up: dict[str, str]  # a fingerprint of each thing that every client-day hangs on, by its name


def work_out(warehouse: psycopg.Connection, run: Run) -> Extent:
    """What this run decides, by what the run before left. To be asked while nobody else decides."""
    set_up = _set_up(warehouse)
    last = _what_the_last_run_left(warehouse)
    if last is None:
        return Extent("all", "the run before left nothing to carry over", set_up)
    if run.refresh_history:
        return Extent("all", "the billing items of the whole history are built anew", set_up)
    if run.run_date < last.run_date or run.window_start < last.window_start:
        looked_at = f"from {last.window_start} to {last.run_date}"
        return Extent("all", f"the run before looked at the days {looked_at}, and this one looks further back", set_up)
    if changed := sorted(name for name in set_up if set_up[name] != last.set_up.get(name)):
        return Extent("all", f"what every day hangs on has changed: {', '.join(changed)}", set_up)
    if run.decide_all:
        return Extent("all_and_compare", "the run was asked to, by decide_all", set_up)
    if run.today - last.compared_on >= COMPARED_AFTER:
        return Extent("all_and_compare", f"all was decided last on {last.compared_on}", set_up)
    return Extent("changed", "", set_up)


@dataclass(frozen=True)
class _Left:
    run_date: date
    window_start: date
    set_up: dict[str, str]
    compared_on: date


def _what_the_last_run_left(warehouse: psycopg.Connection) -> _Left | None:
    """What a run may build on; None where there is nothing, or where the last run broke off half way."""
    if any(warehouse.execute("select to_regclass(%s)", [table]).fetchone() == (None,) for table in CARRIED_OVER):
        return None
    row = warehouse.execute(
        """
        select runs.run_date, runs.run_date - runs.lookback_days, last_decision.set_up, last_decision.compared_on
        from quality.last_decision
        inner join quality.runs using (run_id)
        where runs.published_at is not null and last_decision.set_up is not null
        """
    ).fetchone()
    return _Left(*row) if row else None


def enter(warehouse: psycopg.Connection, run: Run, extent: Extent) -> None:
    """Keep what the run decides, for its own tasks and for the run after it."""
    warehouse.execute(
        "update quality.runs set decides = %s, decides_because = nullif(%s, '') where run_id = %s",
        (extent.decides, extent.because, run.run_id),
    )
    warehouse.execute("delete from quality.carried_over_differences where run_id = %s", (run.run_id,))
    warehouse.execute(
        "update quality.last_decision set set_up = %s, compared_on = case when %s then compared_on else %s end",
        (Jsonb(extent.set_up), extent.decides == "changed", run.today),
    )


def entered(warehouse: psycopg.Connection, run: Run) -> Decides:
    """What the run was found to decide; all, where nobody has asked."""
    row = warehouse.execute("select decides from quality.runs where run_id = %s", (run.run_id,)).fetchone()
    return row[0] if row and row[0] else "all"


def _set_up(warehouse: psycopg.Connection) -> dict[str, str]:
    # What may be read of each table, which need not be all: nothing is decided by the rest.
    columns: dict[str, list[str]] = {table: [] for table in SET_UP_TABLES}
    query = """
        select table_name, column_name from information_schema.columns
        where table_schema = 'ehr' and table_name = any(%s)
        order by ordinal_position
    """
    for table, column in warehouse.execute(query, [list(SET_UP_TABLES)]):
        columns[table].append(column)
    sums = sql.SQL(", ").join(
        sql.SQL("(select sum(hash_record_extended(row({}), 0)) from ehr.{})").format(
            sql.SQL(", ").join(map(sql.Identifier, columns[table])), sql.Identifier(table)
        )
        for table in SET_UP_TABLES
    )
    with warehouse.transaction():
        # As of dbt's models: not to wait all night for a table, nor to go on where the worker was killed.
        warehouse.execute("set local lock_timeout = '60s'")
        warehouse.execute("set local client_connection_check_interval = '10s'")
        row = warehouse.execute(sql.SQL("select ") + sums).fetchone()
    assert row is not None
    tables = {f"ehr.{table}": str(value) for table, value in zip(SET_UP_TABLES, row, strict=True)}
    return {
        **tables,
        "the pipeline's models": dbt.project_fingerprint(),
        "the first day of the week": config.load().week_starts_on,
    }
