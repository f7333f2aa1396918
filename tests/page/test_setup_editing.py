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

from clinics.small_clinic import RUN_DATE, authorization, build, note
from helpers.night import apart, run_night
from helpers.page import BILLER, signed_in
from perdiem.page import access
from perdiem.page.access import Biller
from perdiem.page.app import application
from perdiem.page.setup.editing import start_plan
from perdiem.setup import changes, plan
from perdiem.warehouse import connections

SETTING = {"number": "508", "program": "IOP", "first_day": "2016-07-01", "value": "2"}


@dataclass
class Page:
    browser: TestClient
    database: psycopg.Connection
    asked: list[tuple[str, str]] = field(default_factory=list)

    def propose(self, **typed: str) -> str:
        """The address of the change that the form for a setting leads to."""
        answer = self.browser.post("/setup/setting", data=SETTING | typed, follow_redirects=False)
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
    with signed_in() as browser:
        shown = Page(browser, night)
        application.dependency_overrides[start_plan] = lambda: lambda *asked: shown.asked.append(asked)
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
    assert page.asked == [(change_id, BILLER)]
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


@pytest.mark.parametrize(
    ("typed", "refused", "told"),
    [
        ({"value": "0"}, "value", "expected a number above 0"),
        ({"value": "three"}, "value", "expected a number above 0"),
        ({"value": " "}, "value", "expected a number above 0"),
        ({"number": "509", "value": "1441"}, "value", "expected a whole number from 1 to 1440"),
        ({"number": "512", "value": "-1"}, "value", "expected a whole number of 0 or more"),
        ({"number": "510", "value": "Nobody"}, "value", "there is no user group"),
        ({"number": "511", "value": "1"}, "number", "expected one of 508, 509, 510, 512"),
        ({"program": "PHP"}, "program", "there is no program"),
        ({"first_day": "soon"}, "first_day", "expected a date"),
        ({"program": "*", "first_day": "2016-01-01"}, "first_day", "nights have decided by the value"),
        ({"program": "*", "first_day": "2016-01-01", "value": "1"}, "value", "Nothing would change"),
    ],
)
def test_bad_input_is_refused_beside_its_field(page: Page, typed: dict[str, str], refused: str, told: str) -> None:
    answer = page.browser.post("/setup/setting", data=SETTING | typed)
    assert answer.status_code == 422
    [refusal] = re.findall(r'<strong id="(\w+)-refused" class="refusal">([^<]*)', answer.text)
    assert (refusal[0], told in refusal[1]) == (refused, True), refusal
    kept = (SETTING | typed)["first_day"]
    assert f'name="first_day" value="{kept}"' in answer.text, "what was typed is still there"


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
        page.browser.post("/setup/setting", data=SETTING),
        page.browser.post(address, data={"what": "apply"}),
        page.browser.get("/setup/setting"),
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
    with signed_in(may_set_up=False) as browser:
        assert browser.post("/setup/setting", data=SETTING).status_code == 403
        for what in ("plan", "apply", "drop", "undo"):
            assert browser.post(address, data={"what": what}).status_code == 403
        for path in (address, "/setup/changes", "/setup/setting"):
            assert 'method="post"' not in browser.get(path).text
    with signed_in() as browser:
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
