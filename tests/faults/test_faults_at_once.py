"""Runs that are at work at once, and others who hold what a run needs: each waits its turn, or says why not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import psycopg
import pytest

from clinics.fault_clinic import BILLED_DAYS, EHR, contents, days_that_can_be_billed, environment, fill, harm, pending
from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.databases import as_user, wait_until_blocking, without_published_days
from helpers.fault_worker import Worker
from helpers.mail_servers import Mailbox, listening
from helpers.night import run_night
from perdiem import config, tasks
from perdiem.alerts import delivery, digests, register
from perdiem.alerts.messages import Beside
from perdiem.mail.smtp import SmtpSettings
from perdiem.mail.transport import Post
from perdiem.runs import Run
from perdiem.warehouse import dbt, decision, migrations, transactions
from perdiem.warehouse.transactions import TransactionFailed
from perdiem.write_back import settlement, writing

NOW = datetime(2016, 8, 2, 6, tzinfo=UTC)


def run_of(run_id: str, run_date: date = RUN_DATE) -> Run:
    return Run(run_id, run_date, lookback_days=90, dry_run=False, today=date(2016, 8, 3))


@pytest.fixture
def warehouse_url(database_url: str, server_home: Path | None) -> str:
    """The database as the user of a night's warehouse sees it."""
    return as_user(database_url, server_home, "perdiem_transform")


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[psycopg.Connection]:
    """The warehouse with the pipeline's own tables."""
    with psycopg.connect(warehouse_url, autocommit=True) as warehouse:
        migrations.apply(warehouse)
        yield warehouse


# Whose decision it is


@pytest.mark.parametrize(
    "task",
    [
        lambda run: tasks.check("billable_days", run),
        tasks.write_back,
        tasks.publish,
        lambda run: tasks.check("published_marts", run),
        tasks.notify_billers,
        tasks.notify_data_quality,
    ],
    ids=["check_decisions", "write_back", "publish", "check_published", "notify_billers", "notify_data_quality"],
)
@pytest.mark.parametrize("decided_by", ["another run", None])
@pytest.mark.usefixtures("airflow_connections")
def test_a_task_that_finds_the_decision_of_another_run_fails_at_once_and_says_so(
    warehouse: psycopg.Connection, task: Callable[[Run], object], decided_by: str | None
) -> None:
    from airflow.sdk.exceptions import AirflowFailException

    if decided_by:
        with decision.claimed(warehouse, run_of(decided_by), NOW):
            pass
    with pytest.raises(AirflowFailException) as failure:
        task(run_of("this run"))
    found = "the decision of run another run" if decided_by else "no decision"
    assert str(failure.value) == (
        f"the tables of schema intermediate hold {found}, not that of run this run: "
        "another night ran meanwhile. Clear this run from its task decide on"
    )


@pytest.mark.usefixtures("airflow_connections")
def test_a_run_that_decides_again_has_its_decision_back(warehouse: psycopg.Connection) -> None:
    for run_id in ("one", "other", "one"):
        with decision.claimed(warehouse, run_of(run_id), NOW):
            pass
    with decision.kept(warehouse, run_of("one")):
        pass
    with (
        pytest.raises(decision.DecisionReplaced, match="of run one, not that of run other"),
        decision.kept(warehouse, run_of("other")),
    ):
        pass


@pytest.mark.parametrize(
    ("mine", "theirs", "waits"),
    [
        ("claimed", "claimed", True),
        ("claimed", "read", True),
        ("read", "claimed", True),
        ("rebuilt", "read", True),
        ("read", "read", False),
    ],
)
def test_who_makes_the_tables_is_alone_with_them_and_readers_are_not(
    warehouse: psycopg.Connection, warehouse_url: str, mine: str, theirs: str, waits: bool
) -> None:
    run = run_of("run")
    with decision.claimed(warehouse, run, NOW):
        pass
    has_begun = threading.Event()

    def turn(connection: psycopg.Connection, how: str) -> object:
        if how == "claimed":
            return decision.claimed(connection, run, NOW)
        return decision.kept(connection, run, rebuilding=how == "rebuilt")

    def take() -> None:
        with psycopg.connect(warehouse_url, autocommit=True) as other, turn(other, theirs):
            has_begun.set()

    with ThreadPoolExecutor(1) as pool:
        with turn(warehouse, mine):
            other = pool.submit(take)
            if waits:
                wait_until_blocking(warehouse)
                assert not has_begun.is_set()
            else:
                other.result(timeout=20)
        other.result(timeout=20)
    assert has_begun.is_set()


