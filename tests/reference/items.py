"""Tell which billing items and audit findings a clinic has, in plain Python: the second reading of the rules.

It shares with the pipeline nothing but the rules, and with reference.py what both need: bad rows, payers, rules and the
units of one note.

    billing_items(tables, run_date, today=None) -> dict[note_ids, Item]    marts.fct_billing_items, by the notes of each
    Item.findings                                                          marts.rpt_billing_audit: finding -> severity

Where the rules leave room, this is how they are read here:

- A service's code is unknown where ehr.billing_codes has no row for it, or one that does not say if it is billable.
- A rule that is ambiguous or invalid is no item's rule: it combines nothing, allows no maximum, and has no id there.
- A service by itself has its note's units, whatever the rule aggregates on.
- The first note's clinician renders, even where it names none; the second one is the first that is named and another.
- An item is a per-diem one as soon as one of its notes is.
- `missing_units` is any item that ends without units: recorded ones stand where a rule is ambiguous or invalid, too.
- A rate that is missing, below 0 or no number is no fee.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from reference.days import Clinic, Row, Tables, converted_units, in_force, is_valid, missing, note_is_bad

NoteIds: TypeAlias = tuple[str, ...]
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One row of marts.fct_billing_items, with its rows of marts.rpt_billing_audit."""

    client_id: str
    service_date: date
    payer_id: str | None
    billing_code: str
    billing_rule_id: str | None
    location_code: str | None
    occurrences: int
    duration_minutes: int
    units: Decimal | None
    max_units: Decimal | None
    rendering_clinician_id: str | None
    second_rendering_clinician_id: str | None
    note_ids: NoteIds
    is_per_diem: bool
    findings: Mapping[str, str]


@dataclass(frozen=True)
class Service:
    """A note that goes on a claim, with the rules of its payer that match it."""

    note: Row
    payer_id: str | None
    matches: tuple[Row, ...]

    @property
    def rule(self) -> Row | None:
        """The rule that converts."""
        return self.matches[0] if len(self.matches) == 1 and is_valid(self.matches[0]) else None

    @property
    def units(self) -> Decimal | None:
        note = self.note
        if self.rule:
            return converted_units(self.rule, note["duration_minutes"], note["quantity"])
        recorded: Decimal | None = note["units"]
        return recorded

    @property
    def quantity(self) -> Decimal:
        return Decimal(1) if self.note["quantity"] is None else self.note["quantity"]


def billing_items(tables: Tables, run_date: date, today: date | None = None) -> dict[NoteIds, Item]:
    """Return every item of the history up to the run date."""
    clinic = Clinic(tables, run_date, today)
    groups: dict[Any, list[Service]] = defaultdict(list)
    for service in services(clinic):
        groups[item_key(service)].append(service)
    units = {key: units_of_item(members) for key, members in groups.items()}
    units |= medicare_units({key: members for key, members in groups.items() if is_medicare(members[0])})
    items = (item(clinic, members, units[key]) for key, members in groups.items())
    return {each.note_ids: each for each in items}


def services(clinic: Clinic) -> Iterable[Service]:
    is_billable = {row["billing_code"]: row["is_billable"] for row in clinic.tables["billing_codes"]}
    latest = max(clinic.run_date, clinic.today)
    for note in clinic.tables["notes"]:
        if note["status"] != "released" or note_is_bad(note, clinic.clients, latest):
            continue
        day, code = note["service_date"], note["billing_code"]
        if day > clinic.run_date or is_billable.get(code) is False:
            continue
        if note["origin"] == "per_diem":
            payer_id = None if missing(note["payer_id"]) else note["payer_id"]
        else:
            payer_id = clinic.payer_on(note["client_id"], day)
        yield Service(note, payer_id, tuple(matching_rules(clinic, payer_id, code, day)))


def matching_rules(clinic: Clinic, payer_id: str | None, code: str, day: date) -> Iterable[Row]:
    if payer_id is None:
        return
    for payer_rule in clinic.payer_rules.get(payer_id, []):
        if not in_force(day, payer_rule["effective_from"], payer_rule["effective_to"]):
            continue
        for rule in clinic.billing_rules.get(payer_rule["payer_rule_id"], []):
            if rule["billing_type"] == "unit" and (rule["billing_rule_id"], code) in clinic.rule_codes:
                yield rule


def is_combined(service: Service) -> bool:
    return bool(service.rule and service.rule["combine"])


def location_code(service: Service) -> str | None:
    return None if missing(service.note["location_code"]) else service.note["location_code"]


def item_key(service: Service) -> tuple[Any, ...]:
    note = service.note
    if not is_combined(service):
        return ("by itself", note["note_id"])
    assert service.rule
    rule_id = service.rule["billing_rule_id"]
    day = (note["client_id"], note["service_date"], service.payer_id)
    return (*day, rule_id, note["billing_code"], location_code(service))


# Units ---------------------------------------------------------------------------------------------------------------


def is_medicare(service: Service) -> bool:
    rule = service.rule
    return is_combined(service) and bool(
        rule and rule["conversion"] == "duration" and rule["aggregate_on"] == "medicare"
    )


