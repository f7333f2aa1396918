"""What rows say by themselves: statuses, bad rows, the units that a rule makes, settings that can be used, duplicates.

The parts of the second reading that need no clinic around them. How the rules are read where they leave room is said
in days.py and items.py.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = Mapping[str, list[Row]]
Key: TypeAlias = tuple[str, str, date]


def missing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def status_of(row: Row) -> str | None:
    """Return a row's status as statuses are compared: without case and outer white space."""
    return None if row["status"] is None else row["status"].strip().lower()


def out_of_range(value: Decimal, highest: int) -> bool:
    return value.is_nan() or value < 0 or value > highest


def thousandths(value: Fraction) -> Decimal:
    """Round half away from zero at the third decimal."""
    size = (abs(value) * 1000 + Fraction(1, 2)).__floor__()
    return Decimal(size if value >= 0 else -size).scaleb(-3)


def cents(value: Fraction) -> Decimal:
    size = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(size if value >= 0 else -size).scaleb(-2)


def in_force(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def note_id_of(program_id: str, client_id: str, service_date: date) -> str:
    name = json.dumps([program_id, client_id, service_date.isoformat()], ensure_ascii=True, separators=(",", ":"))
    return "pd-" + hashlib.sha256(name.encode()).hexdigest()[:32]


def grouped(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names) if len(names) > 1 else row[names[0]]].append(row)
    return groups


def duplicates(notes: Iterable[Row]) -> set[str]:
    """Return the ids of those of the notes that tell of a session of which another one of them tells already."""
    timed = (note for note in notes if note["started_at"] is not None)
    sessions = grouped(timed, "client_id", "service_date", "billing_code", "started_at", "duration_minutes")
    return {note_id for session in sessions.values() for note_id in sorted(note["note_id"] for note in session)[1:]}


# Units of a note -----------------------------------------------------------------------------------------------------


def is_valid(rule: Row) -> bool:
    """Look at the fields that the rule's conversion and method use, and at max_units and aggregate_on."""

    def usable(number: Decimal | None, *, above_zero: bool) -> bool:
        if number is None or out_of_range(number, 10_000):
            return False
        return number > 0 or not above_zero

    limit = rule["max_units"]
    if limit is not None and (limit.is_nan() or limit < 0):
        return False
    if rule["aggregate_on"] not in (None, "units", "minutes", "medicare"):
        return False
    if rule["conversion"] == "duration":
        per_unit, round_up = rule["minutes_per_unit"], rule["round_up_minutes"]
        if per_unit is None or per_unit < 1:
            return False
        return not rule["variable_increment"] or (round_up is not None and 1 <= round_up <= per_unit)
    if rule["conversion"] == "quantity" and rule["method"] == "replace":
        return usable(rule["quantity"], above_zero=False)
    if rule["conversion"] == "quantity" and rule["method"] == "calculate":
        return rule["operator"] in ("multiply", "divide") and usable(rule["factor"], above_zero=True)
    return False


def converted_units(rule: Row, minutes: int, quantity: Decimal | None) -> Decimal:
    """Apply a valid rule to one note."""
    if rule["conversion"] == "duration":
        whole, rest = divmod(minutes, rule["minutes_per_unit"])
        rounds_up = rule["variable_increment"] and rest >= rule["round_up_minutes"]
        return Decimal(whole + 1 if rounds_up else whole)
    if rule["method"] == "replace":
        return thousandths(Fraction(rule["quantity"]))
    count, factor = Fraction(1 if quantity is None else quantity), Fraction(rule["factor"])
    return thousandths(count * factor if rule["operator"] == "multiply" else count / factor)


# Bad rows ------------------------------------------------------------------------------------------------------------


def note_is_bad(note: Row, clients: Iterable[str], latest: date) -> bool:
    if any(missing(note[name]) for name in ("client_id", "billing_code", "service_date")):
        return True
    if note["client_id"] not in clients or note["service_date"] > latest:
        return True
    if note["duration_minutes"] is None or not 0 <= note["duration_minutes"] <= 1440:
        return True
    if any(note[name] is not None and out_of_range(note[name], 10_000) for name in ("units", "quantity")):
        return True
    return status_of(note) not in ("draft", "released", "void")


def authorization_is_bad(authorization: Row) -> bool:
    needed = ("client_id", "payer_id", "billing_code", "start_date", "end_date", "units_authorized")
    if any(missing(authorization[name]) for name in needed):
        return True
    if authorization["end_date"] < authorization["start_date"]:
        return True
    used = authorization["units_used"]
    return out_of_range(authorization["units_authorized"], 1_000_000) or (
        used is not None and (used.is_nan() or used < 0)
    )


def coverage_is_bad(coverage: Row) -> bool:
    if any(missing(coverage[name]) for name in ("client_id", "payer_id", "start_date")):
        return True
    return coverage["end_date"] is not None and coverage["end_date"] < coverage["start_date"]


# Settings ------------------------------------------------------------------------------------------------------------


def usable_setting(number: int, value: str | None) -> Decimal | None:
    """Return the number that the value of 508, 509 or 512 stands for; None where it cannot be used."""
    text = (value or "").strip()
    if number == 508:
        is_number = re.fullmatch(r"[+-]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})", text)
        return Decimal(text) if is_number and Decimal(text) > 0 else None
    if not re.fullmatch(r"\+?[0-9]{1,12}", text):
        return None
    return Decimal(int(text)) if number == 512 or 1 <= int(text) <= 1440 else None
