"""That secrets are in a home's own files and in the environment of its processes alone, and that the UI asks for them.

One home is set up, runs a night that fails at once, and comes up whole, while all processes are watched.
"""

from __future__ import annotations

import json
import os
import re
import stat
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import yaml

from helpers.homes import NewClinic
from perdiem.config import PROJECT_ROOT
from perdiem_local import services

NOT_OURS = {".git", ".venv", ".perdiem", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"}
LOOKS_SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\b[0-9a-f]{40,}\b|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}")
FAILURE_ID = re.compile(r"\('[0-9a-f]{64}', '(?:check|program)', ")  # a digest of what comes after it: see failures.py
IS_SECRET = re.compile(r"PASSWORD|SECRET|_KEY$|_CONN")
FROM_OUTSIDE = re.compile(r"\$\{\w+:\?[^}]*\}")


@pytest.fixture(scope="module")
def secrets(new_clinic: NewClinic) -> dict[str, str]:
    """The secrets of a home by the names of their files."""
    files = {path.name: path.read_text() for path in (new_clinic.path / "secrets").iterdir()}
    return files | {"the UI's password": json.loads(files.pop("airflow_logins.json"))["admin"]}


def ask(url: str, token: str | None = None, body: object = None) -> tuple[int, str]:
    """What the API answers: status and text."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_no_process_was_told_a_secret_by_its_arguments(new_clinic: NewClinic, secrets: dict[str, str]) -> None:
    for what in ("initdb", "pg_ctl", "db migrate", "perdiem_local.dag_run", "api-server", "scheduler"):
        assert any(what in line for line in new_clinic.command_lines), f"{what} was not seen"
    told = {name for name, secret in secrets.items() if any(secret in line for line in new_clinic.command_lines)}
    assert told == set()


def test_no_secret_is_printed_or_kept_in_another_file(new_clinic: NewClinic, secrets: dict[str, str]) -> None:
    assert len(secrets) >= 10
    assert len(set(secrets.values())) == len(secrets)
    for name, secret in secrets.items():
        assert secret not in new_clinic.printed, name
    for path in new_clinic.path.rglob("*"):
        if path.is_file() and not {"secrets", "data"} & set(path.relative_to(new_clinic.path).parts):
            content = path.read_bytes()
            assert [name for name, secret in secrets.items() if secret.encode() in content] == [], path


def test_the_home_s_files_are_their_owner_s_alone(new_clinic: NewClinic) -> None:
    for path in new_clinic.path.rglob("*"):
        if not path.is_symlink() and not path.is_socket():
            assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0, path
    assert {stat.S_IMODE(path.stat().st_mode) for path in (new_clinic.path / "secrets").iterdir()} == {0o600}
    assert stat.S_IMODE((new_clinic.path / "postgres").resolve().stat().st_mode) == 0o700


def test_airflow_asks_for_a_login(new_clinic: NewClinic, secrets: dict[str, str]) -> None:
    for path in ("/api/v2/dags", "/api/v2/connections", "/api/v2/dags/per_diem_billing/dagRuns", "/ui/dags"):
        status, text = ask(new_clinic.airflow + path)
        assert status in (401, 403), path
        assert "per_diem_billing" not in text
    password = secrets["the UI's password"]
    for wrong in ("", "admin", password[:-1]):
        status, text = ask(f"{new_clinic.airflow}/auth/token", body={"username": "admin", "password": wrong})
        assert status in (400, 401), wrong
        assert "access_token" not in text
    status, text = ask(f"{new_clinic.airflow}/auth/token", body={"username": "admin", "password": password})
    assert status == 201
    status, text = ask(f"{new_clinic.airflow}/api/v2/dags", json.loads(text)["access_token"])
    assert (status, "per_diem_billing" in text) == (200, True)


def test_airflow_listens_on_loopback_alone(new_clinic: NewClinic) -> None:
    leaders = {json.loads((new_clinic.path / "services" / name).read_text())["pid"] for name in services.COMMANDS}
    listening = set()
    for entry in psutil.net_connections("inet"):
        with suppress(ProcessLookupError, PermissionError):
            if entry.status == psutil.CONN_LISTEN and entry.pid and os.getsid(entry.pid) in leaders:
                listening.add(entry.laddr.ip)
    assert listening == {"127.0.0.1"}


def test_the_compose_file_takes_every_secret_from_outside_and_has_no_default_for_one() -> None:
    compose = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())
    found = set()
    for service in compose["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if IS_SECRET.search(name) and value is not None and not str(value).startswith("/"):
                found.add(name)
                assert FROM_OUTSIDE.search(str(value)), f"{name} is {value}"
    assert found > {"POSTGRES_PASSWORD", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__CORE__FERNET_KEY"}
    for password in re.findall(r"://[^:/\s]+:(.*?)@", (PROJECT_ROOT / "docker-compose.yml").read_text()):
        assert FROM_OUTSIDE.fullmatch(password), password
    for service in compose["services"].values():
        for published in service.get("ports", []):
            assert str(published).startswith("127.0.0.1:"), published


def test_nothing_in_the_repository_looks_like_a_secret() -> None:
    files = []
    for folder, folders, names in os.walk(PROJECT_ROOT):
        folders[:] = set(folders) - NOT_OURS  # there are tens of thousands of files in these
        files += [path for name in set(names) - NOT_OURS if (path := Path(folder, name)).is_file()]
    assert len(files) > 100
    for path in files:
        if path.suffix in {".py", ".sql", ".yml", ".md", ".toml", ".in", ".html", ""} and path.name != "LICENSE":
            assert not LOOKS_SECRET.search(FAILURE_ID.sub("", path.read_text(errors="replace"))), path
