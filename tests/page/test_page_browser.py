"""The page Per-diem billing in a real browser: signed in to Airflow's UI, on the sample clinic's night.

The tests follow one another, in the home in which test_home.py goes on with further nights. PERDIEM_SCREENSHOTS names a
folder for pictures of what they see: the README's are made with it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from playwright.sync_api import Frame, Locator, expect, sync_playwright

from helpers.browser import CHROMIUM, DESKTOP, INSIDE, PHONE, Ui, chromium, obstacles, signed_in
from helpers.fault_worker import wait_until
from helpers.homes import SampleAirflow, SampleHome, command

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: apt-get install chromium")


@pytest.fixture(scope="module")
def home(sample_home: SampleHome) -> Path:
    return sample_home.path


@pytest.fixture(scope="module")
def ui(sample_airflow: SampleAirflow, home: Path) -> Iterator[Ui]:
    logins = json.loads((home / "secrets" / "airflow_logins.json").read_text())
    with chromium() as browser:
        yield signed_in(browser, sample_airflow.url, "admin", logins["admin"])


def test_who_is_not_signed_in_is_refused_on_every_route(sample_airflow: SampleAirflow) -> None:
    from fastapi.routing import APIRoute

    from perdiem.page.app import application

    routes = [route for route in application.routes if isinstance(route, APIRoute)]
    assert len(routes) == len(application.routes), "nothing is mounted beside the routes"
    with sync_playwright() as playwright:
        request = playwright.request.new_context(base_url=sample_airflow.url)
        for route in routes:
            path = "/per-diem-billing" + re.sub(r"\{.*?\}", "anything", route.path)
            for method in route.methods:
                answer = request.fetch(path, method=method, max_redirects=0)
                assert answer.status == 401, (method, path, answer.status)
        answer = request.get("/per-diem-billing/", headers={"Cookie": "_token=made-up", "Authorization": "Bearer no"})
        assert answer.status in (401, 403)
        request.dispose()


def test_tonights_run_of_the_sample_is_skipped_and_no_failure(ui: Ui) -> None:
    """The scheduler begins it as soon as it is up, and the sample's notes are of 2016."""
    runs = f"{ui.url}/api/v2/dags/per_diem_billing/dagRuns"

    def states() -> tuple[str, set[str]]:
        [run] = ui.context.request.get(f"{runs}?run_type=scheduled").json()["dag_runs"]
        found = ui.context.request.get(f"{runs}/{quote(run['dag_run_id'])}/taskInstances").json()
        return run["state"], {task["state"] for task in found["task_instances"]}

    wait_until(lambda: states()[0] in ("success", "failed"), "tonight's run has ended")
    assert states() == ("success", {"skipped"})


def test_a_night_that_is_not_published_in_time_is_told_of(ui: Ui, home: Path) -> None:
    def told() -> list[str]:
        messages = [file.read_text() for file in (home / "outbox").iterdir()]
        return [message for message in messages if "Subject: Per-diem billing: a night is late" in message]

    wait_until(told, "the data team is told")
    [message] = told()
    assert "To: data-quality@localhost" in message
    assert f"{ui.url}/dags/per_diem_billing/runs/scheduled__" in message


def test_the_night_is_one_click_away(ui: Ui) -> None:
    ui.page.goto(ui.url)
    ui.page.get_by_role("link", name="Per-diem billing").click()
    expect(ui.frame.get_by_role("heading", level=1)).to_contain_text("Per-diem billing, 2016-08-02")
    expect(ui.frame.locator("dl.tiles")).to_contain_text("Notes written235")
    expect(ui.frame.locator("dl.tiles")).to_contain_text("$53,161.75 invoiced")
    funnel = ui.frame.get_by_role("table", name="From a due day to a billed one")
    expect(funnel.get_by_role("row").nth(1)).to_contain_text("Due")
    ui.frame.get_by_role("button", name="Show").click()  # the run itself, without a word on one that came later
    expect(ui.page).to_have_url(re.compile("run_id="))
    expect(ui.frame.get_by_role("note")).to_have_count(0)
    expect(ui.frame.locator("dl.tiles")).to_contain_text("Notes written235")
    ui.picture("night")


def test_each_figure_of_the_night_leads_to_the_rows_behind_it(ui: Ui) -> None:
    html = ui.context.request.get(f"{ui.url}/per-diem-billing/").text()
    lists = "invoices|audit|worklist"
    figures = re.findall(rf'href="(/[^"]*/(?:{lists})\?[^"]+)">([^<]*?)(\$?)([\d,.]+)( warnings)?</a>', html)
    assert len(figures) >= 30
    for href, _, is_money, figure, _ in figures:
        path, _, query = unescape(href).partition("?")
        answer = ui.context.request.get(f"{ui.url}{path}.csv?{query}")
        rows = list(csv.DictReader(answer.body().decode("utf-8-sig").splitlines()))
        found = sum(Decimal(row["amount"] or 0) for row in rows) if is_money else len(rows)
        assert found == Decimal(figure.replace(",", "")), href