def test_a_turn_that_ends_in_an_error_lets_others_have_theirs(
    warehouse: psycopg.Connection, warehouse_url: str
) -> None:
    with pytest.raises(ZeroDivisionError), decision.claimed(warehouse, run_of("run"), NOW):
        raise ZeroDivisionError
    with psycopg.connect(warehouse_url, autocommit=True) as other, decision.claimed(other, run_of("other"), NOW):
        pass


def test_a_turn_whose_lock_was_lost_with_its_connection_is_an_error(
    warehouse: psycopg.Connection, warehouse_url: str
) -> None:
    with (
        pytest.raises(psycopg.OperationalError),
        psycopg.connect(warehouse_url, autocommit=True) as mine,
        decision.claimed(mine, run_of("run"), NOW),
    ):
        warehouse.execute("select pg_terminate_backend(%s, 10000)", [mine.info.backend_pid])


# Whole nights


def test_nights_at_the_same_time_and_a_biller_at_the_same_authorizations(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    database_url: str,
    server_home: Path | None,
    perdiem_home: Path,
) -> None:
    """The same night twice, and the next. One that loses its decision is run again, as its error says."""
    fill(ehr)
    work = environment(database_url, perdiem_home, server_home)
    nights = [run_of("a", RUN_DATE), run_of("b", RUN_DATE), run_of("c", RUN_DATE + timedelta(days=1))]
    are_over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        biller = pool.submit(change_authorizations, database_url, are_over)
        try:
            workers = [(run, Worker(work, run)) for run in nights]
            errors = {run: worker.error() for run, worker in workers}
            again = [run for run, error in errors.items() if error and "another night ran meanwhile" in error]
            errors_again = [Worker(work, run).error() for run in again]
        finally:
            are_over.set()
        taken, deadlocks_of_biller = biller.result()
    assert len(again) < len(nights), "the last one to decide goes on"
    assert {run for run, error in errors.items() if error} == set(again), errors
    assert not any(errors_again), errors_again

    with ehr.cursor() as cursor:  # what the notes took is what is left without them
        cursor.executemany(
            "update ehr.authorizations set units_used = units_used - 1 where authorization_id = %s",
            [[authorization_id] for authorization_id in taken],
        )
    counts = harm(ehr, days_that_can_be_billed())
    assert counts.total() == 0, counts
    deadlocks = ehr.execute("select deadlocks from pg_stat_database where datname = current_database()").fetchone()
    print(f"{len(nights)} nights at once, {len(again)} of them run again: {dict(counts)}")
    print(
        f"{len(taken)} units taken by a biller; {deadlocks} deadlocks, {deadlocks_of_biller} of them lost by the biller"
    )

    before = contents(database_url, EHR)
    assert Worker(work, run_of("d", nights[-1].run_date)).error() is None, "the gates pass: the marts are right"
    assert contents(database_url, EHR) == before, "nothing was left to write"


