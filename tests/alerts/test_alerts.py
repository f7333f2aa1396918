"""An alert is open as long as its reason is there: opened, resolved and reopened on a real PostgreSQL."""

import traceback
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import psycopg
import pytest
from psycopg import sql

from helpers.databases import insert, wait_until_blocking
from perdiem.alerts import register
from perdiem.alerts.register import AlertCounts, ProgramDay, Reason
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock, TransactionFailed

JULY_30, JULY_31 = date(2016, 7, 30), date(2016, 7, 31)
NIGHT_1 = datetime(2016, 8, 2, 6, 0, tzinfo=UTC)
NIGHT_2 = NIGHT_1 + timedelta(days=1)
NIGHT_3 = NIGHT_1 + timedelta(days=2)

WINDOW_START = date(2016, 5, 4)
IOP = Reason("IOP", "client-1", JULY_31, "no_authorization", "IOP Notification Group")
DECIDED = [ProgramDay("IOP", JULY_30), ProgramDay("IOP", JULY_31)]


def all_alerts(ehr: psycopg.Connection) -> list[tuple[object, ...]]:
    return ehr.execute("select * from ehr.alerts order by alert_id").fetchall()


def one_alert(ehr: psycopg.Connection, *columns: str) -> tuple[object, ...]:
    chosen = sql.SQL(", ").join(map(sql.Identifier, columns))
    [row] = ehr.execute(sql.SQL("select {} from ehr.alerts").format(chosen)).fetchall()
    return row


def tell_all(ehr: psycopg.Connection, moment: datetime) -> None:
    ehr.execute("update ehr.alerts set notified_at = %s", (moment,))


def test_a_new_reason_opens_an_alert_that_is_yet_to_be_told(ehr: psycopg.Connection) -> None:
    assert register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1) == AlertCounts(
        opened=1, reopened=0, resolved=0, expired=0
    )
    columns = ("program_id", "client_id", "service_date", "reason", "group_name", "status", "opened_at")
    assert one_alert(ehr, *columns, "notified_at", "resolved_at") == (
        *("IOP", "client-1", JULY_31, "no_authorization", "IOP Notification Group", "open", NIGHT_1),
        *(None, None),
    )


def test_the_same_day_has_one_alert_for_each_of_its_reasons(ehr: psycopg.Connection) -> None:
    other = Reason("IOP", "client-1", JULY_31, "missing_default_location", None)
    assert register.refresh(ehr, [IOP, other, IOP], DECIDED, WINDOW_START, NIGHT_1).opened == 2


def test_an_alert_id_is_random_and_says_nothing_of_the_client(ehr: psycopg.Connection) -> None:
    ids = set()
    for _ in range(2):
        register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
        (alert_id,) = one_alert(ehr, "alert_id")
        assert uuid.UUID(str(alert_id)).version == 4
        ids.add(alert_id)
        ehr.execute("delete from ehr.alerts")
    assert len(ids) == 2, "the same day must not lead to the same id"


def test_the_same_reasons_again_change_nothing(ehr: psycopg.Connection) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    tell_all(ehr, NIGHT_1)
    before = all_alerts(ehr)
    moved = Reason("IOP", "client-1", JULY_31, "no_authorization", "A group named since")
    assert register.refresh(ehr, [moved], DECIDED, WINDOW_START, NIGHT_2) == AlertCounts(0, 0, 0, 0)
    assert all_alerts(ehr) == before


def test_an_alert_whose_reason_is_gone_is_resolved_once(ehr: psycopg.Connection) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    assert register.refresh(ehr, [], DECIDED, WINDOW_START, NIGHT_2) == AlertCounts(
        opened=0, reopened=0, resolved=1, expired=0
    )
    assert one_alert(ehr, "status", "resolved_at", "opened_at") == ("resolved", NIGHT_2, NIGHT_1)
    assert register.refresh(ehr, [], DECIDED, WINDOW_START, NIGHT_3) == AlertCounts(0, 0, 0, 0)
    assert one_alert(ehr, "resolved_at") == (NIGHT_2,)


def test_one_reason_gone_leaves_the_others_of_the_day_open(ehr: psycopg.Connection) -> None:
    other = Reason("IOP", "client-1", JULY_31, "missing_default_location", None)
    register.refresh(ehr, [IOP, other], DECIDED, WINDOW_START, NIGHT_1)
    assert register.refresh(ehr, [other], DECIDED, WINDOW_START, NIGHT_2) == AlertCounts(
        opened=0, reopened=0, resolved=1, expired=0
    )