def test_what_to_send_is_apart_from_what_to_correct_first(ui: Ui) -> None:
    frame = ui.open()
    frame.get_by_role("link", name="4,221").click()
    expect(frame.get_by_role("heading", level=2)).to_contain_text("4,221 invoices to send, $962,792.00")
    expect(frame.locator(".as-of")).to_contain_text("As of the run of 2016-08-02")
    ui.picture("invoices")
    frame.locator("select[name=state]").select_option("correct")
    expect(frame.get_by_role("heading", level=2)).to_contain_text("16 invoices to correct before you send, $3,186.75")
    rows = frame.locator("tbody tr")
    expect(rows.first).to_contain_text(re.compile("coverage withdrawn|payer not in force|support lost|no coverage"))
    assert rows.count() == 16


def test_the_runs_report_is_a_click_away(ui: Ui) -> None:
    ui.open()
    ui.frame.get_by_role("link", name="report").click()
    expect(ui.frame.get_by_role("heading", name="Where to look")).to_be_visible()


def test_a_blocked_day_is_found_filtered_and_explained(ui: Ui) -> None:
    frame = ui.open("worklist")
    frame.get_by_label("Reason").select_option("no_authorization")
    expect(ui.page).to_have_url(re.compile("reason=no_authorization"))
    groups = frame.get_by_role("table", name="unfolds").locator("tbody")
    expect(groups.first).to_contain_text("No authorization")
    assert groups.count() > 10
    rows = groups.locator("tr.day")
    assert rows.filter(has_not_text="no authorization").count() == 0
    expect(rows.first).to_be_hidden()
    groups.first.locator("summary").click()
    expect(rows.first).to_be_visible()
    expect(groups.nth(1).locator("tr.day").first).to_be_hidden()
    ui.picture("worklist")

    with ui.page.expect_download() as download:
        frame.get_by_role("link", name="CSV").click()
    table = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert len(table) >= rows.count()
    assert all("no_authorization" in row["reasons"] for row in table)

    client_id = table[0]["client_id"]
    group = groups.filter(has_text=client_id)
    if group.locator("[open]").count() == 0:
        group.locator("summary").click()
    group.get_by_role("link", name=f"Why? {client_id}, {table[0]['service_date']}").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text(client_id)
    expect(frame.locator("main")).to_contain_text("Not billed")
    expect(frame.locator("main")).to_contain_text("Enter the authorization")
    assert client_id not in ui.page.url
    ui.picture("why")
    inside = ui.page.frame(url=re.compile(r"//[^/]+/per-diem-billing/why/"))
    assert inside is not None
    assert obstacles(inside) == []


def test_a_biller_takes_a_day_leaves_a_note_puts_it_off_and_marks_it_as_done_by_keyboard(ui: Ui, home: Path) -> None:
    """And puts it back: the nights to come find the clinic as it was."""

    def press(one: Locator, key: str = "Enter") -> None:
        one.focus()
        ui.page.keyboard.press(key)

    def inside() -> Frame:
        found = ui.page.frame(url=re.compile(r"//[^/]+/per-diem-billing/worklist"))
        assert found is not None
        return found

    frame = ui.open("worklist")
    box = frame.get_by_role("checkbox").nth(1)
    [client_id] = re.findall(r"days? of (.+),", box.get_attribute("aria-label") or "")
    press(box, "Space")
    expect(box).to_be_checked()
    press(frame.get_by_role("button", name="Take"))
    expect(frame.locator("tbody").filter(has=frame.get_by_text("yours"))).to_have_count(1)
    assert obstacles(inside()) == []

    frame = ui.open("worklist?work=mine")
    group = frame.get_by_role("table", name="unfolds").locator("tbody")
    expect(group).to_have_count(1)
    expect(group).to_contain_text(client_id)
    press(group.locator("summary"))
    press(group.get_by_role("link", name="Alert of").first)
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Alert")
    note = "canary: a call about the authorization"
    frame.get_by_label("Note, for this page alone").focus()
    ui.page.keyboard.type(note)
    frame.get_by_label("Not before").focus()
    ui.page.keyboard.type("08052016")
    ui.page.keyboard.press("Enter")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("not before 2016-08-05")
    expect(frame.get_by_role("row", name="admin put it off, not before 2016-08-05")).to_contain_text(note)
    assert obstacles(inside()) == []
    press(frame.get_by_role("button", name="Done"))
    expect(frame.get_by_role("heading", level=1)).to_contain_text("done")
    for name, gone in (("To do again", "To do again"), ("Give back", "Give back")):
        press(frame.get_by_role("button", name=name))
        expect(frame.get_by_role("button", name=gone)).to_have_count(0)
    expect(frame.locator("main")).to_contain_text("Who has it: nobody.")
    press(frame.get_by_role("link", name="All days with this reason"))
    expect(frame.get_by_label("Work")).to_have_value("all")
    assert client_id not in ui.page.url + inside().url
    for box in frame.get_by_role("checkbox").all():
        box.check()
    press(frame.get_by_role("button", name="Give back"))
    expect(frame.get_by_text("yours")).to_have_count(0)

    typed = note.encode()
    kept = [path for path in home.rglob("*") if path.is_file() and "postgres" not in path.parts]
    assert any("logs" in path.parts for path in kept)
    assert [path for path in kept if typed in path.read_bytes()] == []


