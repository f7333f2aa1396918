"""Whether the warehouse holds what the EHR does, where they are two databases.

Compared over both connections is a marker of the tables that nights write to and decide by: a sum of hashes for each
service date of the window's notes and invoices, and for each month of authorizations and of their usage. A replica
applies what was committed in its order, so what else a night reads has come as far.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from datetime import date
from typing import LiteralString

import psycopg

from perdiem.warehouse import transactions

log = logging.getLogger(__name__)

# How long a run waits for what was committed just before it began: a replica is seconds behind as a rule.
SETTLES_WITHIN_SECONDS = 15
PAUSE_SECONDS = 1

# A part of a table, as (table, day or month), and the sum of its rows' hashes.
Marker = Mapping[tuple[str, str], int]

# Only columns that both connections may read. Numbers without the zeros at their end, which types may differ in.
_MARKER: LiteralString = """
    select
        'notes' as source_table,
        service_date::text as part,
        sum(
            hashtextextended(
                row(
                    note_id, client_id, billing_code, trim_scale(units::numeric), status, origin, program_id, payer_id,
                    authorization_id
                )::text,
                0
            )::numeric
        ) as marker
    from ehr.notes
    where service_date between %(first)s and %(last)s
    group by service_date
    union all
    select
        'invoices',
        service_date::text,
        sum(
            hashtextextended(
                row(
                    invoice_id, note_id, payer_id, authorization_id, billing_code, trim_scale(units::numeric),
                    trim_scale(amount::numeric), status
                )::text,
                0
            )::numeric
        )
    from ehr.invoices
    where service_date between %(first)s and %(last)s
    group by service_date
    union all
    select
        'authorizations',
        to_char(start_date, 'YYYY-MM'),
        sum(
            hashtextextended(
                row(
                    authorization_id, client_id, payer_id, billing_code, start_date, end_date,
                    trim_scale(units_authorized::numeric), trim_scale(units_used::numeric), status
                )::text,
                0
            )::numeric
        )
    from ehr.authorizations
    group by to_char(start_date, 'YYYY-MM')
    union all
    select
        'authorization_usage',
        to_char(greatest(used_at, reversed_at), 'YYYY-MM'),
        sum(
            hashtextextended(
                row(note_id, authorization_id, trim_scale(units::numeric), reversed_at is null)::text, 0
            )::numeric
        )
    from ehr.authorization_usage
    where greatest(used_at, reversed_at) >= %(first)s
    group by to_char(greatest(used_at, reversed_at), 'YYYY-MM')
"""


class WarehouseLags(Exception):
    """The warehouse does not hold what the EHR does; names tables and parts of them."""


def wait(ehr: psycopg.Connection, warehouse: psycopg.Connection, first: date, last: date, seconds: float) -> None:
    """Wait until the warehouse holds what the EHR does of the service dates `first` to `last`.

    Where both are one database there is nothing to wait for. A part counts once it was the same at one look: people go
    on writing. Raises WarehouseLags after so many seconds.
    """
    if _are_one_database(ehr, warehouse):
        return
    give_up_at = time.monotonic() + seconds
    behind = _differing(ehr, warehouse, first, last)
    if behind:
        log.info("Waiting up to %.0f seconds for the warehouse, which lags behind the EHR: %s", seconds, _told(behind))
    while behind:
        if time.monotonic() > give_up_at:
            raise WarehouseLags(
                f"the warehouse lags behind the EHR, after {seconds:.0f} seconds still: {_told(behind)} differ. "
                "Nothing is decided by what is out of date: see to the replication, and run again"
            )
        time.sleep(PAUSE_SECONDS)
        behind &= _differing(ehr, warehouse, first, last)


def _are_one_database(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> bool:
    """Whether a lock that one of them holds is in the other's way: an advisory lock is of one database."""
    key = secrets.randbits(62)
    with ehr.transaction(), warehouse.transaction():
        ehr.execute("select pg_advisory_xact_lock(%s::bigint)", [key])
        return warehouse.execute("select pg_try_advisory_xact_lock(%s::bigint)", [key]).fetchone() == (False,)


def _differing(ehr: psycopg.Connection, warehouse: psycopg.Connection, first: date, last: date) -> set[tuple[str, str]]:
    found, expected = (_marker(connection, first, last) for connection in (warehouse, ehr))
    return {part for part in found.keys() | expected.keys() if found.get(part) != expected.get(part)}


def _marker(connection: psycopg.Connection, first: date, last: date) -> Marker:
    def read() -> Marker:
        # Two servers may write dates and times in two ways.
        connection.execute("set local datestyle = 'ISO, YMD'")
        connection.execute("set local timezone = 'UTC'")
        rows = connection.execute(_MARKER, {"first": first, "last": last}).fetchall()
        return {(table, part): marker for table, part, marker in rows}

    return transactions.run(connection, read)


def _told(parts: set[tuple[str, str]]) -> str:
    """The tables, each with how many of its parts and the last of them."""
    tables: dict[str, list[str]] = {}
    for table, part in sorted(parts, key=lambda one: (one[0], one[1] or "")):
        tables.setdefault(table, []).append(part or "no date")
    return ", ".join(
        f"ehr.{table} of {found[-1]}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")
        for table, found in tables.items()
    )
