"""The reference is checked by hand where it matters most: the worked example, each status and each reason once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clinics.article_clinic import AUGUST_2, JULY_31, authorization, clinic, coverage, note, per_diem
from clinics.random_clinic import Row, at, row
from reference import days as reference
from reference.clinic import Clinic
from reference.rows import converted_units, is_valid

JULY_30 = date(2016, 7, 30)
KEY = ("IOP", "alice", JULY_31)


def decided(tables: dict[str, list[Row]], program_id: str = "IOP") -> reference.Day:
    return reference.decide(Clinic(tables, AUGUST_2))[program_id, "alice", JULY_31]


def draft(note_id: str = "d1", **values: object) -> Row:
    return note(note_id, **({"status": "draft"} | values))


def session(note_id: str, **values: object) -> Row:
    """A note of half the units that a day needs."""
    return note(note_id, **({"started_at": at(JULY_31), "units": Decimal("0.5")} | values))


def usage(**values: object) -> Row:
    taken: Row = {"note_id": "pd1", "authorization_id": "au1", "units": Decimal(1), "used_at": at(AUGUST_2)}
    return row("authorization_usage", **(taken | values))


def client_without(column: str) -> list[Row]:
    return [clinic()["clients"][0] | {column: " "}]


def test_the_worked_example_is_billed_two_days_later_with_usage_and_invoice() -> None:
    assert reference.night(clinic(), AUGUST_2 - timedelta(days=1)).days == {}
    night = reference.night(clinic(), AUGUST_2, run_id="run-1")
    key = ("IOP", "alice", JULY_31)
    written = night.written[key]
    assert (written["billing_code"], written["duration_minutes"], written["units"]) == ("0905", 180, 1)
    assert (written["clinician_id"], written["location_id"], written["location_code"]) == ("dr", "main", "11")
    assert (written["dag_run_id"], written["status"], written["payer_id"]) == ("run-1", "released", "acme")
    assert "n1" in written["note_text"]
    assert [row["units"] for row in night.tables["authorization_usage"]] == [1]
    assert [row["amount"] for row in night.tables["invoices"]] == [Decimal("212.50")]
    assert night.tables["authorizations"][0]["units_used"] == 4
    assert (night.days[key].status, night.days[key].note_id) == ("billed", written["note_id"])
    again = reference.night(night.tables, AUGUST_2)
    assert (again.written, again.tables, again.days) == ({}, night.tables, night.days)


def test_a_dry_run_shows_what_it_would_write_and_leaves_the_tables() -> None:
    tables = clinic(
        notes=[note(), note("n2", service_date=date(2016, 7, 30))],
        authorizations=[authorization(units_authorized=Decimal(4))],
    )
    night = reference.night(tables, AUGUST_2, dry_run=True)
    shown = [(day.service_date.day, day.status, day.reasons, day.authorization_id) for day in night.days.values()]
    assert sorted(shown) == [(30, "pending", (), "au1"), (31, "blocked", ("authorization_exhausted",), None)]
    assert (night.tables, night.written) == (tables, {})


@pytest.mark.parametrize(
    ("status", "reasons", "tables"),
    [
        ("voided", (), {"notes": [note(), per_diem(status="void")]}),
        ("billed", (), {"notes": [note(), per_diem()]}),
        ("billed", ("support_lost",), {"notes": [note(units=Decimal("0.999")), per_diem()]}),
        ("voided", (), {"notes": [note(), per_diem(status=" VOID")]}),
        ("billed", (), {"notes": [note(), per_diem(status="archived")]}),
        ("billed", ("authorization_withdrawn",), {"notes": [note(), per_diem()], "authorizations": []}),
        ("already_billed", ("unsigned_by_hand",), {"notes": [note(), note("n2", billing_code="0912", status="Draft")]}),
        (
            "already_billed",
            (),
            {"notes": [note(), note("n2", billing_code="0905"), note("n3", billing_code="0912", status="draft")]},
        ),
        ("already_billed", (), {"notes": [note(), note("n2", billing_code="0912", status="superseded")]}),
        ("unsigned", ("unsigned_notes",), {"notes": [note(status="draft")]}),
        ("unsigned", ("unsigned_notes",), {"notes": [note(units=Decimal("0.4")), draft(units=Decimal("0.6"))]}),
        ("below_threshold", (), {"notes": [note(units=Decimal("0.4")), draft(units=Decimal("0.599"))]}),
        ("below_threshold", (), {"notes": [note(units=Decimal("0.4")), draft(duration_minutes=None)]}),
        ("below_threshold", (), {"notes": [note(units=Decimal(0)), note("n2", status="approved")]}),
        ("already_billed", (), {"notes": [note(), note("n2", billing_code="0912", duration_minutes=None)]}),
        ("below_threshold", (), {"notes": [note(units=None)]}),
        ("pending", (), {}),
        ("pending", (), {"notes": [note(status=" Released\n")], "authorizations": [authorization(status="ACTIVE ")]}),
        ("blocked", ("multiple_programs",), {"notes": [note(), per_diem(program_id="PHP", billing_code="0912")]}),
        ("blocked", ("multiple_programs",), {"notes": [note(), per_diem(program_id="closed")]}),
        ("pending", (), {"notes": [note(), per_diem(program_id="closed", status="Void")]}),
        (
            "blocked",
            ("overlapping_authorizations",),
            {"authorizations": [authorization(), authorization("au2", billing_code="0912")]},
        ),
        ("blocked", ("no_authorization",), {"authorizations": [authorization(status="pending")]}),
        ("blocked", ("no_authorization",), {"authorizations": [authorization(units_used=Decimal("-0.001"))]}),
        ("blocked", ("payer_not_in_force",), {"client_coverages": [coverage(end_date=JULY_30)]}),
        ("blocked", ("payer_not_in_force",), {"client_coverages": [coverage(start_date=date(2016, 8, 1))]}),
        ("blocked", ("payer_not_in_force",), {"client_coverages": [coverage(payer_id="other")]}),
        ("pending", (), {"client_coverages": []}),
        ("pending", (), {"client_coverages": [coverage(payer_id=" ", end_date=JULY_30)]}),
        ("blocked", ("duplicate_sessions",), {"notes": [session("n1"), session("n2")]}),
        ("pending", (), {"notes": [session("n1"), session("n2", started_at=at(JULY_31, 14))]}),
        ("pending", (), {"notes": [session("n1"), session("n2", duration_minutes=59)]}),
        ("pending", (), {"notes": [session("n1", started_at=None), session("n2", started_at=None)]}),
        ("pending", (), {"notes": [session("n1"), session("n2", billing_code="GROUP")]}),
        ("below_threshold", (), {"notes": [session("n1"), session("n2", status="void")]}),
        ("blocked", ("authorization_exhausted",), {"authorizations": [authorization(units_used=Decimal("9.001"))]}),
        ("blocked", ("missing_default_clinician",), {"clients": client_without("default_clinician_id")}),
        ("blocked", ("missing_default_location",), {"clients": client_without("default_location_id")}),
        ("blocked", ("missing_default_location_code",), {"clients": client_without("default_location_code")}),
    ],
)
def test_each_status_and_reason(status: str, reasons: tuple[str, ...], tables: dict[str, list[Row]]) -> None:
    day = decided(clinic(**tables))
    assert (day.status, day.reasons) == (status, reasons)


def test_two_programs_that_meet_their_threshold_with_an_authorization_block_each_other() -> None:
    tables = clinic(
        notes=[note(), note("n2", billing_code="PHP-G")],
        authorizations=[authorization(), authorization("au2", billing_code="0912")],
    )
    assert decided(tables).reasons == ("multiple_programs", "overlapping_authorizations")
    assert decided(tables, "PHP").reasons == ("multiple_programs",)


def test_a_need_of_nothing_blocks_a_day() -> None:
    rule = row("payer_billing_rules", billing_rule_id="b1", payer_rule_id="r1", billing_type="unit")
    tables = clinic(
        payer_rules=[row("payer_rules", payer_rule_id="r1", payer_id="acme")],
        payer_billing_rules=[rule | {"conversion": "duration", "minutes_per_unit": 181}],
        payer_billing_rule_codes=[row("payer_billing_rule_codes", billing_rule_id="b1", billing_code="0905")],
    )
    assert decided(tables).reasons == ("zero_billable_units",)


def test_a_voided_note_gives_back_what_it_took_and_is_not_written_again() -> None:
    first = reference.night(clinic(), AUGUST_2)
    voided = [row | {"status": "void"} if row["origin"] == "per_diem" else row for row in first.tables["notes"]]
    second = reference.night(first.tables | {"notes": voided}, AUGUST_2)
    assert [day.status for day in second.days.values()] == ["voided"]
    assert second.tables["authorizations"][0]["units_used"] == 3
    assert [row["status"] for row in second.tables["invoices"]] == ["void"]
    assert [row["reversed_at"] is None for row in second.tables["authorization_usage"]] == [False]


def test_an_alert_is_opened_resolved_and_reopened() -> None:
    blocked = reference.night(clinic(authorizations=[]), AUGUST_2)
    assert [(row["reason"], row["status"]) for row in blocked.tables["alerts"]] == [("no_authorization", "open")]
    resolved = reference.night(blocked.tables | {"notes": []}, AUGUST_2)
    assert [row["status"] for row in resolved.tables["alerts"]] == ["resolved"]
    again = reference.night(resolved.tables | {"notes": [note()]}, AUGUST_2)
    assert [row["status"] for row in again.tables["alerts"]] == ["open"]


@pytest.mark.parametrize(
    ("number", "value"),
    [(508, "0"), (508, "four"), (508, "1e0"), (509, "180.0"), (509, "1441"), (512, "-1"), (512, None)],
)
def test_a_setting_that_makes_no_sense_leaves_the_program_out_from_that_date_on(number: int, value: str | None) -> None:
    broken = row("system_settings", setting_number=number, program_id="IOP", effective_from=JULY_31, value=value)
    tables = clinic(notes=[note(), note("n2", service_date=date(2016, 7, 30))])
    tables["system_settings"].append(broken)
    night = reference.night(tables, AUGUST_2)
    assert {key[2] for key in night.days} == {date(2016, 7, 30)}
    assert set(night.left_out) == {("IOP", day) for day in (JULY_31, date(2016, 8, 1), AUGUST_2)} | {
        key for key in night.left_out if key[1] < date(2016, 1, 1)
    }


@pytest.mark.parametrize(("minutes", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (0, 0)])
def test_fifteen_and_eight(minutes: int, units: int) -> None:
    rule = row(
        "payer_billing_rules",
        conversion="duration",
        minutes_per_unit=15,
        variable_increment=True,
        round_up_minutes=8,
    )
    assert is_valid(rule)
    assert converted_units(rule, minutes, None) == units


def test_units_are_rounded_half_away_from_zero_at_the_third_decimal() -> None:
    rule = row("payer_billing_rules", conversion="quantity", method="calculate", operator="divide", factor=Decimal(8))
    assert converted_units(rule, 60, Decimal("0.004")) == Decimal("0.001")  # 0.0005
    assert converted_units(rule, 60, None) == Decimal("0.125")


# Who pays ------------------------------------------------------------------------------------------------------------


def two_payers(**tables: list[Row]) -> dict[str, list[Row]]:
    """acme pays first, state second; both authorized the code, and state's authorization ends first."""
    return clinic(
        **{
            "client_coverages": [coverage(priority=1), coverage("c2", payer_id="state", priority=2)],
            "authorizations": [
                authorization(end_date=date(2016, 12, 31)),
                authorization("au2", payer_id="state"),
            ],
        }
        | tables
    )


