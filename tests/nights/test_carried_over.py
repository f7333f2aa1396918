"""What a night carries over is what it would have decided: nights of what changed, beside nights that decide all.

The EHR changes between them as no EHR should: rows are changed and deleted without a word in updated_at.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from airflow.sdk.exceptions import AirflowFailException
from psycopg import sql

from clinics import small_clinic
from clinics.random_clinic import between_nights, random_story
from helpers.databases import insert
from helpers.night import run_night
from helpers.place import Place
from perdiem import tasks
from perdiem.runs import Run
from perdiem.warehouse import carry_over, connections
from reference.comparison import apply, read, seeds

pytestmark = pytest.mark.usefixtures("airflow_connections")

RUN_DATE = date(2016, 8, 20)  # all of the random clinic's notes are before it
PUBLISHED = {
    "marts.fct_per_diem_days": "run_date",
    "marts.fct_billing_items": "",
    "marts.rpt_billing_audit": "",
    "marts.rpt_weekly_attendance": "",
    "marts.rpt_unsigned_days": "",
    "marts.fct_invoices": "",
    "marts.dim_authorizations": "",
    "quality.quarantined_rows": "",
    "intermediate.int_notes__checked": "",
    "intermediate.int_notes__units": "",
    "intermediate.int_client_days__units_summed": "",
}

# One change a night, of rows that chance chooses; what is written in braces is a row's key.
CHANGES = {
    "a duration": "update ehr.notes set duration_minutes = 45 where note_id = {note}",
    "recorded units": "update ehr.notes set units = 7 where note_id = {note}",
    "a status": "update ehr.notes set status = 'draft' where note_id = {note}",
    "a code": "update ehr.notes set billing_code = (select max(billing_code) from ehr.notes) where note_id = {note}",
    "a note moved to another day": "update ehr.notes set service_date = service_date + 3 where note_id = {note}",
    "a note moved to another client":
        "update ehr.notes set client_id = (select min(client_id) from ehr.clients) where note_id = {note}",
    "a note deleted": "delete from ehr.notes where note_id = {note}",
    "a note of nobody": "update ehr.notes set client_id = ' ' where note_id = {note}",
    "a note without a date": "update ehr.notes set service_date = null where note_id = {note}",
    "units of a per-diem note": "update ehr.notes set units = 3 where note_id = {written}",
    "a per-diem note voided": "update ehr.notes set status = 'void' where note_id = {written}",
    "a per-diem note deleted": "delete from ehr.notes where note_id = {written}",
    "a payer":
        "update ehr.client_coverages set payer_id = (select max(payer_id) from ehr.payers)"
        " where coverage_id = {coverage}",
    "a coverage ended": "update ehr.client_coverages set end_date = start_date where coverage_id = {coverage}",
    "a coverage deleted": "delete from ehr.client_coverages where coverage_id = {coverage}",
    "a client's facility": "update ehr.clients set facility_id = 'az' where client_id = {client}",
    "a client deleted": "delete from ehr.clients where client_id = {client}",
    "a written day emptied":
        "delete from ehr.notes using ehr.notes as written where written.note_id = {written}"
        " and notes.client_id = written.client_id and notes.service_date = written.service_date",
    "an authorization denied":
        "update ehr.authorizations set status = 'denied' where authorization_id = {authorization}",
    "an invoice sent": "update ehr.invoices set status = 'void' where note_id = {written}",
}  # fmt: skip
CHOSEN = {
    "note": "select note_id from ehr.notes where origin is distinct from 'per_diem' and service_date <= %s",
    "written": "select note_id from ehr.notes where origin = 'per_diem' and service_date <= %s",
    "coverage": "select coverage_id from ehr.client_coverages where start_date <= %s",
    "client": "select client_id from ehr.notes where origin = 'per_diem' and service_date <= %s",
    "authorization": "select authorization_id from ehr.authorizations where start_date <= %s",
}


@pytest.mark.parametrize("seed", seeds()[:1])
def test_a_night_of_what_changed_comes_out_as_one_that_decides_all(seed: int, ehr: psycopg.Connection) -> None:
    story = random_story(seed)
    for table, rows in story.tables.items():
        insert(ehr, f"ehr.{table}", rows)
    run_night(RUN_DATE - timedelta(days=4))
    apply(ehr, [change for change in between_nights(seed, 2, read(ehr)) if change.table != "system_settings"])

    chance = Random(seed)
    for number in range(3):
        for name in sorted(CHANGES):
            change(ehr, name, chance)
        run = run_night(RUN_DATE + timedelta(days=number), lookback_days=40)
        assert decides(ehr, run) == ("changed", None), f"seed {seed}, night {number}"
        carried_over = published(ehr, run.window_start)

        run = run_night(run.run_date, lookback_days=40, decide_all=True)  # a check fails where a row differs
        assert decides(ehr, run)[0] == "all_and_compare"
        for table, rows in published(ehr, run.window_start).items():
            assert sorted(rows ^ carried_over[table])[:20] == [], f"seed {seed}, night {number}, {table}"


@pytest.fixture(scope="module")
def a_night_later(place: Place, module_home: Path) -> Iterator[str]:
    """A random clinic after its first night."""

    def night(ehr: psycopg.Connection) -> None:
        for table, rows in random_story(1).tables.items():
            insert(ehr, f"ehr.{table}", rows)
        run_night(RUN_DATE)

    with place.kept(module_home, night) as name:
        yield name


@pytest.mark.copy_of("a_night_later")
def test_what_a_night_wrote_itself_is_not_decided_anew(ehr: psycopg.Connection) -> None:
    written = ehr.execute("select count(*) from ehr.notes where origin = 'per_diem'").fetchone()
    assert written != (0,)
    run = run_night(RUN_DATE)
    assert decides(ehr, run) == ("changed", None)
    assert anew(ehr) == set()
    carried_over = published(ehr, run.window_start)
    run = run_night(RUN_DATE, decide_all=True)
    assert published(ehr, run.window_start) == carried_over


def test_what_changes_while_a_night_writes_is_decided_anew_by_the_next(
    ehr: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_day = small_clinic.SERVICE_DATE - timedelta(days=1)
    small_clinic.build(ehr)
    small_clinic.note(ehr, "n1")
    small_clinic.note(ehr, "n2", service_date=other_day)
    small_clinic.authorization(ehr)
    write_back = tasks.write_back

    def meanwhile(run: Run) -> tasks.Counts:
        """A clinician corrects a note of a day that was just decided, and a biller the per-diem note of the other."""
        ehr.execute("update ehr.notes set duration_minutes = 59 where note_id = 'n1'")
        counts = write_back(run)
        ehr.execute("update ehr.notes set quantity = 2 where origin = 'per_diem' and service_date = %s", [other_day])
        return counts

    with monkeypatch.context() as night:
        night.setattr(tasks, "write_back", meanwhile)
        run_night(small_clinic.RUN_DATE)
    assert ehr.execute("select count(*) from ehr.notes where origin = 'per_diem'").fetchone() == (2,)
    run = run_night(small_clinic.RUN_DATE)
    assert decides(ehr, run) == ("changed", None)
    assert anew(ehr) == {("alice", small_clinic.SERVICE_DATE)}, "the other was published as it is"
    carried_over = published(ehr, run.window_start)
    run = run_night(small_clinic.RUN_DATE, decide_all=True)
    assert published(ehr, run.window_start) == carried_over


@pytest.mark.copy_of("a_night_later")
def test_a_difference_fails_the_night_that_finds_it_and_is_mended_by_it(ehr: psycopg.Connection) -> None:
    ehr.execute("update intermediate.int_notes__units set units = coalesce(units, 0) + 1 where status = 'released'")
    with pytest.raises(AirflowFailException, match="carried_over_days_are_those_decided"):
        run_night(RUN_DATE, decide_all=True)

    run = run_night(RUN_DATE)
    assert decides(ehr, run) == ("all", "the run before left nothing to carry over")
    ehr.execute("update marts.fct_billing_items set units = coalesce(units, 0) + 1")
    with pytest.raises(AirflowFailException, match="carried_over_items_are_those_computed"):
        run_night(RUN_DATE, decide_all=True)
    run_night(RUN_DATE)
    run_night(RUN_DATE, decide_all=True)


@pytest.mark.copy_of("a_night_later")
def test_all_is_decided_anew_where_the_run_before_left_nothing_to_build_on(ehr: psycopg.Connection) -> None:
    last = run_night(RUN_DATE)
    assert decides(ehr, last) == ("changed", None)

    def decided_by(**asked: object) -> tuple[str, str]:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            extent = carry_over.work_out(warehouse, replace(last, **asked))
        return extent.decides, extent.because

    window = f"from {last.window_start} to {last.run_date}, and this one looks further back"
    assert decided_by() == ("changed", "")
    assert decided_by(lookback_days=89, run_date=RUN_DATE + timedelta(days=1)) == ("changed", "")
    assert decided_by(lookback_days=91) == ("all", f"the run before looked at the days {window}")
    a_day_before = RUN_DATE - timedelta(days=1)
    assert decided_by(run_date=a_day_before, lookback_days=80) == ("all", f"the run before looked at the days {window}")
    assert decided_by(refresh_history=True)[0] == "all"
    assert decided_by(decide_all=True) == ("all_and_compare", "the run was asked to, by decide_all")
    assert decided_by(today=last.today + timedelta(days=6)) == ("changed", "")
    assert decided_by(today=last.today + timedelta(days=7)) == (
        "all_and_compare",
        f"all was decided last on {last.today}",
    )

    nothing_left = ("all", "the run before left nothing to carry over")
    for spoil, mend in (
        ("update quality.runs set published_at = null", "update quality.runs set published_at = now()"),
        ("alter table quality.seen_client_days rename to away", "alter table quality.away rename to seen_client_days"),
    ):
        ehr.execute(spoil)
        assert decided_by() == nothing_left, spoil
        ehr.execute(mend)
    for changed, because in (
        ("update ehr.billing_codes set is_billable = not is_billable", "ehr.billing_codes"),
        ("delete from ehr.payer_billing_rules", "ehr.billing_codes, ehr.payer_billing_rules"),
    ):
        ehr.execute(changed)
        assert decided_by() == ("all", f"what every day hangs on has changed: {because}"), changed


@pytest.mark.copy_of("a_night_later")
def test_the_night_after_one_of_the_whole_history_carries_its_window_over(ehr: psycopg.Connection) -> None:
    run = run_night(RUN_DATE, lookback_days=38, refresh_history=True)
    assert decides(ehr, run) == ("all", "the billing items of the whole history are built anew")
    run = run_night(RUN_DATE, lookback_days=38)
    assert decides(ehr, run) == ("changed", None)
    carried_over = published(ehr, run.window_start)

    run = run_night(RUN_DATE, lookback_days=38, decide_all=True)
    assert published(ehr, run.window_start) == carried_over, "what the history left is gone, and nothing else"


def anew(ehr: psycopg.Connection) -> set[tuple[str, date]]:
    """The client-days that the last run decided anew."""
    return set(ehr.execute("select client_id, service_date from intermediate.int_client_days__changed").fetchall())


def change(ehr: psycopg.Connection, name: str, chance: Random) -> None:
    """Make one of CHANGES, to a row of its kind that chance chooses; none where there is no such row."""
    statement = CHANGES[name]
    kind = statement.partition("{")[2].partition("}")[0]
    if rows := sorted(ehr.execute(CHOSEN[kind], [RUN_DATE]).fetchall()):
        ehr.execute(statement.replace("{" + kind + "}", "%s"), chance.choice(rows))


def decides(ehr: psycopg.Connection, run: Run) -> tuple[str, str | None]:
    """What a run decided, and why all where it did."""
    row = ehr.execute("select decides, decides_because from quality.runs where run_id = %s", [run.run_id]).fetchone()
    assert row
    return row


def published(ehr: psycopg.Connection, window_start: date) -> dict[str, set[tuple[str]]]:
    """Each row of what a night leaves, as text; of its own tables, those of the window."""
    rows = {}
    for table, but in PUBLISHED.items():
        since = window_start if table.startswith("intermediate.") else date.min
        query = sql.SQL(
            "select (to_jsonb(t) - %s)::text from {} as t where (to_jsonb(t) ->> 'service_date' < %s) is not true"
        ).format(sql.Identifier(*table.split(".")))
        rows[table] = set(ehr.execute(query, [but, since.isoformat()]).fetchall())
    return rows
