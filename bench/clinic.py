"""The clinic that is measured: as many notes as are asked for, made within the database, the same for the same size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from perdiem import config

HERE = Path(__file__).parent
FIRST_NIGHT = date(2026, 6, 25)  # a Thursday: the day that becomes due in the next night is one that people attend
NEXT_NIGHT = FIRST_NIGHT + timedelta(days=1)
NOTES_A_DAY = 8.4
ATTENDED_DAYS = 32.5  # of an episode: 9 weeks of 4 days, less those that somebody stays away

# What the SQL is given: constants, which PostgreSQL plans with.
_CONSTANTS = """
    create schema bench;
    create function bench.run_date() returns date immutable parallel safe return {run_date}::date;
    create function bench.days() returns integer immutable parallel safe return {days}::integer;
    create function bench.episodes() returns integer immutable parallel safe return {episodes}::integer;
    create function bench.clinicians() returns integer immutable parallel safe return {clinicians}::integer;
"""


@dataclass(frozen=True)
class Size:
    """About how many notes, and over how many days: as many notes a day mean nights of as much work."""

    notes: int
    days: int

    @property
    def episodes(self) -> int:
        """How many stays have that many notes. They begin up to twelve weeks before the first day."""
        return max(20, round(self.notes / (NOTES_A_DAY * ATTENDED_DAYS) * (self.days + 84) / self.days))

    @property
    def clinicians(self) -> int:
        return max(30, round(self.notes / self.days / 9))


def build(connection: psycopg.Connection, size: Size) -> None:
    """Make the EHR's tables and fill them, in a database that has no schema `ehr`. One transaction."""
    with connection.transaction():
        connection.execute("set local synchronous_commit = off; set local work_mem = '256MB'")
        connection.execute((config.SQL / "ehr_contract.sql").read_bytes())
        constants = sql.SQL(_CONSTANTS).format(
            run_date=sql.Literal(FIRST_NIGHT),
            days=sql.Literal(size.days),
            episodes=sql.Literal(size.episodes),
            clinicians=sql.Literal(size.clinicians),
        )
        connection.execute(constants)
        connection.execute((HERE / "clinic.sql").read_bytes())


def change(connection: psycopg.Connection) -> None:
    """Do what people do between the first night and the next one. One transaction."""
    with connection.transaction():
        connection.execute((HERE / "changes.sql").read_bytes())
