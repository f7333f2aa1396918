"""A home of its own, as a new user makes one: the sample clinic's nights through the real DAG, and a real backfill.

The tests follow one another in one home; each looks at what the one before left. What its page shows of the first
night stands in test_page_browser.py. Where that came before, Airflow is up, and its scheduler does what `make run` asks
for, until the backfill's test brings it down.
"""

from __future__ import annotations

import csv
import json
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from helpers.databases import connect_nights, new_database
from helpers.homes import SampleAirflow, SampleHome, command
from helpers.night import run_night
from perdiem.alerts import reasons as reasons_file
from perdiem.config import DBT_PROJECT, EXPECTATIONS
from perdiem.gates import suites
from perdiem_local.environment import api_url

BACKFILLED = (date(2016, 8, 3), date(2016, 8, 4))
MINUTES_FOR_A_BACKFILL = 8
NOTE_CAUSES = DBT_PROJECT / "macros" / "note_quarantine_cause.sql"

# When something was written, by which run, and under which random id, differs from run to run.
COMPARED = {
    "ehr.notes": "to_jsonb(t) - 'updated_at' - 'released_at' - 'dag_run_id'",
    "ehr.authorizations": "to_jsonb(t) - 'updated_at'",
    "ehr.authorization_usage": "to_jsonb(t) - 'used_at' - 'reversed_at'",
    "ehr.invoices": "to_jsonb(t) - 'created_at'",
    "ehr.alerts": "to_jsonb(t) - 'alert_id' - 'opened_at' - 'notified_at' - 'resolved_at'",
    "marts.fct_per_diem_days": "to_jsonb(t)",
    "marts.dim_authorizations": "to_jsonb(t)",
}

# What somebody mends between two nights, which then bill it late.
DAYS_WITHOUT_LOCATION_CODE = """
    select program_id, client_id, service_date, expected_amount
    from marts.fct_per_diem_days
    where reasons = array['missing_default_location_code']
    order by client_id, service_date
"""
MEND = "update ehr.clients set default_location_code = '11' where trim(coalesce(default_location_code, '')) = ''"
RECOVERED = """
    select program_id, client_id, service_date, amount
    from marts.rpt_missed_revenue
    where state = 'recovered' and reason = 'missing_default_location_code' and recovered_on = '2016-08-03'
    order by client_id, service_date
"""


@pytest.fixture(scope="module")
def home(sample_home: SampleHome) -> Path:
    return sample_home.path


@pytest.fixture(scope="module")
def url(home: Path) -> str:
    return command(home, "db-url").stdout.strip()


def reported(text: str, home: Path) -> bool:
    """Whether a text says where the report of the run is, and it is there."""
    [path] = re.findall(r"(?m)^report:? +(.*)$", text)
    return Path(path).parent == home / "reports" and Path(path).is_file()


