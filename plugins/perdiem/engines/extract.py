"""What the warehouse hands over to another engine, as Parquet: what models of the history read, and nothing besides.

That is views of staging, which leave names and texts of people behind, what the night has decided of set-up and
coverages, and two marts. All of it is of one moment. Values that no decimal of another engine holds travel as numbers
that no EHR has, so that a row is judged there as it is here, and one bad row stops nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from perdiem.runs import Run

if TYPE_CHECKING:
    import duckdb

TABLES = (
    "staging.stg_ehr__notes",
    "staging.stg_ehr__clients",
    "staging.stg_ehr__billing_codes",
    "staging.stg_ehr__facilities",
    "staging.stg_ehr__invoices",
    "intermediate.int_unit_rules__checked",
    "intermediate.int_unit_rules__in_force",
    "intermediate.int_fees__in_force",
    "intermediate.int_coverages__checked",
    "intermediate.int_authorizations__checked",
    "intermediate.int_client_days__changed",
    "quality.runs",
    "marts.fct_per_diem_days",
    "marts.rpt_weekly_attendance",
)
BY_YEAR = {"staging.stg_ehr__notes", "staging.stg_ehr__invoices", "marts.fct_per_diem_days"}  # by their service date
# What no model of the history reads of them, such as sentences, and sums that no decimal holds.
LEFT_BEHIND = {
    "staging.stg_ehr__notes": {"location_id", "released_at"},
    "quality.runs": {"error", "decides_because"},
    "intermediate.int_client_days__changed": {"fingerprint", "per_diem_fingerprint"},
}

# Numbers become decimals of 25 digits, as many of them decimals as the warehouse has, but nine at most.
DIGITS, MOST_DECIMALS = 25, 9
NOT_A_NUMBER = "999999999999999"  # read back by the macro is_nan, and by `publishing`
OUT_OF_REACH = "9999999999999999"  # larger than every number that is handed over; too large for any published column

CHUNK = 1 << 20

COLUMNS = """
    select
        attname,
        format_type(atttypid, null),
        (atttypmod - 4) & 65535,
        atttypmod >= 4 and ((atttypmod - 4) >> 16) - ((atttypmod - 4) & 65535) < 15 and ((atttypmod - 4) & 65535) <= 9
    from pg_attribute
    where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped
    order by attnum
"""

# The services of the history that the engine has to account for, each by an item or by its row in quarantine.
SERVICES = """
    select count(*)
    from staging.stg_ehr__notes as notes
    left join staging.stg_ehr__billing_codes as billing_codes on notes.billing_code = billing_codes.billing_code
    where
        notes.status = 'released'
        and notes.service_date <= %s
        and (notes.origin is not distinct from 'per_diem' or coalesce(billing_codes.is_billable, true))
"""


class NotHandedOver(Exception):
    """What was read of the warehouse is not all in the files; the message names the table and both counts."""


@dataclass(frozen=True)
class Extract:
    """What was handed over: a folder a table, its rows, and how many services there are to bill."""

    folder: Path
    rows: dict[str, int]
    services: int

    def files(self, table: str) -> str:
        """The pattern of a table's files."""
        return str(self.folder / table / "*" / "*.parquet")

    def as_table(self, table: str) -> str:
        """What DuckDB reads a table from."""
        return f"read_parquet({literal(self.files(table))}, hive_partitioning = false)"


@dataclass(frozen=True)
class _Column:
    name: str
    type: str
    decimals: int  # of a number
    fits: bool  # whether no number that it was declared for has too many digits


def extract(warehouse: psycopg.Connection, engine: duckdb.DuckDBPyConnection, run: Run, folder: Path) -> Extract:
    """Write the tables into a new folder, all as of one moment, without ever holding one in memory.

    A table is `folder`/schema.table/year=2026/part.parquet, or year=all where it is not divided. The folder is to be on
    a disk that nobody else reads: client ids are in it. Raises NotHandedOver.
    """
    folder.mkdir(mode=0o700)
    rows = {}
    with warehouse.transaction():
        warehouse.execute("set transaction isolation level repeatable read, read only")
        warehouse.execute("set local timezone = 'UTC'")
        warehouse.execute("set local datestyle = 'ISO'")
        warehouse.execute("set local client_connection_check_interval = '10s'")
        for table in TABLES:
            rows[table] = hand_over(warehouse, engine, table, folder / table)
        [(services,)] = warehouse.execute(SERVICES, [run.run_date]).fetchall()
    return Extract(folder, rows, services)


def hand_over(warehouse: psycopg.Connection, engine: duckdb.DuckDBPyConnection, table: str, folder: Path) -> int:
    """Write one table as Parquet into a new folder, and return how many rows it has. Raises NotHandedOver."""
    columns = [
        column
        for column in (_Column(*told) for told in warehouse.execute(COLUMNS, [table]))
        if column.name not in LEFT_BEHIND.get(table, ())
    ]
    selected = sql.SQL(", ").join(
        sql.SQL("array_to_json({})" if column.type == "text[]" else "{}").format(sql.Identifier(column.name))
        for column in columns
    )
    query = sql.SQL("select {} from {}").format(selected, sql.Identifier(*table.split(".")))
    rows = 0
    for year, condition in _parts(warehouse, table):
        part = folder / f"year={year}"
        part.mkdir(mode=0o700, parents=True)
        read = _copy_out(warehouse, query + condition, part / "part.csv")
        written = _as_parquet(engine, part / "part.csv", columns, part / "part.parquet")
        if read != written:
            raise NotHandedOver(f"{table}: {read:,} rows were read of the warehouse, and {written:,} are in the files")
        rows += read
    return rows


