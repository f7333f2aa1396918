"""A new clinic in a real browser: set up from an empty schema by forms, changed by a plan, and left alone by others.

The tests follow one another, in a home whose EHR holds the contract's tables and not a row: that of test_secrets.py,
which comes before. What people set up is the example of IOP billing (threshold of one unit, 180 minutes, two days in
arrears), and each kind of billing rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import FrameLocator, Page, expect
from psycopg import sql

from clinics.bad_set_up import BAD_FORMS, BAD_SETTINGS, SOUND
from clinics.small_clinic import authorization, client, note
from helpers.browser import CHROMIUM, Ui, chromium, obstacles, signed_in
from helpers.databases import connect_nights, insert
from helpers.homes import NewClinic, command
from helpers.night import apart, run_night
from perdiem import config
from perdiem.page.app import application
from perdiem.setup import changes

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: apt-get install chromium")

SETTER, VIEWER = "ann", "vic"
RATE = Decimal("275.00")
DAYS_SINCE = timedelta(days=5)
# Clients with as many units on the day.
UNITS = {"alice": 1, "bob": 2, "carol": 3}
# Fills a form as no browser lets a person: with choices that it does not offer, and text where it expects a date.
TAMPER = """
    (form, typed) => {
        form.noValidate = true;
        for (const [name, value] of Object.entries(typed)) {
            for (const control of form.querySelectorAll(`[name="${name}"]`)) {
                if (control.type === "checkbox") {
                    control.checked = Boolean(value);
                } else if (control.tagName === "SELECT") {
                    for (const one of [value].flat()) {
                        if (![...control.options].some(option => option.value === one)) {
                            control.add(new Option(one, one));
                        }
                    }
                    for (const option of control.options) {
                        option.selected = [value].flat().includes(option.value);
                    }
                } else {
                    if (control.type === "date") {
                        control.type = "text";
                    }
                    control.value = value;
                }
            }
        }
    }