def mailed_links(home: Path) -> set[str]:
    """Where messages of the night lead in the worklist."""
    links = set()
    for file in (home / "outbox").iterdir():
        body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
        assert body is not None
        links |= set(re.findall(r"\S+/worklist\?\S+", body.get_content()))
    return links


def test_a_message_leads_to_the_days_of_its_reason(ui: Ui, home: Path) -> None:
    """The night was over before Airflow was up: where that is to listen was settled by then."""
    [link] = [link for link in mailed_links(home) if link.endswith("reason=unsigned_notes")]
    assert link.startswith(ui.url)
    ui.page.goto(link)
    rows = ui.frame.get_by_role("table", name="unfolds").locator("tr")
    expect(rows.nth(1)).to_contain_text("Unsigned notes")
    assert rows.filter(has_not_text="unsigned notes").count() == 1, "the titles of the columns"


def test_a_failed_run_leads_to_its_task_in_airflow(ui: Ui, home: Path) -> None:
    with psycopg.connect(command(home, "db-url").stdout.strip(), autocommit=True) as warehouse:
        warehouse.execute("update quality.runs set state = 'failed', failed_task = 'check_source'")
        try:
            [(run_id,)] = warehouse.execute("select run_id from quality.runs").fetchall()
            ui.open(f"?run_id={quote(run_id)}")
            ui.frame.get_by_role("link", name="The task, with its log").click()
            of_run = f"{ui.url}/dags/per_diem_billing/runs/{quote(run_id, safe='')}"
            expect(ui.page).to_have_url(f"{of_run}/tasks/check_source")
            expect(ui.page.get_by_text("Gate: what came from the EHR").first).to_be_visible()
        finally:
            warehouse.execute("update quality.runs set state = 'success', failed_task = null")


def test_a_client_and_a_date_are_asked_for(ui: Ui) -> None:
    frame = ui.open("why")
    frame.get_by_label("Client").fill("alice-aaa-test")
    frame.get_by_label("date").fill("2016-07-31")
    frame.get_by_label("date").press("Enter")
    expect(frame.locator("main")).to_contain_text("Billed")
    expect(frame.locator("main")).to_contain_text("0905")
    assert "alice" not in ui.page.url


def test_which_authorizations_need_a_request_is_seen_at_once(ui: Ui) -> None:
    frame = ui.open("authorizations")
    needed = re.compile(r"94 authorizations need a request: \d+ days, \$")
    expect(frame.get_by_role("heading", name=needed)).to_be_visible()
    expect(frame.locator("figure.chart svg").first).to_be_visible()
    ui.picture("authorizations")


@pytest.mark.parametrize("view", ["audit", "quality", "setup"])
def test_the_other_views_have_their_rows(ui: Ui, view: str) -> None:
    frame = ui.open(view)
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    assert frame.locator("tbody tr").count() > 0
    ui.picture(view)


def test_all_of_it_can_be_reached_with_the_keyboard(ui: Ui) -> None:
    ui.page.goto(f"{ui.url}/per-diem-billing/worklist")
    ui.page.keyboard.press("Tab")
    expect(ui.page.get_by_role("link", name="To the content")).to_be_focused()
    for name in (
        "To the list",
        "Night",
        "Worklist",
        "Invoices",
        "Why?",
        "Authorizations",
        "Weeks",
        "Billing audit",
        "Data quality",
        "Rules and settings",
    ):
        ui.page.keyboard.press("Tab")
        expect(ui.page.get_by_role("link", name=name, exact=True)).to_be_focused()
    ui.page.keyboard.press("Tab")
    assert ui.page.evaluate("document.activeElement.matches('select, input, button, a')")
    outline = ui.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus can be seen"

    reason = ui.page.get_by_label("Reason")
    reason.focus()
    ui.page.keyboard.press("ArrowDown")
    chosen = reason.input_value()
    assert chosen
    ui.page.keyboard.press("ArrowDown")
    assert reason.input_value() not in ("", chosen), "an arrow key goes on, and asks for no page"
    ui.page.keyboard.press("ArrowUp")
    assert not urlsplit(ui.page.url).query
    ui.page.keyboard.press("Enter")
    expect(ui.page).to_have_url(re.compile(f"reason={chosen}"))
    expect(reason).to_be_focused()
    expect(reason).to_have_value(chosen)

    ui.page.get_by_role("link", name="To the list").focus()
    ui.page.keyboard.press("Enter")
    ui.page.keyboard.press("Tab")
    expect(ui.page.get_by_role("link", name="CSV")).to_be_focused()


