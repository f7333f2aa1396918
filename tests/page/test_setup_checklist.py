"""A new clinic, from an empty schema to a dry run, by the forms alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from clinics.small_clinic import RUN_DATE, authorization, client, note
from helpers.databases import insert
from helpers.night import apart, run_night
from helpers.page import BILLER, signed_in
from perdiem.page.app import application
from perdiem.page.setup.starting import starter
from perdiem.setup import judging
from perdiem.warehouse import connections


@pytest.fixture
def page(ehr: psycopg.Connection, airflow_connections: None, perdiem_home: Path) -> Iterator[TestClient]:
    """The page of a warehouse that has seen no run, and of an EHR that holds nothing."""
    apart(judging.provide, connections.database_url(connections.WAREHOUSE), perdiem_home / "dbt")
    with signed_in(may_set_up=True) as browser:
        yield browser


def missing(page: TestClient) -> dict[str, str]:
    """What is missing, by the step."""
    html = page.get("/setup/checklist").text
    rows = re.findall(r'<tr>\n<th scope="row"[^>]*>(.*?)</th>.*?data-label="Missing">(.*?)</td>', html, re.DOTALL)
    plain = [[" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in row] for row in rows]
    return {step.partition(" Add")[0]: told for step, told in plain}


def enter(page: TestClient, form: str, **typed: object) -> None:
    answer = page.post(f"/setup/propose/{form}", data=typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert page.post(answer.headers["location"], data={"what": "apply"}).status_code == 200


def test_a_clinic_is_set_up_from_an_empty_schema_and_runs_dry(page: TestClient, ehr: psycopg.Connection) -> None:
    before = missing(page)
    assert before["Billing codes"] == "a code that is billable, as 0905 a code for documenting"
    assert before["Programs"] == "a program, as IOP"
    assert "nothing" in before["Clients and their defaults, in the EHR"]

    for code in ("602", "IND THPY", "GROUP"):
        enter(page, "code", billing_code=code)
    enter(page, "code", billing_code="0905", is_billable="true")
    enter(page, "group", group_name="IOP Non Billable Group", codes=["602", "IND THPY", "GROUP"])
    enter(page, "group", group_name="IOP Billable Group", codes=["0905"])
    groups = {"non_billable_group": "IOP Non Billable Group", "billable_group": "IOP Billable Group"}
    enter(page, "program", program_id="IOP", **groups)
    enter(page, "user-group", group_name="IOP Notification Group", members="biller")
    assert missing(page)["User groups"] == "IOP Notification Group: a member with an e-mail address"
    enter(page, "user-group", group_name="IOP Notification Group", members="biller biller@example.org")
    assert "508 Unit Threshold of IOP, from the date it starts" in missing(page)["Settings 508, 509, 510 and 512"]
    for number, value in (("508", "1"), ("509", "180"), ("510", "IOP Notification Group"), ("512", "2")):
        enter(page, "setting", number=number, program_id="IOP", first_day="2016-07-01", value=value)
    enter(page, "payer", payer_id="payer-1", name="Payer")
    assert set(missing(page).values()) == {"nothing"}

    insert(ehr, "ehr.facilities", [{"facility_id": "main", "state": "NC"}])
    insert(ehr, "ehr.clinicians", [{"clinician_id": "clinician-1"}])
    client(ehr, "alice")
    assert missing(page)["Clients and their defaults, in the EHR"].startswith("1 clients lack a default")
    insert(ehr, "ehr.locations", [{"location_id": "iop-room", "facility_id": "main"}])
    authorization(ehr)
    note(ehr, "note-1")

    asked: list[tuple[object, ...]] = []
    application.dependency_overrides[starter] = lambda: lambda *run: asked.append(run)
    assert page.post("/setup/dry-run").status_code == 200
    assert asked == [("per_diem_billing", BILLER, {"dry_run": True})]
    apart(run_night, RUN_DATE, dry_run=True)
    shown = " ".join(re.sub("<[^>]+>", " ", page.get("/setup/checklist").text).split())
    assert "The last run, of 2016-08-02, a dry one: success" in shown
    days = ehr.execute("select client_id, status, units from marts.fct_per_diem_days").fetchall()
    assert [(client_id, status) for client_id, status, _ in days] == [("alice", "pending")]
    assert ehr.execute("select count(*) from ehr.notes").fetchone() == (1,), "nothing was written"


def test_who_may_not_set_up_starts_no_dry_run(page: TestClient) -> None:
    with signed_in() as browser:
        assert browser.post("/setup/dry-run").status_code == 403
        assert 'method="post"' not in browser.get("/setup/checklist").text
