"""One run of the night: its date, its window, and its row in quality.runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from perdiem import config

if TYPE_CHECKING:
    import psycopg

PARAMS = ("run_date", "lookback_days", "dry_run", "refresh_history", "decide_all", "engine")

ENGINES = ("postgres", "duckdb", "spark")  # what builds the billing items of the whole history, where a run does


class BadParam(Exception):
    """A param of a run that cannot be used; the message names it, its value and what is expected."""


@dataclass(frozen=True)
class Run:
    """What all tasks of a run agree on. Days are calendar dates in the pipeline's time zone."""

    run_id: str
    run_date: date
    lookback_days: int
    dry_run: bool
    today: date
    refresh_history: bool = False  # compute the billing items of the whole history anew, not only the window's
    decide_all: bool = False  # decide what did not change as well, and compare it with what was carried over
    engine: str = "postgres"

    @property
    def builds_history_elsewhere(self) -> bool:
        """Whether another engine than the warehouse computes the billing items of the whole history."""
        return self.refresh_history and self.engine != "postgres"

    @property
    def window_start(self) -> date:
        """The first service date that the run looks at; run_date is the last."""
        return self.run_date - timedelta(days=self.lookback_days)

    def to_json(self) -> dict[str, Any]:
        """As Airflow passes it from task to task."""
        return {
            "run_id": self.run_id,
            "run_date": self.run_date.isoformat(),
            "lookback_days": self.lookback_days,
            "dry_run": self.dry_run,
            "today": self.today.isoformat(),
            "refresh_history": self.refresh_history,
            "decide_all": self.decide_all,
            "engine": self.engine,
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> Run:
        """The inverse of `to_json`."""
        return Run(
            run_id=values["run_id"],
            run_date=date.fromisoformat(values["run_date"]),
            lookback_days=values["lookback_days"],
            dry_run=values["dry_run"],
            today=date.fromisoformat(values["today"]),
            refresh_history=values["refresh_history"],
            decide_all=values["decide_all"],
            engine=values["engine"],
        )


def check_params(params: Mapping[str, Any]) -> None:
    """Refuse what Airflow lets through: a name that is mistyped, and a date without a window. Raises BadParam."""
    if unknown := sorted(params.keys() - PARAMS):
        raise BadParam(f"there is no param {unknown[0]!r}: expected {', '.join(PARAMS[:-1])} or {PARAMS[-1]}")
    run_date = params["run_date"]
    if run_date and date.fromisoformat(run_date) < config.FIRST_RUN_DATE:
        raise BadParam(f"param run_date is {run_date!r}: expected a date from {config.FIRST_RUN_DATE} on")
    engine = params.get("engine", ENGINES[0])
    if engine not in ENGINES:
        raise BadParam(f"param engine is {engine!r}: expected {' or '.join(ENGINES)}")


def resolve_run_date(run_date_param: str | None, logical_date: datetime | None, now: datetime) -> date:
    """The run date: the one asked for, else the logical date's, else today's.

    `logical_date` and `now` are in the pipeline's time zone. A run started by hand or by an asset has no logical date.
    """
    if run_date_param:
        return date.fromisoformat(run_date_param)
    return (logical_date or now).date()


def is_beyond_the_sample(warehouse: psycopg.Connection, run: Run) -> bool:
    """Whether the EHR is the sample clinic, and has no note in the run's window: that of any other EHR went missing."""
    mark = warehouse.execute("select obj_description(to_regnamespace('ehr')::oid, 'pg_namespace')").fetchone()
    if mark != (config.SAMPLE_MARK,):
        return False
    notes = "select exists (select from ehr.notes where service_date between %s and %s)"
    return warehouse.execute(notes, (run.window_start, run.run_date)).fetchone() == (False,)


def start(warehouse: psycopg.Connection, run: Run, now: datetime) -> None:
    """Enter the run as running. A retry starts it anew."""
    with warehouse.transaction():
        warehouse.execute(
            """
            insert into quality.runs (run_id, run_date, lookback_days, dry_run, today, started_at, state)
            values (%s, %s, %s, %s, %s, %s, 'running')
            on conflict (run_id) do update set
                started_at = excluded.started_at, finished_at = null, decided_at = null, published_at = null,
                state = 'running', failed_task = null, error = null, pruned_at = null
            """,
            (run.run_id, run.run_date, run.lookback_days, run.dry_run, run.today, now),
        )
        # What an earlier attempt of this run found must not decide this one, nor be told as its own.
        warehouse.execute("delete from quality.settled_days where run_id = %s", (run.run_id,))
        warehouse.execute("delete from quality.check_results where run_id = %s", (run.run_id,))
        warehouse.execute("delete from quality.run_figures where run_id = %s", (run.run_id,))
        warehouse.execute("delete from quality.run_days where run_id = %s", (run.run_id,))


def decided(warehouse: psycopg.Connection, run_id: str, now: datetime) -> None:
    """Enter that the run has decided its days. What an earlier attempt of it published is not what it decided now."""
    warehouse.execute(
        "update quality.runs set decided_at = %s, published_at = null, pruned_at = null where run_id = %s",
        (now, run_id),
    )


def published(warehouse: psycopg.Connection, run_id: str, now: datetime) -> None:
    """Enter that the run has published the marts."""
    warehouse.execute("update quality.runs set published_at = %s where run_id = %s", (now, run_id))


def is_published(warehouse: psycopg.Connection, run_date: date) -> bool:
    """Whether a run of the date, and no dry one, has published the marts."""
    query = "select exists (select from quality.runs where run_date = %s and not dry_run and published_at is not null)"
    return warehouse.execute(query, (run_date,)).fetchone() == (True,)


def finish(warehouse: psycopg.Connection, run_id: str, now: datetime) -> None:
    """Enter the run as done."""
    warehouse.execute(
        """
        update quality.runs set state = 'success', finished_at = %s, failed_task = null, error = null
        where run_id = %s
        """,
        (now, run_id),
    )


def fail(warehouse: psycopg.Connection, run_id: str, task_id: str, error: str, now: datetime) -> None:
    """Enter the run as failed, with the task that failed and why."""
    warehouse.execute(
        "update quality.runs set state = 'failed', finished_at = %s, failed_task = %s, error = %s where run_id = %s",
        (now, task_id, error, run_id),
    )
