"""What was billed before the sample's night: by earlier nights, as the pipeline writes it, and by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal

from perdiem.write_back import notes as per_diem_notes
from perdiem_sample import catalogue, payers
from perdiem_sample.attendance import Aftermath, Attendance, ByHand
from perdiem_sample.person import Person
from perdiem_sample.rows import Authorization, Invoice, Note, Row, Usage
from perdiem_sample.times import DAY, LAST_EARLIER_NIGHT, VOIDED_BEFORE, VOIDED_SINCE, at

RUN_HOUR = 2
Documented = tuple[Attendance, Sequence[Note]]


def bill_by_hand(person: Person, attendance: Attendance) -> Note:
    """The note that a biller wrote for a day, with the authorization in date charged if it should be."""
    authorization = _in_date(person, attendance)[0]
    units = payers.per_diem_units(authorization.payer_id, authorization.billing_code, attendance.service_date)
    if attendance.by_hand is ByHand.CHARGED:
        person.put(replace(authorization, units_used=authorization.units_used + units))
    is_signed = attendance.by_hand is not ByHand.BEGUN
    written_at = at(attendance.service_date + DAY, 9)
    return Note(
        note_id=person.next_note_id(),
        client_id=person.client.client_id,
        service_date=attendance.service_date,
        started_at=None,
        billing_code=authorization.billing_code,
        clinician_id=person.client.default_clinician_id,
        location_id=person.client.default_location_id,
        location_code=person.client.default_location_code,
        duration_minutes=catalogue.in_force(509, attendance.program_id, attendance.service_date),
        quantity=None,
        units=units,
        status="released" if is_signed else "draft",
        released_at=written_at if is_signed else None,
        note_text="Sample text. Billed by hand.",
        origin="clinician",
        updated_at=written_at,
    )


def bill_by_night(person: Person, days: Sequence[Documented]) -> list[Row]:
    """The notes, usage and invoices of the days that nothing stood in the way of, night by night."""
    if not _has_defaults(person):
        return []
    dates = [attendance.service_date for attendance, _ in days]
    nights = sorted(
        (
            (_first_night(person, attendance), attendance.service_date, attendance, notes)
            for attendance, notes in days
            if attendance.is_enough and attendance.by_hand is None and dates.count(attendance.service_date) == 1
        ),
        key=lambda night: night[:2],
    )
    rows: list[Row] = []
    for night, _, attendance, notes in nights:
        if night <= LAST_EARLIER_NIGHT:
            rows += _bill(person, attendance, notes, night)
    return rows


def _in_date(person: Person, attendance: Attendance) -> list[Authorization]:
    """The authorizations that may pay for a day, in the order they are used."""
    found = [
        authorization
        for authorization in person.authorizations.values()
        if authorization.status == "active"
        and authorization.billing_code in catalogue.BILLABLE_CODES[attendance.program_id]
        and authorization.start_date <= attendance.service_date <= authorization.end_date
    ]
    return sorted(found, key=lambda each: (each.end_date, each.start_date, each.authorization_id))


def _has_defaults(person: Person) -> bool:
    """Whether a note can be filled in from the client's defaults."""
    client = person.client
    return (
        client.default_clinician_id in {clinician.clinician_id for clinician in catalogue.CLINICIANS}
        and client.default_location_id in {location.location_id for location in catalogue.LOCATIONS}
        and bool((client.default_location_code or "").strip())
    )


def _first_night(person: Person, attendance: Attendance) -> date:
    """The first night on which the day is due, documented and authorized."""
    lag = catalogue.in_force(512, attendance.program_id, attendance.service_date)
    due = attendance.service_date + timedelta(days=lag)
    came = (authorization.updated_at.date() + DAY for authorization in _in_date(person, attendance))
    return max(due, attendance.documented_on + DAY, *came)


def _bill(person: Person, attendance: Attendance, notes: Sequence[Note], night: date) -> list[Row]:
    """What a night wrote for one day: nothing without one code that has the units left."""
    in_date = _in_date(person, attendance)
    if len({authorization.billing_code for authorization in in_date}) != 1:
        return []
    for authorization in in_date:
        units = payers.per_diem_units(authorization.payer_id, authorization.billing_code, attendance.service_date)
        if 0 < units <= authorization.units_authorized - authorization.units_used:
            return _written(person, attendance, notes, authorization, units, night)
    return []


def _written(
    person: Person,
    attendance: Attendance,
    notes: Sequence[Note],
    authorization: Authorization,
    units: Decimal,
    night: date,
) -> list[Row]:
    """A per-diem note, its usage and its invoice, charged to the authorization, and what became of them."""
    program_id, service_date, client = attendance.program_id, attendance.service_date, person.client
    aftermath = attendance.aftermath
    is_settled = aftermath in (Aftermath.NOTE_VOIDED_AND_SETTLED, Aftermath.NOTE_RELEASED_AGAIN)
    is_voided = aftermath in (Aftermath.NOTE_VOIDED_AND_SETTLED, Aftermath.NOTE_VOIDED)
    is_touched_since = aftermath in (Aftermath.NOTE_VOIDED, Aftermath.NOTE_RELEASED_AGAIN, Aftermath.NOTE_SHORTENED)
    was_released = ("released", "void") if aftermath is Aftermath.SUPPORT_VOIDED else ("released",)
    minutes = catalogue.in_force(509, program_id, service_date)
    written_at = at(night, RUN_HOUR, minute=1)
    touched_at = at(VOIDED_SINCE if is_touched_since else VOIDED_BEFORE, 10)
    settled_at = at(LAST_EARLIER_NIGHT, RUN_HOUR) if is_settled else None
    used = authorization.units_used + (0 if is_settled else units)
    person.put(replace(authorization, units_used=used, updated_at=settled_at or written_at))
    if aftermath is Aftermath.AUTHORIZATION_ENDED:
        ended = person.authorizations[authorization.authorization_id]
        person.put(replace(ended, end_date=service_date - DAY, updated_at=at(VOIDED_SINCE, 10)))
    note_id = per_diem_notes.note_id(program_id, client.client_id, service_date)
    rate = payers.unit_rate(authorization.payer_id, authorization.billing_code, service_date)
    return [
        Note(
            note_id=note_id,
            client_id=client.client_id,
            service_date=service_date,
            started_at=None,
            billing_code=authorization.billing_code,
            clinician_id=client.default_clinician_id,
            location_id=client.default_location_id,
            location_code=client.default_location_code,
            duration_minutes=minutes - 60 if aftermath is Aftermath.NOTE_SHORTENED else minutes,
            quantity=Decimal(1),
            units=units,
            status="void" if is_voided else "released",
            released_at=written_at,
            note_text=per_diem_notes.note_text([note.note_id for note in notes if note.status in was_released]),
            origin="per_diem",
            updated_at=touched_at if is_voided or is_touched_since else written_at,
            program_id=program_id,
            payer_id=authorization.payer_id,
            authorization_id=authorization.authorization_id,
            dag_run_id=f"scheduled__{at(night, RUN_HOUR).astimezone(UTC).isoformat()}",
        ),
        Usage(note_id, authorization.authorization_id, units, used_at=written_at, reversed_at=settled_at),
        Invoice(
            invoice_id=f"inv-{note_id.removeprefix('pd-')}",
            note_id=note_id,
            client_id=client.client_id,
            payer_id=authorization.payer_id,
            authorization_id=authorization.authorization_id,
            service_date=service_date,
            billing_code=authorization.billing_code,
            units=units,
            amount=None if rate is None else units * rate,
            status="void" if is_settled else "ready",
            created_at=written_at,
        ),
    ]
