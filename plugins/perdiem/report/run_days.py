"""What became of the days of a run's window, as its report tells it: the funnel, the ages, the weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import LiteralString

import psycopg

from perdiem.alerts.reasons import WHAT_TO_DO
from perdiem.runs import Run

AGES = ("up to 7", "8 to 30", "over 30")
# Which of them a day of the relation `days` is in, at a run date.
AGE: LiteralString = """
    case
        when %(run_date)s - days.service_date <= 7 then 'up to 7'
        when %(run_date)s - days.service_date <= 30 then '8 to 30'
        else 'over 30'
    end
"""

# One pass over the window: all that is told of its days is added up from this. What a day comes to is known once it has
# its invoice.
KEEP = """
    insert into quality.run_days (
        run_id, week, program_id, status, primary_reason, lacks_authorization, age, days, amount, days_with_amount
    )
    select
        %(run_id)s,
        days.service_date - (extract(isodow from days.service_date)::integer - 1),
        days.program_id,
        days.status,
        days.primary_reason,
        days.status = 'blocked'
        and days.reasons && array(select reason from marts.reasons where lacks_authorization),
        {age},
        count(*),
        coalesce(sum(invoices.amount), 0),
        count(invoices.amount)
    from marts.fct_per_diem_days as days
    left join staging.stg_ehr__invoices as invoices on days.status = 'billed' and days.note_id = invoices.note_id
    where days.run_date = %(run_date)s and days.service_date between %(window_start)s and %(run_date)s
    group by 1, 2, 3, 4, 5, 6, 7
""".replace("{age}", AGE)


@dataclass(frozen=True)
class SimilarDays:
    """How many days are alike: of one week, named by its Monday, of one program, status, first reason and age in days.

    `amount` is in US dollars, of the `days_with_amount` days whose invoices have one.
    """

    week: date
    program_id: str
    status: str
    reason: str | None
    lacks_authorization: bool
    age: str
    count: int
    amount: Decimal
    days_with_amount: int


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many days reached it, what their invoices come to, and what kept the others from it.

    `at_stake` is an estimate of what those come to that reached this step and have no invoice: as many times the
    average of their program. None where a program of theirs has no invoice to go by.
    """

    name: str
    days: int
    amount: Decimal
    at_stake: Decimal | None
    without: str


def keep(warehouse: psycopg.Connection, run: Run) -> None:
    """Keep what became of the days of its window that a run has just published: the marts show no night before."""
    values = {"run_id": run.run_id, "run_date": run.run_date, "window_start": run.window_start}
    with warehouse.transaction():
        warehouse.execute("delete from quality.run_days where run_id = %(run_id)s", values)
        warehouse.execute(KEEP, values)


def read(warehouse: psycopg.Connection, run_id: str) -> list[SimilarDays]:
    """What became of the days of a run's window; nothing of a run that did not publish."""
    query = """
        select
            week, program_id, status, primary_reason, lacks_authorization, age, days, amount, days_with_amount
        from quality.run_days
        where run_id = %s
    """
    return [SimilarDays(*row) for row in warehouse.execute(query, [run_id])]


def funnel(days: Sequence[SimilarDays]) -> list[Step]:
    """From due days to billed ones. Each day is lost at one step at the most, so that the steps add up.

    A day that was billed has reached them all, though its notes may have lost their support since.
    """
    by = Counter[str]()
    for alike in days:
        by[alike.status] += alike.count
    unauthorized = sum(alike.count for alike in days if alike.lacks_authorization)
    met = by["billed"] + by["blocked"] + by["pending"]
    steps = [
        ("Due", by.total(), ""),
        (
            "Threshold met",
            met,
            _without(
                (by["below_threshold"], "below the threshold"),
                (by["unsigned"], "that wait for signatures"),
                (by["already_billed"], "billed by hand"),
                (by["voided"], "voided by somebody"),
            ),
        ),
        (
            "Authorized",
            met - unauthorized,
            _without((unauthorized, "that no authorization can pay for")),
        ),
        (
            "Billed",
            by["billed"],
            _without((by["blocked"] - unauthorized, "blocked for another reason"), (by["pending"], "still pending")),
        ),
    ]
    amount = sum((alike.amount for alike in days), Decimal(0))
    unbilled = [alike for alike in days if alike.status in ("blocked", "pending")]
    waiting = {"Threshold met": unbilled, "Authorized": [alike for alike in unbilled if not alike.lacks_authorization]}
    return [
        Step(name, count, amount, _estimate(waiting.get(name, []), days), without) for name, count, without in steps
    ]


def _estimate(waiting: Sequence[SimilarDays], days: Sequence[SimilarDays]) -> Decimal | None:
    """What days without an invoice may come to, by the average invoice of their programs."""
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    counts = Counter[str]()
    for alike in days:
        amounts[alike.program_id] += alike.amount
        counts[alike.program_id] += alike.days_with_amount
    if any(not counts[alike.program_id] for alike in waiting):
        return None
    return sum((alike.count * amounts[alike.program_id] / counts[alike.program_id] for alike in waiting), Decimal(0))


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
