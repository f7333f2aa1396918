"""What is old is deleted, what must stay stays, and no night, view or figure misses what is gone."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note
from helpers import tables
from helpers.databases import wait_until_blocking
from helpers.html import Page
from helpers.night import run_night
from helpers.page import signed_in
from helpers.place import Place
from helpers.tables import changed, contents
from perdiem import config, tasks
from perdiem.alerts import digests
from perdiem.retention import files, rows
from perdiem.runs import Run
from perdiem.store import Folder
from perdiem.warehouse.transactions import TransactionFailed

KEEP_DAYS = 180
NEXT_NIGHT = RUN_DATE + timedelta(days=1)
GOES = {"quality.check_results", "quality.run_days", "quality.settled_days", "quality.messages"}
MARKED = {"quality.runs", "quality.run_figures"}


@pytest.fixture(scope="module")
def two_nights(place: Place, module_home: Path) -> Iterator[str]:
    """The name of a database after two nights: a day billed, one that waits for an authorization and is told of."""

    def work(ehr: psycopg.Connection) -> None:
        build(ehr)
        note(ehr, "note-1")
        authorization(ehr)
        client(ehr, "unpaid")
        note(ehr, "note-2", "unpaid")
        run_night(RUN_DATE)
        run_night(NEXT_NIGHT)

    with place.kept(module_home, work) as name:
        yield name


pytestmark = pytest.mark.copy_of("two_nights")


@pytest.fixture
def later() -> datetime:
    """When what both nights found is just older than it is kept."""
    return datetime.now(UTC) + timedelta(days=KEEP_DAYS, hours=1)


def resolve_alerts(ehr: psycopg.Connection) -> None:
    ehr.execute("update ehr.alerts set status = 'resolved', resolved_at = now()")


def nightly_runs(warehouse: psycopg.Connection) -> list[tuple[object, ...]]:
    return warehouse.execute("select * from marts.fct_nightly_runs order by started_at").fetchall()


def test_what_old_runs_found_goes_and_their_figures_and_all_else_stay(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, later: datetime
) -> None:
    resolve_alerts(ehr)
    before, figures, told = contents(ehr), nightly_runs(warehouse), run_figures(warehouse)
    assert all(before[table][0] for table in GOES)

    assert rows.prune_runs(warehouse, ehr, KEEP_DAYS, later) == (2, before["quality.messages"][0])

    after = contents(ehr)
    assert {table: after[table][0] for table in GOES} == dict.fromkeys(GOES, 0)
    assert changed(before, after) == GOES | MARKED
    assert after["quality.runs"][0] == before["quality.runs"][0]
    assert told < run_figures(warehouse)
    assert nightly_runs(warehouse) == figures
    assert warehouse.execute("select min(checks) from marts.fct_nightly_runs").fetchone() > (40,)

    assert rows.prune_runs(warehouse, ehr, KEEP_DAYS, later + timedelta(days=9)) == (0, 0)
    assert changed(after, contents(ehr)) == set()


def run_figures(warehouse: psycopg.Connection) -> set[tuple[object, ...]]:
    return set(warehouse.execute("select * from quality.run_figures").fetchall())


@pytest.mark.parametrize(("keep_days", "since"), [(KEEP_DAYS, timedelta(days=KEEP_DAYS - 1)), (0, timedelta(36_500))])
def test_what_is_young_or_kept_for_good_stays(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, keep_days: int, since: timedelta
) -> None:
    resolve_alerts(ehr)
    before = contents(ehr)
    assert rows.prune_runs(warehouse, ehr, keep_days, datetime.now(UTC) + since) == (0, 0)
    assert changed(before, contents(ehr)) == set()


def test_no_message_goes_by_which_an_open_alert_is_told_again(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, later: datetime
) -> None:
    run = Run("asks", NEXT_NIGHT + timedelta(days=8), 90, dry_run=False, today=NEXT_NIGHT)

    def due() -> list[digests.Digest]:
        return digests.to_tell(ehr, warehouse, run, 7, 90, datetime.now(UTC))

    due_before = due()
    assert [len(digest.alerts) for digest in due_before] == [1], "reminded by the run dates of messages alone"
    messages = contents(ehr)["quality.messages"]

    runs_pruned, deleted = rows.prune_runs(warehouse, ehr, KEEP_DAYS, later)

    assert (runs_pruned, deleted) == (2, 0)
    assert contents(ehr)["quality.messages"] == messages
    assert due() == due_before


def test_a_night_deletes_no_more_than_so_much_the_oldest_first(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_RUNS", 1)
    pruned = "select run_date from quality.runs where pruned_at is not null order by run_date"
    for dates in ([(RUN_DATE,)], [(RUN_DATE,), (NEXT_NIGHT,)], [(RUN_DATE,), (NEXT_NIGHT,)]):
        rows.prune_runs(warehouse, ehr, KEEP_DAYS, later)
        assert warehouse.execute(pruned).fetchall() == dates


def test_one_that_is_killed_half_way_leaves_all_as_it_was(
    database_url: str, ehr: psycopg.Connection, warehouse: psycopg.Connection, later: datetime
) -> None:
    resolve_alerts(ehr)
    before = contents(ehr)
    raised: list[BaseException] = []

    def prune() -> None:
        try:
            rows.prune_runs(warehouse, ehr, KEEP_DAYS, later)
        except TransactionFailed as error:
            raised.append(error)

    with psycopg.connect(database_url) as holder:  # of the last table, once the others are done
        holder.execute("select * from quality.messages for update")
        pruning = threading.Thread(target=prune)
        pruning.start()
        wait_until_blocking(holder)
        holder.execute("select pg_terminate_backend(%s)", [warehouse.info.backend_pid])
        pruning.join()
    assert [type(error) for error in raised] == [TransactionFailed]
    assert changed(before, contents(ehr)) == set()


@pytest.mark.usefixtures("airflow_connections")
def test_what_cannot_be_deleted_is_a_warning_and_the_run_is_done(
    ehr: psycopg.Connection, caplog: pytest.LogCaptureFixture, perdiem_home: Path
) -> None:
    ehr.execute("update quality.runs set started_at = started_at - interval '400 days' where run_date = %s", [RUN_DATE])
    ehr.execute("revoke delete on quality.check_results from current_user, perdiem_transform")
    old_log = old_file(perdiem_home / "logs" / "night-1.log", days=91)
    run = the_last_run(ehr)
    ehr.execute("update quality.runs set state = 'running' where run_id = %s", [run.run_id])

    with caplog.at_level(logging.INFO):
        told = tasks.close_run(run)

    assert told == {"old_decisions": 0, "old_files": 1}
    assert not old_log.exists()
    assert ehr.execute("select state from quality.runs where run_id = %s", [run.run_id]).fetchone() == ("success",)
    [warning] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warning.startswith("Could not delete what is older than it is to be kept: ")
    assert "permission denied" in warning or "InsufficientPrivilege" in warning


@pytest.mark.usefixtures("airflow_connections")
def test_a_dry_run_deletes_nothing(ehr: psycopg.Connection, perdiem_home: Path) -> None:
    ehr.execute("update quality.runs set started_at = started_at - interval '400 days'")
    run = the_last_run(ehr)
    assert tasks.close_run(Run(**{**vars(run), "dry_run": True})) == {}
    assert ehr.execute("select count(*) from quality.runs where pruned_at is not null").fetchone() == (0,)


def the_last_run(warehouse: psycopg.Connection) -> Run:
    query = "select run_id, run_date, lookback_days, dry_run, today from quality.runs order by started_at desc limit 1"
    return Run(*warehouse.execute(query).fetchall()[0])


DECISIONS = "select distinct service_date from marts.fct_per_diem_decisions order by 1"


def test_how_decisions_came_about_goes_by_service_date_and_never_of_the_runs_own_window(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_SERVICE_DATES", 1)
    before = contents(ehr)
    ehr.execute(
        """
        insert into marts.fct_per_diem_decisions
        select (jsonb_populate_record(decisions, '{"service_date": "2016-07-20"}')).*
        from marts.fct_per_diem_decisions as decisions
        """
    )
    first = date(2016, 7, 20)
    assert dates(warehouse) == [first, SERVICE_DATE]

    def prune(run_date: date, *, keep_days: int = 365, lookback_days: int = 90, today: date | None = None) -> int:
        run = Run("prunes", run_date, lookback_days, dry_run=False, today=today or run_date)
        return rows.prune_decisions(warehouse, run, keep_days)

    a_year_later = SERVICE_DATE + timedelta(days=365)
    assert prune(first + timedelta(days=365)) == 0, "not a day too early"
    assert prune(a_year_later, keep_days=0) == 0
    assert prune(date(2126, 1, 1), today=RUN_DATE) == 0, "a run date mistyped into the future"
    assert prune(a_year_later, lookback_days=400) == 0, "it looks at them itself"
    assert dates(warehouse) == [first, SERVICE_DATE]

    assert prune(a_year_later + timedelta(days=1)) == 2, "a date a night"
    assert dates(warehouse) == [SERVICE_DATE]
    assert contents(ehr) == before
    assert prune(a_year_later + timedelta(days=1)) == 2
    assert prune(a_year_later + timedelta(days=1)) == 0
    assert changed(before, contents(ehr)) == {"marts.fct_per_diem_decisions"}


def dates(warehouse: psycopg.Connection) -> list[date]:
    return [service_date for (service_date,) in warehouse.execute(DECISIONS)]


def test_a_night_after_it_is_the_same_and_the_page_says_what_is_gone(
    place: Place, module_home: Path, two_nights: str, later: datetime
) -> None:
    """A full night, which compares what was carried over; its report; and each view, also of a run that was pruned."""
    came_to = []
    for prunes in (False, True):
        with place.database(module_home, two_nights) as url, psycopg.connect(url, autocommit=True) as ehr:
            if prunes:
                assert rows.prune_runs(ehr, ehr, KEEP_DAYS, later)[0] == 2
            old_run = the_last_run(ehr)
            authorization(ehr, "authorization-late", "unpaid")
            run = run_night(NEXT_NIGHT + timedelta(days=1), decide_all=True)
            assert ehr.execute("select count(*) from quality.carried_over_differences").fetchone() == (0,)
            came_to.append({name: rows for name, rows in tables.rows(ehr).items() if not name.startswith("quality")})
            with signed_in() as page:
                for path in ("/", "/worklist", "/invoices", "/quality", "/audit", "/weeks", "/authorizations"):
                    assert page.get(path).status_code == 200, path
                night = Page(page.get("/", params={"run_id": old_run.run_id}).text)
                checks = Page(page.get("/quality", params={"run_id": old_run.run_id}).text)
                assert ("was deleted on" in night.text, "was deleted on" in checks.text) == (prunes, prunes)
                assert ("Checks failed" in night.text, "No check failed" in checks.text) == (not prunes, not prunes)
                assert night.rows("Days decided, by status")
                assert page.get(f"/reports/{run.run_id}").status_code == 200
    assert came_to[0] == came_to[1]
    assert any("authorization-late" in str(row) for row in came_to[0]["ehr.invoices"])


def old_file(path: Path, days: float, text: str = "text") -> Path:
    """A file that was written so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    at = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


