"""The set-up as one YAML file: a clinic keeps its groups, settings and rules under version control, and reviews them.

Exported, imported and exported again it is the same file. What a file leaves out as a whole (a section) is left alone;
what a section does not hold is to go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from perdiem.setup.changes import Key, Row, Rows, key_of
from perdiem.setup.tables import TABLES, as_stored

# Of each section the tables that it holds: rows of the later ones stand within those of the first.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "billing_codes": ("billing_codes",),
    "code_groups": ("billing_code_groups",),
    "programs": ("programs",),
    "settings": ("system_settings",),
    "payers": ("payers",),
    "payer_rules": ("payer_rules", "payer_billing_rules", "payer_billing_rule_codes"),
    "user_groups": ("user_groups", "user_group_members"),
}
FORMAT = "the set-up of perdiem, as make setup-export writes it"


class _Dumper(yaml.SafeDumper):
    """Numbers are written digit by digit, and text of digits in quotes: 0905 is a code, and 905 is another."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Loader(yaml.SafeLoader):
    """Numbers are read digit by digit."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if text[:1].isdigit() else None)


def _number_node(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    kind = "int" if number == number.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{number:f}")


def _digits(loader: yaml.SafeLoader, node: Any) -> str:
    return str(loader.construct_scalar(node))


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(Decimal, _number_node)
_Loader.add_constructor("tag:yaml.org,2002:float", _digits)


class BadFile(Exception):
    """A file that is no set-up; the message names the place, what stands there and what is expected."""


def write(rows: Rows) -> str:
    """The set-up as YAML, with all its sections, in the order of its keys."""
    lines = {
        rule_id: [
            {
                **_filled("payer_billing_rules", line, without=("payer_rule_id",)),
                "codes": [
                    code["billing_code"]
                    for code in rows["payer_billing_rule_codes"].values()
                    if code["billing_rule_id"] == line["billing_rule_id"]
                ],
            }
            for line in rows["payer_billing_rules"].values()
            if line["payer_rule_id"] == rule_id
        ]
        for (rule_id,) in rows["payer_rules"]
    }
    codes_of_groups: dict[str, list[str]] = {}
    for group_name, code in rows["billing_code_groups"]:
        codes_of_groups.setdefault(str(group_name), []).append(str(code))
    document: dict[str, Any] = {
        "billing_codes": [_filled("billing_codes", row) for row in rows["billing_codes"].values()],
        "code_groups": codes_of_groups,
        "programs": [_filled("programs", row) for row in rows["programs"].values()],
        "settings": [_filled("system_settings", row) for row in rows["system_settings"].values()],
        "payers": [_filled("payers", row) for row in rows["payers"].values()],
        "payer_rules": [
            {**_filled("payer_rules", row), "billing_rules": lines[rule_id]}
            for (rule_id,), row in rows["payer_rules"].items()
        ],
        "user_groups": {
            str(name): [
                _filled("user_group_members", row, without=("group_name",))
                for row in rows["user_group_members"].values()
                if row["group_name"] == name
            ]
            for (name,) in rows["user_groups"]
        },
    }
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"# {FORMAT}\n{text}"


def read(text: str, now: Rows) -> Rows:
    """The set-up that a file wants: its sections in place of those that stand in the EHR now. Raises BadFile."""
    try:
        document = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
        raise BadFile(f"{where}: this is no YAML: {getattr(error, 'problem', None) or 'cannot be read'}") from None
    if not isinstance(document, dict) or not document:
        raise BadFile(f"expected {', '.join(SECTIONS)} at the top, or some of them")
    if unknown := [str(name) for name in document if name not in SECTIONS]:
        raise BadFile(f"{unknown[0]!r} at the top: expected {', '.join(SECTIONS)}")
    wanted = dict(now)
    for section, content in document.items():
        for table in SECTIONS[section]:
            wanted[table] = _without_a_place(table, now)
        for table, row, where in _rows_of(section, content):
            key = key_of(table, row)
            if None in key:
                raise BadFile(f"{where}: expected {' and '.join(TABLES[table].key)}")
            if key in wanted[table]:
                raise BadFile(f"{where}: {', '.join(map(str, key))} stands there twice")
            wanted[table][key] = row
    return wanted


def _without_a_place(table: str, now: Rows) -> dict[Key, Row]:
    """The rows that stand within others which are not there: a file cannot hold them, and leaves them alone."""
    named_by = {
        "payer_billing_rules": ("payer_rules", "payer_rule_id"),
        "payer_billing_rule_codes": ("payer_billing_rules", "billing_rule_id"),
        "user_group_members": ("user_groups", "group_name"),
    }
    if table not in named_by:
        return {}
    within, column = named_by[table]
    alone = _without_a_place(within, now)
    return {key: row for key, row in now[table].items() if (row[column],) not in now[within] or (row[column],) in alone}


def _rows_of(section: str, content: Any) -> list[tuple[str, Row, str]]:
    """Each row of a section, with its table and its place in the file."""
    if section == "code_groups":
        return [
            ("billing_code_groups", {"group_name": str(name), "billing_code": _text("text", code, place)}, place)
            for name, codes in _mapping(content, section).items()
            for place in (f"{section}, {name}",)
            for code in _list(codes, place)
        ]
    found: list[tuple[str, Row, str]] = []
    if section == "user_groups":
        for name, members in _mapping(content, section).items():
            found.append(("user_groups", {"group_name": str(name)}, f"{section}, {name}"))
            for number, member in enumerate(_list(members, f"{section}, {name}"), start=1):
                place = f"{section}, {name}, member {number}"
                given = {"group_name": str(name), **_mapping(member, place)}
                found.append(("user_group_members", _row("user_group_members", given, place), place))
        return found
    first = SECTIONS[section][0]
    for number, entry in enumerate(_list(content, section), start=1):
        place = f"{section}, entry {number}"
        values = dict(_mapping(entry, place))
        lines = values.pop("billing_rules", []) if section == "payer_rules" else []
        row = _row(first, values, place)
        found.append((first, row, place))
        for line_number, line in enumerate(_list(lines, place), start=1):
            line_place = f"{place}, billing rule {line_number}"
            of_line = dict(_mapping(line, line_place))
            codes = _list(of_line.pop("codes", []), line_place)
            line_row = _row("payer_billing_rules", {**of_line, "payer_rule_id": row["payer_rule_id"]}, line_place)
            found.append(("payer_billing_rules", line_row, line_place))
            found += [
                (
                    "payer_billing_rule_codes",
                    {"billing_rule_id": line_row["billing_rule_id"], "billing_code": _text("text", code, line_place)},
                    line_place,
                )
                for code in codes
            ]
    return found


def _row(table: str, values: Mapping[str, Any], place: str) -> Row:
    columns = TABLES[table].columns
    if unknown := [name for name in values if name not in columns]:
        raise BadFile(f"{place}: there is no {unknown[0]!r}: expected {', '.join(columns)}")
    return {name: _text(kind, values.get(name), f"{place}, {name}") for name, kind in columns.items()}


def _text(kind: str, value: Any, place: str) -> str | None:
    """A value of a file as PostgreSQL writes it. Raises BadFile."""
    if value is None:
        return None
    if isinstance(value, dict | list):
        raise BadFile(f"{place}: expected one value")
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    if "\0" in text:
        raise BadFile(f"{place}: expected text without a NUL character")
    if kind == "boolean" and text not in ("true", "false"):
        raise BadFile(f"{place} is {text!r}: expected true or false")
    if kind == "integer" and not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise BadFile(f"{place} is {text!r}: expected a whole number")
    if kind.startswith("numeric"):
        return _number(text, kind, place)
    if kind == "date" and text not in ("infinity", "-infinity"):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise BadFile(f"{place} is {text!r}: expected a date, as in 2026-01-31") from None
    return text


def _number(text: str, kind: str, place: str) -> str:
    try:
        return as_stored(text, kind)
    except ValueError as error:
        raise BadFile(f"{place} is {text!r}: {error}") from None


def _filled(table: str, row: Row, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row as a file has it, without what is null."""
    kinds = TABLES[table].columns
    return {
        name: _value(kinds[name], value) for name, value in row.items() if value is not None and name not in without
    }


def _value(kind: str, text: str) -> Any:
    if kind == "boolean":
        return text == "true"
    if kind == "date" and "infinity" not in text:
        return date.fromisoformat(text)
    if (kind == "integer" or kind.startswith("numeric")) and text != "NaN":
        return Decimal(text)
    return text


def _mapping(content: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise BadFile(f"{place}: expected names with values")
    return content


def _list(content: Any, place: str) -> list[Any]:
    if not isinstance(content, list):
        raise BadFile(f"{place}: expected a list")
    return content
