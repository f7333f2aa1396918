"""Tasks on workers beside the scheduler, and one of them killed in the middle of its write-back.

PERDIEM_WORKERS says that all of Airflow is to be run so, which takes minutes, Redis and the packages of
requirements-workers.txt; PERDIEM_CLUSTER_... name an Airflow that is there. Without them only what is said and set is
looked at.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
import psutil
import psycopg
import pytest

from clinics.fault_clinic import EHR, MARTS, Contents, contents, count, environment
from helpers.databases import new_database
from helpers.fault_worker import Worker, wait_until
from helpers.homes import command, new_home
from perdiem import config
from perdiem.config import PROJECT_ROOT
from perdiem.runs import Run
from perdiem.warehouse import connections
from perdiem_local import postgres, services, workers
from perdiem_local.databases import DatabaseUrls
from perdiem_local.environment import airflow_environment, api_url
from perdiem_local.home import folder
from perdiem_local.installation import Installation, SetupFailed
from perdiem_local.request import BadRequest

URL = "postgresql://somebody:secret@db.example:5433/warehouse"
FIRST_NIGHT, SECOND_NIGHT = date(2016, 8, 2), date(2016, 8, 3)
MINUTES_FOR_A_LOST_WORKER = 8
DOUBLED = """
    select count(*)
    from (
        select from ehr.notes where origin = 'per_diem' and status <> 'void'
        group by program_id, client_id, service_date having count(*) > 1
    ) as doubled
"""

WRITTEN = """
    select count(*), count(*) filter (where usages = 1 and invoices = 1)
    from (
        select
            (select count(*) from ehr.authorization_usage where authorization_usage.note_id = notes.note_id) as usages,
            (select count(*) from ehr.invoices where invoices.note_id = notes.note_id) as invoices
        from ehr.notes
        inner join quality.runs on notes.dag_run_id = runs.run_id
        where notes.origin = 'per_diem' and runs.run_date = %s
    ) as written