def test_the_better_payer_is_billed_though_the_others_authorization_ends_first() -> None:
    night = reference.night(two_payers(), AUGUST_2)
    assert [(row["authorization_id"], row["units"]) for row in night.tables["authorization_usage"]] == [("au1", 1)]
    assert [row["amount"] for row in night.tables["invoices"]] == [Decimal("212.50")]


def test_the_second_payer_is_not_billed_where_the_first_ones_authorization_is_used_up() -> None:
    exhausted = authorization(units_used=Decimal(10), end_date=date(2016, 12, 31))
    day = decided(two_payers(authorizations=[exhausted, authorization("au2", payer_id="state")]))
    assert (day.reasons, day.payer_id) == (("authorization_exhausted",), "acme")


@pytest.mark.parametrize(
    "firsts",
    [
        [authorization(status="denied"), authorization("au2", payer_id="state")],
        [authorization("au2", payer_id="state")],
        [authorization(billing_code="elsewhere"), authorization("au2", payer_id="state")],
    ],
)
def test_the_second_payer_is_billed_where_the_first_one_authorized_nothing(firsts: list[Row]) -> None:
    day = decided(two_payers(authorizations=firsts))
    assert (day.status, day.authorization_id, day.payer_id) == ("pending", "au2", "state")


def test_a_payer_ranks_by_its_first_coverage_in_force() -> None:
    """Null last, and of equal priorities by id; state's better one is over."""
    coverages = [
        coverage("c9", payer_id="acme", priority=3),
        coverage("c1", payer_id="state", priority=1, end_date=JULY_30),
        coverage("c2", payer_id="state"),
        coverage("c3", payer_id="state", priority=3),
    ]
    ranks = Clinic(two_payers(client_coverages=coverages), AUGUST_2).payers_on("alice", JULY_31)
    assert ranks == ["state", "acme"]


