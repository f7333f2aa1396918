"""What goes wrong for some of the sample's clients, so that every status and every reason is there to be seen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from perdiem_sample import catalogue, payers
from perdiem_sample.attendance import FULL, Aftermath, Attendance, attendance_of
from perdiem_sample.catalogue import IOP, PHP
from perdiem_sample.people import ANYBODY, AUTHORIZED_AT_A_TIME, STEP_DOWN, Wish
from perdiem_sample.person import Person
from perdiem_sample.rows import Authorization
from perdiem_sample.times import DAY, RUN_DATE, WEEK, at

Days = list[Attendance]

# Those admitted in June need their second authorization on the day of RENEWAL.
JUNE = date(2016, 6, 27)
RENEWAL = JUNE + AUTHORIZED_AT_A_TIME[IOP]
LATE_JULY = date(2016, 7, 25)
LONG_AGO = date(2016, 7, 15)


@dataclass(frozen=True)
class Story:
    """Something that happens to so many clients, who are as it needs them."""

    happens: Callable[[Person, Days], None]
    clients: int
    wish: Wish


def all_is_well(person: Person, days: Days) -> None:
    """Nothing happens."""


def renewal_is_pending(person: Person, days: Days) -> None:
    """The payer has not answered yet: no authorization from the renewal on."""
    person.put(replace(_renewal(person, RENEWAL), status="pending"))


def renewal_was_denied(person: Person, days: Days) -> None:
    """The payer said no."""
    person.put(replace(_renewal(person, RENEWAL), status="denied"))


def renewal_is_mistyped(person: Person, days: Days) -> None:
    """It ends in the year before it starts: quarantined, so it authorizes nothing."""
    renewal = _renewal(person, RENEWAL)
    person.put(replace(renewal, end_date=renewal.end_date.replace(year=RENEWAL.year - 1)))


def renewal_came_late(person: Person, days: Days) -> None:
    """It came the day before the run: all days since the renewal are billed at once."""
    person.put(replace(_renewal(person, RENEWAL), updated_at=at(RUN_DATE - DAY, 15)))


def renewal_is_short(person: Person, days: Days) -> None:
    """Units for two days and a bit, then it is exhausted."""
    renewal = _renewal(person, RENEWAL)
    need = payers.per_diem_units(renewal.payer_id, renewal.billing_code, RENEWAL)
    person.put(replace(renewal, units_authorized=3 * need - 1 if need > 1 else 2 * need))


def renewal_is_over_used(person: Person, days: Days) -> None:
    """More was billed against it elsewhere than it holds."""
    person.put(replace(_renewal(person, RENEWAL), units_authorized=Decimal(12), units_used=Decimal(14)))


def not_authorized_yet(person: Person, days: Days) -> None:
    """Admitted before the first authorization came."""
    person.authorizations.clear()


def next_level_overlaps(person: Person, days: Days) -> None:
    """The step down was authorized a week before the level that it follows ends."""
    step_down = sorted(person.authorizations.values(), key=lambda each: each.start_date)[1]
    _start(person, step_down, step_down.start_date - WEEK)


def both_programs_on_a_day(person: Person, days: Days) -> None:
    """The evenings began, authorized, on the last two days in the day hospital."""
    evenings = min(
        (each for each in person.authorizations.values() if each.billing_code in catalogue.BILLABLE_CODES[IOP]),
        key=lambda each: each.start_date,
    )
    shared = [day.service_date for day in days if day.program_id == PHP and day.is_enough][-2:]
    _start(person, evenings, min(shared))
    days.extend(attendance_of(person.random, IOP, service_date, FULL) for service_date in shared)


def rule_makes_no_units(person: Person, days: Days) -> None:
    """The payer's rule was entered wrongly, see payers.FOOTHILLS_SLIP."""


def without_clinician(person: Person, days: Days) -> None:
    person.client = replace(person.client, default_clinician_id=None)


def clinician_has_left(person: Person, days: Days) -> None:
    person.client = replace(person.client, default_clinician_id="clinician-99")


def without_location(person: Person, days: Days) -> None:
    person.client = replace(person.client, default_location_id="")


def location_is_closed(person: Person, days: Days) -> None:
    person.client = replace(person.client, default_location_id="annex")


