"""The view "Why?": for a client and a date, why the day is billed or is not, as somebody who asks reads it.

One story of three nights is told once. Clients are named after what befalls their day, 2016-07-31, which is due on
2016-08-02.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from cryptography.fernet import Fernet
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.routing import Mount

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note, program, setting
from helpers.databases import insert
from helpers.html import Page
from helpers.night import apart, run_night
from helpers.page import signed_in
from perdiem import tasks
from perdiem.alerts import work
from perdiem.alerts.reasons import REASONS
from perdiem.page import day_links
from perdiem.page.app import application
from perdiem.page.why import queries as queries_module
from perdiem.page.why.facts import Evidence, Published
from perdiem.page.why.reason_facts import lost_by
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock
from perdiem_local.ehr import prepare

NEXT_NIGHT, NIGHT_AFTER, DRY_NIGHT = (RUN_DATE + timedelta(days=days) for days in (1, 2, 4))
NOT_DUE, LONG_AGO = RUN_DATE - timedelta(days=1), date(2016, 1, 5)

# What stands in the way of whom, and what is so of the day.
BLOCKED = {
    "late": ("no_authorization", REASONS["no_authorization"].meaning),
    "used-up": (
        "authorization_exhausted",
        "authorization-used-up of payer-1 had 0 of 0 units left, and the day needs 1.",
    ),
    "stepped-down": (
        "overlapping_authorizations",
        "authorization-stepped-down allows 0905 from 2016-07-29 to 2016-08-25, "
        "and stepped-down-too allows S9480 from 2016-07-29 to 2016-08-25.",
    ),
    "ruled-out": (
        "zero_billable_units",
        "Rule nothing, nothing, of Nothing Mutual (payer-0) makes 0 units of 180 minutes of 0905: "
        "0 units, however long the note.",
    ),
    "in-both": ("multiple_programs", "The other program is PHP."),
    "nowhere": (
        "missing_default_clinician",
        "The client's default clinician is clinician-9, which is not in the list of clinicians.",
    ),
}
HOSTILE = """<img src=x onerror=alert(1)>'; drop table ehr.notes; -- {{ 6007 * 7 }} é"""


@dataclass(frozen=True)
class Shown:
    """A page as somebody reads it: without line breaks, and table by table."""

    page: Page

    @property
    def text(self) -> str:
        return " ".join(self.page.text.split())

    def rows(self, caption: str) -> dict[str, list[str]]:
        return {
            key.strip(): [" ".join(cell.split()) for cell in cells] for key, cells in self.page.rows(caption).items()
        }

    @property
    def answers(self) -> list[str]:
        """What each program's heading says, with the answer in short."""
        headings = re.findall(r"<h2[^>]*>(.*?)</h2>", self.page.html, re.DOTALL)
        return [" ".join(re.sub("<[^>]+>", "", heading).split()) for heading in headings]


Asked = tuple[TestClient, psycopg.Connection, Mapping[str, Mapping[str, Shown]]]


@pytest.fixture(scope="module")
def asked(database_of_nights: str) -> Iterator[Asked]:
    """The page after the last night, the EHR, and what the page answered of each client after each night."""
    with psycopg.connect(database_of_nights, autocommit=True) as ehr, signed_in() as page:
        yield page, ehr, tell(ehr, page)


