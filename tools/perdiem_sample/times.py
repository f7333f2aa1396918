"""The sample's dates: everything in it happens on these days and nothing asks the clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

# The night that the sample is made for, and the service dates that it holds: one night more can decide a day more.
RUN_DATE = date(2016, 8, 2)
FIRST_DAY = date(2016, 6, 6)
LAST_DAY = date(2016, 8, 2)

# Earlier nights ran up to this one and then missed three, so that the next has days to catch up on.
LAST_EARLIER_NIGHT = date(2016, 7, 29)

# When somebody voided notes: in time for the last earlier night to settle it, or after that.
VOIDED_BEFORE = date(2016, 7, 28)
VOIDED_SINCE = date(2016, 7, 30)

OFFICE_TIME_ZONE = "America/New_York"


def days_of(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + DAY * number for number in range((last - first).days + 1)]


def at(day: date, hour: int, minute: int = 0, time_zone: str = OFFICE_TIME_ZONE) -> datetime:
    """That time of day there; minutes past 59 run into the next hours."""
    return datetime.combine(day, time(hour), ZoneInfo(time_zone)) + timedelta(minutes=minute)