def change_authorizations(database_url: str, are_over: threading.Event) -> tuple[list[str], int]:
    """A biller who takes units by hand, two authorizations at a time, locked in the order that a run does not use."""
    random = Random(510)
    taken: list[str] = []
    deadlocks = 0
    with psycopg.connect(database_url, autocommit=True) as biller:
        while not are_over.wait(0.005):
            first, second = sorted((f"auth-{number:02}" for number in random.sample(range(40), 2)), reverse=True)
            try:
                with biller.transaction():
                    biller.execute("select from ehr.authorizations where authorization_id = %s for update", [first])
                    are_over.wait(random.choice([0, 0.005, 0.2]))
                    row = biller.execute(
                        """
                        update ehr.authorizations set units_used = units_used + 1
                        where authorization_id = %s and units_authorized - units_used > 3
                        returning authorization_id
                        """,
                        [second if len(taken) < 20 else None],
                    ).fetchone()
                taken += row or ()
            except psycopg.errors.DeadlockDetected:
                deadlocks += 1
    return taken, deadlocks


# Somebody's transaction that was left open


def test_a_transaction_left_open_on_an_authorization_is_an_error_that_says_so(
    ehr: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "LOCK_TIMEOUT_SECONDS", 0.2)
    build(ehr)
    authorization(ehr)
    day = pending("alice", SERVICE_DATE, "authorization-1")
    with psycopg.connect(database_url) as biller:
        biller.execute("select from ehr.authorizations for update")
        with pytest.raises(TransactionFailed, match=r"left open for more than 0.2 seconds.*SQLSTATE 55P03.*pg_stat"):
            writing.write_back(ehr, [day], "run-1", NOW)
    assert ehr.execute(BILLED_DAYS).fetchall() == []
    assert writing.write_back(ehr, [day], "run-1", NOW).count("written") == 1, "the retry"


def test_another_run_that_is_at_work_is_waited_for_however_long(
    ehr: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "LOCK_TIMEOUT_SECONDS", 0.05)
    with psycopg.connect(database_url) as other, ThreadPoolExecutor(1) as pool:
        transactions.keep_other_runs_out(other)
        settled = pool.submit(settlement.give_back_voided, ehr, NOW)
        wait_until_blocking(other)
        other.execute("select pg_sleep(0.3)")
        assert not settled.done()
        other.commit()
        assert settled.result().notes == 0


def test_an_alert_that_somebody_holds_is_waited_for_before_its_message_goes_out_and_not_after(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    """Else a message is out that cannot be entered, and goes out again."""
    build(ehr)
    reason = register.Reason("IOP", "alice", SERVICE_DATE, "no_authorization", "IOP Notification Group")
    run = run_of("run")
    without_published_days(warehouse)
    register.refresh(ehr, [reason], [], run.window_start, NOW)
    due = digests.to_tell(ehr, warehouse, run, 7, 90, NOW)
    mailbox = Mailbox()
    with listening(mailbox) as port, psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        post = Post("perdiem@example.org", (), SmtpSettings("127.0.0.1", port), tmp_path)
        biller.execute("select from ehr.alerts for update")
        told = pool.submit(delivery.deliver, ehr, warehouse, run, due, Beside(0, 0, 0, Decimal(0)), post, NOW)
        wait_until_blocking(biller)
        assert mailbox.received == []
        biller.commit()
        assert told.result().alerts_told == 1
    assert len(mailbox.received) == 1


@pytest.mark.skipif("PERDIEM_KILLS" not in os.environ, reason="takes a minute: set PERDIEM_KILLS")
@pytest.mark.usefixtures("airflow_connections")
def test_a_mart_that_an_analyst_holds_is_an_error_and_not_a_wait_without_end(
    ehr: psycopg.Connection, database_url: str
) -> None:
    build(ehr)
    note(ehr, "note-1")
    run = run_night(RUN_DATE)
    with psycopg.connect(database_url) as analyst:
        analyst.execute("select from marts.dim_authorizations")
        with pytest.raises(
            dbt.DbtFailed, match=r"dim_authorizations: .*lock timeout.* session \d+ of user \w+\. Have it ended"
        ):
            tasks.publish(run)
    tasks.publish(run)


def test_no_task_can_hang_for_ever() -> None:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(config.PROJECT_ROOT / "dags"))
    for task in bag.dags["per_diem_billing"].tasks:
        assert task.execution_timeout == timedelta(hours=2), task.task_id
