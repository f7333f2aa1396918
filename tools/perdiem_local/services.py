"""Airflow whole, in the background: its parts, each in a session of its own, as `make up` starts them.

They are four, and the workers and their Redis where some are asked for.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg

from perdiem.config import DAG_ID
from perdiem_local import workers
from perdiem_local.environment import api_url
from perdiem_local.home import folder
from perdiem_local.installation import Installation, Tell

# In the order in which they start. The scheduler comes last, once the others are well: a night that is due starts with
# it at once, asks the API server, and must find the DAG as it is now and not as an earlier command left it.
# All logs are on this machine: nobody needs the servers that would hand them out, on all interfaces.
COMMANDS = {
    "api-server": ["api-server"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
}
HEALTHY_WITHIN_SECONDS = 180
STOPS_WITHIN_SECONDS = 10


class ServicesFailed(Exception):
    """Airflow did not come up; the message names the part that failed and its log."""


def start(installation: Installation, tell: Tell, worker_count: int = 0) -> None:
    """Start what makes Airflow whole, and wait until all of it is healthy; tasks run in the scheduler, or on workers.

    Raises ServicesFailed, with all stopped.
    """
    home = installation.home
    stop(home)
    environments = {}
    more: dict[str, list[str]] = {}
    if worker_count:
        with_workers = workers.environment(home, installation.environment)
        installation = replace(installation, environment=with_workers)
        more = workers.commands(installation, worker_count)
        environments = {name: workers.of_worker(installation, name) for name in workers.names(worker_count)}
    airflow = {name: [sys.executable, "-m", "airflow", *command] for name, command in COMMANDS.items()}
    *others, scheduler = {**more, **airflow}
    try:
        for names in (others, [scheduler]):
            for name in names:
                _start(home, name, {**more, **airflow}[name], environments.get(name, installation.environment))
            _wait_until_healthy(installation, names, tell)
    except BaseException:
        stop(home)
        raise


def _start(home: Path, name: str, command: list[str], environment: dict[str, str]) -> None:
    log_before = _log(home, name).stat().st_size if _log(home, name).exists() else 0
    with open(_log(home, name), "ab") as log:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder(home, "airflow"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    started = psutil.Process(process.pid).create_time()
    record = {"pid": process.pid, "started": started, "log_before": log_before}
    (folder(home, "services") / name).write_text(json.dumps(record))


def _parts(home: Path) -> list[str]:
    """The parts of Airflow in this home: those that there always are, and what was started beside them."""
    started = sorted(path.name for path in (home / "services").glob("*"))
    return [*COMMANDS, *(name for name in started if name not in COMMANDS)]


def stop(home: Path) -> bool:
    """Stop every process that `start` started, at first asking, then harder; False if there was none."""
    parts = _parts(home)
    groups = {name: _members(home, name) for name in parts}
    members = [process for processes in groups.values() for process in processes]
    _signal(members, signal.SIGTERM)
    _, left = psutil.wait_procs(members, timeout=STOPS_WITHIN_SECONDS)
    # Asked anew: what was started meanwhile belongs to the sessions too.
    _signal([*left, *(process for name in parts for process in _members(home, name))], signal.SIGKILL)
    psutil.wait_procs(left, timeout=STOPS_WITHIN_SECONDS)
    for name in parts:
        (home / "services" / name).unlink(missing_ok=True)
    return bool(members)


def dead(home: Path) -> list[str]:
    """The parts of Airflow that do not run in this home."""
    return [
        name for name in _parts(home) if not any(process.pid == _pid(home, name) for process in _members(home, name))
    ]


def lacking(home: Path) -> list[str]:
    """The parts that do not run and without which no night gets on: of workers one is enough."""
    gone = dead(home)
    of_workers = _workers(home)
    return gone if of_workers <= set(gone) else [name for name in gone if name not in of_workers]


def is_running(home: Path) -> bool:
    """Whether all of Airflow runs in this home."""
    return not dead(home)


def worker_count(home: Path) -> int:
    """How many workers were started with Airflow in this home."""
    return len(_workers(home))


def _workers(home: Path) -> set[str]:
    return set(_parts(home)) & set(workers.names(workers.MOST_WORKERS))


def _pid(home: Path, name: str) -> int | None:
    record = _record(home, name)
    return int(record["pid"]) if record else None


def _record(home: Path, name: str) -> dict[str, float]:
    """The process id of a part's leader, and when it began, in seconds of the epoch; empty where it was not started."""
    path = home / "services" / name
    record: dict[str, float] = json.loads(path.read_text()) if path.exists() else {}
    return record


def _members(home: Path, name: str) -> list[psutil.Process]:
    """The living processes of a part's session. Its id may be another's by now: only as old as recorded it is ours."""
    record = _record(home, name)
    if not record:
        return []
    members = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError, PermissionError):
            if os.getsid(process.pid) == record["pid"] and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
    leaders = [process for process in members if process.pid == record["pid"]]
    if any(abs(leader.create_time() - record["started"]) > 1 for leader in leaders):
        return []
    return members


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _wait_until_healthy(installation: Installation, names: list[str], tell: Tell) -> None:
    give_up_at = time.monotonic() + HEALTHY_WITHIN_SECONDS
    unhealthy = names
    while unhealthy:
        time.sleep(0.5)
        for name in set(names) & set(dead(installation.home)):
            raise ServicesFailed(f"Airflow's {name} ended at once; see {_log(installation.home, name)}")
        still = [name for name in _unhealthy(installation) if name in names]
        for name in [name for name in unhealthy if name not in still]:
            tell(f"{name} is up")
        unhealthy = still
        if unhealthy and time.monotonic() > give_up_at:
            raise ServicesFailed(
                f"Airflow's {unhealthy[0]} is not healthy; see {_log(installation.home, unhealthy[0])}"
            )


def _unhealthy(installation: Installation) -> list[str]:
    """The parts that do not say they are well; the DAG processor is not before it has read the DAG since it began."""
    home = installation.home
    beside = {name for name in _parts(home) if name not in COMMANDS}
    healthy = {
        name for name in beside if (workers.redis_answers(home) if name == workers.REDIS else _is_ready(home, name))
    }
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        address = f"{api_url(home, installation.environment)}/api/v2/monitor/health"
        with direct.open(address, timeout=5) as answer:
            health = json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return [*COMMANDS, *(beside - healthy)]
    healthy |= {name.replace("_", "-") for name, part in health.items() if part.get("status") == "healthy"}
    with psycopg.connect(installation.metadata_url) as connection:
        query = "select from dag where dag_id = %s and not is_stale and last_parsed_time > to_timestamp(%s)"
        if not connection.execute(query, [DAG_ID, _record(home, "dag-processor")["started"]]).fetchall():
            healthy.discard("dag-processor")
    return [name for name in _parts(home) if name != "api-server" and name not in healthy]


def _is_ready(home: Path, worker: str) -> bool:
    """Whether a worker has said in its log, since it was started, that it waits for tasks."""
    with _log(home, worker).open("rb") as log:
        log.seek(int(_record(home, worker)["log_before"]))
        return workers.READY in log.read()


def _log(home: Path, name: str) -> Path:
    return folder(home, "logs") / f"{name}.log"
