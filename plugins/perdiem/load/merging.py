"""What a load read, into the EHR's tables: staged beside them, then written where it differs.

What the pipeline wrote is never overwritten: its notes stay as they are, and what it took of an authorization is added
to the units that the source says are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from perdiem.load.contract import WHEN_CHANGED, WITH_AN_END, Table

# The rows of those that a source may end: none of the pipeline's own, and none that is void already.
MAY_GO: dict[str, LiteralString] = {
    "client_coverages": "true",
    "authorizations": "target.status is distinct from 'void'",
    "notes": "target.origin is distinct from 'per_diem' and target.status is distinct from 'void'",
}


# As many rows may go from one load to the next, or such a share of the table's.
FEW_GONE, SHARE_GONE = 20, Fraction(1, 10)


class TooManyGone(Exception):
    """More rows have left the source than a complete one loses from one load to the next; the message counts them."""


def refuse_too_many_gone(gone: int, there: int, what: str) -> None:
    """Raise TooManyGone, where more would go than a source loses from one load to the next: then it was cut off."""
    if gone > FEW_GONE and gone > there * SHARE_GONE:
        raise TooManyGone(f"{gone:,} of the {there:,} {what} are not in the source any more")


TWICE = "its key stands in an earlier row of the source"


@dataclass(frozen=True)
class Written:
    """How many rows were new, how many differed, and how many the pipeline wrote itself and were left as they are.

    `gone`: how many the source has no longer, and were ended.
    """

    new: int
    changed: int
    kept: int
    gone: int = 0


class Staged:
    """The rows of one table as a source has them, in a table that is gone with the transaction."""

    def __init__(self, ehr: psycopg.Connection, table: Table, columns: tuple[str, ...]) -> None:
        """`columns`: those that the load fills, the key among them."""
        self._ehr, self._table, self._columns = ehr, table, columns
        self._names = {
            "staged": sql.Identifier(f"staged_{table.name}"),
            "target": sql.Identifier("ehr", table.name),
            "key": _listed(table.key),
        }
        typed = (sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(table.columns[name])) for name in columns)
        self._run("create temporary table {staged} (block integer, place bigint, {typed}) on commit drop", typed=typed)

    @contextmanager
    def copy(self) -> Iterator[psycopg.Copy]:
        """Takes rows: the number of the block, the place, and the columns, all as texts."""
        statement = sql.SQL("copy {staged} (block, place, {columns}) from stdin")
        with self._ehr.cursor() as cursor:
            with cursor.copy(statement.format(**self._names, columns=_listed(self._columns))) as copy:
                yield copy
            cursor.execute(sql.SQL("analyze {staged}").format(**self._names))

    def take_doubles(self) -> list[tuple[int, int]]:
        """Take out the rows whose key an earlier row has; returns block and place of each."""
        if self._one("select exists (select from {staged} group by {key} having count(*) > 1)") != (True,):
            return []
        doubles = self._run(
            """
            with
            numbered as (
                select block, place, row_number() over (partition by {key} order by block, place) as number
                from {staged}
            )
            delete from {staged} as staged
            using numbered
            where staged.block = numbered.block and staged.place = numbered.place and numbered.number > 1
            returning staged.block, staged.place
            """
        )
        return sorted(doubles.fetchall())

    def write(self, now: datetime) -> Written:
        """Bring the EHR's table to what was staged; a row that is as it was is not touched, and none is deleted."""
        kept = self._leave_per_diem_notes() if self._table.name == "notes" else 0
        if self._table.name == "authorizations" and "units_used" in self._columns:
            self._add_units_of_the_pipeline()
        there = self._one(
            "select count(*) from {staged} as staged where exists (select from {target} as target where {same_key})",
            same_key=_equal("target", "staged", self._table.key),
        )[0]
        staged = self._one("select count(*) from {staged}")[0]
        compared = [name for name in self._columns if name not in (*self._table.key, WHEN_CHANGED)]
        filled = [name for name in self._columns if name != WHEN_CHANGED]
        values: list[sql.Composable] = [sql.Identifier(name) for name in filled]
        if WHEN_CHANGED in self._table.columns:
            # What the source gives no time of has changed now: nights look at older days by that alone.
            of_source = sql.Identifier(WHEN_CHANGED) if WHEN_CHANGED in self._columns else sql.SQL("null")
            values.append(sql.SQL("coalesce({}, {})").format(of_source, sql.Literal(now)))
            filled.append(WHEN_CHANGED)
        written = self._run(
            """
            insert into {target} as target ({filled})
            select {values} from {staged}
            on conflict ({key}) do {update}
            """,
            filled=_listed(tuple(filled)),
            values=values,
            update=_update(compared, filled) if compared else sql.SQL("nothing"),
        ).rowcount
        return Written(new=staged - there, changed=written - (staged - there), kept=kept)

    def end_what_is_gone(self, now: datetime, *, however_many: bool) -> int:
        """End the rows that are not staged, as contract.WITH_AN_END says; returns how many.

        To be called before `write`. Raises TooManyGone, where nothing is staged or, unless they may be however many,
        more would go than a source loses from one load to the next: then it was cut off.
        """
        ends = WITH_AN_END[self._table.name]
        names = {
            "same_key": _equal("target", "staged", self._table.key),
            "may_go": sql.SQL(MAY_GO[self._table.name]),
            "now": sql.Literal(now),
        }
        [there] = self._one("select count(*) from {target} as target where {may_go}", **names)
        [gone] = self._one(
            "select count(*) from {target} as target "
            "where {may_go} and not exists (select from {staged} as staged where {same_key})",
            **names,
        )
        [staged] = self._one("select count(*) from {staged}")
        what = f"rows of {self._table.name}"
        if gone and not staged:
            raise TooManyGone(f"{gone:,} of the {there:,} {what} are not in the source any more")
        if not however_many:
            refuse_too_many_gone(gone, there, what)
        if gone and ends == "void":
            self._run(
                "update {target} as target set status = 'void', updated_at = {now} "
                "where {may_go} and not exists (select from {staged} as staged where {same_key})",
                **names,
            )
        elif gone:
            self._run(
                "delete from {target} as target "
                "where {may_go} and not exists (select from {staged} as staged where {same_key})",
                **names,
            )
        return int(gone)

    def take_out_returned(self) -> int:
        """Take out the notes of the table `handed_over` (returned.py), which learns how they are; returns how many."""
        same = [name for name in ("client_id", "service_date") if name in self._columns]
        in_ehr: LiteralString = "'released'"
        if "status" in self._columns:
            in_ehr = r"case when lower(btrim(staged.status, E' \t\n\r\f\v')) = 'void' then 'void' else 'released' end"
        return self._run(
            """
            with returned as (
                update handed_over set is_staged = true, status = {in_ehr}
                from {staged} as staged
                where staged.note_id = handed_over.id and {same}
                returning handed_over.id
            )
            delete from {staged} as staged using returned where staged.note_id = returned.id
            """,
            in_ehr=sql.SQL(in_ehr),
            same=_equal("staged", "handed_over", tuple(same)) if same else sql.SQL("true"),
        ).rowcount

    def take_out_counted_units(self) -> None:
        """Take from the units used what the source counts for notes of `handed_over`: the pipeline's are added."""
        if "units_used" not in self._columns:
            return
        self._run(
            """
            update {staged} as staged
            set units_used = greatest(staged.units_used - counted.units, 0)
            from (
                select authorization_id, sum(units) as units
                from handed_over
                where is_held and status = 'released'
                group by authorization_id
            ) as counted
            where staged.authorization_id = counted.authorization_id and staged.units_used is not null
            """
        )

    def _leave_per_diem_notes(self) -> int:
        own = self._run("delete from {staged} where origin = 'per_diem'").rowcount if "origin" in self._columns else 0
        return (
            own
            + self._run(
                """
            delete from {staged} as staged
            using {target} as target
            where staged.note_id = target.note_id and target.origin = 'per_diem'
            """
            ).rowcount
        )

    def _add_units_of_the_pipeline(self) -> None:
        self._run(
            """
            update {staged} as staged
            set units_used = coalesce(staged.units_used, 0) + taken.units
            from (
                select authorization_id, sum(units) as units
                from ehr.authorization_usage
                where reversed_at is null
                group by authorization_id
            ) as taken
            where staged.authorization_id = taken.authorization_id
            """
        )

    def _run(self, statement: Any, **parts: Any) -> psycopg.Cursor[Any]:
        joined = {
            name: part if isinstance(part, sql.Composable) else sql.SQL(", ").join(part) for name, part in parts.items()
        }
        return self._ehr.execute(sql.SQL(statement).format(**self._names, **joined))

    def _one(self, statement: Any, **parts: Any) -> tuple[Any, ...]:
        row = self._run(statement, **parts).fetchone()
        assert row is not None
        return tuple(row)


def _listed(names: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _equal(one: str, other: str, names: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(" and ").join(
        sql.SQL("{} = {}").format(sql.Identifier(one, name), sql.Identifier(other, name)) for name in names
    )


def _update(compared: list[str], filled: list[str]) -> sql.Composable:
    changed = [name for name in filled if name in compared or name == WHEN_CHANGED]
    return sql.SQL("update set {sets} where ({ours}) is distinct from ({theirs})").format(
        sets=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in changed),
        ours=sql.SQL(", ").join(sql.Identifier("target", name) for name in compared),
        theirs=sql.SQL(", ").join(sql.SQL("excluded.{}").format(sql.Identifier(name)) for name in compared),
    )
