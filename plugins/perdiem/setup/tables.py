"""The tables of the EHR that people set up: groups of codes, programs, settings, payers' rules and user groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType


@dataclass(frozen=True)
class Table:
    """A table of schema ehr: its key, and the type of each column, as ehr_contract.sql has them.

    `decides`: whether a night counts, decides or itemizes by what stands in it.
    """

    key: tuple[str, ...]
    columns: Mapping[str, str]
    decides: bool = True


# In the order in which rows may be added: what others name comes first.
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "billing_codes": Table(
            ("billing_code",), {"billing_code": "text", "description": "text", "is_billable": "boolean"}
        ),
        "billing_code_groups": Table(("group_name", "billing_code"), {"group_name": "text", "billing_code": "text"}),
        "programs": Table(
            ("program_id",),
            {
                "program_id": "text",
                "name": "text",
                "non_billable_group": "text",
                "billable_group": "text",
                "weekly_minimum_minutes": "integer",
            },
        ),
        "system_settings": Table(
            ("setting_number", "program_id", "effective_from"),
            {"setting_number": "integer", "program_id": "text", "effective_from": "date", "value": "text"},
        ),
        "payers": Table(("payer_id",), {"payer_id": "text", "name": "text"}, decides=False),
        "payer_rules": Table(
            ("payer_rule_id",),
            {
                "payer_rule_id": "text",
                "payer_id": "text",
                "name": "text",
                "effective_from": "date",
                "effective_to": "date",
            },
        ),
        "payer_billing_rules": Table(
            ("billing_rule_id",),
            {
                "billing_rule_id": "text",
                "payer_rule_id": "text",
                "billing_type": "text",
                "conversion": "text",
                "minutes_per_unit": "integer",
                "variable_increment": "boolean",
                "round_up_minutes": "integer",
                "method": "text",
                "quantity": "numeric(12, 3)",
                "operator": "text",
                "factor": "numeric(12, 6)",
                "max_units": "numeric(12, 3)",
                "combine": "boolean",
                "aggregate_on": "text",
            },
        ),
        "payer_billing_rule_codes": Table(
            ("billing_rule_id", "billing_code"), {"billing_rule_id": "text", "billing_code": "text"}
        ),
        "user_groups": Table(("group_name",), {"group_name": "text"}, decides=False),
        "user_group_members": Table(
            ("group_name", "user_id"), {"group_name": "text", "user_id": "text", "email": "text"}, decides=False
        ),
    }
)


def as_stored(text: str, data_type: str) -> str:
    """A number as PostgreSQL writes that of a column, without zeros at its end.

    Raises ValueError, which says what is expected, for one that the column cannot hold as it is.
    """
    precision, scale = map(int, re.findall(r"[0-9]+", data_type))
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("expected a number") from None
    if number.is_nan():
        return "NaN"
    if not number.is_finite() or abs(number) >= 10 ** (precision - scale) or number != round(number, scale):
        raise ValueError(f"expected a number with at most {precision - scale} digits, and {scale} after the point")
    return f"{number.normalize():f}"
