"""Bad input that concerns a whole night: settings that are missing, a source that cannot be read, a row put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from psycopg import sql

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.night import run_night
from perdiem import config, tasks

pytestmark = pytest.mark.usefixtures("airflow_connections")


@pytest.mark.parametrize("number", [508, 509, 512])
def test_a_setting_that_is_missing_leaves_every_program_out(ehr: psycopg.Connection, number: int) -> None:
    build(ehr)
    note(ehr, "sound")
    authorization(ehr)
    ehr.execute("delete from ehr.system_settings where setting_number = %s", [number])

    run_night(RUN_DATE)

    causes = ehr.execute("select distinct left_out_cause from intermediate.int_program_days__settings").fetchall()
    ((cause,),) = causes
    assert cause.startswith(f"system setting {number} for program IOP is missing: expected a ")
    assert ehr.execute("select count(*) from ehr.notes where origin = 'per_diem'").fetchone() == (0,)


SOURCES: Mapping[str, tuple[str, str]] = {
    "a missing table": ("drop table ehr.client_coverages", "table ehr.client_coverages is missing"),
    "a missing column": (
        "alter table ehr.notes drop column duration_minutes",
        "column ehr.notes.duration_minutes is missing",
    ),
    "a type that cannot be read": (
        "alter table ehr.notes alter column units type text",
        "column ehr.notes.units is of type text: expected numeric",
    ),
    "no note at all in the window": (
        "delete from ehr.notes",
        "no note at all with a service date from 2016-05-04 to 2016-08-02 in ehr.notes",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_run_stops_before_it_writes_anything_for(ehr: psycopg.Connection, name: str) -> None:
    build(ehr)
    note(ehr, "sound")
    authorization(ehr)
    broken, error = SOURCES[name]
    ehr.execute(broken.encode())

    with pytest.raises(AirflowFailException, match=error):
        run_night(RUN_DATE)

    assert ehr.execute("select count(*) from ehr.notes where origin = 'per_diem'").fetchone() == (0,)
    assert ehr.execute("select units_used from ehr.authorizations").fetchone() == (None,)


def test_a_scheduled_night_without_notes_is_skipped_on_the_sample_clinic_alone(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "of another year")
    params = {"run_date": None, "lookback_days": 90, "dry_run": False, "refresh_history": False}
    long_after = datetime(2026, 8, 2, 5, tzinfo=UTC)

    def plan(run_id: str, logical_date: datetime | None, is_scheduled: bool) -> None:
        tasks.plan_run(run_id, params, logical_date, is_scheduled=is_scheduled)

    plan("of a clinic of somebody's own", long_after, is_scheduled=True)
    ehr.execute(sql.SQL("comment on schema ehr is {}").format(sql.Literal(config.SAMPLE_MARK)))
    with pytest.raises(AirflowSkipException, match="sample clinic, which has no note from 2026-05-04 to 2026-08-02"):
        plan("of the sample", long_after, is_scheduled=True)
    plan("by hand", None, is_scheduled=False)
    plan("among its notes", datetime(2016, 8, 2, 5, tzinfo=UTC), is_scheduled=True)

    entered = ehr.execute("select run_id from quality.runs order by started_at").fetchall()
    assert entered == [("of a clinic of somebody's own",), ("by hand",), ("among its notes",)]


def test_days_leave_the_window_though_no_note_came_and_the_run_stops(
    ehr: psycopg.Connection, perdiem_home: Path
) -> None:
    """Nobody would be told in time where the source is broken for weeks."""
    build(ehr)
    note(ehr, "without an authorization")
    run_night(RUN_DATE)
    assert ehr.execute("select status from ehr.alerts").fetchall() == [("open",)]

    for days, status in ((93, "expired"), (94, "expired")):
        with pytest.raises(AirflowFailException, match="no note at all"):
            run_night(RUN_DATE + timedelta(days=days))
        assert ehr.execute("select status from ehr.alerts").fetchall() == [(status,)]
    told = [
        file.read_text() for file in (perdiem_home / "outbox").glob("*.eml") if "LOOKBACK_DAYS=n" in file.read_text()
    ]
    assert len(told) == 1, "once, with how to run the day all the same"


def test_a_corrected_row_is_used_and_listed_no_more(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "sound", service_date=date(2016, 7, 30))
    note(ehr, "without a duration", service_date=SERVICE_DATE)
    authorization(ehr)
    ehr.execute("update ehr.notes set duration_minutes = null where note_id = 'without a duration'")
    run_night(RUN_DATE)
    assert ehr.execute("select row_key from quality.quarantined_rows").fetchall() == [("without a duration",)]

    ehr.execute("update ehr.notes set duration_minutes = 60 where note_id = 'without a duration'")
    run_night(RUN_DATE)

    assert ehr.execute("select row_key from quality.quarantined_rows").fetchall() == []
    assert ehr.execute("select count(*) from ehr.notes where origin = 'per_diem'").fetchone() == (2,)
