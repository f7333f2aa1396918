"""The warehouse's side of the write-back: the days that wait for it, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Literal

import psycopg
from psycopg import sql

from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.write_back.allocation import Candidate, PendingDay

# In the order in which the days are served, each with its candidates in the order of preference.
READ = sql.SQL("""
    select
        days.program_id, days.client_id, days.service_date,
        days.note_minutes, days.clinician_id, days.location_id, days.location_code, days.supporting_note_ids,
        candidates.authorization_id, candidates.payer_id, candidates.billing_code, candidates.units_needed,
        candidates.unit_rate
    from {days} as days
    left join {candidates} as candidates
        on
            days.program_id = candidates.program_id
            and days.client_id = candidates.client_id
            and days.service_date = candidates.service_date
    order by days.service_date, days.program_id collate "C", days.client_id collate "C", candidates.preference
""")
ROWS_AT_ONCE = 1000

COPY_SETTLED_DAYS = sql.SQL("""
    copy {settled_days} (
        run_id, run_date, program_id, client_id, service_date, outcome,
        authorization_id, payer_id, billing_code, units, note_id
    ) from stdin
""")

Outcome = Literal["written", "would_write", "exhausted", "already_written", "gone", "note_id_taken"]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True)
class PendingDays:
    """The pending days of the last decision, in the order in which they are served; those of a plan, by its schemas.

    They are read anew each time somebody goes through them, a few at a time, and so need no memory, however many.
    Raises TransactionFailed where the tables cannot be read.
    """

    warehouse: psycopg.Connection
    schema_prefix: str = ""

    def __iter__(self) -> Iterator[PendingDay]:
        with transactions.telling_no_values(), self.warehouse.cursor() as cursor:
            schema = f"{self.schema_prefix}intermediate"
            query = READ.format(
                days=sql.Identifier(schema, "int_client_days__pending"),
                candidates=sql.Identifier(schema, "int_client_days__pending_authorizations"),
            )
            rows = cursor.stream(query, size=ROWS_AT_ONCE)
            for (program_id, client_id, service_date), of_day in groupby(rows, key=itemgetter(0, 1, 2)):
                candidates = []
                for row in of_day:
                    note_minutes, clinician_id, location_id, location_code, supporting_note_ids, *candidate = row[3:]
                    if candidate[0] is not None:
                        candidates.append(Candidate(*candidate))
                yield PendingDay(
                    program_id=program_id,
                    client_id=client_id,
                    service_date=service_date,
                    note_minutes=note_minutes,
                    clinician_id=clinician_id,
                    location_id=location_id,
                    location_code=location_code,
                    supporting_note_ids=tuple(supporting_note_ids),
                    candidates=tuple(candidates),
                )


def record_outcome(warehouse: psycopg.Connection, run: Run, result: WriteBackResult, schema_prefix: str = "") -> None:
    """Keep what became of each day in quality.settled_days, in place of what an earlier attempt of this run kept there.

    One transaction. Raises TransactionFailed where the database refuses.
    """

    settled_days = sql.Identifier(f"{schema_prefix}quality", "settled_days")

    def record() -> None:
        delete = sql.SQL("delete from {} where run_id = %s").format(settled_days)
        warehouse.execute(delete, (run.run_id,))
        with warehouse.cursor() as cursor, cursor.copy(COPY_SETTLED_DAYS.format(settled_days=settled_days)) as copy:
            for day in result.days:
                copy.write_row((run.run_id, run.run_date, *astuple(day)))

    transactions.run(warehouse, record)
