"""What is so of a day that has a reason, in place of what the reason means of any day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from perdiem.page import unit_rules
from perdiem.page.why.facts import Evidence, Note, Published
from perdiem.page.why.program_days import AuthorizationRow, ProgramDay
from perdiem.page.wording import default, number, payer, units


def tell(program_day: ProgramDay, published: Published, reason: str) -> str:
    """The fact behind a reason; nothing where none is known beyond it."""
    if reason == "support_lost":
        return lost_by(program_day.evidence, published) if program_day.evidence else ""
    return _FACTS[reason](program_day) if reason in _FACTS else ""


def lost_by(then: Evidence, now: Published) -> str:
    """Whether it was the notes of a day or its threshold that changed since its per-diem note was written."""
    changes = {
        "its notes were changed, voided or moved": now.units < then.units,
        "setting 508 says another threshold for the date": now.threshold_units != then.threshold_units,
    }
    told = (
        f"When its note was written, the notes came to {number(then.units)} of {units(then.threshold_units)}; now they "
        f"come to {number(now.units)} of {units(now.threshold_units)}"
    )
    why = " and ".join(what for what, is_so in changes.items() if is_so)
    return f"{told}: {why}." if why else f"{told}."


def _other_programs(program_day: ProgramDay) -> str:
    claims = [program_id for program_id in program_day.day.claimed_by if program_id != program_day.program.program_id]
    return f"The other program is {' and '.join(claims)}." if claims else ""


def _codes(program_day: ProgramDay) -> str:
    held = [row.authorization for row in program_day.authorizations if row.looked_at and row.looked_at.is_in_date]
    told = [f"{one.authorization_id} allows {one.billing_code} from {one.start_date} to {one.end_date}" for one in held]
    return f"{', and '.join(told)}." if told else ""


def _rules(program_day: ProgramDay) -> str:
    told = []
    for row in _candidates(program_day):
        found = program_day.day.unit_rules.get(row.looked_at.billing_rule_id or "") if row.looked_at else None
        if found and program_day.settings:
            name = f", {found.payer_rule_name}," if found.payer_rule_name else ""
            code, minutes = row.authorization.billing_code, program_day.settings.note_minutes
            told.append(
                f"Rule {found.billing_rule_id}{name} of {_payer(row)} makes 0 units of {minutes} minutes of {code}: "
                f"{unit_rules.conversion(found)}."
            )
    return " ".join(dict.fromkeys(told))


def _left(program_day: ProgramDay) -> str:
    told = [
        f"{row.authorization.authorization_id} of {_payer(row)} had {number(row.looked_at.units_remaining)} of "
        f"{units(row.authorization.units_authorized)} left, and the day needs {number(row.looked_at.units_needed)}."
        for row in _candidates(program_day)
        if row.looked_at and row.authorization.units_authorized is not None
    ]
    return " ".join(told)


def _candidates(program_day: ProgramDay) -> list[AuthorizationRow]:
    return [row for row in program_day.authorizations if row.looked_at and row.looked_at.is_candidate]


def _payer(row: AuthorizationRow) -> str:
    return payer(row.authorization.payer_id, row.authorization.payer_name)


def _clinician(program_day: ProgramDay) -> str:
    defaults = program_day.day.defaults
    return _default("clinician", defaults.clinician_id, defaults.is_known_clinician) if defaults else ""


def _location(program_day: ProgramDay) -> str:
    defaults = program_day.day.defaults
    return _default("location", defaults.location_id, defaults.is_known_location) if defaults else ""


def _location_code(program_day: ProgramDay) -> str:
    defaults = program_day.day.defaults
    return _default("location code", defaults.location_code, True) if defaults else ""


def _default(what: str, value: str | None, is_known: bool) -> str:
    """What stands in one of the client's default fields now."""
    since = " now, entered after the last run: the next one decides anew" if value is not None and is_known else ""
    return f"The client's default {what} is {default(what, value, is_known)}{since}."


def _drafts(program_day: ProgramDay, codes: Collection[str]) -> str:
    """Who has to sign which drafts, of those with one of these codes."""
    drafts: dict[str, list[Note]] = {}
    for note in program_day.day.notes:
        is_draft = (note.status or "").strip().lower() == "draft" and note.quarantine_cause is None
        if is_draft and note.billing_code in codes:
            drafts.setdefault(note.clinician_id or "a clinician whom they do not name", []).append(note)
    told = [f"{clinician_id} has to sign {', '.join(map(_note, notes))}" for clinician_id, notes in drafts.items()]
    return f"{'; '.join(told)}." if told else ""


def _note(note: Note) -> str:
    minutes = "no minutes" if note.duration_minutes is None else f"{note.duration_minutes} minutes"
    return f"{note.note_id} ({note.billing_code}, {minutes})"


_FACTS: Mapping[str, Callable[[ProgramDay], str]] = {
    "multiple_programs": _other_programs,
    "overlapping_authorizations": _codes,
    "zero_billable_units": _rules,
    "authorization_exhausted": _left,
    "missing_default_clinician": _clinician,
    "missing_default_location": _location,
    "missing_default_location_code": _location_code,
    "unsigned_notes": lambda program_day: _drafts(program_day, program_day.program.non_billable_codes),
    "unsigned_by_hand": lambda program_day: _drafts(program_day, program_day.program.billable_codes),
}
