"""Follows one run of the DAG in Airflow's own tables, and shows each task as it ends."""

import itertools
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import psycopg

POLL_SECONDS = 0.25
ENDED = {"success", "failed", "upstream_failed", "skipped", "removed"}

_TASKS = """
    select task_instance.task_id, task_instance.state, task_instance.start_date, task_instance.end_date
    from task_instance
    inner join dag_run on task_instance.dag_id = dag_run.dag_id and task_instance.run_id = dag_run.run_id
    where dag_run.dag_id = %(dag_id)s and dag_run.run_after = %(run_after)s
    order by task_instance.end_date, task_instance.start_date, task_instance.task_id
"""

_RUN = "select run_id, state from dag_run where dag_id = %(dag_id)s and run_after = %(run_after)s"


@dataclass(frozen=True)
class RunState:
    """run_id and state as in Airflow's dag_run; None before Airflow has made the run. failed_tasks: those to blame."""

    run_id: str | None
    state: str | None
    failed_tasks: tuple[str, ...] = ()


def follow(metadata_url: str, dag_id: str, run_after: datetime, is_over: Callable[[], bool]) -> RunState:
    """Show the tasks of a run as they end, until the run has ended or `is_over` says that nobody is working on it."""
    key = {"dag_id": dag_id, "run_after": run_after}
    shown: set[str] = set()
    with psycopg.connect(metadata_url, autocommit=True) as connection, _Spinner() as spinner:
        while True:
            over = is_over()  # asked first: what it did last is then seen below
            run_id, state = connection.execute(_RUN, key).fetchone() or (None, None)
            tasks = connection.execute(_TASKS, key).fetchall()
            for task_id, task_state, start, end in tasks:
                if task_state in ENDED and task_id not in shown:
                    shown.add(task_id)
                    spinner.clear()
                    print(_ended(task_id, task_state, start, end), flush=True)
            if over or state in ("success", "failed"):
                return RunState(run_id, state, tuple(task[0] for task in tasks if task[1] == "failed"))
            running = [(task_id, start) for task_id, task_state, start, _ in tasks if task_state == "running"]
            spinner.show(running)
            time.sleep(POLL_SECONDS)


def _ended(task_id: str, state: str, start: datetime | None, end: datetime | None) -> str:
    seconds = f"{(end - start).total_seconds():6.1f} s" if start and end and state != "upstream_failed" else " " * 8
    remark = {"success": "", "upstream_failed": "  not run"}.get(state, f"  {state.upper()}")
    return f"  {task_id:<24}{seconds}{remark}".rstrip()


class _Spinner:
    """One line that changes in place on a terminal; nothing at all elsewhere."""

    def __init__(self) -> None:
        self._frames = itertools.cycle("|/-\\")
        self._is_terminal = sys.stdout.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, running: list[tuple[str, datetime | None]]) -> None:
        if not self._is_terminal:
            return
        now = datetime.now(UTC)
        names = ", ".join(f"{task} {(now - start).total_seconds():.0f} s" for task, start in running if start)
        print(f"\r\x1b[K{next(self._frames)} {names or 'starting Airflow'}", end="", flush=True)

    def clear(self) -> None:
        if self._is_terminal:
            print("\r\x1b[K", end="", flush=True)
