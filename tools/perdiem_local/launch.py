"""Has the DAG run once, in one of two ways, and follows it to its end.

Where the home's Airflow is up, its scheduler runs the DAG; where it is not, a child process does, without a scheduler.
Never both: a scheduler would take up the tasks of a run that another process is working on.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import psycopg

from perdiem.config import DAG_ID
from perdiem.warehouse import errors
from perdiem_local import services
from perdiem_local.installation import Installation
from perdiem_local.progress import RunState, follow
from perdiem_local.request import Request


class LaunchFailed(Exception):
    """The DAG could not be run; the message says why, and what to do."""


def in_child(installation: Installation, request: Request, run_after: datetime, log: Path, lock: int) -> RunState:
    """Run the DAG in a child process, which holds `lock` as well; it ends with us. Raises LaunchFailed."""
    # A person is waiting: an error is shown at once, and not tried again for minutes.
    environment = {"PERDIEM_RETRIES": "0"} | installation.environment
    with _child("whole", request, run_after, log, environment, lock) as child:
        try:
            state = follow(installation.metadata_url, DAG_ID, run_after, lambda: child.poll() is not None)
            _ends(child, seconds=10)
            return state
        except psycopg.OperationalError as error:
            raise LaunchFailed(
                f"Airflow's own database is away ({errors.of_postgres(error)}), and the run was ended. "
                f"Nothing is half written: run again once it answers. The log is {log}"
            ) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
                if not _ends(child, seconds=2):
                    os.killpg(child.pid, signal.SIGKILL)
            with suppress(psycopg.OperationalError):  # the next run, or the next start of Airflow, does it
                end_abandoned(installation)


def by_scheduler(installation: Installation, request: Request, run_after: datetime, log: Path) -> RunState:
    """Have the scheduler that is up run the DAG. If we end first, the run goes on. Raises LaunchFailed."""
    if lacking := services.lacking(installation.home):
        raise LaunchFailed(
            f"Airflow is up in part, its {lacking[0]} is not: start it anew by `make down` and `make up`"
        )
    with psycopg.connect(installation.metadata_url) as connection:
        if connection.execute("select from dag where dag_id = %s and is_paused", [DAG_ID]).fetchall():
            raise LaunchFailed(f"the DAG {DAG_ID} is paused in Airflow: unpause it, then run again")
    with _child("trigger", request, run_after, log, installation.environment) as child:
        if child.wait() != 0:
            raise LaunchFailed(f"Airflow did not take the run; see {log}")
    state = follow(
        installation.metadata_url, DAG_ID, run_after, lambda: "scheduler" in services.dead(installation.home)
    )
    if state.state not in ("success", "failed"):
        raise LaunchFailed("Airflow was stopped while the run was under way: the run goes on when Airflow is up again")
    return state


def end_abandoned(installation: Installation) -> None:
    """Enter runs as failed whose child process is gone, or the next scheduler would take them up, or wait for them.

    To be called while no child is at work: under the home's lock `night`.
    """
    message = "the process that ran it was ended"
    with psycopg.connect(installation.metadata_url) as connection:
        abandoned = [
            run_id
            for (run_id,) in connection.execute(
                """
                update dag_run set state = 'failed', end_date = now()
                where dag_id = %s and triggered_by = 'TEST' and state in ('running', 'queued')
                returning run_id
                """,
                [DAG_ID],
            )
        ]
        connection.execute(
            """
            update task_instance set state = 'failed', end_date = now()
            where dag_id = %s and run_id = any(%s) and state in ('running', 'queued', 'scheduled', 'up_for_retry')
            """,
            [DAG_ID, abandoned],
        )
    if not abandoned:
        return
    with psycopg.connect(installation.connection_url("perdiem_warehouse")) as connection:
        if connection.execute("select to_regclass('quality.runs')").fetchone() == (None,):
            return
        connection.execute(
            "update quality.runs set state = 'failed', finished_at = now(), error = %s "
            "where run_id = any(%s) and state = 'running'",
            [message, abandoned],
        )


@contextmanager
def _child(
    how: str, request: Request, run_after: datetime, log: Path, environment: dict[str, str], *inherited: int
) -> Iterator[subprocess.Popen[bytes]]:
    arguments = json.dumps({"run_after": run_after.isoformat(), "conf": request.conf()})
    with open(log, "ab") as output:
        yield subprocess.Popen(
            [sys.executable, "-m", "perdiem_local.dag_run", how, arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for us, and we end it
            pass_fds=inherited,
        )


def _ends(child: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
