"""Batches: what is due to the EHR is entered in one, whole, then left as a folder, then entered as left.

Due is what stands in schema ehr and in no batch: so nothing that the write-back wrote can be forgotten, whatever was
killed after it. That a batch has a note is entered before anybody can read of it, and once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from perdiem.hand_over import folder
from perdiem.hand_over.folder import Batch
from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

log = logging.getLogger(__name__)

NEXT_BATCH = "select coalesce(max(batch), 0) + 1 from quality.batches"
ENTER_BATCH = "insert into quality.batches (batch, batch_id, run_id, run_date, made_at) values (%s, %s, %s, %s, %s)"

# Which usage is in no batch is asked apart, so that PostgreSQL hashes the many that are, and looks up the notes of the
# few that are not; and all is ordered, so that it has looked before the table that it looks at grows by the first row.
#
# A released note with the usage and the ready invoice that are its own. Those of another run that is still at work are
# not checked yet: it hands them over itself; one that was killed does not, and is waited for no longer than a day.
ENTER_NOTES = """
    insert into quality.handed_over (
        batch, note_id, what, invoice_id, run_id, program_id, client_id, service_date, billing_code, clinician_id,
        location_id, location_code, duration_minutes, quantity, units, payer_id, authorization_id, amount,
        supporting_note_ids, used_at
    )
    with

    due as materialized (
        select usages.*
        from ehr.authorization_usage as usages
        left join quality.handed_over as entered
            on usages.note_id = entered.note_id and entered.what = 'note' and entered.sent_again_at is null
        where usages.reversed_at is null and entered.note_id is null
    )

    select
        %(batch)s, notes.note_id, 'note', invoices.invoice_id, notes.dag_run_id, notes.program_id, notes.client_id,
        notes.service_date, notes.billing_code, notes.clinician_id, notes.location_id, notes.location_code,
        notes.duration_minutes, notes.quantity, notes.units, notes.payer_id, notes.authorization_id, invoices.amount,
        evidence.supporting_note_ids, due.used_at
    from due
    inner join ehr.notes
        on
            due.note_id = notes.note_id
            and (due.authorization_id, due.units) = (notes.authorization_id, notes.units)
    inner join ehr.invoices
        on
            notes.note_id = invoices.note_id
            and (
                notes.client_id, notes.payer_id, notes.authorization_id, notes.service_date, notes.billing_code,
                notes.units
            ) = (
                invoices.client_id, invoices.payer_id, invoices.authorization_id, invoices.service_date,
                invoices.billing_code, invoices.units
            )
            and lower(btrim(invoices.status, E' \\t\\n\\r\\f\\v')) = 'ready'
    left join lateral (
        select array(
            select entry ->> 'note_id' from jsonb_array_elements(supporting_notes) as entry
            order by entry ->> 'note_id' collate "C"
        ) as supporting_note_ids
        from quality.decision_evidence
        where
            client_id = notes.client_id and service_date = notes.service_date and program_id = notes.program_id
            and run_id = notes.dag_run_id
        order by evidence_id desc
        limit 1
    ) as evidence on true
    where
        notes.origin = 'per_diem'
        and lower(btrim(notes.status, E' \\t\\n\\r\\f\\v')) = 'released'
        and not exists (
            select from quality.runs
            where
                runs.run_id = notes.dag_run_id and runs.run_id <> %(run_id)s
                and runs.state = 'running' and runs.started_at > %(now)s - interval '1 day'
        )
    order by notes.note_id
"""

# What left before, was not rejected, and was given back since.
ENTER_VOIDS = """
    insert into quality.handed_over (
        batch, note_id, what, invoice_id, run_id, program_id, client_id, service_date, billing_code, clinician_id,
        location_id, location_code, duration_minutes, quantity, units, payer_id, authorization_id, amount,
        supporting_note_ids, used_at, reversed_at, voided_by_ehr, ehr_note_id
    )
    select
        %(batch)s, entered.note_id, 'void', entered.invoice_id, entered.run_id, entered.program_id, entered.client_id,
        entered.service_date, entered.billing_code, entered.clinician_id, entered.location_id, entered.location_code,
        entered.duration_minutes, entered.quantity, entered.units, entered.payer_id, entered.authorization_id,
        entered.amount, entered.supporting_note_ids, entered.used_at, usages.reversed_at,
        coalesce(entered.status_in_ehr = 'void', false), entered.ehr_note_id
    from quality.handed_over as entered
    inner join ehr.authorization_usage as usages on entered.note_id = usages.note_id
    where
        entered.what = 'note'
        and entered.batch <> %(batch)s
        and entered.sent_again_at is null
        and entered.answer is distinct from 'rejected'
        and usages.reversed_at is not null
        and not exists (
            select from quality.handed_over as void
            where void.note_id = entered.note_id and void.what = 'void' and void.sent_again_at is null
        )
    order by entered.note_id
