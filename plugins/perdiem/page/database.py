"""The warehouse, as the page reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import psycopg
from fastapi import Depends

from perdiem import connections

# Somebody waits for the page, and a night must not.
SECONDS_FOR_A_QUERY = 15


def warehouse() -> Iterator[psycopg.Connection]:
    """A connection for one request, in one transaction that sees one state of the warehouse and can change nothing."""
    with connections.connect(connections.WAREHOUSE) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(f"set local statement_timeout = '{SECONDS_FOR_A_QUERY}s'")
        yield connection


Warehouse = Annotated[psycopg.Connection, Depends(warehouse)]


def ehr() -> Iterator[psycopg.Connection]:
    """A connection to the EHR's database for one request, which can change nothing either."""
    with connections.connect(connections.EHR) as connection, connection.transaction():
        connection.execute("set transaction read only")
        connection.execute(f"set local statement_timeout = '{SECONDS_FOR_A_QUERY}s'")
        yield connection


Ehr = Annotated[psycopg.Connection, Depends(ehr)]