def test_two_codes_overlap_whoever_pays_for_them() -> None:
    second = authorization("au2", payer_id="state", billing_code="0912", units_used=Decimal(10))
    assert decided(two_payers(authorizations=[authorization(), second])).reasons == ("overlapping_authorizations",)


def test_payers_without_a_coverage_share_the_last_rank_in_the_order_of_their_authorizations() -> None:
    tables = two_payers(client_coverages=[])
    assert decided(tables).authorization_id == "au2"


def test_the_equal_priority_of_two_payers_leaves_the_recorded_units_alone() -> None:
    rules = {"old": Decimal(0), "new": Decimal(3)}
    tables = clinic(
        client_coverages=[coverage("v1", payer_id="old", priority=1), coverage("v2", payer_id="new", priority=1)],
        authorizations=[authorization(payer_id="new")],
        payer_rules=[row("payer_rules", payer_rule_id=payer, payer_id=payer) for payer in rules],
        payer_billing_rules=[
            row(
                "payer_billing_rules",
                billing_rule_id=payer,
                payer_rule_id=payer,
                billing_type="unit",
                conversion="quantity",
                method="replace",
                quantity=quantity,
            )
            for payer, quantity in rules.items()
        ],
        payer_billing_rule_codes=[
            row("payer_billing_rule_codes", billing_rule_id=payer, billing_code="602") for payer in rules
        ],
    )
    day = decided(tables)
    assert (day.status, day.units, day.authorization_id) == ("pending", 1, "au1")
    assert decided(tables | {"notes": [note(units=None)]}).units == 0  # the rule of the payer who comes first


