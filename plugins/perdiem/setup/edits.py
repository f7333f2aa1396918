"""What people set up, as the rows that change: a group, a program, a setting, a payer's rules, a user group.

Each function takes the set-up as it stands and what is wanted, and returns the edit. A rule that changes or goes from a
date on ends the day before, and its payer's next rule begins then: what was billed by it stays explained.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from perdiem.setup.changes import Change, Key, Row, Rows, difference, key_of

# The fields of a billing rule beside its ids and its type, in the order in which people enter them.
LINE_FIELDS = (
    *("conversion", "minutes_per_unit", "variable_increment", "round_up_minutes"),
    *("method", "quantity", "operator", "factor", "max_units", "combine", "aggregate_on"),
)


class Invalid(Exception):
    """What was entered cannot be used; `fields` has what is expected, by the name of each field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {expected}" for field, expected in fields.items()))
        self.fields = dict(fields)


@dataclass(frozen=True)
class Edit:
    """The rows that change, in words, and the first service date that it holds for; None: whatever the date."""

    title: str
    rows: Sequence[Change]
    counts_from: date | None = None


@dataclass(frozen=True)
class Line:
    """A billing rule as it is entered: `fields` are those of LINE_FIELDS, as PostgreSQL writes their values."""

    fields: Row
    codes: Sequence[str]


def put_code(now: Rows, billing_code: str, description: str | None, *, is_billable: bool) -> Edit:
    """A billing code, new or changed."""
    _require({"billing_code": billing_code})
    row = {
        "billing_code": billing_code.strip(),
        "description": description,
        "is_billable": "true" if is_billable else "false",
    }
    title = f"Code {row['billing_code']}: {'billable' if is_billable else 'for documenting'}"
    return Edit(title, _put(now, "billing_codes", [row]))


def put_group(now: Rows, group_name: str, codes: Collection[str]) -> Edit:
    """A group of billing codes, with exactly these codes; without any it is gone."""
    _require({"group_name": group_name})
    _refuse({"codes": _unknown(codes, now["billing_codes"], "billing code")})
    name = group_name.strip()
    rows = [{"group_name": name, "billing_code": code} for code in sorted(set(codes))]
    wanted = _replaced(now, "billing_code_groups", lambda row: row["group_name"] == name, rows)
    return Edit(f"Code group {name}: {', '.join(sorted(set(codes))) or 'deleted'}", difference(now, wanted))


def put_program(
    now: Rows,
    program_id: str,
    name: str | None,
    non_billable_group: str,
    billable_group: str,
    weekly_minimum_minutes: int | None,
) -> Edit:
    """A program, new or changed, with the groups that count toward its day and that it bills."""
    _require({"program_id": program_id, "non_billable_group": non_billable_group, "billable_group": billable_group})
    codes = _codes_of_groups(now)
    found = {
        field: None if group in codes else f"there is no code group {group!r}: enter it first"
        for field, group in (("non_billable_group", non_billable_group), ("billable_group", billable_group))
    }
    if shared := sorted(codes.get(non_billable_group, set()) & codes.get(billable_group, set())):
        found["billable_group"] = (
            f"{', '.join(shared)} is in the non-billable group too: expected each code in one of the two"
        )
    if program_id.strip() == "*":
        found["program_id"] = "'*' stands for every program in the settings: expected another name"
    if weekly_minimum_minutes is not None and not 1 <= weekly_minimum_minutes <= 10_080:
        found["weekly_minimum_minutes"] = "expected minutes of a week, 1 to 10080, or nothing"
    _refuse(found)
    row = {
        "program_id": program_id.strip(),
        "name": name,
        "non_billable_group": non_billable_group,
        "billable_group": billable_group,
        "weekly_minimum_minutes": None if weekly_minimum_minutes is None else str(weekly_minimum_minutes),
    }
    title = f"Program {row['program_id']}: {non_billable_group} count, {billable_group} is billed"
    return Edit(title, _put(now, "programs", [row]))