"""

in_earnest = pytest.mark.skipif(
    not os.environ.get("PERDIEM_WORKERS") or shutil.which("redis-server") is None,
    reason="runs all of Airflow on workers, for minutes: set PERDIEM_WORKERS, and install redis-server",
)


def environment_with_workers(home: Path, **given: str) -> dict[str, str]:
    return workers.environment(home, airflow_environment(home, DatabaseUrls.of_one_user(URL), given))


@pytest.mark.parametrize("text", ["two", "-1", "17", "1.5"])
def test_a_number_of_workers_that_cannot_be_is_named(text: str) -> None:
    with pytest.raises(BadRequest, match=re.escape(f"WORKERS is '{text}': expected a whole number from 1 to 16")):
        workers.wanted(text)
    assert [workers.wanted(number) for number in ("", "0", "2")] == [0, 0, 2]


def test_without_workers_nothing_is_said_of_them(tmp_path: Path) -> None:
    given = airflow_environment(tmp_path, DatabaseUrls.of_one_user(URL), {})
    assert given["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert [name for name in given if "CELERY" in name] == []
    assert services._parts(tmp_path) == list(services.COMMANDS)
    assert not (tmp_path / "redis").exists()


def test_what_workers_need_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    with pytest.raises(SetupFailed, match=r"^WORKERS needs the program redis-server, which is not here"):
        workers.check_programs({"PATH": str(tmp_path)})
    workers.check_programs({"PATH": str(tmp_path), workers.BROKER: "redis://elsewhere.example"})
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupFailed, match=r"^WORKERS needs the packages of requirements-workers\.txt"):
        workers.check_programs(os.environ)


def test_a_worker_has_a_home_of_its_own_and_shares_what_people_and_others_look_at(tmp_path: Path) -> None:
    given = environment_with_workers(tmp_path, PERDIEM_WRITE_BACK="files")
    first, second = (workers.of_worker(Installation(tmp_path, URL, given), name) for name in workers.names(2))
    own = {name for name in first if first[name] != second[name]}
    assert own == {"PERDIEM_HOME", "AIRFLOW_HOME"}
    assert first["PERDIEM_HOME"] == str(tmp_path / "workers" / "worker-1")
    assert first["PERDIEM_STORE"] == str(tmp_path)
    assert config.load(first).export_folder == tmp_path / "exports"
    assert first["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    changed = {name for name in given if first[name] != given[name]}
    assert changed == {"PERDIEM_HOME", "AIRFLOW_HOME"}

    named = environment_with_workers(tmp_path, PERDIEM_STORE="s3://clinic/perdiem")
    third = workers.of_worker(Installation(tmp_path, URL, named), "worker-1")
    assert third["PERDIEM_STORE"] == "s3://clinic/perdiem"


def test_redis_is_this_home_s_on_loopback_with_a_password_that_no_command_line_shows(tmp_path: Path) -> None:
    given = environment_with_workers(tmp_path)
    password = re.match(r"redis://:([0-9a-f]{64})@127\.0\.0\.1:\d+/0$", given[workers.BROKER])
    assert password is not None
    of_parts = workers.commands(Installation(tmp_path, URL, given), 2)
    assert list(of_parts) == ["redis", "worker-1", "worker-2"]
    assert all("--skip-serve-logs" in of_parts[name] for name in workers.names(2)), "on all interfaces"
    assert not [word for words in of_parts.values() for word in words if password[1] in word]
    configuration = Path(of_parts["redis"][1])
    assert configuration.stat().st_mode & 0o077 == 0
    assert {"bind 127.0.0.1", f"requirepass {password[1]}"} <= set(configuration.read_text().splitlines())

    elsewhere = environment_with_workers(tmp_path, AIRFLOW__CELERY__BROKER_URL="redis://elsewhere.example")
    assert list(workers.commands(Installation(tmp_path, URL, elsewhere), 1)) == ["worker-1"]


def test_the_packages_of_workers_are_theirs_alone() -> None:
    pinned = {
        name: set(re.findall(r"(?m)^([a-z0-9.-]+)(?:\[.*\])?==", (PROJECT_ROOT / f"{name}.txt").read_text()))
        for name in ("requirements", "requirements-workers")
    }
    assert {"celery", "redis", "kombu"} <= pinned["requirements-workers"]
    assert {"celery", "redis", "kombu"}.isdisjoint(pinned["requirements"])
    finished = subprocess.run(
        ["make", "--dry-run", "up", "WORKERS=2"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert "packages.py --workers" in finished.stdout
    for without in ((), ("WORKERS=0",)):
        finished = subprocess.run(
            ["make", "--dry-run", "up", *without], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
        )
        assert "packages.py" in finished.stdout
        assert "--workers " not in finished.stdout.partition("\n")[0]


def test_of_workers_one_is_enough_for_a_night(tmp_path: Path) -> None:
    with ExitStack() as until_the_end:
        for name in (*services.COMMANDS, "redis", "worker-1", "worker-2"):
            sleeping = until_the_end.enter_context(subprocess.Popen(["sleep", "60"], start_new_session=True))
            until_the_end.callback(sleeping.kill)
            record = {"pid": sleeping.pid, "started": psutil.Process(sleeping.pid).create_time()}
            (folder(tmp_path, "services") / name).write_text(json.dumps(record))
        assert services.worker_count(tmp_path) == 2
        for killed, lacking in (("worker-1", []), ("worker-2", ["worker-1", "worker-2"])):
            services._signal(services._members(tmp_path, killed), signal.SIGKILL)
            wait_until(lambda: killed in services.dead(tmp_path), "it is dead")  # noqa: B023 called here
            assert services.lacking(tmp_path) == lacking
        assert services.stop(tmp_path)
        assert services._parts(tmp_path) == list(services.COMMANDS)


def test_a_database_soon_forgets_a_machine_that_is_gone(airflow_connections: None) -> None:
    """Else a retry elsewhere waits for its locks for hours."""
    for conn_id in (connections.WAREHOUSE, connections.EHR):
        with connections.connect(conn_id) as connection:
            settings = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
            idle, interval, count = (
                int(connection.execute("select current_setting(%s)", [name]).fetchone()[0]) for name in settings
            )
            assert 0 < idle + interval * count < 120, "before the task is tried again"


@dataclass(frozen=True)
class Up:
    """A home whose Airflow is up with two workers."""

    home: Path
    url: str

    def airflow(self, query: str) -> list[tuple[object, ...]]:
        """Ask Airflow's own tables."""
        with psycopg.connect(postgres.url(self.home, "perdiem_airflow")) as connection:
            return connection.execute(query.encode()).fetchall()

    def log(self, worker: str) -> str:
        return (self.home / "logs" / f"{worker}.log").read_text(errors="replace")

    @contextmanager
    def signed_in(self) -> Iterator[httpx.Client]:
        """Somebody at the UI."""
        password = json.loads((self.home / "secrets" / "airflow_logins.json").read_text())["admin"]
        with httpx.Client(base_url=api_url(self.home), trust_env=False, timeout=60) as client:
            sign_in(client, "admin", password)
            yield client