# What has become wrong with a billed day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reasons", "tables"),
    [
        (("coverage_withdrawn",), {"client_coverages": [coverage(end_date=JULY_30)]}),
        ((), {"client_coverages": []}),
        (("authorization_withdrawn",), {"authorizations": [authorization(status="void")]}),
        (("authorization_withdrawn",), {"authorizations": [authorization(end_date=JULY_30)]}),
        (("authorization_withdrawn",), {"authorizations": [authorization(payer_id="state")]}),
        (("authorization_withdrawn",), {"authorizations": [authorization(billing_code="0912")]}),
        (("authorization_withdrawn",), {"authorizations": [authorization(client_id="bob")]}),
        (("authorization_withdrawn",), {"authorizations": [authorization(units_used=Decimal(-1))]}),
        ((), {"authorizations": [authorization(units_used=Decimal(99))]}),
        (("not_invoiced",), {"authorization_usage": [usage(reversed_at=at(AUGUST_2))]}),
        ((), {"authorization_usage": [usage()]}),
        (
            ("support_lost", "authorization_withdrawn", "coverage_withdrawn", "not_invoiced"),
            {
                "notes": [per_diem()],
                "authorizations": [],
                "client_coverages": [coverage(payer_id="state")],
                "authorization_usage": [usage(reversed_at=at(AUGUST_2))],
            },
        ),
    ],
)
def test_what_makes_a_billed_day_doubtful(reasons: tuple[str, ...], tables: dict[str, list[Row]]) -> None:
    day = decided(clinic(**({"notes": [note(), per_diem()]} | tables)))
    assert (day.status, day.reasons) == ("billed", reasons)


