"""The lists of the page in Airflow's UI: what each shows, filters, sorts and hands over as a file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import unquote_plus, urlencode

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from clinics.small_clinic import RUN_DATE, authorization, build, client, note, program
from helpers.databases import connect_nights, insert, new_database
from helpers.night import run_night
from helpers.page import signed_in
from helpers.plans import steps
from perdiem import runs
from perdiem.alerts import reasons
from perdiem.page import audit, disclosures, facets, paging, spreadsheet, worklist, worklist_days
from perdiem.runs import Run
from perdiem.warehouse import connections, migrations
from perdiem.warehouse.transactions import TransactionFailed

HOSTILE_CLIENT = """=cmd|'/C calc'!A1<script>alert("client")</script>"""
HOSTILE_PROGRAM = "@PHP<img src=x onerror=alert(1)>"
HOSTILE_PAYER = "+SUM(A1)</option></select><script>alert('payer')</script>"
HOSTILE_AUTHORIZATION = "-1+1\"'><b>authorization</b>"
USED_UP = {"used-up", "over-used", "spent"}
THIS_WEEK = {HOSTILE_AUTHORIZATION, "today"} | USED_UP
OLD_DAY = RUN_DATE - timedelta(days=91)  # the first night's window begins with it, the second's after it
SUNDAY = RUN_DATE - timedelta(days=2)
ATTENDING = ("attending-1", "attending-2", "attending-3")  # on the first day of the week that runs
CROWD = [f"crowd-{number:02}" for number in range(60)]
RECENT, EARLIER, EARLIEST = (RUN_DATE - timedelta(days=days) for days in (4, 13, 62))

TO_LOOK_AT = """
    create temporary view to_look_at as
    select days.*, clients.facility_id
    from marts.fct_per_diem_days as days
    inner join ehr.clients using (client_id)
    where primary_reason is not null
"""


@dataclass
class Seen(HTMLParser):
    """A view as a reader gets it: its texts, its links, its options, and its tables with the texts of their cells."""

    html: str
    tables: list[list[list[str]]] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    sorted_columns: dict[str, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._select = self._sorted = ""
        self._option: str | None = None
        self._in_cell = False
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._in_cell, self._sorted = True, found.get("aria-sort") or ""
        elif tag == "a":
            self.hrefs.append(found["href"] or "")
        elif tag == "select":
            self._select = found["name"] or ""
            self.options[self._select] = {}
        elif tag == "option":
            self._option = found["value"] or ""
            self.options[self._select][self._option] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False
        elif tag == "select":
            self._select = ""
        elif tag == "option":
            self._option = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._option is not None:
            self.options[self._select][self._option] += data
        if self._in_cell:
            self.tables[-1][-1][-1] += data
            if self._sorted and data.strip():
                self.sorted_columns[data.strip()] = self._sorted
                self._sorted = ""

    def rows(self, table: int = -1) -> list[list[str]]:
        """The rows of a table, the last one by default, without its header."""
        return [[" ".join(cell.split()) for cell in row] for row in self.tables[table][1:]] if self.tables else []

    def column(self, number: int) -> list[str]:
        """One column of the last table."""
        return [row[number] for row in self.rows()]


@dataclass(frozen=True)
class Page:
    """The page on the warehouse of a clinic after two nights, and that warehouse."""

    browser: TestClient
    warehouse: psycopg.Connection
    last_run: Run

    def see(self, view: str, **filters: str) -> Seen:
        """A view, which must be there."""
        response = self.browser.get(f"/{view}", params=filters)
        assert response.status_code == 200, response.text
        return Seen(response.text)

    def file(self, view: str, **filters: str) -> list[dict[str, str]]:
        """The rows of a view's file, without the notice that each carries."""
        response = self.browser.get(f"/{view}.csv", params=filters)
        assert response.status_code == 200, response.text
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
        assert {row.pop("notice") for row in rows} <= {disclosures.NOTICE}
        return rows

    def sql(self, query: LiteralString, *values: Any, **parts: LiteralString) -> list[tuple[Any, ...]]:
        """What is in the warehouse. The parts stand for {name} in the query."""
        composed = sql.SQL(query).format(**{name: sql.SQL(part) for name, part in parts.items()})
        return self.warehouse.execute(composed, values).fetchall()


def groups_of(worklist: Seen) -> list[list[str]]:
    """The rows of the worklist that unfold."""
    return [row for row in worklist.rows(0) if " of " in row[0]]


def days_of(worklist: Seen) -> list[list[str]]:
    """The rows that they unfold to."""
    return [row for row in worklist.rows(0) if row[0].startswith("2016-")]


def told(amount: Decimal | None, unknown: int, is_estimated: bool) -> str:
    """What days come to, as the page tells it."""
    beside = f" and {unknown} unknown" if unknown else ""
    return "unknown" if amount is None else f"{'about ' if is_estimated else ''}${amount:,.2f}{beside}"


@pytest.fixture(scope="module")
def page(database_of_nights: str) -> Iterator[Page]:
    """The page after two nights; between them a billed day lost its support, and a blocked one its notes."""
    with psycopg.connect(database_of_nights, autocommit=True) as database, signed_in() as browser:
        open_clinic(database)
        run_night(RUN_DATE - timedelta(days=1))
        database.execute("update ehr.notes set status = 'void', updated_at = now() where note_id = 'lost'")
        database.execute("update ehr.notes set status = 'void', updated_at = now() where note_id = 'mended-1'")
        last_run = run_night(RUN_DATE)
        database.execute(TO_LOOK_AT)
        yield Page(browser, database, last_run)


