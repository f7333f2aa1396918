"""The billing items of the whole history, their audit and invoices, built by DuckDB and published by the warehouse.

A night of the window goes before it, in the warehouse alone, and stays as it is if this fails.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from perdiem import store
from perdiem.config import Config
from perdiem.engines import extract, publishing
from perdiem.engines.extract import Extract
from perdiem.engines.publishing import Replaced
from perdiem.runs import Run
from perdiem.warehouse import dbt

if TYPE_CHECKING:
    import duckdb

log = logging.getLogger(__name__)

PACKAGES = ("duckdb", "dbt-duckdb")


class EngineFailed(Exception):
    """DuckDB refused a statement, or is not installed; the message quotes no row."""


def check_installed() -> None:
    """Raise EngineFailed where this Python lacks what the engine needs."""
    for package in PACKAGES:
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            raise EngineFailed(f"engine duckdb needs the package {package}, which is not installed here") from None


def build(warehouse: psycopg.Connection, database_url: str, run: Run, settings: Config) -> int:
    """Build the history on DuckDB and publish it, and return how many models that took.

    To be called while no other run decides. What was handed over and made lies in a folder of the home that nobody else
    reads, and is deleted in the end. Raises EngineFailed, DbtFailed, NotHandedOver, NotWhole and TransactionFailed.
    """
    check_installed()
    with _folder(settings.home / "engines") as folder:
        database = folder / "history.duckdb"
        with _engine(database, folder, settings) as engine:
            handed_over = extract.extract(warehouse, engine, run, folder / "extract")
            _show(engine, handed_over)
        log.info("Handed over to DuckDB: %s rows", f"{sum(handed_over.rows.values()):,}")
        models = dbt.invoke(
            ["build", *dbt.WITHOUT_TESTS, "--selector", "history"],
            database_url,
            run,
            settings.home / "dbt" / "duckdb",
            kept_in=(store.of(settings), "dbt/artifacts/history"),
            target="duckdb",
            besides={
                "PERDIEM_REFRESH_HISTORY": "true",
                "PERDIEM_DUCKDB_FILE": str(database),
                "PERDIEM_DUCKDB_MEMORY": _memory(settings),
                "PERDIEM_DUCKDB_SPILL": str(folder / "spill"),
            },
        )
        with _engine(database, folder, settings) as engine:
            made = {table: table for table in publishing.REPLACED}
            (folder / "made").mkdir(mode=0o700)
            published = publishing.publish(warehouse, engine, made, handed_over, run, folder / "made")
        for table, replaced in published.items():
            _tell(table, replaced)
    return models


def _show(engine: duckdb.DuckDBPyConnection, handed_over: Extract) -> None:
    """Let models find what was handed over under the names that it has in the warehouse."""
    for table in extract.TABLES:
        engine.execute(f"create schema if not exists {table.partition('.')[0]}")
        engine.execute(f"create view {table} as from {handed_over.as_table(table)}")


@contextmanager
def _engine(database: Path, folder: Path, settings: Config) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB; what it refuses is raised as EngineFailed, as its messages quote rows."""
    import duckdb

    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _memory(settings),
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        with duckdb.connect(database, config=options) as engine:
            engine.execute("set timezone = 'UTC'")
            yield engine
    except duckdb.Error as error:
        raise EngineFailed(f"DuckDB refused a statement: {type(error).__name__}") from None


def _memory(settings: Config) -> str:
    return f"{settings.engine_memory_mb}MB"


@contextmanager
def _folder(folder: Path) -> Iterator[Path]:
    """A new folder for one build, which goes with it. What a killed one left there goes first.

    It is the same for all of them: dbt would read its project anew for a database of another name.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _tell(table: str, replaced: Replaced) -> None:
    log.info(
        "%s: %s rows, %s of them new; %s gone", table, *(f"{n:,}" for n in (replaced.rows, replaced.new, replaced.gone))
    )
