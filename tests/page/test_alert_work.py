"""What a biller does about alerts on the page: who may, from where, what shows it, and what a night makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from airflow.api_fastapi.app import _AuthManagerState
from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note
from helpers.html import Page as Seen
from helpers.night import run_night
from helpers.page import BILLER, signed_in
from perdiem import config
from perdiem.page import access, alert_work
from perdiem.page.access import Biller
from perdiem.page.app import application
from perdiem.report import files, summary, terminal

TOMORROW = RUN_DATE + timedelta(days=1)
LAST_NIGHT = SERVICE_DATE + timedelta(days=90)
CLIENTS = ("bob", "carol", "dave", "erin")


@dataclass(frozen=True)
class Page:
    """The page after a night that could not bill the days of four clients, and the database."""

    browser: TestClient
    database: psycopg.Connection

    def alert(self, client_id: str) -> str:
        """The id of the alert about a client."""
        [(alert_id,)] = self.database.execute("select alert_id from ehr.alerts where client_id = %s", [client_id])
        return str(alert_id)

    def post(self, client_id: str, what: str, **fields: str) -> int:
        """Enter what is done about the alert of a client, which must be answered by a way back; the status."""
        sent = {"alert": self.alert(client_id), "what": what, **fields}
        return self.browser.post("/alerts", data=sent, follow_redirects=False).status_code

    def see(self, client_id: str) -> str:
        """What the page of a client's alert says."""
        return " ".join(Seen(self.browser.get("/worklist", params={"alert": self.alert(client_id)}).text).text.split())

    def find(self, work: str) -> set[str]:
        """The clients whose days a filter finds."""
        text = self.browser.get("/worklist.csv", params={"work": work}).content.decode("utf-8-sig")
        return {row["client_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}

    def entries(self) -> int:
        """How many entries the history has."""
        [(count,)] = self.database.execute("select count(*) from quality.alert_work").fetchall()
        return int(count)


@pytest.fixture(scope="module")
def night(database_of_nights: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_of_nights, autocommit=True) as database:
        build(database)
        for client_id in CLIENTS:
            client(database, client_id)
            note(database, f"note of {client_id}", client_id)
        run_night(RUN_DATE)
        yield database


@pytest.fixture
def page(night: psycopg.Connection) -> Iterator[Page]:
    """The page, with nothing done about any alert."""
    night.execute(
        """
        alter table quality.alert_work disable trigger user;
        truncate quality.alert_work;
        alter table quality.alert_work enable trigger user
        """
    )
    with signed_in() as browser:
        yield Page(browser, night)


def test_what_is_taken_is_mine_and_given_back_it_is_anybody_s(page: Page) -> None:
    assert page.find("free") == page.find("to_do") == set(CLIENTS)
    assert page.post("bob", "taken") == 303
    assert (page.find("mine"), page.find("taken")) == ({"bob"}, {"bob"})
    assert page.find("free") == set(CLIENTS) - {"bob"}
    assert page.find("to_do") == set(CLIENTS), "somebody has to do it still"
    assert "Who has it: you." in page.see("bob")
    assert "1 yours" in page.browser.get("/worklist").text
    page.post("bob", "given_back")
    assert page.find("mine") == set()
    assert "Who has it: nobody." in page.see("bob")
    assert f"{BILLER}gave it back" in page.see("bob"), "two cells of its history"


def test_what_another_took_is_theirs(page: Page) -> None:
    application.dependency_overrides[access.who_looks] = lambda: Biller("biller-bea", may_work=True)
    page.post("bob", "taken")
    application.dependency_overrides[access.who_looks] = lambda: Biller(BILLER, may_work=True)
    assert (page.find("mine"), page.find("taken")) == (set(), {"bob"})
    assert "Who has it: biller-bea." in page.see("bob")
    assert "1 taken" in page.browser.get("/worklist").text


def test_what_is_done_or_put_off_leaves_the_list_and_is_found_again(page: Page) -> None:
    page.post("bob", "done", note="billed by hand")
    page.post("carol", "snoozed", not_before=TOMORROW.isoformat())
    assert page.find("to_do") == {"dave", "erin"}
    assert (page.find("done"), page.find("snoozed")) == ({"bob"}, {"carol"})
    assert page.find("all") == set(CLIENTS)
    assert f"not before {TOMORROW}" in page.see("carol")
    assert "done" in page.see("bob")
    assert "billed by hand" in page.see("bob")
    page.post("bob", "to_do")
    page.post("carol", "to_do")
    assert page.find("to_do") == set(CLIENTS)


def test_a_day_is_set_aside_once_each_of_its_alerts_is(page: Page) -> None:
    page.database.execute(
        "update marts.fct_per_diem_days set reasons = reasons || text 'unheard_of' where client_id = 'bob'"
    )
    try:
        page.post("bob", "done")
        assert "bob" in page.find("to_do")
    finally:
        page.database.execute(
            "update marts.fct_per_diem_days set reasons = array_remove(reasons, 'unheard_of') where client_id = 'bob'"
        )
    assert "bob" in page.find("done")


def test_many_are_chosen_on_the_list_which_is_come_back_to_as_it_was(page: Page) -> None:
    html = page.browser.get("/worklist", params={"sort": "client", "program": "IOP"}).text
    inputs = [attributes for tag, attributes in Seen(html).elements if tag == "input"]
    boxes = [one["value"] for one in inputs if one.get("type") == "checkbox"]
    [back] = [one["value"] for one in inputs if one.get("name") == "back"]
    assert len(boxes) == len(CLIENTS)
    answer = page.browser.post(
        "/alerts", data={"alert": boxes, "what": "taken", "back": back, "not_before": ""}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/worklist?program=IOP&days=window&work=to_do&sort=client&page=1"
    assert page.find("mine") == set(CLIENTS)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "x\r\nSet-Cookie: a=b", "a=b#c"])
def test_the_way_back_leads_to_the_worklist_whatever_is_sent(page: Page, back: str) -> None:
    sent = {"alert": page.alert("bob"), "what": "taken", "back": back}
    answer = page.browser.post("/alerts", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/worklist?")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("snoozed", {}, 422),
        ("snoozed", {"not_before": RUN_DATE.isoformat()}, 422),
        ("snoozed", {"not_before": TOMORROW.isoformat()}, 303),
        ("snoozed", {"not_before": LAST_NIGHT.isoformat()}, 303),
        ("snoozed", {"not_before": (LAST_NIGHT + timedelta(days=1)).isoformat()}, 422),
        ("snoozed", {"not_before": "secret-of-bob"}, 422),
        ("noted", {"note": " "}, 422),
        ("noted", {"note": "secret-of-bob\0"}, 422),
        ("noted", {"note": "secret-of-bob" * 1000}, 422),
        ("came_back", {}, 422),
        ("taken", {"alert": "nobody's"}, 409),
        ("taken", {"alert": ""}, 409),
    ],
)
def test_what_cannot_be_is_refused_and_not_repeated(page: Page, what: str, fields: dict[str, str], status: int) -> None:
    answer = page.browser.post(
        "/alerts", data={"alert": page.alert("bob"), "what": what, **fields}, follow_redirects=False
    )
    assert answer.status_code == status
    assert page.entries() == (status == 303)
    assert "secret-of-bob" not in answer.text


