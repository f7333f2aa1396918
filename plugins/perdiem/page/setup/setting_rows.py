"""The rows of the settings, as the EHR has them now: for whom and from when each counts, and what it was before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import psycopg
from psycopg.rows import class_row

from perdiem.page import settings
from perdiem.page.last_runs import DecidingRun
from perdiem.page.settings import SETTINGS, Settings

# One that differs from what the last run read was entered since. Of 510 any text can be used.
ROWS = """
    select
        settings.setting_number as number, settings.program_id, settings.effective_from::text,
        settings.setting_value as value,
        checked.setting_number is not null as is_judged,
        settings.setting_number = 510 or coalesce(checked.is_usable, false) as is_usable,
        settings.effective_from > %(run_date)s as begins_later
    from staging.stg_ehr__system_settings as settings
    left join intermediate.int_settings__checked as checked
        on
            settings.setting_number = checked.setting_number
            and settings.program_id = checked.program_id
            and settings.effective_from = checked.effective_from
            and settings.setting_value is not distinct from checked.setting_value
    where settings.setting_number = any(%(numbers)s)
    order by settings.setting_number, settings.program_id, settings.effective_from desc
"""

# From the service date of each value on; null is from the first.
VALUES = """
    select
        setting_number, program_id, effective_from::text, setting_value, nullif(over_time.first_day, '-infinity')
    from intermediate.int_settings__over_time as over_time
    order by setting_number, program_id, over_time.effective_from, over_time.first_day
"""


@dataclass(frozen=True)
class Value:
    """A value that an edited row has had, from a service date on; None: from the row's first."""

    value: str
    first_day: date | None


@dataclass(frozen=True)
class SettingRow:
    """A row of the settings. `program_id` is '*' for programs without one of their own.

    `is_judged`: the last run read it as it is. `values` are those of a row that was edited in place, the first one
    first; `in_force_for` the programs that have it on the run date of the last run.
    """

    number: int
    program_id: str
    effective_from: str
    value: str | None
    is_judged: bool
    is_usable: bool
    begins_later: bool
    values: Sequence[Value] = ()
    in_force_for: Sequence[str] = ()

    @property
    def told(self) -> str:
        """The value, in words where it can be used."""
        if self.value is None:
            return "blank"
        return settings.in_words(self.number, self.value) if self.is_usable else self.value

    @property
    def state(self) -> str:
        """Whether it counts, in a word or two."""
        if not self.is_judged:
            return "entered since the last run"
        if self.begins_later:
            return "to come"
        return "in force" if self.in_force_for else "not in force any more"


def read(warehouse: psycopg.Connection, run: DecidingRun, in_force: Iterable[Settings]) -> dict[int, list[SettingRow]]:
    """The rows of each setting, by its number; of each program the last one first."""
    with warehouse.cursor(row_factory=class_row(SettingRow)) as cursor:
        rows = cursor.execute(ROWS, {"run_date": run.run_date, "numbers": list(SETTINGS)}).fetchall()
    edited = _values(warehouse)
    told_of = _programs(in_force, {(row.number, row.program_id, row.effective_from) for row in rows})
    found: dict[int, list[SettingRow]] = {number: [] for number in SETTINGS}
    for row in rows:
        key = (row.number, row.program_id, row.effective_from)
        values = edited.get(key, [])
        found[row.number].append(
            replace(
                row,
                values=values if len(values) > 1 else (),
                in_force_for=told_of.get(key, ()) if row.is_judged else (),
            )
        )
    return found


Key = tuple[int, str, str]


def _values(warehouse: psycopg.Connection) -> dict[Key, list[Value]]:
    """What each row has held over time, without a value that only goes on."""
    values: defaultdict[Key, list[Value]] = defaultdict(list)
    for number, program_id, effective_from, value, first_day in warehouse.execute(VALUES):
        held = values[number, program_id, effective_from]
        if not held or held[-1].value != value:
            held.append(Value(value, first_day))
    return values


def _programs(in_force: Iterable[Settings], rows: set[Key]) -> dict[Key, list[str]]:
    """Which programs have each row in force: of two that begin with one date, their own."""
    programs: defaultdict[Key, list[str]] = defaultdict(list)
    for of_program in in_force:
        for number, (_, since) in of_program.values.items():
            if since is not None:
                own = (number, of_program.program_id, since)
                programs[own if own in rows else (number, "*", since)].append(of_program.program_id)
    return programs
