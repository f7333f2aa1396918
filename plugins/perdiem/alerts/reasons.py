"""Why a day needs somebody, and what to do about it: dbt_project/seeds/reasons.csv, in the order of the rules."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from perdiem import config

FILE = config.DBT_PROJECT / "seeds" / "reasons.csv"


@dataclass(frozen=True)
class ReasonText:
    """A reason, the status of the days that have it, and what is said of it."""

    reason: str
    status: str
    lacks_authorization: str
    in_short: str
    meaning: str
    what_to_do: str


def _read() -> Mapping[str, ReasonText]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row.pop("reason_order")))
    return MappingProxyType({row["reason"]: ReasonText(**row) for row in rows})


REASONS = _read()
OTHER = "other"  # in place of a reason that is none of these
ORDER = (*REASONS, OTHER)
IN_SHORT: Mapping[str, str] = MappingProxyType({reason: text.in_short for reason, text in REASONS.items()})
WHAT_TO_DO: Mapping[str, str] = MappingProxyType(
    {reason: f"{text.meaning} {text.what_to_do}" for reason, text in REASONS.items()}
)


def stands_billed(reason: str) -> bool:
    """Whether a day of this reason is billed in spite of it; a day of any other reason waits to be billed."""
    text = REASONS.get(reason)
    return text is not None and text.status == "billed"


def known(reason: str) -> str:
    """The reason; in place of one that is none of the rules', which could hold anything, another word."""
    return reason if reason in REASONS else OTHER
