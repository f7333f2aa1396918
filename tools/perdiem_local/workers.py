"""Tasks on workers beside the scheduler, as `make up WORKERS=2` has them: Celery's, fed by a Redis of this home.

A worker keeps what it needs for itself (Airflow's home, dbt's parsed project) in a home of its own, and finds
databases, secrets and addresses in its environment. Reports, messages and logs of tasks go where this home has them.
"""

import importlib.util
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from perdiem_local.home import folder, free_port, port, secret
from perdiem_local.installation import Installation, SetupFailed
from perdiem_local.request import BadRequest

MOST_WORKERS = 16
REDIS = "redis"
READY = b" ready."  # what Celery logs of a worker once it waits for tasks
BROKER = "AIRFLOW__CELERY__BROKER_URL"


def wanted(text: str) -> int:
    """How many workers are asked for, 0 where nothing is said. Raises BadRequest."""
    if text and not (text.isdecimal() and int(text) <= MOST_WORKERS):
        raise BadRequest(f"WORKERS is {text!r}: expected a whole number from 1 to {MOST_WORKERS}, or 0 for none")
    return int(text or 0)


def check_programs(environment: Mapping[str, str]) -> None:
    """Raises SetupFailed where what hands out tasks is not there."""
    if importlib.util.find_spec("celery") is None:
        raise SetupFailed("WORKERS needs the packages of requirements-workers.txt: `make up WORKERS=2` installs them")
    if BROKER not in environment and shutil.which("redis-server", path=environment.get("PATH")) is None:
        raise SetupFailed(
            "WORKERS needs the program redis-server, which is not here (in Debian: `apt-get install redis-server`), or "
            f"a server elsewhere, named by {BROKER}"
        )


def names(count: int) -> list[str]:
    """What the workers are called, among Airflow's parts and in Celery."""
    return [f"worker-{number}" for number in range(1, count + 1)]


def environment(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """What every part of Airflow is to know where tasks go to workers, beside what is `given`."""
    if BROKER not in given:
        free_port(home, REDIS)
    return {
        BROKER: _broker(home),
        "AIRFLOW__CELERY__WORKER_CONCURRENCY": "2",
        # A task that says nothing for so long is taken for lost with its worker, and tried again on another one.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
        # Longer than any task may take: what Redis hands out again after it is of a worker that is gone.
        "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "10800",
        **given,
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
    }


def commands(installation: Installation, count: int) -> dict[str, list[str]]:
    """How the server of the queue is started, if it is this home's, and each worker: by the names of these parts."""
    # Logs of tasks are in one folder of this machine: nobody needs the servers that would hand them out, on all
    # interfaces.
    worker = [sys.executable, "-m", "airflow", "celery", "worker", "--skip-serve-logs", "--celery-hostname"]
    of_workers = {name: [*worker, name] for name in names(count)}
    if installation.environment[BROKER] != _broker(installation.home):
        return of_workers
    return {REDIS: ["redis-server", str(_configuration(installation.home))], **of_workers}


def of_worker(installation: Installation, name: str) -> dict[str, str]:
    """The environment of a worker: that of all parts, with a home of its own."""
    home = installation.home
    own = folder(home, "workers", name)
    given = installation.environment
    return {
        **given,
        "PERDIEM_STORE": given.get("PERDIEM_STORE") or str(home),
        "PERDIEM_HOME": str(own),
        "AIRFLOW_HOME": str(folder(own, "airflow")),
    }


def redis_answers(home: Path) -> bool:
    """Whether the home's Redis takes its password and answers."""
    try:
        with socket.create_connection(("127.0.0.1", port(home, REDIS) or 0), timeout=5) as connection:
            connection.sendall(f"AUTH {secret(home, REDIS)}\r\nPING\r\n".encode())
            answer = connection.makefile("rb")
            return answer.readline() + answer.readline() == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False


def _broker(home: Path) -> str:
    return f"redis://:{secret(home, REDIS)}@127.0.0.1:{port(home, REDIS)}/0"


def _configuration(home: Path) -> Path:
    """Redis's configuration, among the secrets: on a command line everybody would read the password.

    The queue is kept on disk, so that what waits in it outlasts the server.
    """
    path = folder(home, "secrets") / "redis.conf"
    path.touch(mode=0o600)
    path.write_text(
        f"bind 127.0.0.1\nport {port(home, REDIS)}\nrequirepass {secret(home, REDIS)}\n"
        f'dir "{folder(home, REDIS)}"\nappendonly yes\nsave ""\ndaemonize no\n'
    )
    return path
