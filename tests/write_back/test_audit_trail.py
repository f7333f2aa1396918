"""The audit trail: what each written note rests on stays readable, whatever becomes of the source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note, setting
from helpers.databases import insert
from helpers.night import apart, run_night
from helpers.place import Place
from perdiem import tasks

pytestmark = pytest.mark.usefixtures("airflow_connections")


def clinic(ehr: psycopg.Connection) -> None:
    """A day that rests on a note with recorded units and on one that a rule of the payer converts."""
    build(ehr)
    setting(ehr, 508, "2.5", effective_from=date(2016, 7, 1))
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rule-1", "payer_id": "payer-1", "name": "Hourly"}])
    rule = {"billing_rule_id": "line-1", "payer_rule_id": "rule-1", "billing_type": "unit"}
    insert(ehr, "ehr.payer_billing_rules", [{**rule, "conversion": "duration", "minutes_per_unit": 30}])
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "line-1", "billing_code": "GROUP"}])
    note(ehr, "recorded", units=Decimal("0.5"))
    note(ehr, "converted", billing_code="GROUP", units=None)
    authorization(ehr)


@pytest.fixture(scope="module")
def a_night_later(place: Place, module_home: Path) -> Iterator[str]:
    """The clinic after its first night."""

    def night(ehr: psycopg.Connection) -> None:
        clinic(ehr)
        run_night(RUN_DATE)

    with place.kept(module_home, night) as name:
        yield name


@pytest.mark.copy_of("a_night_later")
def test_what_a_note_rests_on_outlives_the_source(ehr: psycopg.Connection) -> None:
    run_id = run_of_the_night(ehr)
    for table in ("notes", "authorizations", "system_settings", "payer_billing_rules", "fee_schedules"):
        ehr.execute(sql.SQL("delete from ehr.{}").format(sql.Identifier(table)))

    with ehr.cursor(row_factory=dict_row) as cursor:
        (evidence,) = cursor.execute("select * from quality.decision_evidence").fetchall()
        (written,) = cursor.execute("select * from quality.written_notes").fetchall()

    day = {"program_id": "IOP", "client_id": "alice", "service_date": SERVICE_DATE}
    assert (
        evidence.items()
        >= {
            **day,
            "run_id": run_id,
            "run_date": RUN_DATE,
            "units": Decimal("2.5"),
            "threshold_units": Decimal("2.5"),
            "threshold_effective_from": date(2016, 7, 1),
            "note_minutes": 180,
            "minutes_effective_from": date(2016, 1, 1),
            "lag_days": 2,
            "lag_effective_from": date(2016, 1, 1),
        }.items()
    )
    of_notes = {entry["note_id"]: entry for entry in evidence["supporting_notes"]}
    assert of_notes.keys() == {"recorded", "converted"}
    assert of_notes["converted"].items() >= {"billing_rule_id": "line-1", "duration_minutes": 60, "units": 2}.items()
    assert of_notes["recorded"].items() >= {"billing_rule_id": None, "rule_status": "none", "units": 0.5}.items()
    (looked_at,) = evidence["authorizations"]
    assert looked_at.items() >= {"authorization_id": "authorization-1", "units_remaining": 12, "unit_rate": 275}.items()
    assert (
        written.items()
        >= {
            **day,
            "run_id": run_id,
            "authorization_id": "authorization-1",
            "billing_code": "0905",
            "units": 1,
        }.items()
    )


@pytest.mark.copy_of("a_night_later")
def test_what_is_entered_once_is_not_entered_again(ehr: psycopg.Connection) -> None:
    assert counts(ehr) == (1, 1)
    run_night(RUN_DATE)

    assert counts(ehr) == (1, 1)


def test_a_dry_run_enters_nothing(ehr: psycopg.Connection) -> None:
    clinic(ehr)
    run_night(RUN_DATE, dry_run=True)

    assert counts(ehr) == (0, 0)


def test_a_note_of_a_run_that_broke_off_after_its_write_back_is_entered_by_the_next(ehr: psycopg.Connection) -> None:
    clinic(ehr)
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    broken_off = tasks.plan_run("broken off", params, None)
    apart(tasks.decide, broken_off)
    tasks.write_back(broken_off)

    run_night(RUN_DATE)

    assert counts(ehr) == (1, 1)
    assert ehr.execute("select run_id from quality.written_notes").fetchone() == ("broken off",)
    assert ehr.execute("select run_id from quality.decision_evidence").fetchone() == ("broken off",)


@pytest.mark.copy_of("a_night_later")
def test_a_note_that_was_deleted_stays_in_the_trail_and_is_entered_once(ehr: psycopg.Connection) -> None:
    first = run_of_the_night(ehr)
    ehr.execute("delete from ehr.notes where origin = 'per_diem'")
    run_night(RUN_DATE)

    entered = ehr.execute("select run_id from quality.written_notes").fetchall()
    assert entered == [(first,)]


@pytest.mark.copy_of("a_night_later")
def test_the_trail_is_only_added_to(ehr: psycopg.Connection) -> None:
    for table in ("decision_evidence", "written_notes"):
        for statement in ("update {} set run_id = null", "delete from {}", "truncate {}"):
            refused = sql.SQL(statement).format(sql.Identifier("quality", table))
            with pytest.raises(psycopg.errors.RaiseException, match=f"quality.{table} is an audit trail"):
                ehr.execute(refused)
    assert counts(ehr) == (1, 1)


def run_of_the_night(ehr: psycopg.Connection) -> str:
    """The id of the only run."""
    [(run_id,)] = ehr.execute("select run_id from quality.runs").fetchall()
    return str(run_id)


def counts(ehr: psycopg.Connection) -> tuple[int, int]:
    """How many rows of evidence there are, and of written notes."""
    row = ehr.execute(
        "select (select count(*) from quality.decision_evidence), (select count(*) from quality.written_notes)"
    ).fetchone()
    assert row is not None
    return row