def _parts(warehouse: psycopg.Connection, table: str) -> Iterator[tuple[str, sql.Composable]]:
    """The years of a table, each with its condition; last the rows of no year, or of none that a calendar has."""
    if table not in BY_YEAR:
        yield "all", sql.SQL("")
        return
    ordinary = sql.SQL("service_date between '0001-01-01' and '9999-12-31'")
    years = warehouse.execute(
        sql.SQL("select distinct extract(year from service_date)::integer from {} where {} order by 1").format(
            sql.Identifier(*table.split(".")), ordinary
        )
    ).fetchall()
    for (year,) in years:
        yield (
            f"{year:04}",
            sql.SQL(" where service_date between {} and {}").format(f"{year:04}-01-01", f"{year:04}-12-31"),
        )
    yield "none", sql.SQL(" where ({}) is not true").format(ordinary)


def _copy_out(warehouse: psycopg.Connection, query: sql.Composable, file: Path) -> int:
    """Write what a query finds into a file of its own, and return how many rows there are."""
    statement = sql.SQL("copy ({}) to stdout (format csv, force_quote *)").format(query)
    with warehouse.cursor() as cursor, open(file, "wb", buffering=CHUNK, opener=_for_nobody_else) as text:
        with cursor.copy(statement) as rows:
            for row in rows:
                text.write(row)
        return cursor.rowcount


def _for_nobody_else(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _as_parquet(engine: duckdb.DuckDBPyConnection, text: Path, columns: list[_Column], parquet: Path) -> int:
    """Make a file of Parquet of a file of texts, which is deleted, and return how many rows it has."""
    texts = ", ".join(f"{literal(column.name)}: 'VARCHAR'" for column in columns)
    selected = ", ".join(f"{_typed(column)} as {identifier(column.name)}" for column in columns)
    engine.execute(
        f"""
        copy (
            select {selected}
            from read_csv(
                {literal(str(text))}, columns = {{{texts}}}, auto_detect = false, header = false, delim = ',',
                quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false
            )
        ) to {literal(str(parquet))} (format parquet)
        """  # noqa: S608 - names of columns that PostgreSQL told, quoted
    )
    text.unlink()
    parquet.chmod(0o600)
    [(rows,)] = engine.execute(f"select count(*) from read_parquet({literal(str(parquet))})").fetchall()  # noqa: S608
    return int(rows)


def _typed(column: _Column) -> str:
    """The SQL that makes of a column's text what it is."""
    text = identifier(column.name)
    if column.type == "numeric" and column.fits:
        return f"cast(if({text} = 'NaN', '{NOT_A_NUMBER}', {text}) as decimal({DIGITS}, {column.decimals}))"
    if column.type == "numeric":
        return _number(text, min(column.decimals, MOST_DECIMALS))
    if column.type == "date":
        return f"cast(replace({text}, ' BC', ' (BC)') as date)"
    if column.type == "text[]":
        return f"cast(cast({text} as json) as varchar[])"
    types = {
        "smallint": "smallint",
        "integer": "integer",
        "bigint": "bigint",
        "boolean": "boolean",
        "double precision": "double",
        "timestamp with time zone": "timestamptz",
        "timestamp without time zone": "timestamp",
    }
    return f"cast({text} as {types.get(column.type, 'varchar')})"


def _number(text: str, decimals: int) -> str:
    """A decimal of a number in PostgreSQL's words.

    Of one with more decimals than there is room for, the last that is kept says that there are more: it is rounded at
    any decimal before as PostgreSQL rounds it.
    """
    whole = rf"ltrim(regexp_extract({text}, '^-?(\d+)', 1), '0')"
    cut = rf"regexp_extract({text}, '^-?\d+(\.\d{{0,{decimals}}})?')"
    rest = rf"regexp_extract({text}, '^-?\d+\.\d{{{decimals}}}(\d*)', 1)"
    return f"""
        cast(
            case
                when {text} = 'NaN' then '{NOT_A_NUMBER}'
                when {text} = 'Infinity' then '{OUT_OF_REACH}'
                when {text} = '-Infinity' then '-{OUT_OF_REACH}'
                when length({whole}) > 15 or {whole} = '{NOT_A_NUMBER}'
                    then if({text} like '-%', '-', '') || '{OUT_OF_REACH}'
                when rtrim({rest}, '0') <> '' then regexp_replace({cut}, '0$', '1')
                else {text}
            end as decimal({DIGITS}, {decimals})
        )
    """


def identifier(name: str) -> str:
    """A name as DuckDB's SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as DuckDB's SQL has it."""
    return "'" + text.replace("'", "''") + "'"
