"""The forms that propose a change of the set-up, field by field, by the names that people know them by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

import psycopg

from perdiem.page import settings, wording
from perdiem.setup import edits, judging, proposals
from perdiem.setup.changes import Rows
from perdiem.setup.edits import Edit, Invalid, Line
from perdiem.setup.tables import TABLES, as_stored

# What was typed, by the name of the field; a field that takes several has each of them.
Typed = Mapping[str, Sequence[str]]
Options = Callable[[Rows], Mapping[str, str]]
Kind = Literal["text", "date", "choice", "several", "checkbox", "lines", "hidden"]


@dataclass(frozen=True)
class Field:
    """A field of a form. `options` are those of a choice, or what is proposed for text."""

    name: str
    label: str
    kind: Kind = "text"
    options: Options | None = None
    is_required: bool = False


@dataclass(frozen=True)
class Form:
    """A form. `edit` makes of the set-up and what was typed the edit; `filled` what it begins with, for a row's key."""

    title: str
    told: str
    fields: Sequence[Field]
    edit: Callable[[psycopg.Connection, Rows, Typed], Edit]
    filled: Callable[[Rows, str], dict[str, Sequence[str]]] = lambda rows, key: {}
    has_example: bool = False


def _named(table: str) -> Options:
    def options(rows: Rows) -> Mapping[str, str]:
        return {str(key[0]): str(key[0]) for key in rows[table]}

    return options


def _described(table: str, column: str) -> Options:
    def options(rows: Rows) -> Mapping[str, str]:
        return {
            str(key[0]): f"{key[0]} {row[column]}" if row[column] else str(key[0]) for key, row in rows[table].items()
        }

    return options


def _fixed(**choices: str) -> Options:
    return lambda rows: choices


def _settings(rows: Rows) -> Mapping[str, str]:
    return {str(number): f"{number} {meaning.title}" for number, meaning in settings.SETTINGS.items()}


def _programs(rows: Rows) -> Mapping[str, str]:
    return {"*": "Every program without its own", **_named("programs")(rows)}


CODES = Field("codes", "Codes", "several", _described("billing_codes", "description"))
FIRST_DAY = Field("first_day", "Service dates from", "date", is_required=True)
LINE: Sequence[Field] = (
    Field("billing_type", "Billing Type", "choice", _fixed(unit="Unit Billing")),
    CODES,
    Field("conversion", "Conversion of Units By", "choice", _fixed(duration="Duration", quantity="Quantity")),
    Field("minutes_per_unit", "Time Per One Unit (Minutes)"),
    Field("variable_increment", "Variable Time Unit Increment", "checkbox"),
    Field("round_up_minutes", "Minimum Time to Round-up Units (Minutes)"),
    Field("method", "Method", "choice", _fixed(replace="Replace", calculate="Calculate")),
    Field("quantity", "Quantity"),
    Field("operator", "Operator", "choice", _fixed(multiply="Multiply", divide="Divide")),
    Field("factor", "Conversion Factor, or Conversion Denominator"),
    Field("max_units", "Maximum Allowed Units"),
    Field("combine", "Combine Services and Aggregate Units", "checkbox"),
    Field(
        "aggregate_on",
        "Aggregate on",
        "choice",
        _fixed(
            units="Units of each service", minutes="Minutes, added up first", medicare="Minutes of all codes (Medicare)"
        ),
    ),
)
# Which fields count for which conversion and method; the others are left empty.
OF_DURATION = ("minutes_per_unit", "variable_increment", "round_up_minutes")
OF_QUANTITY = {"replace": ("method", "quantity"), "calculate": ("method", "operator", "factor")}


def one(typed: Typed, name: str) -> str:
    """What was typed into a field that takes one value."""
    return next(iter(typed.get(name, ())), "").strip()


def line_of(typed: Typed) -> Line:
    """The billing rule that was entered. Raises Invalid for text where a number is expected."""
    conversion = one(typed, "conversion")
    used = OF_DURATION if conversion == "duration" else OF_QUANTITY.get(one(typed, "method"), ("method",))
    refused, fields = {}, {}
    for field in edits.LINE_FIELDS:
        is_used = field in used or field in ("conversion", "max_units", "combine", "aggregate_on")
        try:
            fields[field] = _stored(field, one(typed, field)) if is_used else None
        except ValueError as error:
            refused[field] = str(error)
    if refused:
        raise Invalid(refused)
    if fields["combine"] != "true":
        fields["aggregate_on"] = None
    return Line(fields, list(typed.get("codes", ())))


