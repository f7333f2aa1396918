"""A whole night in this process: the tasks of the DAG, called in its order, without Airflow's start-up.

That the DAG has this order is what test_dag.py shows; test_nights.py runs the real one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

from perdiem import config, tasks
from perdiem.runs import Run

Result = TypeVar("Result")


def run_night(
    run_date: date,
    lookback_days: int = 90,
    dry_run: bool = False,
    refresh_history: bool = False,
    decide_all: bool = False,
    engine: str = "postgres",
) -> Run:
    """Run one night on the databases that the Airflow connections of the environment name."""
    params = {
        "run_date": run_date.isoformat(),
        "lookback_days": lookback_days,
        "dry_run": dry_run,
        "refresh_history": refresh_history,
        "decide_all": decide_all,
        "engine": engine,
    }
    run = tasks.plan_run(f"test__{uuid.uuid4()}", params, None)
    run_tasks(run)
    return run


def run_tasks(run: Run) -> None:
    """Run the tasks of a run that is entered in quality.runs."""
    apart(_run_tasks, run)


def apart(work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
    """What a function that uses dbt returns, called in a thread of its own.

    dbt looks through the whole stack of calls twenty times a start, and pytest's is deep.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work, *arguments, **named).result()


def _run_tasks(run: Run) -> None:
    settings = config.load()
    if settings.hands_over_files:
        tasks.take_answers(run)
    if settings.load_from:
        tasks.load_source(run)
    tasks.check("ehr_source", run)
    tasks.give_back_voided(run)
    tasks.decide(run)
    tasks.check("billable_days", run)
    tasks.write_back(run)
    tasks.publish(run)
    tasks.check("published_marts", run)
    if settings.hands_over_files:
        tasks.hand_over(run)
    tasks.notify_billers(run)
    tasks.notify_data_quality(run)
    tasks.close_run(run)