def put_setting(
    now: Rows, number: int, program_id: str, effective_from: date, value: str, *, decided_up_to: date | None
) -> Edit:
    """A setting's value for a program, or for every program without its own ('*'), from a service date on.

    `decided_up_to` is the run date of the last night: a row that it may have decided by is not edited in place.
    """
    _require({"value": value})
    found: dict[str, str | None] = {}
    if program_id != "*" and (program_id,) not in now["programs"]:
        found["program_id"] = f"there is no program {program_id!r}"
    if number == 510 and (value.strip(),) not in now["user_groups"]:
        found["value"] = f"there is no user group {value.strip()!r}: enter it first"
    row = {
        "setting_number": str(number),
        "program_id": program_id,
        "effective_from": effective_from.isoformat(),
        "value": value.strip(),
    }
    before = now["system_settings"].get(key_of("system_settings", row))
    if before and before != row and decided_up_to is not None and effective_from <= decided_up_to:
        found["effective_from"] = (
            f"nights have decided by the value {before['value']!r} that stands there from that date: expected a later "
            "date; or delete that row first"
        )
    _refuse(found)
    who = "every program without its own" if program_id == "*" else program_id
    title = f"Setting {number} of {who}: {row['value']} from {effective_from}"
    return Edit(title, _put(now, "system_settings", [row]), effective_from)


def put_payer(now: Rows, payer_id: str, name: str | None) -> Edit:
    """A payer, new or changed."""
    _require({"payer_id": payer_id})
    return Edit(f"Payer {payer_id.strip()}", _put(now, "payers", [{"payer_id": payer_id.strip(), "name": name}]))


def put_user_group(now: Rows, group_name: str, members: Mapping[str, str | None]) -> Edit:
    """A user group with exactly these members: each one's address by their user id."""
    _require({"group_name": group_name})
    name = group_name.strip()
    wanted = _replaced(
        _with(now, "user_groups", [{"group_name": name}]),
        "user_group_members",
        lambda row: row["group_name"] == name,
        [{"group_name": name, "user_id": user, "email": email} for user, email in members.items()],
    )
    return Edit(f"User group {name}: {', '.join(sorted(members)) or 'no member'}", difference(now, wanted))


def add_payer_rule(
    now: Rows,
    payers: Sequence[str],
    name: str | None,
    effective_from: date | None,
    effective_to: date | None,
    lines: Sequence[Line],
) -> Edit:
    """A payer rule with its billing rules: of several payers, each gets its own."""
    found = {
        "payers": _unknown(payers, now["payers"], "payer") if payers else "expected at least one payer",
        "effective_to": "expected no date before the first" if _is_before(effective_to, effective_from) else None,
        "codes": next(filter(None, (_line_codes(now, line) for line in lines)), None),
    }
    _refuse(found)
    wanted = now
    for payer in payers:
        rule = _new_rule(wanted, payer, name, effective_from, effective_to)
        wanted = _with_lines(_with(wanted, "payer_rules", [rule]), rule, lines)
    title = f"Rule {name or 'without a name'} of {', '.join(payers)}"
    return Edit(title, difference(now, wanted), effective_from)


def end_payer_rule(now: Rows, payer_rule_id: str, first_day_without: date) -> Edit:
    """A payer rule that ends the day before a date; one that would never have counted is gone."""
    rule = _rule(now, payer_rule_id)
    wanted = _ended(now, rule, first_day_without)
    return Edit(f"Rule {payer_rule_id} ends before {first_day_without}", difference(now, wanted), first_day_without)


def add_line(now: Rows, payer_rule_id: str, line: Line, first_day: date) -> Edit:
    """One more billing rule of a payer rule, from a date on."""
    _refuse({"codes": _line_codes(now, line)})
    lines = [*_lines(now, payer_rule_id).values(), line]
    title = f"Billing rule for {', '.join(line.codes)}, of {payer_rule_id}, from {first_day}"
    return _from_then_on(now, payer_rule_id, lines, first_day, title)


