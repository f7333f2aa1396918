"""What is done about alerts: how an alert stands after it, what comes back, and that nothing of it is ever changed."""

from datetime import UTC, date, datetime, timedelta
from typing import LiteralString

import psycopg
import pytest

from helpers.databases import insert
from perdiem.alerts import work
from perdiem.alerts.register import Reason
from perdiem.alerts.work import Worked
from perdiem.runs import Run
from perdiem.warehouse import migrations

RUN = Run("night", date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2016, 8, 2))
MORNING = datetime(2016, 8, 1, 9, tzinfo=UTC)
NIGHT = datetime(2016, 8, 2, 4, tzinfo=UTC)
ALERT = Worked("alert", "IOP", "client-1", date(2016, 7, 31), "no_authorization")
OTHER = Worked("other", "IOP", "client-1", date(2016, 7, 31), "missing_default_location")
FOUND = Reason(ALERT.program_id, ALERT.client_id, ALERT.service_date, ALERT.reason, "Billers")


@pytest.fixture
def warehouse(warehouse: psycopg.Connection) -> psycopg.Connection:
    """The warehouse with the pipeline's own tables, and a run that began at night."""
    migrations.apply(warehouse)
    run = {"run_id": RUN.run_id, "run_date": RUN.run_date, "lookback_days": 90, "dry_run": False, "today": RUN.today}
    insert(warehouse, "quality.runs", [{**run, "started_at": NIGHT, "state": "running"}])
    return warehouse


def enter(warehouse: psycopg.Connection, *entries: tuple[work.What, str], not_before: date | None = None) -> None:
    with warehouse.transaction():
        for minutes, (what, who) in enumerate(entries):
            now = MORNING + timedelta(minutes=minutes)
            work.enter(warehouse, [ALERT], what, now, who=who, not_before=not_before)


def stands(warehouse: psycopg.Connection, run_date: date = RUN.run_date) -> tuple[str | None, str, bool] | None:
    """Who has the alert, how it stands, and whether it is set aside on a run date."""
    state = work.states(warehouse, run_date, ["alert"], ALERT.service_date).get("alert")
    return state and (state.owner, state.standing, state.is_set_aside)


def test_an_alert_that_nobody_did_anything_about_has_no_state(warehouse: psycopg.Connection) -> None:
    assert stands(warehouse) is None


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([("taken", "ann")], ("ann", "to_do", False)),
        ([("taken", "ann"), ("taken", "bob")], ("bob", "to_do", False)),
        ([("taken", "ann"), ("given_back", "bob")], (None, "to_do", False)),
        ([("noted", "ann")], (None, "to_do", False)),
        ([("taken", "ann"), ("noted", "bob")], ("ann", "to_do", False)),
        ([("done", "ann")], ("ann", "done", True)),
        ([("taken", "ann"), ("done", "bob")], ("ann", "done", True)),
        ([("done", "ann"), ("noted", "bob")], ("ann", "done", True)),
        ([("done", "ann"), ("to_do", "bob")], ("ann", "to_do", False)),
        ([("done", "ann"), ("given_back", "ann")], (None, "done", True)),
    ],
)
def test_each_entry_says_who_has_it_and_how_it_stands(
    warehouse: psycopg.Connection, entries: list[tuple[work.What, str]], state: tuple[str | None, str, bool]
) -> None:
    enter(warehouse, *entries)
    assert stands(warehouse) == state


def test_what_is_snoozed_is_set_aside_up_to_the_night_of_its_date(warehouse: psycopg.Connection) -> None:
    enter(warehouse, ("snoozed", "ann"), ("noted", "bob"), not_before=date(2016, 8, 5))
    assert [stands(warehouse, date(2016, 8, day)) for day in (4, 5)] == [
        ("ann", "snoozed", True),
        ("ann", "snoozed", False),
    ]
    enter(warehouse, ("to_do", "bob"))
    assert stands(warehouse) == ("ann", "to_do", False)


