"""The tables of schema `ehr` that a load may fill: keys, columns and types, as ehr_contract.sql has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from perdiem import config

# What the pipeline alone writes.
NOT_LOADED = ("authorization_usage", "invoices", "alerts")
# Of a note, what stands on the pipeline's own alone.
OF_PER_DIEM_NOTES = ("program_id", "payer_id", "authorization_id", "dag_run_id")
# What others name comes first.
ORDER = (
    *("facilities", "clinicians", "locations", "payers", "clients", "client_coverages"),
    *("billing_codes", "billing_code_groups", "programs", "system_settings", "user_groups", "user_group_members"),
    *("payer_rules", "payer_billing_rules", "payer_billing_rule_codes", "fee_schedules", "authorizations", "notes"),
)
# Tables by which too much is billed if a row stays that its source has no longer: what becomes of such a row.
WITH_AN_END = {"client_coverages": "deleted", "authorizations": "void", "notes": "void"}
# A row in which nothing but this differs is left as it is; the pipeline sets it, too.
WHEN_CHANGED = "updated_at"

_TABLE = re.compile(r"^create table ehr\.(?P<name>\w+) \((?P<body>.*?)^\);", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(
    r"^ {4}(?P<name>\w+) +(?P<type>text|integer|boolean|date|timestamptz|numeric\(\d+, \d+\))(?P<key> primary key)?",
    re.MULTILINE,
)
_KEY = re.compile(r"^ {4}primary key \((?P<columns>[^)]*)\)", re.MULTILINE)


@dataclass(frozen=True)
class Table:
    """A table by its name, its key, and the type of each column that a load may fill."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, str]


@cache
def tables() -> Mapping[str, Table]:
    """All tables that a load may fill, in the order in which they are."""
    found = {}
    for table in _TABLE.finditer((config.SQL / "ehr_contract.sql").read_text(encoding="utf-8")):
        columns = {column["name"]: column["type"] for column in _COLUMN.finditer(table["body"])}
        key = [column["name"] for column in _COLUMN.finditer(table["body"]) if column["key"]]
        if several := _KEY.search(table["body"]):
            key = several["columns"].split(", ")
        if table["name"] == "notes":
            columns = {name: kind for name, kind in columns.items() if name not in OF_PER_DIEM_NOTES}
        found[table["name"]] = Table(table["name"], tuple(key), columns)
    assert found.keys() == {*ORDER, *NOT_LOADED}, "ehr_contract.sql has other tables than ORDER"
    return {name: found[name] for name in ORDER}
