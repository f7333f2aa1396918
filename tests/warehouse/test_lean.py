"""What dbt does without: a connection for each node, and a message of each event that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from dbt.adapters.postgres.connections import PostgresCredentials
from dbt_common.events.base_types import EventLevel
from dbt_common.events.logger import LineFormat, LoggerConfig
from dbt_common.events.types import Note
from dbt_common.exceptions import EventCompilationError
from psycopg.conninfo import conninfo_to_dict

from clinics import small_clinic
from helpers.night import apart
from perdiem.runs import Run
from perdiem.warehouse import dbt, migrations
from perdiem.warehouse.lean import OneConnectionForAllNodes, OnlyWhatIsRead

SESSIONS = "select sessions from pg_stat_database where datname = current_database()"


@pytest.fixture
def manager(database_url: str) -> Iterator[OneConnectionForAllNodes]:
    connection = conninfo_to_dict(database_url)
    credentials = PostgresCredentials(
        host=str(connection["host"]),
        port=int(connection["port"] or 5432),
        user=str(connection["user"]),
        password=str(connection.get("password", "")),
        database=str(connection["dbname"]),
        schema="staging",
    )
    manager = OneConnectionForAllNodes(SimpleNamespace(credentials=credentials, threads=1), get_context("spawn"))
    yield manager
    manager.cleanup_all()


def ask(manager: OneConnectionForAllNodes, query: str) -> object:
    return manager.add_query(query, auto_begin=False)[1].fetchone()[0]


def test_the_next_node_finds_the_connection_as_a_new_one_would_be(manager: OneConnectionForAllNodes) -> None:
    manager.set_connection_name("a model")
    pid = ask(manager, "select pg_backend_pid()")
    manager.begin()
    manager.add_query("create temporary table of_a_model (id int); set local lock_timeout = '60s'", auto_begin=False)
    manager.commit()
    manager.release()

    manager.set_connection_name("another model")
    assert ask(manager, "select pg_backend_pid()") == pid
    assert ask(manager, "select to_regclass('of_a_model')") is None
    assert ask(manager, "show lock_timeout") == "0"


def test_a_connection_that_a_node_left_in_the_middle_or_lost_is_closed(
    manager: OneConnectionForAllNodes, ehr: psycopg.Connection
) -> None:
    manager.set_connection_name("a model that fails")
    manager.begin()
    manager.add_query("create table public.half_made (id int)", auto_begin=False)
    pid = ask(manager, "select pg_backend_pid()")
    manager.release()
    assert ehr.execute("select to_regclass('public.half_made')").fetchone() == (None,)

    manager.set_connection_name("a model whose server goes")
    second = ask(manager, "select pg_backend_pid()")
    assert second != pid
    ehr.execute("select pg_terminate_backend(%s, 5000)", [second])
    manager.release()

    manager.set_connection_name("a model after it")
    assert ask(manager, "select pg_backend_pid()") != second


@pytest.mark.usefixtures("airflow_connections")
def test_a_build_has_a_connection_for_each_thread_and_leaves_none(
    ehr: psycopg.Connection, database_url: str, dbt_state: Path
) -> None:
    small_clinic.build(ehr)
    migrations.apply(ehr)
    run = Run("lean", small_clinic.RUN_DATE, lookback_days=90, dry_run=False, today=small_clinic.RUN_DATE)
    before = sessions(ehr)
    nodes = apart(dbt.invoke, ["build", *dbt.WITHOUT_TESTS, "--selector", "decide"], database_url, run, dbt_state)
    assert nodes > 50
    # Two of its threads, that of the run, and those that look what there is.
    assert sessions(ehr) - before <= 10
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    assert ehr.execute(others).fetchone() == (0,)


def sessions(connection: psycopg.Connection) -> int:
    """How many connections the database has had."""
    connection.execute("select pg_stat_force_next_flush()")
    row = connection.execute(SESSIONS).fetchone()
    assert row
    return int(row[0])


def test_an_event_is_put_into_words_where_somebody_reads_it_alone(tmp_path: Path) -> None:
    manager = OnlyWhatIsRead()
    unspoken = type("Note", (Note,), {"message": lambda event: pytest.fail("it is put into words")})
    manager.fire_event(unspoken(msg="nobody reads it"))
    manager.add_logger(
        LoggerConfig(
            name="file",
            level=EventLevel.INFO,
            line_format=LineFormat.PlainText,
            output_file_name=str(tmp_path / "dbt.log"),
        )
    )
    manager.fire_event(Note(msg="somebody reads it"), level=EventLevel.INFO)
    assert (tmp_path / "dbt.log").read_text().count("reads it") == 1


def test_a_warning_that_is_to_be_an_error_is_one_though_nobody_reads_it() -> None:
    manager = OnlyWhatIsRead()
    manager.warn_error = True
    with pytest.raises(EventCompilationError):
        manager.fire_event(Note(msg="of use to nobody"), level=EventLevel.WARN, force_warn_or_error_handling=True)
