"""The clinic of the article, small enough to work out by hand: one client, one authorization, one note."""

from datetime import date
from decimal import Decimal

from clinics.random_clinic import Row, row

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


def coverage(coverage_id: str = "c1", **values: object) -> Row:
    defaults: Row = {"client_id": "alice", "payer_id": "acme", "start_date": date(2016, 1, 1)}
    return row("client_coverages", coverage_id=coverage_id, **(defaults | values))


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
        "client_coverages": [coverage()],
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