def sign_in(client: httpx.Client, username: str, password: str) -> None:
    answer = client.post("/auth/token", json={"username": username, "password": password})
    assert answer.status_code == 201, f"Airflow takes no login of {username}: {answer.status_code}"
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Up]:
    """Airflow with two workers on the sample clinic, whose first night has run."""
    installed = subprocess.run(
        [sys.executable, "tools/perdiem_local/packages.py", "--workers"], cwd=PROJECT_ROOT, check=False
    )
    assert installed.returncode == 0
    with new_home() as home:
        up = command(home, "up", "--workers=2")
        assert up.returncode == 0, up.stdout + up.stderr
        night = command(home, "run")
        assert night.returncode == 0, night.stdout + night.stderr
        yield Up(home, postgres.url(home))


@in_earnest
def test_two_workers_share_a_night_and_the_ui_has_its_report_its_logs_and_all_its_messages(two_workers: Up) -> None:
    home = two_workers.home
    done = {name: two_workers.log(name).count(" succeeded in ") for name in workers.names(2)}
    print(done)
    assert all(done.values()), "both did tasks"
    [(run_id,)] = two_workers.airflow("select run_id from dag_run where run_type = 'manual'")
    with two_workers.signed_in() as client:
        report = client.get(f"/per-diem-billing/reports/{quote(str(run_id), safe='')}")
        assert report.status_code == 200
        assert "</html>" in report.text
        for (task_id,) in two_workers.airflow("select task_id from task_instance"):
            path = f"/api/v2/dags/per_diem_billing/dagRuns/{quote(str(run_id), safe='')}/taskInstances/{task_id}/logs/1"
            log = client.get(path, headers={"Accept": "application/json"})
            assert log.status_code == 200
            events = [line["event"] for line in log.json()["content"]]
            assert "Could not read" not in log.text, task_id
            assert events[1].startswith(str(home / "logs" / "tasks")), "where it was read"
            assert len(events) > 3, "and what it says"
    with psycopg.connect(two_workers.url) as connection:
        query = "select count(*) from quality.messages where via = 'outbox'"
        assert connection.execute(query).fetchone() == (len(list((home / "outbox").glob("*.eml"))),)
    for name in workers.names(2):
        own = {path.name for path in (home / "workers" / name).iterdir()}
        assert own <= {"airflow", "dbt"}, "reports, messages and logs are where people look"
    assert not services.dead(home)


@in_earnest
def test_all_of_it_listens_on_loopback_alone_and_shows_no_secret(two_workers: Up) -> None:
    home = two_workers.home
    leaders = {services._pid(home, name) for name in services._parts(home)}
    listening = set()
    for entry in psutil.net_connections("inet"):
        with suppress(ProcessLookupError, PermissionError):
            if entry.status == psutil.CONN_LISTEN and entry.pid and os.getsid(entry.pid) in leaders:
                listening.add(entry.laddr.ip)
    assert listening == {"127.0.0.1"}
    password = (home / "secrets" / "redis").read_text()
    for path in home.rglob("*"):
        if path.is_file() and not {"secrets", "data"} & set(path.relative_to(home).parts):
            assert password.encode() not in path.read_bytes(), path


