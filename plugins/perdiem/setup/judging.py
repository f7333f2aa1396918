"""What the models say of a rule or a setting before it is entered: the functions of dbt_project/functions, asked.

They are in schema staging, made by the night that finds the views there out of date, or by set-up before any night.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg

from perdiem.runs import Run
from perdiem.setup.changes import Row
from perdiem.setup.edits import Invalid
from perdiem.warehouse import dbt

FUNCTIONS = ("setting_is_usable", "unit_rule_defects", "unit_rule_units")

EXPECTED_SETTING = {
    508: "expected a number above 0",
    509: "expected a whole number from 1 to 1440",
    510: "expected the name of a user group",
    512: "expected a whole number of 0 or more",
}

DEFECTS = """
    select staging.unit_rule_defects(
        %(conversion)s, %(minutes_per_unit)s, %(variable_increment)s, %(round_up_minutes)s, %(method)s, %(quantity)s,
        %(operator)s, %(factor)s, %(max_units)s, %(aggregate_on)s
    )
"""

UNITS = """
    select staging.unit_rule_units(
        %(conversion)s, %(minutes_per_unit)s, %(variable_increment)s, %(round_up_minutes)s, %(method)s, %(quantity)s,
        %(operator)s, %(factor)s, %(minutes)s, %(note_quantity)s
    )
"""


def are_there(warehouse: psycopg.Connection) -> bool:
    """Whether the functions can be asked."""
    query = """
        select count(distinct proname) from pg_proc
        where pronamespace = to_regnamespace('staging') and proname = any(%s)
    """
    return warehouse.execute(query, [list(FUNCTIONS)]).fetchone() == (len(FUNCTIONS),)


def provide(warehouse_url: str, state_dir: Path) -> None:
    """Have dbt make the functions. Raises DbtFailed."""
    today = datetime.now(UTC).date()
    run = Run("set-up", today, 0, dry_run=True, today=today)
    dbt.invoke(["build", "--resource-type", "function"], warehouse_url, run, state_dir)


def check_setting(warehouse: psycopg.Connection, number: int, value: str) -> None:
    """Raise Invalid for a value that no night could use."""
    if number not in EXPECTED_SETTING:
        raise Invalid({"number": f"expected one of {', '.join(map(str, EXPECTED_SETTING))}"})
    usable = warehouse.execute("select staging.setting_is_usable(%s, %s)", (number, value)).fetchone()
    if usable != (True,):
        raise Invalid({"value": EXPECTED_SETTING[number]})


def check_rule(warehouse: psycopg.Connection, fields: Row) -> None:
    """Raise Invalid, with each field that is to blame, for a rule that could convert nothing."""
    row = warehouse.execute(DEFECTS, _typed(fields)).fetchone()
    if row is not None and row[0] is not None:
        raise Invalid(dict(line.split(": ", 1) for line in reversed(row[0].splitlines())))


def units(warehouse: psycopg.Connection, fields: Row, minutes: int, quantity: Decimal | None) -> Decimal:
    """The units that a rule, which `check_rule` let pass, makes of one service."""
    row = warehouse.execute(UNITS, {**_typed(fields), "minutes": minutes, "note_quantity": quantity}).fetchone()
    assert row is not None
    return Decimal(row[0])


def _typed(fields: Row) -> dict[str, object]:
    """The fields as the functions take them."""
    typed: dict[str, object] = dict(fields)
    for name in ("minutes_per_unit", "round_up_minutes"):
        value = fields.get(name)
        typed[name] = None if value is None else int(value)
    for name in ("quantity", "factor", "max_units"):
        value = fields.get(name)
        typed[name] = None if value is None else Decimal(value)
    typed["variable_increment"] = fields.get("variable_increment") == "true"
    return typed