def test_a_reason_that_returns_reopens_its_alert_for_the_group_of_now_and_untold(ehr: psycopg.Connection) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    tell_all(ehr, NIGHT_1)
    alert_id = one_alert(ehr, "alert_id")
    register.refresh(ehr, [], DECIDED, WINDOW_START, NIGHT_2)
    back = Reason("IOP", "client-1", JULY_31, "no_authorization", "Billers")
    assert register.refresh(ehr, [back], DECIDED, WINDOW_START, NIGHT_3) == AlertCounts(
        opened=0, reopened=1, resolved=0, expired=0
    )
    assert one_alert(ehr, "alert_id") == alert_id
    assert one_alert(ehr, "status", "opened_at", "notified_at", "resolved_at", "group_name") == (
        *("open", NIGHT_3, None, None, "Billers"),
    )


@pytest.mark.parametrize(
    "scope", [[], [ProgramDay("IOP", JULY_30)], [ProgramDay("PHP", JULY_31)]], ids=["nothing", "date", "program"]
)
def test_an_alert_of_a_day_that_was_not_decided_stays_open(ehr: psycopg.Connection, scope: list[ProgramDay]) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    before = all_alerts(ehr)
    assert register.refresh(ehr, [], scope, WINDOW_START, NIGHT_2) == AlertCounts(0, 0, 0, 0)
    assert all_alerts(ehr) == before


def test_hostile_text_is_kept_as_it_is(ehr: psycopg.Connection) -> None:
    hostile = Reason(
        "IOP", "client-1", JULY_31, "no_authorization", "'; drop table ehr.alerts; --\r\nBcc: x@example.org"
    )
    register.refresh(ehr, [hostile], DECIDED, WINDOW_START, NIGHT_1)
    assert one_alert(ehr, "group_name") == (hostile.group_name,)