def test_a_note_released_again_after_it_was_voided_is_billed_and_not_invoiced() -> None:
    written = reference.night(clinic(), AUGUST_2)
    voided = reference.night(with_status(written.tables, "void"), AUGUST_2)
    again = reference.night(with_status(voided.tables, "released"), AUGUST_2)
    assert (again.days[KEY].status, again.days[KEY].reasons) == ("billed", ("not_invoiced",))
    assert [row["status"] for row in again.tables["invoices"]] == ["void"]


def with_status(tables: dict[str, list[Row]], status: str) -> dict[str, list[Row]]:
    notes = [row | {"status": status} if row["origin"] == "per_diem" else row for row in tables["notes"]]
    return tables | {"notes": notes}


# Notes that were moved or deleted ------------------------------------------------------------------------------------


def test_what_a_deleted_note_took_is_given_back_and_its_day_is_not_written_again() -> None:
    first = reference.night(clinic(), AUGUST_2)
    tables = first.tables | {"notes": [note()]}
    for _ in range(2):
        night = reference.night(tables, AUGUST_2)
        tables = night.tables
        assert (night.written, night.not_written, night.days[KEY].status) == ({}, (KEY,), "pending")
        assert tables["authorizations"][0]["units_used"] == 3
        assert [row["status"] for row in tables["invoices"]] == ["void"]
        assert [row["reversed_at"] is None for row in tables["authorization_usage"]] == [False]


def test_a_day_whose_note_was_moved_elsewhere_is_not_written_and_holds_nobody_up() -> None:
    """The moved note bills the day before; the one that it leaves takes nothing, so the day after gets its unit."""
    first = reference.night(clinic(), AUGUST_2)
    moved = [
        row | {"service_date": JULY_30} if row["origin"] == "per_diem" else row for row in first.tables["notes"]
    ] + [note("n2", service_date=date(2016, 7, 29))]
    scarce = [row | {"units_authorized": Decimal(5)} for row in first.tables["authorizations"]]
    tables = first.tables | {"notes": moved, "authorizations": scarce}
    night = reference.night(tables, AUGUST_2)
    assert {key[2].day: day.status for key, day in night.days.items()} == {29: "billed", 30: "billed", 31: "blocked"}
    assert night.not_written == (KEY,)
    assert night.days[KEY].reasons == ("authorization_exhausted",)
    shown = reference.night(tables, AUGUST_2, dry_run=True).days
    assert {key[2].day: day.status for key, day in shown.items()} == {29: "pending", 30: "billed", 31: "blocked"}


# What a program decides, and since when ------------------------------------------------------------------------------


def setting(number: int, value: str | None, program_id: str = "*", since: date = date(2016, 1, 1)) -> Row:
    return row("system_settings", setting_number=number, program_id=program_id, effective_from=since, value=value)


def settings(*changed: Row) -> list[Row]:
    keys = [(row["setting_number"], row["program_id"], row["effective_from"]) for row in changed]
    kept = clinic()["system_settings"]
    return [
        row for row in kept if (row["setting_number"], row["program_id"], row["effective_from"]) not in keys
    ] + list(changed)


def test_nothing_is_decided_before_a_program_starts_and_nothing_is_wrong() -> None:
    started = [row for row in clinic()["system_settings"] if row["setting_number"] != 508] + [
        setting(508, "1", "IOP", since=JULY_31),
        setting(508, "1", "PHP", since=date(2017, 1, 1)),
    ]
    tables = clinic(system_settings=started, notes=[note(), note("n2", service_date=JULY_30)])
    night = reference.night(tables, AUGUST_2)
    assert set(night.days) == {KEY}
    assert night.left_out == {}


def test_a_program_without_any_threshold_is_left_out_every_day() -> None:
    no_threshold = [row for row in clinic()["system_settings"] if row["setting_number"] != 508]
    night = reference.night(clinic(system_settings=no_threshold), AUGUST_2, 1)
    assert night.left_out == {
        (program_id, day): "508" for program_id in ("IOP", "PHP") for day in (AUGUST_2, date(2016, 8, 1))
    }


def test_a_started_program_is_left_out_where_another_setting_is_missing() -> None:
    late = settings(setting(509, "180", since=date(2016, 8, 1)))
    late = [row for row in late if (row["setting_number"], row["effective_from"]) != (509, date(2016, 1, 1))]
    assert reference.night(clinic(system_settings=late), AUGUST_2, 2).left_out == {
        (program_id, JULY_31): "509" for program_id in ("IOP", "PHP")
    }