def open_clinic(ehr: psycopg.Connection) -> None:
    """Days with each kind of reason, at two sites, in two programs, of all ages; authorizations of all states."""
    build(ehr)
    ehr.execute("update ehr.programs set weekly_minimum_minutes = 90")
    program(ehr, HOSTILE_PROGRAM, non_billable=("GROUP",), billable=("S9480",))
    insert(ehr, "ehr.facilities", [{"facility_id": "north", "state": "NC"}])
    insert(ehr, "ehr.payers", [{"payer_id": "payer-2", "name": HOSTILE_PAYER}])
    authorization(ehr)
    note(ehr, "lost", service_date=RECENT)
    for number, (client_id, day) in enumerate(
        [("bob", RECENT), ("carol", EARLIER), ("dave", EARLIEST), ("old", OLD_DAY), *((one, RECENT) for one in CROWD)]
    ):
        client(ehr, client_id)
        note(ehr, f"note-{number}", client_id, day)
    note(ehr, "note of dave before", "dave", EARLIEST - timedelta(days=1))
    client(ehr, HOSTILE_CLIENT)
    note(ehr, "hostile", HOSTILE_CLIENT, RECENT, "GROUP")
    for client_id in ("mended", "half-signed"):
        client(ehr, client_id)
        for number in (1, 2):
            note(ehr, f"{client_id}-{number}", client_id, RECENT, units=Decimal("0.6"))
    ehr.execute("update ehr.notes set status = 'draft' where note_id = 'half-signed-2'")
    ehr.execute("update ehr.clients set facility_id = 'north' where client_id like 'crowd-%%' or client_id = 'dave'")
    ehr.execute("update ehr.clients set default_clinician_id = null where client_id = 'carol'")
    insert(ehr, "ehr.billing_codes", [{"billing_code": "90834", "is_billable": True}])
    ehr.execute("update ehr.client_coverages set payer_id = 'payer-2' where client_id = 'crowd-00'")
    for client_id in ATTENDING:
        client(ehr, client_id)
        note(ehr, f"session of {client_id}", client_id, SUNDAY, units=Decimal("0.1"))
    for client_id, day, code, units in (
        ("bob", RECENT, "90834", None),
        ("carol", EARLIER, "90834", Decimal(1)),
        ("dave", EARLIEST, "unheard-of", Decimal(1)),
        ("old", OLD_DAY, "90834", Decimal(1)),
        ("crowd-00", RECENT, "90834", Decimal(1)),
    ):
        note(ehr, f"therapy of {client_id}", client_id, day, code, units)
    insert(ehr, "ehr.notes", [{"note_id": "no-client", "service_date": RECENT, "billing_code": "602"}])
    for authorization_id, last, used, payer_id in (
        ("ends-in-3", 3, 0, "payer-1"),
        ("ends-in-10", 10, 0, "payer-1"),
        ("ends-in-25", 25, 0, "payer-1"),
        (HOSTILE_AUTHORIZATION, 5, 0, "payer-2"),
        ("used-up", 100, 12, "payer-1"),
        ("over-used", 100, 15, "payer-2"),
        ("by-units", 100, 9, "payer-1"),
        ("lasting", 200, 1, "payer-1"),
        ("ended", -1, 0, "payer-1"),
        ("today", 0, 0, "payer-1"),
    ):
        client(ehr, f"of-{authorization_id}")
        last_day = RUN_DATE + timedelta(days=last)
        authorization(ehr, authorization_id, f"of-{authorization_id}", first=date(2016, 7, 4), last=last_day)
        ehr.execute(
            "update ehr.authorizations set units_used = %s, payer_id = %s where authorization_id = %s",
            [used, payer_id, authorization_id],
        )
    authorization(ehr, "pending", "bob", last=RUN_DATE + timedelta(days=2))
    ehr.execute("update ehr.authorizations set status = 'pending' where authorization_id = 'pending'")
    authorization(ehr, "asked-for", "of-ends-in-25", first=RUN_DATE + timedelta(days=26), last=date(2016, 12, 31))
    ehr.execute("update ehr.authorizations set status = 'pending' where authorization_id = 'asked-for'")
    authorization(ehr, "follows", "of-ends-in-3", first=RUN_DATE + timedelta(days=4), last=date(2016, 12, 31))
    authorization(ehr, "too-late", "of-ends-in-10", first=date(2016, 8, 24), last=date(2016, 12, 31))
    for day in (date(2016, 7, 18), date(2016, 7, 20), date(2016, 7, 25), date(2016, 7, 27), date(2016, 7, 29)):
        note(ehr, f"of-ends-in-10 {day}", "of-ends-in-10", day)
    note(ehr, "short Friday", "of-ends-in-10", date(2016, 7, 22), units=Decimal("0.1"))
    client(ehr, "of-spent")
    authorization(ehr, "spent-before", "of-spent", units=0, first=date(2016, 7, 4), last=date(2016, 12, 30))
    authorization(ehr, "spent", "of-spent", units=2, first=date(2016, 7, 4), last=date(2016, 12, 31))
    for day in (date(2016, 7, 19), date(2016, 7, 26)):
        note(ehr, f"of-spent {day}", "of-spent", day)
    authorization(ehr, "other-code", "of-used-up", "S9480", last=date(2016, 12, 31))
    authorization(ehr, "for-ever", "dave", "S9480", first=RUN_DATE, last=date(2016, 12, 31))
    ehr.execute("update ehr.authorizations set end_date = 'infinity' where authorization_id = 'for-ever'")


# The weeks


def test_weeks_that_run_say_what_is_missing_and_how_long_they_last(page: Page) -> None:
    week = ["IOP", SUNDAY, SUNDAY + timedelta(days=6), 1, 60, 90, 30, 4, 0, "open"]
    found = {line["client_id"]: list(line.values())[1:] for line in page.file("weeks")}
    assert found == {client_id: [str(value) for value in week] for client_id in ATTENDING}
    seen = page.see("weeks")
    assert "3 weeks not over yet" in seen.text
    assert seen.rows()[0][4:7] == ["60 of 90", "30", "4"]


@pytest.mark.parametrize("status", ["open", "short", "met", "any"])
def test_a_filter_finds_its_weeks(page: Page, status: str) -> None:
    expected = page.sql(
        "select count(*) from marts.rpt_weekly_attendance where %s in (status, 'any') and week_start >= %s",
        *(status, RUN_DATE - timedelta(days=90)),
    )
    assert [(len(page.file("weeks", status=status)),)] == expected
    options = page.see("weeks", status=status).options["status"]
    assert options.get(status, f"({expected[0][0]})").endswith(f"({expected[0][0]})")


def test_weeks_are_sorted_by_each_of_their_columns(page: Page) -> None:
    for sort, column in (("missing", "minutes_missing"), ("left", "days_left"), ("week", "week_start")):
        values = [line[column] for line in page.file("weeks", status="any", sort=sort)]
        assert values == sorted(values, key=lambda value: (len(value), value))


# The worklist