def tell(ehr: psycopg.Connection, page: TestClient) -> dict[str, dict[str, Shown]]:
    """Run the nights, with what happens between them, and ask about everybody after each."""

    def everybody() -> dict[str, Shown]:
        clients = [client_id for (client_id,) in ehr.execute("select client_id from ehr.clients").fetchall()]
        return {client_id: ask(page, client_id) for client_id in clients}

    begin(ehr)
    run_night(RUN_DATE)
    answers = {"first": everybody()}
    answers["first"]["not-due then"] = ask(page, "not-due", NOT_DUE)
    answers["first"]["long-ago then"] = ask(page, "long-ago", LONG_AGO)
    authorization(ehr, "authorization-late", "late")
    ehr.execute("delete from ehr.notes where note_id = 'deleted-2'")
    ehr.execute("delete from ehr.notes where client_id = 'emptied'")
    client(ehr, "new")
    note(ehr, "new-1", "new", billing_code="GROUP")
    answers["before second"] = {name: ask(page, name) for name in ("late", "new")}
    run_night(NEXT_NIGHT)
    answers["second"] = everybody()
    ehr.execute("update ehr.notes set status = 'void' where client_id = 'late' and origin = 'per_diem'")
    answers["before third"] = {"late": ask(page, "late")}
    run_night(NIGHT_AFTER)
    answers["third"] = everybody()
    client(ehr, "tonight")
    note(ehr, "tonight-1", "tonight", service_date=RUN_DATE)
    authorization(ehr, "authorization-tonight", "tonight")
    decide_and_publish(DRY_NIGHT, lookback_days=4)
    answers["dry"] = {"tonight": ask(page, "tonight", RUN_DATE), "alice": ask(page, "alice")}
    return answers


def decide_and_publish(run_date: date, lookback_days: int) -> None:
    """As much of a dry run as the page shows."""
    params = {
        "run_date": run_date.isoformat(),
        "lookback_days": lookback_days,
        "dry_run": True,
        "refresh_history": False,
    }
    run = tasks.plan_run(f"test__{run_date}_{lookback_days}", params, None)
    apart(tasks.decide, run)
    tasks.write_back(run)
    apart(tasks.publish, run)


