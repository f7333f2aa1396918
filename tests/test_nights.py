"""Whole nights on a small clinic: what the rules promise, from the documented session to the invoice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from conftest import insert
from night import run_night
from psycopg.rows import dict_row
from small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note, program, setting

NEXT_NIGHT = RUN_DATE + timedelta(days=1)


@pytest.fixture
def clinic(ehr: psycopg.Connection, airflow_connections: None) -> Iterator[psycopg.Connection]:
    """A connection to the small clinic's database, whose rows come as dictionaries."""
    ehr.row_factory = dict_row
    build(ehr)
    yield ehr


def day(clinic: psycopg.Connection, client_id: str = "alice", program_id: str = "IOP") -> dict:
    """The published row of SERVICE_DATE."""
    [row] = clinic.execute(
        "select * from marts.fct_per_diem_days where client_id = %s and program_id = %s and service_date = %s",
        (client_id, program_id, SERVICE_DATE),
    ).fetchall()
    return row


WRITTEN = ("ehr.notes", "ehr.authorizations", "ehr.authorization_usage", "ehr.invoices", "ehr.alerts")
MARTS = ("marts.fct_per_diem_days", "marts.dim_authorizations")


def rows_of(clinic: psycopg.Connection, *tables: str) -> dict[str, list]:
    """The rows of tables, in a stable order."""
    return {table: clinic.execute(f"select * from {table} order by 1, 2, 3").fetchall() for table in tables}  # noqa: S608


def per_diem_notes(clinic: psycopg.Connection) -> list[dict]:
    return clinic.execute("select * from ehr.notes where origin = 'per_diem' order by service_date, note_id").fetchall()


def open_alerts(clinic: psycopg.Connection) -> list[str]:
    rows = clinic.execute("select reason from ehr.alerts where status = 'open' order by reason").fetchall()
    return [row["reason"] for row in rows]


def units_used(clinic: psycopg.Connection, authorization_id: str = "authorization-1") -> Decimal:
    query = "select units_used from ehr.authorizations where authorization_id = %s"
    return clinic.execute(query, (authorization_id,)).fetchone()["units_used"]


def test_the_use_case_to_the_letter(clinic: psycopg.Connection) -> None:
    """Alice meets the threshold of 1 unit on 2016-07-31; the night of 2016-08-02 bills 0905 for 180 minutes."""
    note(clinic, "note-1", billing_code="602")
    note(clinic, "note-2", billing_code="GROUP")
    authorization(clinic)
    authorization(clinic, "authorization-602", billing_code="602")
    authorization(clinic, "step-down", billing_code="S9480", first=date(2016, 8, 26), last=date(2016, 9, 22))

    run = run_night(RUN_DATE)

    [written] = per_diem_notes(clinic)
    expected = {
        "client_id": "alice",
        "service_date": SERVICE_DATE,
        "billing_code": "0905",
        "duration_minutes": 180,
        "clinician_id": "clinician-1",
        "location_id": "iop-room",
        "location_code": "57",
        "status": "released",
        "program_id": "IOP",
        "payer_id": "payer-1",
        "authorization_id": "authorization-1",
        "dag_run_id": run.run_id,
        "quantity": 1,
        "units": 1,
    }
    assert {name: written[name] for name in expected} == expected
    assert "note-1" in written["note_text"] and "note-2" in written["note_text"]
    [invoice] = clinic.execute("select * from ehr.invoices").fetchall()
    assert (invoice["note_id"], invoice["status"]) == (written["note_id"], "ready")
    assert (invoice["units"], invoice["amount"]) == (1, Decimal("275.00"))
    [usage] = clinic.execute("select * from ehr.authorization_usage").fetchall()
    assert (usage["note_id"], usage["authorization_id"], usage["units"]) == (written["note_id"], "authorization-1", 1)
    assert units_used(clinic) == 1
    published = day(clinic)
    assert (published["status"], published["note_count"], published["units"]) == ("billed", 2, 2)
    assert (published["note_id"], published["billing_code"]) == (written["note_id"], "0905")

    before = rows_of(clinic, *WRITTEN, *MARTS)
    run_night(RUN_DATE)
    assert rows_of(clinic, *WRITTEN, *MARTS) == before, "a second run changes nothing"


