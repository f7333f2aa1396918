"""Airflow itself is broken in the middle: its own database goes away, its scheduler is killed during a backfill.

In one home, with the commands that a user has, on a clinic small enough for its nights to take seconds. The tests
follow one another; each looks at what the one before left.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from clinics.fault_clinic import EHR, MARTS, Contents, contents, days_that_can_be_billed, environment, fill, harm
from clinics.small_clinic import RUN_DATE, SERVICE_DATE, note
from helpers.databases import new_database
from helpers.fault_worker import Worker, wait_until
from perdiem.config import PROJECT_ROOT
from perdiem.runs import Run
from perdiem_local import services
from perdiem_local.environment import python_path

SECONDS_AWAY_AT_MOST = 30
BACKFILLED = (RUN_DATE + timedelta(days=1), RUN_DATE + timedelta(days=2))
MINUTES_FOR_A_BACKFILL = 10


@pytest.fixture(scope="module")
def url(server_url: str, ehr_template: str) -> Iterator[str]:
    """The home's database; Airflow's own is made beside it."""
    name = f"perdiem_faults_{uuid.uuid4().hex[:8]}"
    with new_database(server_url, name, ehr_template) as url:
        with psycopg.connect(url, autocommit=True) as ehr:
            fill(ehr)
        yield url
        with psycopg.connect(server_url, autocommit=True) as server:
            drop = sql.SQL("drop database if exists {} with (force)")
            server.execute(drop.format(sql.Identifier(f"{name}_airflow")))


@pytest.fixture(scope="module")
def home(url: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="perdiem-faults-") as name:
        yield Path(name)
        run_command(Path(name), url, "down")


def start_command(home: Path, url: str, *arguments: str) -> subprocess.Popen[str]:
    """Start one of the commands behind the Makefile's targets."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PERDIEM"))}
    own = {"PERDIEM_HOME": str(home), "PERDIEM_DATABASE_URL": url, "PYTHONPATH": python_path({})}
    return subprocess.Popen(
        [sys.executable, "-m", "perdiem_local", *arguments],
        cwd=PROJECT_ROOT,
        env=ours | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_command(home: Path, url: str, *arguments: str) -> tuple[int, str]:
    """Run one of them to its end; its exit status, and all that it said."""
    command = start_command(home, url, *arguments)
    said = "".join(command.communicate())
    return command.returncode, said


@pytest.fixture
def undisturbed(
    server_url: str, url: str, database_name: str, perdiem_home: Path
) -> Callable[[Sequence[date]], Contents]:
    """What nights on a copy of the database, as it is now, come to where nothing happens."""

    def nights(run_dates: Sequence[date]) -> Contents:
        source = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
        with new_database(server_url, database_name, source) as copy:
            work = environment(copy, perdiem_home, None)  # as one user, as the home's nights: who owns what they made
            for run_date in run_dates:
                run = Run(f"undisturbed {run_date}", run_date, lookback_days=90, dry_run=False, today=date.today())  # noqa: DTZ011
                assert Worker(work, run).error() is None
            return contents(copy, EHR, MARTS)

    return nights


def assert_as_undisturbed(url: str, expected: Contents, billed_days: list[tuple[str, str, date]]) -> None:
    with psycopg.connect(url) as ehr:
        counts = harm(ehr, billed_days)
    print(dict(counts))
    assert counts.total() == 0
    after = contents(url, EHR, MARTS)
    for table, rows in expected.items():
        assert after[table] == rows, table


def has_decided(url: str, run_date: date) -> bool:
    """Whether a run of this date is at work on its decision, or was."""
    query = "select from quality.last_decision inner join quality.runs using (run_id) where run_date = %s"
    with psycopg.connect(url) as connection:
        if connection.execute("select to_regclass('quality.last_decision')").fetchone() == (None,):
            return False
        return connection.execute(query, [run_date]).fetchone() is not None


def test_airflows_own_database_away_in_the_middle_of_a_run(
    server_url: str, url: str, home: Path, undisturbed: Callable[[Sequence[date]], Contents]
) -> None:
    expected = undisturbed([RUN_DATE])
    database = sql.Identifier(f"{psycopg.conninfo.conninfo_to_dict(url)['dbname']}_airflow")
    allow = sql.SQL("alter database {} allow_connections {}")
    command = start_command(home, url, "run", "--run-date", RUN_DATE.isoformat())
    wait_until(lambda: has_decided(url, RUN_DATE), "the run decides", seconds=600)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(allow.format(database, sql.SQL("false")))
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database._obj[0]])
        with suppress(subprocess.TimeoutExpired):  # where it did not mind at once, it must do without for a while
            command.wait(SECONDS_AWAY_AT_MOST)
        server.execute(allow.format(database, sql.SQL("true")))
    said = "".join(command.communicate(timeout=600))
    print(command.returncode, said)
    assert command.returncode in (0, 1, 2)
    assert "Traceback" not in said
    if command.returncode:
        assert "Airflow's own database" in said

    status, said = run_command(home, url, "run", "--run-date", RUN_DATE.isoformat())
    assert status == 0, said
    assert_as_undisturbed(url, expected, days_that_can_be_billed())


@pytest.mark.skipif("PERDIEM_KILLS" not in os.environ, reason="takes minutes: set PERDIEM_KILLS")
def test_a_backfill_whose_scheduler_was_killed_is_taken_up_by_the_next(
    url: str, home: Path, undisturbed: Callable[[Sequence[date]], Contents]
) -> None:
    with psycopg.connect(url, autocommit=True) as ehr:
        for number in (1, 2):
            day = SERVICE_DATE + timedelta(days=number)
            note(ehr, f"backfilled-{number}", "client-01", day)
    expected = undisturbed(BACKFILLED)

    status, said = run_command(home, url, "up")
    assert status == 0, said
    run_command(home, url, "airflow", "dags", "unpause", "--yes", "per_diem_billing")
    first, last = (day.isoformat() for day in BACKFILLED)
    status, said = run_command(
        home,
        url,
        *("airflow", "backfill", "create", "--dag-id", "per_diem_billing"),
        *("--from-date", first, "--to-date", last, "--max-active-runs", "1", "--reprocess-behavior", "completed"),
    )
    assert status == 0, said
    wait_until(lambda: has_decided(url, BACKFILLED[0]), "the first night decides", seconds=600)
    members = services._members(home, "scheduler")
    services._signal(members, 9)
    wait_until(lambda: "scheduler" in services.dead(home), "the scheduler is dead")

    status, said = run_command(home, url, "up")
    assert status == 0, said
    wait_until(lambda: len(ended(url)) == len(BACKFILLED), "the backfill ends", seconds=60 * MINUTES_FOR_A_BACKFILL)
    assert ended(url) == [(day, "success") for day in BACKFILLED]
    days = [("IOP", "client-01", SERVICE_DATE + timedelta(days=number)) for number in (1, 2)]
    assert_as_undisturbed(url, expected, days_that_can_be_billed() + days)


def ended(url: str) -> list[tuple[date, str]]:
    query = "select run_date, state from quality.runs where run_id like 'backfill%' and state <> 'running' order by 1"
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()
