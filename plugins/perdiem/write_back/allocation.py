"""Which authorization pays for which day: pure, so that every small case can be tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from perdiem.write_back import notes

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Candidate:
    """An authorization that may pay for a day, and what it would take and bring. A null unit_rate: no fee in force."""

    authorization_id: str
    payer_id: str
    billing_code: str
    units_needed: Decimal
    unit_rate: Decimal | None


@dataclass(frozen=True)
class PendingDay:
    """A program-client-day that nothing stands in the way of, with its candidates in the order of preference."""

    program_id: str
    client_id: str
    service_date: date
    note_minutes: int
    clinician_id: str
    location_id: str
    location_code: str
    supporting_note_ids: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    @cached_property
    def note_id(self) -> str:
        """The id of the per-diem note that this day has, or would get."""
        return notes.note_id(self.program_id, self.client_id, self.service_date)


@dataclass(frozen=True)
class Allocation:
    """A day and the candidate that pays for it; null where none has enough left."""

    day: PendingDay
    choice: Candidate | None


def allocate(days: Sequence[PendingDay], remaining: Mapping[str, Decimal]) -> list[Allocation]:
    """Give each day the first of its candidates that has as much remaining as it needs, and needs anything at all.

    Days are served by service_date, program_id, client_id, whatever order they come in, and what one takes is gone for
    those after it. `remaining` is units by authorization_id; one that is not in it has nothing. Every day comes back.
    """
    left = dict(remaining)
    allocations = []
    for day in sorted(days, key=lambda day: (day.service_date, day.program_id, day.client_id)):
        choice = next((each for each in day.candidates if _can_pay(each, left)), None)
        if choice is not None:
            left[choice.authorization_id] -= choice.units_needed
        allocations.append(Allocation(day, choice))
    return allocations


def _can_pay(candidate: Candidate, left: Mapping[str, Decimal]) -> bool:
    return NOTHING < candidate.units_needed <= left.get(candidate.authorization_id, NOTHING)