def change_line(now: Rows, billing_rule_id: str, line: Line, first_day: date) -> Edit:
    """Another billing rule in the place of one, from a date on."""
    _refuse({"codes": _line_codes(now, line)})
    rule_id = _rule_of_line(now, billing_rule_id)
    lines = [line if each == billing_rule_id else other for each, other in _lines(now, rule_id).items()]
    title = f"Billing rule {billing_rule_id} changes from {first_day} on"
    return _from_then_on(now, rule_id, lines, first_day, title)


def delete_line(now: Rows, billing_rule_id: str, first_day_without: date) -> Edit:
    """A billing rule that no longer counts from a date on."""
    rule_id = _rule_of_line(now, billing_rule_id)
    lines = [other for each, other in _lines(now, rule_id).items() if each != billing_rule_id]
    title = f"Billing rule {billing_rule_id} ends before {first_day_without}"
    return _from_then_on(now, rule_id, lines, first_day_without, title)


def delete_rows(now: Rows, table: str, keys: Iterable[Key], title: str) -> Edit:
    """Rows that go. Raises Invalid where one is not there."""
    keys = list(keys)
    if any(key not in now[table] for key in keys):
        raise Invalid({"key": f"there is no such row in {table}"})
    wanted = {**now, table: {key: row for key, row in now[table].items() if key not in keys}}
    return Edit(title, difference(now, wanted))


def _from_then_on(now: Rows, payer_rule_id: str, lines: Sequence[Line], first_day: date, title: str) -> Edit:
    """A payer rule that has other lines from a date on: its next one, or itself where it does not count before."""
    rule = _rule(now, payer_rule_id)
    if _ends(rule) is not None and _is_before(_ends(rule), first_day):
        raise Invalid({"effective_from": f"the rule ends on {_ends(rule)}: expected no later date"})
    wanted = _ended(now, rule, first_day)
    if lines:
        begins = max(filter(None, (first_day, _begins(rule))))
        following = _new_rule(wanted, str(rule["payer_id"]), rule["name"], begins, _ends(rule))
        wanted = _with_lines(_with(wanted, "payer_rules", [following]), following, lines)
    return Edit(title, difference(now, wanted), first_day)


def _ended(now: Rows, rule: Row, first_day_without: date) -> Rows:
    """The set-up with a payer rule ended the day before a date, and without it where it does not count before."""
    begins = _begins(rule)
    if begins is None or begins < first_day_without:
        last_day = first_day_without - timedelta(days=1)
        ends = _ends(rule)
        if ends is not None and ends <= last_day:
            raise Invalid({"effective_from": f"the rule has ended on {ends} already: expected no later date"})
        return _with(now, "payer_rules", [{**rule, "effective_to": last_day.isoformat()}])
    rule_id = rule["payer_rule_id"]
    gone = {row["billing_rule_id"] for row in now["payer_billing_rules"].values() if row["payer_rule_id"] == rule_id}
    return {
        **now,
        "payer_rules": {key: row for key, row in now["payer_rules"].items() if row["payer_rule_id"] != rule_id},
        "payer_billing_rules": {
            key: row for key, row in now["payer_billing_rules"].items() if row["billing_rule_id"] not in gone
        },
        "payer_billing_rule_codes": {
            key: row for key, row in now["payer_billing_rule_codes"].items() if row["billing_rule_id"] not in gone
        },
    }


def _lines(now: Rows, payer_rule_id: str) -> dict[str, Line]:
    """The billing rules of a payer rule, of whatever type, by their ids."""
    return {
        str(row["billing_rule_id"]): Line(
            {field: row[field] for field in ("billing_type", *LINE_FIELDS)},
            [
                str(code["billing_code"])
                for code in now["payer_billing_rule_codes"].values()
                if code["billing_rule_id"] == row["billing_rule_id"]
            ],
        )
        for row in now["payer_billing_rules"].values()
        if row["payer_rule_id"] == payer_rule_id
    }