def test_the_worklist_holds_every_day_of_the_window_with_a_reason(page: Page) -> None:
    expected = page.sql("select client_id, program_id, service_date::text from to_look_at")
    found = page.file("worklist") + page.file("worklist", days="older")
    assert sorted((row["client_id"].removeprefix("'"), row["program_id"], row["service_date"]) for row in found) == (
        sorted((client_id, program_id.replace("@", "'@"), day) for client_id, program_id, day in expected)
    )
    assert {row["reasons"] for row in found} == {
        "no_authorization",
        "no_authorization; missing_default_clinician",
        "support_lost",
        "unsigned_notes",
    }


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({"program": "IOP"}, "program_id = 'IOP'"),
        ({"program": HOSTILE_PROGRAM}, "program_id <> 'IOP'"),
        ({"reason": "missing_default_clinician"}, "client_id = 'carol'"),
        ({"reason": "support_lost"}, "client_id = 'alice'"),
        ({"reason": "unsigned_notes"}, "client_id = 'half-signed'"),
        ({"payer": "payer-2"}, "client_id = 'crowd-00'"),
        ({"age": "up to 7"}, "service_date >= date '2016-07-26'"),
        ({"age": "8 to 30"}, "client_id = 'carol'"),
        ({"age": "over 30"}, "client_id = 'dave'"),
        ({"facility": "main"}, "facility_id = 'main'"),
        ({"facility": "north", "age": "over 30"}, "client_id = 'dave'"),
        ({"facility": "north", "reason": "support_lost"}, "false"),
    ],
)
def test_a_filter_finds_its_days_and_counts_them(page: Page, filters: dict[str, str], condition: str) -> None:
    expected = page.sql(
        "select client_id, service_date::text, primary_reason from to_look_at where service_date > %s and {condition}",
        OLD_DAY,
        condition=condition,
    )
    seen = page.see("worklist", sort="client", **filters)
    groups = {(client_id, reason.replace("_", " ").capitalize()) for client_id, _, reason in expected}
    shown = {(row[2], row[3]) for row in groups_of(seen)}
    assert shown <= groups
    assert len(groups_of(seen)) == len(shown) == min(len(groups), paging.ROWS_PER_PAGE)
    assert {row[0] for row in days_of(seen)} <= {day for _, day, _ in expected}
    assert f"{len(expected)} day" in seen.text
    file = page.file("worklist", **filters)
    assert sorted((row["client_id"].removeprefix("'"), row["service_date"]) for row in file) == (
        sorted((client_id, day) for client_id, day, _ in expected)
    )
    if not expected:
        assert "No day is to be looked at with reason support_lost, facility north." in " ".join(seen.text.split())


def test_beside_each_filter_stands_how_many_days_it_would_find(page: Page) -> None:
    options = page.see("worklist", facility="main").options
    for name, column, beside in (
        ("program", "program_id", "facility_id = 'main'"),
        ("facility", "facility_id", "true"),
    ):
        query: LiteralString = (
            "select {column}, count(*) from to_look_at where service_date > %s and {beside} group by 1"
        )
        counts = page.sql(query, OLD_DAY, column=column, beside=beside)
        told = {value: f"{value} ({days})" for value, days in counts}
        assert {value: text for value, text in options[name].items() if value} == told
    assert options["reason"] == {
        "": "All reasons",
        "no_authorization": "no authorization (4)",
        "missing_default_clinician": "missing default clinician (1)",
        "unsigned_notes": "unsigned notes (1)",
        "support_lost": "support lost (1)",
    }
    assert options["payer"] == {"": "All payers", "payer-1": "payer-1 (6)", "payer-2": f"{HOSTILE_PAYER} (0)"}
    assert options["age"] == {
        "": "Any age",
        "up to 7": "up to 7 (5)",
        "8 to 30": "8 to 30 (1)",
        "over 30": "over 30 (0)",
    }


@pytest.mark.parametrize(
    ("sort", "column", "title"),
    [
        ("amount", 1, "Amount"),
        ("client", 2, "Client"),
        ("reason", 3, "What stands in the way"),
        ("payer", 4, "Payer"),
        ("program", 5, "Program"),
        ("facility", 6, "Facility"),
        ("left", 7, "Nights left"),
    ],
)
def test_the_worklist_is_sorted_by_each_column_either_way(page: Page, sort: str, column: int, title: str) -> None:
    for order, told, is_reverse in ((sort, "ascending", False), (f"-{sort}", "descending", True)):
        seen = page.see("worklist", sort=order)
        assert seen.sorted_columns == {title: told}
        values: list[Any] = [row[column] for row in groups_of(seen)]
        assert len(values) == paging.ROWS_PER_PAGE
        if sort in ("amount", "payer"):  # what is not known comes last either way
            known = [value for value in values if value not in ("unknown", "")]
            assert values == known + values[len(known) :]
            values = known
        if sort in ("amount", "left"):
            values = [Decimal(value.partition("$")[2].split()[0] if "$" in value else value) for value in values]
        assert values == sorted(values, reverse=is_reverse)
        assert f"/worklist?days=window&work=to_do&sort={'' if is_reverse else '-'}{sort}" in seen.hrefs


def test_most_money_comes_first_a_client_and_reason_at_a_time(page: Page) -> None:
    seen = page.see("worklist")
    assert seen.sorted_columns == {"Amount": "descending"}
    assert groups_of(seen)[0] == [
        "2 days of dave, no authorization", "about $550.00", "dave", "No authorization", "payer-1", "IOP", "north",
        "27", "",
    ]  # fmt: skip
    assert days_of(seen)[:2] == [
        [str(EARLIEST), "about $275.00", f"Why? dave, {EARLIEST}", "No authorization", "payer-1", "IOP",
         "1 of 1 units", "28", f"Alert of dave, {EARLIEST}"],
        [str(EARLIEST - timedelta(days=1)), "about $275.00", f"Why? dave, {EARLIEST - timedelta(days=1)}",
         "No authorization", "payer-1", "IOP", "1 of 1 units", "27",
         f"Alert of dave, {EARLIEST - timedelta(days=1)}"],
    ]  # fmt: skip
    amounts = [row["expected_amount"] for row in page.file("worklist")]
    assert amounts == sorted(amounts, reverse=True)


