"""Billing items and their audit from one night to the next, on a small clinic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.databases import insert
from helpers.night import run_night
from perdiem.runs import Run
from perdiem.warehouse.dbt import DbtFailed

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
    run = run_night(RUN_DATE)
    assert units_by_day(ehr) == {SERVICE_DATE: 1, LONG_AGO: 1}
    assert items_by_earlier_set_ups(ehr, run) == 0

    ehr.execute("update ehr.payer_billing_rules set minutes_per_unit = 30")
    run = run_night(NEXT_NIGHT)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 1}
    assert items_by_earlier_set_ups(ehr, run) == 1

    run = run_night(NEXT_NIGHT, refresh_history=True)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 2}
    assert items_by_earlier_set_ups(ehr, run) == 0


def test_items_of_the_history_are_told_that_codes_or_facilities_of_earlier_made_and_none_that_dates_do_not_touch(
    ehr: psycopg.Connection,
) -> None:
    build(ehr)
    hourly_rule(ehr)
    insert(ehr, "ehr.clients", [{"client_id": "bob", "facility_id": "branch"}])
    insert(ehr, "ehr.facilities", [{"facility_id": "branch", "state": "NV"}])
    for client_id, note_id in (("alice", "main"), ("bob", "branch")):
        note(ehr, note_id, client_id, service_date=LONG_AGO, billing_code="S9480")
        note(ehr, f"{note_id} tonight", client_id, billing_code="S9480")
    ehr.execute("update ehr.notes set updated_at = %s", [datetime(2016, 3, 1, tzinfo=UTC)])
    run_night(RUN_DATE)

    # The rule ends, another of the same content begins: earlier days are by the same rule still.
    ehr.execute("update ehr.payer_rules set effective_to = '2016-06-30'")
    run = run_night(NEXT_NIGHT)
    assert items_by_earlier_set_ups(ehr, run) == 0

    ehr.execute("update ehr.facilities set state = 'AZ' where facility_id = 'branch'")
    run = run_night(NEXT_NIGHT)
    assert items_by_earlier_set_ups(ehr, run) == 1

    ehr.execute("update ehr.billing_codes set is_billable = false where billing_code = 'S9480'")
    run = run_night(NEXT_NIGHT)
    assert items_by_earlier_set_ups(ehr, run) == 2


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


@pytest.mark.parametrize("service_date", ["0044-03-15 BC", "-infinity"])
def test_a_service_is_an_item_however_early_its_date(ehr: psycopg.Connection, service_date: str) -> None:
    build(ehr)
    note(ehr, "tonight")
    note(ehr, "early", billing_code="S9480")
    ehr.execute("update ehr.notes set service_date = %s where note_id = 'early'", [service_date])

    run_night(RUN_DATE)
    run_night(NEXT_NIGHT)

    assert rows(ehr, "select note_ids from marts.fct_billing_items") == [{"note_ids": ["early"]}]


def test_every_finding_comes_of_what_a_biller_may_have_entered(ehr: psycopg.Connection) -> None:
    build(ehr)
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Aetna IOP"}])
    codes = ("TIMED", "COUNTED", "TWICE", "BROKEN", "SHORT", "PLAIN")
    insert(ehr, "ehr.billing_codes", [{"billing_code": code, "is_billable": True} for code in codes])
    rule(ehr, "timed", "TIMED", conversion="duration", minutes_per_unit=15, max_units=4)
    calculated = {"conversion": "quantity", "method": "calculate", "operator": "multiply"}
    rule(ehr, "counted", "COUNTED", **calculated, factor=3, max_units=2)
    rule(ehr, "once", "TWICE", conversion="duration", minutes_per_unit=15)
    rule(ehr, "again", "TWICE", conversion="duration", minutes_per_unit=60)
    rule(ehr, "without a factor", "BROKEN", **calculated)
    rule(ehr, "long units", "SHORT", conversion="duration", minutes_per_unit=90)
    for code in (*codes, "MISTYPED"):
        note(ehr, code, billing_code=code, units=None if code == "PLAIN" else Decimal(1))
    ehr.execute("update ehr.notes set duration_minutes = 90 where note_id = 'TIMED'")
    insert(ehr, "ehr.clients", [{"client_id": "bob", "facility_id": "main"}])
    note(ehr, "uninsured", client_id="bob", billing_code="PLAIN")
    authorization(ehr)
    note(ehr, "session")
    ehr.execute("update ehr.fee_schedules set effective_to = '2016-07-30'")

    run_night(RUN_DATE)

    audit = rows(
        ehr,
        """
        select case when is_per_diem then 'per diem' else note_ids[1] end as note, finding, severity, message
        from marts.rpt_billing_audit inner join marts.fct_billing_items using (billing_item_id)
        """,
    )
    found = {(row["note"], row["finding"]): (row["severity"], row["message"]) for row in audit}
    day = SERVICE_DATE.isoformat()
    beside = f"the client has a per-diem note on {day}: most payers take the per diem for all services of the day"
    no_rule = ("info", f"no unit rule of payer payer-1 fits code {{}} on {day}: recorded units stand")
    assert found == {
        ("TIMED", "max_units_exceeded"): (
            "warning",
            "6 units billed, payer rule Aetna IOP allows 4: 2 too many (billing rule timed)",
        ),
        ("COUNTED", "max_units_exceeded"): (
            "error",
            "3 units billed, payer rule Aetna IOP allows 2: 1 too many (billing rule counted)",
        ),
        ("TWICE", "ambiguous_rule"): (
            "error",
            f"billing rules again, once of payer payer-1 all fit code TWICE on {day}: none converts,"
            " recorded units stand; expected one",
        ),
        ("BROKEN", "invalid_rule"): (
            "error",
            "billing rule without a factor of payer payer-1 cannot be used: factor missing or not above 0;"
            " recorded units stand",
        ),
        ("SHORT", "zero_units"): ("warning", "0 units for 60 minutes, payer rule Aetna IOP (billing rule long units)"),
        ("PLAIN", "missing_units"): ("error", "no units: no rule converts, and none are recorded"),
        ("PLAIN", "no_matching_rule"): (no_rule[0], no_rule[1].format("PLAIN")),
        ("MISTYPED", "unknown_code"): (
            "error",
            "billing code MISTYPED is not known as billable or as documentation",
        ),
        ("MISTYPED", "no_matching_rule"): (no_rule[0], no_rule[1].format("MISTYPED")),
        ("uninsured", "no_coverage"): ("error", f"no payer: no coverage of the client is in force on {day}"),
        ("per diem", "missing_rate"): (
            "warning",
            f"no fee of payer payer-1 for code 0905 is in force on {day}: the invoice has no amount",
        ),
        ("per diem", "no_matching_rule"): (no_rule[0], no_rule[1].format("0905")),
        **{(code, "beside_per_diem"): ("warning", beside) for code in (*codes, "MISTYPED")},
    }


def test_a_night_that_broke_off_while_it_published_is_made_good_by_the_next(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "tonight", billing_code="S9480")
    note(ehr, "long ago", service_date=LONG_AGO, billing_code="S9480")
    run_night(RUN_DATE)
    ehr.execute(
        "update ehr.notes set units = 0, updated_at = %s where note_id = 'long ago'",
        [datetime(2016, 8, 3, 15, tzinfo=UTC)],
    )
    ehr.execute("alter table marts.fct_billing_items add constraint broken check (units > 0) not valid")
    with pytest.raises(DbtFailed):
        run_night(NEXT_NIGHT)
    ehr.execute("alter table marts.fct_billing_items drop constraint broken")

    run_night(NEXT_NIGHT + timedelta(days=30))

    assert units_by_day(ehr) == {SERVICE_DATE: 1, LONG_AGO: 0}
    assert findings(ehr) == {("zero_units", "warning"), ("no_matching_rule", "info")}


def rule(ehr: psycopg.Connection, billing_rule_id: str, billing_code: str, **fields: object) -> None:
    """A unit rule of rule-1 for one code."""
    row = {"billing_rule_id": billing_rule_id, "payer_rule_id": "rule-1", "billing_type": "unit", **fields}
    insert(ehr, "ehr.payer_billing_rules", [row])
    code = {"billing_rule_id": billing_rule_id, "billing_code": billing_code}
    insert(ehr, "ehr.payer_billing_rule_codes", [code])


def hourly_rule(ehr: psycopg.Connection) -> None:
    """A payer rule of one unit an hour for S9480."""
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Hourly"}])
    rule(ehr, "line-1", "S9480", conversion="duration", minutes_per_unit=60)


def items_by_earlier_set_ups(ehr: psycopg.Connection, run: Run) -> object:
    """How many a run told of."""
    [row] = ehr.execute(
        "select failing_count from quality.check_results where run_id = %s and check_name = 'items_by_earlier_set_ups'",
        [run.run_id],
    ).fetchall()
    return row[0]


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
