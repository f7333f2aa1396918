"""Migrations: each applied once, in order, whole or not at all, and never backwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from perdiem.runs import Run
from perdiem.warehouse import migrations
from perdiem.warehouse.migrations import MigrationError

RUN = Run("night", date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2016, 8, 2), refresh_history=True)


@pytest.fixture
def two_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a first migration that works, and a second one that works but for its last statement."""
    (tmp_path / "0001_a_table.sql").write_text("create table quality.first (number integer);")
    (tmp_path / "0002_another.sql").write_text("create table quality.second (number integer); select 1 / 0;")
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    return tmp_path


def tables(warehouse: psycopg.Connection) -> set[str]:
    rows = warehouse.execute("select table_name from information_schema.tables where table_schema = 'quality'")
    return {name for (name,) in rows}


def test_an_empty_warehouse_gets_them_all_and_then_none(warehouse: psycopg.Connection) -> None:
    assert not migrations.is_current(warehouse)
    assert [migration.number for migration in migrations.apply(warehouse)] == [
        migration.number for migration in migrations.known()
    ]
    assert migrations.is_current(warehouse)
    assert migrations.apply(warehouse) == []


def test_one_that_fails_leaves_nothing_of_itself_and_is_tried_again(
    warehouse: psycopg.Connection, two_migrations: Path
) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrations.apply(warehouse)
    assert tables(warehouse) == {"migrations", "first"}
    assert not migrations.is_current(warehouse)
    (two_migrations / "0002_another.sql").write_text("create table quality.second (number integer);")
    assert [migration.name for migration in migrations.apply(warehouse)] == ["another"]
    assert tables(warehouse) == {"migrations", "first", "second"}


def test_runs_that_start_at_once_apply_each_once(warehouse: psycopg.Connection, database_url: str) -> None:
    def apply() -> int:
        with psycopg.connect(database_url, autocommit=True) as mine:
            return len(migrations.apply(mine))

    with ThreadPoolExecutor(4) as runs:
        assert sum(runs.map(lambda _: apply(), range(4))) == len(migrations.known())


def test_a_warehouse_ahead_of_the_code_is_refused(warehouse: psycopg.Connection) -> None:
    migrations.apply(warehouse)
    newest = len(migrations.known())
    warehouse.execute("insert into quality.migrations (number, name) values (%s, 'of a later version')", [newest + 1])
    with pytest.raises(MigrationError, match=rf"at migration {newest + 1}, and this code knows migrations up to"):
        migrations.apply(warehouse)


def test_history_asked_for_is_due_until_it_is_built(warehouse: psycopg.Connection) -> None:
    migrations.apply(warehouse)
    warehouse.execute("insert into quality.history_rebuilds (because) values ('units are counted otherwise')")
    assert migrations.why_history_is_due(warehouse) == ["units are counted otherwise"]
    migrations.history_is_built(warehouse, RUN, datetime(2016, 8, 3, tzinfo=UTC))
    assert migrations.why_history_is_due(warehouse) == []
    assert migrations.why_history_was_built(warehouse, "night") == ["units are counted otherwise"]


def test_history_that_a_person_asked_for_is_entered_once(warehouse: psycopg.Connection) -> None:
    migrations.apply(warehouse)
    for hour in (1, 2):  # a task is tried again after it had entered it
        migrations.history_is_built(warehouse, RUN, datetime(2016, 8, 3, hour, tzinfo=UTC))
    assert migrations.why_history_was_built(warehouse, "night") == [migrations.ASKED_FOR]
    assert migrations.why_history_was_built(warehouse, "another") == []
    assert migrations.why_history_is_due(warehouse) == []