def test_a_group_of_many_days_shows_the_last_of_them(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    last_day = days_of(page.see("worklist"))[0]
    monkeypatch.setattr(worklist, "MOST_DAYS_SHOWN", 1)
    assert page.see("worklist", age="over 30").rows(0)[1:] == [last_day, ["and 1 day before, in the file"]]


def test_a_group_is_of_the_days_that_the_filters_find(page: Page) -> None:
    [of_both] = [row for row in groups_of(page.see("worklist", facility="main")) if row[2] == HOSTILE_CLIENT]
    assert of_both[0].startswith("2 days of ")
    assert of_both[5] == f"{HOSTILE_PROGRAM}, IOP"
    seen = page.see("worklist", program=HOSTILE_PROGRAM)
    [of_one] = groups_of(seen)
    assert of_one[0].startswith("1 day of ")
    assert [row[5] for row in days_of(seen)] == [HOSTILE_PROGRAM]


def test_what_the_filters_find_is_added_up_by_reason_payer_and_program(page: Page) -> None:
    seen = page.see("worklist", facility="main")
    query: LiteralString = """
        select {column}, count(*), sum(expected_amount), count(*) - count(expected_amount),
            bool_or(amount_basis = 'estimate')
        from to_look_at cross join unnest(reasons) as of_day (reason)
        where service_date > %s and facility_id = 'main' and {each_once}
        group by 1 order by 3 desc nulls last
    """
    for table, column, each_once in (
        (1, "reason", "true"),
        (2, "coalesce(payer_id, 'none')", "reason = primary_reason"),
        (3, "program_id", "reason = primary_reason"),
    ):
        expected = page.sql(query, OLD_DAY, column=column, each_once=each_once)  # type: ignore[arg-type]
        assert {tuple(row[:3]) for row in seen.rows(table)} == {
            (name.replace("_", " ").capitalize() if table == 1 else name, str(days), told(*amount))
            for name, days, *amount in expected
        }
        by_money = [told(*amount).removeprefix("about ") for _, _, *amount in expected]
        assert [row[2].removeprefix("about ") for row in seen.rows(table)] == by_money
    [(days, *amount, waiting, billed)] = page.sql(
        """
        select count(*), sum(expected_amount), count(*) - count(expected_amount), bool_or(amount_basis = 'estimate'),
            sum(expected_amount) filter (where status <> 'billed'),
            sum(expected_amount) filter (where status = 'billed')
        from to_look_at where service_date > %s and facility_id = 'main'
        """,
        OLD_DAY,
    )
    text = " ".join(seen.text.split())
    assert f"{days} days to look at: {told(*amount)}" in text
    assert f"About ${waiting:,.2f} waits" in text
    assert f"${billed:,.2f} stands billed" in text
    assert billed == Decimal(275)
    assert "/worklist?days=window&facility=main&work=to_do&program=IOP&sort=-amount" in seen.hrefs


def test_the_pages_of_a_list_are_the_whole_list_once(page: Page) -> None:
    [(count,)] = page.sql(
        "select count(distinct (client_id, primary_reason)) from to_look_at where service_date > %s", OLD_DAY
    )
    first, second = page.see("worklist"), page.see("worklist", page="2")
    assert len(groups_of(first)) + len(groups_of(second)) == count
    assert not {tuple(row) for row in groups_of(first)} & {tuple(row) for row in groups_of(second)}
    assert f"1 to 50 of {count}" in first.text
    assert f"51 to {count} of {count}" in second.text
    assert "/worklist?days=window&work=to_do&sort=-amount&page=2" in first.hrefs
    beyond = page.see("worklist", page="1000000")
    assert groups_of(beyond) == groups_of(second), "beyond the end is the last page"
    assert groups_of(page.see("worklist", page="2", program="no such program")) == []


def test_days_older_than_the_window_stand_apart_with_the_night_that_decided_them(page: Page) -> None:
    assert "old" not in {row["client_id"] for row in page.file("worklist")}
    seen = page.see("worklist", days="older")
    [[group, day]] = [seen.rows(0)]
    assert (group[2], group[7]) == ("old", "none")
    assert day[0] == f"{OLD_DAY} decided last on {RUN_DATE - timedelta(days=1)}"
    assert "did not look at" in seen.text


def test_a_day_says_all_that_stands_in_its_way_and_what_to_do_is_said_once_a_reason(page: Page) -> None:
    seen = page.see("worklist", age="8 to 30")
    [[group, day]] = [seen.rows(0)]
    assert group[3] == "No authorization"
    assert day[3] == "No authorization, missing default clinician"
    for reason in ("no_authorization", "missing_default_clinician"):
        [row] = [row for row in seen.rows(1) if row[0] == reason.replace("_", " ").capitalize()]
        assert row[3].lower() == f"{reasons.IN_SHORT[reason]}{reasons.WHAT_TO_DO[reason]}".lower()
        assert seen.text.count(reasons.WHAT_TO_DO[reason]) == 1
        assert page.see("worklist", reason=reason).text.count(reasons.WHAT_TO_DO[reason]) == 2, "above the list, too"
    [line] = page.file("worklist", age="8 to 30")
    [(alert_ids,)] = page.sql("select string_agg(alert_id, '; ' order by alert_id) from ehr.alerts "
                              "where client_id = 'carol' and status = 'open'")  # fmt: skip
    assert line == {
        "expected_amount": "275.00",
        "amount_basis": "estimate",
        "client_id": "carol",
        "program_id": "IOP",
        "service_date": "2016-07-20",
        "age_days": "13",
        "nights_left": "77",
        "status": "blocked",
        "units": "1.000",
        "threshold_units": "1.000000",
        "reasons": "no_authorization; missing_default_clinician",
        "what_to_do": f"{reasons.IN_SHORT['no_authorization']}; {reasons.IN_SHORT['missing_default_clinician']}",
        "payer_id": "payer-1",
        "payer_name": "",
        "facility_id": "main",
        "decided_on": "2016-08-02",
        "open_alerts": alert_ids,
        "work": "to_do",
        "not_before": "",
        "taken_by": "",
    }
    assert alert_ids.count("; ") == 1


def test_a_file_names_the_alerts_that_are_open_of_its_days(page: Page) -> None:
    open_alerts = {alert_id for (alert_id,) in page.sql("select alert_id from ehr.alerts where status = 'open'")}
    rows = page.file("worklist")
    assert {alert_id for row in rows for alert_id in row["open_alerts"].split("; ")} == open_alerts
    assert [row["open_alerts"] for row in page.file("worklist", days="older")] == [""], "its alert expired"


@pytest.mark.parametrize(
    ("client_id", "status", "became", "nights_left"),
    [
        ("dave", "open", "blocked", "28"),
        ("alice", "open", "billed", "86"),
        ("mended", "resolved", "below threshold", "86"),
        ("old", "expired", "blocked", "none"),
    ],
)
def test_an_alert_leads_to_its_day_and_says_where_it_stands(
    page: Page, client_id: str, status: str, became: str, nights_left: str
) -> None:
    [(alert_id, reason, day), *_] = page.sql(
        "select alert_id, reason, service_date from ehr.alerts where client_id = %s order by service_date desc",
        client_id,
    )
    seen = page.see("worklist", alert=alert_id)
    assert f"Alert: {reason.replace('_', ' ')} {status}" in seen.text
    [row] = seen.rows()
    assert (row[0], row[1], row[5], row[7]) == (client_id, str(day), became, nights_left)
    assert row[6] == (reason.replace("_", " ") if status != "resolved" else "nothing")
    assert (reasons.WHAT_TO_DO[reason] in seen.text) == (status != "resolved")
    assert f"/worklist?reason={reason}&work=all" in seen.hrefs


def test_an_alert_that_is_not_there_is_not_found(page: Page) -> None:
    response = page.browser.get("/worklist", params={"alert": "nobody's"})
    assert response.status_code == 404
    assert "There is no alert of this id" in response.text


def test_a_few_days_of_a_long_history_are_found_by_an_index_of_theirs(page: Page) -> None:
    with page.warehouse.transaction(force_rollback=True):
        page.warehouse.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        plan = page.sql(
            "explain select {columns} from marts.fct_per_diem_days as days where primary_reason is not null",
            columns=worklist_days.SHOWN.replace("age, nights_left,", "").replace(", standing, not_before, owners", ""),
        )
    assert "Index Only Scan using days_to_look_at_by_money" in str(plan)


def test_the_clients_of_a_facility_are_looked_up_once_and_not_for_each_row(page: Page) -> None:
    plan = page.warehouse.execute(
        b"explain select from marts.fct_per_diem_days where " + facets.OF_FACILITY.encode(), {"facility": "north"}
    )
    assert "hashed SubPlan" in str(plan.fetchall())


# Authorizations


def test_the_first_words_say_how_many_authorizations_need_a_request_and_what_is_at_stake(page: Page) -> None:
    seen = page.see("authorizations")
    assert "7 authorizations need a request: 8 days, $2,200.00" in seen.text
    assert "become unbillable by 2016-09-01; of 5 it is unknown" in seen.text
    assert seen.html.count(">2016-08-09</text>") == 2, "the chart's dates stand above its bars and below"
    assert "2 authorizations need a request: 0 days, $0.00" in page.see("authorizations", payer="payer-2").text
    assert "9 authorizations in all: 8 days" in page.see("authorizations", followed_by="any").text


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"within": "7"}, THIS_WEEK),
        ({}, THIS_WEEK | {"ends-in-10", "by-units"}),
        ({"followed_by": "active"}, {"ends-in-3", "spent-before"}),
        ({"followed_by": "pending", "within": "30"}, {"ends-in-25"}),
        ({"followed_by": "any", "within": "7"}, THIS_WEEK | {"ends-in-3", "spent-before"}),
        ({"within": "30", "state": "ends"}, THIS_WEEK - USED_UP | {"ends-in-10", "authorization-1"}),
        ({"within": "any", "state": "units"}, {"by-units"}),
        ({"state": "used_up"}, USED_UP),
        ({"payer": "payer-2"}, {HOSTILE_AUTHORIZATION, "over-used"}),
        ({"within": "any", "code": "S9480"}, {"other-code", "for-ever"}),
        ({"within": "any", "facility": "north"}, {"for-ever"}),
        ({"facility": "north"}, set()),
    ],
)  # fmt: skip
def test_a_filter_finds_its_authorizations(page: Page, filters: dict[str, str], expected: set[str]) -> None:
    seen = page.see("authorizations", **filters)
    assert set(seen.column(0)) == expected
    assert ("svg" in seen.tags) == bool(expected)
    file = page.file("authorizations", **filters)
    assert {row["authorization_id"] for row in file} == {spreadsheet.harmless(one) for one in expected}
    if not expected:
        assert "No active authorization needs a request within 14 days with facility north." in seen.text


