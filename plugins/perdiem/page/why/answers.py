"""Whether a day is billed in a program, and why not: the answer, before any table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from perdiem.alerts.reasons import REASONS
from perdiem.page.last_runs import DecidingRun
from perdiem.page.why import reason_facts
from perdiem.page.why.facts import Published
from perdiem.page.why.program_days import ProgramDay
from perdiem.page.wording import number, payer, units

DELETED = (
    "Its per-diem note was deleted or moved in the EHR. What a deleted one took the next run gives back, and the day "
    "is not written again: restore the note as void if the day must not be billed, or move it back."
)


@dataclass(frozen=True)
class Answer:
    """In short, its class in the style sheet, what follows, and each reason with what can be done about program_day."""

    title: str
    mood: str
    sentences: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()


def answer(program_day: ProgramDay) -> Answer:
    """The answer for a day in a program."""
    if program_day.published is None:
        return _undecided(program_day)
    decided = _decided(program_day, program_day.published)
    since = (*decided.sentences, *_since(program_day, program_day.published))
    return Answer(decided.title, decided.mood, since, decided.reasons)


def _decided(program_day: ProgramDay, published: Published) -> Answer:
    reasons = tuple((reason, _what_to_do(program_day, published, reason)) for reason in published.reasons)
    reached = f"{number(published.units)} of {units(published.threshold_units)}"
    match published.status:
        case "billed" if reasons:
            title = "Billed, and no longer supported" if "support_lost" in published.reasons else "Billed, with a fault"
            return Answer(title, "warning", _written(program_day, published), reasons)
        case "billed":
            return Answer("Billed", "success", _written(program_day, published))
        case "voided":
            note = f"per-diem note {program_day.record.note_id}" if program_day.record else "per-diem note"
            return Answer("Voided", "info", (f"Somebody voided its {note}, so it is not written again.",))
        case "already_billed":
            told = "Somebody billed the day by hand, so no per-diem note is written: see the notes of the day."
            return Answer("Billed by hand", "warning" if reasons else "info", (told,), reasons)
        case "unsigned":
            told = f"The notes that are released come to {reached}; with the drafts of the day they would be enough."
            return Answer("Waits for signatures", "warning", (told,), reasons)
        case "below_threshold":
            return Answer("Below the threshold", "info", (f"The notes that count come to {reached}.",))
        case "blocked":
            told = f"The notes that count come to {reached}, which is enough. What stands in the way:"
            return Answer("Not billed", "failed", (told,), reasons)
        case "pending":
            return Answer("Not billed yet", "info", (_pending(program_day, published, reached),))
        case unknown:
            return Answer(
                unknown.replace("_", " ").capitalize(), "info", (f"The notes that count come to {reached}.",), reasons
            )


def _what_to_do(program_day: ProgramDay, published: Published, reason: str) -> str:
    """What is so, where it is known of the day, and else what the reason means; then what can be done about it."""
    if reason not in REASONS:
        return ""
    fact = reason_facts.tell(program_day, published, reason)
    return f"{fact or REASONS[reason].meaning} {REASONS[reason].what_to_do}"


def _written(program_day: ProgramDay, published: Published) -> tuple[str, ...]:
    """The note, who pays for it, and what it comes to."""
    record = program_day.record
    if record is None or record.units is None:
        return (f"Note {published.note_id}, of {published.billing_code}.",)
    told = (
        f"Note {record.note_id}: {units(record.units)} of {record.billing_code} to payer "
        f"{payer(record.payer_id, record.payer_name)}, by authorization {record.authorization_id}."
    )
    if record.invoice_id is None:
        return told, "It has no invoice."
    if record.amount is None:
        return told, f"Its invoice {record.invoice_id} has no amount: no rate of the payer is in force for the code."
    return told, f"Invoice {record.invoice_id} of ${record.amount:,.2f}, {record.invoice_status}."


def _pending(program_day: ProgramDay, published: Published, reached: str) -> str:
    last = program_day.day.last_run
    told = f"The notes that count come to {reached}, and nothing stands in the way. "
    if last.dry_run and published.run_date == last.run_date:
        return told + f"The last run was a dry one: the next real one writes it by {published.authorization_id}."
    return told + (
        f"The next run writes it by authorization {published.authorization_id}. Where it stays so night after night, "
        "its note was moved to another day: see the check pending_days_have_no_note_elsewhere."
    )


def _since(program_day: ProgramDay, published: Published) -> Iterator[str]:
    """What is not as it was when the day was decided."""
    note, last = program_day.per_diem_note, program_day.day.last_run
    if published.status == "billed" and note is None:
        yield DELETED
    elif published.status == "billed" and note is not None and note.status == "void":
        yield "Since then somebody voided its note: the next run gives its units back."
    elif published.status not in ("billed", "voided") and note is not None:
        yield f"Since then the day has got per-diem note {note.note_id}."
    if not program_day.day.in_window:
        yield f"Decided last by the run of {published.run_date}. {_looked(last)}"
    elif program_day.settings is None or not program_day.settings.is_due:
        yield f"Decided last by the run of {published.run_date}; the last one did not decide the day."
        yield _why_not(program_day)
    elif any(row.awaits_run for row in program_day.notes):
        yield "A note of the day was entered or changed after the last run: the next one decides anew."


def _undecided(program_day: ProgramDay) -> Answer:
    day, settings = program_day.day, program_day.settings
    if not day.in_window:
        asks = " To have it decided, trigger a run with enough days to look back."
        is_past = day.service_date < day.last_run.window_start
        return Answer("Never decided", "info", (_looked(day.last_run) + (asks if is_past else ""),))
    if settings is None or not settings.is_due:
        left_out = settings is None or settings.left_out_cause is not None
        return Answer(
            "Not decided" if left_out else "Not due yet", "failed" if left_out else "info", (_why_not(program_day),)
        )
    if any(row.counts or row.awaits_run for row in program_day.notes):
        return Answer("Not decided yet", "info", ("A note is newer than the last run: the next one decides.",))
    told = "No note counts: see below what each one lacks." if day.notes else "It has no note any more."
    if (
        program_day.record is not None
        and program_day.record.units_taken is not None
        and not program_day.record.is_given_back
    ):
        return Answer("Nothing to decide", "warning", (told, DELETED))
    return Answer("Nothing to decide", "info", (told,))


def _looked(last: DecidingRun) -> str:
    return f"The last run, of {last.run_date}, looked at service dates from {last.window_start} on, to its own date."


def _why_not(program_day: ProgramDay) -> str:
    """Why the last run did not decide a day of its window."""
    settings = program_day.settings
    if settings is None:
        return "The EHR did not list the program when it decided."
    if settings.left_out_cause is not None:
        return f"It left the program out on this date: {settings.left_out_cause}."
    lag, since = number(settings.lag_days), settings.lag_effective_from
    try:
        when = f"Not due before {program_day.day.service_date + timedelta(days=int(settings.lag_days or 0))}"
    except OverflowError:
        when = "Not due as long as the calendar goes"
    return f"{when}: clinicians have {lag} days for their notes (setting 512, since {since})."