def begin(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "note-1", units=Decimal("0.75"))
    note(ehr, "note-2", billing_code="GROUP")
    authorization(ehr)
    authorization(ehr, "authorization-602", billing_code="602")
    authorization(ehr, "later", billing_code="S9480", first=date(2016, 8, 26), last=date(2016, 9, 22))
    authorization(ehr, "earlier", first=date(2016, 6, 1), last=date(2016, 7, 30))
    authorization(ehr, "denied")
    ehr.execute("update ehr.authorizations set status = 'denied' where authorization_id = 'denied'")
    authorization(ehr, "reversed", first=date(2016, 8, 1), last=date(2016, 7, 1))

    for name in (*BLOCKED, "short", "deleted", "emptied", "by-hand", HOSTILE):
        client(ehr, name)
        code = "GROUP" if name in ("short", "deleted") else "602"
        note(ehr, f"{name}-1", name, billing_code=code, units=Decimal("0.75") if name == "short" else Decimal(1))
        if name not in ("late", "ruled-out"):
            authorization(ehr, f"authorization-{name}", name, units=0 if name == "used-up" else 12)
    note(ehr, "deleted-2", "deleted", billing_code="GROUP")
    ehr.execute("update ehr.notes set units = 0.5 where client_id = 'deleted'")
    authorization(ehr, "stepped-down-too", "stepped-down", billing_code="S9480")
    ehr.execute(
        "update ehr.clients set default_clinician_id = 'clinician-9', default_location_id = null, "
        "default_location_code = ' ' where client_id = 'nowhere'"
    )
    note(ehr, "by-hand-2", "by-hand", billing_code="0905")

    insert(ehr, "ehr.payers", [{"payer_id": "payer-0", "name": "Nothing Mutual"}])
    authorization(ehr, "authorization-ruled-out", "ruled-out")
    ehr.execute("update ehr.authorizations set payer_id = 'payer-0' where client_id = 'ruled-out'")
    ehr.execute("update ehr.client_coverages set payer_id = 'payer-0' where client_id = 'ruled-out'")
    unit_rule(ehr, "nothing", "payer-0", "0905", method="replace", quantity=0, conversion="quantity")
    unit_rule(ehr, "hourly", "payer-1", "602", conversion="duration", minutes_per_unit=60)

    program(ehr, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    note(ehr, "in-both-2", "in-both", billing_code="PHP GROUP")
    authorization(ehr, "authorization-php", "in-both", billing_code="0912")
    program(ehr, "DAY", non_billable=("DAY GROUP",), billable=("H2012",))
    setting(ehr, 508, "four", program_id="DAY", effective_from=date(2016, 2, 14))

    for name in (
        "twin",
        "Twin",
        "begun",
        "not-due",
        "drafted",
        "quarantined",
        "elsewhere",
        "left-out",
        "long-ago",
        "idle",
    ):
        client(ehr, name)
    note(ehr, "not-due-1", "not-due", service_date=NOT_DUE, billing_code="GROUP")
    note(ehr, "drafted-1", "drafted", billing_code="GROUP")
    note(ehr, "begun-1", "begun", billing_code="GROUP")
    note(ehr, "begun-2", "begun", billing_code="0905")
    ehr.execute("update ehr.notes set status = 'draft' where note_id in ('drafted-1', 'begun-2')")
    note(ehr, "quarantined-1", "quarantined", billing_code="GROUP", units=Decimal(-1))
    note(ehr, "elsewhere-1", "elsewhere", billing_code="90834")
    note(ehr, "left-out-1", "left-out", billing_code="DAY GROUP")
    note(ehr, "long-ago-1", "long-ago", service_date=LONG_AGO, billing_code="GROUP")
    note(ehr, "idle-1", "idle", service_date=LONG_AGO, billing_code="90834")
    note(ehr, "idle-2", "idle", service_date=LONG_AGO + timedelta(days=1), billing_code="90834")
    note(ehr, "idle-3", "idle", service_date=NOT_DUE, billing_code="90834")


def unit_rule(ehr: psycopg.Connection, rule_id: str, payer_id: str, code: str, **values: object) -> None:
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": rule_id, "payer_id": payer_id, "name": rule_id}])
    rule = {"billing_rule_id": rule_id, "payer_rule_id": rule_id, "billing_type": "unit", **values}
    insert(ehr, "ehr.payer_billing_rules", [rule])
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": rule_id, "billing_code": code}])


def ask(page: TestClient, client_id: str, service_date: date = SERVICE_DATE) -> Shown:
    """What the page answers somebody who fills in its form."""
    answer = page.post("/why", data={"client_id": client_id, "service_date": service_date.isoformat()})
    assert answer.status_code == 200
    return Shown(Page(answer.text))


def test_a_billed_day_says_what_was_written_for_how_much_and_on_what_it_rests(asked: Asked) -> None:
    shown = asked[2]["first"]["alice"]
    note_id = asked[1].execute("select note_id from ehr.notes where client_id = 'alice' and origin = 'per_diem'")
    [(written,)] = note_id.fetchall()

    assert shown.answers == ["IOP Billed"]
    assert f"Note {written}: 1 unit of 0905 to payer payer-1, by authorization authorization-1." in shown.text
    assert "of $275.00, ready." in shown.text
    notes = shown.rows("Every note, and whether it counts for IOP")
    by_rule = "counts as the EHR recorded them; rule hourly of payer-1 makes 1 of it for a claim"
    assert notes["note-1"] == ["602", "released", "60", "", "0.75", by_rule]
    assert notes["note-2"] == ["GROUP", "released", "60", "", "1", "counts as the EHR recorded them"]
    assert notes[written] == ["0905", "released", "180", "1", "1", "the per-diem note of IOP"]
    assert shown.rows("the day is due") == {
        "508 threshold": ["1 unit", "2016-01-01"],
        "509 length of the per-diem note": ["180 minutes", "2016-01-01"],
        "510 who is told": ["IOP Notification Group", "2016-01-01"],
        "512 lag": ["2 days", "2016-01-01"],
    }
    held = shown.rows("as the run that wrote the note found it")
    assert held["authorization-1"][4:] == ["1 of 12", "12", "1", "pays for the day"]
    assert {name: row[-1] for name, row in held.items() if name != "authorization-1"} == {
        "authorization-602": "602 is not one of the codes that IOP bills",
        "later": "begins after the date",
        "earlier": "ended before the date",
        "denied": "is denied, not active",
        "reversed": "does not count: end date before start date",
    }


@pytest.mark.parametrize(("name", "reason", "fact"), [(name, *found) for name, found in BLOCKED.items()])
def test_a_blocked_day_says_what_is_so_and_what_to_do(asked: Asked, name: str, reason: str, fact: str) -> None:
    shown = asked[2]["first"][name]
    assert shown.answers[0] == "IOP Not billed"
    assert f"{reason.replace('_', ' ').capitalize()}. {fact} {REASONS[reason].what_to_do}" in shown.text
    alerts = [table for table in shown.page.tables if "told of an alert" in table.caption]
    assert alerts[0].rows[1][:2] == [reason.replace("_", " ").capitalize(), "open"]


@pytest.mark.parametrize(
    ("name", "authorization_id", "left", "needed", "verdict"),
    [
        ("used-up", "authorization-used-up", "0", "1", "covers the date, and has 0 left"),
        ("stepped-down", "stepped-down-too", "12", "1", "covers the date, and has enough left"),
        ("ruled-out", "authorization-ruled-out", "12", "0", "covers the date, and its payer's rule makes 0 units of "),
        ("short", "authorization-short", "12", "1", "covers the date; the day does not reach the threshold"),
    ],
)
def test_an_authorization_shows_what_it_had_left_and_why_it_did_not_pay(
    asked: Asked, name: str, authorization_id: str, left: str, needed: str, verdict: str
) -> None:
    row = asked[2]["first"][name].rows("as the last run found it")[authorization_id]
    assert row[5:7] == [left, needed]
    assert row[7].startswith(verdict)


def test_each_default_that_is_missing_says_what_stands_there(asked: Asked) -> None:
    text = asked[2]["first"]["nowhere"].text
    assert "The client's default location is empty. Choose one." in text
    assert "The client's default location code is empty. Enter one." in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("drafted", "clinician-1 has to sign drafted-1 (GROUP, 60 minutes)."),
        ("begun", "clinician-1 has to sign begun-2 (0905, 60 minutes)."),
    ],
)
def test_a_day_that_waits_for_signatures_says_who_has_to_sign_what(asked: Asked, name: str, sentence: str) -> None:
    assert sentence in asked[2]["first"][name].text


