"""The two databases, as the page reads them: in one transaction a request, which can change nothing.

The one route that enters something has the warehouse in a transaction that can.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import psycopg
from fastapi import Depends

from perdiem.warehouse import connections

# Somebody waits for the page, and a night must not.
SECONDS_FOR_A_QUERY = 15


def warehouse() -> Iterator[psycopg.Connection]:
    """The warehouse in one state, for one request."""
    yield from _reading(connections.WAREHOUSE)


def ehr() -> Iterator[psycopg.Connection]:
    """The EHR in one state, for one request."""
    yield from _reading(connections.EHR)


@contextmanager
def open_warehouse() -> Iterator[psycopg.Connection]:
    """The warehouse in a transaction that can enter something, and is over before the answer goes out."""
    with connections.connect(connections.WAREHOUSE) as connection, connection.transaction():
        connection.execute(f"set local statement_timeout = '{SECONDS_FOR_A_QUERY}s'")
        yield connection


def _reading(conn_id: str) -> Iterator[psycopg.Connection]:
    with connections.connect(conn_id) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(f"set local statement_timeout = '{SECONDS_FOR_A_QUERY}s'")
        yield connection


Warehouse = Annotated[psycopg.Connection, Depends(warehouse)]
Ehr = Annotated[psycopg.Connection, Depends(ehr)]
