"""What a change of the set-up would do: the last days decided without it and with it, and nothing else written.

Both are dry runs in schemas of their own, plan_ehr to plan_marts: plan_ehr has views of the EHR's tables, and copies of
those that the change is about. What is compared stands in plan_results until the plan is over. Days before the window
are not read: of their notes only the per-diem ones, which hold units.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from perdiem import config
from perdiem.runs import Run
from perdiem.setup import changes, proposals
from perdiem.setup.changes import Change
from perdiem.setup.tables import TABLES
from perdiem.warehouse import dbt, errors
from perdiem.warehouse.transactions import Lock
from perdiem.write_back import pending_days, writing

log = logging.getLogger(__name__)

Side = Literal["without", "with"]
SIDES: tuple[Side, ...] = ("without", "with")
PREFIX = "plan_"
RESULTS = "plan_results"
SCHEMAS = tuple(f"{PREFIX}{schema}" for schema in ("ehr", "staging", "intermediate", "marts", "quality"))
DAYS_SHOWN = 100

# What of the nights' own tables a decision reads; the others are there, and empty.
READ_OF_QUALITY = ("runs", "remembered_settings")

READABLE: LiteralString = """
    select table_name, array_agg(column_name::text order by ordinal_position)
    from information_schema.columns
    where table_schema = 'ehr'
    group by table_name
"""

KEPT_BY_PYTHON: LiteralString = """
    select relname
    from pg_class
    where
        relnamespace = to_regnamespace('quality')
        and relkind = 'r'
        and relname <> 'quarantined_rows'
        and relname not like 'seen\\_%'
"""

# What the window comes to on one side, kept until the other side is decided, too.
KEEP: LiteralString = """
    create table plan_results.days_{side} as
    select
        days.program_id, days.client_id, days.service_date, days.status, days.primary_reason, days.reasons,
        days.status = 'billed' as is_billed,
        case when days.status = 'billed' then days.expected_amount end as billed_amount,
        settled.run_id is not null as is_written,
        coalesce(settled.payer_id, days.payer_id) as payer_id,
        coalesce(settled.billing_code, days.billing_code) as billing_code,
        settled.units,
        cast(round(settled.units * candidates.unit_rate, 2) as numeric(18, 2)) as amount
    from plan_marts.fct_per_diem_days as days
    left join plan_quality.settled_days as settled
        on
            days.program_id = settled.program_id
            and days.client_id = settled.client_id
            and days.service_date = settled.service_date
            and settled.outcome = 'would_write'
    left join plan_intermediate.int_client_days__pending_authorizations as candidates
        on
            settled.program_id = candidates.program_id
            and settled.client_id = candidates.client_id
            and settled.service_date = candidates.service_date
            and settled.authorization_id = candidates.authorization_id;

    create table plan_results.items_{side} as
    select
        billing_item_id, client_id, service_date, payer_id, billing_code, billing_rule_id, units,
        (
            select array_agg(audit.finding order by audit.finding)
            from plan_marts.rpt_billing_audit as audit
            where audit.billing_item_id = items.billing_item_id
        ) as findings
    from plan_marts.fct_billing_items as items
    where service_date >= (select run_date - lookback_days from plan_quality.runs where run_id = {run_id});

    analyze plan_results.days_{side};
    analyze plan_results.items_{side}
"""

# Each client-day whose outcome is not the same on both sides. A day that one side has not is of no status there.
DIFFERING: LiteralString = """
    create table plan_results.differing as
    select
        program_id, client_id, service_date,
        without.status as status_without, changed.status as status_with,
        coalesce(without.primary_reason, without.status, 'not looked at') as reason_without,
        coalesce(changed.primary_reason, changed.status, 'not looked at') as reason_with,
        coalesce(without.is_written, false) as is_written_without,
        coalesce(changed.is_written, false) as is_written_with,
        without.payer_id as payer_without, changed.payer_id as payer_with,
        without.billing_code as code_without, changed.billing_code as code_with,
        without.units as units_without, changed.units as units_with,
        without.amount as amount_without, changed.amount as amount_with,
        coalesce(without.is_billed and changed.is_billed, false) as is_billed,
        changed.billed_amount
    from plan_results.days_without as without
    full join plan_results.days_with as changed using (program_id, client_id, service_date)
    where
        (
            without.status, without.reasons, without.is_written, without.payer_id, without.billing_code, without.units,
            without.amount
        ) is distinct from (
            changed.status, changed.reasons, changed.is_written, changed.payer_id, changed.billing_code, changed.units,
            changed.amount
        )