def test_two_runs_at_once_open_each_alert_once(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    reasons = [Reason("IOP", f"client-{number}", JULY_31, "no_authorization", None) for number in range(50)]
    with ThreadPoolExecutor(1) as other_run, ehr.transaction():
        register.refresh(ehr, reasons[:30], DECIDED, WINDOW_START, NIGHT_1)
        second = other_run.submit(register.refresh, warehouse, reasons[20:], DECIDED, WINDOW_START, NIGHT_2)
        wait_until_blocking(ehr)
        assert not second.done()
    assert second.result() == AlertCounts(opened=20, reopened=0, resolved=20, expired=0)
    assert len(all_alerts(ehr)) == 50


def test_a_run_that_dies_half_way_changes_nothing(ehr: psycopg.Connection) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    before = all_alerts(ehr)
    ehr.execute("alter table ehr.alerts add constraint never check (status <> 'resolved')")
    other = Reason("IOP", "client-canary", JULY_31, "no_authorization", None)
    with pytest.raises(TransactionFailed) as error:
        register.refresh(ehr, [other], DECIDED, WINDOW_START, NIGHT_2)
    assert all_alerts(ehr) == before
    assert "client-" not in "".join(traceback.format_exception(error.value))


def test_many_alerts_take_seconds(ehr: psycopg.Connection) -> None:
    days = [ProgramDay("IOP", JULY_31 - timedelta(days=number)) for number in range(90)]
    reasons = [
        Reason(day.program_id, f"client-{number}", day.service_date, "no_authorization", None)
        for day in days
        for number in range(300)
    ]
    first_day = days[-1].service_date
    began = perf_counter()
    assert register.refresh(ehr, reasons, days, first_day, NIGHT_1).opened == 27_000
    assert register.refresh(ehr, reasons[13_500:], days, first_day, NIGHT_2).resolved == 13_500
    assert register.refresh(ehr, reasons, days, first_day, NIGHT_3).reopened == 13_500
    assert perf_counter() - began < 60


@pytest.fixture
def decisions(warehouse: psycopg.Connection) -> psycopg.Connection:
    """The warehouse with the tables of the decisions, as far as alerts read them."""
    warehouse.execute(
        """
        create schema intermediate;
        create table intermediate.int_client_days__decided (
            program_id text, client_id text, service_date date, status text, reasons text[]
        );
        create table intermediate.int_program_days__settings (
            program_id text, service_date date, alert_group text, is_due boolean
        );
        """
    )
    return warehouse


def decide(warehouse: psycopg.Connection, client_id: str, status: str, reasons: Sequence[str]) -> None:
    day = {"program_id": "IOP", "client_id": client_id, "service_date": JULY_31}
    insert(warehouse, "intermediate.int_client_days__decided", [{**day, "status": status, "reasons": list(reasons)}])


def settle(warehouse: psycopg.Connection, service_date: date, group: str | None, is_due: bool) -> None:
    day = {"program_id": "IOP", "service_date": service_date, "alert_group": group, "is_due": is_due}
    insert(warehouse, "intermediate.int_program_days__settings", [day])


def test_each_reason_of_every_status_is_read_with_its_group(
    decisions: psycopg.Connection,
) -> None:
    settle(decisions, JULY_31, "IOP Notification Group", is_due=True)
    decide(decisions, "blocked", "blocked", ["no_authorization", "missing_default_clinician"])
    decide(decisions, "lost", "billed", ["support_lost"])
    decide(decisions, "unsigned", "unsigned", ["unsigned_notes"])
    decide(decisions, "by hand", "already_billed", ["unsigned_by_hand"])
    decide(decisions, "fine", "billed", [])
    decide(decisions, "waiting", "pending", [])
    reasons, _ = register.read_reasons(decisions)
    assert sorted((reason.client_id, reason.reason, reason.group_name) for reason in reasons) == [
        ("blocked", "missing_default_clinician", "IOP Notification Group"),
        ("blocked", "no_authorization", "IOP Notification Group"),
        ("by hand", "unsigned_by_hand", "IOP Notification Group"),
        ("lost", "support_lost", "IOP Notification Group"),
        ("unsigned", "unsigned_notes", "IOP Notification Group"),
    ]


def test_a_reason_without_a_group_is_read_all_the_same(decisions: psycopg.Connection) -> None:
    decide(decisions, "blocked", "blocked", ["no_authorization"])
    reasons, _ = register.read_reasons(decisions)
    assert reasons == [Reason("IOP", "blocked", JULY_31, "no_authorization", None)]


def test_only_due_days_are_decided(decisions: psycopg.Connection) -> None:
    settle(decisions, JULY_30, None, is_due=True)
    settle(decisions, JULY_31, None, is_due=False)
    assert register.read_reasons(decisions) == ([], [ProgramDay("IOP", JULY_30)])


def test_the_warehouse_can_be_written_to_after_reading(decisions: psycopg.Connection) -> None:
    register.read_reasons(decisions)
    settle(decisions, JULY_30, None, is_due=True)


def test_a_run_waits_while_another_tells_its_alerts(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    with ThreadPoolExecutor(1) as other_run:
        with ehr.transaction():
            transactions.take_turns(ehr, Lock.ALERTS)
            second = other_run.submit(register.refresh, warehouse, [IOP], DECIDED, WINDOW_START, NIGHT_1)
            wait_until_blocking(ehr)
            assert not second.done()
        assert second.result().opened == 1


def test_refreshing_in_turns_never_deadlocks(ehr: psycopg.Connection, database_url: str) -> None:
    reasons = [Reason("IOP", f"client-{number}", JULY_31, "no_authorization", None) for number in range(40)]

    def refresh_often(turns: Sequence[int]) -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            for turn in turns:
                register.refresh(connection, reasons[turn % 20 :][:: 1 - turn % 2 * 2], DECIDED, WINDOW_START, NIGHT_1)

    with ThreadPoolExecutor(2) as runs:
        for run in [runs.submit(refresh_often, range(first, 30, 2)) for first in (0, 1)]:
            run.result()
    assert len(all_alerts(ehr)) == 40


def test_an_alert_whose_day_left_the_window_expires_until_a_run_looks_so_far_back(ehr: psycopg.Connection) -> None:
    register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_1)
    assert register.refresh(ehr, [], [], JULY_31, NIGHT_2).expired == 0
    left = JULY_31 + timedelta(days=1)
    assert register.refresh(ehr, [], [], left, NIGHT_2) == AlertCounts(opened=0, reopened=0, resolved=0, expired=1)
    assert one_alert(ehr, "status", "resolved_at") == ("expired", NIGHT_2)
    assert register.refresh(ehr, [], [], left, NIGHT_3) == AlertCounts(0, 0, 0, 0)
    assert register.refresh(ehr, [IOP], DECIDED, WINDOW_START, NIGHT_3).reopened == 1
    assert one_alert(ehr, "status", "resolved_at", "notified_at") == ("open", None, None)
