"""Billing items and their audit from one night to the next, on a small clinic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note
from helpers.databases import insert
from helpers.night import run_night
from perdiem.write_back.notes import note_id

NEXT_NIGHT = RUN_DATE + timedelta(days=1)
LONG_AGO = date(2016, 2, 29)

Row = Mapping[str, object]

VOIDED = {"voided in the window": SERVICE_DATE, "voided of long ago": LONG_AGO}
EARLY = {"before Christ": "0044-03-15 BC", "as early as can be": "-infinity"}

CODES = ("TIMED", "COUNTED", "TWICE", "BROKEN", "SHORT", "PLAIN")

AUDIT = """
    select
        items.client_id, case when items.is_per_diem then 'per diem' else items.note_ids[1] end as note,
        audit.finding, audit.severity, audit.message
    from marts.rpt_billing_audit as audit
    inner join marts.fct_billing_items as items using (billing_item_id)
"""


@dataclass(frozen=True)
class Night:
    """What was published after a night."""

    items: Sequence[Row]
    audit: Sequence[Row]
    """Each finding with its severity and its message, and the note of its item, or "per diem"."""

    def items_of(self, client_id: str) -> list[Row]:
        return [item for item in self.items if item["client_id"] == client_id]

    def findings_of(self, client_id: str) -> set[tuple[object, object]]:
        return {(row["finding"], row["severity"]) for row in self.audit if row["client_id"] == client_id}


@pytest.fixture(scope="module")
def nights(database_of_nights: str) -> tuple[Night, Night]:
    """Two nights of a clinic, with notes voided between them."""

    def published() -> Night:
        return Night(items(ehr), rows(ehr, AUDIT))

    with psycopg.connect(database_of_nights, autocommit=True) as ehr:
        open_clinic(ehr)
        run_night(RUN_DATE)
        first = published()
        ehr.execute(
            "update ehr.notes set status = 'void', updated_at = %s where note_id like 'voided%%'",
            [datetime(2016, 8, 2, 15, tzinfo=UTC)],
        )
        run_night(NEXT_NIGHT)
        return first, published()


def open_clinic(ehr: psycopg.Connection) -> None:
    """Every finding that a biller may cause of Alice and Bob, notes that will be voided, and notes of early dates."""
    build(ehr)
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Aetna IOP"}])
    insert(ehr, "ehr.billing_codes", [{"billing_code": code, "is_billable": True} for code in CODES])
    rule(ehr, "timed", "TIMED", conversion="duration", minutes_per_unit=15, max_units=4)
    calculated = {"conversion": "quantity", "method": "calculate", "operator": "multiply"}
    rule(ehr, "counted", "COUNTED", **calculated, factor=3, max_units=2)
    rule(ehr, "once", "TWICE", conversion="duration", minutes_per_unit=15)
    rule(ehr, "again", "TWICE", conversion="duration", minutes_per_unit=60)
    rule(ehr, "without a factor", "BROKEN", **calculated)
    rule(ehr, "long units", "SHORT", conversion="duration", minutes_per_unit=90)
    for code in (*CODES, "MISTYPED"):
        note(ehr, code, billing_code=code, units=None if code == "PLAIN" else Decimal(1))
    ehr.execute("update ehr.notes set duration_minutes = 90 where note_id = 'TIMED'")
    insert(ehr, "ehr.clients", [{"client_id": "bob", "facility_id": "main"}])
    note(ehr, "uninsured", client_id="bob", billing_code="PLAIN")
    authorization(ehr)
    note(ehr, "session")
    ehr.execute("update ehr.fee_schedules set effective_to = '2016-07-30'")

    for client_id, service_date in VOIDED.items():
        client(ehr, client_id)
        note(ehr, f"voided of {client_id}", client_id, service_date, "S9480", Decimal(0))
        note(ehr, f"documented of {client_id}", client_id, SERVICE_DATE)
    for client_id, service_date in EARLY.items():
        client(ehr, client_id)
        note(ehr, f"note of {client_id}", client_id, billing_code="S9480")
        ehr.execute("update ehr.notes set service_date = %s where client_id = %s", [service_date, client_id])


def test_the_per_diem_note_written_tonight_is_in_tonights_report(nights: tuple[Night, Night]) -> None:
    (item,) = [item for item in nights[0].items_of("alice") if item["is_per_diem"]]
    assert (item["note_ids"], item["billing_code"], item["units"]) == (
        [note_id("IOP", "alice", SERVICE_DATE)],
        "0905",
        1,
    )


@pytest.mark.parametrize("client_id", VOIDED)
def test_an_item_whose_notes_were_voided_disappears_with_its_findings(
    nights: tuple[Night, Night], client_id: str
) -> None:
    first, second = nights
    assert [item["note_ids"] for item in first.items_of(client_id)] == [[f"voided of {client_id}"]]
    assert first.findings_of(client_id) == {("zero_units", "warning"), ("no_matching_rule", "info")}
    assert second.items_of(client_id) == []
    assert second.findings_of(client_id) == set()


@pytest.mark.parametrize("client_id", EARLY)
def test_a_service_is_an_item_however_early_its_date(nights: tuple[Night, Night], client_id: str) -> None:
    for night in nights:
        assert [item["note_ids"] for item in night.items_of(client_id)] == [[f"note of {client_id}"]]


def test_every_finding_comes_of_what_a_biller_may_have_entered(nights: tuple[Night, Night]) -> None:
    found = {
        (row["note"], row["finding"]): (row["severity"], row["message"])
        for row in nights[0].audit
        if row["client_id"] in ("alice", "bob")
    }
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
        **{(code, "beside_per_diem"): ("warning", beside) for code in (*CODES, "MISTYPED")},
    }


def rule(ehr: psycopg.Connection, billing_rule_id: str, billing_code: str, **fields: object) -> None:
    """A unit rule of rule-1 for one code."""
    row = {"billing_rule_id": billing_rule_id, "payer_rule_id": "rule-1", "billing_type": "unit", **fields}
    insert(ehr, "ehr.payer_billing_rules", [row])
    code = {"billing_rule_id": billing_rule_id, "billing_code": billing_code}
    insert(ehr, "ehr.payer_billing_rule_codes", [code])


def items(ehr: psycopg.Connection) -> list[Row]:
    """All of them, without their dates: some are too early for Python."""
    return rows(
        ehr,
        "select client_id, billing_code, units, is_per_diem, note_ids from marts.fct_billing_items order by note_ids",
    )


def rows(ehr: psycopg.Connection, query: str) -> list[Row]:
    with ehr.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(query.encode()).fetchall())
