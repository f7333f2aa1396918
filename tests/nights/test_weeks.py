"""Weeks of attendance and invoices after whole nights: where a week starts, what is short of it, what stays in sight.

Alice attends an hour on a Sunday, a Monday and a Tuesday; her program asks for three hours a week.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import SERVICE_DATE, authorization, build, note
from helpers.night import run_night
from helpers.place import Place
from perdiem import config

SUNDAY, MONDAY, TUESDAY = (SERVICE_DATE + timedelta(days=days) for days in range(3))
MONDAY_BEFORE = date(2016, 7, 25)
RUN_DATE = date(2016, 8, 8)  # all of Sunday to Saturday is due, the next Sunday is not


@pytest.fixture(scope="module")
def a_night_later(place: Place, module_home: Path) -> Iterator[str]:
    """The clinic after its first night."""

    def night(ehr: psycopg.Connection) -> None:
        build(ehr)
        ehr.execute("update ehr.programs set weekly_minimum_minutes = 180")
        authorization(ehr)
        for day in (SUNDAY, MONDAY, TUESDAY):
            note(ehr, f"note of {day}", service_date=day)
        run_night(RUN_DATE)

    with place.kept(module_home, night) as name:
        yield name


@pytest.fixture
def attended(airflow_connections: None, ehr: psycopg.Connection) -> psycopg.Connection:
    return ehr


def weeks(ehr: psycopg.Connection) -> dict[date, list[object]]:
    rows = ehr.execute(
        "select week_start, attended_days, minutes, billed_days, status from marts.rpt_weekly_attendance"
    )
    return {first: week for first, *week in rows}


def days_with_a_short_week(ehr: psycopg.Connection) -> set[date]:
    rows = ehr.execute(
        "select items.service_date from marts.rpt_billing_audit inner join marts.fct_billing_items as items "
        "using (billing_item_id) "
        "where finding = 'weekly_minimum_short'"
    )
    return {day for (day,) in rows}


@pytest.mark.copy_of("a_night_later")
def test_a_week_starts_on_the_day_that_the_installation_names(
    attended: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert weeks(attended) == {SUNDAY: [3, 180, 3, "met"]}
    assert days_with_a_short_week(attended) == set()

    monkeypatch.setenv("PERDIEM_WEEK_STARTS_ON", "monday")
    run_night(RUN_DATE)
    assert weeks(attended) == {MONDAY_BEFORE: [1, 60, 1, "short"], MONDAY: [2, 120, 2, "open"]}
    assert days_with_a_short_week(attended) == {SUNDAY}


@pytest.mark.copy_of("a_night_later")
def test_a_week_on_a_day_of_which_its_program_is_left_out_stays_as_it_was_published(
    attended: psycopg.Connection,
) -> None:
    attended.execute("update ehr.notes set duration_minutes = 30 where origin is distinct from 'per_diem'")
    attended.execute("update ehr.system_settings set value = 'soon' where setting_number = 512")
    run_night(RUN_DATE)
    assert weeks(attended) == {SUNDAY: [3, 180, 3, "met"]}

    attended.execute("update ehr.system_settings set value = '2' where setting_number = 512")
    run_night(RUN_DATE)
    assert weeks(attended) == {SUNDAY: [3, 90, 3, "short"]}
    assert days_with_a_short_week(attended) == {SUNDAY, MONDAY, TUESDAY}


@pytest.mark.copy_of("a_night_later")
def test_the_invoice_of_a_note_that_is_gone_is_void_and_stays_in_sight(attended: psycopg.Connection) -> None:
    invoices = "select service_date, status, days_to_bill, correct_first from marts.fct_invoices order by service_date"
    assert attended.execute(invoices).fetchall() == [
        (SUNDAY, "ready", 8, []),
        (MONDAY, "ready", 7, []),
        (TUESDAY, "ready", 6, []),
    ]

    attended.execute("delete from ehr.notes where origin = 'per_diem' and service_date = %s", [SUNDAY])
    run_night(RUN_DATE)
    assert attended.execute(invoices).fetchall() == [
        (SUNDAY, "void", None, []),
        (MONDAY, "ready", 7, []),
        (TUESDAY, "ready", 6, []),
    ]


@pytest.mark.parametrize("day", ["Monday", "saturday", "0"])
def test_a_week_that_starts_on_another_day_is_an_error_that_says_what_is_expected(day: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^PERDIEM_WEEK_STARTS_ON is '{day}': expected sunday or monday$"):
        config.load({"PERDIEM_WEEK_STARTS_ON": day})


def test_a_week_starts_on_sunday_where_nobody_says_otherwise() -> None:
    assert config.load({}).week_starts_on == config.load({"PERDIEM_WEEK_STARTS_ON": ""}).week_starts_on == "sunday"