def test_a_day_in_two_programs_is_told_in_both_and_each_names_the_other(asked: Asked) -> None:
    shown = asked[2]["first"]["in-both"]
    assert shown.answers == ["IOP Not billed", "PHP Not billed"]
    assert "The other program is PHP." in shown.text
    assert "The other program is IOP." in shown.text
    assert shown.rows("counts for PHP")["in-both-1"][-1].startswith("does not count: 602 is not in the group PHP Non")


@pytest.mark.parametrize(
    ("name", "service_date", "answer", "sentence"),
    [
        ("short", SERVICE_DATE, "IOP Below the threshold", "The notes that count come to 0.75 of 1 unit."),
        ("by-hand", SERVICE_DATE, "IOP Billed by hand", "by-hand-2"),
        ("not-due", NOT_DUE, "IOP Not due yet", "Not due before 2016-08-03: clinicians have 2 days for their notes"),
        ("drafted", SERVICE_DATE, "IOP Waits for signatures", "does not count: draft, not released"),
        ("quarantined", SERVICE_DATE, "IOP Nothing to decide", "does not count: units below 0"),
        ("elsewhere", SERVICE_DATE, "Nothing to decide", "No note of the date has a code of any program"),
        (
            "left-out",
            SERVICE_DATE,
            "DAY Not decided",
            "setting 508 for program DAY is 'four' from 2016-02-14: expected",
        ),
        ("long-ago", LONG_AGO, "IOP Never decided", "trigger a run with enough days to look back"),
        ("idle", SERVICE_DATE, "Nothing to decide", "The client has no note of this date."),
    ],
)
def test_a_day_that_is_not_billed_says_what_it_lacks(
    asked: Asked, name: str, service_date: date, answer: str, sentence: str
) -> None:
    shown = asked[2]["first"][name if service_date == SERVICE_DATE else f"{name} then"]
    assert shown.answers == [answer]
    assert sentence in shown.text


