"""`make duckdb`: the published marts as one file, which DuckDB opens without a server.

It is what the role perdiem_analyst may read: ids of clients, and neither names nor texts.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import psycopg

from perdiem.engines.extract import NOT_A_NUMBER, hand_over, identifier, literal
from perdiem_local import installation
from perdiem_local.databases import for_psycopg
from perdiem_local.installation import Tell

MARTS = "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"


class NotWritten(Exception):
    """There are no marts, or no place for the file; the message says which."""


def write(home: Path, file: str, tell: Tell) -> None:
    """Write the marts, all as of one moment, in the place of the file that may be there. Raises NotWritten."""
    if not file:
        raise NotWritten("FILE is not given: expected a path for the file, as in FILE=marts.duckdb")
    path = Path(file).absolute()
    url = for_psycopg(installation.database_urls(home).owner)
    try:
        with (
            tempfile.TemporaryDirectory(dir=path.parent, prefix=".duckdb-") as folder,
            psycopg.connect(url, autocommit=True) as warehouse,
        ):
            unfinished = Path(folder) / path.name
            rows = _fill(unfinished, warehouse, Path(folder))
            unfinished.chmod(0o600)
            unfinished.replace(path)
    except OSError as error:
        raise NotWritten(f"{path} could not be written: {error.strerror}") from None
    tell(f"{len(rows)} marts are in {path}, {os.path.getsize(path):,} bytes, with ids of clients")


def _fill(file: Path, warehouse: psycopg.Connection, folder: Path) -> dict[str, int]:
    """Copy each mart into a new database of DuckDB's, and return how many rows each has."""
    import duckdb  # which the other commands do not need

    rows = {}
    with duckdb.connect(file) as engine, warehouse.transaction():
        engine.execute("set timezone = 'UTC'")
        engine.execute("create schema marts")
        warehouse.execute("set transaction isolation level repeatable read, read only")
        warehouse.execute("set local timezone = 'UTC'")
        warehouse.execute("set local datestyle = 'ISO'")
        marts = [name for (name,) in warehouse.execute(MARTS)]
        if not marts:
            raise NotWritten("there are no marts yet: `make run` publishes them")
        for mart in marts:
            rows[mart] = hand_over(warehouse, engine, f"marts.{mart}", folder / mart)
            parquet = f"read_parquet({literal(str(folder / mart / '*' / '*.parquet'))}, hive_partitioning = false)"
            columns = [
                f"nullif({column}, {NOT_A_NUMBER}) as {column}" if kind.startswith("DECIMAL") else column
                for column, kind in (
                    (identifier(name), kind) for name, kind, *_ in engine.execute(f"describe from {parquet}").fetchall()
                )
            ]
            engine.execute(f"create table marts.{identifier(mart)} as select {', '.join(columns)} from {parquet}")  # noqa: S608
    return rows