def units_told(warehouse: psycopg.Connection, typed: Typed) -> str:
    """What the billing rule that was entered makes of the service of the example, in words. Raises Invalid."""
    line = line_of(typed)
    judging.check_rule(warehouse, line.fields)
    minutes, quantity = one(typed, "example_minutes"), one(typed, "example_quantity")
    if not re.fullmatch(r"[0-9]{1,4}", minutes):
        raise Invalid({"example_minutes": "expected minutes, a whole number"})
    if quantity and not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", quantity):
        raise Invalid({"example_quantity": "expected a number, or nothing for one"})
    units = judging.units(warehouse, line.fields, int(minutes), Decimal(quantity) if quantity else None)
    return f"{minutes} minutes{f', quantity {quantity},' if quantity else ''} make {wording.units(units)}"


def _stored(field: str, text: str) -> str | None:
    kind = TABLES["payer_billing_rules"].columns[field]
    if kind == "boolean":
        return "true" if text else "false"
    if not text:
        return None
    if kind == "integer":
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValueError("expected a whole number")
        return str(int(text))
    return as_stored(text, kind) if kind.startswith("numeric") else text


def _day(typed: Typed, name: str = "first_day", *, is_required: bool = True) -> date | None:
    text = one(typed, name)
    if not text and not is_required:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({name: "expected a date, as in 2026-01-31"}) from None


def _first_day(typed: Typed) -> date:
    day = _day(typed)
    assert day is not None
    return day