def test_what_changed_since_the_last_run_is_said(asked: Asked) -> None:
    before = asked[2]["before second"]
    assert before["late"].rows("as the last run found it")["authorization-late"][-1] == (
        "covers the date; no decision that is kept looked at it"
    )
    assert "not counted yet: entered or changed after the last run" in before["new"].text
    assert before["new"].answers == ["IOP Not decided yet"]
    assert (
        "Since then somebody voided its note: the next run gives its units back."
        in asked[2]["before third"]["late"].text
    )


def test_a_billed_day_that_lost_its_support_shows_which_note_is_gone(asked: Asked) -> None:
    shown = asked[2]["second"]["deleted"]
    assert shown.answers == ["IOP Billed, and no longer supported"]
    assert REASONS["support_lost"].what_to_do in shown.text
    assert "of 1 unit: its notes were changed, voided or moved." in shown.text
    gone = shown.rows("whether it counts for IOP")["deleted-2"]
    assert gone[1] == "not there"
    assert gone[-1].startswith("counted, and is no longer on this date in the EHR")


@pytest.mark.parametrize(
    ("units", "threshold", "why"),
    [
        (4, 5, ": setting 508 says another threshold for the date."),
        (3, 4, ": its notes were changed, voided or moved."),
        (3, 5, ": its notes were changed, voided or moved and setting 508 says another threshold for the date."),
        (4, 4, "4 of 4 units."),
    ],
)
def test_support_is_lost_by_the_notes_or_by_the_setting(units: int, threshold: int, why: str) -> None:
    written = Evidence("IOP", 1, "run", Decimal(4), Decimal(4))
    now = Published("IOP", "billed", ["support_lost"], Decimal(units), Decimal(threshold), *[None] * 3, RUN_DATE)
    assert lost_by(written, now).startswith("When its note was written, the notes came to 4 of 4 units; now they come")
    assert lost_by(written, now).endswith(why)


def test_the_history_tells_how_the_decision_came_about_night_by_night(asked: Asked) -> None:
    def history(night: str, name: str) -> list[list[str]]:
        [table] = [table for table in asked[2][night][name].page.tables if "the last one first" in table.caption]
        return [[" ".join(cell.split()) for cell in row[1:5]] for row in table.rows[1:]]

    blocked = ["of 2016-08-02", "blocked: no authorization", "1 of 1", ""]
    billed = ["of 2016-08-03", "billed", "1 of 1", "authorization-late"]
    assert history("first", "late") == [blocked]
    assert history("second", "late") == [billed, blocked]
    assert history("third", "late") == [["of 2016-08-04", "voided", "1 of 1", ""], billed, blocked]
    assert history("third", "used-up") == history("first", "used-up"), "nothing is entered where nothing changes"
    assert history("third", "emptied")[0] == ["of 2016-08-03", "gone", "0", ""]
    assert asked[2]["third"]["late"].answers == ["IOP Voided"]
    assert "1 unit of authorization-late, given back" in asked[2]["third"]["late"].text


def test_a_run_of_the_history_leads_to_its_night(asked: Asked) -> None:
    page, _, answers = asked
    links = [attributes.get("href") or "" for tag, attributes in answers["third"]["late"].page.elements if tag == "a"]
    runs = {link for link in links if "run_id=" in link}
    assert len(runs) == 3
    for link in runs:
        assert page.get(link).status_code == 200


def test_a_day_that_was_left_empty_says_that_its_note_still_holds_units(asked: Asked) -> None:
    shown = asked[2]["second"]["emptied"]
    assert shown.answers == ["IOP Nothing to decide"]
    assert "It has no note any more" in shown.text


