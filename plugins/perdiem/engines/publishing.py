"""What an engine has made of the history, put in the place of what is published: all of it at once, or nothing.

A reader sees what was there until all is in its place, as a night would have left it: rows that are the same stay as
they are, and nothing is locked for those who read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from perdiem.engines.extract import CHUNK, COLUMNS, NOT_A_NUMBER, Extract, identifier, literal
from perdiem.runs import Run
from perdiem.warehouse import transactions

if TYPE_CHECKING:
    import duckdb

# What is published of the history, and which rows of it a run of a date answers for besides those that it made: as an
# engine of the warehouse's would, not for dates to come.
REPLACED = {
    "marts.fct_billing_items": "published.service_date <= %(run_date)s",
    "marts.rpt_billing_audit": "published.service_date <= %(run_date)s",
    "marts.fct_invoices": "published.service_date <= %(run_date)s",
    "quality.quarantined_rows": "true",
}

# Which of the services that were handed over are neither on an item nor in quarantine, in numbers.
ACCOUNTED_FOR = """
    select
        (select coalesce(sum(len(note_ids)), 0) from {items}),
        (
            select count(*)
            from {notes} as notes
            left join {billing_codes} as billing_codes on notes.billing_code = billing_codes.billing_code
            where
                notes.note_id in (select row_key from {quarantined} where source_table = 'notes')
                and notes.status = 'released'
                and notes.service_date <= $1
                and (notes.origin is not distinct from 'per_diem' or coalesce(billing_codes.is_billable, true))
        )
"""

KEY = """
    select attname
    from pg_index
    inner join pg_attribute on pg_attribute.attrelid = pg_index.indrelid and attnum = any(indkey)
    where indrelid = to_regclass(%s) and indisprimary
    order by attnum
"""

# As the macro clean_pending_lists has it.
CLEAN_PENDING_LISTS = """
    select gin_clean_pending_list(cast(indexes.indexrelid as regclass))
    from pg_index as indexes
    inner join pg_class as classes on indexes.indexrelid = classes.oid
    inner join pg_am as methods on classes.relam = methods.oid
    where indexes.indrelid = to_regclass(%s) and methods.amname = 'gin'
"""

# As the macro forget_earlier_set_ups has it.
FORGET_EARLIER_SET_UPS = """
    delete from quality.seen_set_ups where last_seen_at < (select max(last_seen_at) from quality.seen_set_ups)
"""


class NotWhole(Exception):
    """The engine's tables do not hold all of the history, so none of them is published; the message has the counts."""


@dataclass(frozen=True)
class Replaced:
    """What publishing a table came to, in rows."""

    rows: int
    gone: int
    new: int


