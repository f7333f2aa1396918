"""The second reading of items, weeks and what is published beside them, checked by hand: each new rule once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clinics.article_clinic import AUGUST_2, JULY_31, authorization, clinic, coverage, note, per_diem
from clinics.random_clinic import Row, at, row
from reference import days as reference
from reference.clinic import Clinic
from reference.items import Item, billing_items, errors_by_note
from reference.reports import Week, correct_first, unsigned_days, week_start
from reference.rows import Tables

KEY = ("IOP", "alice", JULY_31)
D = Decimal


def rule(**values: object) -> dict[str, list[Row]]:
    """acme has one rule for 0905 and 602: each is so many units."""
    fields: Row = {"billing_type": "unit", "conversion": "quantity", "method": "replace", "quantity": D(1)}
    return {
        "payer_rules": [row("payer_rules", payer_rule_id="r1", payer_id="acme")],
        "payer_billing_rules": [
            row("payer_billing_rules", billing_rule_id="b1", payer_rule_id="r1", **(fields | values))
        ],
        "payer_billing_rule_codes": [
            row("payer_billing_rule_codes", billing_rule_id="b1", billing_code=code) for code in ("0905", "602")
        ],
    }


def codes(**billable: bool | None) -> list[Row]:
    return [
        row("billing_codes", billing_code=code.removeprefix("c"), is_billable=is_billable)
        for code, is_billable in ({"c0905": True, "c0912": True, "c602": False, "GROUP": True} | billable).items()
    ]


def billed(**tables: list[Row]) -> dict[str, list[Row]]:
    return clinic(**({"notes": [note(), per_diem()], "billing_codes": codes()} | tables))


def the_item(tables: Tables, note_id: str = "pd1") -> Item:
    found = [each for each in billing_items(tables, AUGUST_2).values() if note_id in each.note_ids]
    assert len(found) == 1
    return found[0]


# Per-diem items ------------------------------------------------------------------------------------------------------


def test_a_per_diem_item_has_the_units_that_were_written_whatever_the_rule_makes_of_it() -> None:
    item = the_item(billed(**rule(quantity=D(3), combine=True, max_units=D("0.5"))))
    assert (item.units, item.billing_rule_id, item.max_units, item.is_per_diem) == (1, "b1", D("0.5"), True)
    assert item.findings == {"max_units_exceeded": "warning", "units_differ_from_rule": "warning"}


@pytest.mark.parametrize(
    ("findings", "tables"),
    [
        ({"no_matching_rule": "info"}, {}),
        ({"no_matching_rule": "info"}, {"billing_codes": codes(c0905=False)}),
        ({}, rule()),
        ({"units_differ_from_rule": "warning"}, rule(quantity=D(0))),
        ({"invalid_rule": "error"}, rule(quantity=D(-1))),
        ({}, rule() | {"client_coverages": [coverage(), coverage("c2", payer_id="state")]}),
        (
            {"not_primary_payer": "warning"},
            rule() | {"client_coverages": [coverage(priority=2), coverage("c2", payer_id="state", priority=1)]},
        ),
        ({"payer_not_in_force": "error"}, rule() | {"client_coverages": [coverage(end_date=date(2016, 7, 30))]}),
        ({"payer_not_in_force": "error"}, rule() | {"client_coverages": [coverage(payer_id="state")]}),
        ({"no_coverage": "error"}, rule() | {"client_coverages": []}),
        ({"missing_rate": "warning"}, rule() | {"fee_schedules": []}),
        ({"missing_units": "error"}, rule() | {"notes": [per_diem(units=None)]}),
        (
            {"zero_units": "warning", "units_differ_from_rule": "warning"},
            rule() | {"notes": [per_diem(units=D(0))]},
        ),
    ],
)
def test_what_the_audit_finds_about_a_per_diem_item(findings: dict[str, str], tables: dict[str, list[Row]]) -> None:
    assert the_item(billed(**tables)).findings == findings


@pytest.mark.parametrize("status", ["void", "draft", "archived"])
def test_a_per_diem_note_that_is_not_released_is_no_item(status: str) -> None:
    assert billing_items(billed(notes=[per_diem(status=status)]), AUGUST_2) == {}


# Other items ---------------------------------------------------------------------------------------------------------


def test_a_service_beside_a_per_diem_is_told_while_that_is_released() -> None:
    group = note("g1", billing_code="GROUP")
    assert "beside_per_diem" in the_item(billed(notes=[group, per_diem()]), "g1").findings
    for other in (per_diem(status="void"), per_diem(service_date=AUGUST_2), per_diem(duration_minutes=None)):
        assert "beside_per_diem" not in the_item(billed(notes=[group, other]), "g1").findings


def test_the_second_note_of_one_session_is_told_and_the_first_is_not() -> None:
    sessions = [note(name, billing_code="GROUP", started_at=at(JULY_31)) for name in ("Z", "a", "b")]
    tables = billed(notes=[*sessions, note("c", billing_code="GROUP", started_at=at(JULY_31), status="draft")])
    found = {name for name in ("Z", "a", "b") if "duplicate_service" in the_item(tables, name).findings}
    assert found == {"a", "b"}


def test_a_combined_item_is_told_as_soon_as_one_of_its_notes_is_a_duplicate() -> None:
    sessions = [note(name, started_at=at(JULY_31)) for name in ("a", "b")]
    tables = billed(notes=sessions, billing_codes=codes(c602=True), **rule(combine=True))
    assert (the_item(tables, "a").note_ids, the_item(tables, "a").findings) == (
        ("a", "b"),
        {"duplicate_service": "warning"},
    )


def test_on_an_item_the_rule_comes_first_and_toward_the_threshold_the_recorded_units() -> None:
    tables = billed(notes=[note(units=D("0.5"))], billing_codes=codes(c602=True), **rule(quantity=D(4)))
    assert the_item(tables, "n1").units == 4
    night = reference.night(tables, AUGUST_2)
    assert night.days[KEY].units == D("0.5")
    assert reference.night(tables | {"notes": [note(units=None)]}, AUGUST_2).days[KEY].units == 4


def test_statuses_are_compared_without_case_and_white_space() -> None:
    assert the_item(billed(notes=[note(billing_code="GROUP", status=" RELEASED ")]), "n1").occurrences == 1


# The week ------------------------------------------------------------------------------------------------------------

WEEK = ("IOP", "alice", JULY_31)  # a Sunday
AUGUST_8 = date(2016, 8, 8)


def weekly(*notes: Row, minimum: int | None = 150, **tables: list[Row]) -> dict[str, list[Row]]:
    programs = [row | {"weekly_minimum_minutes": minimum} for row in clinic()["programs"]]
    authorizations = [authorization(end_date=date(2016, 12, 31), units_authorized=D(100))]
    return clinic(**({"notes": list(notes), "programs": programs, "authorizations": authorizations} | tables))


def on(day: date, **values: object) -> Row:
    return note(f"n{day}{sorted(values.items())}", **({"service_date": day} | values))


def week_of(
    tables: Tables, run_date: date, lookback_days: int = 90, week_starts_on: str = "sunday"
) -> dict[tuple[str, str, date], Week]:
    night = reference.night(tables, run_date, lookback_days, week_starts_on=week_starts_on)
    return night.publish_weeks({}, night.publish({}))


def test_a_week_is_open_until_all_its_days_are_due_and_short_then() -> None:
    tables = weekly(on(JULY_31), on(date(2016, 8, 3)))
    assert week_of(tables, AUGUST_2) == {WEEK: Week(1, 60, 150, 1, "open")}
    assert week_of(tables, date(2016, 8, 7)) == {WEEK: Week(2, 120, 150, 2, "open")}
    assert week_of(tables, AUGUST_8) == {WEEK: Week(2, 120, 150, 2, "short")}


def test_a_week_is_met_as_soon_as_its_minutes_are() -> None:
    tables = weekly(on(JULY_31), on(date(2016, 8, 2), duration_minutes=90))
    assert week_of(tables, AUGUST_2) == {WEEK: Week(2, 150, 150, 1, "met")}


def test_minutes_count_once_and_drafts_do_not() -> None:
    day = [on(JULY_31, started_at=at(JULY_31), clinician_id=name) for name in ("dr", "dr 2")]
    tables = weekly(*day, on(JULY_31, status="draft"))
    assert week_of(tables, AUGUST_8)[WEEK].minutes == 60


@pytest.mark.parametrize("minimum", [None, 0, -5])
def test_a_program_that_asks_nothing_has_no_weeks(minimum: int | None) -> None:
    assert week_of(weekly(on(JULY_31), minimum=minimum), AUGUST_8) == {}


def test_a_week_begins_on_monday_where_the_clinic_says_so() -> None:
    assert [week_start(day, "monday").day for day in (JULY_31, date(2016, 8, 1), date(2016, 8, 7))] == [25, 1, 1]
    weeks = week_of(weekly(on(JULY_31), on(date(2016, 8, 1))), AUGUST_8, week_starts_on="monday")
    assert {key[2]: week.status for key, week in weeks.items()} == {
        date(2016, 7, 25): "short",
        date(2016, 8, 1): "open",
    }


def test_a_week_that_began_before_the_window_stays_as_it_was_published_last() -> None:
    tables = weekly(on(JULY_31), on(date(2016, 8, 2)))
    assert week_of(tables, AUGUST_8, lookback_days=7) == {}
    assert WEEK in week_of(tables, AUGUST_8, lookback_days=8)
    published = {WEEK: Week(9, 9, 9, 9, "open")}
    night = reference.night(tables, AUGUST_8, 7)
    assert night.publish_weeks(published, {}) == published


def test_a_week_on_a_day_of_which_the_program_is_left_out_is_open_or_stays() -> None:
    broken = row("system_settings", setting_number=508, program_id="IOP", effective_from=date(2016, 8, 5), value="?")
    tables = weekly(on(JULY_31), system_settings=[*clinic()["system_settings"], broken])
    assert week_of(tables, date(2016, 9, 1))[WEEK].status == "open"
    published = {WEEK: Week(9, 9, 9, 9, "short"), ("IOP", "bob", JULY_31): Week(1, 1, 1, 1, "short")}
    night = reference.night(tables, date(2016, 9, 1))
    assert night.publish_weeks(published, night.days)["IOP", "bob", JULY_31].status == "short"
    sound = reference.night(weekly(on(JULY_31)), date(2016, 9, 1))
    assert set(sound.publish_weeks(published, sound.days)) == {WEEK}


def test_each_per_diem_item_of_a_short_week_is_told() -> None:
    night = reference.night(weekly(on(JULY_31), on(date(2016, 8, 3)), on(date(2016, 8, 7))), date(2016, 8, 10))
    weeks = night.publish_weeks({}, night.days)
    short = [key for key, week in weeks.items() if week.status == "short"]
    assert short == [WEEK]
    items = billing_items(night.tables | {"billing_codes": codes()}, date(2016, 8, 10), short_weeks=short)
    told = {item.service_date for item in items.values() if "weekly_minimum_short" in item.findings}
    assert told == {JULY_31, date(2016, 8, 3)}
    assert len([item for item in items.values() if item.is_per_diem]) == 3


# Beside days and items -----------------------------------------------------------------------------------------------


def test_an_invoice_says_what_to_correct_before_it_is_sent() -> None:
    night = reference.night(clinic(), AUGUST_2)
    sound = night.tables | {"billing_codes": codes()}
    ended = sound | {"client_coverages": [coverage(end_date=JULY_31 - timedelta(days=1))], "notes": sound["notes"][1:]}
    found = []
    for tables in (sound, ended):
        later = reference.night(tables, AUGUST_2)
        errors = errors_by_note(billing_items(tables, AUGUST_2))
        found += correct_first(tables["invoices"], errors, later.days).values()
    assert found == [(), ("payer_not_in_force", "support_lost", "coverage_withdrawn")]


def test_an_unsigned_day_has_a_row_for_each_clinician_who_has_to_sign() -> None:
    drafts = [
        note("d1", status="draft", clinician_id="dr", units=D("0.5")),
        note("d2", status="Draft", clinician_id="dr", units=D("0.1")),
        note("d3", status="draft", clinician_id=" ", units=D("0.2")),
    ]
    tables = clinic(notes=[note(units=D("0.25"), clinician_id="dr 2"), *drafts])
    rows = unsigned_days(Clinic(tables, AUGUST_2), reference.night(tables, AUGUST_2).days)
    assert rows == {
        (*KEY, "dr"): shown(2, "0.6"),
        (*KEY, None): shown(1, "0.2"),
    }
    signed = clinic(notes=[note(), *drafts])
    assert unsigned_days(Clinic(signed, AUGUST_2), reference.night(signed, AUGUST_2).days) == {}


def shown(drafts: int, units: str) -> Row:
    released, amount = D("0.25"), D("212.50")
    return {"draft_notes": drafts, "units_released": released, "units_in_draft": D(units), "expected_amount": amount}
