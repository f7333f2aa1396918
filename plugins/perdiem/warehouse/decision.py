"""Whose decision the tables of schema intermediate hold. All runs of a warehouse share them, and dbt makes them anew.

A run claims the tables before it decides. Whatever reads or rebuilds them later asks first whether they are still its
own. A lock in the warehouse is held meanwhile: by dbt alone, or by any number of readers.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import psycopg

from perdiem.runs import Run
from perdiem.warehouse import carry_over
from perdiem.warehouse.carry_over import Extent
from perdiem.warehouse.transactions import Lock

log = logging.getLogger(__name__)

CLAIM = """
    insert into quality.last_decision (run_id, decided_at)
    values (%s, %s)
    on conflict (only_row) do update set run_id = excluded.run_id, decided_at = excluded.decided_at
"""


class DecisionReplaced(Exception):
    """Another run has decided since, so that the tables are not this run's; the message names both and what to do."""


@contextmanager
def claimed(warehouse: psycopg.Connection, run: Run, now: datetime) -> Iterator[Extent]:
    """Make the tables this run's, and keep all others from them while dbt decides; yields what of them it decides.

    The claim stands from the first moment on, also where dbt fails: what is there then is nobody else's decision.
    """
    with _held(warehouse, shared=False):
        extent = carry_over.work_out(warehouse, run)
        with warehouse.transaction():
            warehouse.execute(CLAIM, (run.run_id, now))
            carry_over.enter(warehouse, run, extent)
        yield extent


@contextmanager
def kept(warehouse: psycopg.Connection, run: Run, *, rebuilding: bool = False) -> Iterator[None]:
    """Keep other runs from deciding while this one reads its decision, or while dbt rebuilds what follows from it.

    Raises DecisionReplaced if the tables hold the decision of another run.
    """
    with _held(warehouse, shared=not rebuilding):
        row = warehouse.execute("select run_id from quality.last_decision").fetchone()
        if row != (run.run_id,):
            raise DecisionReplaced(
                f"the tables of schema intermediate hold {f'the decision of run {row[0]}' if row else 'no decision'}, "
                f"not that of run {run.run_id}: another night ran meanwhile. Clear this run from its task decide on"
            )
        yield


@contextmanager
def _held(warehouse: psycopg.Connection, *, shared: bool) -> Iterator[None]:
    """Hold the lock of the tables, for as long as the connection lasts at most. In no transaction: none stays open."""
    try_lock, lock, unlock = _SHARED if shared else _ALONE
    if warehouse.execute(try_lock, [Lock.DECISION]).fetchone() != (True,):
        log.info("Another run is at work on the tables of schema intermediate: waiting for it")
        warehouse.execute(lock, [Lock.DECISION])
    try:
        yield
    except BaseException:
        with suppress(psycopg.Error):  # a lost connection holds no lock, and what went wrong is what is to be shown
            warehouse.execute(unlock, [Lock.DECISION])
        raise
    # Where the connection was lost the lock was too, and what was done may not be all of one run: this raises then.
    warehouse.execute(unlock, [Lock.DECISION])


def is_being_made(warehouse: psycopg.Connection) -> bool:
    """Whether a run is at work on the tables: what they hold now may be gone in a moment. Inside a transaction."""
    query = "select not pg_try_advisory_xact_lock_shared(hashtext(%s))"
    return warehouse.execute(query, [Lock.DECISION]).fetchone() == (True,)


_ALONE = (
    "select pg_try_advisory_lock(hashtext(%s))",
    "select pg_advisory_lock(hashtext(%s))",
    "select pg_advisory_unlock(hashtext(%s))",
)
_SHARED = (
    "select pg_try_advisory_lock_shared(hashtext(%s))",
    "select pg_advisory_lock_shared(hashtext(%s))",
    "select pg_advisory_unlock_shared(hashtext(%s))",
)