"""

WRITTEN: LiteralString = """
    select count(*) as days, coalesce(sum(units), 0) as units, coalesce(sum(amount), 0) as amount
    from plan_results.days_{side}
    where is_written
"""

# A day that is written on one side alone is gained or lost; one that is written on both comes to other units or money.
MOVED: LiteralString = """
    select
        {name} as name,
        count(*) filter (where is_written_with and not is_written_without) as days_gained,
        count(*) filter (where is_written_without and not is_written_with) as days_lost,
        count(*) filter (where is_written_with and is_written_without) as days_changed,
        coalesce(sum(greatest(coalesce(units_with, 0) - coalesce(units_without, 0), 0)), 0) as units_gained,
        coalesce(sum(greatest(coalesce(units_without, 0) - coalesce(units_with, 0), 0)), 0) as units_lost,
        coalesce(sum(greatest(coalesce(amount_with, 0) - coalesce(amount_without, 0), 0)), 0) as amount_gained,
        coalesce(sum(greatest(coalesce(amount_without, 0) - coalesce(amount_with, 0), 0)), 0) as amount_lost
    from plan_results.differing
    where
        is_written_with <> is_written_without
        or (
            is_written_with
            and (units_with, amount_with, payer_with, code_with)
            is distinct from (units_without, amount_without, payer_without, code_without)
        )
    group by 1
    order by 1
"""
MOVED_BY: Mapping[str, LiteralString] = {
    "all": "'all'",
    "program": "program_id",
    "payer": "coalesce(case when is_written_with then payer_with else payer_without end, 'no payer')",
    "reason": "case when is_written_with and is_written_without then 'billed either way' "
    "when is_written_with then reason_without else reason_with end",
}

# What is billed stays billed: a reason says what a biller has to correct, or that there is nothing to correct any more.
BILLED: LiteralString = """
    select
        case when reason_with = 'billed' then reason_without else reason_with end as name,
        count(*) filter (where reason_with <> 'billed') as days_to_correct,
        coalesce(sum(billed_amount) filter (where reason_with <> 'billed'), 0) as amount_to_correct,
        count(*) filter (where reason_with = 'billed') as days_no_longer
    from plan_results.differing
    where is_billed and reason_with <> reason_without
    group by 1
    order by 1
"""

STATUSES: LiteralString = """
    select
        coalesce(without.name, changed.name) as name,
        coalesce(without.days, 0) as without, coalesce(changed.days, 0) as changed
    from (select {name} as name, count(*) as days from plan_results.days_without where {name} is not null group by 1)
        as without
    full join
        (select {name} as name, count(*) as days from plan_results.days_with where {name} is not null group by 1)
        as changed using (name)
    order by 1
"""

FIRST_DAYS: LiteralString = """
    select
        program_id, client_id, service_date::text, status_without, status_with, reason_without, reason_with,
        is_written_without, is_written_with,
        units_without, units_with, amount_without, amount_with
    from plan_results.differing
    order by is_written_without = is_written_with, service_date, program_id, client_id
    limit {limit}
"""

ITEMS: LiteralString = """
    create table plan_results.differing_items as
    select
        billing_item_id,
        coalesce(without.client_id, changed.client_id) as client_id,
        coalesce(without.service_date, changed.service_date) as service_date,
        coalesce(without.payer_id, changed.payer_id) as payer_id,
        coalesce(without.billing_code, changed.billing_code) as billing_code,
        without.billing_item_id is not null as is_without, changed.billing_item_id is not null as is_with,
        without.billing_rule_id as rule_without, changed.billing_rule_id as rule_with,
        without.units as units_without, changed.units as units_with,
        coalesce(without.findings, '{{}}') as findings_without, coalesce(changed.findings, '{{}}') as findings_with
    from plan_results.items_without as without
    full join plan_results.items_with as changed using (billing_item_id)
    where
        (without.billing_item_id, without.billing_rule_id, without.units, without.findings)
        is distinct from (changed.billing_item_id, changed.billing_rule_id, changed.units, changed.findings)
"""

ITEM_TOTALS: LiteralString = """
    select
        count(*) as items,
        count(*) filter (where units_without is distinct from units_with) as of_other_units,
        coalesce(sum(units_without), 0) as units_without, coalesce(sum(units_with), 0) as units_with
    from plan_results.differing_items
