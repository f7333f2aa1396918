"""A worker is killed anywhere in a night, and the task is tried again: nothing is lost, doubled, half written, untold.

PERDIEM_KILLS says how often it is killed at random points; PERDIEM_SEED, where.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import psycopg
import pytest
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session

from clinics.fault_clinic import (
    BILLED_DAYS,
    EHR,
    FOUND,
    MARTS,
    SETTLED,
    WITHOUT_EVIDENCE,
    Contents,
    contents,
    copies,
    count,
    environment,
    fill,
    harm,
    void,
)
from clinics.small_clinic import RUN_DATE
from helpers.databases import copied, new_database, wait_until_blocking
from helpers.fault_worker import Worker, wait_until
from helpers.mail_servers import Mailbox, listening
from perdiem import tasks
from perdiem.report import files
from perdiem.runs import Run

KILLS = int(os.environ.get("PERDIEM_KILLS", "12"))
KILLED_NIGHTS = max(KILLS // 12, 1)
SEED = int(os.environ.get("PERDIEM_SEED", "509"))

DECIDED = ("give_back_voided", "decide", "check billable_days", "publish")
TASKS = ("give_back_voided", "write_back", "notify_billers", "notify_data_quality", "close_run")
PARAMS = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}

# Where the worker is made to wait, by a lock that the test holds, for its end.
WAITING = {
    "for its turn to give back": "select pg_advisory_xact_lock(hashtext('perdiem: settle and write back'))",
    "giving back, for the authorizations": "select from ehr.authorizations for update",
    "giving back, for the invoices": "lock table ehr.invoices in share mode",
    "to enter the evidence": "lock table quality.decision_evidence in share mode",
    "writing, for the notes": "lock table ehr.notes in share mode",
    "after the write-back, to say what became of each day": "lock table quality.settled_days in share mode",
    "after the write-back, to keep what it came to": "lock table quality.run_figures in share mode",
    "to open alerts": "lock table ehr.alerts in share mode",
    "to enter a message that was sent": "lock table quality.messages in share mode",
    "to enter what fails in the data": "lock table quality.failures in share mode",
    "to enter that the run is done": "lock table quality.runs in share mode",
    "for what the report is to tell": "lock table marts.rpt_billing_audit",
}


@dataclass(frozen=True)
class Undisturbed:
    """A template to begin from, the run that is to be carried out on it, and what it comes to where nothing happens."""

    template: str
    run: Run
    names: tuple[str, ...]
    compared: tuple[Mapping[str, str], ...]
    contents: Contents
    billed_days: list[tuple[str, str, date]]
    alerts: int
    seconds: float


@dataclass(frozen=True)
class Place:
    """Where nights run: a server, the home that it runs in if it is the tests' own, and the nights' own home."""

    server_url: str
    server_home: Path | None
    database_name: str
    home: Path

    def report(self, run: Run) -> Path:
        return self.home / files.name_of(run.run_date, run.run_id)


@contextmanager
def environment_of(place: Place, url: str, port: int) -> Iterator[dict[str, str]]:
    """What a worker finds in its environment, set here too."""
    values = environment(url, place.home, place.server_home)
    values["AIRFLOW_CONN_PERDIEM_SMTP"] = f"smtp://127.0.0.1:{port}?timeout=60"
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        yield values


@pytest.fixture(scope="module")
def place(
    server_url: str,
    server_home: Path | None,
    database_name: str,
    dbt_state: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Place:
    home = tmp_path_factory.mktemp("home")
    (home / "dbt").symlink_to(dbt_state)
    return Place(server_url, server_home, database_name, home)


@pytest.fixture(scope="module")
def evening(server_url: str, ehr_template: str) -> Iterator[str]:
    """A database as the night finds it."""
    with copied(server_url, ehr_template) as name:
        with psycopg.connect(server_url, dbname=name, autocommit=True) as ehr:
            fill(ehr)
        yield name


@pytest.fixture(scope="module")
def decided(place: Place, evening: str) -> Iterator[tuple[str, Run]]:
    """A database once the night has decided, and its run. Since then more notes were voided."""
    with ExitStack() as kept:
        with (
            new_database(place.server_url, place.database_name, evening) as url,
            environment_of(place, url, 0) as environment,
        ):
            run = tasks.plan_run("the run", PARAMS, None)
            assert Worker(environment, run, *DECIDED).error() is None
            with psycopg.connect(url, autocommit=True) as ehr:
                void(ehr, "27")
            name = kept.enter_context(copied(place.server_url, place.database_name))
        yield name, run


@pytest.fixture(scope="module")
def task_level(place: Place, decided: tuple[str, Run]) -> Undisturbed:
    template, run = decided
    return undisturbed(place, template, run, TASKS)


def undisturbed(place: Place, template: str, run: Run, names: tuple[str, ...]) -> Undisturbed:
    # Of a whole night that is run again, what the second attempt settled is what the first had not.
    compared = (EHR, FOUND, SETTLED) if names else (EHR, FOUND, MARTS)
    mailbox = Mailbox()
    with (
        new_database(place.server_url, place.database_name, template) as url,
        listening(mailbox) as port,
        environment_of(place, url, port) as environment,
    ):
        begun = time.monotonic()
        assert Worker(environment, run, *names).error() is None
        seconds = time.monotonic() - begun
        with psycopg.connect(url) as ehr:
            billed_days = ehr.execute(BILLED_DAYS).fetchall()
            alert_ids = [alert_id for (alert_id,) in ehr.execute("select alert_id from ehr.alerts")]
            assert harm(ehr, billed_days).total() == 0
        assert copies(mailbox.received, alert_ids) == 0
        assert len(mailbox.received) == 3, "one message a group, and one on the data"
        rows = contents(url, *compared)
        return Undisturbed(template, run, names, compared, rows, billed_days, len(alert_ids), seconds)


@contextmanager
def night(place: Place, expected: Undisturbed, mailbox: Mailbox) -> Iterator[tuple[dict[str, str], str]]:
    """A database to begin from, with its environment and URL. In the end the run is tried again, and nothing is amiss.

    One message may have been taken by the server, whose worker was killed before it could enter that.
    """
    left = place.report(expected.run)
    left.unlink(missing_ok=True)
    with (
        new_database(place.server_url, place.database_name, expected.template) as url,
        listening(mailbox) as port,
        environment_of(place, url, port) as environment,
    ):
        yield environment, url
        with psycopg.connect(url) as ehr:
            assert count(ehr, WITHOUT_EVIDENCE) == 0, "evidence comes before the note"
        assert not left.exists() or left.read_text().rstrip().endswith("</html>"), "a report is whole, or not there"
        assert Worker(environment, expected.run, *expected.names).error() is None
        assert left.read_text().rstrip().endswith("</html>")
        with psycopg.connect(url) as ehr:
            assert ehr.execute("select state from quality.runs").fetchall() == [("success",)]
            alert_ids = [alert_id for (alert_id,) in ehr.execute("select alert_id from ehr.alerts")]
            counts = harm(ehr, expected.billed_days)
        counts["messages sent twice"] = copies(mailbox.received, alert_ids)
        counts["alerts"] = len(alert_ids)
        TALLY.update(counts)
        assert counts["messages sent twice"] <= 1
        amiss = {what: number for what, number in counts.items() if what not in ("messages sent twice", "alerts")}
        assert not any(amiss.values()), amiss
        assert counts["alerts"] == expected.alerts
        after = contents(url, *expected.compared)
        for table, rows in expected.contents.items():
            assert after[table] == rows, table


TALLY: Counter[str] = Counter()


def tell(kills: int, at_work: int) -> None:
    """Print what the kills since the last time came to; shown by pytest -rP."""
    counts = ", ".join(f"{number} {what}" for what, number in TALLY.items())
    print(f"{kills} kills (seed {SEED}), {at_work} of a worker that was still at work: {counts}")
    TALLY.clear()


def test_killed_at_random_points_of_settle_write_back_and_notify(place: Place, task_level: Undisturbed) -> None:
    random = Random(SEED)
    at_work = 0
    for _ in range(KILLS):
        with night(place, task_level, Mailbox()) as (environment, _url):
            worker = Worker(environment, task_level.run, *TASKS)
            time.sleep(random.uniform(0, task_level.seconds))
            at_work += worker.kill()
    tell(KILLS, at_work)
    assert at_work > 0


@pytest.mark.parametrize("lock", WAITING.values(), ids=WAITING)
def test_killed_while_it_waits(place: Place, task_level: Undisturbed, lock: str) -> None:
    with (
        night(place, task_level, Mailbox()) as (environment, url),
        psycopg.connect(url) as other,
    ):
        other.execute(lock)
        worker = Worker(environment, task_level.run, *TASKS)
        wait_until_blocking(other)
        assert worker.kill()
    tell(1, 1)


def test_what_a_killed_worker_was_doing_in_the_database_ends_soon_after_it(
    place: Place, decided: tuple[str, Run]
) -> None:
    """Else it goes on for as long as it takes, and the retry waits for its locks."""
    template, run = decided
    waiting = "select count(*) from pg_locks where not granted and %s = any(pg_blocking_pids(pid))"
    with (
        new_database(place.server_url, place.database_name, template) as url,
        environment_of(place, url, 0) as environment,
        psycopg.connect(url) as other,
    ):
        other.execute("lock table ehr.billing_codes in access exclusive mode")
        worker = Worker(environment, run, "decide")
        wait_until_blocking(other)
        assert worker.kill()
        seconds_until_locks_time_out = 60
        wait_until(
            lambda: other.execute(waiting, [other.info.backend_pid]).fetchone() == (0,),
            "nobody waits for a lock",
            seconds=seconds_until_locks_time_out / 2,
        )


class AnswersLate(Mailbox):
    """Takes the first message, and says so only once nobody waits for it any more."""

    def __init__(self) -> None:
        super().__init__()
        self.has_one = threading.Event()

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if not self.has_one.is_set():
            self.has_one.set()
            while not server.transport.is_closing():
                await asyncio.sleep(0.01)
        return answer


def test_killed_after_the_server_took_a_message_and_before_it_said_so(place: Place, task_level: Undisturbed) -> None:
    mailbox = AnswersLate()
    with night(place, task_level, mailbox) as (environment, _url):
        worker = Worker(environment, task_level.run, *TASKS)
        assert mailbox.has_one.wait(60)
        assert worker.kill()
    assert TALLY["messages sent twice"] == 1, "under one Message-ID: see copies()"
    tell(1, 1)


def test_killed_at_random_points_of_a_whole_night(place: Place, evening: str, dbt_state: Path) -> None:
    """Cleared and run again from its beginning, as a person would; once with what dbt was writing left half written."""
    random = Random(SEED)
    run = Run("the run", RUN_DATE, lookback_days=90, dry_run=False, today=datetime.now(UTC).date())
    expected = undisturbed(place, evening, run, ())
    at_work = 0
    for number in range(KILLED_NIGHTS):
        with night(place, expected, Mailbox()) as (environment, _url):
            worker = Worker(environment, run)
            time.sleep(random.uniform(0, expected.seconds))
            at_work += worker.kill()
            if number == 0:
                parsed = dbt_state / "target" / "partial_parse.msgpack"
                parsed.write_bytes(parsed.read_bytes()[: parsed.stat().st_size // 2])
    tell(KILLED_NIGHTS, at_work)
