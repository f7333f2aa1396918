"""A home on one machine: its database, its environment, its indexes, and what `make run` is told and tells."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from psycopg import sql

from perdiem_local import __main__, databases, installation, postgres, request, services
from perdiem_local import ehr as local_ehr
from perdiem_local.databases import DatabaseUrls
from perdiem_local.environment import airflow_environment, python_path
from perdiem_local.home import folder, port, secret
from perdiem_local.installation import Installation
from perdiem_local.launch import end_abandoned
from perdiem_local.progress import RunState, follow

URL = "postgresql://somebody:secret@db.example:5433/warehouse"


@pytest.fixture
def new_home() -> Iterator[Callable[[], Path]]:
    """Makes homes that any user can reach, and deletes them with their servers."""
    homes: list[Path] = []

    def make() -> Path:
        home = Path(tempfile.mkdtemp(prefix="perdiem-home-"))
        home.chmod(0o711)
        homes.append(home)
        return home

    yield make
    for home in homes:
        postgres.remove(home)
        subprocess.run(["rm", "-r", str(home)], check=True)


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def server_pid(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def test_two_homes_side_by_side_do_not_disturb_each_other(new_home: Callable[[], Path]) -> None:
    first, second = new_home(), new_home()
    first_url, second_url = postgres.start(first, fsync=False), postgres.start(second, fsync=False)
    ask(first_url, "create table mine (number integer)")

    assert port(first, "postgres") != port(second, "postgres")
    assert secret(first, "postgres_password") != secret(second, "postgres_password")
    assert ask(second_url, "select to_regclass('mine')") == [(None,)]

    assert postgres.stop(first)
    assert not postgres.stop(first)
    assert not postgres.is_running(first)
    assert postgres.start(second, fsync=False) == second_url


def test_what_was_committed_is_there_again_after_a_kill(new_home: Callable[[], Path]) -> None:
    home = new_home()
    url = postgres.start(home)
    ask(url, "create table kept as select 1 as number")
    os.kill(server_pid(home), signal.SIGKILL)

    assert postgres.start(home) == url
    assert ask(url, "select number from kept") == [(1,)]


def test_a_process_id_that_is_now_another_server_s_does_not_stop_the_start(new_home: Callable[[], Path]) -> None:
    home, other = new_home(), new_home()
    url = postgres.start(home, fsync=False)
    postgres.start(other, fsync=False)
    postgres.stop(home)
    lines = (other / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    (home / "postgres" / "data" / "postmaster.pid").write_text("\n".join([*lines, ""]))

    assert postgres.start(home, fsync=False) == url
    assert ask(url, "select 1") == [(1,)]


def test_a_port_that_is_taken_is_chosen_anew(new_home: Callable[[], Path]) -> None:
    home = new_home()
    (folder(home, "ports") / "postgres").write_text("1")
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        taken = somebody.getsockname()[1]
        (home / "ports" / "postgres").write_text(str(taken))
        url = postgres.start(home, fsync=False)

        assert f":{taken}/" not in url
        assert ask(url, "select 1") == [(1,)]


def test_starts_at_once_start_one_server(new_home: Callable[[], Path]) -> None:
    home = new_home()
    with ThreadPoolExecutor(4) as pool:
        urls = set(pool.map(lambda _: postgres.start(home, fsync=False), range(4)))

    assert len(urls) == 1
    assert ask(urls.pop(), "select current_database()") == [("perdiem",)]


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL runs as another user for root alone")
def test_a_home_that_is_closed_to_others_keeps_its_database_where_they_can_reach_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    url = postgres.start(home, fsync=False)
    outside = (home / "postgres").resolve()

    assert ask(url, "select 1") == [(1,)]
    assert not outside.is_relative_to(tmp_path)

    postgres.remove(home)
    assert not outside.exists()


def test_only_the_owner_reads_secrets(tmp_path: Path) -> None:
    airflow_environment(tmp_path / "home", DatabaseUrls.of_one_user(URL), {})
    secrets = list((tmp_path / "home" / "secrets").iterdir())

    assert {path.name for path in secrets} >= {"airflow_fernet", "airflow_jwt", "airflow_logins.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_the_user_s_environment_wins_except_where_two_homes_would_mix(tmp_path: Path) -> None:
    given = {
        "AIRFLOW_CONN_PERDIEM_EHR": "postgresql://replica.example/ehr",
        "AIRFLOW_CONN_PERDIEM_SMTP": "smtp://mail.example",
        "AIRFLOW__CORE__PARALLELISM": "9",
        "AIRFLOW__API__PORT": "8123",
        "AIRFLOW_HOME": "/somewhere/else",
        "NO_PROXY": "intranet.example",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment = airflow_environment(tmp_path / "home", DatabaseUrls.of_one_user(URL), given)

    assert environment["AIRFLOW_CONN_PERDIEM_EHR"] == "postgresql://replica.example/ehr"
    assert environment["AIRFLOW_CONN_PERDIEM_WAREHOUSE"] == URL
    assert environment["AIRFLOW_CONN_PERDIEM_SMTP"] == "smtp://mail.example"
    assert environment["AIRFLOW__CORE__PARALLELISM"] == "9"
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8123/execution/"
    assert environment["AIRFLOW_HOME"] == str(tmp_path / "home" / "airflow")
    assert environment["NO_PROXY"] == "127.0.0.1,localhost,intranet.example"
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_airflow_s_own_database_is_beside_the_warehouse_unless_one_is_named(tmp_path: Path) -> None:
    assert DatabaseUrls.of_one_user(URL).airflow == f"{URL}_airflow"
    assert DatabaseUrls.of_one_user(f"{URL}?sslmode=require").airflow == f"{URL}_airflow?sslmode=require"
    named = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql+psycopg2://elsewhere.example/airflow"}
    environment = airflow_environment(tmp_path / "home", DatabaseUrls.of_one_user(URL), named)
    assert environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == "postgresql+psycopg2://elsewhere.example/airflow"


def test_a_database_that_cannot_be_used_is_named_without_its_password() -> None:
    for url in ("mysql://somebody:secret@db.example/warehouse", "postgresql://somebody:secret@db.example"):
        with pytest.raises(
            databases.DatabaseUnusable, match=r"PERDIEM_DATABASE_URL names .*: expected postgres"
        ) as error:
            databases.checked_url("PERDIEM_DATABASE_URL", url)
        assert "secret" not in str(error.value)
    with pytest.raises(databases.DatabaseUnusable, match="PERDIEM_DATABASE_URL does not answer") as error:
        databases.checked_url("PERDIEM_DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:1/warehouse")
    assert "secret" not in str(error.value)


def test_where_airflow_s_database_may_not_be_made_the_remedy_is_named(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("create role perdiem_plain login password 'plain'")
        try:
            parts = urlsplit(database_url)
            plain = parts._replace(netloc=f"perdiem_plain:plain@{parts.hostname}:{parts.port}").geturl()
            with pytest.raises(databases.DatabaseUnusable, match="AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"):
                databases.create_airflow_database(DatabaseUrls.of_one_user(plain))
        finally:
            connection.execute("drop role perdiem_plain")


def index_names(connection: psycopg.Connection) -> set[str]:
    query = """
        select pg_class.relname
        from pg_index
        inner join pg_class on pg_index.indexrelid = pg_class.oid
        where relnamespace = to_regnamespace('ehr') and indisvalid
    """
    return {name for (name,) in connection.execute(query).fetchall()}


def test_missing_indexes_and_statistics_of_the_ehr_are_made_once(ehr: psycopg.Connection) -> None:
    before = index_names(ehr)
    ehr.execute("insert into ehr.clients (client_id) values ('c1')")
    ehr.execute("update pg_class set reltuples = -1 where oid = 'ehr.clients'::regclass")

    assert local_ehr.prepare(ehr) is None
    made = index_names(ehr) - before
    assert {"notes_service_date", "notes_void_per_diem", "authorizations_client_id"} <= made
    row = ehr.execute("select reltuples from pg_class where oid = 'ehr.clients'::regclass").fetchone()
    assert row == (1,)

    ehr.execute("update pg_index set indisvalid = false where indexrelid = 'ehr.notes_service_date'::regclass")
    assert local_ehr.prepare(ehr) is None
    assert index_names(ehr) - before == made


def test_an_ehr_without_the_right_to_make_indexes_is_a_warning(ehr: psycopg.Connection) -> None:
    ehr.execute("create role perdiem_reader")
    try:
        ehr.execute("grant usage on schema ehr to perdiem_reader")
        ehr.execute("set role perdiem_reader")
        warning = local_ehr.prepare(ehr)
    finally:
        ehr.execute("reset role")
        ehr.execute("drop owned by perdiem_reader")
        ehr.execute("drop role perdiem_reader")

    assert warning is not None
    assert "\n" not in warning


def test_the_arguments_of_a_run_become_params_of_the_dag() -> None:
    assert request.parse("", "", "", "", "", "").conf() == {
        "dry_run": False,
        "refresh_history": False,
        "decide_all": False,
        "engine": "postgres",
    }
    assert request.parse("2016-08-02", "0", "1", "1", "1", "duckdb").conf() == {
        "engine": "duckdb",
        "run_date": "2016-08-02",
        "lookback_days": 0,
        "dry_run": True,
        "refresh_history": True,
        "decide_all": True,
    }


@pytest.mark.parametrize(
    ("run_date", "lookback_days", "dry_run", "message"),
    [
        ("yesterday", "", "", "RUN_DATE is 'yesterday': expected a date"),
        ("20160802", "", "", "RUN_DATE is '20160802': expected a date"),
        ("2016-02-30", "", "", "RUN_DATE is '2016-02-30': expected a date"),
        ("1899-12-31", "", "", "RUN_DATE is '1899-12-31': expected a date"),
        ("", "-1", "", "LOOKBACK_DAYS is '-1': expected a whole number"),
        ("", "36501", "", "LOOKBACK_DAYS is '36501': expected a whole number"),
        ("", "1.5", "", "LOOKBACK_DAYS is '1.5': expected a whole number"),
        ("", "", "maybe", "DRY_RUN is 'maybe': expected 1"),
    ],
)
def test_a_bad_argument_is_named_with_what_is_expected(
    run_date: str, lookback_days: str, dry_run: str, message: str
) -> None:
    with pytest.raises(request.BadRequest, match=message):
        request.parse(run_date, lookback_days, dry_run, "", "", "")


def test_a_bad_argument_ends_make_run_before_anything_starts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    result = subprocess.run(
        [sys.executable, "-m", "perdiem_local", "run", "--run-date=yesterday"],
        env=os.environ | {"PERDIEM_HOME": str(home), "PYTHONPATH": python_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("perdiem: RUN_DATE is 'yesterday': expected a date")
    assert not home.exists()


def test_a_database_that_somebody_names_gets_no_sample_unasked(
    ehr: psycopg.Connection, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ehr.execute("drop schema ehr cascade")
    monkeypatch.setenv("PERDIEM_DATABASE_URL", database_url)
    with pytest.raises(installation.SetupFailed, match=r"holds no schema ehr: .*SAMPLE=1 loads a sample"):
        installation.set_up(tmp_path, pytest.fail, needs_ehr=True)
    assert ehr.execute("select to_regnamespace('ehr')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("a value of a row"), "down broke off: KeyError. Where: "),
        (
            psycopg.errors.InsufficientPrivilege("of a row"),
            "roles.sql, applied again, gives each role its rights. Where: ",
        ),
    ],
)
def test_a_command_ends_in_a_sentence_and_never_in_a_traceback(
    error: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(home: Path, arguments: object) -> int:
        raise error

    monkeypatch.setenv("PERDIEM_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["perdiem_local", "down"])
    monkeypatch.setitem(__main__.COMMANDS, "down", fails)
    monkeypatch.setattr("signal.signal", lambda *_: None)  # this process goes on
    assert __main__.main() == 1
    [line] = capsys.readouterr().err.splitlines()
    assert told in line
    kept = Path(line.rpartition("Where: ")[2]).read_text()
    assert "in fails" in kept
    assert "of a row" not in line + kept


def test_only_processes_of_this_home_are_stopped(tmp_path: Path) -> None:
    record = folder(tmp_path, "services") / "scheduler"
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as process:
        started = psutil.Process(process.pid).create_time()
        record.write_text(f'{{"pid": {process.pid}, "started": {started - 60}}}')
        assert "scheduler" in services.dead(tmp_path)
        assert not services.stop(tmp_path)
        assert process.poll() is None

        record.write_text(f'{{"pid": {process.pid}, "started": {started}}}')
        assert "scheduler" not in services.dead(tmp_path)
        assert services.stop(tmp_path)
        assert not psutil.pid_exists(process.pid)


RUN_AFTER = datetime(2016, 8, 2, 6, tzinfo=UTC)

AIRFLOW_TABLES = """
    create table dag_run (
        dag_id text, run_id text, state text, triggered_by text, run_after timestamptz, end_date timestamptz
    );
    create table task_instance (
        dag_id text, run_id text, task_id text, state text, start_date timestamptz, end_date timestamptz
    );
