"""Services beside the programs, billed one by one: they give the payers' unit rules something to convert."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from perdiem_sample import catalogue, payers
from perdiem_sample.people import WEEKDAYS, weighted
from perdiem_sample.person import Person
from perdiem_sample.rows import Note
from perdiem_sample.times import DAY, FIRST_DAY, LAST_DAY, at, days_of

# On a day with or without attendance in a program: few payers take a service beside a per diem.
CHANCE_BESIDE, CHANCE_BETWEEN = 0.01, 0.2
STARTS_AT, RELEASED_AT = 14, 20
MINUTES_PER_RECORDED_UNIT = 15
TIMED_CODES = ("97530", "97535", "H0004", "H2017", "T1016")


@dataclass(frozen=True)
class Service:
    """One service: its code, how long it took, how many of it there were (null = 1), whether units were recorded."""

    billing_code: str
    minutes: int
    quantity: int | None = None
    has_units: bool = True


# What a client may have on one day, by payer, and how often in comparison.
VISITS: dict[str, dict[tuple[Service, ...], int]] = {
    payers.MEDICARE: {
        (Service("90834", 45),): 30,
        (Service("99213", 20),): 20,
        (Service("97530", 24), Service("97535", 23)): 20,
        (Service("97530", 20), Service("97535", 20)): 10,
        (Service("97530", 7),): 3,
        # 9 units of 8
        (Service("97530", 90), Service("97535", 45)): 1,
    },
    payers.MEDICAID_NC: {
        (Service("90837", 60),): 30,
        (Service("H0004", 25), Service("H0004", 40)): 25,
        (Service("T1016", 20), Service("T1016", 10)): 15,
        (Service("T1016", 7),): 3,
        # 10 units of 8
        (Service("H0004", 150),): 1,
    },
    payers.MEDICAID_AZ: {
        (Service("90834", 45),): 25,
        (Service("H2017", 50), Service("H2017", 35)): 25,
        (Service("J2315", 15),): 10,
        (Service("S9446", 60, 4), Service("S9446", 30, 2)): 10,
        # 3 units of 2
        (Service("S9446", 180, 12),): 1,
    },
    payers.EVERGREEN: {
        (Service("90837", 60),): 30,
        (Service("90834", 45),): 20,
        (Service("90853", 90),): 15,
        (Service("90853", 90, has_units=False),): 1,
        (Service("J2315", 15),): 5,
        # 760 units of 380
        (Service("J2315", 15, 2),): 1,
    },
    payers.HARBOR: {
        (Service("90834", 45),): 40,
        (Service("90791", 60),): 10,
        (Service("T1016", 30),): 3,
        (Service("90847", 50),): 2,
    },
    payers.FOOTHILLS: {(Service("90834", 45),): 1},
}


def serve(person: Person, attended: set[date]) -> list[Note]:
    """The notes of services on some of the weekdays of a client's stays."""
    notes = []
    stays = (days_of(max(stay.start, FIRST_DAY), min(stay.end, LAST_DAY)) for stay in person.stays)
    for service_date in chain.from_iterable(stays):
        chance = CHANCE_BESIDE if service_date in attended else CHANCE_BETWEEN
        if service_date.weekday() in WEEKDAYS and person.random.random() < chance:
            visit = weighted(person.random, VISITS[person.payer_on(service_date)])
            notes += _notes(person, service_date, visit)
    return notes


def _notes(person: Person, service_date: date, visit: tuple[Service, ...]) -> list[Note]:
    """The released notes of a visit, each of its services by another clinician."""
    facility = next(each for each in catalogue.FACILITIES if each.facility_id == person.client.facility_id)
    clinicians = person.random.sample(catalogue.clinicians_at(facility.facility_id), len(visit))
    started_at = at(service_date, STARTS_AT, person.random.choice((0, 15, 30)), facility.time_zone)
    released_at = at(min(service_date + DAY, LAST_DAY), RELEASED_AT, time_zone=facility.time_zone)
    notes = []
    for service, clinician_id in zip(visit, clinicians, strict=True):
        is_timed = service.billing_code in TIMED_CODES
        units = service.minutes // MINUTES_PER_RECORDED_UNIT if is_timed else service.quantity or 1
        notes.append(
            Note(
                note_id=person.next_note_id(),
                client_id=person.client.client_id,
                service_date=service_date,
                started_at=started_at,
                billing_code=service.billing_code,
                clinician_id=clinician_id,
                location_id=f"{facility.facility_id}-office",
                location_code=catalogue.OFFICE,
                duration_minutes=service.minutes,
                quantity=None if service.quantity is None else Decimal(service.quantity),
                units=Decimal(units) if service.has_units else None,
                status="released",
                released_at=released_at,
                note_text=f"Sample text. {catalogue.PROFESSIONAL_CODES[service.billing_code]}.",
                origin="clinician",
                updated_at=released_at,
            )
        )
        started_at += timedelta(minutes=service.minutes)
    return notes
