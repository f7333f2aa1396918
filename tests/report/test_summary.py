"""What `make run` ends with: a run in counts, and no client."""

import random
import string
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import ANY

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, authorization, build, client, note, program, setting
from helpers.databases import as_user
from helpers.night import run_night
from perdiem import runs
from perdiem.report.figures import Invoices, Notes
from perdiem.report.summary import Summary, summarize
from perdiem.report.terminal import render
from perdiem.runs import Run
from perdiem.warehouse import migrations

QUIET = Summary(
    run_id="manual__1",
    run_date=date(2016, 8, 2),
    window_start=date(2016, 5, 4),
    dry_run=False,
    decided=True,
    published=True,
    history_built=[],
    all_compared=None,
    days={},
    reasons={},
    notes=Notes(0, Decimal(0), 0),
    failed_checks={},
    quarantined={},
    left_out={},
    messages={},
    handed_over={},
    findings={},
    invoices=Invoices(0, Decimal(0), 0, Decimal(0), 0, Decimal(0), {}),
    weeks={},
    alert_work={},
)


@pytest.fixture
def clinic(ehr: psycopg.Connection, airflow_connections: None) -> psycopg.Connection:
    """The small clinic: Alice can be billed, Bob has no authorization, Carol's note has no date."""
    build(ehr)
    for client_id in ("bob", "carol"):
        client(ehr, client_id)
    note(ehr, "note-alice", client_id="alice", billing_code="602")
    note(ehr, "note-bob", client_id="bob", billing_code="602")
    note(ehr, "note-carol", client_id="carol", billing_code="602", service_date=None)
    authorization(ehr, client_id="alice")
    return ehr


