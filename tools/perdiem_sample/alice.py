"""The use case: Alice AAA-Test Client meets IOP's threshold on 2016-07-31, and the night of 2016-08-02 bills 0905."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from perdiem_sample import catalogue, payers
from perdiem_sample.catalogue import IOP
from perdiem_sample.rows import Authorization, Client, Coverage, Note, Row
from perdiem_sample.times import DAY, at

ALICE = "alice-aaa-test"
CLINICIAN, LOCATION = "clinician-01", "cedar-iop"
ADMITTED, THRESHOLD_MET = date(2016, 7, 28), date(2016, 7, 31)
AUTHORIZED_ON = at(ADMITTED, 15)

CLIENT = Client(ALICE, "cedar", "Alice AAA-Test Client", CLINICIAN, LOCATION, catalogue.OUTPATIENT_TREATMENT)
COVERAGE = Coverage("cov-alice-1", ALICE, payers.EVERGREEN, 1, catalogue.OPENED)

# Code, first and last day, units: she steps down from one billable code to the next, never two at a time, and what
# the clinicians document is authorized as well.
AUTHORIZED = (
    ("0905", date(2016, 7, 29), date(2016, 8, 25), 12),
    ("S9480", date(2016, 8, 26), date(2016, 9, 22), 12),
    ("H0015", date(2016, 9, 23), date(2016, 10, 20), 8),
    ("602", date(2016, 7, 29), date(2016, 10, 20), 36),
    ("IND THPY", date(2016, 7, 29), date(2016, 10, 20), 12),
    ("GROUP", date(2016, 7, 29), date(2016, 10, 20), 72),
)
SESSIONS = (("602", 60), ("IND THPY", 60), ("GROUP", 60))


def rows() -> list[Row]:
    """Alice's rows. The only day of hers that a night can bill is THRESHOLD_MET; the day after is still in drafts."""
    authorizations = [
        Authorization(
            authorization_id=f"auth-alice-{number}",
            client_id=ALICE,
            payer_id=payers.EVERGREEN,
            billing_code=code,
            start_date=start,
            end_date=end,
            units_authorized=Decimal(units),
            # A documented session has used its own authorization already; 0905 is for the night to use.
            units_used=Decimal(1 if code in dict(SESSIONS) else 0),
            status="active",
            updated_at=AUTHORIZED_ON,
        )
        for number, (code, start, end, units) in enumerate(AUTHORIZED, start=1)
    ]
    notes = [_note(1, ADMITTED, "90791", 60, at(ADMITTED, 10), at(ADMITTED, 18))]
    started_at = at(THRESHOLD_MET, 13)
    for code, minutes in SESSIONS:
        notes.append(_note(len(notes) + 1, THRESHOLD_MET, code, minutes, started_at, at(THRESHOLD_MET, 19)))
        started_at += timedelta(minutes=minutes)
    notes.append(_note(len(notes) + 1, THRESHOLD_MET + DAY, "GROUP", 60, at(THRESHOLD_MET + DAY, 17), None))
    return [CLIENT, COVERAGE, *authorizations, *notes]


def _note(
    number: int, service_date: date, code: str, minutes: int, started_at: datetime, released_at: datetime | None
) -> Note:
    """A session that a clinician documented, one unit each; a draft unless it was released."""
    descriptions = catalogue.NON_BILLABLE_CODES[IOP] | catalogue.PROFESSIONAL_CODES
    return Note(
        note_id=f"note-alice-{number}",
        client_id=ALICE,
        service_date=service_date,
        started_at=started_at,
        billing_code=code,
        clinician_id=CLINICIAN,
        location_id=LOCATION,
        location_code=catalogue.OUTPATIENT_TREATMENT,
        duration_minutes=minutes,
        quantity=None,
        units=Decimal(1),
        status="released" if released_at else "draft",
        released_at=released_at,
        note_text=f"Sample text. {descriptions[code]}.",
        origin="clinician",
        updated_at=released_at or started_at,
    )
