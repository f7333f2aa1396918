"""What is published beside the days and the items: the week of a client, unsigned days, what to correct first.

Where the rules leave room, this is how they are read here:

- A week's minutes and attended days are those of every counting note of the week up to the run date, of days too that
  are not due yet, on which the program is left out, or before it started.
- A week row that the night does not make anew goes, unless its week began before the window or begins after the run
  date, or its program is left out on a day of it that is in the window.
- `billed_days` counts the days of the week that fct_per_diem_days shows as billed after the night.
- An unsigned day has one row for each clinician who has a draft there; one that is not named is one, too. Units
  released and expected amount are the day's, drafts and their units the clinician's.
- What to correct first comes in the order of the rules: the item's findings, then the day's reasons. An invoice whose
  note is void or gone has nothing to correct.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from reference.clinic import Clinic
from reference.rows import Key, Row, grouped, missing

if TYPE_CHECKING:
    from reference.days import Day

WeekKey: TypeAlias = tuple[str, str, date]


@dataclass(frozen=True)
class Week:
    """One row of marts.rpt_weekly_attendance."""

    attended_days: int
    minutes: int
    minimum_minutes: int
    billed_days: int
    status: str


def week_start(day: date, week_starts_on: str) -> date:
    since = day.weekday() if week_starts_on == "monday" else (day.weekday() + 1) % 7
    return day - timedelta(days=since)


def week_days(first: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(7)]


def weeks_of(
    clinic: Clinic, decided: set[Key], due: set[tuple[str, date]], window: tuple[date, date], week_starts_on: str
) -> dict[WeekKey, Week]:
    """Return the weeks within the window that hold a decided day; `billed_days` is counted when they are published."""
    weeks = {}
    for program_id, client_id, day in decided:
        minimum, first = clinic.programs[program_id]["weekly_minimum_minutes"], week_start(day, week_starts_on)
        if minimum is None or minimum < 1 or not window[0] <= first <= window[1]:
            continue
        days = [each for each in week_days(first) if each <= clinic.run_date]
        notes = {each: clinic.counting_notes_once((program_id, client_id, each)) for each in days}
        minutes = sum(note["duration_minutes"] for found in notes.values() for note in found)
        all_due = all((program_id, each) in due for each in week_days(first))
        weeks[program_id, client_id, first] = Week(
            attended_days=sum(1 for found in notes.values() if found),
            minutes=minutes,
            minimum_minutes=minimum,
            billed_days=0,
            status="met" if minutes >= minimum else "short" if all_due else "open",
        )
    return weeks


def weeks_left_out(left_out: Mapping[tuple[str, date], str], week_starts_on: str) -> frozenset[tuple[str, date]]:
    """Return program and first day of the weeks on some day of which the program is left out."""
    return frozenset((program_id, week_start(day, week_starts_on)) for program_id, day in left_out)


def unsigned_days(clinic: Clinic, days: "Mapping[Key, Day]") -> dict[tuple[str, str, date, str | None], Row]:
    """Return rpt_unsigned_days: who has to sign what for which day, and what that brings."""
    rows = {}
    for key, day in days.items():
        drafts = clinic.draft_notes(key) if day.status == "unsigned" else []
        named = [note | ({"clinician_id": None} if missing(note["clinician_id"]) else {}) for note in drafts]
        for clinician_id, theirs in grouped(named, "clinician_id").items():
            rows[(*key, clinician_id)] = {
                "draft_notes": len(theirs),
                "units_released": day.units,
                "units_in_draft": clinic.total(theirs),
                "expected_amount": day.expected_amount,
            }
    return rows


def correct_first(
    invoices: list[Row], error_findings: Mapping[str, tuple[str, ...]], days: "Mapping[Key, Day]"
) -> dict[str, tuple[str, ...]]:
    """Return, by invoice_id, what has to be corrected before it is sent, given the errors of items by their note."""
    reasons = {day.note_id: day.reasons for day in days.values() if day.status == "billed"}
    return {
        row["invoice_id"]: (*error_findings.get(row["note_id"], ()), *reasons.get(row["note_id"], ()))
        for row in invoices
    }