def test_the_lag_gives_providers_their_days(clinic: psycopg.Connection) -> None:
    note(clinic, "note-1")
    authorization(clinic)
    run_night(RUN_DATE - timedelta(days=1))
    assert clinic.execute("select * from marts.fct_per_diem_days").fetchall() == []
    run_night(RUN_DATE)
    assert day(clinic)["status"] == "billed"


def test_a_late_note_gets_its_day_billed(clinic: psycopg.Connection) -> None:
    note(clinic, "note-1", units=Decimal("0.999"))
    authorization(clinic)
    run_night(RUN_DATE)
    assert day(clinic)["status"] == "below_threshold"

    note(clinic, "note-2", units=Decimal("0.001"))
    run_night(NEXT_NIGHT)
    assert day(clinic)["status"] == "billed", "exactly the threshold is enough"


def test_a_late_authorization_gets_its_day_billed_and_its_alert_resolved(
    clinic: psycopg.Connection, perdiem_home: Path
) -> None:
    note(clinic, "note-1")
    run_night(RUN_DATE)
    assert (day(clinic)["status"], day(clinic)["reasons"]) == ("blocked", ["no_authorization"])
    assert open_alerts(clinic) == ["no_authorization"]
    assert len(list((perdiem_home / "outbox").glob("*.eml"))) == 1

    authorization(clinic, first=SERVICE_DATE, last=SERVICE_DATE)
    run_night(NEXT_NIGHT)
    assert day(clinic)["status"] == "billed", "first and last day of an authorization are in it"
    assert open_alerts(clinic) == []
    assert len(list((perdiem_home / "outbox").glob("*.eml"))) == 1, "nothing new to tell"


def test_a_voided_note_gives_its_units_back_and_is_not_written_again(clinic: psycopg.Connection) -> None:
    note(clinic, "note-1")
    authorization(clinic, units=1)
    run_night(RUN_DATE)
    assert units_used(clinic) == 1

    clinic.execute("update ehr.notes set status = 'void' where origin = 'per_diem'")
    note(clinic, "note-2", service_date=SERVICE_DATE + timedelta(days=1))
    run_night(NEXT_NIGHT)

    assert day(clinic)["status"] == "voided"
    assert day(clinic)["note_id"] is None
    assert [row["service_date"] for row in per_diem_notes(clinic) if row["status"] == "released"] == [
        SERVICE_DATE + timedelta(days=1)
    ], "the unit that was given back pays for the next day"
    assert units_used(clinic) == 1
    statuses = clinic.execute("select status from ehr.invoices order by service_date").fetchall()
    assert [row["status"] for row in statuses] == ["void", "ready"]


def test_a_billed_day_that_loses_its_support_stays_billed_and_is_told(clinic: psycopg.Connection) -> None:
    note(clinic, "note-1")
    authorization(clinic)
    run_night(RUN_DATE)
    clinic.execute("update ehr.notes set status = 'void' where note_id = 'note-1'")
    run_night(NEXT_NIGHT)
    published = day(clinic)
    assert (published["status"], published["primary_reason"]) == ("billed", "support_lost")
    assert (published["note_count"], published["billing_code"]) == (0, "0905")
    assert open_alerts(clinic) == ["support_lost"]


def test_a_day_that_somebody_billed_is_left_alone(clinic: psycopg.Connection) -> None:
    note(clinic, "note-1")
    note(clinic, "by-hand", billing_code="S9480")
    authorization(clinic)
    run_night(RUN_DATE)
    assert day(clinic)["status"] == "already_billed"
    assert per_diem_notes(clinic) == []


