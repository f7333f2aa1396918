"""What people may type into the forms of the set-up of the small clinic, and what is of no use there."""

from __future__ import annotations

from collections.abc import Mapping

SETTING = {"number": "508", "program_id": "IOP", "first_day": "2016-07-01", "value": "2"}
GROUP = {"group_name": "PHP Billable Group", "codes": ["S9480"]}
LINE = {"codes": ["602", "GROUP"], "conversion": "duration", "minutes_per_unit": "15", "variable_increment": "true"}
LINE |= {"round_up_minutes": "8", "max_units": "6", "combine": "true", "aggregate_on": "units", "method": "replace"}
PAYER_RULE = {"payers": ["payer-1"], "name": "Evergreen", "effective_from": "2016-07-01", **LINE}

# What a form begins with, before one of its fields is spoilt.
SOUND: Mapping[str, Mapping[str, object]] = {
    "setting": SETTING,
    "payer-rule": PAYER_RULE,
    "group": GROUP,
    "program": {"non_billable_group": "IOP Non Billable Group"},
}

# What is typed in place of what is sound; the field beside which it is refused; a part of what is told there.
BAD_SETTINGS: list[tuple[dict[str, str], str, str]] = [
    ({"value": "0"}, "value", "expected a number above 0"),
    ({"value": "three"}, "value", "expected a number above 0"),
    ({"value": " "}, "value", "expected a number above 0"),
    ({"number": "509", "value": "1441"}, "value", "expected a whole number from 1 to 1440"),
    ({"number": "512", "value": "-1"}, "value", "expected a whole number of 0 or more"),
    ({"number": "510", "value": "Nobody"}, "value", "there is no user group"),
    ({"number": "511", "value": "1"}, "number", "expected one of 508, 509, 510, 512"),
    ({"number": "all", "value": "1"}, "number", "expected 508, 509, 510 or 512"),
    ({"program_id": "PHP"}, "program_id", "there is no program"),
    ({"first_day": "soon"}, "first_day", "expected a date"),
    ({"program_id": "*", "first_day": "2016-01-01"}, "first_day", "nights have decided by the value"),
    ({"program_id": "*", "first_day": "2016-01-01", "value": "1"}, "number", "Nothing would change"),
]

# The same of other forms, after the form's name.
BAD_FORMS: list[tuple[str, dict[str, object], str, str]] = [
    ("payer-rule", {"minutes_per_unit": "0"}, "minutes_per_unit", "minutes per unit below 1"),
    ("payer-rule", {"minutes_per_unit": "a lot"}, "minutes_per_unit", "expected a whole number"),
    ("payer-rule", {"round_up_minutes": "16"}, "round_up_minutes", "not between 1 and the minutes per unit"),
    ("payer-rule", {"conversion": "both"}, "conversion", "neither duration nor quantity"),
    ("payer-rule", {"max_units": "1.2345"}, "max_units", "3 after the point"),
    ("payer-rule", {"max_units": "1e400"}, "max_units", "at most 9 digits"),
    ("payer-rule", {"max_units": "-1"}, "max_units", "below 0"),
    ("payer-rule", {"aggregate_on": "days"}, "aggregate_on", "none of units, minutes, medicare"),
    ("payer-rule", {"conversion": "quantity", "method": "guess"}, "method", "neither replace nor calculate"),
    ("payer-rule", {"conversion": "quantity", "quantity": ""}, "quantity", "missing or below 0"),
    (
        "payer-rule",
        {"conversion": "quantity", "method": "calculate", "operator": "add", "factor": "2"},
        "operator",
        "neither multiply nor divide",
    ),
    (
        "payer-rule",
        {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": "0"},
        "factor",
        "not above 0",
    ),
    ("payer-rule", {"codes": []}, "codes", "expected at least one code"),
    ("payer-rule", {"codes": ["nope"]}, "codes", "there is no billing code"),
    ("payer-rule", {"payers": []}, "payers", "expected at least one payer"),
    ("payer-rule", {"effective_to": "2016-06-30"}, "effective_to", "expected no date before the first"),
    ("payer-rule", {"do": "example", "example_minutes": ""}, "example_minutes", "expected minutes"),
    ("group", {"codes": ["nope"]}, "codes", "there is no billing code"),
    ("program", {"program_id": "PHP", "billable_group": "nope"}, "billable_group", "there is no code group"),
    ("user-group", {"group_name": "a", "members": "ann\nann"}, "members", "ann is there twice"),
    ("end-payer-rule", {"payer_rule_id": "nope", "first_day": "2016-01-01"}, "payer_rule_id", "no payer rule"),
]