def test_an_authorization_tells_its_units_how_long_it_lasts_and_when_to_ask(page: Page) -> None:
    rows = {row["authorization_id"]: row for row in page.file("authorizations", within="any", followed_by="any")}
    assert not {"ended", "pending", "asked-for"} & rows.keys()
    # Nine of twelve units went in thirty days: three more last ten.
    assert rows["by-units"] == {
        "authorization_id": "by-units",
        "client_id": "of-by-units",
        "payer_id": "payer-1",
        "payer_name": "",
        "billing_code": "0905",
        "start_date": "2016-07-04",
        "end_date": "2016-11-10",
        "units_authorized": "12.000",
        "units_used": "9.000",
        "units_remaining": "3.000",
        "daily_burn": "0.300",
        "state": "units",
        "lasts_until": "2016-08-12",
        "ask_by": "2016-08-05",
        "followed_by": "nothing",
        "successor_id": "",
        "successor_start_date": "",
        "last_attended": "",
        "usual_weekdays": "",
        "next_usual_day": "",
        "unbillable_days": "",
        "unbillable_amount": "",
        "facility_id": "main",
    }
    assert (rows["ends-in-3"]["followed_by"], rows["ends-in-3"]["successor_id"]) == ("active", "follows")
    assert rows["used-up"]["successor_id"] == "", "another code takes over nothing"
    assert rows["for-ever"]["end_date"] == "9999-12-31"
    seen = {row[0]: row for row in page.see("authorizations", followed_by="any").rows()}
    assert seen["by-units"][4:] == ["3 of 12", "2016-08-12 by its units", "2016-08-05", "", "", "unknown", "unknown"]
    assert seen["used-up"][5:7] == ["used up", "now"]
    assert seen["today"][5:7] == ["2016-08-02", "now"]
    assert seen["ends-in-3"][5:] == ["2016-08-05", "followed by follows", "", "", "0 days", "$0.00"]