@dataclass(frozen=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    file: Path
    rows: int


def publish(
    warehouse: psycopg.Connection,
    engine: duckdb.DuckDBPyConnection,
    made: Mapping[str, str],
    handed_over: Extract,
    run: Run,
    folder: Path,
) -> dict[str, Replaced]:
    """Publish what an engine made, in one transaction; what each table came to, by its name.

    `made` has for each table of REPLACED what DuckDB is to read it from. `folder` is an empty one, which nobody else
    reads. Raises NotWhole, and TransactionFailed.
    """
    _check_whole(engine, made, handed_over, run)
    tables = [_written(warehouse, engine, table, made[table], folder / f"{table}.csv") for table in REPLACED]

    def in_one_transaction() -> dict[str, Replaced]:
        warehouse.execute("set local work_mem = '256MB'")
        warehouse.execute("set local client_connection_check_interval = '10s'")
        replaced = {table.name: _replace(warehouse, table, run) for table in tables}
        warehouse.execute(FORGET_EARLIER_SET_UPS)
        return replaced

    return transactions.run(warehouse, in_one_transaction)


def _check_whole(engine: duckdb.DuckDBPyConnection, made: Mapping[str, str], handed_over: Extract, run: Run) -> None:
    query = ACCOUNTED_FOR.format(
        items=made["marts.fct_billing_items"],
        quarantined=made["quality.quarantined_rows"],
        notes=handed_over.as_table("staging.stg_ehr__notes"),
        billing_codes=handed_over.as_table("staging.stg_ehr__billing_codes"),
    )
    [(billed, quarantined)] = engine.execute(query, [run.run_date]).fetchall()
    if billed + quarantined != handed_over.services:
        raise NotWhole(
            f"of {handed_over.services:,} services up to {run.run_date}, {billed:,} are on billing items and "
            f"{quarantined:,} in quarantine: expected each in one of both. Nothing was published of them"
        )


def _written(
    warehouse: psycopg.Connection, engine: duckdb.DuckDBPyConnection, table: str, made: str, file: Path
) -> _Table:
    """Write what was made of a table as a file that PostgreSQL's COPY reads."""
    columns = {name: type_name for name, type_name, *_ in warehouse.execute(COLUMNS, [table])}
    texts = ", ".join(_text(identifier(name), type_name) for name, type_name in columns.items())
    # Nulls without quotation marks, and all else with them.
    [(rows,)] = engine.execute(
        f"copy (select {texts} from {made}) to {literal(str(file))}"  # noqa: S608 - names of tables and columns
        " (format csv, header false, nullstr '', force_quote *)"
    ).fetchall()
    file.chmod(0o600)
    key = tuple(name for (name,) in warehouse.execute(KEY, [table]))
    return _Table(table, tuple(columns), key, file, int(rows))


def _text(column: str, type_name: str) -> str:
    """The SQL that says a value in PostgreSQL's words."""
    if type_name == "numeric":
        return f"if({column} = {NOT_A_NUMBER}, 'NaN', cast({column} as varchar))"
    if type_name == "date":
        return f"replace(cast({column} as varchar), ' (BC)', ' BC')"
    if type_name == "text[]":
        quoted = f"""list_transform({column}, lambda e: '"' || replace(replace(e, '\\', '\\\\'), '"', '\\"') || '"')"""
        return f"'{{' || array_to_string({quoted}, ',') || '}}'"
    return f"cast({column} as varchar)"


def _replace(warehouse: psycopg.Connection, table: _Table, run: Run) -> Replaced:
    published, computed = sql.Identifier(*table.name.split(".")), sql.Identifier("pg_temp", "computed")
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    same_key = _equal(table.key, "=")
    warehouse.execute(sql.SQL("create temporary table computed (like {})").format(published))
    with warehouse.cursor() as cursor, open(table.file, "rb") as text:
        with cursor.copy(sql.SQL("copy {} ({}) from stdin (format csv)").format(computed, columns)) as rows:
            while chunk := text.read(CHUNK):
                rows.write(chunk)
        arrived = cursor.rowcount
    if arrived != table.rows:
        raise NotWhole(f"{table.name}: {table.rows:,} rows were made, and {arrived:,} have arrived")
    warehouse.execute(sql.SQL("analyze {}").format(computed))
    gone = warehouse.execute(
        sql.SQL(
            """
            delete from {published} as published
            where
                ({answered_for} or exists (select from {computed} as computed where {same_key}))
                and not exists (select from {computed} as computed where {same_key} and {same})
            """
        ).format(
            published=published,
            computed=computed,
            answered_for=sql.SQL(REPLACED[table.name]),
            same_key=same_key,
            same=_equal(table.columns, "is not distinct from"),
        ),
        {"run_date": run.run_date},
    ).rowcount
    new = warehouse.execute(
        sql.SQL(
            """
            insert into {published} ({columns})
            select {columns}
            from {computed} as computed
            where not exists (select from {published} as published where {same_key})
            """
        ).format(published=published, computed=computed, columns=columns, same_key=same_key)
    ).rowcount
    warehouse.execute(sql.SQL("drop table {}").format(computed))
    warehouse.execute(CLEAN_PENDING_LISTS, [table.name])
    warehouse.execute(sql.SQL("analyze {}").format(published))
    return Replaced(table.rows, gone, new)


def _equal(columns: tuple[str, ...], operator: str) -> sql.Composable:
    return sql.SQL(" and ").join(
        sql.SQL("computed.{column} {operator} published.{column}").format(
            column=sql.Identifier(column), operator=sql.SQL(operator)
        )
        for column in columns
    )
