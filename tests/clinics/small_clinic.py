"""A clinic of one program and one client, as small as the use case allows: IOP, threshold 1, 0905 for 180 minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg

from helpers.databases import insert

SERVICE_DATE = date(2016, 7, 31)
RUN_DATE = date(2016, 8, 2)

Row = Mapping[str, object]


def build(ehr: psycopg.Connection) -> None:
    """Everything that the night needs but notes and authorizations, which tests add with `note` and `authorization`."""
    insert(ehr, "ehr.facilities", [{"facility_id": "main", "state": "NC"}])
    insert(ehr, "ehr.clinicians", [{"clinician_id": "clinician-1"}])
    insert(ehr, "ehr.locations", [{"location_id": "iop-room", "facility_id": "main"}])
    insert(ehr, "ehr.payers", [{"payer_id": "payer-1"}])
    client(ehr, "alice")
    for code, is_billable in (("602", False), ("IND THPY", False), ("GROUP", False), ("0905", True), ("S9480", True)):
        insert(ehr, "ehr.billing_codes", [{"billing_code": code, "is_billable": is_billable}])
    program(ehr, "IOP", non_billable=("602", "IND THPY", "GROUP"), billable=("0905", "S9480"))
    insert(ehr, "ehr.user_groups", [{"group_name": "IOP Notification Group"}])
    member = {"group_name": "IOP Notification Group", "user_id": "biller-1", "email": "biller@example.org"}
    insert(ehr, "ehr.user_group_members", [member])
    for number, value in ((508, "1"), (509, "180"), (510, "IOP Notification Group"), (512, "2")):
        setting(ehr, number, value)
    fee = {"payer_id": "payer-1", "billing_code": "0905", "effective_from": date(2016, 1, 1), "unit_rate": "275.00"}
    insert(ehr, "ehr.fee_schedules", [fee])


def client(ehr: psycopg.Connection, client_id: str) -> None:
    """A client with all defaults and a coverage."""
    row = {
        "client_id": client_id,
        "facility_id": "main",
        "display_name": "Name Not-For-Logs",
        "default_clinician_id": "clinician-1",
        "default_location_id": "iop-room",
        "default_location_code": "57",
    }
    insert(ehr, "ehr.clients", [row])
    coverage = {"client_id": client_id, "payer_id": "payer-1", "priority": 1, "start_date": date(2016, 1, 1)}
    insert(ehr, "ehr.client_coverages", [{"coverage_id": f"coverage-{client_id}", **coverage}])


def coverage(
    ehr: psycopg.Connection,
    client_id: str,
    payer_id: str,
    priority: int | None,
    first: date = date(2016, 1, 1),
    last: date | None = None,
) -> None:
    """One more coverage of a client."""
    row = {
        "coverage_id": f"coverage-{client_id}-{payer_id}",
        "client_id": client_id,
        "payer_id": payer_id,
        "priority": priority,
        "start_date": first,
        "end_date": last,
    }
    insert(ehr, "ehr.client_coverages", [row])


def program(ehr: psycopg.Connection, program_id: str, non_billable: tuple[str, ...], billable: tuple[str, ...]) -> None:
    """A program with its two groups of codes."""
    groups = {
        "non_billable_group": f"{program_id} Non Billable Group",
        "billable_group": f"{program_id} Billable Group",
    }
    insert(ehr, "ehr.programs", [{"program_id": program_id, **groups}])
    for group, codes in zip(groups.values(), (non_billable, billable), strict=True):
        insert(ehr, "ehr.billing_code_groups", [{"group_name": group, "billing_code": code} for code in codes])


def setting(
    ehr: psycopg.Connection, number: int, value: str, program_id: str = "*", effective_from: date = date(2016, 1, 1)
) -> None:
    """A system setting."""
    row = {"setting_number": number, "program_id": program_id, "effective_from": effective_from, "value": value}
    insert(ehr, "ehr.system_settings", [row])


def note(
    ehr: psycopg.Connection,
    note_id: str,
    client_id: str = "alice",
    service_date: date = SERVICE_DATE,
    billing_code: str = "602",
    units: Decimal | None = Decimal(1),
    minutes: int = 60,
    started_at: datetime | None = None,
    clinician_id: str = "clinician-1",
) -> None:
    """A released note, of an hour unless said otherwise."""
    row = {
        "note_id": note_id,
        "client_id": client_id,
        "service_date": service_date,
        "started_at": started_at,
        "billing_code": billing_code,
        "clinician_id": clinician_id,
        "location_id": "iop-room",
        "location_code": "57",
        "duration_minutes": minutes,
        "units": units,
        "status": "released",
        "note_text": "Text not for logs",
        "updated_at": datetime(2016, 7, 31, 20, tzinfo=UTC),
    }
    insert(ehr, "ehr.notes", [row])


def authorization(
    ehr: psycopg.Connection,
    authorization_id: str = "authorization-1",
    client_id: str = "alice",
    billing_code: str = "0905",
    units: int = 12,
    first: date = date(2016, 7, 29),
    last: date = date(2016, 8, 25),
    payer_id: str = "payer-1",
) -> None:
    """An active authorization with none of its units used."""
    row = {
        "authorization_id": authorization_id,
        "client_id": client_id,
        "payer_id": payer_id,
        "billing_code": billing_code,
        "start_date": first,
        "end_date": last,
        "units_authorized": units,
        "status": "active",
    }
    insert(ehr, "ehr.authorizations", [row])
