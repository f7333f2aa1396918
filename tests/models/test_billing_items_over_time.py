"""Billing items of the history: what a later night makes anew, and what it tells of those that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, build, note
from helpers.databases import insert
from helpers.night import run_night
from helpers.place import Place
from perdiem.runs import Run
from perdiem.warehouse.dbt import DbtFailed

NEXT_NIGHT = RUN_DATE + timedelta(days=1)
LONG_AGO = date(2016, 2, 29)

pytestmark = pytest.mark.usefixtures("airflow_connections")


@pytest.fixture(scope="module")
def a_night_later(place: Place, module_home: Path) -> Iterator[str]:
    """Two clients of two facilities with an item of tonight and one of long ago each, after their first night."""

    def night(ehr: psycopg.Connection) -> None:
        build(ehr)
        hourly_rule(ehr)
        insert(ehr, "ehr.clients", [{"client_id": "bob", "facility_id": "branch"}])
        insert(ehr, "ehr.facilities", [{"facility_id": "branch", "state": "NV"}])
        for client_id, note_id in (("alice", "main"), ("bob", "branch")):
            note(ehr, note_id, client_id, service_date=LONG_AGO, billing_code="S9480")
            note(ehr, f"{note_id} tonight", client_id, billing_code="S9480")
        ehr.execute("update ehr.notes set updated_at = %s", [datetime(2016, 3, 1, tzinfo=UTC)])
        run = run_night(RUN_DATE)
        assert items_by_earlier_set_ups(ehr, run) == 0

    with place.kept(module_home, night) as name:
        yield name


@pytest.mark.copy_of("a_night_later")
def test_a_changed_rule_shows_in_the_window_at_once_and_in_older_history_after_a_refresh(
    ehr: psycopg.Connection,
) -> None:
    assert units_by_day(ehr) == {SERVICE_DATE: 1, LONG_AGO: 1}

    ehr.execute("update ehr.payer_billing_rules set minutes_per_unit = 30")
    run = run_night(NEXT_NIGHT)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 1}
    assert items_by_earlier_set_ups(ehr, run) == 1

    run = run_night(NEXT_NIGHT, refresh_history=True)
    assert units_by_day(ehr) == {SERVICE_DATE: 2, LONG_AGO: 2}
    assert items_by_earlier_set_ups(ehr, run) == 0


@pytest.mark.copy_of("a_night_later")
def test_items_of_the_history_are_told_that_codes_or_facilities_of_earlier_made_and_none_that_dates_do_not_touch(
    ehr: psycopg.Connection,
) -> None:
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


def hourly_rule(ehr: psycopg.Connection) -> None:
    """A payer rule of one unit an hour for S9480."""
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Hourly"}])
    line = {"billing_rule_id": "line-1", "payer_rule_id": "rule-1", "billing_type": "unit"}
    insert(ehr, "ehr.payer_billing_rules", [{**line, "conversion": "duration", "minutes_per_unit": 60}])
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "line-1", "billing_code": "S9480"}])


def items_by_earlier_set_ups(ehr: psycopg.Connection, run: Run) -> object:
    """How many a run told of."""
    [row] = ehr.execute(
        "select failing_count from quality.check_results where run_id = %s and check_name = 'items_by_earlier_set_ups'",
        [run.run_id],
    ).fetchall()
    return row[0]


def units_by_day(ehr: psycopg.Connection) -> dict[date, Decimal]:
    """Alice's; Bob has no payer whose rule could count his."""
    query = "select service_date, units from marts.fct_billing_items where client_id = 'alice'"
    return dict(ehr.execute(query).fetchall())


def findings(ehr: psycopg.Connection) -> set[tuple[str, str]]:
    return set(ehr.execute("select finding, severity from marts.rpt_billing_audit").fetchall())
