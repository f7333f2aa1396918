"""Changes of the set-up on the page: who may, what is refused beside its field, and what becomes of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg
import pytest
from airflow.api_fastapi.app import _AuthManagerState
from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.testclient import TestClient

from clinics.bad_set_up import BAD_FORMS, BAD_SETTINGS, LINE, PAYER_RULE, SETTING, SOUND
from clinics.small_clinic import RUN_DATE, authorization, build, note
from helpers.night import apart, run_night
from helpers.page import BILLER, signed_in
from perdiem.page import access
from perdiem.page.access import Biller
from perdiem.page.app import application
from perdiem.page.setup.forms import FORMS
from perdiem.page.setup.starting import starter
from perdiem.setup import changes, plan
from perdiem.warehouse import connections


@dataclass
class Page:
    browser: TestClient
    database: psycopg.Connection
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def propose(self, **typed: str) -> str:
        """The address of the change that the form for a setting leads to."""
        answer = self.browser.post("/setup/propose/setting", data=SETTING | typed, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def act(self, address: str, what: str) -> tuple[int, str]:
        answer = self.browser.post(address, data={"what": what})
        return answer.status_code, " ".join(re.sub("<[^>]+>", " ", answer.text).split())

    def settings(self) -> set[tuple[str, str, date, str]]:
        query = "select setting_number::text, program_id, effective_from, value from ehr.system_settings"
        return set(self.database.execute(query).fetchall())


@pytest.fixture(scope="module")
def night(database_of_nights: str) -> Iterator[psycopg.Connection]:
    """The small clinic after a night: a day billed at one unit, the threshold."""
    with psycopg.connect(database_of_nights, autocommit=True) as connection:
        build(connection)
        authorization(connection)
        note(connection, "note-1")
        apart(run_night, RUN_DATE)
        yield connection


@pytest.fixture
def page(night: psycopg.Connection) -> Iterator[Page]:
    with signed_in(may_set_up=True) as browser:
        shown = Page(browser, night)
        application.dependency_overrides[starter] = lambda: lambda *asked: shown.asked.append(asked)
        yield shown
    night.execute("delete from ehr.system_settings where program_id = 'IOP'")


def test_a_setting_is_proposed_planned_applied_and_undone(page: Page, module_home: Path) -> None:
    address, before = page.propose(), page.settings()
    assert page.settings() == before, "a proposal changes nothing"
    shown = page.browser.get(address).text
    assert "Setting 508 of IOP: 2 from 2016-07-01" in shown
    assert "Show what it would do" in shown

    change_id = address.rpartition("/")[2]
    assert "The plan is under way" in page.act(address, "plan")[1]
    assert page.asked == [("per_diem_set_up_plan", BILLER, {"change_id": change_id})]
    urls = connections.database_url(connections.WAREHOUSE), connections.database_url(connections.EHR)
    apart(plan.enter, *urls, change_id, None, module_home / "dbt")
    assert "Billed already, support lost: 1 days of $275.00 come to be corrected." in page.browser.get(address).text

    assert page.act(address, "apply")[0] == 200
    assert page.settings() - before == {("508", "IOP", date(2016, 7, 1), "2")}
    assert "applied" in page.browser.get("/setup/changes").text
    status, told = page.act(address, "drop")
    assert (status, "applied already, by biller-ann" in told) == (409, True)

    undoing = page.browser.post(address, data={"what": "undo"}, follow_redirects=False).headers["location"]
    assert page.act(undoing, "apply")[0] == 200
    assert page.settings() == before


def test_what_is_dropped_changes_nothing(page: Page) -> None:
    address, before = page.propose(), page.settings()
    assert "dropped" in page.act(address, "drop")[1]
    assert page.act(address, "apply")[0] == 409
    assert page.settings() == before


@pytest.mark.parametrize(("typed", "refused", "told"), BAD_SETTINGS)
def test_bad_input_is_refused_beside_its_field(page: Page, typed: dict[str, str], refused: str, told: str) -> None:
    answer = page.browser.post("/setup/propose/setting", data=SETTING | typed)
    assert answer.status_code == 422
    [refusal] = re.findall(r'<strong id="(\w+)-refused" class="refusal">([^<]*)', answer.text)
    assert (refusal[0], told in refusal[1]) == (refused, True), refusal
    kept = (SETTING | typed)["first_day"]
    assert f'name="first_day" type="date" value="{kept}"' in answer.text, "what was typed is still there"


def test_another_person_has_to_apply_it_where_that_is_asked_for(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERDIEM_CHANGES_NEED_APPROVAL", "1")
    address = page.propose()
    shown = page.browser.get(address).text
    assert 'value="apply"' not in shown
    assert f"Another person than {BILLER} has to apply it" in shown
    assert page.act(address, "apply")[0] == 409
    application.dependency_overrides[access.who_looks] = lambda: Biller("bea", may_work=False, may_set_up=True)
    assert page.act(address, "apply")[0] == 200


def test_a_row_that_somebody_changed_since_is_not_overwritten(page: Page) -> None:
    address = page.propose()
    page.database.execute("insert into ehr.system_settings values (508, 'IOP', '2016-07-01', '4')")
    status, told = page.act(address, "apply")
    assert status == 409
    assert "by now, and was not there when the change was proposed" in told


def test_where_the_ehr_alone_sets_up_nothing_is_changed_here(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    address = page.propose()
    monkeypatch.setenv("PERDIEM_SETUP_READ_ONLY", "1")
    before = page.settings()
    for answer in (
        page.browser.post("/setup/propose/setting", data=SETTING),
        page.browser.post(address, data={"what": "apply"}),
        page.browser.get("/setup/propose/setting"),
    ):
        assert answer.status_code == 409
        assert "the EHR alone changes the set-up" in answer.text
    assert "<form" not in page.browser.get(address).text
    assert "the EHR alone changes the set-up" in page.browser.get("/setup/changes").text
    assert page.settings() == before


def test_without_a_connection_of_who_may_set_up_nothing_is_changed(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    address, before = page.propose(), page.settings()
    monkeypatch.delenv("AIRFLOW_CONN_PERDIEM_SETUP")
    status, told = page.act(address, "apply")
    assert status == 409
    assert "There is no Airflow connection perdiem_setup" in told
    assert page.settings() == before


def test_whoever_may_only_look_changes_nothing_by_any_route(page: Page) -> None:
    address, before = page.propose(), page.settings()
    proposed = page.database.execute("select count(*) from quality.setup_proposals").fetchone()
    with signed_in() as browser:
        assert browser.post("/setup/propose/setting", data=SETTING).status_code == 403
        for what in ("plan", "apply", "drop", "undo"):
            assert browser.post(address, data={"what": what}).status_code == 403
        for path in (address, "/setup/changes", "/setup/propose/setting"):
            assert 'method="post"' not in browser.get(path).text
    with signed_in(may_set_up=True) as browser:
        other_site = {"Origin": "http://elsewhere.example"}
        assert browser.post(address, data={"what": "apply"}, headers=other_site).status_code == 403
    assert page.settings() == before
    assert page.database.execute("select count(*) from quality.setup_proposals").fetchone() == proposed


class MaySetUp(SimpleAuthManager):
    """Knows a right to change a view."""

    def is_authorized_custom_view(self, *, method: str, resource_name: str, **_: object) -> bool:
        return (method, resource_name) == ("PUT", access.SETUP_VIEW)


class MayWork(SimpleAuthManager):
    """Lets people work on alerts alone."""

    def is_authorized_custom_view(self, *, method: str, resource_name: str, **_: object) -> bool:
        return (method, resource_name) == ("PUT", access.ALERTS_VIEW)


@pytest.mark.parametrize(
    ("manager", "role", "may_set_up"),
    [
        (MaySetUp, "user", True),
        (MaySetUp, "viewer", False),
        (MayWork, "admin", False),
        (SimpleAuthManager, "viewer", False),
        (SimpleAuthManager, "user", True),
    ],
)
def test_the_right_to_set_up_is_one_of_its_own(
    manager: type[SimpleAuthManager], role: str, may_set_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_AuthManagerState, "instance", manager())
    user = SimpleAuthManagerUser(username="somebody", role=role)
    assert access.who_looks(user).may_set_up == may_set_up


def test_no_client_is_in_an_address(page: Page) -> None:
    address = page.propose()
    assert re.fullmatch(r"/setup/changes/[0-9a-f-]{36}", address)
    assert changes.read(page.database)["programs"], "what is read holds no client"


# Other forms


@pytest.fixture
def fresh(page: Page) -> Iterator[Page]:
    """The page; what is applied is undone at last."""
    before = changes.read(page.database)
    yield page
    undone = changes.difference(changes.read(page.database), before)
    with page.database.transaction():
        changes.apply(page.database, undone)


def enter(page: Page, form: str, **typed: object) -> str:
    """The address that a form leads to once its change is applied."""
    answer = page.browser.post(f"/setup/propose/{form}", data=typed, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["location"])
    assert page.act(address, "apply")[0] == 200
    return address


def test_a_clinic_is_set_up_by_its_forms(fresh: Page) -> None:
    enter(fresh, "code", billing_code="H0035", description="Partial hospitalization", is_billable="true")
    enter(fresh, "group", group_name="PHP Non Billable Group", codes=["602", "GROUP"])
    enter(fresh, "group", group_name="PHP Billable Group", codes=["H0035"])
    groups = {"non_billable_group": "PHP Non Billable Group", "billable_group": "PHP Billable Group"}
    enter(fresh, "program", program_id="PHP", name="Partial", weekly_minimum_minutes="1200", **groups)
    enter(fresh, "user-group", group_name="PHP Notification Group", members="ann ann@example.org\nbea\n")
    for number, value in (("508", "4"), ("510", "PHP Notification Group")):
        enter(fresh, "setting", number=number, program_id="PHP", first_day="2016-08-01", value=value)
    enter(fresh, "payer", payer_id="payer-2", name="Two")
    rows = changes.read(fresh.database)
    assert rows["programs"]["PHP",] == {
        "program_id": "PHP", "name": "Partial", "weekly_minimum_minutes": "1200", **groups
    }  # fmt: skip
    assert rows["billing_codes"]["H0035",]["is_billable"] == "true"
    assert [row["email"] for key, row in rows["user_group_members"].items() if key[0] == "PHP Notification Group"] == [
        "ann@example.org",
        None,
    ]
    assert rows["system_settings"]["510", "PHP", "2016-08-01"]["value"] == "PHP Notification Group"
    assert rows["payers"]["payer-2",]["name"] == "Two"


def test_a_payer_rule_is_added_changed_and_deleted_by_its_forms(fresh: Page) -> None:
    enter(fresh, "payer-rule", **PAYER_RULE)
    rows = changes.read(fresh.database)
    [(rule_id,)] = rows["payer_rules"]
    [(line_id,)] = rows["payer_billing_rules"]
    line = rows["payer_billing_rules"][line_id,]
    assert (line["minutes_per_unit"], line["max_units"], line["combine"], line["method"]) == ("15", "6", "true", None)
    shown = fresh.browser.get("/setup").text
    assert "+ Add Billing Rule" in shown

    html = fresh.browser.get("/setup/propose/change-billing-rule", params={"key": line_id}).text
    assert 'name="minutes_per_unit" type="text" value="15"' in html
    assert '<option value="602" selected>' in html
    enter(fresh, "change-billing-rule", billing_rule_id=line_id, first_day="2016-08-01", **LINE | {"max_units": "8"})
    enter(fresh, "add-billing-rule", payer_rule_id=rule_id, first_day="2016-07-15", **LINE | {"codes": ["IND THPY"]})
    rows = changes.read(fresh.database)
    assert sorted((rule["effective_from"], rule["effective_to"]) for rule in rows["payer_rules"].values()) == [
        ("2016-07-01", "2016-07-14"),
        ("2016-07-15", "2016-07-31"),
        ("2016-08-01", None),
    ]
    [last] = [rule["payer_rule_id"] for rule in rows["payer_rules"].values() if rule["effective_to"] is None]
    enter(fresh, "end-payer-rule", payer_rule_id=last, first_day="2016-08-01")
    assert (last,) not in changes.read(fresh.database)["payer_rules"]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [("7", "7 minutes make 0 units"), ("8", "8 minutes make 1 unit"), ("23", "23 minutes make 2 units")],
)
def test_a_rule_shows_what_it_makes_of_an_example(page: Page, minutes: str, told: str) -> None:
    sent = PAYER_RULE | {"do": "example", "example_minutes": minutes}
    answer = page.browser.post("/setup/propose/payer-rule", data=sent)
    assert answer.status_code == 200
    assert f"<output>{told}</output>" in answer.text
    assert not changes.read(page.database)["payer_rules"]


@pytest.mark.parametrize(("form", "sent", "refused", "told"), BAD_FORMS)
def test_what_a_form_cannot_use_is_refused_beside_its_field(
    page: Page, form: str, sent: dict[str, object], refused: str, told: str
) -> None:
    answer = page.browser.post(f"/setup/propose/{form}", data={**SOUND.get(form, {}), **sent})
    assert answer.status_code == 422
    found = dict(re.findall(r'<strong id="(\w+)-refused" class="refusal">([^<]*)', answer.text))
    assert told in found[refused], found


def test_a_form_that_there_is_not_is_told(page: Page) -> None:
    assert page.browser.get("/setup/propose/nothing").status_code == 404
    assert page.browser.post("/setup/propose/nothing", data={"a": "b"}).status_code == 404


@pytest.mark.parametrize("name", FORMS)
def test_each_form_shows_each_of_its_fields(page: Page, name: str) -> None:
    html = page.browser.get(f"/setup/propose/{name}", params={"key": "<script>"}).text
    for shown in FORMS[name].fields:
        assert f'name="{shown.name}"' in html
    assert "<script>" not in html.partition("</head>")[2]
