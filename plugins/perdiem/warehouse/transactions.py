"""One transaction, begun anew where it lost against another, whose errors tell nothing about any client."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

import psycopg

from perdiem.warehouse import errors

ATTEMPTS = 5
PAUSE_SECONDS = 0.2
# How long to wait for a row or a table that somebody else's transaction holds: a biller's is done in a moment, and one
# that was left open must not hold the night up in silence.
LOCK_TIMEOUT_SECONDS = 60

Result = TypeVar("Result")


class Lock(StrEnum):
    """Every advisory lock that a run takes, in the warehouse or in the EHR: what one run at a time does under it.

    ALERT_WORK is the page's, too; SETUP and PLAN are of those who change the set-up.

    Their keys in PostgreSQL are hashtext() of these names.
    """

    MIGRATIONS = "perdiem: migrations"
    DECISION = "perdiem: tables of schema intermediate"
    WRITE_BACK = "perdiem: settle and write back"
    ALERTS = "perdiem: alerts"
    ALERT_WORK = "perdiem: what is done about alerts"
    DATA_QUALITY = "perdiem: data quality"
    SETUP = "perdiem: changes of the set-up"
    PLAN = "perdiem: plan of a changed set-up"
    LOAD = "perdiem: load"
    HAND_OVER = "perdiem: files for the EHR and its answers"


class TransactionFailed(Exception):
    """The database refused a transaction; nothing of it was kept. Names the error, and no value of any row."""


def run(connection: psycopg.Connection, work: Callable[[], Result]) -> Result:
    """Do the work in one transaction, and again from its start after a deadlock or a serialization failure.

    `work` must be safe to repeat and must not keep anything from an attempt that failed.

    Raises TransactionFailed in place of the server's error, whose details hold the values of rows, and where somebody
    else's transaction holds what this one needs for longer than LOCK_TIMEOUT_SECONDS. A lost connection is raised as it
    is: it holds none.
    """
    for attempt in itertools.count(1):
        try:
            with connection.transaction():
                _limit_waiting(connection)
                return work()
        except psycopg.errors.LockNotAvailable as error:
            raise TransactionFailed(
                f"a transaction of somebody else, left open for more than {LOCK_TIMEOUT_SECONDS} seconds, holds a row "
                f"or a table that this one needs ({errors.of_postgres(error)}); pg_stat_activity shows whose"
            ) from None
        except psycopg.Error as error:
            if error.sqlstate is None:
                raise
            lost_to_another = isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure)
            if not lost_to_another or attempt == ATTEMPTS:
                raise TransactionFailed(errors.of_postgres(error)) from None
        time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


@contextmanager
def telling_no_values() -> Iterator[None]:
    """Raise TransactionFailed in place of a server's error. A lost connection is raised as it is."""
    try:
        yield
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        raise TransactionFailed(errors.of_postgres(error)) from None


def keep_other_runs_out(ehr: psycopg.Connection) -> None:
    """Let one run at a time settle or write back, until the end of the transaction.

    Row locks alone would keep the units right. This spares two runs each other's deadlocks, and lets the second see
    all that the first wrote before it shares out what is left.
    """
    take_turns(ehr, Lock.WRITE_BACK)


def take_turns(connection: psycopg.Connection, lock: Lock) -> None:
    """Have other runs wait with what is done under this lock until this transaction ends.

    However long it takes: it is at work, and waits for nobody else for long.
    """
    connection.execute("set local lock_timeout = 0")
    connection.execute("select pg_advisory_xact_lock(hashtext(%s))", [lock])
    _limit_waiting(connection)


@contextmanager
def alone(connection: psycopg.Connection, lock: Lock) -> Iterator[None]:
    """Have others wait with what is done under this lock, over several transactions, until the connection ends."""
    connection.execute("select pg_advisory_lock(hashtext(%s))", [lock])
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("select pg_advisory_unlock(hashtext(%s))", [lock])


def _limit_waiting(connection: psycopg.Connection) -> None:
    connection.execute("select set_config('lock_timeout', %s, true)", [f"{LOCK_TIMEOUT_SECONDS}s"])


def holders_of_tables(warehouse: psycopg.Connection) -> str:
    """Who keeps a table of the warehouse from being replaced by a transaction that is open, and what to do about it."""
    sessions = warehouse.execute(
        """
        select distinct locks.pid, activity.usename
        from pg_locks as locks
        inner join pg_class as tables on locks.relation = tables.oid
        inner join pg_stat_activity as activity on locks.pid = activity.pid
        where
            locks.granted
            and locks.pid <> pg_backend_pid()
            and tables.relnamespace::regnamespace::text in ('staging', 'intermediate', 'marts', 'quality')
        order by locks.pid
        """
    ).fetchall()
    if not sessions:
        return "Whoever held the table has let go of it since"
    named = ", ".join(f"{pid} of user {user}" for pid, user in sessions)
    return (
        f"A transaction that is open holds a table that is to be replaced: session {named}. Have it ended, or end it "
        "by pg_terminate_backend; the task tries again by itself"
    )