def test_settings_are_those_of_the_service_date_and_of_the_program(clinic: psycopg.Connection) -> None:
    program(clinic, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    insert(clinic, "ehr.billing_codes", [{"billing_code": "0912", "is_billable": True}])
    setting(clinic, 508, "3", program_id="PHP", effective_from=date(2016, 7, 31))
    setting(clinic, 508, "2", program_id="PHP", effective_from=date(2016, 7, 1))
    setting(clinic, 509, "240", program_id="PHP")
    client(clinic, "bob")
    authorization(clinic, "authorization-bob", client_id="bob", billing_code="0912", first=date(2016, 7, 1))
    for number, service_date in enumerate((SERVICE_DATE - timedelta(days=1), SERVICE_DATE)):
        for half in ("a", "b"):
            note(clinic, f"php-{number}{half}", client_id="bob", service_date=service_date, billing_code="PHP GROUP")

    run_night(RUN_DATE)

    assert day(clinic, "bob", "PHP")["status"] == "below_threshold", "3 units from 2016-07-31 on"
    [written] = per_diem_notes(clinic)
    assert written["service_date"] == SERVICE_DATE - timedelta(days=1), "2 units were enough the day before"
    assert written["duration_minutes"] == 240


def test_a_program_with_a_setting_of_nonsense_is_left_out_and_the_others_go_on(clinic: psycopg.Connection) -> None:
    program(clinic, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    setting(clinic, 508, "four", program_id="PHP", effective_from=date(2016, 2, 14))
    client(clinic, "bob")
    note(clinic, "php-1", client_id="bob", billing_code="PHP GROUP")
    note(clinic, "note-1")
    authorization(clinic)

    run = run_night(RUN_DATE)

    days = clinic.execute("select program_id, status from marts.fct_per_diem_days").fetchall()
    assert days == [{"program_id": "IOP", "status": "billed"}]
    [check] = clinic.execute(
        "select * from quality.check_results where run_id = %s and check_name = 'programs_left_out'", (run.run_id,)
    ).fetchall()
    assert (check["success"], check["severity"]) == (False, "critical")
    expected = "system setting 508 for program PHP is 'four' from 2016-02-14: expected a number above 0"
    assert expected in check["error"] or any(expected in key for key in check["failing_keys"])


def test_days_share_out_the_last_units_in_order_and_a_dry_run_foretells_it(clinic: psycopg.Connection) -> None:
    for number in range(3):
        note(clinic, f"note-{number}", service_date=SERVICE_DATE - timedelta(days=number))
    authorization(clinic, units=2)
    before = rows_of(clinic, *WRITTEN)

    run_night(RUN_DATE, dry_run=True)
    assert rows_of(clinic, *WRITTEN) == before, "a dry run writes nothing"
    foretold = statuses(clinic)
    assert foretold == [("pending", None), ("pending", None), ("blocked", "authorization_exhausted")]

    run_night(RUN_DATE)
    assert statuses(clinic) == [("billed", None), ("billed", None), ("blocked", "authorization_exhausted")]
    assert units_used(clinic) == 2


def statuses(clinic: psycopg.Connection) -> list[tuple[str, str | None]]:
    rows = clinic.execute("select status, primary_reason from marts.fct_per_diem_days order by service_date").fetchall()
    return [(row["status"], row["primary_reason"]) for row in rows]


def test_what_later_runs_published_stays_when_an_earlier_night_is_run_again(clinic: psycopg.Connection) -> None:
    later = SERVICE_DATE + timedelta(days=1)
    for number, service_date in enumerate((SERVICE_DATE, later)):
        note(clinic, f"note-{number}", service_date=service_date)
    authorization(clinic)
    run_night(NEXT_NIGHT)
    run_night(RUN_DATE)
    rows = clinic.execute("select service_date, status, run_date from marts.fct_per_diem_days order by 1").fetchall()
    assert [tuple(row.values()) for row in rows] == [(SERVICE_DATE, "billed", RUN_DATE), (later, "billed", NEXT_NIGHT)]
