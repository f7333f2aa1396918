"""What waits for a group: its open days that can be billed once somebody mends them, told tonight or before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perdiem.alerts import reasons
from perdiem.alerts.alert import Alert

Day = tuple[str, str, date]  # program_id, client_id and service_date: to count each once, and for no message


@dataclass(frozen=True)
class Sum:
    """Some days: how many, the oldest, and what those whose amount is known come to, in US dollars."""

    days: int
    oldest: date
    amount: Decimal
    days_of_known_amount: int

    @staticmethod
    def of(alerts: Collection[Alert]) -> Sum:
        """Add up alerts, one or more, each of a day of its own."""
        amounts = [alert.amount for alert in alerts if alert.amount is not None]
        return Sum(
            days=len(alerts),
            oldest=min(alert.service_date for alert in alerts),
            amount=sum(amounts, Decimal(0)),
            days_of_known_amount=len(amounts),
        )

    @property
    def days_of_unknown_amount(self) -> int:
        """How many of the days nobody knows the amount of."""
        return self.days - self.days_of_known_amount


@dataclass(frozen=True)
class Waiting:
    """The days by reason, most money first, where a day counts under each of its reasons; then each day once.

    Beside them, how many days billers have set aside.
    """

    by_reason: Mapping[str, Sum]
    in_all: Sum
    soon_lost: Sum | None
    days_set_aside: int = 0


def waiting(
    alerts: Iterable[tuple[Day, Alert]], run_date: date, set_aside: Collection[str] = frozenset()
) -> Waiting | None:
    """Add up the alerts that are open and whose day is not billed yet, but for the ids that are set aside.

    None where there are none.
    """
    by_reason: defaultdict[str, dict[Day, Alert]] = defaultdict(dict)
    days_set_aside = set[Day]()
    for day, alert in alerts:
        if not alert.is_expired and not reasons.stands_billed(alert.reason):
            if alert.alert_id in set_aside:
                days_set_aside.add(day)
            else:
                by_reason[reasons.known(alert.reason)][day] = alert
    if not by_reason:
        return None
    in_all = {day: alert for of_reason in by_reason.values() for day, alert in of_reason.items()}
    soon_lost = [alert for alert in in_all.values() if alert.is_soon_lost(run_date)]
    sums = [(reason, Sum.of(of_reason.values())) for reason, of_reason in by_reason.items()]
    return Waiting(
        by_reason=dict(sorted(sums, key=lambda entry: (-entry[1].amount, reasons.ORDER.index(entry[0])))),
        in_all=Sum.of(in_all.values()),
        soon_lost=Sum.of(soon_lost) if soon_lost else None,
        days_set_aside=len(days_set_aside - in_all.keys()),
    )
