"""The last runs: the one that published last is what the lists of the page are as of; and the one that decided last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from fastapi import HTTPException
from psycopg.rows import class_row

from perdiem import config
from perdiem.page import view
from perdiem.report import run_facts
from perdiem.warehouse import migrations

LISTED = """
    select run_id, run_date, state, dry_run, started_at
    from quality.runs
    order by started_at desc
    limit 30
"""

LAST = """
    select
        run_id, run_date, lookback_days, dry_run, published_at,
        (
            select later.run_date
            from quality.runs as later
            where later.state = 'running' and later.started_at > runs.started_at
            order by later.started_at desc
            limit 1
        ) as under_way
    from quality.runs
    where published_at is not null
    order by started_at desc
    limit 1
"""

LAST_FOR_GOOD = """
    select run_id
    from quality.runs
    where not dry_run and published_at is not null
    order by started_at desc
    limit 1
"""

DECIDING = """
    select
        run_id, runs.run_date, runs.run_date - runs.lookback_days as window_start, runs.dry_run,
        last_decision.decided_at
    from quality.last_decision
    inner join quality.runs using (run_id)
"""


@dataclass(frozen=True)
class DecidingRun:
    """The run whose decision the tables of schema intermediate hold."""

    run_id: str
    run_date: date
    window_start: date
    dry_run: bool
    decided_at: datetime


@dataclass(frozen=True)
class LastRun:
    """Its run date, the first service date that it looked at, and the run date of one that began since and goes on."""

    run_id: str
    run_date: date
    window_start: date
    is_dry: bool
    published_at: datetime
    under_way: date | None

    @property
    def next_date(self) -> date:
        """The run date of the next night."""
        return self.run_date + timedelta(days=1)

    @property
    def day_before_window(self) -> date:
        """The last of the days that the run left as they were decided last."""
        return self.window_start - timedelta(days=1)


def read(warehouse: psycopg.Connection) -> LastRun:
    """The last run that published. Raises NothingYet where none did."""
    _expect_runs(warehouse)
    row = warehouse.execute(LAST).fetchone()
    if row is None:
        raise view.NothingYet
    run_id, run_date, lookback_days, is_dry, published_at, under_way = row
    window_start = run_date - timedelta(days=lookback_days)
    published_at = published_at.astimezone(config.load().time_zone)
    return LastRun(run_id, run_date, window_start, is_dry, published_at, under_way)


def deciding(warehouse: psycopg.Connection) -> DecidingRun:
    """The run whose decision the tables hold. Raises NothingYet where no run has decided."""
    with warehouse.cursor(row_factory=class_row(DecidingRun)) as cursor:
        run = cursor.execute(DECIDING).fetchone()
    if run is None:
        raise view.NothingYet
    return run


def published_for_good(warehouse: psycopg.Connection) -> str | None:
    """The id of the last run that published what it wrote: of no dry run."""
    row = warehouse.execute(LAST_FOR_GOOD).fetchone()
    return str(row[0]) if row else None


def listed(warehouse: psycopg.Connection, time_zone: ZoneInfo) -> list[tuple[Any, ...]]:
    """The last runs to choose from, the last first. Raises NothingYet where there is none."""
    _expect_runs(warehouse)
    runs = warehouse.execute(LISTED).fetchall()
    if not runs:
        raise view.NothingYet
    return [(*run, started_at.astimezone(time_zone)) for *run, started_at in runs]


def facts(warehouse: psycopg.Connection, ehr: psycopg.Connection, run_id: str, time_zone: ZoneInfo) -> run_facts.Facts:
    """What a run came to, as its report has it. 404 for a run that there is not."""
    row = warehouse.execute("select error from quality.runs where run_id = %s", [run_id]).fetchone()
    if row is None:
        raise HTTPException(404, "There is no run of this id here. The last ones are in the list on the page")
    return run_facts.read(warehouse, ehr, run_id, row[0], time_zone)


def _expect_runs(warehouse: psycopg.Connection) -> None:
    """The first run makes the table of runs, and the first after an upgrade brings it up to date."""
    if not migrations.is_current(warehouse):
        raise view.NothingYet