@pytest.mark.parametrize(
    "view",
    [
        "",
        "worklist",
        "invoices",
        "why",
        "authorizations",
        "weeks",
        "audit",
        "quality",
        "setup",
        "setup/defaults?clients=any",
        "setup/changes",
        "setup/checklist",
        "setup/propose/payer-rule",
    ],
)
def test_each_view_fits_a_phone_follows_the_theme_and_keeps_nobody_out(ui: Ui, view: str) -> None:
    ui.page.set_viewport_size(PHONE)
    try:
        ui.page.goto(f"{ui.url}/per-diem-billing/{view}")
        assert ui.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out"
        if view in ("worklist", "authorizations", "weeks", "audit", "setup/defaults?clients=any"):
            show = ui.page.get_by_role("button", name="Show")
            expect(show).to_be_hidden()
            ui.page.get_by_text("Filters", exact=True).click()
            expect(show).to_be_visible()
        lightness = {}
        for theme in ("light", "dark"):
            ui.page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
            ui.page.reload()
            colour = ui.page.evaluate("getComputedStyle(document.body).backgroundColor")
            lightness[theme] = sum(int(part) for part in re.findall(r"\d+", colour)[:3])
            if theme == "dark" and view == "worklist":
                ui.picture("worklist-phone")
            if theme == "dark":  # colours are the same on a phone, and what is there is the same in the light
                ui.page.set_viewport_size(DESKTOP)
            assert obstacles(ui.page) == [], theme
        assert lightness["dark"] < 150 < 600 < lightness["light"], lightness
    finally:
        ui.page.evaluate("localStorage.setItem('theme', 'light')")
        ui.page.set_viewport_size(DESKTOP)


def test_a_biller_gets_a_day_billed(ui: Ui, home: Path) -> None:
    """A morning: the mail, its alert, why, "mine", mended in the EHR; the night, and it is gone."""
    with psycopg.connect(command(home, "db-url").stdout.strip(), autocommit=True) as ehr:
        alerts = ehr.execute(
            """
            select alert_id, client_id, service_date
            from marts.fct_per_diem_days
            inner join ehr.alerts using (program_id, client_id, service_date)
            where reasons = array['missing_default_location_code']
            """
        )
        alert_id, client_id, service_date = next(row for row in alerts if of_alert(ui, row[0]) in mailed_links(home))

        ui.page.goto(of_alert(ui, alert_id))
        frame = ui.frame
        frame.get_by_role("link", name="Why?").last.click()
        expect(frame.get_by_role("heading", level=1)).to_contain_text(client_id)
        expect(frame.locator("main")).to_contain_text("Not billed")
        frame.get_by_role("link", name="Missing default location code").click()
        frame.get_by_role("button", name="Take").click()
        expect(frame.locator("main")).to_contain_text("Who has it: you.")
        ui.picture("alert")

        ehr.execute("update ehr.clients set default_location_code = '11' where client_id = %s", [client_id])
        runs = f"{ui.url}/api/v2/dags/per_diem_billing/dagRuns"
        asked = {"logical_date": None, "conf": {"run_date": "2016-08-02"}}
        run = ui.context.request.post(runs, data=asked).json()["dag_run_id"]
        wait_until(
            lambda: ui.context.request.get(f"{runs}/{quote(run)}").json()["state"] in ("success", "failed"),
            "the night has ended",
            seconds=300,
        )

    frame = ui.open("worklist?work=mine")
    expect(frame.locator("main")).to_contain_text("No day is to be looked at")
    ui.page.goto(of_alert(ui, alert_id))
    expect(frame.get_by_role("heading", level=1)).to_contain_text("resolved")
    frame.get_by_role("link", name=f"Why? {client_id}, {service_date}").click()
    expect(frame.locator("main")).to_contain_text("Billed")
    assert client_id not in ui.page.url


def of_alert(ui: Ui, alert_id: str) -> str:
    """Where a message leads from an alert."""
    return f"{ui.url}{INSIDE}/per-diem-billing/worklist?alert={alert_id}"


def test_nothing_was_complained_of_and_no_other_host_was_asked(ui: Ui) -> None:
    """The last of these tests: what the others did is looked at."""
    assert ui.complaints == []
    assert ui.hosts == {ui.url.removeprefix("http://")}
