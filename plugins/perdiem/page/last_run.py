"""What the lists of the page are as of: the last run that published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import psycopg

from perdiem.page import view
from perdiem.summary import AFTER_PUBLISH

LAST = """
    select run_date, lookback_days
    from quality.runs
    where state = 'success' or failed_task = any(%s)
    order by started_at desc
    limit 1
"""


@dataclass(frozen=True)
class LastRun:
    """Its run date, and the first service date that it looked at."""

    run_date: date
    window_start: date


def read(warehouse: psycopg.Connection) -> LastRun:
    """The last run that published. Raises NothingYet where none did."""
    if warehouse.execute("select to_regclass('quality.runs')").fetchone() == (None,):
        raise view.NothingYet
    row = warehouse.execute(LAST, [list(AFTER_PUBLISH)]).fetchone()
    if row is None:
        raise view.NothingYet
    run_date, lookback_days = row
    return LastRun(run_date, run_date - timedelta(days=lookback_days))