@in_earnest
def test_a_worker_killed_in_the_middle_of_its_write_back_bills_each_day_once(
    two_workers: Up, perdiem_home: Path
) -> None:
    home, url = two_workers.home, two_workers.url
    expected = undisturbed(two_workers, perdiem_home)
    night = subprocess.Popen(
        [sys.executable, "-m", "perdiem_local", "run", f"--run-date={SECOND_NIGHT}"],
        cwd=PROJECT_ROOT,
        env=os.environ | {"PERDIEM_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = "select from task_instance where task_id = 'decide' and state = 'running'"
    wait_until(lambda: two_workers.airflow(running), "it decides: nothing is given back any more", seconds=300)
    with psycopg.connect(url) as other:
        other.execute("lock table ehr.invoices in share mode")  # notes and usage are written by then
        wait_until(lambda: blocked_by(other), "the write-back waits for the invoices", seconds=300)
        [blocked] = blocked_by(other)
        killed = worker_at(home, blocked)
        for process in services._members(home, killed):
            process.send_signal(signal.SIGKILL)
        at = time.monotonic()
    said = night.communicate(timeout=60 * MINUTES_FOR_A_LOST_WORKER)[0]
    print(f"{killed} was killed; the night ended {time.monotonic() - at:.0f} s later")
    assert night.returncode == 0, said
    assert services.dead(home) == [killed]
    tries = two_workers.airflow(
        "select task_id, max(try_number) from task_instance group by 1 having max(try_number) > 1"
    )
    assert tries == [("write_back", 2)]

    assert_each_day_is_billed_once(url, SECOND_NIGHT)
    after = contents(url, EHR, MARTS)
    for table, rows in expected.items():
        assert after[table] == rows, table


def assert_each_day_is_billed_once(url: str, run_date: date) -> None:
    with psycopg.connect(url) as ehr:
        assert count(ehr, DOUBLED) == 0
        [(notes, whole)] = ehr.execute(WRITTEN, [run_date]).fetchall()
        assert notes == whole > 0, "each note has one usage and one invoice"


BLOCKED = """
    select client_port
    from pg_stat_activity
    inner join pg_locks using (pid)
    where not granted and %s = any(pg_blocking_pids(pid)) and application_name = 'perdiem'
"""


def blocked_by(connection: psycopg.Connection) -> list[int]:
    """The ports from which those of a night are connected that wait for what this connection has locked."""
    return [port for (port,) in connection.execute(BLOCKED, [connection.info.backend_pid])]


def worker_at(home: Path, client_port: int) -> str:
    """The worker one of whose processes is connected to the database from this port."""
    [pid] = {
        entry.pid
        for entry in psutil.net_connections("tcp")
        if entry.laddr.port == client_port
        and entry.raddr
        and entry.pid
        and entry.status == psutil.CONN_ESTABLISHED
        and entry.pid
        and psutil.Process(entry.pid).name() != "postgres"
    }
    session = os.getsid(pid)
    [name] = [name for name in workers.names(2) if services._pid(home, name) == session]
    return name


def undisturbed(two_workers: Up, work_home: Path) -> Contents:
    """What the second night comes to on a copy where nobody is killed."""
    server = postgres.url(two_workers.home, "postgres")
    today = datetime.now(ZoneInfo("America/New_York")).date()
    with new_database(server, "perdiem_undisturbed", "perdiem") as copy:
        run = Run("undisturbed", SECOND_NIGHT, lookback_days=90, dry_run=False, today=today)
        assert Worker(environment(copy, work_home, two_workers.home), run).error() is None
        return contents(copy, EHR, MARTS)


# The same in an Airflow elsewhere, such as one on Kubernetes. What it bills must be there for the test alone.
AIRFLOW, LOGIN, DATABASE, KILL = (
    f"PERDIEM_CLUSTER_{name}" for name in ("AIRFLOW_URL", "LOGIN", "DATABASE_URL", "KILL")
)
elsewhere = pytest.mark.skipif(
    not all(name in os.environ for name in (AIRFLOW, LOGIN, DATABASE, KILL)),
    reason=f"bills nights in an Airflow that is there: set {AIRFLOW}, {LOGIN}, {DATABASE} and {KILL}",
)
RUNS = "/api/v2/dags/per_diem_billing/dagRuns"
MINUTES_ELSEWHERE = 20  # each task may be a pod that is to be made first


@dataclass(frozen=True)
class Elsewhere:
    """Somebody who is signed in to that Airflow."""

    client: httpx.Client

    def start(self, run_date: date) -> str:
        """Have a night of this run date run; its address."""
        answer = self.client.post(RUNS, json={"logical_date": None, "conf": {"run_date": run_date.isoformat()}})
        assert answer.status_code == 200, answer.text
        return f"{RUNS}/{quote(answer.json()['dag_run_id'], safe='')}"

    def goes_on(self, night: str) -> bool:
        """Whether it has not ended well yet."""
        state = self.client.get(night).json()["state"]
        assert state != "failed", f"{night} failed: its log says why"
        return bool(state != "success")

    def tries(self, night: str) -> dict[str, int]:
        """How often each task was tried, once the night has ended well."""
        wait_until(lambda: not self.goes_on(night), "the night ends", seconds=60 * MINUTES_ELSEWHERE)
        tasks = self.client.get(f"{night}/taskInstances").json()["task_instances"]
        return {task["task_id"]: task["try_number"] for task in tasks}


@pytest.fixture
def airflow_elsewhere() -> Iterator[Elsewhere]:
    username, _, password = os.environ[LOGIN].partition(":")
    with httpx.Client(base_url=os.environ[AIRFLOW], timeout=60) as client:
        sign_in(client, username, password)
        yield Elsewhere(client)


@elsewhere
def test_a_night_elsewhere_has_its_report_and_its_logs_where_people_look(airflow_elsewhere: Elsewhere) -> None:
    night = airflow_elsewhere.start(FIRST_NIGHT)
    tries = airflow_elsewhere.tries(night)
    assert_each_day_is_billed_once(os.environ[DATABASE], FIRST_NIGHT)
    report = airflow_elsewhere.client.get(f"/per-diem-billing/reports/{night.rpartition('/')[2]}")
    assert report.status_code == 200
    assert "</html>" in report.text
    for task_id, number in tries.items():
        log = airflow_elsewhere.client.get(
            f"{night}/taskInstances/{task_id}/logs/{number}", headers={"Accept": "application/json"}
        )
        assert log.status_code == 200
        assert "Could not read" not in log.text, task_id
        assert len(log.json()["content"]) > 3, "and what it says"


@elsewhere
def test_a_task_killed_elsewhere_in_the_middle_of_its_write_back_bills_each_day_once(
    airflow_elsewhere: Elsewhere,
) -> None:
    night = airflow_elsewhere.start(SECOND_NIGHT)

    def decides() -> bool:
        task = airflow_elsewhere.client.get(f"{night}/taskInstances/decide").json()
        return airflow_elsewhere.goes_on(night) and bool(task["state"] == "running")

    seconds = 60 * MINUTES_ELSEWHERE
    wait_until(decides, "it decides: nothing is given back any more", seconds=seconds)
    with psycopg.connect(os.environ[DATABASE]) as other:
        other.execute("lock table ehr.invoices in share mode")  # notes and usage are written by then
        wait_until(lambda: blocked_by(other), "the write-back waits for the invoices", seconds=seconds)
        subprocess.run(os.environ[KILL], shell=True, check=True)
        wait_until(lambda: not blocked_by(other), "its transaction is gone", seconds=120)
    assert airflow_elsewhere.tries(night)["write_back"] == 2
    assert_each_day_is_billed_once(os.environ[DATABASE], SECOND_NIGHT)