def test_a_dry_run_shows_as_one_and_enters_no_decision(asked: Asked) -> None:
    shown = asked[2]["dry"]["tonight"]
    assert shown.answers == ["IOP Not billed yet"]
    assert "The last run was a dry one: the next real one writes it by authorization-tonight." in shown.text
    assert "How the decision came about" not in shown.text


def test_a_date_outside_the_window_rests_on_the_audit_trail(asked: Asked) -> None:
    """The last run of all looks at four days only."""
    shown = asked[2]["dry"]["alice"]
    assert shown.answers == ["IOP Billed"]
    assert "Decided last by the run of 2016-08-04. The last run, of 2016-08-06" in shown.text
    assert shown.rows("counts for IOP")["note-2"][4] == "1"
    assert shown.rows("as the audit trail keeps them")["508 threshold"] == ["1 unit", "2016-01-01"]
    assert shown.rows("as the run that wrote the note found it")["authorization-1"][5] == "12"


def test_a_client_that_the_ehr_does_not_know_is_an_answer_and_no_error(asked: Asked) -> None:
    shown = ask(asked[0], "nobody")
    assert shown.answers == ["Nothing to decide"]
    assert "The EHR has no client of this id." in shown.text


def test_an_id_is_found_whatever_its_case_unless_two_differ_by_it_alone(asked: Asked) -> None:
    page = asked[0]
    assert ask(page, "ALICE").answers == ["IOP Billed"]
    assert "The EHR has no client" not in ask(page, "twin").text
    assert "The EHR has no client of this id. Is it Twin or twin?" in ask(page, "TWIN").text


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("alixe", ["alice"]),
        ("Alcie", ["alice"]),
        ("alicce", ["alice"]),
        ("alce", ["alice"]),
        ("ALIC", ["alice"]),
        ("x" * 41, []),
        ("_____", []),
        ("%", []),
    ],
)
def test_an_id_that_there_is_not_leads_to_those_near_to_it(asked: Asked, typed: str, near: list[str]) -> None:
    shown = ask(asked[0], typed)
    if not near:
        assert "The EHR has no client of this id. None is near to it." in shown.text
        return
    assert f"Is it {near[0]}?" in shown.text
    [href] = re.findall(r'<a href="(/why/[^"]+)"><code>', shown.page.html)
    assert near[0] in asked[0].get(href).text


def test_the_nearest_dates_with_notes_are_a_click_away(asked: Asked) -> None:
    shown = ask(asked[0], "idle")
    earlier, later = (LONG_AGO + timedelta(days=1)).isoformat(), NOT_DUE.isoformat()
    assert f"Other dates with notes: {earlier} {later}" in shown.text
    links = {attributes.get("rel"): attributes["href"] or "" for tag, attributes in shown.page.elements if tag == "a"}
    assert f"idle, {earlier}" in Shown(Page(asked[0].get(links["prev"]).text)).text
    after = Shown(Page(asked[0].get(links["next"]).text))
    assert f"idle, {later}" in after.text
    assert 'rel="next"' not in after.page.html, "there is none later"


def test_hostile_ids_end_as_text(asked: Asked) -> None:
    shown = asked[2]["first"][HOSTILE]
    assert HOSTILE in shown.text
    assert "img" not in {tag for tag, _ in shown.page.elements}
    assert "42049" not in shown.page.html
    assert [tag for tag, _ in shown.page.elements].count("script") == 1, "the page's own"
    assert asked[1].execute("select count(*) > 0 from ehr.notes").fetchone() == (True,)


def test_no_url_names_the_client(asked: Asked) -> None:
    page, _, answers = asked
    sent = page.post("/why", data={"client_id": " alice ", "service_date": "2016-07-31"}, follow_redirects=False)
    assert sent.status_code == 303
    assert "alice" not in sent.headers["location"]
    assert "2016-07-31" not in sent.headers["location"]
    assert "IOP" in page.get(sent.headers["location"]).text, "blanks around what is typed do no harm"
    for shown in answers["first"].values():
        for _, attributes in shown.page.elements:
            for name in ("href", "src", "action"):
                assert "alice" not in (attributes.get(name) or "")


