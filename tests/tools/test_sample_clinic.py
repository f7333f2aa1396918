"""The sample clinic: Alice's use case, what a night finds in the rest, and that it is the same every time."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from perdiem import config
from perdiem.alerts import reasons as reasons_file
from perdiem.config import DBT_PROJECT, EXPECTATIONS
from perdiem.gates import engine, suites
from perdiem.runs import Run
from perdiem_local.environment import python_path
from perdiem_sample import clinic, loading
from perdiem_sample.rows import Row as SampleRow
from perdiem_sample.times import LAST_EARLIER_NIGHT, at
from reference.clinic import Clinic
from reference.days import Night, decide, night
from reference.items import billing_items
from reference.rows import Row, Tables, in_force, is_valid

ALICE = "alice-aaa-test"
RUN_DATE = date(2016, 8, 2)
FINDINGS = DBT_PROJECT / "models" / "intermediate" / "billing_items" / "int_billing_items__findings.sql"
ALICES_DAY = ("IOP", ALICE, date(2016, 7, 31))


@pytest.fixture(scope="module")
def rows() -> list[SampleRow]:
    """The sample as it is made."""
    return clinic.rows()


@pytest.fixture(scope="module")
def tables(rows: list[SampleRow]) -> Tables:
    """The sample's rows as they are loaded. Tests do not change them."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        tables[row.table].append({field.name: getattr(row, field.name) for field in fields(row)})
    return tables


@pytest.fixture(scope="module")
def sample(tables: Tables) -> Clinic:
    """The sample before its night, ready to be asked."""
    return Clinic(tables, RUN_DATE)


@pytest.fixture(scope="module")
def settled(tables: Tables) -> Night:
    """What the night of the sample leaves behind."""
    return night(tables, RUN_DATE)


@pytest.fixture(scope="module")
def released_notes(tables: Tables, settled: Night) -> list[Row]:
    """The released notes that are not quarantined."""
    return [
        note
        for note in tables["notes"]
        if note["status"] == "released" and ("notes", note["note_id"]) not in settled.quarantined
    ]


# Loading -------------------------------------------------------------------------------------------------------------


def test_every_row_is_loaded_as_it_was_made_and_the_schema_is_marked(ehr: psycopg.Connection, tables: Tables) -> None:
    counts = loading.load(ehr)

    assert counts == {table: len(rows) for table, rows in tables.items()}
    with ehr.cursor(row_factory=dict_row) as cursor:
        for table, rows in tables.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
            cursor.execute(sql.SQL("select {} from {}").format(columns, sql.Identifier("ehr", table)))
            assert Counter(map(comparable, cursor)) == Counter(map(comparable, rows)), table
    mark = ehr.execute("select obj_description('ehr'::regnamespace, 'pg_namespace')").fetchone()
    assert mark == (config.SAMPLE_MARK,)


def comparable(row: Row) -> tuple[object, ...]:
    """A row's values; NaN, which equals nothing, as a word."""
    return tuple("NaN" if isinstance(value, Decimal) and value.is_nan() else value for value in row.values())


def test_the_sample_does_not_go_among_the_rows_of_somebody_else(ehr: psycopg.Connection) -> None:
    ehr.execute("insert into ehr.notes (note_id) values ('a note of theirs')")

    with pytest.raises(loading.TablesNotEmpty, match=r"ehr\.notes"):
        loading.load(ehr)

    assert ehr.execute("select count(*) from ehr.clients").fetchone() == (0,)
    assert ehr.execute("select obj_description('ehr'::regnamespace, 'pg_namespace')").fetchone() == (None,)


def test_the_sample_is_the_same_every_time(rows: list[SampleRow]) -> None:
    program = (
        "import hashlib; from perdiem_sample import clinic; "
        "print(hashlib.sha256(repr(clinic.rows()).encode()).hexdigest())"
    )
    # Another process, with another order of sets.
    environment = os.environ | {"PYTHONPATH": python_path(), "PYTHONHASHSEED": "7"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )

    assert elsewhere.stdout.strip() == hashlib.sha256(repr(rows).encode()).hexdigest()


def test_nobody_in_the_sample_exists(tables: Tables) -> None:
    assert all(client["display_name"].endswith("-Test Client") for client in tables["clients"])
    assert all(" Sample, " in clinician["display_name"] for clinician in tables["clinicians"])
    # An NPI that was issued starts with 1 or 2.
    assert all(clinician["npi"].startswith("0") for clinician in tables["clinicians"])
    addresses = [member["email"] for member in tables["user_group_members"] if member["email"]]
    assert all(address.endswith(("@example.org", "@example.com")) for address in addresses)