def test_an_alert_that_a_night_resolved_is_passed_over(page: Page) -> None:
    page.database.execute("update ehr.alerts set status = 'resolved' where client_id = 'bob'")
    try:
        assert page.post("bob", "taken") == 409
        assert 'action="/alerts"' not in page.browser.get("/worklist", params={"alert": page.alert("bob")}).text
    finally:
        page.database.execute("update ehr.alerts set status = 'open' where client_id = 'bob'")


# Who may


class WithoutTheRight(SimpleAuthManager):
    """Lets people see the page, and change nothing of it."""

    def is_authorized_custom_view(self, *, method: str, resource_name: str, **_: object) -> bool:
        return (method, resource_name) == ("GET", access.VIEW)


class WithTheRight(SimpleAuthManager):
    """Lets people do what the page asks for, and nothing else."""

    def is_authorized_custom_view(self, *, method: str, resource_name: str, **_: object) -> bool:
        return (method, resource_name) in {("GET", access.VIEW), ("PUT", access.ALERTS_VIEW)}


@pytest.mark.parametrize(("manager", "may_work"), [(WithTheRight, True), (WithoutTheRight, False)])
def test_the_right_to_enter_is_one_of_its_own(
    manager: type[SimpleAuthManager], may_work: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_AuthManagerState, "instance", manager())
    user = SimpleAuthManagerUser(username="somebody", role="viewer")
    access.may_see(user)
    assert access.who_looks(user) == Biller("somebody", may_work)


