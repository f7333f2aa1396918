"""The programs and the groups of codes that they name, as the EHR has them now; and what leaves a program out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

from perdiem.page.last_runs import DecidingRun
from perdiem.page.settings import IN_FORCE, Settings

PROGRAMS = """
    select program_id, program_name as name, non_billable_group, billable_group, weekly_minimum_minutes
    from staging.stg_ehr__programs
    order by program_id
"""

LEFT_OUT = """
    select program_id, min(service_date), max(service_date), left_out_cause
    from intermediate.int_program_days__settings
    where is_left_out
    group by program_id, left_out_cause
    order by program_id, min(service_date), left_out_cause
"""

CODES = """
    select
        group_codes.group_name, group_codes.billing_code, codes.is_billable, codes.billing_code is not null as is_known
    from staging.stg_ehr__billing_code_groups as group_codes
    left join staging.stg_ehr__billing_codes as codes using (billing_code)
    order by group_codes.group_name, group_codes.billing_code
"""


@dataclass(frozen=True)
class Program:
    """A program of the EHR."""

    program_id: str
    name: str | None
    non_billable_group: str | None
    billable_group: str | None
    weekly_minimum_minutes: int | None


@dataclass(frozen=True)
class Code:
    """A code in a group. `is_billable` is None where nobody marked it, or where the EHR has no such code."""

    group_name: str
    billing_code: str
    is_billable: bool | None
    is_known: bool

    @property
    def mark(self) -> str:
        """How the code is marked in the EHR."""
        if not self.is_known:
            return "not known"
        return {True: "billable", False: "for documenting", None: "not marked"}[self.is_billable]


@dataclass(frozen=True)
class Group:
    """A group of codes, and which programs count its codes toward the day, and which bill them."""

    name: str
    codes: Sequence[Code]
    counted_by: Sequence[str]
    billed_by: Sequence[str]


def read(warehouse: psycopg.Connection) -> list[Program]:
    """The programs."""
    with warehouse.cursor(row_factory=class_row(Program)) as cursor:
        return cursor.execute(PROGRAMS).fetchall()


def settings(warehouse: psycopg.Connection, run: DecidingRun) -> dict[str, Settings]:
    """The settings in force on the run date, by program; none of a program that the run has not read."""
    with warehouse.cursor(row_factory=class_row(Settings)) as cursor:
        return {found.program_id: found for found in cursor.execute(IN_FORCE, {"service_date": run.run_date})}


def left_out(warehouse: psycopg.Connection) -> dict[str, list[tuple[date, date, str]]]:
    """Why the run left programs out, by program: the first and the last such service date, and the cause."""
    causes: defaultdict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for program_id, first, last, cause in warehouse.execute(LEFT_OUT):
        causes[program_id].append((first, last, cause))
    return causes


def groups(warehouse: psycopg.Connection, programs: Iterable[Program]) -> list[Group]:
    """Every group that has a code or is named by a program."""
    codes: defaultdict[str, list[Code]] = defaultdict(list)
    with warehouse.cursor(row_factory=class_row(Code)) as cursor:
        for code in cursor.execute(CODES):
            codes[code.group_name].append(code)
    counted_by: defaultdict[str, list[str]] = defaultdict(list)
    billed_by: defaultdict[str, list[str]] = defaultdict(list)
    for program in programs:
        if program.non_billable_group is not None:
            counted_by[program.non_billable_group].append(program.program_id)
        if program.billable_group is not None:
            billed_by[program.billable_group].append(program.program_id)
    return [
        Group(name, codes.get(name, ()), counted_by.get(name, ()), billed_by.get(name, ()))
        for name in sorted({*codes, *counted_by, *billed_by})
    ]