def test_the_sample_is_a_clinic_of_several_hundred_clients_over_eight_weeks(
    tables: Tables, released_notes: list[Row]
) -> None:
    dates = [note["service_date"] for note in released_notes]

    assert 300 <= len(tables["clients"]) <= 500
    assert 15_000 <= len(tables["notes"]) <= 30_000
    assert (min(dates), max(dates)) == (date(2016, 6, 6), date(2016, 8, 2))
    assert {facility["state"] for facility in tables["facilities"]} == {"NC", "AZ"}


# Alice ---------------------------------------------------------------------------------------------------------------


def test_alice_has_the_settings_and_groups_of_the_use_case(sample: Clinic) -> None:
    program_id, _, service_date = ALICES_DAY

    rows = {number: sample.setting_row(number, program_id, service_date) for number in (508, 509, 510, 512)}
    settings = {number: row and row["value"] for number, row in rows.items()}
    assert settings == {508: "1", 509: "180", 510: "IOP Notification Group", 512: "2"}
    assert {"602", "IND THPY", "GROUP"} <= sample.counting_codes(program_id)
    assert "0905" in sample.billable_codes(program_id)
    assert not sample.counting_codes(program_id) & sample.counting_codes("PHP")


def test_alice_has_one_billable_code_at_a_time_and_the_non_billables_authorized_too(sample: Clinic) -> None:
    billable = sorted(
        (row["start_date"], row["end_date"], row["billing_code"])
        for row in sample.authorizations[ALICE]
        if row["billing_code"] in sample.billable_codes("IOP")
    )
    codes = {row["billing_code"] for row in sample.authorizations[ALICE]}

    assert len({code for _, _, code in billable}) == 3
    assert all(earlier[1] < later[0] for earlier, later in pairwise(billable))
    assert {"602", "IND THPY", "GROUP"} <= codes


def test_the_night_bills_alice_for_the_31st_of_july_and_for_no_other_day(settled: Night) -> None:
    hers = [note for note in settled.tables["notes"] if note["client_id"] == ALICE and note["origin"] == "per_diem"]
    invoices = [invoice for invoice in settled.tables["invoices"] if invoice["client_id"] == ALICE]

    (note,) = hers
    assert (note["program_id"], note["client_id"], note["service_date"]) == ALICES_DAY
    assert (note["billing_code"], note["duration_minutes"], note["units"]) == ("0905", 180, Decimal(1))
    assert (note["clinician_id"], note["location_id"], note["location_code"]) == ("clinician-01", "cedar-iop", "57")
    assert [(invoice["note_id"], invoice["amount"]) for invoice in invoices] == [(note["note_id"], Decimal(275))]


# The night -----------------------------------------------------------------------------------------------------------


def test_every_status_and_every_reason_is_there_to_be_seen(sample: Clinic) -> None:
    days = decide(sample).values()

    statuses = {"voided", "billed", "already_billed", "unsigned", "below_threshold", "blocked", "pending"}
    assert {day.status for day in days} == statuses
    reasons = {(row["status"], row["reason"]) for row in csv.DictReader(reasons_file.FILE.open())}
    assert {(day.status, reason) for day in days for reason in day.reasons} == reasons
    # Each is the first of its day somewhere: what the terminal and the worklist count by.
    assert {(day.status, day.primary_reason) for day in days if day.reasons} == reasons
    assert {day.program_id for day in days if day.status == "blocked"} == {"IOP", "PHP"}


def test_most_days_are_billed_and_few_are_blocked(settled: Night) -> None:
    share = {
        status: count / len(settled.days)
        for status, count in Counter(day.status for day in settled.days.values()).items()
    }

    assert share["billed"] > 0.9
    assert 0.01 < share["blocked"] < 0.05


def test_every_finding_is_there_to_be_seen_and_none_by_the_hundred(settled: Night) -> None:
    short_weeks = [key for key, week in settled.weeks.items() if week.status == "short"]
    items = billing_items(settled.tables, RUN_DATE, None, short_weeks).values()
    found = Counter(finding for item in items for finding in item.findings)

    assert set(found) == set(re.findall(r'\(\n +"(\w+)",\n', FINDINGS.read_text()))
    # That a payer has no rule for a code is no fault: it is told for whoever wonders.
    del found["no_matching_rule"]
    assert max(found.values()) <= 60


def test_a_week_is_met_short_or_still_open(settled: Night) -> None:
    weeks = Counter(week.status for week in settled.weeks.values())

    assert set(weeks) == {"met", "short", "open"}
    assert 10 <= weeks["short"] <= 60 < weeks["met"]


def test_every_check_of_the_set_up_has_a_row_to_show_and_no_more_than_a_reader_can_follow(
    ehr: psycopg.Connection, database_url: str
) -> None:
    loading.load(ehr)
    checks = suites.load(EXPECTATIONS / "ehr_setup.yml")
    run = Run("test__set_up", RUN_DATE, 90, False, RUN_DATE)
    with engine.open_suite("ehr_setup", checks, {"warehouse": database_url, "ehr": database_url}, run) as carry_out:
        results = carry_out()

    assert [result.name for result in results] == [check.name for check in checks]
    assert {result.failing_count for result in results} <= {1, 2, 3}