def test_whoever_may_only_look_enters_nothing_by_any_route(page: Page) -> None:
    routes = [route for route in application.routes if isinstance(route, APIRoute) and route.methods - {"GET", "HEAD"}]
    of_set_up = {
        "/setup/propose/{name}",
        "/setup/changes/{change_id}",
        "/setup/dry-run",
    }  # which test_setup_editing.py looks at
    assert {route.path for route in routes} - of_set_up == {"/why", "/alerts"}, "each that takes something"
    alert_id = page.alert("bob")
    with signed_in(may_work=False) as browser:
        for what in (*alert_work.BUTTONS, "snoozed"):
            sent = {"alert": alert_id, "what": what, "note": "a note", "not_before": TOMORROW.isoformat()}
            answer = browser.post("/alerts", data=sent)
            assert answer.status_code == 403
            assert "may not change the view" in answer.text
        assert browser.get("/alerts", params={"alert": alert_id, "what": "taken"}).status_code == 405
        for query in ({}, {"alert": alert_id}):
            html = browser.get("/worklist", params=query).text
            assert "/alerts" not in html
            assert "checkbox" not in html
    assert page.entries() == 0


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://testserver"}, True),  # a proxy may speak TLS for Airflow
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "http://testserver:81"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({}, False),
    ],
)
def test_only_the_page_s_own_forms_enter_anything(page: Page, headers: dict[str, str], is_let_in: bool) -> None:
    del page.browser.headers["origin"]
    sent = {"alert": page.alert("bob"), "what": "taken"}
    answer = page.browser.post("/alerts", data=sent, headers=headers, follow_redirects=False)
    assert answer.status_code == (303 if is_let_in else 403)
    assert page.entries() == is_let_in


def test_no_address_names_a_client_or_what_was_typed(page: Page) -> None:
    sent = {"alert": page.alert("bob"), "what": "noted", "note": "about bob", "back": f"alert={page.alert('bob')}"}
    answer = page.browser.post("/alerts", data=sent, follow_redirects=False)
    assert answer.headers["location"] == f"/worklist?alert={page.alert('bob')}"
    for tag, attributes in Seen(page.browser.get(answer.headers["location"]).text).elements:
        assert tag != "form" or attributes["action"] == "/alerts"
        assert "bob" not in (attributes.get("href") or "")


# The next night: the last test of this file, as it cannot be undone


def test_the_next_night_has_come_back_what_it_still_finds_and_says_so(page: Page) -> None:
    page.post("bob", "done", note="canary typed of bob")
    page.post("carol", "done")
    page.post("dave", "snoozed", not_before=(TOMORROW + timedelta(days=1)).isoformat())
    page.post("erin", "taken")
    authorization(page.database, "mended", "carol")
    run = run_night(TOMORROW)

    assert page.find("came_back") == {"bob"}
    assert page.find("to_do") == {"bob", "erin"}
    assert page.find("all") == {"bob", "dave", "erin"}, "carol's is billed"
    assert "It came back: somebody marked it as done" in page.see("bob")
    assert "a nightstill found it: it came back" in page.see("bob"), "two cells of its history"
    why = page.browser.post("/why", data={"client_id": "bob", "service_date": SERVICE_DATE.isoformat()}).text
    assert '<span class="badge warning">came back</span>' in why
    assert "marked it as done" in why
    assert "canary typed of bob" in why
    of_night = " ".join(Seen(page.browser.get("/").text).text.split())
    told = "2 are taken by somebody, 1 put off, 0 marked as done. 1 came back"
    assert told in of_night
    home = config.load().home
    report = (home / files.name_of(run.run_date, run.run_id)).read_text()
    assert told in " ".join(Seen(report).text.split())
    assert "2  1 not before a later date, 1 came back" in terminal.render(
        summary.summarize(page.database, page.database, run.run_id)
    )
    messages = [file.read_text() for file in (home / "outbox").iterdir()]
    [message] = [message for message in messages if "1 alert (1 came back)" in message]
    assert page.alert("bob") in message
    assert page.alert("dave") not in message, "it is put off"
    assert "canary" not in report + message, "what was typed stands on the page alone"
