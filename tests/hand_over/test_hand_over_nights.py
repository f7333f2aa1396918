"""Real nights where the EHR takes files, with the load of its export before them: written, left, answered, voided."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.night import run_night
from perdiem import tasks
from perdiem.report.summary import summarize
from perdiem.report.terminal import render
from perdiem.runs import Run

HEADER = "note_id,client_id,service_date,billing_code,status,duration_minutes,units,clinician_id,location_code\n"
DAY = "select status, primary_reason, note_id from marts.fct_per_diem_days"
ITEMS = "select is_per_diem, note_ids from marts.fct_billing_items where billing_code = '0905'"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_nights_hand_over_what_they_wrote_take_its_answer_and_follow_what_becomes_of_it(
    ehr: psycopg.Connection,
    airflow_connections: None,
    perdiem_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")  # what is logged goes there, or to the terminal where Airflow has set up its logging
    export = tmp_path / "export"
    export.mkdir()
    (export / "notes.csv").write_text(HEADER)
    monkeypatch.setenv("PERDIEM_WRITE_BACK", "files")
    monkeypatch.setenv("PERDIEM_LOAD_FROM", str(export))
    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    exports = perdiem_home / "exports"

    first = run_night(RUN_DATE)
    [batch] = [folder for folder in exports.iterdir() if folder.name != "answers"]
    [handed_over] = rows(batch, "notes.csv")
    written = "select note_id, note_text, duration_minutes, location_code from ehr.notes where origin = 'per_diem'"
    [(note_id, *text)] = ehr.execute(written).fetchall()
    assert [handed_over[name] for name in ("note_id", "note_text", "location_code")] == [note_id, text[0], "57"]
    assert rows(batch, "invoices.csv")[0]["amount"] == "275.00"
    gates = "select suite, count(*), bool_and(success) from quality.check_results where run_id = %s group by suite"
    suites = {suite: (count, is_sound) for suite, count, is_sound in ehr.execute(gates, [first.run_id]).fetchall()}
    assert suites["handed_over"] == (4, True)

    summary = summarize(ehr, ehr, first.run_id)
    assert summary.handed_over == {"note": 1}
    assert "notes handed over as files               1" in render(summary)

    dry = Run("dry", RUN_DATE, lookback_days=90, dry_run=True, today=RUN_DATE)
    assert (tasks.take_answers(dry), tasks.hand_over(dry)) == ({}, {})
    assert tasks.hand_over(first) == {"batches": 0, "notes": 0, "voids": 0}, "the task tried again"

    # The EHR takes it under an id of its own, and its next export has the note.
    manifest = json.loads((batch / "manifest.json").read_text())
    answer = ["batch_id,checksum,note_id,answer,ehr_note_id,message"]
    answer.append(f"{manifest['batch_id']},{manifest['checksum']},{note_id},accepted,E-1,")
    (exports / "answers" / "1.csv").write_text("\n".join(answer))
    back = f"E-1,alice,{SERVICE_DATE},0905,%s,180,1,clinician-1,57\n"
    (export / "notes.csv").write_text(HEADER + back % "released")
    run_night(RUN_DATE)
    assert ehr.execute(DAY).fetchall() == [("billed", None, note_id)]
    assert ehr.execute(ITEMS).fetchall() == [(True, [note_id])], "nothing is billed by hand beside it"
    assert ehr.execute("select count(*) from ehr.notes").fetchone() == (2,)
    assert len(list(exports.iterdir())) == 2, "a batch, and the answers"

    # Somebody voids it there: the next night gives its units back first, and tells the EHR so in the end.
    (export / "notes.csv").write_text(HEADER + back % "void")
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    third = tasks.plan_run("the third", params, None)
    for task in (tasks.take_answers, tasks.load_source, tasks.give_back_voided, tasks.hand_over):
        task(third)
    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(0,)]
    [later] = [folder for folder in exports.iterdir() if folder.name not in ("answers", batch.name)]
    assert rows(later, "notes.csv") == []
    [void] = rows(later, "voids.csv")
    assert (void["note_id"], void["ehr_note_id"], void["voided_by_ehr"]) == (note_id, "E-1", "true")

    told = (
        "".join(capfd.readouterr())
        + caplog.text
        + "".join(path.read_text() for path in (perdiem_home / "reports").iterdir())
    )
    assert "1 batches with 1 notes and 0 voids" in told
    assert "alice" not in told
    assert note_id not in told


def test_what_is_not_settled_fails_a_check_that_names_it(
    ehr: psycopg.Connection, airflow_connections: None, perdiem_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the task itself, on what a night without dbt has written."""
    from clinics.fault_clinic import pending
    from perdiem.write_back import writing

    monkeypatch.setenv("PERDIEM_WRITE_BACK", "files")
    monkeypatch.setenv("PERDIEM_EXPORT_FOLDER", str(perdiem_home / "for the EHR"))
    build(ehr)
    authorization(ehr)
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    run = tasks.plan_run("night", params, None)
    writing.write_back(ehr, [pending("alice", SERVICE_DATE, "authorization-1")], run.run_id, datetime.now(UTC))
    failing = "select check_name, failing_keys from quality.check_results where not success order by 1"
    assert tasks.hand_over(run)["notes"] == 1
    assert ehr.execute(failing).fetchall() == []
    [(note_id,)] = ehr.execute("select note_id from quality.handed_over").fetchall()
    [batch_id] = [path.name for path in (perdiem_home / "for the EHR").iterdir()]

    ehr.execute("update quality.batches set left_at = left_at - interval '8 days'")
    tasks.hand_over(run)
    assert ehr.execute(failing).fetchall() == [("unanswered_by_the_ehr", [batch_id])]
    ehr.execute("update quality.handed_over set answer = 'rejected', answered_at = now()")
    ehr.execute("insert into quality.answer_files values ('a.csv', now(), 0, 0, 0, 1)")
    ehr.execute("update ehr.invoices set units = 2")
    tasks.hand_over(run)
    assert ehr.execute(failing).fetchall() == [
        ("answers_that_cannot_be_used", ["a.csv"]),
        ("rejected_by_the_ehr", [f"{note_id}:note"]),
    ]
    ehr.execute("update quality.handed_over set sent_again_at = now()")
    tasks.hand_over(run)
    assert ehr.execute(failing).fetchall() == [
        ("answers_that_cannot_be_used", ["a.csv"]),
        ("notes_that_did_not_leave", [note_id]),
    ]
