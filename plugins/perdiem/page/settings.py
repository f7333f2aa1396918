"""The settings of the per-diem programs: what each is called and means, and which are in force on a service date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from perdiem.page import wording


class Meaning(NamedTuple):
    """What a setting is called for short and where it is entered, what a value says, and of what it is a number."""

    name: str
    title: str
    told: str
    unit: str | None


SETTINGS: Mapping[int, Meaning] = MappingProxyType(
    {
        508: Meaning(
            "threshold",
            "Unit Threshold",
            "Units of documenting notes that a day needs before it is billed: a number above 0.",
            "unit",
        ),
        509: Meaning(
            "length of the per-diem note",
            "Billable Note Duration in Minutes",
            "Minutes of the billable note that is written for a day: a whole number from 1 to 1440.",
            "minute",
        ),
        510: Meaning(
            "who is told",
            "User Group Name",
            "The user group that is told of days which cannot be billed. It is taken as it stands tonight.",
            None,
        ),
        512: Meaning(
            "lag",
            "Automatically Create the Notes X Days in Arrears",
            "Days that clinicians have for their notes, after which a day is due: a whole number of 0 or more.",
            "day",
        ),
    }
)

IN_FORCE = """
    select
        program_id, threshold_units, threshold_effective_from::text, note_minutes, minutes_effective_from::text,
        alert_group, group_effective_from::text, lag_days, lag_effective_from::text, left_out_cause, is_due
    from intermediate.int_program_days__settings
    where service_date = %(service_date)s
    order by program_id
"""


@dataclass(frozen=True)
class Settings:
    """The settings in force for a program on a date. What a run that is long past did not keep is None."""

    program_id: str
    threshold_units: Decimal | None
    threshold_effective_from: str | None
    note_minutes: int | None
    minutes_effective_from: str | None
    alert_group: str | None
    group_effective_from: str | None
    lag_days: Decimal | None
    lag_effective_from: str | None
    left_out_cause: str | None
    is_due: bool

    @property
    def values(self) -> dict[int, tuple[str, str | None]]:
        """Of each setting by its number the value in words, and since which service date it is in force."""
        return {
            508: (_used(508, self.threshold_units), self.threshold_effective_from),
            509: (_used(509, self.note_minutes), self.minutes_effective_from),
            510: (self.alert_group or "nobody is named", self.group_effective_from),
            512: (_used(512, self.lag_days), self.lag_effective_from),
        }


def in_words(number: int, value: str) -> str:
    """A value that can be used of the setting of this number."""
    unit = SETTINGS[number].unit
    return value if unit is None else f"{value} {unit}{'' if value.strip() == '1' else 's'}"


def _used(number: int, value: Decimal | int | None) -> str:
    return "not used" if value is None else in_words(number, wording.number(Decimal(value)))
