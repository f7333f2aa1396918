"""What days to look at come to, added up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Worth:
    """How many days, and what they come to in US dollars: `billed` of them stands billed, the rest waits.

    Of `unknown` days nobody knows what they come to; of `estimated` ones it is an estimate.
    """

    days: int = 0
    waiting: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)
    unknown: int = 0
    estimated: int = 0

    def __add__(self, other: Worth) -> Worth:
        return Worth(
            self.days + other.days,
            self.waiting + other.waiting,
            self.billed + other.billed,
            self.unknown + other.unknown,
            self.estimated + other.estimated,
        )

    @property
    def amount(self) -> Decimal | None:
        """What the days come to as far as it is known; None where it is of none of them."""
        return self.waiting + self.billed if self.days > self.unknown else None
