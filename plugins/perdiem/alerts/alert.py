"""One alert, as much of it as a message may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

ToldAs = Literal["new", "came back", "last call", "reminder", "expired"]

LAST_CALLS = (14, 3)  # days before the day of an open alert leaves the window


@dataclass(frozen=True)
class Alert:
    """As much of an alert as a message may say.

    notified_at is when it was told last, None for a new one; last_run the last run date whose night looks at its day;
    amount what the day is expected to come to, in US dollars, None where nobody knows; came_back whether it was marked
    as done and a night since still found its reason, which nobody was told of yet.
    """

    alert_id: str
    reason: str
    service_date: date
    opened_at: datetime
    notified_at: datetime | None
    is_expired: bool
    last_run: date
    amount: Decimal | None = None
    came_back: bool = False

    def told_as(self, run_date: date) -> ToldAs:
        """What it is to whoever is told of it now."""
        if self.is_expired:
            return "expired"
        if self.notified_at is None:
            return "new"
        if self.came_back:
            return "came back"
        return "last call" if run_date <= self.last_run and self.is_soon_lost(run_date) else "reminder"

    def is_soon_lost(self, run_date: date) -> bool:
        """Whether the nights of the next 14 days are the last to look at its day, or none does any more."""
        return (self.last_run - run_date).days < max(LAST_CALLS)
