"""PostgreSQL is killed, goes away or has no room left in the middle of a night: a clear error, and a clean resume.

On a server of these tests' own, which writes to disk as a home's does.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql

from clinics.fault_clinic import EHR, MARTS, Contents, contents, days_that_can_be_billed, environment, fill, harm
from clinics.small_clinic import RUN_DATE
from helpers.databases import CONTRACT, apply_roles, as_user, wait_until_blocking
from helpers.fault_worker import Worker, wait_until
from helpers.homes import server_folder
from perdiem import runs
from perdiem.runs import Run
from perdiem.warehouse import errors, migrations
from perdiem_local import postgres, roles, server_place

RUN = Run("the run", RUN_DATE, lookback_days=90, dry_run=False, today=datetime.now(UTC).date())
DATABASE = "perdiem_night"
EVENING = "perdiem_evening"
SMALL_DISK_MEGABYTES = 64
LOST_SERVER = (
    "server closed the connection unexpectedly",
    "Connection refused",
    "the connection is lost",
    "unexpected postmaster exit",  # as the last word of a process that outlived the others for a moment
)


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The home of a server that runs."""
    with server_folder("perdiem-faults-") as home:
        try:
            postgres.start(home)
            roles.provide(home)
            yield home
        finally:
            postgres.remove(home)


@pytest.fixture(scope="module")
def evening(server: Path) -> str:
    """A database as the night finds it."""
    postgres.create_database(postgres.url(server), EVENING)
    with psycopg.connect(postgres.url(server, EVENING), autocommit=True) as ehr:
        ehr.execute(CONTRACT.read_bytes())
        apply_roles(ehr)
        fill(ehr)
    return EVENING


@pytest.fixture
def url(server: Path, evening: str) -> Iterator[str]:
    with database(server, evening) as url:
        yield url


@contextmanager
def database(server: Path, template: str, tablespace: str = "pg_default") -> Iterator[str]:
    """A copy of a database, for a night; the server may be another when it is dropped."""

    def execute(statement: str, **names: str) -> None:
        with psycopg.connect(postgres.start(server), autocommit=True) as connection:
            identifiers = {name: sql.Identifier(value) for name, value in names.items()}
            connection.execute(sql.SQL(statement).format(name=sql.Identifier(DATABASE), **identifiers))

    create = "create database {name} template {template} tablespace {tablespace}"
    execute(create, template=template, tablespace=tablespace)
    execute("grant create, temporary on database {name} to perdiem_transform")
    try:
        yield postgres.url(server, DATABASE)
    finally:
        execute("drop database {name} with (force)")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """dbt parses its project anew for another server: one home for all of these tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def undisturbed(server: Path, evening: str, home: Path) -> Contents:
    """What the night comes to where nothing happens."""
    with database(server, evening) as url:
        assert Worker(environment(url, home, server), RUN).error() is None
        return contents(url, EHR, MARTS)


def assert_as_undisturbed(url: str, undisturbed: Contents) -> None:
    with psycopg.connect(url) as ehr:
        counts = harm(ehr, days_that_can_be_billed())
    print(dict(counts))
    assert counts.total() == 0
    after = contents(url, EHR, MARTS)
    for table, rows in undisturbed.items():
        assert after[table] == rows, table


def wait_until_dbt_is_at(server: Path, relation: str) -> None:
    """Wait until dbt is just making this table."""
    query = "select from pg_stat_activity where datname = %s and state <> 'idle' and query like %s"
    pattern = f'%/* %dbt%"{relation}%'
    with psycopg.connect(postgres.url(server), autocommit=True) as connection:
        wait_until(
            lambda: connection.execute(query, [DATABASE, pattern]).fetchone() is not None,
            f"dbt makes {relation}",
            every=0.01,
        )


def kill_server(server: Path) -> None:
    """End PostgreSQL, all of its processes, as a power cut does."""
    data = server_place.server_place(server).data
    leader = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
    processes = [leader, *leader.children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=20)


def test_postgresql_killed_while_dbt_decides_while_notes_are_written_and_while_dbt_publishes(
    server: Path, url: str, home: Path, undisturbed: Contents
) -> None:
    """One after the other, in the same night; each time the server is started again, and the night run again."""
    for relation in ("int_client_days__authorizations", None, "fct_per_diem_days"):
        with suppress(psycopg.OperationalError), psycopg.connect(url) as other:
            if relation is None:
                other.execute("lock table ehr.notes in share mode")
            worker = Worker(environment(url, home, server), RUN)
            if relation is None:
                wait_until_blocking(other)
            else:
                wait_until_dbt_is_at(server, relation)
            kill_server(server)
        error = worker.error()
        assert error is not None
        assert any(words in error for words in LOST_SERVER), error
        assert postgres.start(server), "it recovers"
    assert Worker(environment(url, home, server), RUN).error() is None
    assert_as_undisturbed(url, undisturbed)


def test_the_warehouse_away_in_the_middle_of_a_night(server: Path, url: str, home: Path, undisturbed: Contents) -> None:
    with psycopg.connect(postgres.url(server), autocommit=True) as connection:
        worker = Worker(environment(url, home, server), RUN)
        wait_until_dbt_is_at(server, "int_client_days__authorizations")
        with away(connection, DATABASE):
            error = worker.error()
            assert error is not None
            assert "terminating connection due to administrator command" in error or "not currently accepting" in error
            again = Worker(environment(url, home, server), RUN).error()
            assert again is not None
            assert f'database "{DATABASE}" is not currently accepting connections' in again
    assert Worker(environment(url, home, server), RUN).error() is None
    assert_as_undisturbed(url, undisturbed)


@contextmanager
def away(server: psycopg.Connection, database: str) -> Iterator[None]:
    """Refuse every connection to a database, and break those that there are."""
    allow = sql.SQL("alter database {} allow_connections {}")
    server.execute(allow.format(sql.Identifier(database), sql.SQL("false")))
    try:
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database])
        yield
    finally:
        server.execute(allow.format(sql.Identifier(database), sql.SQL("true")))


# A full disk


@pytest.fixture
def small_disk(server: Path, tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, of the user that the server runs as."""
    place = server_place.server_place(server)
    folder = server / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("a small file system can be mounted by root alone, and not in every container")
    try:
        tablespace = folder / "tablespace"
        tablespace.mkdir()
        place.give_to_owner(tablespace)
        yield tablespace
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def full_url(server: Path, evening: str, small_disk: Path) -> Iterator[str]:
    """A database on the small disk."""
    with psycopg.connect(postgres.url(server), autocommit=True) as connection:
        connection.execute(sql.SQL("create tablespace small location {}").format(sql.Literal(str(small_disk))))
        with database(server, evening, tablespace="small") as url:
            yield url
        connection.execute("drop tablespace small")


