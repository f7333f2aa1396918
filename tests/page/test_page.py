"""The page Per-diem billing of Airflow's UI: the night at a glance, reports, and what it says where something is amiss.

That nobody gets in who is not signed in is shown by test_page_browser.py, on a real Airflow.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from airflow.api_fastapi.app import _AuthManagerState
from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi import HTTPException
from fastapi.testclient import TestClient

from clinics.small_clinic import RUN_DATE, authorization, build, client, note
from helpers.html import Page
from helpers.night import run_night
from helpers.page import signed_in
from perdiem import runs, tasks
from perdiem.page import database
from perdiem.page.access import may_see
from perdiem.runs import Run
from perdiem.warehouse.transactions import TransactionFailed

HOSTILE_RUN = """../<script>alert("run")</script>'; drop table {{ 6007 * 7 }}"""


@pytest.fixture
def page(airflow_connections: None) -> Iterator[TestClient]:
    """The page for somebody who may see it."""
    with signed_in() as page:
        yield page


def begun(warehouse: psycopg.Connection, run_id: str) -> Run:
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    return tasks.plan_run(run_id, params, None)


def test_nobody_waits_while_the_collector_goes_through_what_the_page_imported(page: TestClient) -> None:
    page.get("/")
    assert gc.get_freeze_count() > 50_000


def test_the_last_night_is_shown_with_what_its_report_says(ehr: psycopg.Connection, page: TestClient) -> None:
    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    client(ehr, "client-unpaid")
    note(ehr, "note-2", "client-unpaid")
    run = run_night(RUN_DATE)

    shown = Page(page.get("/").text)
    left = Page(page.get(f"/reports/{run.run_id}").text)

    assert shown.rows("From a due day to a billed one") == left.rows("From a due day to a billed one")
    assert shown.rows("by its first reason") == left.rows("by its first reason")
    assert "Notes written1$275.00 invoiced" in "".join(shown.text.split("\n"))
    assert run.run_id in shown.text


def test_a_run_that_is_asked_for_is_shown_whatever_it_is_called(
    warehouse: psycopg.Connection, page: TestClient
) -> None:
    for run_id in ("earlier", HOSTILE_RUN, "last"):
        run = begun(warehouse, run_id)
        runs.fail(warehouse, run.run_id, "check_source", f"the error of {run_id}", datetime.now(UTC))

    assert "the error of last" in page.get("/").text
    assert "the error of earlier" in page.get("/", params={"run_id": "earlier"}).text
    hostile = Page(page.get("/", params={"run_id": HOSTILE_RUN}).text)
    assert f"the error of {HOSTILE_RUN}" in hostile.text
    assert [tag for tag, _ in hostile.elements].count("script") == 1, "the page's own"
    assert "42049" not in hostile.text
    for run_id, address in (("earlier", "earlier/tasks/check_source"), ("last", "last/tasks/check_source")):
        assert f'/dags/per_diem_billing/runs/{address}"' in page.get("/", params={"run_id": run_id}).text
    unknown = page.get("/", params={"run_id": "never"})
    assert unknown.status_code == 404
    assert "no run of this id" in unknown.text


def test_a_run_whose_process_was_ended_leads_to_itself(warehouse: psycopg.Connection, page: TestClient) -> None:
    begun(warehouse, "broken off")
    warehouse.execute("update quality.runs set state = 'failed', error = 'it was ended'")
    shown = page.get("/").text
    assert "The run failed.</strong>" in shown
    assert '/dags/per_diem_billing/runs/broken%20off"' in shown


@pytest.mark.parametrize("run_id", ["never", "..%2F..%2Fsecrets%2Fairflow_logins.json", "../../etc/passwd"])
def test_a_report_that_is_not_there_is_not_found(warehouse: psycopg.Connection, page: TestClient, run_id: str) -> None:
    begun(warehouse, "a run")
    assert page.get(f"/reports/{run_id}").status_code == 404
    assert page.get("/reports/a run").status_code == 404, "it left none"


def test_a_warehouse_on_which_no_night_has_run_says_so(page: TestClient) -> None:
    for path in ("/", "/worklist", "/why", "/authorizations", "/weeks", "/audit", "/quality", "/setup"):
        answer = page.get(path)
        assert (answer.status_code, "no night has run" in answer.text) in {(404, True), (200, False)}, path
    assert page.get("/").status_code == 404


def test_a_warehouse_that_is_away_is_an_error_that_says_so(page: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", "postgresql://nobody:hidden@127.0.0.1:1/none")
    answer = page.get("/")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert "hidden" not in answer.text


def test_every_answer_forbids_to_keep_it_and_to_ask_other_hosts(
    warehouse: psycopg.Connection, page: TestClient
) -> None:
    begun(warehouse, "a run")
    for path in ("/", "/nowhere", "/style.css", "/page.js", "/page.css"):
        headers = page.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert "default-src 'none'" in headers["content-security-policy"]
        assert not re.search(r"http|\*", headers["content-security-policy"])
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"


class WithoutTheView(SimpleAuthManager):
    """Lets people see the DAG and not the page, as roles may be set up."""

    def is_authorized_custom_view(self, **_: object) -> bool:
        return False


class WithoutTheDag(SimpleAuthManager):
    """The other way round."""

    def is_authorized_dag(self, **_: object) -> bool:
        return False


@pytest.mark.parametrize(
    ("manager", "role", "is_let_in"),
    [
        (SimpleAuthManager, "viewer", True),
        (SimpleAuthManager, None, False),
        (WithoutTheView, "viewer", False),
        (WithoutTheDag, "viewer", False),
    ],
)
def test_who_may_not_read_both_the_dag_and_the_view_is_refused(
    manager: type[SimpleAuthManager], role: str | None, is_let_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_AuthManagerState, "instance", manager())
    user = SimpleAuthManagerUser(username="somebody", role=role)
    if is_let_in:
        may_see(user)
        return
    with pytest.raises(HTTPException) as refused:
        may_see(user)
    assert refused.value.status_code == 403
    assert "Per-diem billing" in refused.value.detail


@pytest.mark.parametrize("connect", [database.warehouse, database.ehr])
def test_no_view_can_change_anything(
    connect: Callable[[], Iterator[psycopg.Connection]], airflow_connections: None
) -> None:
    with pytest.raises(TransactionFailed, match="read-only transaction"), contextmanager(connect)() as connection:
        connection.execute("create temporary table made (id integer); create table public.made (id integer)")