def without_location_code(person: Person, days: Days) -> None:
    person.client = replace(person.client, default_location_code=None)


def without_any_default(person: Person, days: Days) -> None:
    person.client = replace(
        person.client, default_clinician_id=None, default_location_id=None, default_location_code=" "
    )


def billed_by_hand(person: Person, days: Days) -> None:
    """A biller wrote the notes of two days."""
    for day in _billed_long_ago(days)[-2:]:
        day.billed_by_hand = True


def note_voided(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_VOIDED


def note_voided_and_settled(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_VOIDED_AND_SETTLED


def support_voided(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.SUPPORT_VOIDED


def coverage_lapsed(person: Person, days: Days) -> None:
    """The authorization goes on, the coverage does not."""
    person.coverages = [replace(each, end_date=each.end_date or RENEWAL) for each in person.coverages]


EVENINGS_SINCE_JUNE = Wish(IOP, admitted=JUNE)
NEW = Wish(IOP, admitted=LATE_JULY)
NEW_IN_DAY_HOSPITAL = Wish(PHP, admitted=LATE_JULY)

HEALTHY = Story(all_is_well, 1, ANYBODY)
STORIES = (
    Story(renewal_is_pending, 4, EVENINGS_SINCE_JUNE),
    Story(renewal_was_denied, 2, EVENINGS_SINCE_JUNE),
    Story(renewal_is_mistyped, 1, EVENINGS_SINCE_JUNE),
    Story(renewal_came_late, 4, EVENINGS_SINCE_JUNE),
    Story(renewal_is_short, 3, EVENINGS_SINCE_JUNE),
    Story(renewal_is_short, 1, Wish(IOP, payers.HARBOR, JUNE)),
    Story(renewal_is_over_used, 1, EVENINGS_SINCE_JUNE),
    Story(not_authorized_yet, 2, NEW),
    Story(not_authorized_yet, 2, NEW_IN_DAY_HOSPITAL),
    Story(next_level_overlaps, 1, Wish(IOP, payers.EVERGREEN, date(2016, 7, 11))),
    # Theirs overlap after the run: no day is blocked yet.
    Story(next_level_overlaps, 1, Wish(IOP, payers.EVERGREEN, LATE_JULY)),
    Story(both_programs_on_a_day, 3, Wish(STEP_DOWN, admitted=JUNE)),
    Story(rule_makes_no_units, 3, Wish(IOP, payers.FOOTHILLS, JUNE)),
    Story(without_clinician, 1, NEW),
    Story(clinician_has_left, 2, NEW),
    Story(without_location, 1, NEW_IN_DAY_HOSPITAL),
    Story(location_is_closed, 1, NEW),
    Story(without_location_code, 2, NEW),
    Story(without_any_default, 1, NEW),
    Story(billed_by_hand, 4, EVENINGS_SINCE_JUNE),
    Story(note_voided, 3, EVENINGS_SINCE_JUNE),
    Story(note_voided_and_settled, 1, EVENINGS_SINCE_JUNE),
    Story(support_voided, 3, EVENINGS_SINCE_JUNE),
    Story(coverage_lapsed, 2, EVENINGS_SINCE_JUNE),
)


def _billed_long_ago(days: Days) -> Days:
    """The days that an earlier night surely billed, had nobody intervened."""
    return [day for day in days if day.is_enough and max(day.service_date, day.documented_on) <= LONG_AGO]


def _start(person: Person, authorization: Authorization, start: date) -> None:
    """Let an authorization start earlier, and come earlier by as much."""
    earlier = authorization.start_date - start
    person.put(replace(authorization, start_date=start, updated_at=authorization.updated_at - earlier))


def _renewal(person: Person, start: date) -> Authorization:
    """Let what is authorized end the day before, but for one renewal from then on with plenty of units."""
    before = [each for each in person.authorizations.values() if each.start_date < start]
    latest = max(before, key=lambda each: each.end_date)
    days = len(person.stays[-1].dates(start, person.stays[-1].end)) + 1
    need = payers.per_diem_units(latest.payer_id, latest.billing_code, start)
    person.authorizations = {
        each.authorization_id: replace(each, end_date=min(each.end_date, start - DAY)) for each in before
    }
    return person.authorize(latest.payer_id, latest.billing_code, start, person.stays[-1].end, days * need)