def test_the_alerts_of_a_day_stand_each_for_itself_and_its_history_is_whole(warehouse: psycopg.Connection) -> None:
    enter(warehouse, ("taken", "ann"))
    with warehouse.transaction():
        work.enter(warehouse, [ALERT, OTHER], "done", MORNING + timedelta(hours=1), who="bob", note="mended")
    states = work.states(warehouse, RUN.run_date, ["alert", "other"], ALERT.service_date)
    assert {alert_id: state.owner for alert_id, state in states.items()} == {"alert": "ann", "other": "bob"}
    told = [
        (entry.reason, entry.who, entry.what, entry.note)
        for entry in work.history(warehouse, "client-1", ALERT.service_date)
    ]
    assert sorted(told[:2]) == [
        ("missing_default_location", "bob", "done", "mended"),
        ("no_authorization", "bob", "done", "mended"),
    ]
    assert told[2:] == [("no_authorization", "ann", "taken", None)]


def test_what_was_done_comes_back_once_where_a_later_run_still_finds_its_reason(warehouse: psycopg.Connection) -> None:
    enter(warehouse, ("done", "ann"))
    assert work.come_back(warehouse, RUN, [FOUND], NIGHT) == 1
    assert stands(warehouse) == ("ann", "came_back", False), "who had it has it again"
    [entry, _] = work.history(warehouse, "client-1", ALERT.service_date)
    assert (entry.what, entry.who, entry.entered_at) == ("came_back", None, NIGHT)
    assert work.come_back(warehouse, RUN, [FOUND], NIGHT) == 0, "a retry of the task"


@pytest.mark.parametrize(
    ("reason", "started_at"),
    [
        ("missing_default_location", NIGHT),
        ("no_authorization", MORNING - timedelta(hours=1)),
    ],
    ids=["its reason is gone", "the run may have read the EHR before it was mended"],
)
def test_what_was_done_stays_done(warehouse: psycopg.Connection, reason: str, started_at: datetime) -> None:
    enter(warehouse, ("done", "ann"))
    warehouse.execute("update quality.runs set started_at = %s", [started_at])
    found = Reason(FOUND.program_id, FOUND.client_id, FOUND.service_date, reason, None)
    assert work.come_back(warehouse, RUN, [found], NIGHT) == 0
    assert stands(warehouse) == ("ann", "done", True)


def test_what_is_snoozed_does_not_come_back_before_its_date(warehouse: psycopg.Connection) -> None:
    enter(warehouse, ("snoozed", "ann"), not_before=date(2016, 8, 5))
    assert work.come_back(warehouse, RUN, [FOUND], NIGHT) == 0


@pytest.mark.parametrize(
    "change",
    [
        "update quality.alert_work set note = 'other'",
        "delete from quality.alert_work",
        "truncate quality.alert_work",
    ],
)
def test_nothing_that_was_entered_is_changed_or_taken_away(
    warehouse: psycopg.Connection, change: LiteralString
) -> None:
    enter(warehouse, ("taken", "ann"))
    with pytest.raises(psycopg.errors.RaiseException, match="rows are added, and neither changed nor taken away"):
        warehouse.execute(change)


def test_the_days_of_a_list_are_looked_up_without_reading_the_whole_history(warehouse: psycopg.Connection) -> None:
    enter(warehouse, ("taken", "ann"))
    warehouse.execute("vacuum analyze quality.alert_work")
    warehouse.execute("set enable_seqscan = off; set enable_bitmapscan = off")
    plan = warehouse.execute(
        """
        explain
        select service_date, program_id, client_id, reason, owner, standing, not_before
        from quality.alert_states
        where service_date between '2016-05-04' and '2016-08-02'
        """
    ).fetchall()
    assert "Index Only Scan using alert_work_of_a_day" in str(plan)
    assert "Index Cond: ((service_date >= '2016-05-04'" in str(plan)
