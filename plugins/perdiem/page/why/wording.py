"""Numbers, payers and rules as the page words them."""

from __future__ import annotations

from decimal import Decimal

from perdiem.page.why.facts import Counted, UnitRule


def number(value: Decimal | None) -> str:
    """A number as people write it: 6, not 6.000."""
    return "none" if value is None else f"{value.normalize():f}"


def units(value: Decimal) -> str:
    """A number of units."""
    return f"{number(value)} {'unit' if value == 1 else 'units'}"


def payer(payer_id: str | None, name: str | None) -> str:
    """A payer by name and id."""
    return f"{name} ({payer_id})" if name and name != payer_id else payer_id or "no payer"


def rule(rule: UnitRule) -> str:
    """What a rule says, by the fields that its conversion and method use."""
    if rule.conversion == "duration":
        more = f", and one more where {rule.round_up_minutes} or more remain" if rule.variable_increment else ""
        return f"one unit for every {rule.minutes_per_unit} minutes{more}"
    if rule.method == "replace":
        return f"{units(rule.quantity or Decimal(0))}, however long the note"
    times = {"multiply": "times", "divide": "divided by"}[rule.operator or ""]
    return f"the note's quantity {times} {number(rule.factor)}"


def conversion(counted: Counted) -> str:
    """What made the units that a note counts toward the threshold, and what else could have."""
    who = payer(counted.payer_id, counted.payer_name)
    if counted.recorded_units is not None:
        by_rule = f"; rule {counted.billing_rule_id} of {who} makes {number(counted.rule_units)} of it for a claim"
        return "as the EHR recorded them" + (by_rule if counted.rule_units is not None else "")
    if counted.rule_status == "converts":
        return f"rule {counted.billing_rule_id} of {who}"
    because = {
        "ambiguous": f"more than one rule of {who} matches",
        "invalid": f"rule {counted.billing_rule_id} of {who} is invalid",
    }.get(counted.rule_status, f"{who} has no rule for the code" if counted.payer_id else "no coverage is in force")
    return f"{because}: units as the EHR recorded them"