"""


@pytest.fixture
def airflow_tables(database_url: str) -> Iterator[psycopg.Connection]:
    """What is read here of Airflow's own tables: a run of which one task has failed."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(AIRFLOW_TABLES)
        connection.execute(
            "insert into dag_run values ('per_diem_billing', 'manual__1', 'running', 'TEST', %s, null)", [RUN_AFTER]
        )
        for task_id, state, seconds in (
            ("plan_run", "success", 2),
            ("check_source", "failed", 61),
            ("decide", None, 0),
        ):
            connection.execute(
                "insert into task_instance values ('per_diem_billing', 'manual__1', %s, %s, %s, "
                "%s::timestamptz + make_interval(secs => %s))",
                [task_id, state, RUN_AFTER, RUN_AFTER, seconds],
            )
        yield connection


def test_each_task_is_shown_as_it_ends(
    airflow_tables: psycopg.Connection, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    state = follow(database_url, "per_diem_billing", RUN_AFTER, is_over=lambda: True)

    assert state == RunState("manual__1", "running", ("check_source",))
    assert capsys.readouterr().out.splitlines() == [
        "  plan_run                   2.0 s",
        "  check_source              61.0 s  FAILED",
    ]


def test_a_run_whose_process_is_gone_is_failed_so_that_no_scheduler_takes_it_up(
    airflow_tables: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    airflow_tables.execute("insert into dag_run values ('per_diem_billing', 'scheduled__1', 'running', 'TIMETABLE')")
    airflow_tables.execute("update task_instance set state = 'running' where task_id = 'decide'")
    environment = {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url,
        "AIRFLOW_CONN_PERDIEM_WAREHOUSE": database_url,
    }
    end_abandoned(Installation(tmp_path, database_url, environment))

    assert dict(airflow_tables.execute("select run_id, state from dag_run").fetchall()) == {
        "manual__1": "failed",
        "scheduled__1": "running",
    }
    assert dict(airflow_tables.execute("select task_id, state from task_instance").fetchall()) == {
        "plan_run": "success",
        "check_source": "failed",
        "decide": "failed",
    }


def test_the_sample_is_known_by_its_mark(ehr: psycopg.Connection) -> None:
    assert local_ehr.exists(ehr)
    assert local_ehr.sample_run_date(ehr) is None
    ehr.execute(sql.SQL("drop schema ehr cascade"))
    assert not local_ehr.exists(ehr)
    local_ehr.load_sample(ehr)
    assert local_ehr.sample_run_date(ehr) == str(date(2016, 8, 2))
