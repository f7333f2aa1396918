"""The checks of each gate, read from expectations/*.yml and found to be complete before one of them runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from psycopg import sql

SEVERITIES = ("critical", "warning", "info")
DATABASES = ("warehouse", "ehr")

# One way to say which rows are meant; the last two need an expectation that says what must hold for them.
ROWS = ("failing_rows", "table", "query")
REQUIRED = {"name", "severity", "stops_run", "why", "what_to_do", "key"}
OPTIONAL = {"needed_by_the_rest", "database", "message", "expectation", *ROWS}

IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
# Great Expectations hands queries on as text in which SQLAlchemy looks for parameters, and doubles percent signs twice.
PARAMETER = re.compile(r"(?<![:\w\\]):\w")

# Columns that say, or help to find out, that a person is in a program: keys that hold one are kept and never told.
PROTECTED = {"client_id", "program_id", "billing_code", "note_id"}


class SuiteError(Exception):
    """A suite cannot be used; the message names the file, the check and what is wrong with it."""


@dataclass(frozen=True)
class Check:
    """One check of a suite. `query` selects the rows that are checked, or, without an expectation, those that fail."""

    name: str
    severity: str
    stops_run: bool
    why: str
    what_to_do: str
    key: tuple[str, ...]
    query: str
    needed_by_the_rest: bool = False
    database: str = "warehouse"
    message: str | None = None
    expectation_type: str | None = None
    expectation_kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tells_keys(self) -> bool:
        """Whether the keys of its rows may be told to whoever sees a log, a mail or a report."""
        return not PROTECTED & set(self.key)


def load(path: Path) -> list[Check]:
    """The checks of a suite, in the order of its file. Raises SuiteError."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)  # ten times as fast as safe_load
    except (OSError, yaml.YAMLError) as error:
        raise SuiteError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(entries, list) or not entries:
        raise SuiteError(f"{path.name}: expected a list of checks")

    checks: list[Check] = []
    for place, entry in enumerate(entries, start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        try:
            checks.append(_check(entry))
            if name in {check.name for check in checks[:-1]}:
                raise ValueError("there is another check of that name")
        except ValueError as error:
            raise SuiteError(f"{path.name}, check {name or f'number {place}'}: {error}") from error
    return checks


def _check(entry: Any) -> Check:
    """One check out of its YAML. Raises ValueError."""
    if not isinstance(entry, dict):
        raise ValueError("expected a mapping")
    if unknown := sorted(str(key) for key in entry.keys() - REQUIRED - OPTIONAL):
        raise ValueError(f"unknown key {', '.join(unknown)}")
    if missing := sorted(REQUIRED - entry.keys()):
        raise ValueError(f"missing {', '.join(missing)}")
    rows = [key for key in ROWS if key in entry]
    if len(rows) != 1:
        raise ValueError(f"expected one of {', '.join(ROWS)}")

    texts = ("name", "why", "what_to_do", *rows)
    if empty := [key for key in texts if not (isinstance(entry[key], str) and entry[key].strip())]:
        raise ValueError(f"{empty[0]} is {entry[empty[0]]!r}: expected a text")
    if entry["severity"] not in SEVERITIES:
        raise ValueError(f"severity is {entry['severity']!r}: expected one of {', '.join(SEVERITIES)}")
    for key in ("stops_run", "needed_by_the_rest"):
        if not isinstance(entry.get(key, False), bool):
            raise ValueError(f"{key} is {entry[key]!r}: expected true or false")
    if entry["stops_run"] and entry["severity"] != "critical":
        raise ValueError("only a critical check may stop the run")
    if entry.get("database", "warehouse") not in DATABASES:
        raise ValueError(f"database is {entry['database']!r}: expected one of {', '.join(DATABASES)}")

    key = entry["key"]
    if not isinstance(key, list) or not key or not all(_is_identifier(column) for column in key):
        raise ValueError("key: expected a list of column names")
    if "message" in entry and not (rows == ["failing_rows"] and _is_identifier(entry["message"])):
        raise ValueError("message: expected the name of a column of failing_rows")

    expectation = _expectation(entry.get("expectation"), is_needed=rows != ["failing_rows"])
    return Check(
        name=entry["name"],
        severity=entry["severity"],
        stops_run=entry["stops_run"],
        why=" ".join(entry["why"].split()),
        what_to_do=" ".join(entry["what_to_do"].split()),
        key=tuple(key),
        query=_query(rows[0], entry[rows[0]].strip()),
        needed_by_the_rest=entry.get("needed_by_the_rest", False),
        database=entry.get("database", "warehouse"),
        message=entry.get("message"),
        expectation_type=expectation.get("type"),
        expectation_kwargs=expectation.get("kwargs", {}),
    )


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


def _expectation(expectation: Any, is_needed: bool) -> dict[str, Any]:
    if not is_needed:
        if expectation is not None:
            raise ValueError("failing_rows stands for its own expectation: that there are none")
        return {}
    if not isinstance(expectation, dict) or expectation.keys() != {"type", "kwargs"}:
        raise ValueError("expectation: expected a type and kwargs")
    if not isinstance(expectation["type"], str) or not isinstance(expectation["kwargs"], dict):
        raise ValueError("expectation: expected a text as type and a mapping as kwargs")
    return expectation


def _query(kind: str, text: str) -> str:
    if kind == "table":
        schema, _, table = text.partition(".")
        if not (_is_identifier(schema) and _is_identifier(table)):
            raise ValueError(f"table is {text!r}: expected schema.table")
        return sql.SQL("select * from {}").format(sql.Identifier(schema, table)).as_string()
    if "%" in text or PARAMETER.search(text):
        raise ValueError(f"{kind}: a percent sign, or a colon before a word, would not reach the database as it is")
    return text