OF_LOGS = (
    "logs/night-20160802T020000.log",
    "logs/tasks/dag_id=per_diem_billing/run_id=a/task_id=decide/attempt=1.log",
    "logs/dag_processor/2016-08-02/dags-folder/per_diem_billing.py.log",
    "outbox/20160802T020000-0123456789abcdef.eml",
    "loads/20160802T020000.csv",
)
OF_NOBODY_HERE = ("secrets/postgres_password", "dbt/manifest.json", "logs/notes.txt", "reports/mine.pdf", "mine.log")


def test_files_go_by_their_kind_and_age(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    old = [old_file(tmp_path / name, days=11) for name in OF_LOGS]
    young = [old_file((tmp_path / name).with_name(f"young-{Path(name).name}"), days=9) for name in OF_LOGS]
    old_report = old_file(tmp_path / "reports" / "2016-08-02-0123456789ab.html", days=21)
    young_report = old_file(tmp_path / "reports" / "2016-08-03-0123456789ab.html", days=19)
    unfinished = old_file(tmp_path / "outbox" / ".abc.tmp", days=2)
    others = [old_file(tmp_path / name, days=999) for name in OF_NOBODY_HERE]
    (tmp_path / "logs" / "link.log").symlink_to(others[0])

    assert files.prune(tmp_path, Folder(tmp_path), 0, 0, now) == 1, "what a killed process left unfinished"
    assert files.prune(tmp_path, Folder(tmp_path), 10, 0, now) == len(old)
    assert files.prune(tmp_path, Folder(tmp_path), 10, 20, now) == 1
    assert files.prune(tmp_path, Folder(tmp_path), 10, 20, now) == 0

    assert [path for path in (*old, old_report, unfinished) if path.exists()] == []
    assert [path for path in (*young, young_report, *others) if not path.exists()] == []
    assert (tmp_path / "logs" / "link.log").is_symlink()


def test_a_folder_of_logs_goes_once_it_has_been_empty_for_a_day(tmp_path: Path) -> None:
    log = old_file(tmp_path / OF_LOGS[1], days=99)
    files.prune(tmp_path, Folder(tmp_path), 10, 10, datetime.now(UTC))
    assert log.parent.is_dir(), "Airflow may be about to write into it"
    files.prune(tmp_path, Folder(tmp_path), 10, 10, datetime.now(UTC) + timedelta(days=2))
    assert not log.parent.exists()
    files.prune(tmp_path, Folder(tmp_path), 10, 10, datetime.now(UTC) + timedelta(days=9))
    assert (tmp_path / "logs").is_dir()


def test_a_log_that_is_written_all_the_time_keeps_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_LOG", 100)
    monkeypatch.setattr(files, "END_OF_LOG", 25)
    log = tmp_path / "logs" / "scheduler.log"
    log.parent.mkdir()
    with log.open("a") as writer:
        writer.writelines(f"line {number:03}\n" for number in range(20))
        writer.flush()
        files.prune(tmp_path, Folder(tmp_path), 10, 10, datetime.now(UTC))
        writer.write("line 020\n")
    assert log.read_text() == "line 018\nline 019\nline 020\n"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PERDIEM_KEEP_LOGS_DAYS", "6", "a whole number from 7 to 36500, or 0 to keep all"),
        ("PERDIEM_KEEP_LOGS_DAYS", "-1", "a whole number from 7 to 36500, or 0 to keep all"),
        ("PERDIEM_KEEP_RUNS_DAYS", "30", "a whole number from 35 to 36500, or 0 to keep all"),
        ("PERDIEM_KEEP_RUNS_DAYS", "half a year", "a whole number from 35 to 36500, or 0 to keep all"),
        ("PERDIEM_KEEP_DECISIONS_DAYS", "364", "a whole number from 365 to 36500, or 0 to keep all"),
        ("PERDIEM_KEEP_DECISIONS_DAYS", "36501", "a whole number from 365 to 36500, or 0 to keep all"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value_and_what_is_expected(
    name: str, value: str, expected: str
) -> None:
    told = f"{name} is {value!r}: expected {expected}"
    with pytest.raises(config.ConfigError, match=f"^{re.escape(told)}$"):
        config.load({name: value})


def test_decisions_are_kept_longer_than_nights_look_back() -> None:
    told = "PERDIEM_KEEP_DECISIONS_DAYS is '400': expected a whole number from 501 to 36500, or 0 to keep all"
    with pytest.raises(config.ConfigError, match=f"^{re.escape(told)}$"):
        config.load({"PERDIEM_KEEP_DECISIONS_DAYS": "400", "PERDIEM_LOOKBACK_DAYS": "500"})
    assert config.load({"PERDIEM_KEEP_DECISIONS_DAYS": "0"}).keep_decisions_days == 0


def test_a_database_that_refuses_quotes_no_row(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, later: datetime
) -> None:
    warehouse.execute("alter table quality.run_figures add constraint refuses check (measure <> 'checks')")
    before = contents(ehr)
    with pytest.raises(TransactionFailed) as failed:
        rows.prune_runs(warehouse, ehr, KEEP_DAYS, later)
    assert "carried_out" not in str(failed.value)
    assert changed(before, contents(ehr)) == set()