def test_what_becomes_unbillable_is_counted_by_the_weekdays_that_the_client_attends(page: Page) -> None:
    rows = {row["authorization_id"]: row for row in page.file("authorizations")}
    # Two Mondays and two Wednesdays, and one Friday. Uncovered are 2016-08-13 to 23: two Mondays, one Wednesday.
    row = rows["ends-in-10"]
    names = ("successor_id", "successor_start_date", "last_attended", "usual_weekdays", "next_usual_day")
    assert [row[name] for name in names] == ["too-late", "2016-08-24", "2016-07-29", "Mon Wed", "2016-08-03"]
    assert (row["unbillable_days"], row["unbillable_amount"]) == ("3", "825.00")
    # Of what is used up the run date itself is uncovered: Tuesdays from 2016-08-02 to 30.
    row = rows["spent"]
    assert (row["unbillable_days"], row["unbillable_amount"]) == ("5", "1375.00")
    assert (row["usual_weekdays"], row["next_usual_day"]) == ("Tue", "2016-08-09")
    for column, other, own in (("payer_id", "payer-2", "payer-1"), ("billing_code", "S9480", "0905")):
        attended = sql.SQL("update marts.fct_per_diem_days set {} = %s where client_id = 'of-spent'")
        page.warehouse.execute(attended.format(sql.Identifier(column)), [other])
        [row] = [row for row in page.file("authorizations") if row["authorization_id"] == "spent"]
        page.warehouse.execute(attended.format(sql.Identifier(column)), [own])
        assert (row["unbillable_days"], row["unbillable_amount"]) == ("5", ""), "what another one pays says nothing"
    [shown] = [row for row in page.see("authorizations").rows() if row[0] == "ends-in-10"]
    assert shown[5:] == [
        "2016-08-12", "2016-08-05; too-late follows only from 2016-08-24", "Mon Wed", "2016-08-03", "3 days", "$825.00"
    ]  # fmt: skip


def test_authorizations_come_in_the_order_in_which_they_stop_covering_days(page: Page) -> None:
    lasts = [row["lasts_until"] for row in page.file("authorizations", within="any", followed_by="any")]
    assert lasts == sorted(lasts)
    for sort in ("authorization", "client", "payer", "code", "remaining", "next", "days", "amount"):
        page.see("authorizations", sort=sort)
    ids = page.see("authorizations", within="any", sort="-authorization").column(0)
    assert ids == sorted(ids, reverse=True)


# The invoices


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({}, "status = 'ready' and correct_first = '{{}}'"),
        ({"state": "correct"}, "client_id = 'alice'"),
        ({"state": "correct", "cause": "support_lost"}, "client_id = 'alice'"),
        ({"state": "any", "program": "IOP", "payer": "payer-1"}, "payer_id = 'payer-1'"),
        ({"state": "any", "payer": "payer-2"}, "payer_id = 'payer-2'"),
        ({"state": "any", "rate": "none"}, "amount is null"),
        ({"state": "any", "to": "2016-07-28"}, "service_date <= date '2016-07-28'"),
    ],
)
def test_a_filter_finds_its_invoices_and_what_they_come_to(
    page: Page, filters: dict[str, str], condition: LiteralString
) -> None:
    expected = page.sql("select invoice_id, amount from marts.fct_invoices where {condition}", condition=condition)
    assert sorted(row["invoice_id"] for row in page.file("invoices", **filters)) == sorted(one for one, _ in expected)
    seen = page.see("invoices", **filters)
    total = sum(amount or 0 for _, amount in expected)
    assert re.search(rf"\b{len(expected)} invoices?\b[^$]*, \${total:,.2f}\n", seen.text)
    assert ("No invoice from" in seen.text) is not expected


def test_invoices_are_found_by_the_run_that_wrote_their_notes(page: Page) -> None:
    written = page.sql("select dag_run_id, count(*) from ehr.notes where origin = 'per_diem' group by 1")
    assert written
    for run_id, notes in written:
        assert len(page.file("invoices", state="any", run=run_id)) == notes
    assert page.file("invoices", state="any", run="nobody's") == []


def test_invoices_are_sorted_by_each_of_their_columns(page: Page) -> None:
    for sort in ("invoice", "client", "program", "payer", "date", "code", "units", "amount", "days"):
        page.see("invoices", state="any", sort=sort)


# The billing audit


def test_the_audit_counts_by_finding_and_lists_each(page: Page) -> None:
    expected = page.sql("select severity, finding, count(*) from marts.rpt_billing_audit where service_date > %s "
                        "group by 1, 2", OLD_DAY)  # fmt: skip
    seen = page.see("audit")
    assert {(severity, finding, int(items)) for finding, severity, items in seen.rows(0)} == {
        (severity, finding.replace("_", " ").capitalize(), items) for severity, finding, items in expected
    }
    assert seen.rows()[0][0] == "error", "errors come first"
    assert len(page.file("audit")) == sum(items for _, _, items in expected)


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({"severity": "error"}, "severity = 'error'"),
        ({"finding": "missing_units"}, "finding = 'missing_units'"),
        ({"code": "90834"}, "billing_code = '90834'"),
        ({"payer": "payer-1", "severity": "info"}, "payer_id = 'payer-1' and severity = 'info'"),
        ({"payer": "payer-2"}, "payer_id = 'payer-2'"),
        ({"from": "2016-07-01", "to": "2016-07-20"}, "service_date between date '2016-07-01' and date '2016-07-20'"),
        ({"to": "2016-05-03"}, "service_date <= date '2016-05-03'"),
    ],
)
def test_a_filter_finds_its_findings(page: Page, filters: dict[str, str], condition: str) -> None:
    query: LiteralString = """
        select finding, message, service_date::text, coalesce(payer_id, ''), billing_code, coalesce(units::text, '')
        from (select billing_item_id, finding, severity, message from marts.rpt_billing_audit) as audit
        inner join marts.fct_billing_items using (billing_item_id)
        where {condition} and {dates}
    """
    dates = "true" if "to" in filters else "service_date > date '2016-05-03'"
    expected = page.sql(query, condition=condition, dates=dates)
    columns = ("finding", "message", "service_date", "payer_id", "billing_code", "units")
    found = [tuple(row[column] for column in columns) for row in page.file("audit", **filters)]
    assert sorted(found) == sorted(expected)
    seen = page.see("audit", **filters)
    assert f"{len(expected)} finding" in seen.text
    assert sum(int(items) for _, severity, items in seen.rows(0) if filters.get("severity") in (None, severity)) >= (
        len(expected)
    )
    if not expected:
        assert "Nothing was found about billing items" in seen.text


def test_the_audit_is_sorted_by_each_of_its_columns(page: Page) -> None:
    for sort, column in (("finding", "finding"), ("client", "client_id"), ("date", "service_date")):
        for order, is_reverse in ((sort, False), (f"-{sort}", True)):
            values = [row[column] for row in page.file("audit", sort=order)]
            assert values == sorted(values, reverse=is_reverse)
            assert len(set(values)) > 1
    assert page.see("audit", sort="-severity").column(0)[0] == "info"