def fill_up(url: str) -> None:
    """Write into a table until nothing more goes onto the disk, large pieces first."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table if not exists public.filler (piece text)")
        connection.execute("alter table public.filler alter column piece set storage external")
        for kilobytes in (4096, 512, 8, 1):
            with suppress(psycopg.errors.DiskFull):
                while True:
                    connection.execute("insert into public.filler select repeat('x', 1024 * %s)", [kilobytes])


def make_room(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop table public.filler")


def test_a_disk_that_is_full_before_dbt_decides_and_before_notes_are_written(
    server: Path, full_url: str, home: Path, undisturbed: Contents
) -> None:
    work = environment(full_url, home, server)
    with psycopg.connect(as_user(full_url, server, "perdiem_transform"), autocommit=True) as warehouse:
        migrations.apply(warehouse)
        runs.start(warehouse, RUN, datetime.now(UTC))
    assert Worker(work, RUN, "give_back_voided").error() is None
    fill_up(full_url)
    error = Worker(work, RUN, "decide").error()
    assert error is not None
    assert "No space left on device" in error, error
    make_room(full_url)
    assert Worker(work, RUN, "decide").error() is None
    fill_up(full_url)
    before = contents(full_url, EHR)
    error = Worker(work, RUN, "write_back").error()
    assert error is not None
    assert "DiskFull (SQLSTATE 53100)" in error, error
    assert "No space left on device" in error, error
    assert contents(full_url, EHR) == before, "all or nothing"
    make_room(full_url)
    assert Worker(work, RUN).error() is None
    assert_as_undisturbed(full_url, undisturbed)


def test_a_lost_connection_is_told_in_the_words_of_the_library(server: Path) -> None:
    """They name server, port and database; no row is in them."""
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(postgres.url(server, "missing"))
    assert errors.describe(refused.value).startswith("OperationalError: connection failed: ")
    assert 'database "missing" does not exist' in errors.describe(refused.value)
