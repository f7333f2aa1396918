"""What made the units of a note, as the page words it."""

from __future__ import annotations

from perdiem.page.why.facts import Counted
from perdiem.page.wording import number, payer


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