@pytest.mark.parametrize("filters", [{}, {"severity": "info"}, {"finding": "no_matching_rule", "payer": "payer-1"}])
def test_the_pages_of_the_audit_are_its_file_in_every_order(
    page: Page, filters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS_PER_PAGE", 2)
    for column in audit.SORTS:
        for sort in (column, f"-{column}"):
            expected = [
                (row["severity"], row["client_id"].removeprefix("'"), row["service_date"], row["billing_code"])
                for row in page.file("audit", sort=sort, **filters)
            ]
            assert len(expected) > 3 * paging.ROWS_PER_PAGE
            pages = [
                [
                    (row[0], row[2], row[3], row[5])
                    for row in page.see("audit", sort=sort, page=str(number), **filters).rows()
                ]
                for number in range(1, -(-len(expected) // paging.ROWS_PER_PAGE) + 1)
            ]
            assert {len(rows) for rows in pages[:-1]} == {paging.ROWS_PER_PAGE}
            assert [row for rows in pages for row in rows] == expected, sort


@pytest.fixture(scope="module")
def long_audit(page: Page) -> Iterator[int]:
    """As many findings as a large clinic has in a window, and five times as many of years before it."""
    page.warehouse.execute(
        """
        insert into marts.rpt_billing_audit (
            billing_item_id, finding, severity, message, client_id, service_date, payer_id, billing_code
        )
        select
            'made up ' || number, 'zero_units', (array['error', 'warning', 'info'])[1 + number %% 3], 'made up',
            'made up ' || number %% 1000, %s::date - number / 100, 'payer-' || number %% 7, '0905'
        from generate_series(0, 54000) as number
        """,
        [RUN_DATE],
    )
    page.warehouse.execute("vacuum (analyze) marts.rpt_billing_audit")
    yield 9000
    page.warehouse.execute("delete from marts.rpt_billing_audit where message = 'made up'")


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"page": "1000000"},
        {"sort": "-severity", "page": "40"},
        {"sort": "finding", "page": "90"},
        {"sort": "-date", "page": "90"},
        {"sort": "client", "page": "90"},
        {"severity": "info", "payer": "payer-1", "code": "0905", "page": "7"},
    ],
)
def test_a_page_of_the_audit_reads_few_findings_but_those_that_it_shows(
    page: Page, long_audit: int, filters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, Any]] = []
    execute = psycopg.Connection.execute

    def remember(connection: psycopg.Connection, query: Any, values: Any = None, **how: Any) -> Any:
        asked.append((query, values))
        return execute(connection, query, values, **how)

    monkeypatch.setattr(psycopg.Connection, "execute", remember)
    page.see("audit", **filters)
    monkeypatch.undo()
    read = Counter[str]()
    for query, values in asked:
        text = query.as_string() if isinstance(query, sql.Composable) else str(query)
        if "rpt_billing_audit" in text:
            [[[explained]]] = page.warehouse.execute(f"explain (analyze, format json) {text}".encode(), values)
            for step in steps(explained["Plan"]):
                if step.get("Relation Name") == "rpt_billing_audit":
                    rows = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
                    read[step["Node Type"]] += rows * step["Actual Loops"]
    # What is counted is read from an index, and no more of it than there is of the window.
    assert 0 < read.pop("Index Only Scan") < 2.1 * long_audit
    # Those of a few clients are looked for within the window, by the one index or the other.
    most = 1.1 * long_audit if filters.get("sort") == "client" else 500
    assert 0 < read.total() < most, read


# Data quality


def test_data_quality_shows_the_checks_and_the_rows_left_out_with_all_keys(page: Page) -> None:
    seen = page.see("quality")
    assert "Quarantined rows" in seen.text
    assert ["ehr.notes", "no-client"] in [row[:2] for row in seen.rows()]
    [(keys,)] = page.sql(
        "select failing_keys from quality.check_results "
        "where run_id = %s and check_name = 'overlapping_billable_authorizations'",
        page.last_run.run_id,
    )
    assert "of-used-up" in keys[0], "which reports withhold"
    assert all(key in seen.text for key in keys)
    assert "not shown here" not in seen.text
    older = next(run_id for run_id in seen.options["run_id"] if run_id != page.last_run.run_id)
    assert "not of this one" in page.see("quality", run_id=older).text


def test_an_unknown_run_has_no_checks(page: Page) -> None:
    response = page.browser.get("/quality", params={"run_id": "nobody's"})
    assert response.status_code == 404
    assert "no run of this id" in response.text


# All of them


