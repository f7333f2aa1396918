"""A worker process of its own that carries out tasks of a night, and may be killed: what Airflow's executor starts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

from perdiem.runs import Run

CONTEXT = multiprocessing.get_context("forkserver")
# Imported once, in the process that workers are forked from: a worker is at work at once.
IMPORTED = "helpers.fault_worker_imports"
CONTEXT.set_forkserver_preload([IMPORTED])
SECONDS_FOR_A_NIGHT = 600


class Worker:
    """A process that is at work on a run, from the moment it is made."""

    def __init__(self, environment: Mapping[str, str], run: Run, *names: str) -> None:
        """`names` are of functions in tasks.py in the order to carry them out: "decide", or "check billable_days".

        Without any it is a whole night.
        """
        self._answer, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_work, args=(dict(environment), run.to_json(), names, theirs))
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        try:
            forkserver.ensure_running()
        finally:
            os.environ["PYTHONPATH"] = before or ""
        self._process.start()
        theirs.close()

    def kill(self) -> bool:
        """End it as `kill -9` does; whether it was still at work."""
        self._process.kill()
        self._process.join()
        return self._process.exitcode == -signal.SIGKILL

    def error(self) -> str | None:
        """Wait for its end; what its failure would be told as, or none."""
        try:
            if not self._answer.poll(SECONDS_FOR_A_NIGHT):
                self.kill()
                return "it did not end"
            error: str | None = self._answer.recv()
        except EOFError:
            error = "it was killed"
        self._process.join()
        return error


def wait_until(is_so: Callable[[], Any], what: str, seconds: float = 120, every: float = 0.2) -> None:
    """Ask until it is so, seldom, as asking costs what is waited for time; `every` few milliseconds for a moment."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, f"in {seconds} seconds it did not come to this: {what}"
        time.sleep(every)


def _work(environment: dict[str, str], run: dict[str, Any], names: tuple[str, ...], answer: Connection) -> None:
    # Its server began in another test, and may know of that one's mail server.
    for name in [name for name in os.environ if name.startswith(("AIRFLOW_CONN_PERDIEM_", "PERDIEM_"))]:
        del os.environ[name]
    os.environ.update(environment)
    assert IMPORTED in sys.modules, "the server of workers says nothing where it cannot import it"

    from helpers.night import run_tasks
    from perdiem import tasks
    from perdiem.warehouse import errors

    error = None
    try:
        if not names:
            params = {name: run[name] for name in ("run_date", "lookback_days", "dry_run", "refresh_history")}
            run_tasks(tasks.plan_run(run["run_id"], params, None))
        for name in names:
            task, *suite = name.split()
            getattr(tasks, task)(*suite, Run.from_json(run))
    except Exception as failure:
        error = errors.describe(failure)
    answer.send(error)