def test_a_setting_edited_in_place_reaches_no_earlier_day() -> None:
    notes = [note(), note("n2", service_date=date(2016, 8, 3))]
    tables = clinic(notes=notes, authorizations=[authorization(end_date=date(2016, 8, 31))])
    first = reference.night(tables, AUGUST_2)
    edited = first.tables | {"system_settings": settings(setting(508, "1.5"))}
    second = reference.night(edited, date(2016, 8, 3), memory=first.memory)
    assert {key: day.reasons for key, day in second.days.items()} == {KEY: ()}  # billed by the threshold of then
    third = reference.night(second.tables, date(2016, 8, 5), memory=second.memory)
    assert {day.service_date: (day.threshold_units, day.status) for day in third.days.values()} == {
        JULY_31: (1, "billed"),
        date(2016, 8, 3): (Decimal("1.5"), "below_threshold"),
    }
    found = [(each.number, each.value, each.run_date) for each in third.memory if each.number == 508]
    assert found == [(508, "1", AUGUST_2), (508, "1.5", date(2016, 8, 3))]
    without = reference.night(second.tables, date(2016, 8, 5))
    assert without.days[KEY].reasons == ("support_lost",)


def test_of_two_values_remembered_for_one_run_date_the_later_one_counts_even_from_an_earlier_night() -> None:
    memory = reference.night(clinic(), AUGUST_2).memory
    edited = clinic(system_settings=settings(setting(508, "2")))
    backfill = reference.night(edited, date(2016, 8, 1), memory=memory)
    assert backfill.memory[-1].run_date == AUGUST_2
    again = Clinic(edited, AUGUST_2, memory=backfill.memory)
    assert again.terms("IOP", AUGUST_2).threshold == 2
    assert again.terms("IOP", date(2016, 8, 1)).threshold == 1


def test_a_value_of_no_use_is_not_remembered_and_leaves_the_program_out_while_it_stands() -> None:
    first = reference.night(clinic(), AUGUST_2)
    broken = reference.night(clinic(system_settings=settings(setting(508, "two"))), AUGUST_2, memory=first.memory)
    assert (broken.days, broken.memory) == ({}, first.memory)
    assert reference.night(clinic(), AUGUST_2, memory=broken.memory).memory == first.memory


def test_a_dry_run_decides_as_if_it_had_remembered_and_remembers_nothing() -> None:
    memory = reference.night(clinic(), date(2016, 7, 30)).memory
    edited = clinic(system_settings=settings(setting(508, "2")))
    shown = reference.night(edited, JULY_31 + timedelta(days=2), dry_run=True, memory=memory)
    assert (shown.days[KEY].threshold_units, shown.memory) == (1, memory)
    assert reference.night(edited, AUGUST_2, dry_run=True).days[KEY].threshold_units == 2


@pytest.mark.parametrize(
    ("blocks", "broken", "php_note"),
    [
        (True, "508", per_diem(program_id="PHP", billing_code="0912")),
        (False, "508", per_diem(program_id="PHP", billing_code="0912", status="void")),
        (True, "508", note("n2", billing_code="PHP-B")),
        (False, "508", note("n2", billing_code="PHP-G")),
        (True, "groups", per_diem(program_id="PHP", billing_code="0912")),
        (False, "groups", note("n2", billing_code="PHP-B")),
    ],
)
def test_a_program_that_is_left_out_claims_a_day_by_its_notes_alone(blocks: bool, broken: str, php_note: Row) -> None:
    groups = [*clinic()["billing_code_groups"], group("PHP Billable Group", "PHP-B")]
    if broken == "groups":
        groups.append(group("PHP Non Billable Group", "PHP-B"))
    tables = clinic(
        notes=[note(), php_note],
        billing_code_groups=groups,
        system_settings=settings(setting(508, "none", "PHP")) if broken == "508" else clinic()["system_settings"],
    )
    assert ("multiple_programs" in decided(tables).reasons) is blocks


def group(name: str, code: str) -> Row:
    return row("billing_code_groups", group_name=name, billing_code=code)


# What a day brings ---------------------------------------------------------------------------------------------------


