"""What stands in the tables of a database, to be compared with what stood there, or in another one."""

from __future__ import annotations

import psycopg
from psycopg import sql

# Made up by chance, or of the clock: no two databases have the same, though the same was done in both.
BY_CHANCE = ("alert_id", "alert_ids", "message_id", "run_id", "dag_run_id", "per_diem_fingerprint")

KEPT = ("ehr", "marts", "quality")


def contents(connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """How many rows each table has that is kept, and a digest of them."""
    query = "select count(*), coalesce(sum(hashtextextended(line::text, 0)), 0) from {} as line"
    return {
        ".".join(name): connection.execute(sql.SQL(query).format(sql.Identifier(*name))).fetchall()[0]
        for name in _tables(connection)
    }


def changed(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    """The tables that were there and do not hold the same any more."""
    return {table for table in before if before[table] != after[table]}


def rows(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Every row of every table that is kept, in one order, without what is by chance or of the clock."""
    found = {}
    for name in _tables(connection):
        columns = connection.execute(
            """
            select column_name from information_schema.columns
            where (table_schema, table_name) = (%s, %s) and data_type not like 'timestamp%%' and column_name <> all(%s)
            order by column_name
            """,
            [*name, list(BY_CHANCE)],
        ).fetchall()
        query = sql.SQL("select row({})::text from {} order by 1").format(
            sql.SQL(", ").join(sql.Identifier(column) for (column,) in columns), sql.Identifier(*name)
        )
        found[".".join(name)] = [row for (row,) in connection.execute(query)]
    return found


def _tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
    query = "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2"
    return connection.execute(query, [list(KEPT)]).fetchall()
