"""Billing items and their audit on random clinics, compared row by row with what the reference says.

Each seed is one clinic and two nights. Between them notes are changed, moved, voided and added, most of them older than
the short window of the second night. A failure names the seed, the notes of the item and both rows;
`PERDIEM_REFERENCE_SEEDS=137` or `=100-199` runs other seeds than the default.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from clinics.random_billing import changed_notes, random_billing_story
from clinics.random_clinic import PlannedNight, Row
from helpers.databases import insert
from helpers.night import run_night
from reference.comparison import SHOWN, apply, differences, read, seeds
from reference.items import Item, billing_items
from reference.reports import WeekKey

AN_ITEM = (
    "client_id service_date payer_id billing_code billing_rule_id location_code occurrences duration_minutes units"
    " max_units rendering_clinician_id second_rendering_clinician_id is_per_diem"
).split()
OF_ITS_ITEM = ("client_id", "service_date", "payer_id", "billing_code")  # what a finding repeats


@pytest.mark.parametrize("seed", seeds())
def test_billing_items_of_a_random_clinic_are_as_the_reference_says(
    seed: int, airflow_connections: None, ehr: psycopg.Connection
) -> None:
    story = random_billing_story(seed)
    first, second = story.nights
    for table, rows in story.tables.items():
        insert(ehr, f"ehr.{table}", rows)

    run_night(first.run_date, first.lookback_days)
    found = compared(ehr, f"seed {seed}, first night", first)
    assert_covers_the_rules(found)

    apply(ehr, changed_notes(seed, read(ehr), second))
    run_night(second.run_date, second.lookback_days)
    compared(ehr, f"seed {seed}, second night", second)
    as_of_the_nights = published(ehr)

    run_night(second.run_date, second.lookback_days, refresh_history=True)
    refreshed = published(ehr)
    for table, rows in as_of_the_nights.items():
        assert sorted(rows ^ refreshed[table])[:SHOWN] == [], f"seed {seed}, {table}: a refresh changed it"


def assert_covers_the_rules(items: dict[Any, Item]) -> None:
    """A comparison of clinics without what it is about would prove nothing."""
    findings = {finding for item in items.values() for finding in item.findings}
    assert len(findings) >= 13, findings
    assert any(item.occurrences > 1 for item in items.values())
    assert any(item.second_rendering_clinician_id for item in items.values())
    assert any(item.is_per_diem for item in items.values())


def compared(ehr: psycopg.Connection, name: str, planned: PlannedNight) -> dict[Any, Item]:
    """Fail with the differences, if there are any, else return the items."""
    today = max(planned.run_date, planned.today)
    expected = billing_items(read(ehr), planned.run_date, today, short_weeks(ehr))
    found = list(compare(ehr, expected))
    shown = "\n".join(found[:SHOWN])
    assert not found, f"{name}, {planned}\n{len(found)} differences, of which:\n{shown}"
    return expected


def short_weeks(ehr: psycopg.Connection) -> list[WeekKey]:
    """The weeks as they were published; what they say is compared elsewhere."""
    weeks = ehr.execute(
        "select program_id, client_id, week_start from marts.rpt_weekly_attendance where status = 'short'"
    )
    return list(weeks.fetchall())


def compare(ehr: psycopg.Connection, expected: dict[Any, Item]) -> Iterator[str]:
    """Say each difference between the published tables and the reference."""
    with ehr.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("select * from marts.fct_billing_items").fetchall()
        audit = cursor.execute("select * from marts.rpt_billing_audit").fetchall()
    notes = {each["billing_item_id"]: tuple(each["note_ids"]) for each in rows}
    items: dict[Any, Row] = {tuple(each["note_ids"]): {name: each[name] for name in AN_ITEM} for each in rows}
    assert len(items) == len(rows) == len(notes)
    should_be: dict[Any, Row] = {
        key: {name: value for name, value in asdict(item).items() if name in AN_ITEM} for key, item in expected.items()
    }
    yield from differences("fct_billing_items", items, should_be)
    findings: dict[Any, Row] = {
        (notes.get(each["billing_item_id"], each["billing_item_id"]), each["finding"]): {
            name: each[name] for name in ("severity", *OF_ITS_ITEM)
        }
        for each in audit
    }
    assert len(findings) == len(audit)
    findings_expected: dict[Any, Row] = {
        (key, finding): {"severity": severity, **{name: should_be[key][name] for name in OF_ITS_ITEM}}
        for key, item in expected.items()
        for finding, severity in item.findings.items()
    }
    yield from differences("rpt_billing_audit", findings, findings_expected)
    for each in audit:
        if not (each["message"] or "").strip():
            yield f"rpt_billing_audit {each}: no message"


def published(ehr: psycopg.Connection) -> dict[str, set[Any]]:
    """The items and their audit, each row whole."""
    queries = {
        "fct_billing_items": "select to_jsonb(items)::text from marts.fct_billing_items as items",
        "rpt_billing_audit": "select to_jsonb(audit)::text from marts.rpt_billing_audit as audit",
    }
    return {table: set(ehr.execute(query).fetchall()) for table, query in queries.items()}
