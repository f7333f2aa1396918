"""What goes wrong for some of the sample's clients, so that every status and every reason is there to be seen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from perdiem_sample import catalogue, payers
from perdiem_sample.attendance import FULL, FULL_DAYS, Aftermath, Attendance, ByHand, Slip, attendance_of
from perdiem_sample.catalogue import IOP, PHP
from perdiem_sample.people import ANYBODY, AUTHORIZED_AT_A_TIME, STEP_DOWN, Wish
from perdiem_sample.person import Person
from perdiem_sample.rows import Authorization, Coverage
from perdiem_sample.times import DAY, LAST_EARLIER_NIGHT, RUN_DATE, WEEK, at

Days = list[Attendance]

# Those admitted in June need their second authorization on the day of RENEWAL.
JUNE = date(2016, 6, 27)
RENEWAL = JUNE + AUTHORIZED_AT_A_TIME[IOP]
LATE_JULY = date(2016, 7, 25)
LONG_AGO = date(2016, 7, 15)
BILLED_AT_LAST = LAST_EARLIER_NIGHT - 2 * DAY


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
        day.by_hand = ByHand.CHARGED


def billed_by_hand_unseen(person: Person, days: Days) -> None:
    """Nobody brought the authorization up to date after it."""
    _billed_long_ago(days)[-1].by_hand = ByHand.NOT_CHARGED


def begun_by_hand(person: Person, days: Days) -> None:
    """Somebody began the billable note and never signed it."""
    _billed_long_ago(days)[-1].by_hand = ByHand.BEGUN


def note_voided(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_VOIDED


def note_voided_and_settled(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_VOIDED_AND_SETTLED


def note_released_again(person: Person, days: Days) -> None:
    """Its units and its invoice did not come back with it."""
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_RELEASED_AGAIN


def note_shortened(person: Person, days: Days) -> None:
    """Its payer pays by the hour: fewer than were invoiced."""
    _billed_long_ago(days)[-1].aftermath = Aftermath.NOTE_SHORTENED


def support_voided(person: Person, days: Days) -> None:
    _billed_long_ago(days)[-1].aftermath = Aftermath.SUPPORT_VOIDED


def coverage_lapsed(person: Person, days: Days) -> None:
    """The authorization goes on, the coverage does not."""
    person.coverages = [replace(each, end_date=each.end_date or RENEWAL) for each in person.coverages]


def coverage_not_entered(person: Person, days: Days) -> None:
    person.is_uninsured_on_paper = True


def authorization_ended(person: Person, days: Days) -> None:
    """The payer ended it in retrospect, by one day that the last earlier night had billed."""
    day = [day for day in days if day.is_enough and day.service_date <= BILLED_AT_LAST][-1]
    day.documented_on = day.service_date
    day.aftermath = Aftermath.AUTHORIZATION_ENDED


def second_payer_authorized(person: Person, days: Days) -> None:
    """It was asked instead of the one that comes first."""
    person.coverages.append(_second_coverage(person, priority=2))
    for each in list(person.authorizations.values()):
        person.put(replace(each, payer_id=payers.MEDICARE))


def payers_without_order(person: Person, days: Days) -> None:
    """Nobody said which of two payers comes first."""
    person.coverages.insert(0, _second_coverage(person, priority=1))


def renewal_has_unknown_status(person: Person, days: Days) -> None:
    person.put(replace(_renewal(person, RENEWAL), status="approved"))


def renewal_is_misspelled(person: Person, days: Days) -> None:
    """A blank within the code makes it another one."""
    renewal = _renewal(person, RENEWAL)
    person.put(replace(renewal, billing_code=f"{renewal.billing_code[:-2]} {renewal.billing_code[-2:]}"))


def session_noted_twice(person: Person, days: Days) -> None:
    """Two clinicians led a short group, and both wrote it down: one of the notes is under the threshold."""
    day = days[-2]
    day.sessions, day.is_enough, day.documented_on = (("GROUP", 45),), False, day.service_date
    day.slip = Slip.NOTED_TWICE


def dated_a_day_late(person: Person, days: Days) -> None:
    day = _billed_long_ago(days)[-1]
    day.sessions = FULL_DAYS[IOP][0]
    day.slip = Slip.DATED_A_DAY_LATE


EVENINGS_SINCE_JUNE = Wish(IOP, admitted=JUNE)
NEW = Wish(IOP, admitted=LATE_JULY)
NEW_AT_EVERGREEN = Wish(IOP, payers.EVERGREEN, LATE_JULY)
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
    Story(next_level_overlaps, 1, NEW_AT_EVERGREEN),
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
    Story(billed_by_hand_unseen, 1, EVENINGS_SINCE_JUNE),
    Story(begun_by_hand, 2, EVENINGS_SINCE_JUNE),
    Story(note_released_again, 1, EVENINGS_SINCE_JUNE),
    Story(note_shortened, 1, Wish(IOP, payers.HARBOR, JUNE)),
    Story(coverage_not_entered, 1, NEW),
    Story(authorization_ended, 2, EVENINGS_SINCE_JUNE),
    Story(second_payer_authorized, 1, NEW_AT_EVERGREEN),
    Story(payers_without_order, 1, NEW_AT_EVERGREEN),
    Story(renewal_has_unknown_status, 1, EVENINGS_SINCE_JUNE),
    Story(renewal_is_misspelled, 1, EVENINGS_SINCE_JUNE),
    Story(session_noted_twice, 2, NEW),
    Story(dated_a_day_late, 1, EVENINGS_SINCE_JUNE),
)


def _billed_long_ago(days: Days) -> Days:
    """The days that an earlier night surely billed, had nobody intervened."""
    return [day for day in days if day.is_enough and max(day.service_date, day.documented_on) <= LONG_AGO]


def _second_coverage(person: Person, priority: int) -> Coverage:
    """By Medicare, which authorizes one of the codes that Evergreen does."""
    coverage_id = f"cov-{person.number:04}-2"
    return Coverage(coverage_id, person.client.client_id, payers.MEDICARE, priority, catalogue.OPENED)


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