def fee(payer_id: str, code: str, rate: str | None) -> Row:
    value = None if rate is None else Decimal(rate)
    names = {"payer_id": payer_id, "billing_code": code, "effective_from": date(2016, 1, 1), "unit_rate": value}
    return row("fee_schedules", **names)


@pytest.mark.parametrize(
    ("amount", "basis", "payer_id", "tables"),
    [
        ("212.50", "authorization", "acme", {}),
        ("212.50", "authorization", "acme", {"notes": [note(status="draft")]}),
        ("212.50", "authorization", "acme", {"clients": client_without("default_location_id")}),
        ("425.00", "note", "acme", {"notes": [note(), per_diem(units=Decimal(2))]}),
        (None, None, "acme", {"notes": [note(), per_diem(status="void")]}),
        (None, None, "acme", {"notes": [note(units=Decimal(0))]}),
        (None, None, "acme", {"fee_schedules": []}),
        (None, None, "acme", {"fee_schedules": [fee("acme", "0905", None)]}),
        ("212.50", "estimate", "acme", {"authorizations": []}),
        (None, None, None, {"authorizations": [], "client_coverages": []}),
        (None, None, None, {"client_coverages": [coverage(end_date=JULY_30)]}),
        (
            "99.00",
            "estimate",
            "acme",
            {"authorizations": [], "fee_schedules": [fee("acme", "0905", "150"), fee("acme", "0912", "99")]},
        ),
        (
            "150.00",
            "estimate",
            "acme",
            {"authorizations": [], "fee_schedules": [fee("acme", "0905", "150"), fee("acme", "0912", "0")]},
        ),
        (
            "7.00",
            "estimate",
            "state",
            {
                "authorizations": [],
                "fee_schedules": [fee("acme", "0905", "5"), fee("state", "0905", "7")],
                "client_coverages": [coverage(), coverage("c2", payer_id="state", priority=1)],
            },
        ),
    ],
)
def test_what_a_day_is_expected_to_bring_and_from_whom(
    amount: str | None, basis: str | None, payer_id: str | None, tables: dict[str, list[Row]]
) -> None:
    day = decided(clinic(**tables))
    assert day.expected_amount == (None if amount is None else Decimal(amount))
    assert (day.amount_basis, day.payer_id) == (basis, payer_id)


def test_a_day_tells_of_its_drafts_and_of_its_minutes_once() -> None:
    notes = [session("n1"), session("n2"), note("n3", units=None, duration_minutes=30), draft(units=Decimal("0.25"))]
    day = decided(clinic(notes=notes))
    assert (day.note_count, day.units, day.counted_minutes) == (3, 1, 90)
    assert (day.draft_count, day.draft_units) == (1, Decimal("0.25"))


# Alerts --------------------------------------------------------------------------------------------------------------


def test_each_reason_of_every_status_is_an_alert() -> None:
    notes = [note(status="draft"), note("n2", service_date=JULY_30), draft("d2", service_date=JULY_30)]
    by_hand = draft("d3", service_date=JULY_30, billing_code="0912")
    doubtful = per_diem(service_date=date(2016, 7, 29))
    night = reference.night(clinic(notes=[*notes, by_hand, doubtful]), AUGUST_2)
    assert sorted((row["service_date"].day, row["reason"]) for row in night.tables["alerts"]) == [
        (29, "support_lost"),
        (30, "unsigned_by_hand"),
        (31, "unsigned_notes"),
    ]


def test_an_alert_expires_when_its_day_leaves_the_window_and_is_opened_again_by_a_run_that_looks_back_so_far() -> None:
    blocked = reference.night(clinic(authorizations=[]), AUGUST_2)
    last_day = reference.night(blocked.tables, JULY_31 + timedelta(days=90))
    assert [row["status"] for row in last_day.tables["alerts"]] == ["open"]
    later = reference.night(last_day.tables, JULY_31 + timedelta(days=91))
    assert [row["status"] for row in later.tables["alerts"]] == ["expired"]
    found = reference.night(later.tables, JULY_31 + timedelta(days=92), lookback_days=92)
    assert [row["status"] for row in found.tables["alerts"]] == ["open"]
    given = reference.night(
        later.tables | {"authorizations": [authorization()]}, JULY_31 + timedelta(days=92), lookback_days=92
    )
    assert list(given.written) == [KEY]
