"""Who opened which view that names clients is kept, before it is shown; a file carries the notice on redisclosure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.night import apart, run_night
from helpers.page import BILLER, signed_in
from perdiem.page import day_links, disclosures
from perdiem.page.app import application
from perdiem.setup import changes, edits, proposals

CLIENT = "canary-client"
VIEWS = "select view, who, filters from quality.page_views order by view_id"


@pytest.fixture(scope="module")
def night(database_of_nights: str) -> Iterator[psycopg.Connection]:
    """A client who is in each list: a day billed, one blocked, an authorization, a week, a finding, no default."""
    with psycopg.connect(database_of_nights, autocommit=True) as connection:
        build(connection)
        for table in ("clients", "client_coverages"):
            connection.execute(f"update ehr.{table} set client_id = '{CLIENT}'".encode())  # noqa: S608
        connection.execute("update ehr.programs set weekly_minimum_minutes = 600")
        authorization(connection, client_id=CLIENT, units=1)
        note(connection, "note-1", client_id=CLIENT)
        note(connection, "note-2", client_id=CLIENT, service_date=SERVICE_DATE.replace(day=30))
        apart(run_night, RUN_DATE)
        connection.execute("update ehr.clients set default_location_code = null")
        yield connection


@pytest.fixture
def browser(night: psycopg.Connection) -> Iterator[TestClient]:
    with signed_in(may_set_up=True) as page:
        yield page


def test_each_view_that_names_a_client_is_kept_with_who_and_what(
    browser: TestClient, night: psycopg.Connection
) -> None:
    """Whatever route it is: one that is added and names clients has to be kept too."""
    edit = edits.put_payer(changes.read(night), "payer-9", "Nine")
    change = proposals.propose(night, edit.rows, title=edit.title, who="ann", now=datetime.now(UTC), counts_from=None)
    [(run_id,)] = night.execute("select run_id from quality.runs").fetchall()
    paths = {
        "/why/{token}": f"/why/{day_links.link(CLIENT, SERVICE_DATE)}",
        "/reports/{run_id:path}": f"/reports/{run_id}",
        "/setup/changes/{change_id}": f"/setup/changes/{change}",
        "/setup/propose/{name}": "/setup/propose/setting",
        "/setup/defaults": "/setup/defaults?clients=any",
        "/setup/defaults.csv": "/setup/defaults.csv?clients=any",
    }
    naming = set()
    for route in application.routes:
        assert isinstance(route, APIRoute)
        if "GET" in route.methods:
            known = len(night.execute(VIEWS).fetchall())
            answer = browser.get(paths.get(route.path, route.path))
            assert answer.status_code == 200, route.path
            kept = night.execute(VIEWS).fetchall()[known:]
            assert kept in ([], [(route.path.lstrip("/"), BILLER, answer.request.url.query.decode())])
            if CLIENT in answer.text:
                naming.add(route.path)
                assert kept, f"{route.path} names a client"
    lists = {"/worklist", "/invoices", "/authorizations", "/weeks", "/setup/defaults"}
    assert naming >= lists | {f"{one}.csv" for one in lists} | {"/why/{token}"}
    assert CLIENT not in str(night.execute(VIEWS).fetchall())


def test_what_cannot_be_kept_is_not_shown(browser: TestClient, night: psycopg.Connection) -> None:
    night.execute("alter table quality.page_views add constraint full_disk check (view_id < 0) not valid")
    try:
        answer = browser.get("/worklist")
        assert answer.status_code == 503
        assert CLIENT not in answer.text
    finally:
        night.execute("alter table quality.page_views drop constraint full_disk")


def test_what_was_kept_is_neither_changed_nor_taken_away(browser: TestClient, night: psycopg.Connection) -> None:
    browser.get("/invoices")
    for statement in ("delete from quality.page_views", "update quality.page_views set who = 'nobody'"):
        with pytest.raises(psycopg.errors.RaiseException, match="audit trail"):
            night.execute(statement.encode())


def test_each_row_of_a_file_carries_the_notice(browser: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(browser.get("/invoices.csv").content.decode("utf-8-sig"))))
    assert rows
    assert {row["notice"] for row in rows} == {disclosures.NOTICE}