def test_a_few_rows_are_bad(settled: Night, sample: Clinic) -> None:
    assert Counter(table for table, _ in settled.quarantined) == {
        "notes": 10,
        "authorizations": 9,
        "client_coverages": 4,
    }
    good = sample.authorizations_by_id.values()
    over_used = [row for row in good if row["units_used"] > row["units_authorized"]]
    assert len(over_used) == 1


def test_two_pairs_of_authorizations_overlap_one_of_them_after_the_run(sample: Clinic) -> None:
    pairs = []
    for rows in sample.authorizations.values():
        for program_id in sample.programs:
            codes = sample.billable_codes(program_id)
            billable = [row for row in rows if row["status"] == "active" and row["billing_code"] in codes]
            pairs += [
                max(one["start_date"], other["start_date"])
                for place, one in enumerate(billable)
                for other in billable[place + 1 :]
                if one["billing_code"] != other["billing_code"]
                and one["start_date"] <= other["end_date"]
                and other["start_date"] <= one["end_date"]
            ]

    assert len(pairs) == 2
    assert min(pairs) <= RUN_DATE < max(pairs)


def test_the_night_after_has_another_day_to_decide(settled: Night) -> None:
    following = decide(Clinic(settled.tables, RUN_DATE + timedelta(days=1)))

    assert {key[2] for key in following} - {key[2] for key in settled.days} == {date(2016, 8, 1)}
    assert Counter(day.status for day in following.values())["pending"] > 50


# Earlier nights ------------------------------------------------------------------------------------------------------


def test_what_voided_notes_took_is_given_back_once(settled: Night, tables: Tables) -> None:
    voided = [note for note in tables["notes"] if note["origin"] == "per_diem" and note["status"] == "void"]
    reversed_before = {usage["note_id"] for usage in tables["authorization_usage"] if usage["reversed_at"]}

    released_again = {day.note_id for day in settled.days.values() if "not_invoiced" in day.reasons}

    assert len(voided) == 4
    assert len(settled.given_back) == 3
    assert len(released_again) == 1
    assert {note["note_id"] for note in voided} | released_again == reversed_before | set(settled.given_back)
    void_invoices = {invoice["note_id"] for invoice in tables["invoices"] if invoice["status"] == "void"}
    assert void_invoices == reversed_before


def test_each_per_diem_note_has_its_usage_its_invoice_and_its_units_taken(tables: Tables) -> None:
    notes = {note["note_id"]: note["units"] for note in tables["notes"] if note["origin"] == "per_diem"}
    taken: Counter[str] = Counter()
    for usage in tables["authorization_usage"]:
        taken[usage["authorization_id"]] += 0 if usage["reversed_at"] else usage["units"]

    assert {usage["note_id"]: usage["units"] for usage in tables["authorization_usage"]} == notes
    assert {invoice["note_id"]: invoice["units"] for invoice in tables["invoices"]} == notes
    used = {row["authorization_id"]: row["units_used"] for row in tables["authorizations"]}
    assert all(units <= used[authorization_id] for authorization_id, units in taken.items())


def test_earlier_nights_wrote_what_the_rules_say_and_all_that_they_could(tables: Tables, settled: Night) -> None:
    known = as_known_on_the_morning_of(tables, LAST_EARLIER_NIGHT)
    earlier = {note["note_id"]: note for note in known["notes"] if note["origin"] == "per_diem"}
    taken: Counter[str] = Counter()
    for usage in known["authorization_usage"]:
        taken[usage["authorization_id"]] += 0 if usage["reversed_at"] else usage["units"]
    before = known | {
        "notes": [note for note in known["notes"] if note["note_id"] not in earlier],
        "authorizations": [
            row | {"units_used": row["units_used"] - taken[row["authorization_id"]]} for row in known["authorizations"]
        ],
        "authorization_usage": [],
        "invoices": [],
    }

    again = night(before, LAST_EARLIER_NIGHT)

    # Of some the coverage or the authorization was corrected since: as it is now, nobody would write them.
    now_known = Clinic(known, LAST_EARLIER_NIGHT)
    then_authorized = {row["authorization_id"] for row in known["authorizations"]}
    withdrawn = {
        note_id
        for note_id, note in earlier.items()
        if now_known.is_known_not_to_cover(note["payer_id"], note["client_id"], note["service_date"])
        or note["authorization_id"] not in then_authorized
    }
    assert 0 < len(withdrawn) < 30
    edited = {
        note_id
        for note_id, note in earlier.items()
        if note["updated_at"] > at(LAST_EARLIER_NIGHT, 6) and note_id not in settled.given_back
    }
    assert len(edited) == 2
    same = ("billing_code", "payer_id", "duration_minutes", "units", "clinician_id", "location_id", "location_code")
    assert {
        note["note_id"]: [note[name] for name in same]
        for note in again.written.values()
        if note["note_id"] not in edited
    } == {
        note_id: [note[name] for name in same] for note_id, note in earlier.items() if note_id not in withdrawn | edited
    }
    amounts = {
        invoice["invoice_id"]: invoice["amount"] for invoice in known["invoices"] if invoice["note_id"] not in withdrawn
    }
    assert {invoice["invoice_id"]: invoice["amount"] for invoice in again.tables["invoices"]} == amounts


