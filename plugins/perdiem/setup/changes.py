"""A change of the set-up: rows as they were and as they are to be. Forms, files, plans and undoing all come to that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from perdiem.setup.tables import TABLES, Table

# Of a row each column's value as PostgreSQL writes it, a number without zeros at its end; None for null.
Row = Mapping[str, str | None]
Key = tuple[str | None, ...]
# Of each table its rows, by their keys.
Rows = dict[str, dict[Key, Row]]


class Outdated(Exception):
    """A row is neither as the change found it nor as it leaves it; the message names it, and what stands there now."""


@dataclass(frozen=True)
class Change:
    """One row: what stood there, None for a new one, and what is to stand there, None for one that goes."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def key(self) -> Key:
        """The row's key, which no change alters."""
        row = self.after if self.after is not None else self.before
        assert row is not None
        return key_of(self.table, row)

    @property
    def inverse(self) -> Change:
        """What undoes it."""
        return Change(self.table, self.after, self.before)

    def to_json(self) -> dict[str, Any]:
        """As a proposal keeps it."""
        return {"table": self.table, "before": self.before, "after": self.after}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> Change:
        """The inverse of `to_json`."""
        return Change(values["table"], values["before"], values["after"])


def key_of(table: str, row: Row) -> Key:
    """The key of a row."""
    return tuple(row[column] for column in TABLES[table].key)


def read(ehr: psycopg.Connection) -> Rows:
    """The whole set-up, as it stands in the transaction that is open."""
    return {name: _read(ehr, name, table, sql.SQL("true"), ()) for name, table in TABLES.items()}


def difference(now: Rows, wanted: Rows) -> list[Change]:
    """What makes of the one the other, in the order in which it can be applied: rows go in the order opposite."""
    changes = []
    for table in reversed(list(TABLES)):
        changes += [Change(table, row, None) for key, row in now[table].items() if key not in wanted[table]]
    for table in TABLES:
        for key, row in wanted[table].items():
            before = now[table].get(key)
            if before != row:
                changes.append(Change(table, before, row))
    return changes


def apply(ehr: psycopg.Connection, changes: Iterable[Change]) -> None:
    """Bring the rows to what they are to be, in the transaction that is open. Applied again, it changes nothing.

    Raises Outdated where somebody changed one of the rows in another way since.
    """
    changes = list(changes)
    for name in dict.fromkeys(change.table for change in changes):
        # Somebody who sets up at the same time waits; nights, which only read, do not.
        ehr.execute(sql.SQL("lock table ehr.{} in share row exclusive mode").format(sql.Identifier(name)))
    for change in changes:
        now = _row(ehr, change)
        if now == change.after:
            continue
        if now != change.before:
            found, expected = in_short(change.table, now), in_short(change.table, change.before)
            raise Outdated(
                f"{named(change.table, change.key)} is {found} by now, and was {expected} when the change was "
                "proposed. Propose it anew"
            )
        _write(ehr, "ehr", change)


def copy(warehouse: psycopg.Connection, schema: str, table: str, changes: Iterable[Change]) -> None:
    """Make a copy of a table in another schema, with the changes that are its own."""
    columns = sql.SQL(", ").join(map(sql.Identifier, TABLES[table].columns))
    warehouse.execute(
        sql.SQL("create table {} as select {} from {}").format(
            sql.Identifier(schema, table), columns, sql.Identifier("ehr", table)
        )
    )
    for change in changes:
        if change.table == table:
            _write(warehouse, schema, change)


def named(table: str, key: Sequence[str | None]) -> str:
    """A row by its table and key: system_settings 508, IOP, 2026-01-01."""
    return f"{table} {', '.join(value or 'null' for value in key)}"


def in_short(table: str, row: Row | None) -> str:
    """What a row holds beside its key, by the names of its columns."""
    if row is None:
        return "not there"
    told = {column: value for column, value in row.items() if column not in TABLES[table].key and value is not None}
    return ", ".join(f"{column} {value!r}" for column, value in told.items())


def _row(ehr: psycopg.Connection, change: Change) -> Row | None:
    table = TABLES[change.table]
    rows = _read(ehr, change.table, table, _is_row(table), change.key)
    return next(iter(rows.values()), None)


def _read(
    ehr: psycopg.Connection, name: str, table: Table, condition: sql.Composable, values: Sequence[Any]
) -> dict[Key, Row]:
    query = sql.SQL("select {} from ehr.{} where {}").format(
        sql.SQL(", ").join(map(_as_text, table.columns.items())), sql.Identifier(name), condition
    )
    rows = (dict(zip(table.columns, row, strict=True)) for row in ehr.execute(query, values))
    return dict(sorted(((key_of(name, row), row) for row in rows), key=lambda item: [value or "" for value in item[0]]))


def _as_text(column: tuple[str, str]) -> sql.Composable:
    name, data_type = column
    return sql.SQL("trim_scale({})::text" if data_type.startswith("numeric") else "{}::text").format(
        sql.Identifier(name)
    )


def _is_row(table: Table) -> sql.Composable:
    return sql.SQL(" and ").join(
        sql.SQL("{} = cast(%s as {})").format(sql.Identifier(column), sql.SQL(table.columns[column]))
        for column in table.key
    )


def _write(connection: psycopg.Connection, schema: str, change: Change) -> None:
    """Add, change or take away the row; of one that stays, columns that are not of the set-up are left as they are."""
    table, name = TABLES[change.table], sql.Identifier(schema, change.table)
    if change.after is None:
        connection.execute(sql.SQL("delete from {} where {}").format(name, _is_row(table)), change.key)
        return
    casts = [sql.SQL("cast(%s as {})").format(sql.SQL(kind)) for kind in table.columns.values()]
    values = [change.after[column] for column in table.columns]
    if change.before is None:
        statement = sql.SQL("insert into {} ({}) values ({})")
        names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        connection.execute(statement.format(name, names, sql.SQL(", ").join(casts)), values)
        return
    assignments = [
        sql.SQL("{} = {}").format(sql.Identifier(column), cast)
        for column, cast in zip(table.columns, casts, strict=True)
    ]
    statement = sql.SQL("update {} set {} where {}")
    connection.execute(statement.format(name, sql.SQL(", ").join(assignments), _is_row(table)), [*values, *change.key])
