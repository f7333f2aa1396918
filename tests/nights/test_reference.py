"""The reference is checked by hand where it matters most: the worked example, each status and each reason once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clinics.random_clinic import Row, row
from reference import days as reference

JULY_31, AUGUST_2 = date(2016, 7, 31), date(2016, 8, 2)


def authorization(authorization_id: str = "au1", **values: object) -> Row:
    defaults: Row = {
        "client_id": "alice",
        "payer_id": "acme",
        "billing_code": "0905",
        "start_date": date(2016, 7, 1),
        "end_date": JULY_31,
        "units_authorized": Decimal(10),
        "units_used": Decimal(3),
        "status": "active",
    }
    return row("authorizations", authorization_id=authorization_id, **(defaults | values))


def note(note_id: str = "n1", **values: object) -> Row:
    defaults: Row = {
        "client_id": "alice",
        "service_date": JULY_31,
        "billing_code": "602",
        "duration_minutes": 60,
        "units": Decimal(1),
        "status": "released",
    }
    return row("notes", note_id=note_id, **(defaults | values))


def per_diem(**values: object) -> Row:
    taken: Row = {"origin": "per_diem", "program_id": "IOP", "authorization_id": "au1", "payer_id": "acme"}
    return note("pd1", **({"billing_code": "0905", "duration_minutes": 180} | taken | values))


def clinic(**tables: list[Row]) -> dict[str, list[Row]]:
    """Return the clinic of the article: threshold 1, 180 minutes, two days in arrears. `tables` replaces tables."""
    settings = {508: "1", 509: "180", 510: "IOP Notification Group", 512: "2"}
    groups: dict[str, tuple[str, ...]] = {
        "IOP Non Billable Group": ("602", "GROUP"),
        "IOP Billable Group": ("0905", "0912"),
    }
    groups |= {"PHP Non Billable Group": ("PHP-G",), "PHP Billable Group": ("0912",)}
    example = {
        "clients": [
            row(
                "clients",
                client_id="alice",
                default_clinician_id="dr",
                default_location_id="main",
                default_location_code="11",
            )
        ],
        "clinicians": [row("clinicians", clinician_id="dr")],
        "locations": [row("locations", location_id="main")],
        "programs": [
            row(
                "programs",
                program_id=program_id,
                non_billable_group=f"{program_id} Non Billable Group",
                billable_group=f"{program_id} Billable Group",
            )
            for program_id in ("IOP", "PHP")
        ],
        "billing_code_groups": [
            row("billing_code_groups", group_name=name, billing_code=code)
            for name, codes in groups.items()
            for code in codes
        ],
        "system_settings": [
            row("system_settings", setting_number=number, program_id="*", effective_from=date(2016, 1, 1), value=value)
            for number, value in settings.items()
        ],
        "client_coverages": [
            row("client_coverages", coverage_id="c1", client_id="alice", payer_id="acme", start_date=date(2016, 1, 1))
        ],
        "authorizations": [authorization()],
        "notes": [note()],
        "fee_schedules": [
            row(
                "fee_schedules",
                payer_id="acme",
                billing_code="0905",
                effective_from=date(2016, 1, 1),
                unit_rate=Decimal("212.50"),
            )
        ],
    }
    return example | tables


def decided(tables: dict[str, list[Row]], program_id: str = "IOP") -> reference.Day:
    return reference.decide(reference.Clinic(tables, AUGUST_2))[program_id, "alice", JULY_31]


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
        ("already_billed", (), {"notes": [note(), note("n2", billing_code="0912", status="draft")]}),
        ("already_billed", (), {"notes": [note(), note("n2", billing_code="0912", duration_minutes=None)]}),
        ("below_threshold", (), {"notes": [note(units=None)]}),
        ("pending", (), {}),
        ("blocked", ("multiple_programs",), {"notes": [note(), per_diem(program_id="PHP", billing_code="0912")]}),
        (
            "blocked",
            ("overlapping_authorizations",),
            {"authorizations": [authorization(), authorization("au2", billing_code="0912")]},
        ),
        ("blocked", ("no_authorization",), {"authorizations": [authorization(status="pending")]}),
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
    assert reference.is_valid(rule)
    assert reference.converted_units(rule, minutes, None) == units


def test_units_are_rounded_half_away_from_zero_at_the_third_decimal() -> None:
    rule = row("payer_billing_rules", conversion="quantity", method="calculate", operator="divide", factor=Decimal(8))
    assert reference.converted_units(rule, 60, Decimal("0.004")) == Decimal("0.001")  # 0.0005
    assert reference.converted_units(rule, 60, None) == Decimal("0.125")