def minutes(members: Iterable[Service]) -> int:
    return sum(service.note["duration_minutes"] for service in members)


def units_of_item(members: list[Service]) -> Decimal | None:
    """Return the units of an item that Medicare's pool does not concern."""
    rule = members[0].rule
    if not is_combined(members[0]):
        (service,) = members
        return service.units
    assert rule
    if rule["conversion"] == "quantity" and rule["method"] == "calculate":
        return converted_units(rule, 0, sum((service.quantity for service in members), Decimal(0)))
    if rule["conversion"] == "duration" and rule["aggregate_on"] == "minutes":
        return converted_units(rule, minutes(members), None)
    return sum((service.units or Decimal(0) for service in members), Decimal(0))


def medicare_units(groups: Mapping[Any, list[Service]]) -> dict[Any, Decimal]:
    """Convert the minutes of a client's day under a rule once, and share the units among its items."""
    pools: dict[Any, list[Any]] = defaultdict(list)
    for key in groups:
        pools[key[:4]].append(key)
    units: dict[Any, Decimal] = {}
    for keys in pools.values():
        rule = groups[keys[0]][0].rule
        assert rule
        per_unit = rule["minutes_per_unit"]
        whole = {key: Decimal(minutes(groups[key]) // per_unit) for key in keys}
        pooled = converted_units(rule, sum(minutes(groups[key]) for key in keys), None)
        left = int(pooled - sum(whole.values()))

        def place(key: Any, per_unit: int = per_unit) -> tuple[int, str, bool, str]:
            code, place_of_service = key[4:]
            return -(minutes(groups[key]) % per_unit), code, place_of_service is None, place_of_service or ""

        for key in sorted(keys, key=place)[:left]:
            whole[key] += 1
        units |= whole
    return units


# One item ------------------------------------------------------------------------------------------------------------


def item(clinic: Clinic, members: list[Service], units: Decimal | None) -> Item:
    in_order = sorted(members, key=lambda each: (each.note["started_at"] or LAST, each.note["note_id"]))
    clinicians = [None if missing(each.note["clinician_id"]) else each.note["clinician_id"] for each in in_order]
    others = [each for each in clinicians if each is not None and each != clinicians[0]]
    first = members[0]
    note, rule = first.note, first.rule
    facilities = {row["facility_id"]: row["state"] for row in clinic.tables["facilities"]}
    in_arizona = facilities.get(clinic.clients[note["client_id"]]["facility_id"]) == "AZ"
    found: dict[str, Callable[[], str | None]] = {
        "max_units_exceeded": lambda: exceeded(rule, units),
        "ambiguous_rule": lambda: "error" if len(first.matches) > 1 else None,
        "invalid_rule": lambda: "error" if len(first.matches) == 1 and rule is None else None,
        "no_coverage": lambda: "error" if first.payer_id is None else None,
        "unknown_code": lambda: "error" if is_unknown(clinic, note["billing_code"]) else None,
        "missing_units": lambda: "error" if units is None else None,
        "zero_units": lambda: "warning" if units == 0 else None,
        "missing_rate": lambda: "warning" if is_per_diem(members) and not has_rate(clinic, first) else None,
        "no_matching_rule": lambda: "info" if first.payer_id is not None and not first.matches else None,
    }
    severities = {finding: severity() for finding, severity in found.items()}
    return Item(
        client_id=note["client_id"],
        service_date=note["service_date"],
        payer_id=first.payer_id,
        billing_code=note["billing_code"],
        billing_rule_id=rule["billing_rule_id"] if rule else None,
        location_code=location_code(first),
        occurrences=len(members),
        duration_minutes=minutes(members),
        units=units,
        max_units=rule["max_units"] if rule else None,
        rendering_clinician_id=clinicians[0],
        second_rendering_clinician_id=others[0] if others and in_arizona and is_combined(first) else None,
        note_ids=tuple(sorted(each.note["note_id"] for each in members)),
        is_per_diem=is_per_diem(members),
        findings={finding: severity for finding, severity in severities.items() if severity},
    )


def exceeded(rule: Row | None, units: Decimal | None) -> str | None:
    if not rule or rule["max_units"] is None or units is None or units <= rule["max_units"]:
        return None
    return "error" if rule["conversion"] == "quantity" and rule["method"] == "calculate" else "warning"


def is_unknown(clinic: Clinic, code: str) -> bool:
    known = {row["billing_code"] for row in clinic.tables["billing_codes"] if row["is_billable"] is not None}
    return code not in known


def is_per_diem(members: Iterable[Service]) -> bool:
    return any(service.note["origin"] == "per_diem" for service in members)


def has_rate(clinic: Clinic, service: Service) -> bool:
    day = service.note["service_date"]
    return any(
        fee["unit_rate"] is not None
        and not fee["unit_rate"].is_nan()
        and Fraction(fee["unit_rate"]) >= 0
        and fee["effective_from"] <= day
        and in_force(day, None, fee["effective_to"])
        for fee in clinic.fees.get((service.payer_id, service.note["billing_code"]), [])
    )
