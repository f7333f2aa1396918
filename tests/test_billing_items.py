"""Billing items and their audit from one night to the next, on a small clinic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from conftest import insert
from night import run_night
from small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note

NEXT_NIGHT = RUN_DATE + timedelta(days=1)
LONG_AGO = date(2016, 2, 29)

Row = Mapping[str, object]

pytestmark = pytest.mark.usefixtures("airflow_connections")


def test_the_per_diem_note_written_tonight_is_in_tonights_report(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "session")
    authorization(ehr)
    ehr.execute("delete from ehr.fee_schedules")

    run_night(RUN_DATE)

    (written,) = rows(ehr, "select note_id from ehr.notes where origin = 'per_diem'")
    (item,) = items(ehr)
    assert item["note_ids"] == [written["note_id"]]
    assert (item["billing_code"], item["units"], item["is_per_diem"]) == ("0905", 1, True)
    assert findings(ehr) == {("missing_rate", "warning"), ("no_matching_rule", "info")}


def test_a_changed_rule_shows_in_the_window_at_once_and_in_older_history_after_a_refresh(
    ehr: psycopg.Connection,
) -> None:
    build(ehr)
    hourly_rule(ehr)
    note(ehr, "tonight", billing_code="S9480")
    note(ehr, "long ago", service_date=LONG_AGO, billing_code="S9480")
    ehr.execute("update ehr.notes set updated_at = %s", [datetime(2016, 3, 1, tzinfo=UTC)])
    run_night(RUN_DATE)
    assert units_by_day(ehr) == {SERVICE_DATE: 1, LONG_AGO: 1}

    ehr.execute("update ehr.payer_billing_rules set minutes_per_unit = 30")
    run_night(NEXT_NIGHT)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 1}

    run_night(NEXT_NIGHT, refresh_history=True)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 2}


@pytest.mark.parametrize("service_date", [SERVICE_DATE, LONG_AGO])
def test_an_item_whose_notes_were_voided_disappears_with_its_findings(
    ehr: psycopg.Connection, service_date: date
) -> None:
    build(ehr)
    note(ehr, "other", service_date=SERVICE_DATE - timedelta(days=1))
    note(ehr, "documented", service_date=SERVICE_DATE)
    note(ehr, "voided", service_date=service_date, billing_code="S9480", units=Decimal(0))
    run_night(RUN_DATE)
    assert [item["note_ids"] for item in items(ehr)] == [["voided"]]
    assert findings(ehr) == {("zero_units", "warning"), ("no_matching_rule", "info")}

    ehr.execute(
        "update ehr.notes set status = 'void', updated_at = %s where note_id = 'voided'",
        [datetime(2016, 8, 2, 15, tzinfo=UTC)],
    )
    run_night(NEXT_NIGHT)
    assert items(ehr) == []
    assert findings(ehr) == set()


def hourly_rule(ehr: psycopg.Connection) -> None:
    """A payer rule of one unit an hour for S9480."""
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Hourly"}])
    line = {"billing_rule_id": "line-1", "payer_rule_id": "rule-1", "billing_type": "unit", "conversion": "duration"}
    insert(ehr, "ehr.payer_billing_rules", [line | {"minutes_per_unit": 60}])
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "line-1", "billing_code": "S9480"}])


def items(ehr: psycopg.Connection) -> list[Row]:
    return rows(ehr, "select * from marts.fct_billing_items order by billing_item_id")


def units_by_day(ehr: psycopg.Connection) -> dict[object, object]:
    return {item["service_date"]: item["units"] for item in items(ehr)}


def findings(ehr: psycopg.Connection) -> set[tuple[object, object]]:
    audit = rows(ehr, "select finding, severity from marts.rpt_billing_audit")
    return {(row["finding"], row["severity"]) for row in audit}


def rows(ehr: psycopg.Connection, query: str) -> list[Row]:
    with ehr.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(query.encode()).fetchall())
