"""The hand-written night: baseline.sql, run step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql

HERE = Path(__file__).parent
LOOKBACK_DAYS = 90
_STEP = re.compile(r"^-- step: (.+)$", re.MULTILINE)

Scope = Literal["history", "window", "changed"]

# The night's own memory and cores, and statistics that are good enough for joins; the rest is as the server has it.
_SETTINGS = """
    set client_min_messages = warning;
    set work_mem = '256MB';
    set hash_mem_multiplier = 4;
    set min_parallel_table_scan_size = '4MB';
    set parallel_setup_cost = 100;
    set default_statistics_target = 10;
"""

_GIVEN = """
    drop schema if exists work cascade;
    create schema work;
    create function work.run_id() returns text immutable parallel safe return {run_id}::text;
    create function work.run_date() returns date immutable parallel safe return {run_date}::date;
    create function work.window_start() returns date immutable parallel safe return {window_start}::date;
    create function work.scope() returns text immutable parallel safe return {scope}::text;
    create function work.read_from() returns date immutable parallel safe return {read_from}::date;
"""


def prepare(connection: psycopg.Connection) -> None:
    """Make the empty marts of the hand-written night."""
    connection.execute((HERE / "baseline_marts.sql").read_bytes())


def run(connection: psycopg.Connection, run_date: date, scope: Scope) -> Iterator[str]:
    """Run one night; yields the name of each step before it is begun. The connection is in autocommit mode."""
    window_start = run_date - timedelta(days=LOOKBACK_DAYS)
    # None of the notes of a date is taken as such where only changed client-days are looked at.
    read_from = {"history": "-infinity", "window": str(window_start), "changed": "infinity"}[scope]
    with connection.transaction():
        connection.execute(_SETTINGS)
        given = sql.SQL(_GIVEN).format(
            run_id=sql.Literal(f"by hand, {datetime.now(UTC).isoformat()}"),
            run_date=sql.Literal(run_date),
            window_start=sql.Literal(window_start),
            scope=sql.Literal(scope),
            read_from=sql.Literal(read_from),
        )
        connection.execute(given)
    _, *parts = _STEP.split((HERE / "baseline.sql").read_text())
    for name, statements in zip(parts[::2], parts[1::2], strict=True):
        yield name
        with connection.transaction():
            connection.execute(statements.encode())
