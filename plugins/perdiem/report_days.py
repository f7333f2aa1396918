"""What became of the days of a run's window, as its report tells it: the funnel, the ages, the weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from perdiem.reasons import WHAT_TO_DO

# One pass over the window: all that is told of its days is added up from this.
DAYS = """
    select
        service_date - (extract(isodow from service_date)::integer - 1),
        status,
        primary_reason,
        status = 'blocked' and reasons && array[
            'overlapping_authorizations', 'no_authorization', 'zero_billable_units', 'authorization_exhausted'
        ],
        case
            when run_date - service_date <= 7 then 'up to 7'
            when run_date - service_date <= 30 then '8 to 30'
            else 'over 30'
        end,
        count(*)
    from marts.fct_per_diem_days
    where run_date = %(run_date)s and service_date between %(window_start)s and %(run_date)s
    group by 1, 2, 3, 4, 5
"""

AGES = ("up to 7", "8 to 30", "over 30")


@dataclass(frozen=True)
class SimilarDays:
    """How many days are alike: of one week, named by its Monday, of one status, first reason and age in days."""

    week: date
    status: str
    reason: str | None
    lacks_authorization: bool
    age: str
    count: int


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many days reached it, and what kept the others from it."""

    name: str
    days: int
    without: str


def read_days(warehouse: psycopg.Connection, window_start: date, run_date: date) -> list[SimilarDays]:
    """The days that the runs of this date published last."""
    window = {"window_start": window_start, "run_date": run_date}
    return [SimilarDays(*row) for row in warehouse.execute(DAYS, window)]


def funnel(days: Sequence[SimilarDays]) -> list[Step]:
    """From due days to billed ones. Each day is lost at one step at the most, so that the steps add up.

    A day that was billed has reached them all, though its notes may have lost their support since.
    """
    by = Counter[str]()
    for alike in days:
        by[alike.status] += alike.count
        by["unauthorized"] += alike.count if alike.lacks_authorization else 0
    due = by.total() - by["unauthorized"]
    met = due - by["below_threshold"] - by["already_billed"] - by["voided"]
    authorized = met - by["unauthorized"]
    return [
        Step("Due", due, ""),
        Step(
            "Threshold met",
            met,
            _without(
                (by["below_threshold"], "below the threshold"),
                (by["already_billed"], "billed by hand"),
                (by["voided"], "voided by somebody"),
            ),
        ),
        Step("Authorized", authorized, _without((by["unauthorized"], "that no authorization can pay for"))),
        Step(
            "Billed",
            by["billed"],
            _without(
                (by["blocked"] - by["unauthorized"], "blocked for another reason"), (by["pending"], "still pending")
            ),
        ),
    ]


def ages(days: Sequence[SimilarDays]) -> dict[str, Counter[str]]:
    """Days by first reason, in the order of the rules, and by age."""
    found: dict[str, Counter[str]] = {}
    for alike in days:
        if alike.reason is not None:
            found.setdefault(alike.reason, Counter())[alike.age] += alike.count
    order = [*WHAT_TO_DO, *sorted(found)]
    return {reason: found[reason] for reason in sorted(found, key=order.index)}


def weeks(days: Sequence[SimilarDays]) -> dict[date, Counter[str]]:
    """Days by week and status, the last week first."""
    found: dict[date, Counter[str]] = {}
    for alike in sorted(days, key=lambda alike: alike.week, reverse=True):
        found.setdefault(alike.week, Counter())[alike.status] += alike.count
    return found


def _without(*parts: tuple[int, str]) -> str:
    said = ", ".join(f"{days:,} {words}" for days, words in parts if days)
    return f"without {said}" if said else ""