"""


@dataclass(frozen=True)
class Clinic:
    """Where its Airflow is, who may sign in, the EHR, and the day of which it has notes."""

    url: str
    home: Path
    url_of_ehr: str
    passwords: dict[str, str]
    ehr: psycopg.Connection
    day: date

    def run_night(self) -> None:
        """The night of today, with the users of the home."""
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PERDIEM_HOME", str(self.home))
            connect_nights(environment, self.url_of_ehr, self.home)
            apart(run_night, self.day + DAYS_SINCE)

    def set_up(self) -> changes.Rows:
        """All that can be set up, as it is."""
        return changes.read(self.ehr)

    def count(self, *tables: str) -> list[int]:
        """How many rows each of these holds, as schema.table."""
        names = [sql.Identifier(*table.split(".")) for table in tables]
        found = [self.ehr.execute(sql.SQL("select count(*) from {}").format(name)).fetchone() for name in names]
        return [row[0] for row in found if row is not None]


@pytest.fixture(scope="module")
def clinic(new_clinic: NewClinic) -> Iterator[Clinic]:
    logins = json.loads((new_clinic.path / "secrets" / "airflow_logins.json").read_text())
    today = datetime.now(config.load({}).time_zone).date()
    with psycopg.connect(new_clinic.url, autocommit=True) as ehr:
        yield Clinic(new_clinic.airflow, new_clinic.path, new_clinic.url, logins, ehr, today - DAYS_SINCE)
    command(new_clinic.path, "down")


@pytest.fixture(scope="module")
def ui(clinic: Clinic) -> Iterator[Ui]:
    with chromium() as browser:
        yield signed_in(browser, clinic.url, SETTER, clinic.passwords[SETTER])


# The page, with Airflow's UI around it or without.
Shown = FrameLocator | Page


def fill(frame: Shown, **typed: str | bool | list[str]) -> None:
    """Type into a form, choose and tick, by the names of its fields."""
    for name, value in typed.items():
        control = frame.locator(f"form [name={name}]")
        if isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            assert isinstance(value, str)
            control.fill(value)


def propose(frame: Shown) -> None:
    """Propose what a form holds, and see its change."""
    frame.get_by_role("button", name="Propose").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("proposed")


def apply(frame: Shown) -> None:
    """Apply the change that is shown."""
    frame.get_by_role("button", name="Apply").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("applied")


def open_form(ui: Ui, step: str, link: str = "Add") -> Page:
    """From the checklist to a form, by the link of a step."""
    frame = ui.open_alone("setup/checklist")
    frame.get_by_role("link", name=re.compile(rf"^{link}\s*: {step}")).click()
    return frame


def enter(ui: Ui, step: str, link: str = "Add", **typed: str | bool | list[str]) -> None:
    """From the checklist to a form, to a change, to a changed set-up."""
    frame = open_form(ui, step, link)
    fill(frame, **typed)
    propose(frame)
    apply(frame)


def test_an_empty_schema_becomes_the_clinic_of_the_example_without_sql(ui: Ui, clinic: Clinic) -> None:
    frame = ui.open("setup")
    frame.get_by_role("link", name="Set up a clinic").click()  # there is no night to show the rules of
    ui.complaints.clear()  # of the answer 404 that says so
    rows = frame.get_by_role("table").locator("tbody tr")
    expect(rows.filter(has_text="Billing codes")).to_contain_text("a code for documenting")
    assert not any(clinic.set_up().values())

    for code in ("602", "IND THPY", "GROUP"):
        enter(ui, "Billing codes", billing_code=code)
    enter(ui, "Billing codes", billing_code="0905", description="Intensive outpatient", is_billable=True)
    enter(ui, "Billing Code Groups", group_name="IOP Non Billable Group", codes=["602", "IND THPY", "GROUP"])
    enter(ui, "Billing Code Groups", group_name="IOP Billable Group", codes=["0905"])
    groups = {"non_billable_group": "IOP Non Billable Group", "billable_group": "IOP Billable Group"}
    enter(ui, "Programs", program_id="IOP", name="Intensive outpatient", **groups)
    enter(ui, "User groups", group_name="IOP Notification Group", members="biller-1 biller@example.org")
    for number, value in (("508", "1"), ("509", "180"), ("510", "IOP Notification Group"), ("512", "2")):
        enter(ui, "Settings", number=number, program_id="*", first_day="2016-01-01", value=value)
    enter(ui, "Payers", "Add a payer", payer_id="payer-1", name="Acme Health")

    steps = ui.open_alone("setup/checklist")  # which is there as a whole, so that its rows can be counted
    count = steps.get_by_role("table").locator("tbody tr").count()
    assert count > 0
    expect(steps.get_by_text("nothing", exact=True)).to_have_count(count)


@pytest.mark.parametrize(
    ("name", "rule", "units"),
    [
        (
            "Medicare's 8 minutes",
            {"conversion": "duration", "minutes_per_unit": "15", "variable_increment": True, "round_up_minutes": "8"},
            {"7": "0 units", "8": "1 unit", "22": "1 unit", "23": "2 units"},
        ),
        ("Rounded down", {"conversion": "duration", "minutes_per_unit": "15"}, {"14": "0 units", "59": "3 units"}),
        ("Replaced", {"conversion": "quantity", "method": "replace", "quantity": "4"}, {"5": "4 units"}),
        (
            "Multiplied",
            {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": "3"},
            {"60": "6 units"},
        ),
        (
            "Divided",
            {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": "4"},
            {"60": "0.5 units"},
        ),
    ],
)
def test_a_billing_rule_is_added_and_shows_its_units_while_it_is_typed(
    ui: Ui, clinic: Clinic, name: str, rule: dict[str, str | bool], units: dict[str, str]
) -> None:
    """Each its own payer rule, in force on a day of the past: none counts for the days of the nights below."""
    frame = open_form(ui, "Payers", "Add a payer rule")
    first = f"2000-01-{1 + len(clinic.set_up()['payer_rules']):02}"
    fill(frame, payers=["payer-1"], name=name, effective_from=first, effective_to=first, codes=["602", "GROUP"], **rule)
    fill(frame, max_units="6", combine=True)
    if rule["conversion"] == "quantity":
        frame.locator("[name=example_quantity]").press_sequentially("2")
    for minutes, told in units.items():
        frame.locator("[name=example_minutes]").fill("")
        frame.locator("[name=example_minutes]").press_sequentially(minutes)
        expect(frame.locator("output")).to_contain_text(f"{minutes} minutes")
        expect(frame.locator("output")).to_contain_text(f"make {told}")
    frame.locator("[name=max_units]").fill("-1")
    expect(frame.locator("output")).to_contain_text("below 0")
    frame.locator("[name=max_units]").fill("6")
    expect(frame.locator("output")).to_contain_text("make")
    propose(frame)
    apply(frame)
    [row] = [row for row in clinic.set_up()["payer_rules"].values() if row["name"] == name]
    [line] = [
        line
        for line in clinic.set_up()["payer_billing_rules"].values()
        if line["payer_rule_id"] == row["payer_rule_id"]
    ]
    entered = {column: "true" if value is True else value for column, value in rule.items()}
    entered |= {"max_units": "6", "combine": "true"}
    assert {column: line[column] for column in entered} == entered


def test_a_dry_run_is_started_from_the_checklist(ui: Ui, clinic: Clinic) -> None:
    """The rest is the EHR's own: clients with their defaults, authorizations, notes, fees."""
    ehr = clinic.ehr
    insert(ehr, "ehr.facilities", [{"facility_id": "main", "state": "NC"}])
    insert(ehr, "ehr.clinicians", [{"clinician_id": "clinician-1"}])
    insert(ehr, "ehr.locations", [{"location_id": "iop-room", "facility_id": "main"}])
    fee = {"payer_id": "payer-1", "billing_code": "0905", "effective_from": date(2016, 1, 1), "unit_rate": RATE}
    insert(ehr, "ehr.fee_schedules", [fee])
    for client_id, sessions in UNITS.items():
        client(ehr, client_id)
        authorization(ehr, client_id, client_id=client_id, units=5, first=clinic.day, last=clinic.day)
        for session in range(sessions):
            note(ehr, f"{client_id}-{session}", client_id=client_id, service_date=clinic.day, minutes=50 + session)

    frame = ui.open("setup/checklist")
    expect(frame.locator("main")).to_contain_text("All is set up")
    frame.get_by_role("button", name="Start a dry run").click()
    expect(frame.locator("main")).to_contain_text("a dry one: success", timeout=180_000)
    assert clinic.count("ehr.notes", "ehr.invoices") == [sum(UNITS.values()), 0], "nothing was written"
    frame.get_by_role("link", name="What it came to").click()
    expect(frame.locator("dl.tiles")).to_contain_text("Notes that would be written3")


