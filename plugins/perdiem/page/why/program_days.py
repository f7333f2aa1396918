"""What the facts of a client's day mean for each of its programs, with a word on each note and authorization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from perdiem.alerts.work import Entry
from perdiem.page.settings import Settings
from perdiem.page.why.facts import (
    Alert,
    Authorization,
    Counted,
    Day,
    Decision,
    Evidence,
    LookedAt,
    Note,
    Program,
    Published,
    Record,
)
from perdiem.page.wording import number


class _HasProgram(Protocol):
    @property
    def program_id(self) -> str | None: ...


OfProgram = TypeVar("OfProgram", bound=_HasProgram)


@dataclass(frozen=True)
class NoteRow:
    """A note, what a run made of it, and whether it counts for the program. `note` is None if it is gone by now.

    `awaits_run`: the last run has not seen it as it is now.
    """

    note_id: str
    note: Note | None
    counted: Counted | None
    counts: bool
    awaits_run: bool
    verdict: str


@dataclass(frozen=True)
class AuthorizationRow:
    """An authorization, what a decision found left of it, and whether it pays for the day."""

    authorization: Authorization
    looked_at: LookedAt | None
    pays: bool
    verdict: str


@dataclass(frozen=True)
class ProgramDay:
    """The day in one program.

    `evidence` is None unless what the authorizations had left is from the audit trail, and not from the last run.
    """

    day: Day
    program: Program
    settings: Settings | None
    published: Published | None
    evidence: Evidence | None
    per_diem_note: Note | None
    record: Record | None
    alerts: Sequence[Alert]
    alert_work: Sequence[Entry]
    history: Sequence[Decision]
    counted: Mapping[str, Counted]
    counted_when_written: Mapping[str, Counted]
    looked_at: Mapping[str, LookedAt]

    @property
    def notes(self) -> list[NoteRow]:
        """Every note of the day, and those that counted once and are gone."""
        rows = [self._note(note) for note in self.day.notes]
        there = {note.note_id for note in self.day.notes}
        known = {**self.counted_when_written, **self.counted}
        gone = [
            counted
            for note_id, counted in known.items()
            if note_id not in there and counted.billing_code in self.program.non_billable_codes
        ]
        return rows + [
            NoteRow(counted.note_id, None, counted, False, False, "counted, and is no longer on this date in the EHR")
            for counted in gone
        ]

    @property
    def authorizations(self) -> list[AuthorizationRow]:
        """The client's authorizations that cover the date or are of one of the program's codes."""
        return [
            self._authorization(authorization)
            for authorization in self.day.authorizations
            if authorization.billing_code in self.program.billable_codes
            or not (authorization.begins_later or authorization.has_ended)
        ]

    def _note(self, note: Note) -> NoteRow:
        counted = self.counted.get(note.note_id)
        code, program = note.billing_code, self.program
        counts, awaits_run = False, note.changed_since and self.day.in_window
        if note.is_per_diem:
            verdict = f"the per-diem note of {note.program_id}" + (", voided" if note.status == "void" else "")
        elif note.status == "void":
            verdict = "does not count: void"
        elif code in program.billable_codes:
            verdict = f"bills the day by hand: {code} is one of the codes that {program.program_id} bills"
        elif code not in program.non_billable_codes:
            verdict = f"does not count: {code or 'no code'} is not in the group {program.non_billable_group}"
        elif note.quarantine_cause is not None:
            verdict = f"does not count: {note.quarantine_cause}"
        elif note.status != "released":
            verdict = f"does not count: {note.status or 'no status'}, not released"
        elif counted is None:
            awaits_run = self.day.in_window
            verdict = (
                "not counted yet: entered or changed after the last run"
                if awaits_run
                else "the last run did not look at this date"
            )
        else:
            counts = True
            verdict = "counts" if self.published is not None else "would count"
            verdict += "" if counted.units is not None else ", with 0 units: none are recorded"
        if awaits_run and counted is not None:
            verdict += "; changed since the last run"
        return NoteRow(note.note_id, note, counted, counts, awaits_run, verdict)

    def _authorization(self, authorization: Authorization) -> AuthorizationRow:
        looked_at = self.looked_at.get(authorization.authorization_id)
        published = self.published
        pays = published is not None and published.authorization_id == authorization.authorization_id
        if pays and published is not None:
            verdict = "pays for the day" if published.status == "billed" else "would pay for the day"
        elif authorization.quarantine_cause is not None:
            verdict = f"does not count: {authorization.quarantine_cause}"
        elif authorization.billing_code not in self.program.billable_codes:
            verdict = f"{authorization.billing_code} is not one of the codes that {self.program.program_id} bills"
        elif authorization.begins_later:
            verdict = "begins after the date"
        elif authorization.has_ended:
            verdict = "ended before the date"
        elif authorization.status != "active":
            verdict = f"is {authorization.status or 'of no status'}, not active"
        elif looked_at is None:
            verdict = "covers the date; no decision that is kept looked at it"
        elif not looked_at.is_in_date:
            verdict = "covers the date, and its payer has no coverage of the client in force"
        elif not looked_at.is_candidate:
            verdict = "covers the date, and a payer that comes before its own authorized the day, too"
        elif published is not None and published.status == "below_threshold":
            verdict = "covers the date; the day does not reach the threshold"
        elif looked_at.units_needed == 0:
            verdict = "covers the date, and its payer's rule makes 0 units of the per-diem note"
        elif looked_at.units_remaining < looked_at.units_needed:
            verdict = f"covers the date, and has {number(looked_at.units_remaining)} left"
        else:
            verdict = "covers the date, and has enough left"
        return AuthorizationRow(authorization, looked_at, pays, verdict)


def tell(day: Day) -> list[ProgramDay]:
    """The day in each program in which it has anything."""
    codes = {note.billing_code for note in day.notes}
    has_anything = {
        row.program_id for rows in (day.published, day.history, day.evidence, day.alerts) for row in rows
    } | {note.program_id for note in day.notes if note.is_per_diem and note.program_id}
    has_anything |= {
        program.program_id
        for program in day.programs.values()
        if codes & {*program.non_billable_codes, *program.billable_codes}
    }
    return [_program_day(day, program_id) for program_id in sorted(has_anything)]


def _program_day(day: Day, program_id: str) -> ProgramDay:
    program = day.programs.get(program_id) or Program(program_id, "no longer in the EHR", None, (), ())
    notes = (note for note in day.notes if note.is_per_diem and note.program_id == program_id)
    per_diem_note = next(notes, None)
    history = _of(program_id, day.history)
    written = [entry.note_id for entry in history if entry.note_id]
    note_id = per_diem_note.note_id if per_diem_note else next(iter(written), None)
    evidence = next(iter(_of(program_id, day.evidence)), None)
    evidence_notes = {counted.note_id: counted for counted in _of(program_id, day.evidence_notes)}
    from_evidence = evidence is not None and (per_diem_note is not None or not day.in_window)
    looked_at = day.evidence_authorizations if from_evidence else day.looked_at
    return ProgramDay(
        day=day,
        program=program,
        settings=next(iter(_of(program_id, day.settings if day.in_window else day.evidence_settings)), None),
        published=next(iter(_of(program_id, day.published)), None),
        evidence=evidence if from_evidence else None,
        per_diem_note=per_diem_note,
        record=day.records.get(note_id) if note_id else None,
        alerts=_of(program_id, day.alerts),
        alert_work=_of(program_id, day.alert_work),
        history=history,
        counted={counted.note_id: counted for counted in day.counted} if day.in_window else evidence_notes,
        counted_when_written=evidence_notes,
        looked_at={entry.authorization_id: entry for entry in _of(program_id, looked_at)},
    )


def _of(program_id: str, rows: Sequence[OfProgram]) -> list[OfProgram]:
    return [row for row in rows if row.program_id == program_id]
