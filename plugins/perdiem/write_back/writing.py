"""Write the per-diem notes of a night, with their usage and their invoices, into the EHR: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import islice

import psycopg

from perdiem.warehouse import transactions
from perdiem.write_back import records, settlement
from perdiem.write_back.allocation import NOTHING, Allocation, PendingDay, allocate
from perdiem.write_back.pending_days import Outcome, SettledDay, WriteBackResult
from perdiem.write_back.records import WriteBackMismatch

# What is sent to the EHR at a time: what a part takes, the next one finds gone.
DAYS_AT_ONCE = 5_000

# Every authorization that may pay for one of the days.
LOCK = """
    select authorization_id
    from ehr.authorizations
    where authorization_id = any(%(authorization_ids)b::text[])
    order by authorization_id collate "C"
    for update
"""

# Days that are not to be written. The day's own note is found by the day: it may have another id. Another note may have
# the id that the day's would have, since somebody moved it; and a note that was written and is gone left its usage.
NOT_TO_WRITE = """
    with days as (
        select *
        from unnest(%(note_ids)b::text[], %(program_ids)b::text[], %(client_ids)b::text[], %(service_dates)b::date[])
            as day (own_note_id, program_id, client_id, service_date)
    )

    select
        days.own_note_id, 'already_written' as outcome, notes.dag_run_id,
        notes.authorization_id, notes.payer_id, notes.billing_code, notes.units, notes.note_id
    from days
    inner join ehr.notes
        on
            days.program_id = notes.program_id
            and days.client_id = notes.client_id
            and days.service_date = notes.service_date
            and notes.origin = 'per_diem'
    union all
    select days.own_note_id, 'note_id_taken', null, null, null, null, null, null
    from days
    inner join ehr.notes
        on
            days.own_note_id = notes.note_id
            and (notes.program_id, notes.client_id, notes.service_date, notes.origin)
            is distinct from (days.program_id, days.client_id, days.service_date, 'per_diem')
    union all
    select days.own_note_id, 'gone', null, null, null, null, null, null
    from days
    inner join ehr.authorization_usage on days.own_note_id = authorization_usage.note_id
    where not exists (select from ehr.notes where notes.note_id = days.own_note_id)
    order by outcome
"""

# As the decision found them; a row that it would quarantine now has nothing to give.
CANDIDATES_NOW = """
    select
        offers.day_number, authorizations.authorization_id, authorizations.units_authorized,
        coalesce(authorizations.units_used, 0)
    from unnest(
        %(day_numbers)b::integer[], %(authorization_ids)b::text[], %(client_ids)b::text[], %(payer_ids)b::text[],
        %(billing_codes)b::text[], %(service_dates)b::date[]
    ) as offers (day_number, authorization_id, client_id, payer_id, billing_code, service_date)
    inner join ehr.authorizations
        on
            offers.authorization_id = authorizations.authorization_id
            and offers.client_id = authorizations.client_id
            and offers.payer_id = authorizations.payer_id
            and offers.billing_code = authorizations.billing_code
            and offers.service_date between authorizations.start_date and authorizations.end_date
    where
        lower(btrim(authorizations.status, E' \\t\\n\\r\\f\\v')) = 'active'
        and authorizations.units_authorized between 0 and 1000000
        and coalesce(authorizations.units_used, 0) >= 0
        and authorizations.units_used is distinct from 'NaN'
