"""docker-compose.yml without Docker: each service's command, run here with the environment that the file gives it.

What a container has to itself is put in its place: names of hosts, paths, and ports. PERDIEM_COMPOSE says that all of
Airflow is to be run so, which takes minutes.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import yaml
from airflow.configuration import conf

from clinics.small_clinic import authorization, build, client, note
from helpers.databases import CONTRACT
from helpers.homes import server_folder
from helpers.mail_servers import Mailbox, listening
from perdiem import config, store
from perdiem.config import PROJECT_ROOT
from perdiem.store import Objects
from perdiem_local.server_place import ServerPlace, server_place

COMPOSE = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
AIRFLOW = ("setup", "api-server", "scheduler", "dag-processor", "triggerer")

# ${NAME}, ${NAME:-default}, ${NAME:?}; the innermost first, as a default may hold another.
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^{}]*))?\}")
SIZE = re.compile(r"(\d+)([mg])")
PINNED = re.compile(r"[a-z/]+:v?\d+\.\d+(\.\d+)?(-[\w-]+)?")
HEALTHY_WITHIN_SECONDS = 300


class NotSet(Exception):
    """A variable that the file asks for and nobody set."""


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    """A text of the file, as Compose reads it where these variables are set."""

    def value(found: re.Match[str]) -> str:
        name, kind, otherwise = found.groups()
        if set_to := variables.get(name, ""):
            return set_to
        if kind == "?":
            raise NotSet(name)
        return otherwise or ""

    while VARIABLE.search(text):
        text = VARIABLE.sub(value, text)
    return text


def asked_for() -> set[str]:
    """The variables that the file has no default for."""
    return {
        found[1] for found in VARIABLE.finditer((PROJECT_ROOT / "docker-compose.yml").read_text()) if found[2] == "?"
    }


def environment_of(service: str, variables: Mapping[str, str]) -> dict[str, str]:
    """A service's environment: what has no value in the file is taken from outside, if it is there."""
    given = SERVICES[service].get("environment", {})
    named = {
        name: variables.get(name) if value is None else interpolated(str(value), variables)
        for name, value in given.items()
    }
    return {name: value for name, value in named.items() if value is not None}


