"""Tell which billing items and audit findings a clinic has, in plain Python: the second reading of the rules.

It shares with the pipeline nothing but the rules, and with days.py what both need: bad rows, payers, rules and the
units of one note.

    billing_items(tables, run_date, today=None, short_weeks=()) -> dict[note_ids, Item]    marts.fct_billing_items
    Item.findings                                          marts.rpt_billing_audit: finding -> severity
    errors_by_note(items) -> dict[note_id, findings]       what reports.correct_first wants

`short_weeks` are the keys of those weeks that rpt_weekly_attendance shows as short.

Where the rules leave room, this is how they are read here:

- A service's code is unknown where ehr.billing_codes has no row for it, or one that does not say if it is billable.
- A rule that is ambiguous or invalid is no item's rule: it combines nothing, allows no maximum, and has no id there.
- A service by itself has its note's units, whatever the rule aggregates on.
- The first note's clinician renders, even where it names none; the second one is the first that is named and another.
- A per-diem note is known by its origin alone. Its item has no second clinician, and what the pipeline wrote on it.
- A per-diem note without a payer is of one that does not cover; it has no matching rule, and none is missed.
- `missing_units` is any item that ends without units: recorded ones stand where a rule is ambiguous or invalid, too.
- A rate that is missing, below 0 or no number is no fee.
- `beside_per_diem` looks at per-diem notes that are items, so not at quarantined ones.
- `units_differ_from_rule` needs units to differ: where none are written, `missing_units` says it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from reference.clinic import Clinic
from reference.reports import WeekKey, week_start
from reference.rows import (
    Row,
    Tables,
    converted_units,
    duplicates,
    is_valid,
    missing,
    note_is_bad,
    status_of,
)

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
    def is_per_diem(self) -> bool:
        return bool(self.note["origin"] == "per_diem")

    @property
    def units(self) -> Decimal | None:
        note = self.note
        if self.rule and not self.is_per_diem:
            return converted_units(self.rule, note["duration_minutes"], note["quantity"])
        recorded: Decimal | None = note["units"]
        return recorded

    @property
    def quantity(self) -> Decimal:
        return Decimal(1) if self.note["quantity"] is None else self.note["quantity"]


def billing_items(
    tables: Tables,
    run_date: date,
    today: date | None = None,
    short_weeks: Collection[WeekKey] = (),
    week_starts_on: str = "sunday",
) -> dict[NoteIds, Item]:
    """Return every item of the history up to the run date."""
    clinic = Clinic(tables, run_date, today)
    groups: dict[Any, list[Service]] = defaultdict(list)
    all_services = list(services(clinic))
    for service in all_services:
        groups[item_key(service)].append(service)
    units = {key: units_of_item(members) for key, members in groups.items()}
    units |= medicare_units({key: members for key, members in groups.items() if is_medicare(members[0])})
    per_diem, by_hand = ([each.note for each in all_services if each.is_per_diem is wanted] for wanted in (True, False))
    surroundings = Surroundings(
        duplicates=duplicates(by_hand),
        per_diem_days={(note["client_id"], note["service_date"]) for note in per_diem},
        in_short_week={
            note["note_id"]
            for note in per_diem
            if (note["program_id"], note["client_id"], week_start(note["service_date"], week_starts_on)) in short_weeks
        },
    )
    items = (item(clinic, members, units[key], surroundings) for key, members in groups.items())
    return {each.note_ids: each for each in items}


def errors_by_note(items: Mapping[NoteIds, Item]) -> dict[str, tuple[str, ...]]:
    return {
        note_id: tuple(finding for finding, severity in each.findings.items() if severity == "error")
        for note_ids, each in items.items()
        for note_id in note_ids
    }


def services(clinic: Clinic) -> Iterable[Service]:
    is_billable = {row["billing_code"]: row["is_billable"] for row in clinic.tables.get("billing_codes", [])}
    latest = max(clinic.run_date, clinic.today)
    for note in clinic.tables.get("notes", []):
        if status_of(note) != "released" or note_is_bad(note, clinic.clients, latest):
            continue
        day, code = note["service_date"], note["billing_code"]
        if day > clinic.run_date:
            continue
        if note["origin"] == "per_diem":
            payer_id = None if missing(note["payer_id"]) else note["payer_id"]
        elif is_billable.get(code) is False:
            continue
        else:
            payer_id = clinic.payer_on(note["client_id"], day)
        yield Service(note, payer_id, tuple(clinic.matching_rules(payer_id, code, day)))


def is_combined(service: Service) -> bool:
    return bool(service.rule and service.rule["combine"]) and not service.is_per_diem


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


@dataclass(frozen=True)
class Surroundings:
    """What an item's findings ask of other notes than its own."""

    duplicates: Collection[str]
    per_diem_days: Collection[tuple[str, date]]
    in_short_week: Collection[str]