"""


def write_back(ehr: psycopg.Connection, days: Iterable[PendingDay], run_id: str, now: datetime) -> WriteBackResult:
    """Write a per-diem note, its usage and its invoice for each day that an authorization can pay for.

    All of them are written in one transaction or none are, in parts of DAYS_AT_ONCE: where there are more, `days` must
    come in the order in which they are served, and can be gone through again. Authorizations are locked and read anew:
    what a biller or another run took since the decision is gone, and one that no longer fits a day is no candidate any
    more. A day that has its note, or whose note is gone or has an id that is taken, is left alone, so running it again
    changes nothing; a note of this very run, written by an attempt whose success nobody heard of, counts as written.

    Raises WriteBackMismatch if notes, usage, invoices and units do not agree in the end, TransactionFailed where the
    database refuses.
    """

    def attempt() -> WriteBackResult:
        transactions.keep_other_runs_out(ehr)
        authorization_ids = list({candidate.authorization_id for day in days for candidate in day.candidates})
        ehr.execute(LOCK, {"authorization_ids": authorization_ids})
        settled: list[SettledDay] = []
        for part in _in_parts(days):
            settled += _write_part(ehr, part, run_id, now)
        return WriteBackResult(tuple(settled))

    return transactions.run(ehr, attempt)


def _in_parts(days: Iterable[PendingDay]) -> Iterator[list[PendingDay]]:
    rest = iter(days)
    while part := list(islice(rest, DAYS_AT_ONCE)):
        yield part


def _write_part(ehr: psycopg.Connection, days: Sequence[PendingDay], run_id: str, now: datetime) -> list[SettledDay]:
    """Write so many days as are sent at a time, and say what became of each."""
    existing = _not_to_write(ehr, days, run_id)
    allocations = _allocate(ehr, [day for day in days if day.note_id not in existing], held={})
    payments = [(each.day, each.choice) for each in allocations if each.choice is not None]
    new_ids = records.write(ehr, payments, run_id, now)
    # What is not new was written meanwhile, by somebody who does not heed the lock between runs.
    late = _not_to_write(ehr, [day for day, _ in payments if day.note_id not in new_ids], run_id)
    if len(new_ids) + len(late) != len(payments):
        raise WriteBackMismatch(f"{len(payments) - len(late)} notes were to be written, {len(new_ids)} were")
    written = [_settled(each, "written") for each in allocations if each.day.note_id not in late]
    return [*existing.values(), *late.values(), *written]


def propose(ehr: psycopg.Connection, days: Iterable[PendingDay]) -> WriteBackResult:
    """Say what a run would write now that first gave back what voided notes hold. Locks nothing, writes nothing.

    Raises TransactionFailed where the tables cannot be read.
    """

    def look() -> WriteBackResult:
        pending = list(days)
        existing = _not_to_write(ehr, pending, run_id=None)
        to_write = [day for day in pending if day.note_id not in existing]
        allocations = _allocate(ehr, to_write, settlement.held_by_voided(ehr))
        return WriteBackResult((*existing.values(), *(_settled(each, "would_write") for each in allocations)))

    return transactions.run(ehr, look)


def _not_to_write(ehr: psycopg.Connection, days: Sequence[PendingDay], run_id: str | None) -> dict[str, SettledDay]:
    """The days that have their per-diem note, had it, or cannot have it, by the id that it would have."""
    rows = ehr.execute(
        NOT_TO_WRITE,
        {
            "note_ids": [day.note_id for day in days],
            "program_ids": [day.program_id for day in days],
            "client_ids": [day.client_id for day in days],
            "service_dates": [day.service_date for day in days],
        },
    ).fetchall()
    by_id = {day.note_id: day for day in days} if rows else {}
    settled: dict[str, SettledDay] = {}
    for own_id, outcome, dag_run_id, *facts in rows:
        day = by_id[own_id]
        is_of_this_run = outcome == "already_written" and run_id is not None and dag_run_id == run_id
        settled.setdefault(
            own_id,
            SettledDay(
                day.program_id,
                day.client_id,
                day.service_date,
                "written" if is_of_this_run else outcome,
                *facts,
            ),
        )
    return settled


def _allocate(ehr: psycopg.Connection, days: Sequence[PendingDay], held: Mapping[str, Decimal]) -> list[Allocation]:
    """Allocate on what the authorizations are now. What is `held`, units by authorization_id, counts as not used."""
    offers = [(number, day, candidate) for number, day in enumerate(days) for candidate in day.candidates]
    rows = ehr.execute(
        CANDIDATES_NOW,
        {
            "day_numbers": [number for number, _, _ in offers],
            "client_ids": [day.client_id for _, day, _ in offers],
            "service_dates": [day.service_date for _, day, _ in offers],
            "authorization_ids": [candidate.authorization_id for _, _, candidate in offers],
            "payer_ids": [candidate.payer_id for _, _, candidate in offers],
            "billing_codes": [candidate.billing_code for _, _, candidate in offers],
        },
    )
    fit = set()
    remaining = {}
    for number, authorization_id, units_authorized, units_used in rows:
        fit.add((number, authorization_id))
        if authorization_id in held:
            units_used = max(units_used - held[authorization_id], NOTHING)
        remaining[authorization_id] = units_authorized - units_used
    offered = []
    for number, day in enumerate(days):
        fitting = tuple(each for each in day.candidates if (number, each.authorization_id) in fit)
        offered.append(day if fitting == day.candidates else replace(day, candidates=fitting))
    return allocate(offered, remaining)


def _settled(allocation: Allocation, outcome: Outcome) -> SettledDay:
    """The day with its outcome, or as exhausted where nothing was left for it."""
    day, choice = allocation.day, allocation.choice
    if choice is None:
        return SettledDay(day.program_id, day.client_id, day.service_date, "exhausted")
    return SettledDay(
        day.program_id,
        day.client_id,
        day.service_date,
        outcome,
        choice.authorization_id,
        choice.payer_id,
        choice.billing_code,
        choice.units_needed,
        day.note_id,
    )