def contents(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as connection:
        return {
            table: [row for (row,) in connection.execute(f"select ({columns})::text from {table} as t order by 1")]  # noqa: S608
            for table, columns in COMPARED.items()
        }


def test_the_first_night_bills_alice(sample_home: SampleHome, home: Path, url: str) -> None:
    finished = sample_home.first_night
    assert "Run of 2016-08-02" in finished.stdout
    assert reported(finished.stdout, home)
    [log] = (home / "logs").glob("night-*.log")
    assert "check_published" in log.read_text()
    assert "great_expectations" not in log.read_text(), "of its inner workings nobody needs to know"
    with psycopg.connect(url, row_factory=dict_row) as connection:
        [note] = connection.execute(
            """
            select notes.*, invoices.status as invoice_status
            from ehr.notes
            inner join ehr.invoices on notes.note_id = invoices.note_id
            where notes.origin = 'per_diem' and notes.client_id = 'alice-aaa-test'
            """
        ).fetchall()
    assert (note["service_date"], note["billing_code"], note["duration_minutes"]) == (date(2016, 7, 31), "0905", 180)
    assert (note["status"], note["invoice_status"]) == ("released", "ready")


def test_the_first_night_shows_whatever_a_night_can_find(url: str) -> None:
    with psycopg.connect(url) as connection:

        def found(query: str) -> set[str]:
            return {value for (value,) in connection.execute(query)}

        statuses = found("select distinct status from marts.fct_per_diem_days")
        reasons = found("select distinct unnest(reasons) from marts.fct_per_diem_days")
        findings = found("select distinct finding from marts.rpt_billing_audit")
        weeks = found("select distinct status from marts.rpt_weekly_attendance")
        failed_checks = found("select check_name from quality.check_results where suite = 'ehr_setup' and not success")
        causes = found("select unnest(string_to_array(cause, '; ')) from quality.quarantined_rows")

    # After the write-back nothing is pending.
    assert statuses == {"voided", "billed", "already_billed", "unsigned", "below_threshold", "blocked"}
    assert reasons == {row["reason"] for row in csv.DictReader(reasons_file.FILE.open())}
    assert findings == set(re.findall(r'\(\n +"(\w+)",\n', read_model("int_billing_items__findings")))
    assert weeks == {"met", "short", "open"}
    assert failed_checks == {check.name for check in suites.load(EXPECTATIONS / "ehr_setup.yml")}
    texts = (NOTE_CAUSES.read_text(), read_model("int_authorizations__checked"), read_model("int_coverages__checked"))
    of_constant_text = {cause for text in texts for cause in re.findall("\"'([^']+)'\"", text)}
    assert causes == of_constant_text | {"status signed is none of draft, released and void"}


def read_model(name: str) -> str:
    """The SQL of a dbt model."""
    [path] = (DBT_PROJECT / "models").rglob(f"{name}.sql")
    return path.read_text()


def test_the_same_night_again_changes_nothing(home: Path, url: str) -> None:
    before = contents(url)
    finished = command(home, "run")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert contents(url) == before


def test_a_source_that_cannot_be_read_stops_the_run_with_an_error_that_names_it(home: Path, url: str) -> None:
    before = contents(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter table ehr.notes rename column duration_minutes to minutes")
    finished = command(home, "run", "--run-date", "2016-08-03")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter table ehr.notes rename column minutes to duration_minutes")
    assert finished.returncode == 1
    assert "check_source" in finished.stdout
    assert "column ehr.notes.duration_minutes is missing" in finished.stdout
    assert contents(url) == before
    messages = [file.read_text() for file in (home / "outbox").glob("*.eml")]
    failure_notices = [message for message in messages if "a run failed" in message.partition("\n")[0]]
    assert len(failure_notices) == 1, "the data-quality recipients are told"
    assert reported(finished.stdout, home)
    assert reported(failure_notices[0], home)


def test_a_backfill_gives_what_the_single_nights_would_have_given(
    request: pytest.FixtureRequest, home: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dbt").symlink_to(home / "dbt")
    command(home, "db-url")  # the column that was away is given to the users of the nights again
    with psycopg.connect(url, autocommit=True) as connection:
        mended = connection.execute(DAYS_WITHOUT_LOCATION_CODE).fetchall()
        assert mended
        connection.execute(MEND)
    with in_its_place(url) as single_nights:
        monkeypatch.setenv("PERDIEM_HOME", str(tmp_path))
        connect_nights(monkeypatch, single_nights, home)
        for run_date in BACKFILLED:
            run_night(run_date)
        expected = contents(single_nights)

    try:
        # Not before: where it is this that brings it up, tonight's run asks the database at once.
        airflow: SampleAirflow = request.getfixturevalue("sample_airflow")
        first, last = (day.isoformat() for day in BACKFILLED)
        created = command(
            home,
            *("airflow", "backfill", "create", "--dag-id", "per_diem_billing"),
            *("--from-date", first, "--to-date", f"{last}T{airflow.run_hour:02}:00"),
            *("--max-active-runs", "1", "--reprocess-behavior", "completed"),
        )
        assert created.returncode == 0, created.stdout + created.stderr
        assert ended_runs(url) == [(day, "success") for day in BACKFILLED]
        assert_a_run_leads_to_its_page_and_report(home, url)
    finally:
        command(home, "down")
        command(home, "db-url")
    assert contents(url) == expected
    with psycopg.connect(url) as connection:
        assert connection.execute(RECOVERED).fetchall() == mended


@contextmanager
def in_its_place(url: str) -> Iterator[str]:
    """A copy of the home's database under its name, by which dbt knows its parsed project, while that has another."""
    parts = urlsplit(url)
    server_url, name = urlunsplit(parts._replace(path="/postgres")), parts.path.removeprefix("/")
    put_aside = f"{name}_{uuid.uuid4().hex}"
    rename_database(server_url, name, put_aside)
    try:
        with new_database(server_url, name, put_aside) as copy:
            yield copy
    finally:
        rename_database(server_url, put_aside, name)


def rename_database(server_url: str, name: str, new_name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as server:
        rename = sql.SQL("alter database {} rename to {}")
        server.execute(rename.format(sql.Identifier(name), sql.Identifier(new_name)))


def assert_a_run_leads_to_its_page_and_report(home: Path, url: str) -> None:
    """Ask Airflow's API, as its UI does, for the links of a run that failed, at a task that was never reached."""
    password = json.loads((home / "secrets" / "airflow_logins.json").read_text())
    with psycopg.connect(url) as connection:
        [(run_id,)] = connection.execute(
            "select run_id from quality.runs where state = 'failed' and run_id like 'manual%'"
        ).fetchall()
    quoted = quote(run_id, safe="")
    with httpx.Client(base_url=api_url(home), trust_env=False) as client:
        token = client.post("/auth/token", json={"username": "admin", "password": password["admin"]}).json()
        found = client.get(
            f"/api/v2/dags/per_diem_billing/dagRuns/{quoted}/taskInstances/close_run/links",
            headers={"Authorization": f"Bearer {token['access_token']}"},
        )
    assert found.json()["extra_links"] == {
        "Page of this run": f"/plugin/per-diem-billing/per-diem-billing/?run_id={quoted}",
        "Report of this run": f"/per-diem-billing/reports/{quoted}",
    }


def ended_runs(url: str) -> list[tuple[date, str]]:
    """Wait for the backfilled runs to end; their dates and states in the order in which they started."""
    query = """
        select run_date, state from quality.runs
        where run_date = any(%s) and run_id like 'backfill%%' order by started_at
    """
    give_up_at = time.monotonic() + MINUTES_FOR_A_BACKFILL * 60
    while time.monotonic() < give_up_at:
        with psycopg.connect(url) as connection:
            rows = connection.execute(query, [list(BACKFILLED)]).fetchall()
        if len(rows) == len(BACKFILLED) and all(state != "running" for _, state in rows):
            break
        time.sleep(0.5)
    return rows
