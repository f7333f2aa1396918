"""The view "Rules and settings": how the EHR is set up, in words, and where each warning about that leads to.

One clinic, after two nights: its set-up contradicts itself in every way that the checks know, and a setting was edited
in place between the nights.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from clinics.small_clinic import RUN_DATE, authorization, build, client, coverage, note, program, setting
from helpers.databases import connect_nights, insert, new_database
from helpers.html import Page
from helpers.night import run_night
from helpers.page import signed_in
from perdiem.config import EXPECTATIONS
from perdiem.gates import suites
from perdiem.page import setup, unit_rules
from perdiem.page.setup import parts
from perdiem.page.unit_rules import UnitRule

HOSTILE = "<script>alert('rule')</script>"
IN_FORCE, PAST, TO_COME = "evergreen-2016", "evergreen-2015", "evergreen-2017"
BACKWARDS, OF_NOBODY = "evergreen-backwards", "taken-away"
DURATION, QUANTITY = {"conversion": "duration"}, {"conversion": "quantity"}
EIGHT_MINUTES = {**DURATION, "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": 8}

# Of each billing rule: its payer rule, fields and codes, and what the view makes of it.
RULES: Mapping[str, tuple[str, Mapping[str, object], tuple[str, ...], str]] = {
    "counseling": (
        IN_FORCE,
        {**EIGHT_MINUTES, "max_units": 6, "combine": True},
        ("H0004", "T1016"),
        "15 minutes a unit, one more from 8 on; at most 6; H0004, T1016 combined",
    ),
    "hourly": (IN_FORCE, {**DURATION, "minutes_per_unit": 60}, ("90837",), "60 minutes a unit, rounded down; 90837"),
    "by minutes": (
        IN_FORCE,
        {**EIGHT_MINUTES, "combine": True, "aggregate_on": "minutes"},
        ("H2017",),
        "15 minutes a unit, one more from 8 on; H2017 combined, minutes added up first",
    ),
    "medicare": (
        IN_FORCE,
        {**EIGHT_MINUTES, "combine": True, "aggregate_on": "medicare"},
        ("97530", "97535"),
        "15 minutes a unit, one more from 8 on; 97530, 97535 combined, minutes of all codes added up first (Medicare)",
    ),
    "flat": (
        IN_FORCE,
        {**QUANTITY, "method": "replace", "quantity": 1, "combine": True},
        ("90834",),
        "1 unit, however long the note; 90834 combined",
    ),
    "times": (
        IN_FORCE,
        {**QUANTITY, "method": "calculate", "operator": "multiply", "factor": 380, "max_units": 380},
        ("J2315",),
        "the note's quantity times 380; at most 380; J2315",
    ),
    "divided": (
        IN_FORCE,
        {**QUANTITY, "method": "calculate", "operator": "divide", "factor": 4, "combine": True},
        ("S9446",),
        "the note's quantity divided by 4; S9446 combined, quantities added up first",
    ),
    "broken": (
        IN_FORCE,
        {**DURATION, "minutes_per_unit": 0, "max_units": 5, "combine": True},
        ("90847",),
        "invalid cannot be used: minutes per unit below 1; 90847",
    ),
    "without codes": (IN_FORCE, {**DURATION, "minutes_per_unit": 60}, (), "60 minutes a unit, rounded down; no codes"),
    "twice": (IN_FORCE, {**DURATION, "minutes_per_unit": 1}, ("90791",), "1 minute a unit, rounded down; 90791"),
    "twice too": (
        IN_FORCE,
        {**QUANTITY, "method": "replace", "quantity": Decimal("1.5")},
        ("90791",),
        "1.5 units, however long the note; 90791",
    ),
    "modifier": (
        IN_FORCE,
        {"billing_type": "modifier"},
        ("0905",),
        "of billing type modifier, which is not read here",
    ),
    "old": (PAST, {**DURATION, "minutes_per_unit": 30}, ("99213",), "30 minutes a unit, rounded down; 99213"),
    HOSTILE: (TO_COME, {**DURATION, "minutes_per_unit": 45}, ("99213",), "45 minutes a unit, rounded down; 99213"),
    "orphan": (
        OF_NOBODY,
        {**DURATION, "minutes_per_unit": 45},
        ("H9999", "h 0004"),
        "not judged not read by the last run as it stands now: the next one judges it",
    ),
}


@dataclass(frozen=True)
class SetUp:
    """The page after the nights, and the EHR."""

    browser: TestClient
    ehr: psycopg.Connection

    def see(self, path: str = "setup", **filters: str) -> Page:
        """A view, which must be there."""
        answer = self.browser.get(f"/{path}", params=filters)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    def file(self, **filters: str) -> list[dict[str, str]]:
        """The rows of the file of clients whose defaults are missing."""
        answer = self.browser.get("/setup/defaults.csv", params=filters)
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def cells(page: Page, caption: str) -> list[list[str]]:
    """The rows of the one table of that caption, without its head and without what unfolds."""
    [table] = [table for table in page.tables if caption in table.caption]
    return [[" ".join(cell.split()).partition(" As entered:")[0] for cell in row] for row in table.rows[1:]]


@contextmanager
def changed(ehr: psycopg.Connection, table: str) -> Iterator[None]:
    """Undo in the end what was changed in a table."""
    names = {"table": sql.Identifier(*table.split("."))}
    ehr.execute(sql.SQL("create temporary table kept as table {table}").format(**names))
    try:
        yield
    finally:
        restore = sql.SQL("delete from {table}; insert into {table} table kept; drop table kept")
        ehr.execute(restore.format(**names))


def hrefs(page: Page) -> list[str]:
    return [found["href"] or "" for tag, found in page.elements if tag == "a"]


@pytest.fixture(scope="module")
def set_up(database_of_nights: str) -> Iterator[SetUp]:
    with psycopg.connect(database_of_nights, autocommit=True) as ehr, signed_in() as browser:
        open_clinic(ehr)
        run_night(RUN_DATE - timedelta(days=1))
        ehr.execute("update ehr.system_settings set value = ' 2 ' where setting_number = 508 and program_id = '*'")
        run_night(RUN_DATE)
        yield SetUp(browser, ehr)


def open_clinic(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    program(ehr, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    program(ehr, "DAY", non_billable=("DAY GROUP",), billable=("H2012",))
    ehr.execute("update ehr.programs set name = 'Day hospital', weekly_minimum_minutes = 720 where program_id = 'PHP'")
    codes = {code for _, _, codes, _ in RULES.values() for code in codes} - {"0905", "H9999", "h 0004"}
    documenting = ("PHP GROUP", "DAY GROUP")
    for code in sorted({*codes, *documenting, "0912", "H2012", "SCREEN"}):
        insert(ehr, "ehr.billing_codes", [{"billing_code": code, "is_billable": code not in documenting}])
    insert(ehr, "ehr.billing_code_groups", [{"group_name": "IOP Non Billable Group", "billing_code": "SCREEN"}])

    setting(ehr, 508, "2", "PHP")
    setting(ehr, 508, "3", "PHP", effective_from=date(2016, 7, 4))
    setting(ehr, 508, "4", "PHP", effective_from=date(2017, 1, 1))
    setting(ehr, 508, "four", "DAY", effective_from=date(2016, 2, 14))
    setting(ehr, 510, "Nobody's Group", "PHP")
    insert(ehr, "ehr.user_groups", [{"group_name": "Front Desk"}])
    for group_name, user_id, email in (
        ("IOP Notification Group", "biller-2", " "),
        ("IOP Notification Group", "biller-3", "biller at example.org"),
        ("Front Desk", "desk-1", "desk@example.org"),
    ):
        member = {"group_name": group_name, "user_id": user_id, "email": email}
        insert(ehr, "ehr.user_group_members", [member])

    insert(ehr, "ehr.payers", [{"payer_id": "evergreen", "name": "Evergreen"}])
    for payer_rule_id, first, last in (
        (PAST, None, date(2016, 6, 30)),
        (IN_FORCE, date(2016, 7, 1), None),
        (TO_COME, date(2017, 1, 1), None),
        (BACKWARDS, date(2016, 12, 31), date(2016, 1, 1)),
    ):
        dates = {"effective_from": first, "effective_to": last}
        insert(ehr, "ehr.payer_rules", [{"payer_rule_id": payer_rule_id, "payer_id": "evergreen", **dates}])
    for rule_id, (payer_rule_id, fields, rule_codes, _) in RULES.items():
        rule = {"billing_rule_id": rule_id, "payer_rule_id": payer_rule_id, "billing_type": "unit", **fields}
        insert(ehr, "ehr.payer_billing_rules", [rule])
        of_rule = [{"billing_rule_id": rule_id, "billing_code": code} for code in rule_codes]
        insert(ehr, "ehr.payer_billing_rule_codes", of_rule)
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "gone", "billing_code": "602"}])

    for client_id in ("bob", "carol", "dave", "erin"):
        client(ehr, client_id)
    coverage(ehr, "alice", "evergreen", 1)
    authorization(ehr, "authorization-bob", "bob")
    note(ehr, "by hand", "bob", billing_code="0905")
    authorization(ehr, "approved", "erin")
    ehr.execute("update ehr.authorizations set status = 'approved' where authorization_id = 'approved'")
    ehr.execute("update ehr.client_coverages set payer_id = 'evergreen' where client_id = 'erin'")
    for code in ("90791", "90847", "99213", "unheard-of"):
        note(ehr, f"note of {code}", "erin", billing_code=code)
    ehr.execute("update ehr.facilities set time_zone = 'America/New_York'")
    note(ehr, "of the day before", started_at=datetime(2016, 7, 30, 16, tzinfo=UTC))
    authorization(ehr, "authorization-carol", "carol")
    ehr.execute("update ehr.clients set default_clinician_id = 'clinician-9' where client_id = 'carol'")
    ehr.execute(
        "update ehr.clients set default_clinician_id = ' ', default_location_id = null, default_location_code = '', "
        "facility_id = 'north' where client_id = 'dave'"
    )


# Payer rules


def test_each_kind_of_billing_rule_is_told_in_words(set_up: SetUp) -> None:
    page = set_up.see()
    for payer_rule_id in (IN_FORCE, PAST, TO_COME):
        expected = {rule_id: words for rule_id, (of, _, _, words) in RULES.items() if of == payer_rule_id}
        assert dict(cells(page, f"Billing rules of {payer_rule_id};")) == expected
    assert cells(page, "their payer rule is not in the EHR") == [["orphan", RULES["orphan"][3]]]


def test_a_rule_shows_how_it_was_entered_by_the_names_of_the_form(set_up: SetUp) -> None:
    [table] = [table for table in set_up.see().tables if f"Billing rules of {IN_FORCE};" in table.caption]
    entered = {row[0]: " ".join(row[1].partition("As entered")[2].split()) for row in table.rows[1:]}
    assert entered["counseling"] == (
        ": counselingCodes: H0004, T1016Conversion of Units By: durationTime Per One Unit (Minutes): 15"
        "Variable Time Unit Increment: yesMinimum Time to Round-up Units (Minutes): 8Maximum Allowed Units: 6"
        "Combine Services and Aggregate Units: yes"
    )
    assert "Method: calculateOperator: multiplyConversion Factor: 380" in entered["times"]
    assert "Operator: divideConversion Denominator: 4" in entered["divided"]
    assert "Time Per One Unit (Minutes): 0" in entered["broken"], "an invalid one above all"


def test_a_rule_says_whether_it_is_in_force_past_or_to_come(set_up: SetUp) -> None:
    text = " ".join(set_up.see().text.split())
    for payer_rule_id, state, dates in (
        (PAST, "past", "to 2016-06-30"),
        (IN_FORCE, "in force", "from 2016-07-01 on"),
        (TO_COME, "to come", "from 2017-01-01 on"),
    ):
        assert f"Evergreen (evergreen): {payer_rule_id} {state}" in text
        assert f"Billing rules of {payer_rule_id}; service dates: {dates}" in text
    assert f"{BACKWARDS} on no day: it ends before it begins It has no billing rule." in text


@pytest.mark.parametrize(("first", "last"), [(RUN_DATE, None), (None, RUN_DATE), (RUN_DATE, RUN_DATE), (None, None)])
def test_both_ends_of_a_rule_count(set_up: SetUp, first: date | None, last: date | None) -> None:
    with changed(set_up.ehr, "ehr.payer_rules"):
        dates = {"effective_from": first, "effective_to": last}
        insert(set_up.ehr, "ehr.payer_rules", [{"payer_rule_id": "edge", "payer_id": "payer-1", **dates}])
        assert "payer-1: edge in force" in " ".join(set_up.see().text.split())


def test_a_rule_that_no_run_has_judged_says_so(set_up: SetUp) -> None:
    untold = "not judged not read by the last run as it stands now: the next one judges it"
    with changed(set_up.ehr, "ehr.payer_billing_rules"):
        new = {"billing_rule_id": "new", "payer_rule_id": IN_FORCE, "billing_type": "unit", "conversion": "by moon"}
        insert(set_up.ehr, "ehr.payer_billing_rules", [new])
        set_up.ehr.execute("update ehr.payer_billing_rules set max_units = 'NaN' where billing_rule_id = 'hourly'")
        lines = dict(cells(set_up.see(), f"Billing rules of {IN_FORCE};"))
    assert lines["new"] == lines["hourly"] == untold
    assert lines["counseling"] == RULES["counseling"][3]


def test_codes_that_two_rules_match_and_codes_that_none_matches_are_listed(set_up: SetUp) -> None:
    page = set_up.see()
    assert cells(page, "more than one rule of a payer matches") == [
        ["90791", "Evergreen (evergreen)", "twice, twice too", "from 2016-07-01 on", "in force"]
    ]
    unmatched = dict(cells(page, "Billable codes that no rule of the payer matches"))
    assert unmatched["payer-1"] == "all of them: no rule of the payer is in force for any"
    # 99213 had a rule, and will have one. That of 90847 is invalid: it matches, and converts nothing.
    assert set(unmatched["Evergreen (evergreen)"].split(", ")) == {"0905", "0912", "99213", "H2012", "S9480", "SCREEN"}


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in RULES if rule_id not in ("modifier", "orphan", "broken")])
def test_only_the_fields_that_a_rule_uses_are_told(rule_id: str) -> None:
    _, fields, codes, words = RULES[rule_id]
    nothing: dict[str, None] = dict.fromkeys(UnitRule.__dataclass_fields__)
    rule = UnitRule(**{**nothing, **fields, **decimals(fields)})  # type: ignore[arg-type]
    others = {"method": "replace", "operator": "divide"} if rule.conversion == "duration" else {"minutes_per_unit": 1}
    assert unit_rules.in_words(replace(rule, **others), codes) == words  # type: ignore[arg-type]


def decimals(fields: Mapping[str, object]) -> dict[str, Decimal]:
    """The fields of a rule that are numeric in the EHR, with the decimals that they have there."""
    return {
        name: Decimal(str(fields[name])).quantize(Decimal("0.001"))
        for name in ("quantity", "factor", "max_units")
        if name in fields
    }


# Settings, programs and groups


def test_the_settings_in_force_are_told_for_each_program(set_up: SetUp) -> None:
    since = "since 2016-01-01"
    of_all = [f"180 minutes {since}", f"IOP Notification Group {since}", f"2 days {since}"]
    assert cells(set_up.see(), "In force for each program") == [
        ["DAY", "not used since 2016-02-14", "not used since 2016-01-01", *of_all[1:]],
        ["IOP", f"2 units {since}", *of_all],
        ["PHP", "3 units since 2016-07-04", of_all[0], f"Nobody's Group {since}", of_all[2]],
    ]


def test_the_history_of_a_setting_says_from_when_each_value_counts(set_up: SetUp) -> None:
    history = [row[1:] for row in cells(set_up.see(), "Each row, with the service date") if row[0] == "508 threshold"]
    assert history == [
        [
            "every program without its own",
            "2016-01-01",
            "2 units 1 unit at first; 2 units from service date 2016-08-02 on: edited in place",
            "in force for IOP",
        ],
        ["DAY", "2016-02-14", "four cannot be used", "in force for DAY"],
        ["PHP", "2017-01-01", "4 units", "to come"],
        ["PHP", "2016-07-04", "3 units", "in force for PHP"],
        ["PHP", "2016-01-01", "2 units", "not in force any more"],
    ]


def test_a_setting_that_was_entered_since_the_last_run_says_so(set_up: SetUp) -> None:
    with changed(set_up.ehr, "ehr.system_settings"):
        setting(set_up.ehr, 512, "soon", "IOP", effective_from=date(2016, 8, 1))
        set_up.ehr.execute("update ehr.system_settings set value = '60' where setting_number = 509")
        setting(set_up.ehr, 999, "of another kind", "IOP")
        rows = cells(set_up.see(), "Each row, with the service date")
    assert ["512 lag", "IOP", "2016-08-01", "soon", "entered since the last run"] in rows
    assert [row[3:] for row in rows if row[0].startswith("509")] == [["60", "entered since the last run"]]
    assert not [row for row in rows if row[0].startswith("999")]


def test_a_program_tells_its_groups_and_why_it_is_left_out(set_up: SetUp) -> None:
    programs = {row[0]: row[1:] for row in cells(set_up.see(), "Each per-diem program")}
    assert programs["PHPDay hospital"] == ["PHP Non Billable Group", "PHP Billable Group", "720", "runs"]
    cause = "system setting 508 for program DAY is 'four' from 2016-02-14: expected a number above 0"
    assert programs["DAY"][3] == f"left out left out on service dates from 2016-05-04 to 2016-08-02: {cause}"
    with changed(set_up.ehr, "ehr.programs"):
        program(set_up.ehr, "NEW", non_billable=(), billable=())
        programs = {row[0]: row[1:] for row in cells(set_up.see(), "Each per-diem program")}
    assert programs["NEW"][3] == "not read by the last run"


def test_a_group_tells_its_codes_their_marks_and_who_uses_them(set_up: SetUp) -> None:
    groups = {row[0]: row[1:] for row in cells(set_up.see(), "Each billing code group")}
    assert groups["PHP Billable Group"] == ["0912 billable", "billed by PHP"]
    codes, used_by = groups["IOP Non Billable Group"]
    assert set(codes.split(", ")) == {
        "602 for documenting",
        "GROUP for documenting",
        "IND THPY for documenting",
        "SCREEN billable",
    }
    assert used_by == "counts toward the day of IOP"


# Who is told


def test_who_is_told_and_whether_they_can_be_written_to_is_shown_without_an_address(set_up: SetUp) -> None:
    page = set_up.see()
    assert cells(page, "The user groups that setting 510 names") == [
        ["IOP Notification Group", "DAY, IOP", "biller-1 usable, biller-2 empty, biller-3 cannot be used"],
        ["Nobody's Group no such group", "PHP", "none"],
    ]
    assert "Other user groups: Front Desk (1)." in page.text
    assert "example.org" not in page.html
    with changed(set_up.ehr, "ehr.user_group_members"):
        set_up.ehr.execute("delete from ehr.user_group_members where user_id = 'biller-1'")
        [told, _] = cells(set_up.see(), "The user groups that setting 510 names")
    assert told[0] == "IOP Notification Group nobody can be told"


# Clients


def test_clients_are_counted_by_the_default_that_they_lack(set_up: SetUp) -> None:
    assert cells(set_up.see(), "Clients of whom a default is empty") == [
        ["Clinician", "1", "2"],
        ["Location", "0", "1"],
        ["Location code", "0", "1"],
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"carol"}),
        ({"clients": "any"}, {"carol", "dave"}),
        ({"clients": "any", "missing": "location"}, {"dave"}),
        ({"clients": "any", "facility": "main"}, {"carol"}),
        ({"missing": "location"}, set()),
    ],
)
def test_a_filter_finds_its_clients(set_up: SetUp, filters: dict[str, str], expected: set[str]) -> None:
    assert {row["client_id"] for row in set_up.file(**filters)} == expected
    page = set_up.see("setup/defaults", **filters)
    assert f"{len(expected)} client" in page.text
    if expected:
        assert {row[0] for row in cells(page, "What stands in the defaults")} == expected
    else:
        assert "No client with a per-diem authorization lacks a default" in page.text


def test_a_client_shows_what_stands_in_each_default(set_up: SetUp) -> None:
    page = set_up.see("setup/defaults", clients="any")
    assert cells(page, "What stands in the defaults") == [
        ["carol", "main", "clinician-9, which is not in the list of clinicians", "iop-room", "57"],
        ["dave", "north", "empty", "empty", "empty"],
    ]
    [carol, dave] = set_up.file(clients="any")
    assert (carol["missing"], carol["is_authorized"]) == ("clinician", "True")
    assert (dave["missing"], dave["default_clinician_id"]) == ("clinician; location; location_code", "")


def test_the_clients_are_sorted_by_each_of_their_columns(set_up: SetUp) -> None:
    for sort in ("client", "facility", "clinician", "location", "code"):
        rows = [set_up.file(clients="any", sort=order) for order in (sort, f"-{sort}")]
        assert {row["client_id"] for row in rows[0]} == {row["client_id"] for row in rows[1]} == {"carol", "dave"}
    assert [row["client_id"] for row in set_up.file(clients="any", sort="-client")] == ["dave", "carol"]


@pytest.mark.parametrize("field", ["missing", "clients", "sort", "page"])
def test_a_wrong_value_is_refused_by_the_name_of_its_field(set_up: SetUp, field: str) -> None:
    answer = set_up.browser.get("/setup/defaults", params={field: "secret-value"})
    assert answer.status_code == 422
    assert f" {field}: " in answer.text
    assert "secret-value" not in answer.text


# Warnings


def test_every_warning_about_set_up_leads_to_a_part_that_tells_it(set_up: SetUp) -> None:
    checks = [check.name for check in suites.load(EXPECTATIONS / "ehr_setup.yml")]
    checks += ["programs_left_out", "settings_edited_in_place"]
    quality, page = set_up.see("quality"), set_up.see()
    of_part = {
        found["id"]: section
        for section in re.findall(r"<section.*?</section>", page.html, re.DOTALL)
        for _, found in Page(section).elements[:1]
    }
    articles = re.findall(r"<article.*?</article>", quality.html, re.DOTALL)
    for name in checks:
        title = name.replace("_", " ").capitalize()
        [article] = [article for article in articles if f"<h3>{title} " in article]
        [link] = re.findall(r'href="/setup#(\w+)"', article)
        assert f"<h3>{title} " in of_part[link], name
    assert set(parts.OF_CHECK) == set(checks)
    assert list(of_part) == list(parts.PARTS)
    assert set(parts.OF_FINDING.values()) <= of_part.keys()


def test_what_leaves_a_program_out_leads_to_the_programs(set_up: SetUp) -> None:
    quality = set_up.see("quality")
    [cause] = re.findall(r'<a href="/setup#programs">(system setting 508 for program DAY[^<]*)</a>', quality.html)
    assert "expected a number above 0" in cause


def test_every_link_within_the_view_leads_to_a_part_of_it(set_up: SetUp) -> None:
    page = set_up.see()
    ids = {found["id"] for _, found in page.elements if "id" in found}
    within = {href.removeprefix("#") for href in hrefs(page) if href.startswith("#")}
    assert within <= ids
    assert set(parts.PARTS) <= within
    missing = [href for href in hrefs(page) if href.startswith("/setup/defaults?")]
    assert len(missing) == 6
    assert all(set_up.browser.get(href).status_code == 200 for href in missing)


def test_findings_about_rules_lead_to_them(set_up: SetUp) -> None:
    found = re.findall(r'<p>([^:<]+): see <a href="/setup#(\w+)">', set_up.see("audit").html)
    assert {finding.lower().replace(" ", "_"): part for finding, part in found} == parts.OF_FINDING


# All of it


def test_hostile_text_ends_as_text(set_up: SetUp) -> None:
    page = set_up.see()
    assert HOSTILE in page.text
    assert [tag for tag, _ in page.elements].count("script") == 1, "the page's own"


def test_no_address_names_a_client(set_up: SetUp) -> None:
    for page in (set_up.see(), set_up.see("setup/defaults", clients="any")):
        assert not [href for href in hrefs(page) if re.search("alice|bob|carol|dave|erin", href)]


def test_nothing_is_looked_up_in_notes() -> None:
    """They are by far the largest table, and no set-up."""
    code = "".join(path.read_text() for path in Path(str(setup.__file__)).parent.glob("*.py"))
    read = re.findall(r"(?:ehr|staging|intermediate|marts|quality)\.(\w+)", code)
    assert "int_unit_rules__checked" in read
    assert not [name for name in read if re.search("note|item|audit|per_diem_days", name)]


def test_before_the_first_night_there_is_nothing_to_show(
    set_up: SetUp,
    server_url: str,
    server_home: Path | None,
    ehr_template: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with new_database(server_url, f"{database_name}_empty", ehr_template) as url:
        connect_nights(monkeypatch, url, server_home)
        for path in ("/setup", "/setup/defaults", "/setup/defaults.csv"):
            answer = set_up.browser.get(path)
            assert answer.status_code == 404
            assert "no night has run" in answer.text