"""

FINDINGS: LiteralString = """
    select
        finding as name,
        count(*) filter (where side = 'without') as without, count(*) filter (where side = 'with') as changed
    from (
        select 'without' as side, unnest(findings_without) as finding from plan_results.differing_items
        union all
        select 'with', unnest(findings_with) from plan_results.differing_items
    ) as found
    group by finding
    having count(*) filter (where side = 'without') <> count(*) filter (where side = 'with')
    order by finding
"""

FIRST_ITEMS: LiteralString = """
    select
        client_id, service_date::text, payer_id, billing_code, is_without, is_with, rule_without, rule_with,
        units_without, units_with, findings_without, findings_with
    from plan_results.differing_items
    order by units_without is not distinct from units_with, service_date, client_id, billing_item_id
    limit {limit}
"""


class NightMeanwhile(Exception):
    """A night began while the plan was at work, its two sides are of two states. The message says what to do."""


def run_of(warehouse: psycopg.Connection, change_id: str, run_date: date | None, now: datetime) -> Run:
    """The run that a plan decides as: dry, of the run date of the last published night unless another is asked for."""
    settings = config.load()
    if run_date is None:
        query = "select run_date from quality.runs where published_at is not null order by started_at desc limit 1"
        last = warehouse.execute(query).fetchone()
        run_date = last[0] if last else now.date()
    return Run(f"plan of {change_id}", run_date, settings.lookback_days, dry_run=True, today=now.date())


def enter(warehouse_url: str, ehr_url: str, change_id: str, run_date: date | None, state_dir: Path) -> dict[str, Any]:
    """Make the plan of a proposal, and enter its figures, or why there are none. Raises Refused, and as `make` does."""
    with (
        psycopg.connect(warehouse_url, autocommit=True, application_name="perdiem") as warehouse,
        psycopg.connect(ehr_url, autocommit=True, application_name="perdiem") as ehr,
    ):
        proposal = proposals.read(warehouse, change_id)
        if proposal is None or not proposal.is_open:
            raise proposals.Refused(f"There is no change {change_id!r} that is still proposed: nothing is planned")
        try:
            run = run_of(warehouse, change_id, run_date, datetime.now(UTC))
            figures = make(warehouse, ehr, run, proposal.rows, warehouse_url, state_dir)
        except Exception as error:
            with psycopg.connect(warehouse_url) as telling:  # the other one may be lost
                failed = errors.for_people(error)
                proposals.enter(telling, change_id, "plan_failed", datetime.now(UTC), error=failed)
            raise
        proposals.enter(warehouse, change_id, "planned", datetime.now(UTC), figures=figures)
    return figures


def make(
    warehouse: psycopg.Connection,
    ehr: psycopg.Connection,
    run: Run,
    rows: Sequence[Change],
    warehouse_url: str,
    state_dir: Path,
) -> dict[str, Any]:
    """Decide the run's window without and with a change, and return the figures: text, counts, amounts as text.

    One plan at a time; another waits. `state_dir` is where dbt keeps its parsed project. Raises NightMeanwhile,
    DbtFailed, TransactionFailed.
    """

    def build(selector: str) -> None:
        arguments = ["build", *dbt.WITHOUT_TESTS, "--selector", selector]
        dbt.invoke(arguments, warehouse_url, run, state_dir / "plan", schema_prefix=PREFIX)

    warehouse.execute("select pg_advisory_lock(hashtext(%s))", [Lock.PLAN])
    try:
        nights = _last_night(warehouse)
        with warehouse.transaction():
            warehouse.execute("drop schema if exists plan_results cascade")
            warehouse.execute("create schema plan_results")
        for side in SIDES:
            log.info("Deciding the days from %s to %s %s the change", run.window_start, run.run_date, side)
            _decide(warehouse, ehr, run, rows if side == "with" else (), build)
            with warehouse.transaction():
                keep = sql.SQL(KEEP).format(side=sql.SQL(side), run_id=sql.Literal(run.run_id))
                warehouse.execute(keep)
        figures = _compare(warehouse, run)
        if _last_night(warehouse) != nights:
            raise NightMeanwhile("A night began while the plan was at work: ask for the plan again once it is over")
        return figures
    finally:
        _drop(warehouse, *SCHEMAS, RESULTS)
        warehouse.execute("select pg_advisory_unlock(hashtext(%s))", [Lock.PLAN])


def _decide(
    warehouse: psycopg.Connection,
    ehr: psycopg.Connection,
    run: Run,
    rows: Sequence[Change],
    build: Callable[[str], None],
) -> None:
    """Decide and publish one side into the plan's schemas, with the allocation that a write-back would make."""
    _drop(warehouse, *SCHEMAS)
    with warehouse.transaction():
        for schema in SCHEMAS:
            warehouse.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        _show_ehr(warehouse, run, rows)
        _copy_quality(warehouse, run)
    build("decide")
    result = writing.propose(ehr, pending_days.PendingDays(warehouse, PREFIX))
    pending_days.record_outcome(warehouse, run, result, PREFIX)
    build("publish_beside_views")