def _with_lines(now: Rows, rule: Row, lines: Sequence[Line]) -> Rows:
    for line in lines:
        line_id = _free(f"{rule['payer_rule_id']}:", now["payer_billing_rules"], always=True)
        row = {
            "billing_rule_id": line_id,
            "payer_rule_id": rule["payer_rule_id"],
            "billing_type": "unit",
            **line.fields,
        }
        codes = [{"billing_rule_id": line_id, "billing_code": code} for code in line.codes]
        now = _with(_with(now, "payer_billing_rules", [row]), "payer_billing_rule_codes", codes)
    return now


def _new_rule(
    now: Rows, payer_id: str, name: str | None, effective_from: date | None, effective_to: date | None
) -> dict[str, str | None]:
    return {
        "payer_rule_id": _free(f"{payer_id} {effective_from or 'always'}", now["payer_rules"]),
        "payer_id": payer_id,
        "name": name,
        "effective_from": effective_from.isoformat() if effective_from else None,
        "effective_to": effective_to.isoformat() if effective_to else None,
    }


def _free(name: str, taken: Collection[Key], *, always: bool = False) -> str:
    """A key that is not taken: the name itself unless it is `always` numbered, else with the first free number."""
    numbered = (f"{name}{number}" if always else f"{name} {number}" for number in itertools.count(1 if always else 2))
    return next(key for key in itertools.chain(() if always else (name,), numbered) if (key,) not in taken)


def _rule(now: Rows, payer_rule_id: str) -> Row:
    if (payer_rule_id,) not in now["payer_rules"]:
        raise Invalid({"payer_rule_id": f"there is no payer rule {payer_rule_id!r}"})
    return now["payer_rules"][payer_rule_id,]


def _rule_of_line(now: Rows, billing_rule_id: str) -> str:
    row = now["payer_billing_rules"].get((billing_rule_id,))
    if row is None or (row["payer_rule_id"],) not in now["payer_rules"]:
        raise Invalid({"billing_rule_id": f"there is no billing rule {billing_rule_id!r} of a payer rule"})
    return str(row["payer_rule_id"])


def _begins(rule: Row) -> date | None:
    return _date(rule["effective_from"])


def _ends(rule: Row) -> date | None:
    return _date(rule["effective_to"])


def _date(text: str | None) -> date | None:
    """A date as a rule has it; None for one such as 'infinity', which comes to no bound."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def _put(now: Rows, table: str, rows: Sequence[Row]) -> list[Change]:
    return difference(now, _with(now, table, rows))


def _with(now: Rows, table: str, rows: Iterable[Row]) -> Rows:
    return {**now, table: {**now[table], **{key_of(table, row): row for row in rows}}}


def _replaced(now: Rows, table: str, is_replaced: object, rows: Iterable[Row]) -> Rows:
    assert callable(is_replaced)
    kept = {key: row for key, row in now[table].items() if not is_replaced(row)}
    return _with({**now, table: kept}, table, rows)


def _codes_of_groups(now: Rows) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for row in now["billing_code_groups"].values():
        codes.setdefault(str(row["group_name"]), set()).add(str(row["billing_code"]))
    return codes


def _line_codes(now: Rows, line: Line) -> str | None:
    if not line.codes:
        return "expected at least one code: a rule without any matches nothing"
    return _unknown(line.codes, now["billing_codes"], "billing code")


def _unknown(names: Iterable[str], known: Collection[Key], what: str) -> str | None:
    unknown = sorted(name for name in names if (name,) not in known)
    return f"there is no {what} {', '.join(map(repr, unknown))}" if unknown else None


def _require(fields: Mapping[str, str]) -> None:
    _refuse({field: "" if value.strip() else "expected a value" for field, value in fields.items()})


def _refuse(found: Mapping[str, str | None]) -> None:
    told = {field: expected for field, expected in found.items() if expected}
    if told:
        raise Invalid(told)
