"""Admit the sample's clients: who they are, when they come, who covers them, and what was authorized for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from perdiem_sample import catalogue, payers
from perdiem_sample.catalogue import IOP, PHP
from perdiem_sample.person import Person, Stay
from perdiem_sample.rows import Client, Coverage
from perdiem_sample.times import DAY, FIRST_DAY, WEEK

STEP_DOWN = "PHP, then IOP"
GIVEN_NAMES = (
    "Acer Aster Basil Bryony Clover Dahlia Erica Fennel Flax Garnet Heath Holly Indigo Iris Juniper Kelp Laurel Lotus "
    "Mallow Marigold Moss Nettle Olive Orris Peony Pine Poppy Quince Rowan Rue Saffron Sorrel Tansy Teasel Violet Yew"
).split()

# Shares of the clients, in percent.
TRACKS = {IOP: 55, STEP_DOWN: 30, PHP: 15}
EVENINGS = {(0, 2, 4): 34, (0, 1, 3): 22, (1, 2, 3): 20, (0, 1, 2, 3): 16, (2, 5, 6): 8}
PAYERS = {
    "NC": {payers.MEDICARE: 20, payers.MEDICAID_NC: 35, payers.EVERGREEN: 30, payers.HARBOR: 15},
    "AZ": {payers.MEDICARE: 25, payers.MEDICAID_AZ: 40, payers.EVERGREEN: 35},
}
CHANGE_PAYER_CHANCE, SECOND_PAYER_CHANCE, EARLY_RENEWAL_CHANCE = 0.06, 0.12, 0.15

WEEKDAYS = tuple(range(5))
LAST_ADMISSION = date(2016, 7, 25)
PAYER_CHANGES = date(2016, 7, 1)
AUTHORIZED_AT_A_TIME = {IOP: 3 * WEEK, PHP: 2 * WEEK}

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Wish:
    """What a story needs its client to be; None leaves it to chance."""

    track: str | None = None
    payer_id: str | None = None
    admitted: date | None = None


ANYBODY = Wish()


def admit(number: int, random: Random, wish: Wish) -> Person:
    """Make a client, healthy in every respect: covered and authorized from the first day to the last."""
    facility = random.choice(catalogue.FACILITIES)
    payer_id = wish.payer_id or weighted(random, PAYERS[facility.state])
    track = wish.track or weighted(random, TRACKS)
    program_id = PHP if track == PHP else IOP
    letters = "".join(chr(ord("A") + number // base % 26) for base in (26 * 26, 26, 1))
    client_id = f"client-{number:04}"
    person = Person(
        number,
        random,
        Client(
            client_id,
            facility.facility_id,
            f"{random.choice(GIVEN_NAMES)} {letters}-Test Client",
            default_clinician_id=random.choice(catalogue.clinicians_at(facility.facility_id)),
            default_location_id=f"{facility.facility_id}-{program_id.lower()}",
            default_location_code=catalogue.LOCATION_CODES[program_id],
        ),
        _stays(random, track, wish.admitted),
        [Coverage(f"cov-{number:04}-1", client_id, payer_id, 1, catalogue.OPENED)],
    )
    if wish == ANYBODY:
        _vary_coverage(person, facility.state)
    for stay in person.stays:
        _authorize_stay(person, stay)
    return person


def weighted(random: Random, shares: Mapping[Choice, int]) -> Choice:
    """One of the choices, by its share."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def _stays(random: Random, track: str, admitted: date | None) -> list[Stay]:
    """One stay, or a day hospital stay and the evenings that follow it; at least a week of them from FIRST_DAY on.

    They begin on a Monday, so that no week of theirs is cut in two.
    """
    programs = [PHP, IOP] if track == STEP_DOWN else [track]
    weeks = {program_id: random.randint(2, 4) if program_id == PHP else random.randint(5, 9) for program_id in programs}
    earliest = FIRST_DAY + WEEK - sum(weeks.values()) * WEEK
    start = admitted or earliest + random.randrange((LAST_ADMISSION - earliest) // WEEK + 1) * WEEK
    stays = []
    for program_id in programs:
        weekdays = WEEKDAYS if program_id == PHP else weighted(random, EVENINGS)
        end = start + weeks[program_id] * WEEK - DAY
        stays.append(Stay(program_id, start, end, weekdays))
        start = end + DAY
    return stays


def _vary_coverage(person: Person, state: str) -> None:
    """Let some change payers in the middle, and some have a second one."""
    first = person.coverages[0]
    chance = person.random.random()
    others = [payer_id for payer_id in PAYERS[state] if payer_id != first.payer_id]
    if chance < CHANGE_PAYER_CHANCE:
        person.coverages[0] = replace(first, end_date=PAYER_CHANGES - DAY)
        coverage_id = f"cov-{person.number:04}-2"
        payer_id = person.random.choice(others)
        person.coverages.append(Coverage(coverage_id, first.client_id, payer_id, 1, PAYER_CHANGES))
    elif chance < CHANGE_PAYER_CHANCE + SECOND_PAYER_CHANCE:
        coverage_id = f"cov-{person.number:04}-2"
        priority = person.random.choice((2, 2, None))
        payer_id = person.random.choice(others)
        person.coverages.append(Coverage(coverage_id, first.client_id, payer_id, priority, catalogue.OPENED))


def _authorize_stay(person: Person, stay: Stay) -> None:
    """Authorize a stay piece by piece, each following the last; some renewals of the same code come days early."""
    start, level = stay.start, 0
    early = timedelta(0)
    while start <= stay.end:
        payer_id = person.payer_on(start)
        levels = payers.LEVELS[payer_id, stay.program_id]
        end = min(start + AUTHORIZED_AT_A_TIME[stay.program_id] - DAY, stay.end)
        if person.payer_on(end) != payer_id:
            end = PAYER_CHANGES - DAY
        code = levels[min(level, len(levels) - 1)]
        need = payers.per_diem_units(payer_id, code, stay.start)
        days = len(stay.dates(start, end)) + person.random.randint(1, 3)
        days_before_sample = len(stay.dates(start, min(end, FIRST_DAY - DAY)))
        person.authorize(payer_id, code, start - early, end, days * need, used=days_before_sample * need)
        following = levels[min(level + 1, len(levels) - 1)]
        renewed = following == code and end < stay.end and person.payer_on(end + DAY) == payer_id
        early = 4 * DAY if renewed and person.random.random() < EARLY_RENEWAL_CHANCE else timedelta(0)
        start, level = end + DAY, level + 1