def as_known_on_the_morning_of(tables: Tables, run_date: date) -> dict[str, list[Row]]:
    """The sample as that night left it: without what was released, authorized or voided since."""
    morning = at(run_date, 6)
    notes = [
        note | {"status": "released"} if note["status"] == "void" and note["updated_at"] > morning else note
        for note in tables["notes"]
        if (note["released_at"] or note["updated_at"]) <= morning
    ]
    authorizations = [row for row in tables["authorizations"] if row["updated_at"] <= morning]
    return dict(tables) | {"notes": notes, "authorizations": authorizations}


# Payer rules ---------------------------------------------------------------------------------------------------------


def test_every_unit_rule_has_notes_to_convert(sample: Clinic, tables: Tables, released_notes: list[Row]) -> None:
    matched: dict[str, set[str]] = defaultdict(set)
    for note in released_notes:
        payer_id = note["payer_id"] or sample.payer_on(note["client_id"], note["service_date"])
        for rule in rules_for(sample, payer_id, note):
            matched[rule["billing_rule_id"]].add(note["note_id"])

    unit_rules = {rule["billing_rule_id"] for rule in tables["payer_billing_rules"] if rule["billing_type"] == "unit"}
    # The one that makes no units of a day: so no day of it was ever written. And the rules of nobody's payer.
    assert set(matched) == unit_rules - {
        "foothills-per-diem-2016",
        "example-without-codes",
        "example-of-an-unknown-code",
    }


def test_rules_are_of_every_kind_with_one_ambiguous_pair_and_one_that_is_invalid(
    sample: Clinic, tables: Tables, released_notes: list[Row]
) -> None:
    rules = [rule for rule in tables["payer_billing_rules"] if rule["billing_type"] == "unit"]

    assert {(rule["conversion"], rule["method"], rule["operator"]) for rule in rules} == {
        ("duration", None, None),
        ("quantity", "replace", None),
        ("quantity", "calculate", "multiply"),
        ("quantity", "calculate", "divide"),
    }
    assert {rule["variable_increment"] for rule in rules if rule["conversion"] == "duration"} == {True, False}
    assert {rule["aggregate_on"] for rule in rules if rule["combine"]} == {None, "units", "minutes", "medicare"}
    assert [rule["billing_rule_id"] for rule in rules if not is_valid(rule)] == ["harbor-family"]
    ambiguous = {
        tuple(rule["billing_rule_id"] for rule in matching)
        for note in released_notes
        if len(matching := rules_for(sample, sample.payer_on(note["client_id"], note["service_date"]), note)) > 1
    }
    assert ambiguous == {("harbor-case-management", "harbor-case-management-flat")}


def test_the_audit_has_something_to_find(sample: Clinic, tables: Tables, released_notes: list[Row]) -> None:
    services = [note for note in released_notes if note["origin"] != "per_diem"]
    known = {code["billing_code"] for code in tables["billing_codes"]}

    assert any(note["billing_code"] not in known for note in services)
    assert any(sample.payer_on(note["client_id"], note["service_date"]) is None for note in services)
    assert any(note["billing_code"] == "90853" and note["units"] is None for note in services)
    without_rate = [invoice for invoice in tables["invoices"] if invoice["amount"] is None]
    assert {(invoice["payer_id"], invoice["billing_code"]) for invoice in without_rate} == {("harbor", "S9480")}
    assert 0 < len(without_rate) < len(tables["invoices"]) / 50


def rules_for(sample: Clinic, payer_id: str | None, note: Row) -> list[Row]:
    """The unit billing rules that match a note, valid or not."""
    return [
        rule
        for payer_rule in sample.payer_rules.get(payer_id, [])
        if in_force(note["service_date"], payer_rule["effective_from"], payer_rule["effective_to"])
        for rule in sample.billing_rules.get(payer_rule["payer_rule_id"], [])
        if rule["billing_type"] == "unit" and (rule["billing_rule_id"], note["billing_code"]) in sample.rule_codes
    ]
