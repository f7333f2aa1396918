"""The numbered changes to what the pipeline keeps in the warehouse beside dbt's models, and which were applied.

A migration is a file of sql/migrations/, NNNN_what_it_is_about.sql. It is never changed once it has been released: a
warehouse that holds it would not get the change. dbt's own tables take new columns by themselves.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

log = logging.getLogger(__name__)

FOLDER = config.SQL / "migrations"
ASKED_FOR = "the run was asked to, by refresh_history"

APPLIED = """
    create schema if not exists quality;
    create table if not exists quality.migrations (
        number      integer primary key,
        name        text not null,
        applied_at  timestamptz not null default now()
    );
"""


class MigrationError(Exception):
    """The warehouse cannot be brought to what this code expects; the message says what it holds and what to do."""


@dataclass(frozen=True)
class Migration:
    """One file: its number, from 1 without a gap, and what it is about."""

    number: int
    name: str
    path: Path


def known() -> list[Migration]:
    """All migrations of this code, in order."""
    migrations = [
        Migration(int(path.stem.partition("_")[0]), path.stem.partition("_")[2].replace("_", " "), path)
        for path in sorted(FOLDER.glob("*.sql"))
    ]
    assert [migration.number for migration in migrations] == list(range(1, len(migrations) + 1)), "a number is missing"
    return migrations


def apply(warehouse: psycopg.Connection) -> list[Migration]:
    """Apply what the warehouse lacks, each migration in a transaction of its own; return what was applied.

    Runs that start at once apply each migration once. Raises MigrationError where the warehouse is ahead of this code.
    """
    migrations = known()
    version = _version(warehouse)
    if version > len(migrations):
        raise MigrationError(
            f"the warehouse is at migration {version}, and this code knows migrations up to {len(migrations)}: "
            "run the code that brought it there, or newer"
        )
    return [migration for migration in migrations[version:] if _apply(warehouse, migration)]


def is_current(warehouse: psycopg.Connection) -> bool:
    """Whether the warehouse holds what this code expects; not so before the first run after an upgrade."""
    return _version(warehouse) >= len(known())


def _version(warehouse: psycopg.Connection) -> int:
    if warehouse.execute("select to_regclass('quality.migrations')").fetchone() == (None,):
        return 0
    row = warehouse.execute("select coalesce(max(number), 0) from quality.migrations").fetchone()
    assert row is not None
    return int(row[0])


def _apply(warehouse: psycopg.Connection, migration: Migration) -> bool:
    """Apply one migration, unless another run did meanwhile."""
    with warehouse.transaction():
        transactions.take_turns(warehouse, Lock.MIGRATIONS)
        warehouse.execute(APPLIED)
        if _version(warehouse) >= migration.number:
            return False
        warehouse.execute(migration.path.read_bytes())
        warehouse.execute(
            "insert into quality.migrations (number, name) values (%s, %s)", (migration.number, migration.name)
        )
    log.info("Warehouse brought to migration %d: %s", migration.number, migration.name)
    return True


def why_history_is_due(warehouse: psycopg.Connection) -> list[str]:
    """Why the billing items of the whole history are still to be built anew; empty where they are not."""
    rows = warehouse.execute("select because from quality.history_rebuilds where built_at is null order by asked_at")
    return [because for (because,) in rows]


def ask_for_first_history(warehouse: psycopg.Connection, now: datetime) -> None:
    """Where no billing item is published yet, have the history stay due until it is built.

    A run that leaves it to another engine first publishes its window: if it goes no further, later runs build the rest.
    """
    warehouse.execute(
        """
        insert into quality.history_rebuilds (because, asked_at)
        select 'no billing items were published yet', %s
        where
            to_regclass('marts.fct_billing_items') is null
            and not exists (select from quality.history_rebuilds where built_at is null)
        """,
        [now],
    )


def history_is_built(warehouse: psycopg.Connection, run: Run, now: datetime) -> None:
    """Enter that a run has published the billing items of the whole history.

    Where no migration asked for it a person did, with the run's params.
    """
    values = {"run_id": run.run_id, "now": now, "because": ASKED_FOR}
    with warehouse.transaction():
        warehouse.execute(
            "update quality.history_rebuilds set run_id = %(run_id)s, built_at = %(now)s where built_at is null", values
        )
        warehouse.execute(
            """
            insert into quality.history_rebuilds (because, asked_at, run_id, built_at)
            select %(because)s, %(now)s, %(run_id)s, %(now)s
            where not exists (select from quality.history_rebuilds where run_id = %(run_id)s)
            """,
            values,
        )


def why_history_was_built(warehouse: psycopg.Connection, run_id: str) -> list[str]:
    """Why a run has built the billing items of the whole history anew; empty where it has not."""
    query = "select because from quality.history_rebuilds where run_id = %s order by asked_at, because"
    return [because for (because,) in warehouse.execute(query, [run_id])]