def item(clinic: Clinic, members: list[Service], units: Decimal | None, surroundings: Surroundings) -> Item:
    in_order = sorted(members, key=lambda each: (each.note["started_at"] or LAST, each.note["note_id"]))
    clinicians = [None if missing(each.note["clinician_id"]) else each.note["clinician_id"] for each in in_order]
    others = [each for each in clinicians if each is not None and each != clinicians[0]]
    first = members[0]
    note, rule = first.note, first.rule
    facilities = {row["facility_id"]: row["state"] for row in clinic.tables.get("facilities", [])}
    in_arizona = facilities.get(clinic.clients[note["client_id"]]["facility_id"]) == "AZ"
    found: dict[str, Callable[[], str | None]] = {
        "max_units_exceeded": lambda: exceeded(rule, units),
        "ambiguous_rule": lambda: "error" if len(first.matches) > 1 else None,
        "invalid_rule": lambda: "error" if len(first.matches) == 1 and rule is None else None,
        "no_coverage": lambda: "error" if lacks_coverage(clinic, first) else None,
        "unknown_code": lambda: "error" if is_unknown(clinic, note["billing_code"]) else None,
        "missing_units": lambda: "error" if units is None else None,
        "payer_not_in_force": lambda: "error" if first.is_per_diem and does_not_cover(clinic, first) else None,
        "zero_units": lambda: "warning" if units == 0 else None,
        "missing_rate": lambda: "warning" if first.is_per_diem and not has_rate(clinic, first) else None,
        "not_primary_payer": lambda: "warning" if first.is_per_diem and not is_primary(clinic, first) else None,
        "units_differ_from_rule": lambda: "warning" if first.is_per_diem and differs_from_rule(first) else None,
        "beside_per_diem": lambda: "warning" if is_beside_per_diem(first, surroundings) else None,
        "duplicate_service": lambda: "warning" if holds_any(members, surroundings.duplicates) else None,
        "weekly_minimum_short": lambda: "warning" if holds_any(members, surroundings.in_short_week) else None,
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
        is_per_diem=first.is_per_diem,
        findings={finding: severity for finding, severity in severities.items() if severity},
    )


def exceeded(rule: Row | None, units: Decimal | None) -> str | None:
    if not rule or rule["max_units"] is None or units is None or units <= rule["max_units"]:
        return None
    return "error" if rule["conversion"] == "quantity" and rule["method"] == "calculate" else "warning"


def is_unknown(clinic: Clinic, code: str) -> bool:
    known = {row["billing_code"] for row in clinic.tables.get("billing_codes", []) if row["is_billable"] is not None}
    return code not in known


def lacks_coverage(clinic: Clinic, service: Service) -> bool:
    """Say whether nobody pays: of a per-diem note, that the client has no coverage of any date."""
    return not clinic.coverages.get(service.note["client_id"]) if service.is_per_diem else service.payer_id is None


def does_not_cover(clinic: Clinic, service: Service) -> bool:
    return clinic.is_known_not_to_cover(service.payer_id, service.note["client_id"], service.note["service_date"])


def is_primary(clinic: Clinic, service: Service) -> bool:
    """Say whether no payer has a better rank than this one; one without a coverage in force is another finding's."""
    payers = clinic.payers_on(service.note["client_id"], service.note["service_date"])
    return service.payer_id not in payers or payers[0] == service.payer_id


def differs_from_rule(service: Service) -> bool:
    note = service.note
    if not service.rule or note["units"] is None:
        return False
    return bool(converted_units(service.rule, note["duration_minutes"], note["quantity"]) != note["units"])


def is_beside_per_diem(service: Service, surroundings: Surroundings) -> bool:
    day = (service.note["client_id"], service.note["service_date"])
    return not service.is_per_diem and day in surroundings.per_diem_days


def holds_any(members: Iterable[Service], note_ids: Collection[str]) -> bool:
    return any(service.note["note_id"] in note_ids for service in members)


def has_rate(clinic: Clinic, service: Service) -> bool:
    note = service.note
    rate = clinic.amount_of(service.payer_id, note["billing_code"], note["service_date"], Decimal(1))
    return rate is not None
