"""Connections to the two databases, by the Airflow connections that name them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    import psycopg

WAREHOUSE = "perdiem_warehouse"
EHR = "perdiem_ehr"
SETUP = "perdiem_setup"  # the EHR, as who may write what people set up
LOAD = "perdiem_load"  # the EHR, as who may fill it from another source

# So that the server ends soon what a machine was doing that is gone without a word, and a retry finds no lock of it.
KEEPALIVES = """
    select
        set_config('tcp_keepalives_idle', '60', false),
        set_config('tcp_keepalives_interval', '10', false),
        set_config('tcp_keepalives_count', '3', false)
"""


def database_url(conn_id: str) -> str:
    """The URL, with its password, of the database that an Airflow connection names."""
    from airflow.sdk import Connection

    connection = Connection.get(conn_id)
    user = quote(connection.login or "", safe="")
    password = f":{quote(connection.password, safe='')}" if connection.password else ""
    host = quote(connection.host or "", safe="[]:")
    port = f":{connection.port}" if connection.port else ""
    options = "&".join(f"{quote(key)}={quote(str(value), safe='')}" for key, value in connection.extra_dejson.items())
    return f"postgresql://{user}{password}@{host}{port}/{quote(connection.schema or '', safe='')}" + (
        f"?{options}" if options else ""
    )


@contextmanager
def connect(conn_id: str) -> Iterator[psycopg.Connection]:
    """Open the database that an Airflow connection names; each `connection.transaction()` is one transaction.

    What the database refuses is raised as TransactionFailed: Airflow logs errors, and a server's quote rows.
    """
    import psycopg

    from perdiem.warehouse import transactions

    with (
        psycopg.connect(database_url(conn_id), autocommit=True, application_name="perdiem") as connection,
        transactions.telling_no_values(),
    ):
        connection.execute(KEEPALIVES)
        yield connection
