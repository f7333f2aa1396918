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
IN_SHORT: Mapping[str, str] = MappingProxyType({reason: text.in_short for reason, text in REASONS.items()})
WHAT_TO_DO: Mapping[str, str] = MappingProxyType(
    {reason: f"{text.meaning} {text.what_to_do}" for reason, text in REASONS.items()}
)
