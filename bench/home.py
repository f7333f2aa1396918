"""A PERDIEM_HOME for benchmarks alone, with an embedded PostgreSQL of its own, and databases that hold their states.

The server is the product's own, with the settings of tools/perdiem_local/postgres.py, on 127.0.0.1 alone. One of them
differs: autovacuum is off, so that it does not fall upon one run and spare another. Between two nights, which lie a day
apart, everything is vacuumed and analyzed in its place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from perdiem.config import PROJECT_ROOT
from perdiem_local import installation, postgres, roles
from perdiem_local.installation import Installation
from perdiem_local.server_place import server_place

PRODUCT = postgres.DATABASE
BASELINE = "bench_baseline"


def tell(message: str) -> None:
    """A line of progress."""
    print(f"bench: {message}", file=sys.stderr, flush=True)


def environment(home: Path) -> dict[str, str]:
    """The environment of the product's commands on this home, with nothing of another home's or installation's."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PERDIEM"))}
    return ours | {"PERDIEM_HOME": str(home)}


def default_home() -> Path:
    return Path(os.environ.get("PERDIEM_BENCH_HOME") or PROJECT_ROOT / ".perdiem" / "bench").resolve()


class Databases:
    """The databases of the bench's server: those that are at work, and the states that they are copied from."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def process(self) -> psutil.Process:
        """The server: the parent of all its processes."""
        return psutil.Process(int((server_place(self.home).data / "postmaster.pid").read_text().split()[0]))

    @property
    def url(self) -> str:
        """For the superuser, of a database that is never copied."""
        return postgres.url(self.home, "postgres")

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(postgres.url(self.home, database), autocommit=True)

    def create(self, database: str) -> None:
        self._execute("create database {}", database)

    def copy(self, source: str, target: str) -> None:
        """Make a database anew as a copy of a state, and let the server forget what it has not written to disk yet."""
        self.drop(target)
        self._execute("create database {} template {} strategy file_copy", target, source)
        if target == PRODUCT:
            roles.provide(self.home)  # what is granted on a database is not copied with it
        self._execute("checkpoint")

    def keep(self, database: str, state: str) -> None:
        """Make what is in a database a state, a day later."""
        with self.connect(database) as connection:
            connection.execute("vacuum (analyze)")
        self.drop(state)
        self._execute("alter database {} rename to {}", database, state)

    def drop(self, database: str) -> None:
        self._execute("drop database if exists {} with (force)", database)

    def drop_all(self) -> None:
        """Leave nothing but the home itself, ready for the next time: a large clinic fills a disk."""
        with self.connect("postgres") as server:
            found = server.execute("select datname from pg_database where datname like 'bench%'").fetchall()
        for database in [PRODUCT, *(name for (name,) in found)]:
            self.drop(database)

    def _execute(self, statement: str, *names: str) -> None:
        with self.connect("postgres") as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running(home: Path) -> Iterator[Databases]:
    """The server of the home, started for as long as the block, without any database of an earlier time."""
    for name in list(os.environ):
        if name.startswith(("AIRFLOW", "PERDIEM")):
            del os.environ[name]
    os.environ["PERDIEM_HOME"] = str(home)
    tell("starting PostgreSQL")
    postgres.start(home)
    databases = Databases(home)
    try:
        with databases.connect("postgres") as server:
            server.execute("alter system set autovacuum = off")
            server.execute("select pg_reload_conf()")
        databases.drop_all()
        yield databases
    finally:
        databases.drop_all()
        postgres.stop(home)


def installed(databases: Databases) -> Installation:
    """Bring the home up to date, as `make setup` does, for the EHR that its database holds."""
    return installation.set_up(databases.home, tell)