def _setting(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    number, value = one(typed, "number"), one(typed, "value")
    if not re.fullmatch(r"[0-9]{3}", number):
        raise Invalid({"number": "expected 508, 509, 510 or 512"})
    judging.check_setting(warehouse, int(number), value)
    decided = proposals.decided_up_to(warehouse)
    program_id, first_day = one(typed, "program_id"), _first_day(typed)
    return edits.put_setting(rows, int(number), program_id, first_day, value, decided_up_to=decided)


def _code(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    billable = bool(one(typed, "is_billable"))
    return edits.put_code(rows, one(typed, "billing_code"), one(typed, "description") or None, is_billable=billable)


def _group(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    return edits.put_group(rows, one(typed, "group_name"), typed.get("codes", ()))


def _program(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    minutes = one(typed, "weekly_minimum_minutes")
    if minutes and not re.fullmatch(r"[0-9]{1,9}", minutes):
        raise Invalid({"weekly_minimum_minutes": "expected minutes of a week, 1 to 10080, or nothing"})
    return edits.put_program(
        rows,
        one(typed, "program_id"),
        one(typed, "name") or None,
        one(typed, "non_billable_group"),
        one(typed, "billable_group"),
        int(minutes) if minutes else None,
    )


def _payer(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    return edits.put_payer(rows, one(typed, "payer_id"), one(typed, "name") or None)


def _user_group(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    members: dict[str, str | None] = {}
    for line in one(typed, "members").splitlines():
        user, _, email = line.strip().partition(" ")
        if user in members:
            raise Invalid({"members": f"{user} is there twice"})
        if user:
            members[user] = email.strip() or None
    return edits.put_user_group(rows, one(typed, "group_name"), members)


def _payer_rule(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    line = line_of(typed)
    judging.check_rule(warehouse, line.fields)
    first = _day(typed, "effective_from", is_required=False)
    last = _day(typed, "effective_to", is_required=False)
    return edits.add_payer_rule(rows, list(typed.get("payers", ())), one(typed, "name") or None, first, last, [line])


def _billing_rule(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    line = line_of(typed)
    judging.check_rule(warehouse, line.fields)
    return edits.add_line(rows, one(typed, "payer_rule_id"), line, _first_day(typed))


def _changed_rule(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    line = line_of(typed)
    judging.check_rule(warehouse, line.fields)
    return edits.change_line(rows, one(typed, "billing_rule_id"), line, _first_day(typed))


def _deleted_rule(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    return edits.delete_line(rows, one(typed, "billing_rule_id"), _first_day(typed))


def _ended_rule(warehouse: psycopg.Connection, rows: Rows, typed: Typed) -> Edit:
    return edits.end_payer_rule(rows, one(typed, "payer_rule_id"), _first_day(typed))


def _filled_row(table: str) -> Callable[[Rows, str], dict[str, Sequence[str]]]:
    def filled(rows: Rows, key: str) -> dict[str, Sequence[str]]:
        row = rows[table].get((key,), {})
        return {name: [value] for name, value in row.items() if value is not None and value != "false"}

    return filled


def _filled_group(rows: Rows, key: str) -> dict[str, Sequence[str]]:
    codes = [str(code) for name, code in rows["billing_code_groups"] if name == key]
    return {"group_name": [key], "codes": codes} if key else {}


def _filled_user_group(rows: Rows, key: str) -> dict[str, Sequence[str]]:
    members = [row for row in rows["user_group_members"].values() if row["group_name"] == key]
    lines = "\n".join(f"{row['user_id']} {row['email'] or ''}".strip() for row in members)
    return {"group_name": [key], "members": [lines]} if key else {}


def _filled_rule(rows: Rows, key: str) -> dict[str, Sequence[str]]:
    codes = [str(code) for of, code in rows["payer_billing_rule_codes"] if of == key]
    return {**_filled_row("payer_billing_rules")(rows, key), "codes": codes}


def _of_payer_rule(rows: Rows, key: str) -> dict[str, Sequence[str]]:
    return {"payer_rule_id": [key]}


NAME = Field("name", "Name")
DELETED = "It counts for service dates before the date, and no longer from it on."
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "setting": Form(
            "Setting",
            "The value counts for service dates from the date on; earlier dates keep theirs.",
            (
                Field("number", "Setting", "choice", _settings),
                Field("program_id", "Program", "choice", _programs),
                FIRST_DAY,
                Field("value", "Your Value", options=_named("user_groups"), is_required=True),
            ),
            _setting,
        ),
        "group": Form(
            "Billing Code Group",
            "Its codes count toward the day of a program, or are those that it bills. Without a code it is gone.",
            (Field("group_name", "Group", is_required=True), CODES),
            _group,
            _filled_group,
        ),
        "code": Form(
            "Billing code",
            "A code that is not billable is for documenting alone, and is never on a claim.",
            (
                Field("billing_code", "Code", is_required=True),
                Field("description", "Description"),
                Field("is_billable", "Billable", "checkbox"),
            ),
            _code,
            _filled_row("billing_codes"),
        ),
        "program": Form(
            "Program",
            "Codes of the non-billable group count toward the threshold; one of the billable group is billed.",
            (
                Field("program_id", "Program", is_required=True),
                NAME,
                Field("non_billable_group", "Non Billable Group", "choice", _named("billing_code_groups")),
                Field("billable_group", "Billable Group", "choice", _named("billing_code_groups")),
                Field("weekly_minimum_minutes", "Minutes of attendance a week"),
            ),
            _program,
            _filled_row("programs"),
        ),
        "payer": Form(
            "Payer",
            "Rules and coverages name a payer by its id.",
            (Field("payer_id", "Payer", is_required=True), NAME),
            _payer,
            _filled_row("payers"),
        ),
        "user-group": Form(
            "User group",
            "Setting 510 names the group that is told of days which cannot be billed.",
            (
                Field("group_name", "Group", is_required=True),
                Field("members", "Members: a user and their e-mail address, one a line", "lines"),
            ),
            _user_group,
            _filled_user_group,
        ),
        "payer-rule": Form(
            "Payer rule",
            "A rule with its first billing rule; each of several payers gets its own. Without a date it counts always.",
            (
                Field("payers", "Payers", "several", _described("payers", "name")),
                NAME,
                Field("effective_from", "Service dates from", "date"),
                Field("effective_to", "To", "date"),
                *LINE,
            ),
            _payer_rule,
            has_example=True,
        ),
        "add-billing-rule": Form(
            "Add Billing Rule",
            "The payer rule ends the day before, and its next one, with this billing rule, begins on the date.",
            (Field("payer_rule_id", "Payer rule", "hidden"), FIRST_DAY, *LINE),
            _billing_rule,
            _of_payer_rule,
            has_example=True,
        ),
        "change-billing-rule": Form(
            "Update billing rule",
            "The payer rule ends the day before, and its next one, with the changed billing rule, begins on the date.",
            (Field("billing_rule_id", "Billing rule", "hidden"), FIRST_DAY, *LINE),
            _changed_rule,
            _filled_rule,
            has_example=True,
        ),
        "delete-billing-rule": Form(
            "Delete billing rule",
            DELETED,
            (Field("billing_rule_id", "Billing rule", "hidden"), FIRST_DAY),
            _deleted_rule,
            lambda rows, key: {"billing_rule_id": [key]},
        ),
        "end-payer-rule": Form(
            "Delete payer rule",
            DELETED,
            (Field("payer_rule_id", "Payer rule", "hidden"), FIRST_DAY),
            _ended_rule,
            _of_payer_rule,
        ),
    }
)


def refusals(form: Form, refused: Mapping[str, str]) -> dict[str, str]:
    """What was refused, by the field of the form that stands for it; what no field stands for is of the first."""
    names = {field.name for field in form.fields} | {"example_minutes", "example_quantity"}
    found: dict[str, str] = {}
    for name, told in refused.items():
        of = "first_day" if name == "effective_from" and name not in names else name
        found[of if of in names else form.fields[0].name] = told
    return found
