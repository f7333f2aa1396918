"""The EHR that a home works on: the sample where there is none, and indexes for what a night reads of it."""

import re

import psycopg
from psycopg import sql

from perdiem import config

_INDEX = re.compile(r"^create index concurrently if not exists (?P<name>\w+)[^;]*", re.MULTILINE)

_VALID_INDEXES = """
    select pg_class.relname
    from pg_index
    inner join pg_class on pg_index.indexrelid = pg_class.oid
    where pg_class.relnamespace = to_regnamespace('ehr') and pg_index.indisvalid
"""

_NEVER_ANALYZED = """
    select relname
    from pg_class
    where relnamespace = to_regnamespace('ehr') and relkind = 'r' and reltuples = -1
"""


def exists(connection: psycopg.Connection) -> bool:
    """Whether the database holds a schema `ehr`."""
    return connection.execute("select to_regnamespace('ehr')").fetchone() != (None,)


def sample_run_date(connection: psycopg.Connection) -> str | None:
    """The run date that the sample clinic is meant for, as YYYY-MM-DD; None where the EHR is not the sample."""
    from perdiem_sample import loading

    row = connection.execute("select obj_description(to_regnamespace('ehr')::oid, 'pg_namespace')").fetchone()
    return str(loading.SAMPLE_RUN_DATE) if row == (config.SAMPLE_MARK,) else None


def load_sample(connection: psycopg.Connection) -> None:
    """Make the schema `ehr` and fill it with the sample clinic, all or nothing."""
    from perdiem_sample import loading

    with connection.transaction():
        make_tables(connection)
        loading.load(connection)


def make_tables(connection: psycopg.Connection) -> None:
    """Make the schema `ehr` with its tables, all or nothing."""
    with connection.transaction():
        connection.execute((config.SQL / "ehr_contract.sql").read_bytes())


def prepare(connection: psycopg.Connection) -> str | None:
    """Make the indexes that are missing and the statistics that were never made; a warning where that may not be.

    The connection is in autocommit mode. It holds up nobody who writes to the EHR meanwhile.
    """
    try:
        valid = {name for (name,) in connection.execute(_VALID_INDEXES).fetchall()}
        for index in _INDEX.finditer((config.SQL / "ehr_indexes.sql").read_text()):
            if index["name"] not in valid:
                # An index whose making was broken off is there, and of no use.
                connection.execute(sql.SQL("drop index if exists ehr.{}").format(sql.Identifier(index["name"])))
                connection.execute(index[0].encode())
        for (table,) in connection.execute(_NEVER_ANALYZED).fetchall():
            name = sql.Identifier("ehr", table)
            if connection.execute(sql.SQL("select from {} limit 1").format(name)).fetchone() is not None:
                connection.execute(sql.SQL("analyze {}").format(name))
    except psycopg.Error as error:
        return f"the EHR's indexes could not be made ({error.diag.message_primary or error}): a night may be slow"
    return None
