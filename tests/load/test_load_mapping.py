"""A mapping is read strictly, and a value goes in exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perdiem.load import contract, coverage, mapping, values
from perdiem.load.mapping import BadMapping
from perdiem.load.values import Reading, Unfit

NEW_YORK = ZoneInfo("America/New_York")
ISO = Reading(None, NEW_YORK)
NOTES = "tables: {notes: {from: visits, columns: {note_id: id, %s}}}"


def test_every_table_and_column_of_the_contract_that_is_not_the_pipeline_s_may_be_filled() -> None:
    tables = contract.tables()
    assert len(tables) == 18
    assert tables["notes"].key == ("note_id",)
    assert tables["fee_schedules"].key == ("payer_id", "billing_code", "effective_from")
    assert tables["payer_billing_rules"].columns["factor"] == "numeric(12, 6)"
    assert not set(contract.OF_PER_DIEM_NOTES) & set(tables["notes"].columns)
    assert set(coverage.WITHOUT) == set(tables)
    assert {table for table, _ in coverage.WITHOUT_COLUMN} <= set(tables)
    assert all(column in tables[table].columns for table, column in coverage.WITHOUT_COLUMN)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "at the top: expected time_zone, tables, or some of them"),
        ("table: {}", "at the top: there is no 'table': expected time_zone, tables"),
        ("tables: {visits: {}}", "tables: there is no 'visits': expected facilities, clinicians,"),
        ("tables: {invoices: {}}", "tables: there is no 'invoices'"),
        ("tables: {notes: {form: a}}", "notes: there is no 'form': expected from, source, encoding"),
        ("tables: {notes: {from: a}}", "notes: expected 'columns'"),
        ("tables: {notes: {from: a, columns: {status: s}}}", "notes, columns: expected 'note_id', of the key of notes"),
        (NOTES % "program_id: p", "notes, columns: there is no 'program_id': expected note_id, client_id"),
        (NOTES % "note_id: n", "line 1, column 55: 'note_id' stands there twice"),
        (NOTES % "status: [a]", "notes, status: expected the name of a column, or one of column, constant, joined"),
        (NOTES % "status: {column: s, value: {}}", "notes, status: there is no 'value': expected column, values"),
        (NOTES % "status: {column: s, otherwise: void}", "notes, status: expected values beside otherwise"),
        (NOTES % "units: {constant: 1.0005}", "notes, units, constant is '1.0005': expected a number with at most 9"),
        (NOTES % "units: {column: u, values: {a: b}}", "notes, units, values, a is 'b': expected a number"),
        (NOTES % "units: {column: u, format: '%m/%d/%Y'}", "is of type numeric(12, 3): expected a format for a date"),
        (NOTES % "service_date: {column: d, format: '%Q'}", "notes, service_date, format is '%Q': expected one as"),
        (
            NOTES % "units: {joined: [a, b]}",
            "notes, units is of type numeric(12, 3): expected joined columns for a text",
        ),
        (NOTES % "duration_minutes: {minutes_between: [a]}", "expected the minutes between two columns"),
        (NOTES % "status: s}, time_zone: {a: b", "notes, time_zone: expected one text"),
        ("time_zone: Mars/Olympus\ntables: {}", "time_zone is 'Mars/Olympus': expected the name of a time zone"),
        (
            "tables: {payers: {from: p, complete: true, columns: {payer_id: id}}}",
            "payers, complete: expected it for one",
        ),
        (
            "tables: {notes: [{from: a, columns: {note_id: i}}, {from: b, columns: {note_id: i, status: s}}]}",
            "notes, block 2: status is in one block and not in another",
        ),
        ("tables: {notes: {from: a, columns: {note_id: i}, encoding: klingon}}", "encoding is 'klingon': expected one"),
        ("a: b: c", "line 1, column 5: mapping values are not allowed here"),
    ],
)
def test_what_a_mapping_may_not_say_is_told_by_its_place_with_what_is_expected(text: str, told: str) -> None:
    with pytest.raises(BadMapping, match=re.escape(told)):
        mapping.parse(text, NEW_YORK)


def test_scalars_are_read_as_they_stand_and_another_mapping_has_another_fingerprint() -> None:
    text = NOTES % "billing_code: {constant: 0905}, origin: {constant: null}, units: {column: yes}"
    [block] = mapping.parse(text, NEW_YORK)
    assert block.columns["billing_code"].constant == "0905"
    assert block.columns["origin"].constant is None
    assert block.needs == ("id", "yes")
    [other] = mapping.parse(text.replace("0905", "905"), NEW_YORK)
    [elsewhere] = mapping.parse(f"time_zone: UTC\n{text}", NEW_YORK)
    assert len({block.fingerprint, other.fingerprint, elsewhere.fingerprint}) == 3


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("text", " as it is ", " as it is "),
        ("text", "", None),
        ("integer", " +60.0 ", "60"),
        ("integer", "6e1", "60"),
        ("integer", " ", None),
        ("numeric(12, 3)", "0.1", "0.1"),
        ("numeric(12, 3)", "999999999.999", "999999999.999"),
        ("numeric(12, 3)", "1.5000000", "1.5000000"),
        ("boolean", "Y", "true"),
        ("boolean", "0", "false"),
        ("date", "2016-07-31", "2016-07-31"),
        ("date", "2016-07-31 00:00:00", "2016-07-31"),
        ("date", "2016-08-01T02:30:00Z", "2016-07-31"),
        ("timestamptz", "2016-07-31 10:00", "2016-07-31T10:00:00-04:00"),
        ("timestamptz", "2016-01-31T10:00:00.123456+00:00", "2016-01-31T05:00:00.123456-05:00"),
        ("timestamptz", "2016-07-31", "2016-07-31T00:00:00-04:00"),
    ],
)
def test_a_value_is_stored_exactly(kind: str, text: str, stored: str | None) -> None:
    assert values.as_stored(kind, text, ISO) == stored


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "60.5"),
        ("integer", "3000000000"),
        ("integer", "1_000"),
        ("integer", "٦٠"),
        ("numeric(12, 3)", "0.0001"),
        ("numeric(12, 3)", "1000000000"),
        ("numeric(12, 3)", "NaN"),
        ("numeric(12, 3)", "Infinity"),
        ("numeric(12, 3)", "1e999"),
        ("numeric(12, 3)", "$1"),
        ("numeric(12, 3)", "1,5"),
        ("boolean", "perhaps"),
        ("date", "2016-02-30"),
        ("date", "20160731"),
        ("date", "2016-W30-1"),
        ("date", "0000-00-00"),
        ("timestamptz", "2016-07-31 25:00"),
        ("text", "a\0"),
        ("text", "\udcff"),
    ],
)
def test_a_value_that_a_column_cannot_hold_as_it_is_does_not_fit(kind: str, text: str) -> None:
    assert isinstance(values.as_stored(kind, text, ISO), Unfit)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_number_is_rounded(number: Decimal) -> None:
    stored = values.as_stored("numeric(12, 3)", str(number), ISO)
    if isinstance(stored, Unfit):
        assert abs(number) >= 10**9 or number * 1000 != int(number * 1000) or len(str(number)) > 100 or not number
    else:
        assert stored is not None
        assert Decimal(stored) == number


@given(st.text())
def test_the_form_of_a_value_says_nothing_of_it(text: str) -> None:
    assert re.fullmatch(r"[a9\W_]{0,27}", values.form(text))


def test_minutes_are_those_that_pass_and_not_those_that_clocks_show() -> None:
    def minutes(first: str, last: str) -> object:
        return values.minutes_between(first, last, ISO)

    assert minutes("2016-11-06 00:30", "2016-11-06 03:30") == "240"
    assert minutes("2016-07-31 10:00:00", "2016-07-31 10:59:59") == "59"
    assert minutes("2016-07-31T14:00:00Z", "2016-07-31 11:00") == "60"
    assert minutes("2016-07-31 10:00", "2016-07-31 09:30") == "-30"
    assert isinstance(minutes("2016-07-31 10:00", "later"), Unfit)