@pytest.mark.parametrize(
    ("path", "field_name"),
    [
        ("/worklist?age=7", "age"),
        ("/worklist?days=all", "days"),
        ("/worklist?work=theirs", "work"),
        ("/worklist?sort=client_id;drop", "sort"),
        ("/worklist?sort=--client", "sort"),
        ("/worklist?page=0", "page"),
        ("/worklist?page=99999999999999999999", "page"),
        ("/worklist?program=%00", "program"),
        ("/worklist?reason=%00", "reason"),
        ("/worklist?alert=%00", "alert"),
        (f"/worklist?facility={'x' * 1001}", "facility"),
        ("/worklist.csv?age=secret-value", "age"),
        ("/authorizations?within=8", "within"),
        ("/authorizations?within=", "within"),
        ("/authorizations?followed_by=", "followed_by"),
        ("/authorizations.csv?state=secret-value", "state"),
        ("/invoices?state=secret-value", "state"),
        ("/invoices.csv?rate=secret-value", "rate"),
        ("/audit?severity=secret-value", "severity"),
        ("/audit?from=secret-value", "from"),
        ("/audit?from=0001-01-01", "from"),
        ("/audit?to=9999-12-31", "to"),
        ("/audit?from=2016-08-02&to=2016-08-01", "to"),
        ("/audit.csv?code=%00", "code"),
        ("/quality?run_id=%00", "run_id"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(page: Page, path: str, field_name: str) -> None:
    response = page.browser.get(path)
    assert response.status_code == 422
    assert f" {field_name}: " in Seen(response.text).text
    assert "secret-value" not in response.text


@pytest.mark.parametrize(
    "filters",
    [
        {"program": "' or true --", "facility": "%s {condition} %(run_date)s"},
        {"program": "\ud7ff\U0010ffff", "age": ""},
    ],
)
def test_any_text_in_a_filter_is_only_text(page: Page, filters: dict[str, str]) -> None:
    seen = page.see("worklist", **filters)
    assert "0 days to look at" in seen.text
    assert filters["program"] in seen.options["program"]
    assert page.file("worklist", **filters) == []


def test_hostile_text_ends_as_text_on_the_page(page: Page) -> None:
    [group] = groups_of(page.see("worklist", program=HOSTILE_PROGRAM))
    assert (group[2], group[5]) == (HOSTILE_CLIENT, HOSTILE_PROGRAM)
    authorizations = page.see("authorizations", payer="payer-2")
    assert HOSTILE_AUTHORIZATION in authorizations.column(0)
    assert HOSTILE_PAYER in authorizations.column(2)
    assert authorizations.options["payer"]["payer-2"] == f"{HOSTILE_PAYER} (2)"
    for view in ("worklist", "invoices", "authorizations", "audit", "quality"):
        html = page.browser.get(f"/{view}").text
        assert html.count("<script") == html.count("</script>") == 1, "the page's own"
        assert "<img" not in html
        assert "alert(&#39;payer&#39;)" in html or "alert('payer')" not in html


def test_a_cell_that_a_spreadsheet_would_execute_is_made_text(page: Page) -> None:
    [line] = page.file("worklist", program=HOSTILE_PROGRAM)
    assert line["client_id"] == f"'{HOSTILE_CLIENT}"
    assert line["program_id"] == f"'{HOSTILE_PROGRAM}"
    [hostile] = [row for row in page.file("authorizations") if "authorization</b>" in row["authorization_id"]]
    assert hostile["authorization_id"] == f"'{HOSTILE_AUTHORIZATION}"
    assert hostile["payer_name"] == f"'{HOSTILE_PAYER}"
    for view in ("worklist", "authorizations", "audit"):
        for row in page.file(view):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\uff1dx"])
def test_only_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert spreadsheet.harmless(text) == f"'{text}"
    assert spreadsheet.harmless(f"a{text}") == f"a{text}"
    assert spreadsheet.harmless(-1) == -1


@pytest.mark.parametrize("view", ["worklist", "authorizations", "weeks", "audit"])
def test_a_file_says_what_it_is_and_of_which_night(page: Page, view: str) -> None:
    response = page.browser.get(f"/{view}.csv")
    name = {"audit": "billing-audit"}.get(view, view)
    assert response.headers["content-disposition"] == f'attachment; filename="{name}-2016-08-02.csv"'
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = page.file(view)
    assert len(rows) > 2


def test_a_file_of_many_rows_is_whole(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page.file("worklist")
    monkeypatch.setattr(spreadsheet, "ROWS_AT_ONCE", 7)
    assert page.file("worklist") == whole


def test_a_reader_who_stops_reading_holds_no_table(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SECONDS_FOR_A_PIECE", 1)
    monkeypatch.setattr(spreadsheet, "ROWS_AT_ONCE", 1)

    def stop_reading() -> None:
        with connections.connect(connections.WAREHOUSE) as warehouse, warehouse.transaction():
            rows = spreadsheet.read(warehouse, sql.SQL("select * from marts.fct_per_diem_days").format(), {})
            next(rows)
            with page.warehouse.transaction(force_rollback=True):
                page.warehouse.execute("set local lock_timeout = '10s'")
                page.warehouse.execute("lock table marts.fct_per_diem_days in access exclusive mode")
            next(rows)

    with pytest.raises(TransactionFailed, match="idle-in-transaction"):
        stop_reading()


def test_no_address_names_a_client(page: Page) -> None:
    clients = [client_id for (client_id,) in page.sql("select client_id from ehr.clients")]
    [(alert_id,)] = page.sql("select alert_id from ehr.alerts where client_id = 'old'")
    for view in (
        "worklist",
        "worklist?days=older",
        f"worklist?alert={alert_id}",
        "invoices?state=any",
        "authorizations?within=any",
        "audit",
        "quality",
    ):
        for href in page.see(view).hrefs:
            # What is encrypted is as good as random, and has any short word in it at some time.
            said = unquote_plus(re.sub(r"(?<=/why/)[\w=-]{100,}$", "", href))
            assert not [client_id for client_id in clients if client_id in said], href
    assert any("/why/" in href for href in page.see("worklist").hrefs)
    assert any("/why/" in href for href in page.see("audit").hrefs)


def test_before_the_first_night_there_is_nothing_to_show(
    page: Page,
    server_url: str,
    server_home: Path | None,
    ehr_template: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    views = tuple(
        "worklist worklist.csv invoices invoices.csv authorizations authorizations.csv audit audit.csv".split()
    )
    views += ("quality",)
    with new_database(server_url, f"{database_name}_empty", ehr_template) as url:
        connect_nights(monkeypatch, url, server_home)

        def expect_nothing() -> None:
            for view in views:
                response = page.browser.get(f"/{view}")
                assert response.status_code == 404
                assert "no night has run" in response.text

        expect_nothing()
        with connections.connect(connections.WAREHOUSE) as warehouse:
            run = Run("first", RUN_DATE, 90, False, RUN_DATE)
            migrations.apply(warehouse)
            runs.start(warehouse, run, page.sql("select now()")[0][0])
            views = views[:-1]  # what has been checked so far is there
            expect_nothing()


def test_a_value_beside_other_filters_counts_what_it_would_find() -> None:
    groups = [
        facets.Group({"color": ["red"], "size": ["s", "m"]}, 1),
        facets.Group({"color": ["blue"], "size": ["m"]}, 10),
        facets.Group({"color": ["blue"], "size": ["l"]}, 100),
    ]
    total, found = facets.count(groups, {"color": "blue", "size": "m", "page": "2"}, ("color", "size"))
    assert total == 10
    assert found == {"color": {"red": 1, "blue": 10}, "size": {"s": 0, "m": 10, "l": 100}}
    assert facets.count([], {}, ("color",)) == (0, {"color": {}})


def test_the_links_of_a_list_keep_its_filters() -> None:
    listing = paging.Listing("/list", {"program": "a&b"}, "-date", 2, 101)
    kept = urlencode({"program": "a&b"})
    assert (listing.pages, listing.offset, listing.last_row) == (3, 50, 100)
    assert listing.at(3) == f"/list?{kept}&sort=-date&page=3"
    assert listing.sorted_by("date") == f"/list?{kept}&sort=date"
    assert listing.sorted_by("client") == f"/list?{kept}&sort=client"
    assert listing.narrowed(code="x") == f"/list?{kept}&code=x&sort=-date"
    assert listing.file == f"/list.csv?{kept}&sort=-date"
    assert paging.Listing("/list", {}, "date", 1, 0).pages == 1