@dataclass
class Machine:
    """Where the containers' hosts, ports and folders are on this machine."""

    folder: Path
    place: ServerPlace
    variables: dict[str, str]
    ports: dict[str, int]
    mailbox: Mailbox
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    most_memory: dict[str, int] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """A text of the file with what this machine has in the place of a container's."""
        for there, port in (("postgres:5432", "postgres"), ("mail:1025", "mail"), ("api-server:8080", "api")):
            text = text.replace(there, f"127.0.0.1:{self.ports[port]}")
        text = text.replace("127.0.0.1:8080", f"127.0.0.1:{self.ports['api']}").replace(
            "--port 8080", f"--port {self.ports['api']}"
        )
        text = text.replace("127.0.0.1:8974", f"127.0.0.1:{self.ports['health']}").replace("0.0.0.0", "127.0.0.1")
        return text.replace("/opt/perdiem", str(PROJECT_ROOT)).replace("/var/lib/perdiem", str(self.folder / "home"))

    def environment(self, service: str) -> dict[str, str]:
        """The service's environment and no more of this machine's than where programs are."""
        named = {name: self.here(value) for name, value in environment_of(service, self.variables).items()}
        path = os.pathsep.join([str(Path(sys.executable).parent), str(self.place.programs), os.defpath])
        own = {"PATH": path, "HOME": str(self.folder), "PGPORT": str(self.ports["postgres"])}
        health = {"HOST": "127.0.0.1", "PORT": str(self.ports["health"])}
        return (
            own
            | named
            | {f"AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_{name}": value for name, value in health.items()}
        )

    def run(self, service: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as in the service's container."""
        return subprocess.run(
            [self.here(word) for word in command],
            env=self.environment(service),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def psql(self, *arguments: str) -> None:
        """Run psql as the image's entry point does, and as the head of the file says."""
        password = {"PGPASSWORD": self.variables["POSTGRES_PASSWORD"], "PGHOST": "127.0.0.1"}
        finished = subprocess.run(
            [str(self.place.programs / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *arguments],
            env={**self.environment("postgres"), **password},
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr

    def url(self, user: str, password: str, database: str = "perdiem") -> str:
        return f"postgresql://{user}:{self.variables[password]}@127.0.0.1:{self.ports['postgres']}/{database}"

    def is_healthy(self, service: str) -> bool:
        kind, *test = SERVICES[service]["healthcheck"]["test"]
        assert kind == "CMD"
        return self.run(service, test).returncode == 0

    def start(self, service: str) -> None:
        """Start a service once what it depends on is as far as the file says."""
        for name, needed in SERVICES[service].get("depends_on", {}).items():
            if needed["condition"] == "service_completed_successfully":
                assert self.running[name].wait(600) == 0, self.log(name).read_text()[-5000:]
            else:
                self.wait_until_healthy(name)
        with open(self.log(service), "wb") as log:
            self.running[service] = subprocess.Popen(
                shlex.split(self.here(SERVICES[service]["command"])),
                env=self.environment(service),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_healthy(self, service: str) -> None:
        give_up_at = time.monotonic() + HEALTHY_WITHIN_SECONDS
        while not self.is_healthy(service):
            ended = service in self.running and self.running[service].poll() is not None
            if ended or time.monotonic() > give_up_at:
                pytest.fail(self.log(service).read_text()[-5000:])
            time.sleep(1)

    def log(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def note_memory(self) -> None:
        """Keep the most that each service was seen to use; what processes share is shared out among them."""
        for service, leader in self.running.items():
            used = 0
            for process in session(leader):
                with suppress(psutil.Error):
                    used += process.memory_full_info().pss
            self.most_memory[service] = max(used, self.most_memory.get(service, 0))

    def stop(self) -> None:
        for service in reversed(self.running):
            members = session(self.running[service])
            for process in members:
                with suppress(psutil.Error):
                    process.terminate()
            _, left = psutil.wait_procs(members, timeout=15)
            for process in left:
                with suppress(psutil.Error):
                    process.kill()
            self.running[service].wait()


def session(leader: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The processes of a service: what it started stays in its session, unless it made one of its own."""
    with suppress(psutil.Error):
        own = psutil.Process(leader.pid)
        return [own, *own.children(recursive=True)]
    return []


@contextmanager
def postgres(machine: Machine) -> Iterator[None]:
    """The service postgres, as the entry point of its image makes and starts it."""
    given, place = environment_of("postgres", machine.variables), machine.place
    password_file = place.folder / "password"
    password_file.write_text(given["POSTGRES_PASSWORD"])
    place.give_to_owner(password_file)
    made = place.run(
        "initdb",
        *(f"--pgdata={place.data}", f"--username={given['POSTGRES_USER']}", f"--pwfile={password_file}"),
        *("--auth=scram-sha-256", *shlex.split(given["POSTGRES_INITDB_ARGS"])),
    )
    assert made.returncode == 0, made.stdout
    _, *options = shlex.split(SERVICES["postgres"]["command"])
    options += [
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-p",
        str(machine.ports["postgres"]),
    ]
    started = place.run(
        *("pg_ctl", "start", "--wait", f"--pgdata={place.data}", f"--log={place.log}"),
        f"--options={shlex.join(options)}",
    )
    assert started.returncode == 0, started.stdout
    try:
        as_user = f"--username={given['POSTGRES_USER']}"
        machine.psql(as_user, "--dbname=postgres", f"--command=create database {given['POSTGRES_DB']}")
        for config in sorted(SERVICES["postgres"]["configs"], key=lambda config: config["target"]):
            machine.psql(as_user, f"--dbname={given['POSTGRES_DB']}", f"--file={written(machine, config['source'])}")
        yield
    finally:
        place.run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={place.data}")


def written(machine: Machine, config: str) -> Path:
    """A config of the file as the file in the container."""
    if path := COMPOSE["configs"][config].get("file"):
        return PROJECT_ROOT / str(path)
    file = machine.folder / f"{config}.sql"
    file.write_text(interpolated(COMPOSE["configs"][config]["content"], machine.variables))
    return file


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with server_folder("perdiem-compose-") as folder, ExitStack() as until_the_end:
        (folder / "home").mkdir(mode=0o711)
        variables = {name: secrets.token_hex(24) for name in asked_for()}
        # As the head of the file has them made.
        variables["FERNET_KEY"] = secrets.token_urlsafe(32) + "="
        mailbox = Mailbox()
        ports = {name: free_port() for name in ("postgres", "api", "health")}
        ports["mail"] = until_the_end.enter_context(listening(mailbox))
        variables["AIRFLOW_CONN_PERDIEM_SMTP"] = "smtp://mail:1025"
        machine = Machine(folder, server_place(folder / "home"), variables, ports, mailbox)
        until_the_end.enter_context(postgres(machine))
        yield machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_compose_asks_for_each_secret_that_is_not_set_and_for_nothing_else() -> None:
    head = (PROJECT_ROOT / "docker-compose.yml").read_text().partition("\nx-")[0]
    described = set(re.findall(r"(?m)^#   ([A-Z_]+) ", head))
    assert asked_for() == described
    variables = dict.fromkeys(asked_for(), "set")
    for name in SERVICES:
        for value in environment_of(name, variables).values():
            assert "$" not in value
        assert {"AIRFLOW_CONN_PERDIEM_SMTP", "PERDIEM_MAIL_FROM"}.isdisjoint(environment_of(name, variables))
    for missing in asked_for():
        others = {**variables, missing: ""}
        with pytest.raises(NotSet, match=missing):
            [environment_of(name, others) for name in SERVICES]
    named = {**variables, "AIRFLOW_CONN_PERDIEM_EHR": "postgresql://elsewhere"}
    assert environment_of("scheduler", named)["AIRFLOW_CONN_PERDIEM_EHR"] == "postgresql://elsewhere"


def test_each_service_has_an_image_of_one_version_and_limits_of_memory_and_of_logs() -> None:
    images = {service["image"] for service in SERVICES.values()} - {"perdiem"}
    images |= set(re.findall(r"(?m)^FROM (\S+)$", SERVICES["setup"]["build"]["dockerfile_inline"]))
    assert {image.partition(":")[0] for image in images} == {"postgres", "python", "redis", "axllent/mailpit"}
    for image in images:
        assert PINNED.fullmatch(image), image
    for name, service in SERVICES.items():
        assert SIZE.fullmatch(service["mem_limit"]), name
        options = service["logging"]["options"]
        assert SIZE.fullmatch(options["max-size"]), name
        assert int(options["max-file"]) > 1, name
        assert name in ("mail", "setup") or service["healthcheck"], name
    profiles = {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service}
    assert profiles == {"mail": ["mail"], "redis": ["workers"], "worker": ["workers"]}


def test_a_worker_is_as_the_scheduler_but_for_a_home_of_its_own_and_without_the_profile_nothing_is_of_it() -> None:
    variables = dict.fromkeys(asked_for(), "set")
    scheduler, worker = environment_of("scheduler", variables), environment_of("worker", variables)
    assert {name for name in scheduler if worker[name] != scheduler[name]} == {"PERDIEM_HOME", "AIRFLOW_HOME"}
    assert not worker["PERDIEM_HOME"].startswith(scheduler["PERDIEM_HOME"])
    assert worker["PERDIEM_STORE"] == scheduler["PERDIEM_HOME"], "what people look at is in the volume of all"
    assert SERVICES["worker"]["volumes"] == SERVICES["api-server"]["volumes"], "logs of tasks, too"
    assert "--skip-serve-logs" in SERVICES["worker"]["command"]
    assert scheduler["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    with_workers = environment_of("worker", {**variables, "EXECUTOR": "CeleryExecutor", "REDIS_PASSWORD": "word"})
    assert with_workers["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert with_workers["AIRFLOW__CELERY__BROKER_URL"] == "redis://:word@redis:6379/0"
    redis = COMPOSE["configs"]["redis"]["content"].splitlines()
    assert {"protected-mode yes", 'requirepass "${REDIS_PASSWORD:-}"'} <= set(redis), "without one it lets nobody in"
    assert "ports" not in SERVICES["redis"]
    in_image = SERVICES["worker"]["build"]["dockerfile_inline"]
    assert "--requirement requirements-workers.txt" in in_image


def test_the_values_for_kubernetes_name_settings_that_there_are() -> None:
    """Each pod has what a worker of the file has, but for what another machine cannot share."""
    values = yaml.safe_load((PROJECT_ROOT / "examples" / "kubernetes" / "values.yaml").read_text())
    assert values["executor"] == "KubernetesExecutor"
    given = {entry["name"]: entry["value"] for entry in values["env"]}
    assert all(isinstance(value, str) for value in given.values()), "Kubernetes takes nothing else"
    code = (PROJECT_ROOT / "plugins" / "perdiem" / "config.py").read_text()
    worker = environment_of("worker", dict.fromkeys(asked_for(), "set"))
    for name in given:
        if name.startswith("PERDIEM_"):
            assert f'"{name}"' in code, name
        elif name.startswith("AIRFLOW__"):
            _, section, option = name.split("__")
            assert option.lower() in conf.configuration_description[section.lower()]["options"], name
        else:
            assert name in worker, name
    secret = {entry["envName"] for entry in values["secret"]}
    assert secret == {name for name in SERVICES["worker"]["environment"] if name.startswith("AIRFLOW_CONN_")}
    kept = config.load(given)
    assert store.of(kept) == Objects(given["PERDIEM_STORE"])
    # What a night deletes in the store as old, it finds under this name.
    assert given["AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER"] == store.of(kept).address("logs/tasks")
    provider = "apache-airflow-providers-cncf-kubernetes=="
    assert provider in (PROJECT_ROOT / "requirements-workers.txt").read_text()
    [airflow] = re.findall(r"(?m)^apache-airflow==(\S+)", (PROJECT_ROOT / "requirements.txt").read_text())
    assert values["airflowVersion"] == airflow


def test_the_database_has_the_users_that_the_services_connect_as_and_none_is_a_superuser(machine: Machine) -> None:
    assert machine.is_healthy("postgres")
    given = environment_of("scheduler", machine.variables)
    urls = [value for name, value in given.items() if value.startswith("postgresql")]
    assert len(urls) == 6, "the warehouse twice, EHR, set-up, load and Airflow's own"
    users = set()
    for url in urls:
        with psycopg.connect(machine.here(url).replace("+psycopg2", "")) as connection:
            query = "select current_user, rolsuper from pg_roles where rolname = current_user"
            [(user, is_superuser)] = connection.execute(query).fetchall()
            assert not is_superuser
            users.add(user)
    assert users == {f"perdiem_{name}" for name in ("transform", "writeback", "setup", "load", "airflow")}
    with psycopg.connect(machine.url("perdiem", "POSTGRES_PASSWORD")) as connection:
        for _, setting, value in re.findall(r"(-c) (\w+)=(\S+)", SERVICES["postgres"]["command"]):
            assert connection.execute("select current_setting(%s)", [setting]).fetchone() == (value,)


@pytest.mark.skipif("PERDIEM_COMPOSE" not in os.environ, reason="runs all of Airflow, for minutes: set PERDIEM_COMPOSE")
def test_the_services_bill_a_night_with_the_environment_of_the_file(machine: Machine) -> None:
    roles = next(config["target"] for config in SERVICES["postgres"]["configs"] if config["source"] == "roles")
    superuser = machine.url("perdiem", "POSTGRES_PASSWORD")
    day = datetime.now(UTC).date() - timedelta(days=5)
    with psycopg.connect(superuser, autocommit=True) as ehr:
        ehr.execute(CONTRACT.read_bytes())
        build(ehr)
        authorization(ehr, first=day, last=day)
        note(ehr, "to-bill", service_date=day)
        client(ehr, "bob")
        note(ehr, "to-tell", "bob", service_date=day)
    again = f"psql --username=perdiem --file={roles}"
    assert f"docker compose exec postgres {again}" in (PROJECT_ROOT / "docker-compose.yml").read_text()
    machine.psql("--username=perdiem", "--dbname=perdiem", f"--file={written(machine, 'roles')}")
    try:
        for service in AIRFLOW:
            machine.start(service)
        for service in AIRFLOW[1:]:
            machine.wait_until_healthy(service)
        asked = machine.run("scheduler", ["airflow", "dags", "trigger", "per_diem_billing"])
        assert asked.returncode == 0, asked.stderr
        states: list[tuple[str]] = []
        give_up_at = time.monotonic() + 900
        with psycopg.connect(superuser, autocommit=True) as ehr:
            # The night that is due begins by itself.
            while len(states) < 2 or ("running",) in states:
                assert time.monotonic() < give_up_at, machine.log("scheduler").read_text()[-5000:]
                time.sleep(2)
                machine.note_memory()
                if ehr.execute("select to_regclass('quality.runs')").fetchone() != (None,):
                    states = ehr.execute("select state from quality.runs").fetchall()
            assert states == [("success",), ("success",)]
            billed = ehr.execute("select client_id, service_date from ehr.notes where origin = 'per_diem'").fetchall()
            assert billed == [("alice", day)]
    finally:
        machine.stop()
    [told] = [envelope for envelope in machine.mailbox.received if envelope.rcpt_tos == ["biller@example.org"]]
    assert b"bob" not in told.content.lower()
    for service, used in machine.most_memory.items():
        number, unit = SIZE.fullmatch(SERVICES[service]["mem_limit"]).groups()
        limit = int(number) * 2 ** {"m": 20, "g": 30}[unit]
        print(f"{service}: {used / 2**20:,.0f} MB of {limit / 2**20:,.0f}")
        assert used < 0.75 * limit, service
