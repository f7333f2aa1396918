"""Nights that are measured: the product's by `make run`'s own command, the hand-written one step by step."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date

import psutil
import psycopg

from bench import baseline, home, measure
from bench.baseline import Scope
from bench.home import Databases
from bench.measure import Cost, Recording
from perdiem.config import PROJECT_ROOT
from perdiem_local.installation import Installation

WHOLE = "the whole"
START, END = "start", "end"
LAST_RUN = """
    select dag_run.run_id, task_instance.task_id,
        extract(epoch from task_instance.start_date)::float8, extract(epoch from task_instance.end_date)::float8
    from dag_run
    inner join task_instance on dag_run.dag_id = task_instance.dag_id and dag_run.run_id = task_instance.run_id
    where dag_run.id = (select max(id) from dag_run)
    order by task_instance.start_date
"""

# What each task had before it, or made.
ROWS = {
    "check_source": "select count(*) from ehr.notes where service_date between %(first)s and %(last)s",
    "decide": "select count(*) from marts.fct_per_diem_days where service_date between %(first)s and %(last)s",
    "write_back": "select count(*) from quality.settled_days where run_id = %(run_id)s and outcome = 'written'",
    "publish": "select count(*) from marts.fct_billing_items where service_date between %(first)s and %(last)s",
    "notify_billers": "select count(*) from ehr.alerts where status = 'open'",
}


class RunFailed(Exception):
    """A night that was to be measured failed; the message is the end of what it printed."""


@dataclass(frozen=True)
class Night:
    """What each step of a night cost, the whole among them, and how many rows it was about."""

    costs: dict[str, Cost]
    rows: dict[str, int]
    recording: Recording


def product(installation: Installation, databases: Databases, run_date: date | None, *, refresh: bool = False) -> Night:
    """Run a night by `make run`'s command; without a run date that of the sample. Raises RunFailed."""
    command = [sys.executable, "-m", "perdiem_local", "run", f"--run-date={run_date or ''}"]
    command += [f"--refresh-history={int(refresh)}"]
    start = time.time()
    with subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        env=home.environment(installation.home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        try:
            with measure.recording(psutil.Process(child.pid), databases.process, databases.url) as recording:
                printed = child.communicate()[0]
        finally:
            child.terminate()  # which ends the night with it
    end = time.time()
    if child.returncode != 0:
        raise RunFailed(printed[-2000:])
    with psycopg.connect(installation.metadata_url) as metadata:
        tasks = metadata.execute(LAST_RUN).fetchall()
    costs = {START: recording.between(start, tasks[0][2])}
    costs |= {task: recording.between(begun, ended) for _, task, begun, ended in tasks}
    costs |= {END: recording.between(max(task[3] for task in tasks), end), WHOLE: recording.between(start, end)}
    with databases.connect(home.PRODUCT) as connection:
        rows = _rows(connection, tasks[0][0], refresh)
    return Night(costs, rows, recording)


def hand_written(databases: Databases, run_date: date, scope: Scope) -> Night:
    """Run the hand-written night."""
    begun: list[tuple[str, float]] = []
    with databases.connect(home.BASELINE) as connection:
        with measure.recording(psutil.Process(), databases.process, databases.url) as recording:
            start = time.time()
            for step in baseline.run(connection, run_date, scope):
                begun.append((step, time.time()))
            end = time.time()
        written = connection.execute("select count(*) from work.written").fetchone()
    costs = {"clear up": recording.between(start, begun[0][1])}
    ends = [at for _, at in begun[1:]] + [end]
    costs |= {step: recording.between(at, until) for (step, at), until in zip(begun, ends, strict=True)}
    costs[WHOLE] = recording.between(start, end)
    assert written is not None
    return Night(costs, {"write back": written[0]}, recording)


def _rows(connection: psycopg.Connection, run_id: str, refresh: bool) -> dict[str, int]:
    run = connection.execute("select run_date, lookback_days from quality.runs where run_id = %s", [run_id]).fetchone()
    assert run is not None
    run_date, lookback_days = run
    counts = {}
    for task, query in ROWS.items():
        first = date.min if refresh and task == "publish" else date.fromordinal(run_date.toordinal() - lookback_days)
        values = {"run_id": run_id, "first": first, "last": run_date}
        row = connection.execute(query.encode(), values).fetchone()
        assert row is not None
        counts[task] = int(row[0])
    return counts
