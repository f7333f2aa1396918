"""Databases of tests: made, filled, and opened as the users of the nights."""

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from perdiem import config

CONTRACT, ROLES = config.SQL / "ehr_contract.sql", config.SQL / "roles.sql"


def insert(connection: psycopg.Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, dicts of column and value, into a table such as "ehr.notes". Each row names the columns it needs."""
    for row in rows:
        statement = sql.SQL("insert into {table} ({columns}) values ({values})").format(
            table=sql.Identifier(*table.split(".")),
            columns=sql.SQL(", ").join(map(sql.Identifier, row)),
            values=sql.SQL(", ").join(sql.Placeholder() * len(row)),
        )
        connection.execute(statement, list(row.values()))


def without_published_days(warehouse: psycopg.Connection) -> None:
    """Make the mart of days as the first night finds it, as much of it as alerts are told by."""
    warehouse.execute(
        """
        create schema if not exists marts;
        create table marts.fct_per_diem_days (
            program_id text, client_id text, service_date date, expected_amount numeric(18, 2)
        )
        """
    )


def wait_until_blocking(connection: psycopg.Connection) -> None:
    """Wait until another backend waits for a lock that this connection's transaction holds."""
    query = "select count(*) from pg_locks where not granted and %s = any(pg_blocking_pids(pid))"
    give_up_at = time.monotonic() + 60
    while connection.execute(query, [connection.info.backend_pid]).fetchone() == (0,):
        assert time.monotonic() < give_up_at, "nobody waits for this transaction"
        time.sleep(0.01)


@contextmanager
def new_database(server_url: str, name: str, template: str) -> Iterator[str]:
    """Make a database as a copy of another, and drop it in the end."""
    with psycopg.connect(server_url, autocommit=True) as server:
        _copy(server, template, name)
        if knows_roles(server):  # what is granted on a database is not copied with it
            for grant in (
                "create, temporary on database {} to perdiem_transform",
                "temporary on database {} to perdiem_load",
            ):
                server.execute(sql.SQL("grant " + grant).format(sql.Identifier(name)))
        try:
            yield with_database(server_url, name)
        finally:
            _drop(server, name)


@contextmanager
def copied(server_url: str, source: str) -> Iterator[str]:
    """The name of a copy of a database that nobody is connected to, to make further ones of."""
    name = f"perdiem_copy_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as server:
        _copy(server, source, name)
        yield name
        _drop(server, name)


def _copy(server: psycopg.Connection, source: str, name: str) -> None:
    """Copy a database by its files: by the log, PostgreSQL's own choice, it takes two to three times as long."""
    create = sql.SQL("create database {} template {} strategy file_copy")
    server.execute(create.format(sql.Identifier(name), sql.Identifier(source)))


def _drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is connected to it; what only a superuser may end, as autovacuum, is waited for."""
    give_up_at = time.monotonic() + 60
    while True:
        try:
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)
        else:
            return


def knows_roles(connection: psycopg.Connection) -> bool:
    """Whether the server has the users of a home: one that somebody names for the tests has not."""
    return connection.execute("select to_regrole('perdiem_transform')").fetchone() != (None,)


def apply_roles(connection: psycopg.Connection) -> None:
    """Give the roles of the nights their rights in a database."""
    connection.execute(ROLES.read_bytes())


def as_user(url: str, home: Path | None, user: str) -> str:
    """The URL for one of the users of a home's server, such as perdiem_transform; as it is for another server."""
    from perdiem_local import postgres

    parts = urlsplit(url)
    netloc = f"{user}:{postgres.password(home, user)}@{parts.hostname}:{parts.port}" if home else parts.netloc
    return urlunsplit(parts._replace(netloc=netloc))


def connect_nights(environment: pytest.MonkeyPatch, url: str, home: Path | None) -> None:
    """Set the connections of a night, each to the user that has no more rights than it needs."""
    environment.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", as_user(url, home, "perdiem_transform"))
    environment.setenv("AIRFLOW_CONN_PERDIEM_EHR", as_user(url, home, "perdiem_writeback"))
    environment.setenv("AIRFLOW_CONN_PERDIEM_SETUP", as_user(url, home, "perdiem_setup"))
    environment.setenv("AIRFLOW_CONN_PERDIEM_LOAD", as_user(url, home, "perdiem_load"))


def with_database(server_url: str, name: str) -> str:
    """The URL of another database of the same server."""
    parts = urlsplit(server_url)
    return urlunsplit(parts._replace(path=f"/{name}"))
