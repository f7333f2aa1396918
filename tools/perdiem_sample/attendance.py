"""What clients come to, day by day, and the documentation notes that clinicians write of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from random import Random

from perdiem_sample import catalogue
from perdiem_sample.catalogue import IOP, PHP
from perdiem_sample.people import weighted
from perdiem_sample.person import Person
from perdiem_sample.rows import Note
from perdiem_sample.times import DAY, FIRST_DAY, LAST_DAY, VOIDED_SINCE, at

Session = tuple[str, int]

# Code and minutes of each session.
FULL_DAYS: dict[str, tuple[tuple[Session, ...], ...]] = {
    IOP: (
        (("GROUP", 90), ("EDU", 45), ("602", 45)),
        (("GROUP", 90), ("IND THPY", 60), ("602", 30)),
        (("GROUP", 60), ("GROUP", 60), ("NUTRI", 60)),
        (("GROUP", 90), ("ACU", 45), ("EDU", 45)),
        (("GROUP", 90), ("GROUP", 90)),
    ),
    PHP: (
        (("PHP GROUP", 90), ("PHP EDU", 60), ("PHP GROUP", 60), ("PHP NURSE", 30), ("PHP IND", 60)),
        (("PHP GROUP", 90), ("PHP GROUP", 90), ("PHP EDU", 60), ("PHP NURSE", 60)),
        (("PHP GROUP", 60), ("PHP IND", 60), ("PHP GROUP", 60), ("PHP EDU", 60)),
    ),
}
# Two units: enough for the day hospital until its threshold was raised to three.
HALF_DAYS: dict[str, tuple[Session, ...]] = {IOP: (("GROUP", 60),), PHP: (("PHP GROUP", 60), ("PHP EDU", 60))}
# Under every threshold, whoever pays.
SHORT_DAYS: dict[str, tuple[Session, ...]] = {IOP: (("602", 15),), PHP: (("PHP GROUP", 60),)}

# Shares in percent; what is missing to a hundred did not come.
FULL, HALF, SHORT, ABSENT = "full", "half", "short", "absent"
KINDS = {IOP: {FULL: 90, HALF: 3, SHORT: 3, ABSENT: 4}, PHP: {FULL: 87, HALF: 5, SHORT: 2, ABSENT: 6}}
# Days until the notes are released.
LATE = -1
DELAYS = {0: 63, 1: 28, 2: 6, LATE: 3}
LATE_BY = (3, 16)

FORGOTTEN_DRAFT_CHANCE, ENTERED_TWICE_CHANCE, NO_UNITS_CHANCE = 0.02, 0.006, 0.004

STARTS_AT = {IOP: 17, PHP: 9}
RELEASED_AT = 21


class Slip(Enum):
    """What a clinician did wrong in documenting a day."""

    NOTED_TWICE = "each of two clinicians wrote a note of the one session that they led"
    DATED_A_DAY_LATE = "the last note took its date from another time zone"


class ByHand(Enum):
    """How far somebody came who wrote the billable note of a day by hand."""

    CHARGED = "released, and the authorization's units used were brought up to date"
    NOT_CHARGED = "released, and nobody touched the authorization"
    BEGUN = "still a draft"


class Aftermath(Enum):
    """What somebody did after a day was billed."""

    NOTE_VOIDED = "the per-diem note was voided, and its units are still to be given back"
    NOTE_VOIDED_AND_SETTLED = "the per-diem note was voided, and a night gave its units back"
    NOTE_RELEASED_AGAIN = "the per-diem note was voided, a night gave its units back, and it was released again"
    NOTE_SHORTENED = "the minutes of the per-diem note were corrected"
    SUPPORT_VOIDED = "the notes that it rests on were voided"
    AUTHORIZATION_ENDED = "the payer ended the authorization in retrospect, the day before"


@dataclass
class Attendance:
    """A client's day in one program, in the making.

    `is_enough`: its sessions meet the threshold once they are documented, which is on `documented_on`.
    """

    program_id: str
    service_date: date
    sessions: tuple[Session, ...]
    is_enough: bool
    documented_on: date
    slip: Slip | None = None
    by_hand: ByHand | None = None
    aftermath: Aftermath | None = None


def attend(person: Person) -> list[Attendance]:
    """The days on which a client comes, of those planned."""
    attendances = []
    for stay in person.stays:
        for service_date in stay.dates(FIRST_DAY, LAST_DAY):
            kind = weighted(person.random, KINDS[stay.program_id])
            if kind != ABSENT:
                attendances.append(attendance_of(person.random, stay.program_id, service_date, kind))
    return attendances


def attendance_of(random: Random, program_id: str, service_date: date, kind: str) -> Attendance:
    """One day of a kind, documented soon or late."""
    sessions = {
        FULL: random.choice(FULL_DAYS[program_id]),
        HALF: HALF_DAYS[program_id],
        SHORT: SHORT_DAYS[program_id],
    }[kind]
    half_is_enough = program_id == IOP or service_date < catalogue.PHP_HIGHER_THRESHOLD
    delay = weighted(random, DELAYS)
    return Attendance(
        program_id,
        service_date,
        sessions,
        is_enough=kind == FULL or (kind == HALF and half_is_enough),
        documented_on=service_date + timedelta(days=random.randint(*LATE_BY) if delay == LATE else delay),
    )


def document(person: Person, attendance: Attendance) -> list[Note]:
    """The notes of the day's sessions: released, or drafts where the sample ends before they were."""
    facility = next(each for each in catalogue.FACILITIES if each.facility_id == person.client.facility_id)
    random, program_id, service_date = person.random, attendance.program_id, attendance.service_date
    started_at = at(service_date, STARTS_AT[program_id], time_zone=facility.time_zone)
    released_at = at(attendance.documented_on, RELEASED_AT, random.randrange(120), facility.time_zone)
    notes = []
    for code, minutes in attendance.sessions:
        notes.append(
            Note(
                note_id=person.next_note_id(),
                client_id=person.client.client_id,
                service_date=service_date,
                started_at=started_at,
                billing_code=code,
                clinician_id=random.choice(catalogue.clinicians_at(facility.facility_id)),
                location_id=f"{facility.facility_id}-{program_id.lower()}",
                location_code=catalogue.LOCATION_CODES[program_id],
                duration_minutes=minutes,
                quantity=None,
                units=(Decimal(minutes) / 60).quantize(Decimal("0.001")),
                status="released",
                released_at=released_at,
                note_text=f"Sample text. {catalogue.NON_BILLABLE_CODES[program_id][code]}, {minutes} minutes.",
                origin="clinician",
                updated_at=released_at,
            )
        )
        started_at += timedelta(minutes=minutes)
    if attendance.documented_on > LAST_DAY:
        return [replace(note, status="draft", released_at=None, updated_at=started_at) for note in notes]
    if attendance.slip is Slip.NOTED_TWICE:
        other = next(each for each in catalogue.clinicians_at(facility.facility_id) if each != notes[0].clinician_id)
        return [notes[0], replace(notes[0], note_id=person.next_note_id(), clinician_id=other)]
    if attendance.slip is Slip.DATED_A_DAY_LATE:
        return [*notes[:-1], replace(notes[-1], service_date=service_date + DAY)]
    if attendance.aftermath is Aftermath.SUPPORT_VOIDED:
        return [replace(note, status="void", updated_at=at(VOIDED_SINCE, 10)) for note in notes]
    return _with_slips(person, notes)


def _with_slips(person: Person, notes: list[Note]) -> list[Note]:
    """The notes, now and then with a forgotten draft beside them, one entered twice, or one without its units.

    None of this takes a day's units below its threshold.
    """
    chance = person.random.random()
    if chance < FORGOTTEN_DRAFT_CHANCE:
        return [*notes, replace(notes[-1], note_id=person.next_note_id(), status="draft", released_at=None)]
    chance -= FORGOTTEN_DRAFT_CHANCE
    if chance < ENTERED_TWICE_CHANCE:
        return [*notes, replace(notes[0], note_id=person.next_note_id(), status="void")]
    chance -= ENTERED_TWICE_CHANCE
    if chance < NO_UNITS_CHANCE and len(notes) > 2:
        return [*notes[:-1], replace(notes[-1], units=None)]
    return notes