def test_the_form_leads_on_wherever_the_page_is_mounted(asked: Asked) -> None:
    mounted = TestClient(Starlette(routes=[Mount("/per-diem-billing", application)]))
    assert 'action="/per-diem-billing/why"' in mounted.get("/per-diem-billing/why").text
    answer = mounted.post("/per-diem-billing/why", data={"client_id": "alice", "service_date": "2016-07-31"})
    assert (answer.status_code, answer.url.path.rpartition("/")[0]) == (200, "/per-diem-billing/why")


@pytest.mark.parametrize("token", ["x", "é", "gAAAAAB", "%00", "a" * 5000])
def test_a_link_that_this_installation_did_not_make_leads_nowhere(asked: Asked, token: str) -> None:
    answer = asked[0].get(f"/why/{token}")
    assert answer.status_code == 404
    assert "leads to no day" in answer.text


def test_a_link_that_somebody_changed_leads_nowhere(asked: Asked) -> None:
    token = day_links.link("alice", SERVICE_DATE)
    assert day_links.day_of(token) == ("alice", SERVICE_DATE)
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert asked[0].get(f"/why/{changed}").status_code == 404, place
    assert day_links.day_of(Fernet(Fernet.generate_key()).encrypt(b'["alice", "2016-07-31"]').decode()) is None


@pytest.mark.parametrize(
    "typed",
    [
        {"client_id": " ", "service_date": "2016-07-31"},
        {"client_id": "ali\0ce", "service_date": "2016-07-31"},
        {"client_id": "alice", "service_date": "yesterday"},
        {"client_id": "alice"},
        {"client_id": "alice" * 1000, "service_date": "2016-07-31"},
    ],
)
def test_what_cannot_be_looked_up_is_refused_and_not_repeated(asked: Asked, typed: Mapping[str, str]) -> None:
    answer = asked[0].post("/why", data=typed)
    assert answer.status_code == 422
    assert "cannot be looked up" in answer.text
    assert "alice" not in answer.text


def test_the_page_does_not_wait_for_a_night_at_work_and_says_that_there_is_one(asked: Asked) -> None:
    page, ehr, _ = asked
    assert "A night is at work" not in ask(page, "alice").text
    with ehr.transaction():
        transactions.take_turns(ehr, Lock.DECISION)
        shown = ask(page, "alice")
    assert "A night is at work right now" in shown.text
    assert shown.answers == ["IOP Billed"]


def test_each_query_can_go_by_an_index(asked: Asked) -> None:
    """Where a table is large: none of its rows but the day's, or the client's, is read."""
    _, connection, _ = asked
    prepare(connection)
    values = {
        "client_id": "alice",
        "service_date": SERVICE_DATE,
        "decided_at": datetime.now(UTC),
        "run_ids": ["run"],
        "note_ids": ["note"],
        "evidence_ids": [1],
        "program_ids": ["IOP"],
        "rule_ids": ["nothing"],
        "run_date": RUN_DATE,
    }
    large = (
        "notes|int_notes__units|int_client_days__authorizations|authorizations|fct_per_diem_days|alerts|invoices"
        "|fct_per_diem_decisions|decision_evidence|written_notes|authorization_usage|quarantined_rows"
        "|alert_work"
    )
    queries = {name: query for name, query in vars(queries_module).items() if name.isupper() and name != "CLAIMED"}
    queries["ALERT_WORK"] = work.HISTORY
    with connection.transaction():
        connection.execute("set local enable_seqscan = off")
        for name, query in queries.items():
            plan = "\n".join(line for (line,) in connection.execute(f"explain {query}", values))
            assert not re.search(rf"Seq Scan on ({large})\b", plan), (name, plan)
    assert len(queries) > 10