def test_a_run_is_told_in_counts(clinic: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    foreseen = summarize(warehouse, clinic, run_night(RUN_DATE, dry_run=True).run_id)
    assert foreseen.days == {"pending": 1, "blocked": 1}
    assert foreseen.notes == Notes(1, Decimal("275.00"), 0)
    assert foreseen.messages == {}

    summary = summarize(warehouse, clinic, run_night(RUN_DATE).run_id)
    assert summary.days == {"billed": 1, "blocked": 1}
    assert summary.reasons == {"no_authorization": 1}
    assert summary.notes == Notes(1, Decimal("275.00"), 0)
    assert (summary.invoices.ready, summary.invoices.ready_amount) == (1, Decimal("275.00"))
    assert summary.quarantined == {"notes": 1}
    assert "quarantined_rows" in summary.failed_checks["warning"]
    assert summary.messages == {"outbox": 2}, "to the billers, and to those who look after the data"
    assert not any(client_id in render(summary) for client_id in ("alice", "bob", "carol"))

    again = summarize(warehouse, clinic, run_night(RUN_DATE, refresh_history=True).run_id)
    compared = summarize(warehouse, clinic, run_night(RUN_DATE, decide_all=True).run_id)
    assert again.notes == Notes(0, Decimal(0), 0)
    assert again.days == summary.days
    assert (summary.history_built, again.history_built) == ([], [migrations.ASKED_FOR])
    assert (summary.all_compared, compared.all_compared) == (None, "the run was asked to, by decide_all")


def test_a_program_that_is_left_out_is_told_with_its_cause(
    clinic: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    setting(clinic, 508, "four", effective_from=date(2016, 7, 1))

    summary = summarize(warehouse, clinic, run_night(RUN_DATE).run_id)

    assert summary.days == {}
    [cause] = summary.left_out
    assert "'four'" in cause
    assert cause in render(summary)


def test_what_a_run_came_to_stays_told_once_another_has_decided(
    clinic: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    program(clinic, "PHP", non_billable=("GROUP",), billable=("GROUP",))
    clinic.execute("delete from ehr.fee_schedules")
    dry, real = run_night(RUN_DATE, dry_run=True), run_night(RUN_DATE)
    foreseen, came_to = (summarize(warehouse, clinic, run.run_id) for run in (dry, real))
    assert foreseen.notes == came_to.notes == Notes(1, Decimal(0), 1)
    assert list(foreseen.left_out.values()) == list(came_to.left_out.values()) == [91]

    clinic.execute("delete from ehr.programs where program_id = 'PHP'")
    clinic.execute("update ehr.notes set status = 'draft' where origin <> 'per_diem'")
    run_night(RUN_DATE)
    assert summarize(warehouse, clinic, dry.run_id) == replace(foreseen, findings=ANY, quarantined=ANY)
    assert summarize(warehouse, clinic, real.run_id) == replace(came_to, findings=ANY, quarantined=ANY)


def test_a_cause_of_any_length_is_kept_as_far_as_its_sentence_goes(
    clinic: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    value = "".join(random.Random(508).choices(string.ascii_letters, k=20_000))  # no index takes it, even compressed
    setting(clinic, 508, value, effective_from=date(2016, 7, 1))

    [(cause, days)] = summarize(warehouse, clinic, run_night(RUN_DATE).run_id).left_out.items()

    assert cause == f"system setting 508 for program IOP is '{value}"[:400]
    assert days == 33


def test_a_home_of_before_takes_the_figures_of_today(database_url: str, server_home: Path | None) -> None:
    """Its table of figures knows fewer measures, and holds what earlier nights came to."""
    with psycopg.connect(as_user(database_url, server_home, "perdiem_transform"), autocommit=True) as warehouse:
        warehouse.execute(
            """
            create schema quality;
            create table quality.run_figures (
                run_id text not null,
                measure text not null check (measure in ('status', 'reason', 'written')),
                name text not null,
                value numeric not null,
                primary key (run_id, measure, name)
            );
            insert into quality.run_figures values ('earlier', 'written', 'notes', 3)
            """
        )
        run = Run("tonight", RUN_DATE, lookback_days=90, dry_run=True, today=RUN_DATE)
        for _ in range(2):
            migrations.apply(warehouse)
            runs.start(warehouse, run, datetime(2016, 8, 2, tzinfo=UTC))
        rows = [("earlier", "written", "notes", 3)]
        for measure in ("status", "reason", "left_out", "written", "would_write", "week", "invoices", "correct_first"):
            row = ("tonight", measure, "any", 1)
            warehouse.execute("insert into quality.run_figures values (%s, %s, %s, %s)", row)
            rows.append(row)
        assert sorted(warehouse.execute("select * from quality.run_figures").fetchall()) == sorted(rows)
        with pytest.raises(psycopg.errors.CheckViolation):
            warehouse.execute("insert into quality.run_figures values ('tonight', 'unknown', 'any', 1)")


def test_what_did_not_happen_takes_no_lines() -> None:
    assert render(QUIET).splitlines() == [
        "Run of 2016-08-02, service dates 2016-05-04 to 2016-08-02",
        "",
        "days decided                             0",
        "",
        "notes written                            0  invoices of $0.00",
        "",
        "messages sent                            0",
        "rows quarantined                         0",
        "checks failed                            0",
        "findings of the billing audit            0",
    ]


def test_it_is_told_why_history_was_built_anew() -> None:
    text = render(replace(QUIET, history_built=["units are counted otherwise", "payers are ranked"]))

    expected = "Billing items of the whole history were built anew: units are counted otherwise; payers are ranked"
    assert text.splitlines()[1:3] == [expected, ""]


def test_it_is_told_that_all_was_compared() -> None:
    text = render(replace(QUIET, all_compared="all was decided last on 2016-07-26"))

    expected = "All days were decided anew, and compared with what was carried over: all was decided last on 2016-07-26"
    assert text.splitlines()[1:3] == [expected, ""]


def test_money_is_told_with_what_has_no_rate() -> None:
    text = render(replace(QUIET, notes=Notes(1200, Decimal("330000.50"), 3)))

    assert "notes written                        1,200  invoices of $330,000.50, 3 without a rate" in text


def test_what_was_handed_over_as_files_is_told_where_the_ehr_takes_files() -> None:
    lines = render(replace(QUIET, handed_over={"note": 1200, "void": 2})).splitlines()
    assert lines[5] == "notes handed over as files           1,200  2 that left earlier are void"


def test_invoices_to_correct_are_held_apart_from_those_to_send() -> None:
    invoices = Invoices(90, Decimal(9000), 7, Decimal("700.50"), 2, Decimal(200), {"no_coverage": 5, "support_lost": 3})
    lines = render(replace(QUIET, notes=Notes(12, Decimal(1200), 0), invoices=invoices)).splitlines()
    assert lines[4:7] == [
        "notes written                           12  invoices of $1,000.00, $200.00 of 2 to correct first",
        "invoices ready to send                  90  $9,000.00",
        "  correct before you send                7  $700.50: 5 no coverage, 3 support lost",
    ]


def test_what_billers_did_about_alerts_is_told_where_they_did_anything() -> None:
    line = "alerts that billers took                 5  1 not before a later date, 2 done, 4 came back"
    counts = {"taken": 5, "snoozed": 1, "done": 2, "came_back": 4}
    assert line in render(replace(QUIET, alert_work=counts)).splitlines()
    assert "alerts that billers took" not in render(QUIET)


def test_short_weeks_are_told_as_a_count() -> None:
    text = render(replace(QUIET, weeks={"short": 3, "met": 20, "open": 5}))
    assert "weeks short of their minutes             3  of 23 that are over" in text.splitlines()


def test_of_many_causes_the_first_ten_are_told() -> None:
    text = render(replace(QUIET, left_out={f"cause {number:02}": 1 for number in range(12)}))

    assert "cause 09 (1 day)" in text
    assert "cause 10" not in text
    assert text.endswith("and 2 more causes")