def test_a_threshold_is_changed_by_a_plan_and_the_night_comes_to_its_figures(ui: Ui, clinic: Clinic) -> None:
    """Two units a day in place of one: Alice's day is not billed any more."""
    form = open_form(ui, "Settings")
    fill(form, number="508", program_id="IOP", first_day=str(clinic.day), value="2")
    propose(form)
    frame = ui.open(ui.page.url.partition("/per-diem-billing/")[2])
    before = clinic.set_up(), clinic.count("ehr.notes", "ehr.invoices", "ehr.alerts")
    frame.get_by_role("button", name="Show what it would do").click()
    expect(frame.get_by_role("note")).to_contain_text("under way")
    expect(frame.get_by_role("heading", name="What it would do")).to_be_visible(timeout=180_000)
    assert (clinic.set_up(), clinic.count("ehr.notes", "ehr.invoices", "ehr.alerts")) == before

    written = frame.get_by_role("table", name="What a night would bill").locator("tbody tr")
    expect(written.nth(0)).to_have_text(re.compile(r"Without the change\s*3\s*3\s*\$825\.00"))
    expect(written.nth(1)).to_have_text(re.compile(r"With it\s*2\s*2\s*\$550\.00"))
    days = frame.get_by_role("table", name="Days that come out otherwise").locator("tbody tr")
    expect(days).to_have_count(1)
    expect(days).to_contain_text("alice")
    ui.page.evaluate("document.activeElement.blur()")
    ui.picture("plan")
    inside = ui.page.frame(url=re.compile(r"//[^/]+/per-diem-billing/setup/changes/"))
    assert inside is not None
    assert obstacles(inside) == []
    assert "alice" not in ui.page.url + inside.url

    apply(frame)
    clinic.run_night()
    billed = """
        select invoices.client_id, notes.billing_code, notes.units, invoices.amount
        from ehr.invoices
        inner join ehr.notes using (note_id)
        order by invoices.client_id
    """
    assert clinic.ehr.execute(billed).fetchall() == [("bob", "0905", 1, RATE), ("carol", "0905", 1, RATE)]


