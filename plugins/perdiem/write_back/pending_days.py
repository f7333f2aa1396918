"""The warehouse's side of the write-back: the days that wait for it, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import psycopg

from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.write_back.allocation import Candidate, PendingDay

READ_DAYS = """
    select
        program_id, client_id, service_date,
        note_minutes, clinician_id, location_id, location_code,
        supporting_note_ids
    from intermediate.int_client_days__pending
"""

READ_CANDIDATES = """
    select program_id, client_id, service_date, authorization_id, payer_id, billing_code, units_needed, unit_rate
    from intermediate.int_client_days__pending_authorizations
    order by preference
"""

COPY_SETTLED_DAYS = """
    copy quality.settled_days (
        run_id, run_date, program_id, client_id, service_date, outcome,
        authorization_id, payer_id, billing_code, units, note_id
    ) from stdin
"""

Outcome = Literal["written", "would_write", "exhausted", "already_written", "gone", "note_id_taken"]


@dataclass(frozen=True)
class SettledDay:
    """What became of a pending day. Of one that is not written, everything but the day itself is null."""

    program_id: str
    client_id: str
    service_date: date
    outcome: Outcome
    authorization_id: str | None = None
    payer_id: str | None = None
    billing_code: str | None = None
    units: Decimal | None = None
    note_id: str | None = None


@dataclass(frozen=True)
class WriteBackResult:
    """Every pending day, once, in no particular order."""

    days: tuple[SettledDay, ...]

    def count(self, outcome: Outcome) -> int:
        """How many days came to this."""
        return sum(day.outcome == outcome for day in self.days)


def read_pending_days(warehouse: psycopg.Connection) -> list[PendingDay]:
    """Read the pending days of the last decision, each with its candidates in the order of preference.

    Raises TransactionFailed where the tables cannot be read.
    """

    def read() -> list[PendingDay]:
        candidates: defaultdict[tuple[str, str, date], list[Candidate]] = defaultdict(list)
        for program_id, client_id, service_date, *candidate in warehouse.execute(READ_CANDIDATES):
            candidates[program_id, client_id, service_date].append(Candidate(*candidate))
        return [
            PendingDay(
                program_id=program_id,
                client_id=client_id,
                service_date=service_date,
                note_minutes=note_minutes,
                clinician_id=clinician_id,
                location_id=location_id,
                location_code=location_code,
                supporting_note_ids=tuple(supporting_note_ids),
                candidates=tuple(candidates[program_id, client_id, service_date]),
            )
            for (
                program_id,
                client_id,
                service_date,
                note_minutes,
                clinician_id,
                location_id,
                location_code,
                supporting_note_ids,
            ) in warehouse.execute(READ_DAYS)
        ]

    return transactions.run(warehouse, read)


def record_outcome(warehouse: psycopg.Connection, run: Run, result: WriteBackResult) -> None:
    """Keep what became of each day in quality.settled_days, in place of what an earlier attempt of this run kept there.

    One transaction. Raises TransactionFailed where the database refuses.
    """

    def record() -> None:
        warehouse.execute("delete from quality.settled_days where run_id = %s", (run.run_id,))
        with warehouse.cursor() as cursor, cursor.copy(COPY_SETTLED_DAYS) as copy:
            for day in result.days:
                copy.write_row((run.run_id, run.run_date, *astuple(day)))

    transactions.run(warehouse, record)
