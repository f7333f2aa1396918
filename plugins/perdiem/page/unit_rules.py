"""The payers' unit rules in words, and by the names of the fields that people set them up with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perdiem.page.wording import number, units


@dataclass(frozen=True)
class UnitRule:
    """A payer's rule that converts a service into units, as models of int_unit_rules__checked and staging have it.

    `invalid_cause` says in words why it converts nothing; None for one that can. Only the database judges a rule.
    """

    billing_rule_id: str
    payer_rule_name: str | None
    conversion: str | None
    minutes_per_unit: int | None
    variable_increment: bool | None
    round_up_minutes: int | None
    method: str | None
    quantity: Decimal | None
    operator: str | None
    factor: Decimal | None
    max_units: Decimal | None
    combine: bool | None
    aggregate_on: str | None
    invalid_cause: str | None


def conversion(rule: UnitRule) -> str:
    """What a rule makes of one service, by the fields that its conversion and method use."""
    if rule.invalid_cause is not None:
        return f"cannot be used: {rule.invalid_cause}"
    if rule.conversion == "duration":
        more = f"one more from {rule.round_up_minutes} on" if rule.variable_increment else "rounded down"
        return f"{rule.minutes_per_unit} {'minute' if rule.minutes_per_unit == 1 else 'minutes'} a unit, {more}"
    if rule.method == "replace":
        return f"{units(rule.quantity or Decimal(0))}, however long the note"
    times = {"multiply": "times", "divide": "divided by"}[rule.operator or ""]
    return f"the note's quantity {times} {number(rule.factor)}"


def in_words(rule: UnitRule, codes: Sequence[str]) -> str:
    """All that a rule says: 15 minutes a unit, one more from 8 on; at most 6; H0004, T1016 combined."""
    told = [conversion(rule)]
    if rule.max_units is not None and rule.invalid_cause is None:
        told.append(f"at most {number(rule.max_units)}")
    told.append((", ".join(codes) or "no codes") + _combined(rule))
    return "; ".join(told)


def _combined(rule: UnitRule) -> str:
    """How the services of a day become one item, where they do."""
    if not rule.combine or rule.invalid_cause is not None:
        return ""
    if rule.conversion == "duration":
        how = {"minutes": ", minutes added up first", "medicare": ", minutes of all codes added up first (Medicare)"}
        return f" combined{how.get(rule.aggregate_on or 'units', '')}"
    return " combined" + (", quantities added up first" if rule.method == "calculate" else "")


def as_entered(rule: UnitRule) -> list[tuple[str, str]]:
    """The fields of a rule that hold something, by the names that they have where it is entered."""
    divides = (rule.operator or "").lower() == "divide"
    fields: dict[str, str | int | Decimal | None] = {
        "Conversion of Units By": rule.conversion,
        "Time Per One Unit (Minutes)": rule.minutes_per_unit,
        "Variable Time Unit Increment": rule.variable_increment,
        "Minimum Time to Round-up Units (Minutes)": rule.round_up_minutes,
        "Method": rule.method,
        "Quantity": rule.quantity,
        "Operator": rule.operator,
        "Conversion Denominator" if divides else "Conversion Factor": rule.factor,
        "Maximum Allowed Units": rule.max_units,
        "Combine Services and Aggregate Units": rule.combine,
        "Aggregate on": rule.aggregate_on,
    }
    return [(name, _entered(value)) for name, value in fields.items() if value is not None and value is not False]


def _entered(value: str | int | Decimal) -> str:
    if value is True:
        return "yes"
    return number(value) if isinstance(value, Decimal) else str(value)