@pytest.mark.parametrize(
    ("form", "spoilt", "refused", "told"), [*(("setting", *case) for case in BAD_SETTINGS), *BAD_FORMS]
)
def test_what_is_of_no_use_is_refused_beside_its_field(
    ui: Ui, clinic: Clinic, form: str, spoilt: dict[str, Any], refused: str, told: str
) -> None:
    before = clinic.set_up(), clinic.count("quality.setup_proposals")
    ui.page.goto(f"{clinic.url}/per-diem-billing/setup/propose/{form}")
    typed = {**SOUND.get(form, {}), **spoilt}
    do = typed.pop("do", "propose")
    ui.page.locator("main form").evaluate(TAMPER, typed)
    ui.page.locator(f"button[value={do}]").click()
    refusal = ui.page.locator(f"#{refused}-refused")
    expect(refusal).to_contain_text(told)
    of_field = ui.page.locator(f"label:has([name={refused}]) .refusal, p:has(~ [name={refused}]) .refusal")
    if ui.page.locator(f"[name={refused}]").first.get_attribute("type") != "hidden":
        expect(of_field.first).to_contain_text(told)
    assert (clinic.set_up(), clinic.count("quality.setup_proposals")) == before
    ui.complaints.clear()  # a browser complains of each page that is an answer of 422


def test_who_lacks_the_right_changes_nothing_by_any_route(ui: Ui, clinic: Clinic) -> None:
    [(change_id,)] = clinic.ehr.execute("select change_id::text from quality.setup_proposals limit 1").fetchall()
    kept = "quality.setup_proposals", "quality.setup_events", "quality.runs"
    before = clinic.set_up(), clinic.count(*kept)
    browser = ui.context.browser
    assert browser is not None
    viewer = signed_in(browser, clinic.url, VIEWER, clinic.passwords[VIEWER])
    frame = viewer.open("setup")
    expect(frame.locator("main")).to_contain_text("Unit Threshold")
    for path in (
        "setup",
        "setup/changes",
        f"setup/changes/{change_id}",
        "setup/checklist",
        "setup/propose/setting",
    ):
        viewer.page.goto(f"{clinic.url}/per-diem-billing/{path}")
        expect(viewer.page.get_by_role("heading", level=1)).to_be_visible()
        expect(viewer.page.locator("form[method=post]")).to_have_count(0)

    routes = [route for route in application.routes if isinstance(route, APIRoute) and "POST" in route.methods]
    assert {route.path.split("/")[1] for route in routes} == {"setup", "alerts", "why"}
    for route in routes:
        path = route.path.replace("{change_id}", change_id).replace("{name}", "setting")
        sent = {**SOUND["setting"], "what": "undo"}
        posted = viewer.page.evaluate(
            "([path, sent]) => fetch(path, {method: 'post', body: new URLSearchParams(sent)}).then(a => a.status)",
            [f"/per-diem-billing{path}", sent],
        )
        assert posted == (403 if path.startswith("/setup") else 422), path
    api = f"{clinic.url}/api/v2"
    for dag_id in (config.DAG_ID, config.PLAN_DAG_ID):
        asked = {"logical_date": None, "conf": {"change_id": change_id}}
        answer = viewer.context.request.post(f"{api}/dags/{dag_id}/dagRuns", data=asked)
        assert answer.status == 403
        assert viewer.context.request.patch(f"{api}/dags/{dag_id}", data={"is_paused": True}).status == 403
    for path in ("connections", "variables"):
        assert viewer.context.request.get(f"{api}/{path}").status == 403
    assert (clinic.set_up(), clinic.count(*kept)) == before


def test_nothing_was_complained_of(ui: Ui) -> None:
    assert ui.complaints == []
