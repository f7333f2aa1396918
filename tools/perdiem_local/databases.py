"""The databases that the commands here open themselves, without starting Airflow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

import psycopg

from perdiem_local import postgres

_SCHEME = re.compile(r"^postgres(ql)?(\+\w+)?://")


class DatabaseUnusable(Exception):
    """A database cannot be reached or made; the message names the setting, and what to do."""


@dataclass(frozen=True)
class DatabaseUrls:
    """A home's databases by who opens them: a person, the connections of nights, the set-up and loads, and Airflow."""

    owner: str
    warehouse: str
    ehr: str
    setup: str
    load: str
    airflow: str

    @classmethod
    def of_one_user(cls, url: str) -> Self:
        """All as the same user; Airflow's own database is beside the warehouse, on the same server."""
        parts = urlsplit(url)
        beside = parts._replace(path=f"{parts.path or '/perdiem'}_airflow").geturl()
        return cls(owner=url, warehouse=url, ehr=url, setup=url, load=url, airflow=beside)


def checked_url(setting: str, url: str) -> str:
    """The URL that a setting holds, once its database has answered. Raises DatabaseUnusable, without its password."""
    expected = "expected postgresql://user:password@host:port/database"
    if not _SCHEME.match(url):
        raise DatabaseUnusable(f"{setting} names no PostgreSQL: {expected}")
    if not urlsplit(url).path.strip("/"):
        raise DatabaseUnusable(f"{setting} names a server and no database: {expected}")
    try:
        psycopg.connect(for_psycopg(url), connect_timeout=10).close()
    except psycopg.Error as error:
        raise DatabaseUnusable(f"the database of {setting} does not answer: {str(error).splitlines()[0]}") from None
    return url


def for_psycopg(url: str) -> str:
    """The URL without the driver that SQLAlchemy reads out of it."""
    return _SCHEME.sub("postgresql://", url)


def connection_url(conn_id: str, environment: Mapping[str, str]) -> str:
    """The URL of an Airflow connection. Airflow, slow to start, is asked only where a plain URL does not say it."""
    value = environment.get(f"AIRFLOW_CONN_{conn_id.upper()}", "")
    if _SCHEME.match(value) and "__extra__" not in value:
        return for_psycopg(value)
    from perdiem.warehouse import connections

    return connections.database_url(conn_id)


def create_airflow_database(urls: DatabaseUrls) -> None:
    """Create the database that Airflow keeps its own state in, where it is missing. Raises DatabaseUnusable."""
    name = unquote(urlsplit(urls.airflow).path[1:])
    try:
        postgres.create_database(for_psycopg(urls.owner), name)
    except psycopg.Error as error:
        raise DatabaseUnusable(
            f"the database {name}, for Airflow's own state, is missing and cannot be made "
            f"({error.diag.message_primary or error}): create it, or name one in AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
        ) from None


def airflow_revision(metadata_url: str) -> str | None:
    """The version of Airflow's tables in its database; None where there are none yet."""
    with psycopg.connect(for_psycopg(metadata_url)) as connection:
        if connection.execute("select to_regclass('alembic_version')").fetchone() == (None,):
            return None
        row = connection.execute("select version_num from alembic_version").fetchone()
        return row[0] if row else None
