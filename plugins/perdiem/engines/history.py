"""The billing items of the whole history, their audit and invoices, built elsewhere and published by the warehouse.

DuckDB builds them, or Spark; what goes to either and comes from it is files, which DuckDB writes and reads.

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
from perdiem.engines import EngineFailed, extract, publishing, spark
from perdiem.engines.extract import Extract
from perdiem.engines.publishing import Replaced
from perdiem.runs import Run
from perdiem.warehouse import dbt

if TYPE_CHECKING:
    import duckdb

log = logging.getLogger(__name__)

PACKAGES = {"duckdb": ("duckdb", "dbt-duckdb"), "spark": ("duckdb",)}
DATABASE = "history.duckdb"
BUILD = ["build", *dbt.WITHOUT_TESTS, "--selector", "history"]


def check_installed(engine: str) -> None:
    """Raise EngineFailed where this machine lacks what an engine needs."""
    for package in PACKAGES[engine]:
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            raise EngineFailed(f"engine {engine} needs the package {package}, which is not installed here") from None
    if engine == "spark":
        spark.check()


def build(warehouse: psycopg.Connection, database_url: str, run: Run, settings: Config) -> int:
    """Build the history on the run's engine and publish it, and return how many models that took.

    To be called while no other run decides. What was handed over and made lies in a folder that nobody else reads, and
    is deleted in the end. Raises EngineFailed, DbtFailed, NotHandedOver, NotWhole and TransactionFailed.
    """
    check_installed(run.engine)
    with _folder(settings.engine_folder) as folder:
        with _engine(folder, settings) as engine:
            handed_over = extract.extract(warehouse, engine, run, folder / "extract")
        log.info("Handed over to %s: %s rows", run.engine, f"{sum(handed_over.rows.values()):,}")
        make = _make_on_spark if run.engine == "spark" else _make_on_duckdb
        models, made = make(handed_over, folder, database_url, run, settings)
        with _engine(folder, settings) as engine:
            (folder / "made").mkdir(mode=0o700)
            published = publishing.publish(warehouse, engine, made, handed_over, run, folder / "made")
        for table, replaced in published.items():
            _tell(table, replaced)
    return models


def _make_on_duckdb(
    handed_over: Extract, folder: Path, database_url: str, run: Run, settings: Config
) -> tuple[int, dict[str, str]]:
    """Have DuckDB make the tables: how many models it built, and from what it reads each table that is published."""
    with _engine(folder, settings) as engine:
        for table in extract.TABLES:
            engine.execute(f"create schema if not exists {table.partition('.')[0]}")
            engine.execute(f"create view {table} as from {handed_over.as_table(table)}")
    models = dbt.invoke(
        BUILD,
        database_url,
        run,
        settings.home / "dbt" / "duckdb",
        kept_in=(store.of(settings), "dbt/artifacts/history"),
        target="duckdb",
        besides={
            "PERDIEM_REFRESH_HISTORY": "true",
            "PERDIEM_DUCKDB_FILE": str(folder / DATABASE),
            "PERDIEM_DUCKDB_MEMORY": _memory(settings),
            "PERDIEM_DUCKDB_SPILL": str(folder / "spill"),
        },
    )
    return models, {table: table for table in publishing.REPLACED}


def _make_on_spark(
    handed_over: Extract, folder: Path, database_url: str, run: Run, settings: Config
) -> tuple[int, dict[str, str]]:
    """Have Spark make the tables: how many models it built, and from what DuckDB reads each table that is published."""
    environment = dbt.environment(database_url, run, settings.home / "dbt" / "spark")
    models = spark.build(
        settings.spark_master,
        settings.engine_memory_mb,
        {table: handed_over.files(table) for table in extract.TABLES},
        folder / "tables",
        [*BUILD, *dbt.FOLDERS, "--target", "spark"],
        {
            **{name: value for name, value in environment.items() if not name.startswith(dbt.OF_THE_CONNECTION)},
            "PERDIEM_REFRESH_HISTORY": "true",
        },
    )
    made = {}
    for table in publishing.REPLACED:
        schema, name = table.split(".")
        files = extract.literal(str(folder / "tables" / f"{schema}.db" / name / "*.parquet"))
        made[table] = f"read_parquet({files})"
    return models, made


@contextmanager
def _engine(folder: Path, settings: Config) -> Iterator[duckdb.DuckDBPyConnection]:
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
        with duckdb.connect(folder / DATABASE, config=options) as engine:
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
        shutil.rmtree(folder, ignore_errors=True)  # an executor may still be at work there; the next build deletes it


def _tell(table: str, replaced: Replaced) -> None:
    log.info(
        "%s: %s rows, %s of them new; %s gone", table, *(f"{n:,}" for n in (replaced.rows, replaced.new, replaced.gone))
    )
