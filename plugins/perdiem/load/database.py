"""Another database as a source, by its SQLAlchemy URL. It is only read, in one transaction where it knows such."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

import psycopg
import sqlalchemy
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from perdiem.load.mapping import Block
from perdiem.load.source import CHUNK_ROWS, BadSource, Chunk, as_text
from perdiem.warehouse import errors

# A transaction that was open while the last load read commits rows that bear an earlier time than its mark.
OVERLAP = timedelta(days=1)


class Database:
    """Its tables and views, those of another schema as schema.table; of a joined table the columns are table.column."""

    place = "row"

    def __init__(self, connection: sqlalchemy.Connection) -> None:
        self._connection = connection
        self._tables: dict[str, sqlalchemy.Table] = {}

    @classmethod
    @contextmanager
    def open(cls, url: str) -> Iterator[Self]:
        """Connect. Raises BadSource, which names the URL without its password."""
        try:
            parsed = sqlalchemy.make_url(url)
        except ArgumentError:
            raise BadSource(
                "expected a URL as postgresql://user:password@host/database or mysql+pymysql://..."
            ) from None
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        named = parsed.render_as_string(hide_password=True)
        try:
            engine = sqlalchemy.create_engine(parsed, poolclass=sqlalchemy.pool.NullPool)
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            missing = getattr(error, "name", None) or parsed.drivername
            raise BadSource(
                f"{named}: its driver {missing} is not installed: `.venv/bin/uv pip install` it, and name it in the "
                "URL, as mysql+pymysql://"
            ) from None
        with _telling_no_values(named), engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                for setting in ("time zone 'UTC'", "datestyle = 'ISO'", "extra_float_digits = 1"):
                    connection.exec_driver_sql(f"set {setting}")
            yield cls(connection)

    def names(self) -> list[str]:
        """Without the schema: those of the URL's own."""
        return sorted([*self._inspector.get_table_names(), *self._inspector.get_view_names()])

    def columns(self, block: Block) -> list[str]:
        return list(self._columns(block))

    def described(self, block: Block) -> str:
        return block.name

    def high_mark(self, block: Block) -> str | None:
        column = self._columns(block)[str(block.changed_by)]
        highest = self._connection.execute(sqlalchemy.select(sqlalchemy.func.max(column))).scalar()
        return None if highest is None else _written(highest)

    def chunks(self, block: Block, since: str | None) -> Iterator[Chunk]:
        columns = self._columns(block)
        wanted = [self._as_text(columns[name]) for name in block.needs]
        query = sqlalchemy.select(*wanted).select_from(self._joined(block))
        if since is not None:
            changed_by = columns[str(block.changed_by)]
            # What bears no time may have changed at any.
            query = query.where((changed_by >= _read(since)) | changed_by.is_(None))
        query = query.order_by(*self._table(block.name, block).primary_key.columns)
        options = {"stream_results": True, "yield_per": CHUNK_ROWS}
        number = 0
        for rows in self._connection.execute(query, execution_options=options).partitions(CHUNK_ROWS):
            places = list(range(number + 1, number + len(rows) + 1))
            number += len(rows)
            by_column = zip(*rows, strict=True)
            yield Chunk(places, {name: list(map(as_text, c)) for name, c in zip(block.needs, by_column, strict=True)})

    @cached_property
    def _inspector(self) -> Any:
        return sqlalchemy.inspect(self._connection)

    def _table(self, name: str, block: Block) -> sqlalchemy.Table:
        if name not in self._tables:
            schema, _, table = name.rpartition(".")
            try:
                self._tables[name] = sqlalchemy.Table(
                    table,
                    sqlalchemy.MetaData(),
                    schema=schema or None,
                    autoload_with=self._connection,
                    resolve_fks=False,
                )
            except sqlalchemy.exc.NoSuchTableError:
                raise BadSource(f"{block.place}: the database has no table {name!r}", self.names()) from None
        return self._tables[name]

    def _columns(self, block: Block) -> dict[str, Any]:
        found: dict[str, Any] = dict(self._table(block.name, block).c.items())
        for join in block.joins:
            found |= {f"{join.table}.{name}": column for name, column in self._table(join.table, block).c.items()}
        return found

    def _joined(self, block: Block) -> Any:
        """The block's table, each row with that of the other tables that belongs to it, if there is one."""
        joined: Any = self._table(block.name, block)
        for join in block.joins:
            other, known = self._table(join.table, block), self._columns(block)
            for theirs, ours in join.on.items():
                if theirs not in other.c:
                    raise _no_column(f"{block.place}, join, {join.table}", theirs, other.c.keys())
                if ours not in known:
                    raise _no_column(f"{block.place}, join, {join.table}", ours, list(known))
            joined = joined.outerjoin(
                other, sqlalchemy.and_(*(other.c[theirs] == known[ours] for theirs, ours in join.on.items()))
            )
        return joined

    def _as_text(self, column: Any) -> Any:
        """PostgreSQL says every value exactly as text, also those that Python has none for, as infinity."""
        if self._connection.dialect.name == "postgresql":
            return sqlalchemy.cast(column, sqlalchemy.Text)
        return column


@contextmanager
def _telling_no_values(named: str) -> Iterator[None]:
    """What the database refuses, without the rows that its message may quote."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        told = errors.of_postgres(cause) if isinstance(cause, psycopg.Error) else type(cause).__name__
        raise BadSource(f"{named}: {told}") from None


def address(url: str) -> str:
    """A URL without its password."""
    return str(sqlalchemy.make_url(url).render_as_string(hide_password=True))


def _no_column(place: str, name: str, there: Sequence[str]) -> BadSource:
    return BadSource(f"{place}: there is no column {name!r}", there)


def _written(mark: Any) -> str:
    kind = type(mark).__name__
    if not isinstance(mark, datetime | date | int | str | Decimal):
        raise BadSource(f"changed_by is of type {kind}: expected a time, a date, a number or a text")
    return json.dumps([kind, str(mark) if isinstance(mark, Decimal | int | str) else mark.isoformat()])


def _read(mark: str) -> Any:
    """A mark as the driver takes it; a time or date is that of a day before."""
    kind, text = json.loads(mark)
    if kind == "datetime":
        return datetime.fromisoformat(text) - OVERLAP
    if kind == "date":
        return date.fromisoformat(text) - OVERLAP
    return {"int": int, "Decimal": Decimal, "str": str}[kind](text)