"""

ENTRIES = """
    select * from quality.handed_over where batch = %s order by service_date, note_id collate "C", what
"""

SEND_AGAIN = """
    update quality.handed_over set sent_again_at = %(now)s
    where answer = 'rejected' and sent_again_at is null and (%(note_id)s::text is null or note_id = %(note_id)s)
"""


@dataclass(frozen=True)
class HandedOver:
    """How many batches left, with how many notes and voids."""

    batches: int
    notes: int
    voids: int

    def __str__(self) -> str:
        return f"{self.batches:,} batches with {self.notes:,} notes and {self.voids:,} voids"


def hand_over(warehouse: psycopg.Connection, run: Run, exports: Path, now: datetime) -> HandedOver:
    """Leave in a batch all that is due, after one that an earlier attempt entered and did not leave.

    Running it again, or beside another, leaves nothing more. Raises TransactionFailed, FolderInTheWay, OSError.
    """
    with transactions.alone(warehouse, Lock.HAND_OVER):
        earlier = leave_entered(warehouse, exports, now)
        _enter(warehouse, run, now)
        left = [*earlier, *leave_entered(warehouse, exports, now)]
    counted = warehouse.execute(
        "select count(*) filter (where what = 'note'), count(*) filter (where what = 'void') "
        "from quality.handed_over where batch = any(%s)",
        [left],
    ).fetchone()
    assert counted is not None
    return HandedOver(len(left), *counted)


def send_again(warehouse: psycopg.Connection, note_id: str | None, now: datetime) -> int:
    """Have the next batch hold again what the EHR rejected: of one note, or all; returns how many entries.

    They go as they stand in schema ehr by then. Raises TransactionFailed.
    """
    values = {"now": now, "note_id": note_id}
    return transactions.run(warehouse, lambda: warehouse.execute(SEND_AGAIN, values).rowcount)


def _enter(warehouse: psycopg.Connection, run: Run, now: datetime) -> None:
    """Enter what is due in a new batch, if anything is."""

    def enter() -> None:
        [(batch,)] = warehouse.execute(NEXT_BATCH).fetchall()
        values = (batch, f"{run.run_date}-{batch:06d}", run.run_id, run.run_date, now)
        warehouse.execute(ENTER_BATCH, values)
        due = {"batch": batch, "run_id": run.run_id, "now": now}
        if not sum(warehouse.execute(query, due).rowcount for query in (ENTER_NOTES, ENTER_VOIDS)):
            warehouse.execute("delete from quality.batches where batch = %s", [batch])

    transactions.run(warehouse, enter)


def leave_entered(warehouse: psycopg.Connection, exports: Path, now: datetime) -> list[int]:
    """Leave the batches that are entered and have not left, as of a run that was killed; returns their numbers.

    To be called under the lock HAND_OVER. Raises FolderInTheWay, OSError.
    """
    query = (
        "select batch, batch_id, run_id, run_date, made_at from quality.batches where left_at is null order by batch"
    )
    batches = [Batch(*row) for row in warehouse.execute(query).fetchall()]
    for batch in batches:
        checksum = folder.leave(exports, batch, _entries(warehouse, batch))
        warehouse.execute(
            "update quality.batches set checksum = %s, left_at = %s where batch = %s", [checksum, now, batch.number]
        )
        log.info("Batch %s is in %s", batch.batch_id, exports)
    return [batch.number for batch in batches]


def _entries(warehouse: psycopg.Connection, batch: Batch) -> Iterator[Mapping[str, Any]]:
    with warehouse.cursor(row_factory=dict_row) as cursor:
        yield from cursor.stream(ENTRIES, [batch.number], size=1000)
