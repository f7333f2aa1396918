"""What days to look at come to, added up."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple


class Worth(NamedTuple):
    """How many days, and what they come to in US dollars: `billed` of them stands billed, the rest waits.

    Of `unknown` days nobody knows what they come to; of `estimated` ones it is an estimate.
    """

    days: int = 0
    waiting: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)
    unknown: int = 0
    estimated: int = 0

    @property
    def amount(self) -> Decimal | None:
        """What the days come to as far as it is known; None where it is of none of them."""
        return self.waiting + self.billed if self.days > self.unknown else None


def total(of: Collection[Worth]) -> Worth:
    """What several come to together. Column by column: a large clinic has tens of thousands to add up."""
    if not of:
        return Worth()
    days, waiting, billed, unknown, estimated = zip(*of, strict=True)
    return Worth(sum(days), sum(waiting, Decimal(0)), sum(billed, Decimal(0)), sum(unknown), sum(estimated))
