"""Numbers, payers and defaults as the page words them."""

from __future__ import annotations

from decimal import Decimal


def number(value: Decimal | None) -> str:
    """A number as people write it: 6, not 6.000."""
    return "none" if value is None else f"{value.normalize():f}"


def units(value: Decimal) -> str:
    """A number of units."""
    return f"{number(value)} {'unit' if value == 1 else 'units'}"


def payer(payer_id: str | None, name: str | None) -> str:
    """A payer by name and id."""
    return f"{name} ({payer_id})" if name and name != payer_id else payer_id or "no payer"


def default(what: str, value: str | None, is_known: bool) -> str:
    """What stands in one of a client's default fields, such as the clinician."""
    if value is None:
        return "empty"
    return value if is_known else f"{value}, which is not in the list of {what}s"