def _show_ehr(warehouse: psycopg.Connection, run: Run, rows: Sequence[Change]) -> None:
    """The EHR as the plan's models read it: views, and a copy of each table that the change is about."""
    changed = {change.table for change in rows if TABLES[change.table].decides}
    for table, columns in warehouse.execute(READABLE).fetchall():
        if table in changed:
            changes.copy(warehouse, f"{PREFIX}ehr", table, rows)
            continue
        condition: sql.Composable = sql.SQL("true")
        if table == "notes":
            text = "service_date >= {} or service_date is null or origin = 'per_diem'"
            condition = sql.SQL(text).format(sql.Literal(run.window_start))
        view = sql.SQL("create view {} as select {} from {} where {}").format(
            sql.Identifier(f"{PREFIX}ehr", table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.Identifier("ehr", table),
            condition,
        )
        warehouse.execute(view)


def _copy_quality(warehouse: psycopg.Connection, run: Run) -> None:
    for (table,) in warehouse.execute(KEPT_BY_PYTHON).fetchall():
        source, target = sql.Identifier("quality", table), sql.Identifier(f"{PREFIX}quality", table)
        if table in READ_OF_QUALITY:
            warehouse.execute(sql.SQL("create table {} as table {}").format(target, source))
        else:
            warehouse.execute(sql.SQL("create table {} (like {} including all)").format(target, source))
    warehouse.execute(
        """
        insert into plan_quality.runs (run_id, run_date, lookback_days, dry_run, today, started_at, state)
        values (%s, %s, %s, true, %s, clock_timestamp(), 'running')
        """,
        (run.run_id, run.run_date, run.lookback_days, run.today),
    )


def _compare(warehouse: psycopg.Connection, run: Run) -> dict[str, Any]:
    with warehouse.transaction():
        warehouse.execute(sql.SQL(DIFFERING))
        warehouse.execute(sql.SQL(ITEMS).format())
    limit = sql.Literal(DAYS_SHOWN)
    moved = {by: _rows(warehouse, MOVED, name=sql.SQL(name)) for by, name in MOVED_BY.items()}
    return {
        "run_date": run.run_date.isoformat(),
        "window_start": run.window_start.isoformat(),
        "written": {side: _rows(warehouse, WRITTEN, side=sql.SQL(side))[0] for side in SIDES},
        "moved": moved,
        "statuses": _rows(warehouse, STATUSES, name=sql.SQL("status")),
        "reasons": _rows(warehouse, STATUSES, name=sql.SQL("primary_reason")),
        "differing_days": _count(warehouse, "select count(*) from plan_results.differing"),
        "billed": _rows(warehouse, BILLED),
        "first_days": _rows(warehouse, FIRST_DAYS, limit=limit),
        "items": _rows(warehouse, ITEM_TOTALS)[0],
        "findings": _rows(warehouse, FINDINGS),
        "first_items": _rows(warehouse, FIRST_ITEMS, limit=limit),
    }


def _rows(warehouse: psycopg.Connection, query: LiteralString, **parts: sql.Composable) -> list[dict[str, Any]]:
    with warehouse.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(sql.SQL(query).format(**parts)).fetchall()
    return [{name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()} for row in rows]


def _count(warehouse: psycopg.Connection, query: LiteralString) -> int:
    row = warehouse.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _last_night(warehouse: psycopg.Connection) -> datetime | None:
    row = warehouse.execute("select max(started_at) from quality.runs where not dry_run").fetchone()
    return row[0] if row else None


def _drop(warehouse: psycopg.Connection, *schemas: str) -> None:
    with warehouse.transaction():
        for schema in schemas:
            warehouse.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
