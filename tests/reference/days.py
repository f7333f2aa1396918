"""Tell what one night of per-diem billing must do, in plain Python: the second reading of the rules.

It is slow, holds a clinic in memory and shares nothing with the pipeline but the rules, so that a mistake has to be
made twice before a comparison misses it.

    night(tables, run_date, lookback_days=90, today=None, dry_run=False, run_id="reference") -> Night
    decide(Clinic(tables, run_date, today), lookback_days) -> dict[Key, Day]      the decision alone, nothing allocated
    converted_units(rule, minutes, quantity) -> Decimal                           one valid rule, one note
    Night.publish(published) -> dict[Key, Day]                                    marts.fct_per_diem_days afterwards

`tables` maps the bare name of each table of schema ehr to its rows as dictionaries, as psycopg's dict_row gives them
(a table left out is empty). Nothing that is passed in is changed; `Night.tables` is the EHR afterwards.

Where the rules leave room, this is how they are read here:

- Missing: null, or nothing but white space. That goes for identifiers and codes as well, so a coverage whose payer is
  ' ' is quarantined and the client's next coverage pays.
- Quarantine looks at every authorization and coverage, and at every note up to the run date, whatever its status, and
  at those without a date, and those dated after both the run date and today.
- A per-diem note that is itself quarantined still makes its day billed or voided. The day is never written twice.
- Per-diem note: origin is exactly 'per_diem', with a program, a client and a date. Any status but 'void' is not void.
- A billing_type, status or origin is compared as it is spelled; nothing is trimmed or lower-cased but setting values.
- Setting in force: a program's own row in force with a value that makes no sense leaves the day out; it does not fall
  back to '*'. Numbers: 508 is a decimal without exponent, 509 and 512 are digits with an optional plus; more than
  twelve digits in a row are a slip of somebody's finger, and no number.
- A program that is left out on a date takes no part in `multiple_programs` for that date, with its notes neither. One
  that is no longer in ehr.programs takes part with its per-diem notes that are not void.
- `already_billed` by hand, as a reason of another program's block, is the fact of the note by hand: that program
  needs no counting note, and a voided per-diem note of it makes no difference.
- An authorization that needs 0 units is never taken. Units used below 0 are taken as they are; units used that are
  no number quarantine the authorization.
- Giving back leaves units_used at 0 at least: what somebody reset meanwhile is not lowered again, which would let
  more be billed than was authorized. Every voided per-diem note has its invoice void, its usage gone or not.
- A dry run shows what the night would write, so it reckons with what the night would give back first.
- After the write-back all due days are decided once more from what the EHR then holds: a day blocked for another
  reason may find its authorization exhausted by the night's own notes. A dry run writes nothing, so there only the
  days that would be written see each other's units.
- Two fees in force for one day: the one that took effect last. Amounts are rounded to the cent, half away from zero.
- A day decided before that has neither a counting note nor a per-diem note any more is no day: its row goes, and its
  alerts are resolved. Rows and alerts of days that this run does not decide stay as they are.
- An alert that returns is raised anew: it carries the 510 group in force now.
- A pending day of a dry run shows no note_id: there is no note.
"""

import copy
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = Mapping[str, list[Row]]
Key: TypeAlias = tuple[str, str, date]

REASONS = (
    "multiple_programs",
    "overlapping_authorizations",
    "no_authorization",
    "zero_billable_units",
    "authorization_exhausted",
    "missing_default_clinician",
    "missing_default_location",
    "missing_default_location_code",
)


@dataclass(frozen=True)
class Day:
    """One row of marts.fct_per_diem_days."""

    program_id: str
    client_id: str
    service_date: date
    note_count: int
    units: Decimal
    threshold_units: Decimal
    status: str
    run_date: date
    reasons: tuple[str, ...] = ()
    billing_code: str | None = None
    authorization_id: str | None = None
    payer_id: str | None = None
    note_id: str | None = None

    @property
    def primary_reason(self) -> str | None:
        return self.reasons[0] if self.reasons else None


@dataclass(frozen=True)
class Terms:
    """What holds for one program on one service date. `left_out` says why nothing is decided, or is None."""

    threshold: Decimal | None
    minutes: int | None
    lag: int | None
    alert_group: str | None
    left_out: str | None


@dataclass(frozen=True)
class Night:
    """What one run leaves behind. `days` are the rows it decided, as they stand after its write-back."""

    days: dict[Key, Day]
    decided_dates: frozenset[tuple[str, date]]
    left_out: dict[tuple[str, date], str]
    quarantined: frozenset[tuple[str, str]]
    given_back: tuple[str, ...]
    written: dict[Key, Row]
    tables: dict[str, list[Row]]

    def publish(self, published: Mapping[Key, Day]) -> dict[Key, Day]:
        """Return the mart after this run, given the mart before it."""
        kept = {key: day for key, day in published.items() if (key[0], key[2]) not in self.decided_dates}
        return kept | self.days


def missing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def out_of_range(value: Decimal, highest: int) -> bool:
    return value.is_nan() or value < 0 or value > highest


def thousandths(value: Fraction) -> Decimal:
    """Round half away from zero at the third decimal."""
    size = (abs(value) * 1000 + Fraction(1, 2)).__floor__()
    return Decimal(size if value >= 0 else -size).scaleb(-3)


def in_force(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def note_id_of(program_id: str, client_id: str, service_date: date) -> str:
    name = json.dumps([program_id, client_id, service_date.isoformat()], ensure_ascii=True, separators=(",", ":"))
    return "pd-" + hashlib.sha256(name.encode()).hexdigest()[:32]


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
    return any(note[name] is not None and out_of_range(note[name], 10_000) for name in ("units", "quantity"))


def authorization_is_bad(authorization: Row) -> bool:
    needed = ("client_id", "payer_id", "billing_code", "start_date", "end_date", "units_authorized")
    if any(missing(authorization[name]) for name in needed):
        return True
    if authorization["end_date"] < authorization["start_date"]:
        return True
    used = authorization["units_used"]
    return out_of_range(authorization["units_authorized"], 1_000_000) or (used is not None and used.is_nan())


def coverage_is_bad(coverage: Row) -> bool:
    if any(missing(coverage[name]) for name in ("client_id", "payer_id", "start_date")):
        return True
    return coverage["end_date"] is not None and coverage["end_date"] < coverage["start_date"]


# The clinic, ready to be asked ---------------------------------------------------------------------------------------


def grouped(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names) if len(names) > 1 else row[names[0]]].append(row)
    return groups


class Clinic:
    """The source as of one run: its good rows, and the answers that the rules ask of them."""

    def __init__(self, tables: Tables, run_date: date, today: date | None = None) -> None:
        self.tables, self.run_date, self.today = tables, run_date, today or run_date
        self.clients = {client["client_id"]: client for client in tables.get("clients", [])}
        self.programs = {program["program_id"]: program for program in tables.get("programs", [])}
        self.clinicians = {row["clinician_id"] for row in tables.get("clinicians", [])}
        self.locations = {row["location_id"] for row in tables.get("locations", [])}
        latest = max(run_date, self.today)

        notes = tables.get("notes", [])
        bad_notes = {note["note_id"] for note in notes if note_is_bad(note, self.clients, latest)}
        authorizations = tables.get("authorizations", [])
        bad_authorizations = {row["authorization_id"] for row in authorizations if authorization_is_bad(row)}
        coverages = tables.get("client_coverages", [])
        bad_coverages = {row["coverage_id"] for row in coverages if coverage_is_bad(row)}
        self.bad_notes = {note["note_id"]: note["service_date"] for note in notes if note["note_id"] in bad_notes}
        self.bad_authorizations, self.bad_coverages = bad_authorizations, bad_coverages

        self.per_diem = {
            (note["program_id"], note["client_id"], note["service_date"]): note
            for note in notes
            if note["origin"] == "per_diem"
        }
        self.days_of_former_programs = {
            key[1:]
            for key, note in self.per_diem.items()
            if key[0] is not None and key[0] not in self.programs and note["status"] != "void"
        }
        by_hand = [note for note in notes if note["origin"] != "per_diem"]
        self.hand_notes = grouped((note for note in by_hand if note["status"] != "void"), "client_id", "service_date")
        self.counting = grouped(
            (note for note in by_hand if note["status"] == "released" and note["note_id"] not in bad_notes),
            "client_id",
            "service_date",
        )
        self.authorizations = grouped(
            (row for row in authorizations if row["authorization_id"] not in bad_authorizations), "client_id"
        )
        self.coverages = grouped((row for row in coverages if row["coverage_id"] not in bad_coverages), "client_id")

        self.groups: dict[str | None, set[str]] = defaultdict(set)
        for row in tables.get("billing_code_groups", []):
            self.groups[row["group_name"]].add(row["billing_code"])
        self.settings = grouped(tables.get("system_settings", []), "setting_number", "program_id")
        self.payer_rules = grouped(tables.get("payer_rules", []), "payer_id")
        self.billing_rules = grouped(tables.get("payer_billing_rules", []), "payer_rule_id")
        self.rule_codes = {
            (row["billing_rule_id"], row["billing_code"]) for row in tables.get("payer_billing_rule_codes", [])
        }
        self.fees = grouped(tables.get("fee_schedules", []), "payer_id", "billing_code")
        self._terms: dict[tuple[str, date], Terms] = {}

    def quarantined(self) -> frozenset[tuple[str, str]]:
        """Return table and key of the bad rows, but for notes dated between the run date and today."""
        latest = max(self.run_date, self.today)
        notes = [key for key, day in self.bad_notes.items() if day is None or day <= self.run_date or day > latest]
        found = {
            "notes": notes,
            "authorizations": self.bad_authorizations,
            "client_coverages": self.bad_coverages,
        }
        return frozenset((table, key) for table, keys in found.items() for key in keys)

    # Programs and settings

    def counting_codes(self, program_id: str) -> set[str]:
        return self.groups.get(self.programs[program_id]["non_billable_group"], set())

    def billable_codes(self, program_id: str) -> set[str]:
        return self.groups.get(self.programs[program_id]["billable_group"], set())

    def setting(self, number: int, program_id: str, day: date) -> str | None:
        for owner in (program_id, "*"):
            rows = [row for row in self.settings.get((number, owner), []) if row["effective_from"] <= day]
            if rows:
                value: str | None = max(rows, key=lambda row: row["effective_from"])["value"]
                return None if missing(value) else value
        return None

    def terms(self, program_id: str, day: date) -> Terms:
        if (program_id, day) not in self._terms:
            self._terms[program_id, day] = self._read_terms(program_id, day)
        return self._terms[program_id, day]

    def _read_terms(self, program_id: str, day: date) -> Terms:
        def whole_number(number: int) -> int | None:
            value = (self.setting(number, program_id, day) or "").strip()
            return int(value) if re.fullmatch(r"\+?[0-9]{1,12}", value) else None

        text = (self.setting(508, program_id, day) or "").strip()
        threshold = Decimal(text) if re.fullmatch(r"[+-]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})", text) else None
        minutes, lag = whole_number(509), whole_number(512)
        counting, billable = self.counting_codes(program_id), self.billable_codes(program_id)
        left_out = None
        if threshold is None or threshold <= 0:
            left_out = "508"
        elif minutes is None or not 1 <= minutes <= 1440:
            left_out = "509"
        elif lag is None:
            left_out = "512"
        elif not counting or not billable:
            left_out = "empty group"
        elif counting & billable:
            left_out = "one code in both groups"
        return Terms(threshold, minutes, lag, self.setting(510, program_id, day), left_out)

    # Units

    def rule_for(self, payer_id: str | None, billing_code: str, day: date) -> Row | None:
        """Return the rule that converts: the one match, when it is valid."""
        matches = [
            rule
            for payer_rule in self.payer_rules.get(payer_id, [])
            if payer_id is not None and in_force(day, payer_rule["effective_from"], payer_rule["effective_to"])
            for rule in self.billing_rules.get(payer_rule["payer_rule_id"], [])
            if rule["billing_type"] == "unit" and (rule["billing_rule_id"], billing_code) in self.rule_codes
        ]
        return matches[0] if len(matches) == 1 and is_valid(matches[0]) else None

    def payer_on(self, client_id: str, day: date) -> str | None:
        covering = [
            row for row in self.coverages.get(client_id, []) if in_force(day, row["start_date"], row["end_date"])
        ]
        if not covering:
            return None
        first = min(covering, key=lambda row: (row["priority"] is None, row["priority"] or 0, row["coverage_id"]))
        payer_id: str = first["payer_id"]
        return payer_id

    def units_of(self, note: Row) -> Decimal | None:
        """Return the units of a note that a clinician wrote; None where no rule converts and none were recorded."""
        day = note["service_date"]
        rule = self.rule_for(self.payer_on(note["client_id"], day), note["billing_code"], day)
        recorded: Decimal | None = note["units"]
        return converted_units(rule, note["duration_minutes"], note["quantity"]) if rule else recorded

    # One program, client and date

    def counting_notes(self, key: Key) -> list[Row]:
        codes = self.counting_codes(key[0])
        return [note for note in self.counting.get(key[1:], []) if note["billing_code"] in codes]

    def units_on(self, key: Key) -> Decimal:
        return sum((self.units_of(note) or Decimal(0) for note in self.counting_notes(key)), Decimal(0))

    def billed_by_hand(self, key: Key) -> bool:
        codes = self.billable_codes(key[0])
        return any(note["billing_code"] in codes for note in self.hand_notes.get(key[1:], []))

    def in_date(self, key: Key) -> list[Row]:
        """Return the authorizations in date, in the order they are used."""
        codes = self.billable_codes(key[0])
        found = [
            row
            for row in self.authorizations.get(key[1], [])
            if row["status"] == "active"
            and row["billing_code"] in codes
            and row["start_date"] <= key[2] <= row["end_date"]
        ]
        return sorted(found, key=lambda row: (row["end_date"], row["start_date"], row["authorization_id"]))

    def needed(self, authorization: Row, key: Key) -> Decimal:
        """Return the units that the per-diem note of that day would take of that authorization."""
        rule = self.rule_for(authorization["payer_id"], authorization["billing_code"], key[2])
        minutes = self.terms(key[0], key[2]).minutes
        assert minutes is not None
        return converted_units(rule, minutes, Decimal(1)) if rule else Decimal(1)

    def holds_the_day(self, key: Key) -> bool:
        """Say whether that program's claim on the client's date blocks every other program's."""
        terms = self.terms(key[0], key[2])
        if terms.left_out:
            return False
        per_diem = self.per_diem.get(key)
        if (per_diem and per_diem["status"] != "void") or self.billed_by_hand(key):
            return True
        assert terms.threshold is not None
        return not per_diem and self.units_on(key) >= terms.threshold and bool(self.in_date(key))


def remaining(authorization: Row) -> Decimal:
    left: Decimal = authorization["units_authorized"] - (authorization["units_used"] or 0)
    return max(left, Decimal(0))


# The decision --------------------------------------------------------------------------------------------------------


def reasons_against(clinic: Clinic, key: Key) -> tuple[str, ...]:
    program_id, client_id, day = key
    client = clinic.clients[client_id]
    in_date = clinic.in_date(key)
    codes = {row["billing_code"] for row in in_date}
    needs = [(row, clinic.needed(row, key)) for row in in_date]
    needing = [(row, units) for row, units in needs if units > 0]
    others = [(other, client_id, day) for other in clinic.programs if other != program_id]
    found = {
        "multiple_programs": (
            (client_id, day) in clinic.days_of_former_programs or any(clinic.holds_the_day(other) for other in others)
        ),
        "overlapping_authorizations": len(codes) > 1,
        "no_authorization": not codes,
        "zero_billable_units": len(codes) == 1 and not needing,
        "authorization_exhausted": (
            len(codes) == 1 and bool(needing) and all(remaining(row) < units for row, units in needing)
        ),
        "missing_default_clinician": (
            missing(client["default_clinician_id"]) or client["default_clinician_id"] not in clinic.clinicians
        ),
        "missing_default_location": (
            missing(client["default_location_id"]) or client["default_location_id"] not in clinic.locations
        ),
        "missing_default_location_code": missing(client["default_location_code"]),
    }
    return tuple(reason for reason in REASONS if found[reason])


def decide_day(clinic: Clinic, key: Key) -> Day:
    terms = clinic.terms(key[0], key[2])
    assert terms.threshold is not None
    note, units = clinic.per_diem.get(key), clinic.units_on(key)
    day = Day(*key, len(clinic.counting_notes(key)), units, terms.threshold, "pending", clinic.run_date)
    if note and note["status"] == "void":
        return replace(day, status="voided")
    if note:
        shown = {name: note[name] for name in ("billing_code", "authorization_id", "payer_id", "note_id")}
        return replace(day, status="billed", reasons=("support_lost",) if units < terms.threshold else (), **shown)
    if clinic.billed_by_hand(key):
        return replace(day, status="already_billed")
    if units < terms.threshold:
        return replace(day, status="below_threshold")
    reasons = reasons_against(clinic, key)
    return replace(day, status="blocked", reasons=reasons) if reasons else day


def program_dates(clinic: Clinic, lookback_days: int) -> tuple[set[tuple[str, date]], dict[tuple[str, date], str]]:
    """Return the program-dates that are due, and those of the window that are left out, with the cause."""
    due, left_out = set(), {}
    for program_id in clinic.programs:
        for age in range(lookback_days + 1):
            day = clinic.run_date - timedelta(days=age)
            terms = clinic.terms(program_id, day)
            if terms.left_out:
                left_out[program_id, day] = terms.left_out
            elif terms.lag is not None and terms.lag <= age:
                due.add((program_id, day))
    return due, left_out


def decide(clinic: Clinic, lookback_days: int = 90) -> dict[Key, Day]:
    """Decide every due program-client-day that has a counting note or a per-diem note."""
    due, _ = program_dates(clinic, lookback_days)
    seen = set(clinic.counting) | {(client_id, day) for _, client_id, day in clinic.per_diem}
    keys = [
        (program_id, client_id, day)
        for client_id, day in seen
        if not missing(client_id)
        for program_id in clinic.programs
        if (program_id, day) in due
    ]
    return {key: decide_day(clinic, key) for key in keys if key in clinic.per_diem or clinic.counting_notes(key)}


# What is written -----------------------------------------------------------------------------------------------------


def give_back(tables: dict[str, list[Row]], now: datetime) -> tuple[str, ...]:
    """Undo, in place, what voided per-diem notes took. Return the ids of the notes."""
    voided = {note["note_id"] for note in tables["notes"] if note["origin"] == "per_diem" and note["status"] == "void"}
    authorizations = {row["authorization_id"]: row for row in tables["authorizations"]}
    given_back = []
    for usage in tables["authorization_usage"]:
        if usage["note_id"] in voided and usage["reversed_at"] is None:
            usage["reversed_at"] = now
            given_back.append(usage["note_id"])
            authorization = authorizations.get(usage["authorization_id"])
            if authorization:
                used = authorization["units_used"] or Decimal(0)
                if not used.is_nan():  # what is no number stays none
                    authorization["units_used"] = max(used - usage["units"], Decimal(0))
    for invoice in tables["invoices"]:
        if invoice["note_id"] in voided:
            invoice["status"] = "void"
    return tuple(sorted(given_back))


def amount_of(clinic: Clinic, payer_id: str, billing_code: str, day: date, units: Decimal) -> Decimal | None:
    fees = clinic.fees.get((payer_id, billing_code), [])
    valid = [fee for fee in fees if in_force(day, fee["effective_from"], fee["effective_to"])]
    if not valid:
        return None
    rate = max(valid, key=lambda fee: fee["effective_from"])["unit_rate"]
    return None if rate is None else cents(Fraction(units) * Fraction(rate))


def cents(value: Fraction) -> Decimal:
    size = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(size if value >= 0 else -size).scaleb(-2)


def allocate(clinic: Clinic, pending: Iterable[Key]) -> dict[Key, tuple[Row, Decimal]]:
    """Give each pending day the first authorization that can pay it, in the order of the write-back."""
    left = {row["authorization_id"]: remaining(row) for rows in clinic.authorizations.values() for row in rows}
    taken = {}
    for key in sorted(pending, key=lambda key: (key[2], key[0], key[1])):
        for authorization in clinic.in_date(key):
            units = clinic.needed(authorization, key)
            if 0 < units <= left[authorization["authorization_id"]]:
                left[authorization["authorization_id"]] -= units
                taken[key] = (authorization, units)
                break
    return taken


def write(
    clinic: Clinic, tables: dict[str, list[Row]], key: Key, took: tuple[Row, Decimal], run: tuple[str, datetime]
) -> Row:
    """Write one day into `tables`: note, usage, units used, invoice. Return the note."""
    (program_id, client_id, day), (authorization, units), (run_id, now) = key, took, run
    client, note_id = clinic.clients[client_id], note_id_of(*key)
    shared = {name: authorization[name] for name in ("authorization_id", "payer_id", "billing_code")}
    supporting = sorted(note["note_id"] for note in clinic.counting_notes(key))
    note = shared | {
        "note_id": note_id,
        "client_id": client_id,
        "service_date": day,
        "started_at": None,
        "clinician_id": client["default_clinician_id"],
        "location_id": client["default_location_id"],
        "location_code": client["default_location_code"],
        "duration_minutes": clinic.terms(program_id, day).minutes,
        "quantity": Decimal(1),
        "units": units,
        "status": "released",
        "released_at": now,
        "note_text": "Supporting notes: " + ", ".join(supporting),
        "origin": "per_diem",
        "program_id": program_id,
        "dag_run_id": run_id,
        "updated_at": now,
    }
    usage = {"note_id": note_id, "authorization_id": authorization["authorization_id"], "units": units}
    invoice = shared | {
        "invoice_id": "inv-" + note_id.removeprefix("pd-"),
        "note_id": note_id,
        "client_id": client_id,
        "service_date": day,
        "units": units,
        "amount": amount_of(clinic, authorization["payer_id"], authorization["billing_code"], day, units),
        "status": "ready",
        "created_at": now,
    }
    tables["notes"].append(note)
    tables["authorization_usage"].append(usage | {"used_at": now, "reversed_at": None})
    tables["invoices"].append(invoice)
    for row in tables["authorizations"]:
        if row["authorization_id"] == authorization["authorization_id"]:
            row["units_used"] = (row["units_used"] or Decimal(0)) + units
    return note


def update_alerts(
    clinic: Clinic, tables: dict[str, list[Row]], days: dict[Key, Day], due: set[tuple[str, date]], now: datetime
) -> None:
    """Open, reopen and resolve, in place, the alerts of the program-dates that this run decided."""
    standing = {(*key, reason) for key, day in days.items() for reason in day.reasons}
    known = {(row["program_id"], row["client_id"], row["service_date"], row["reason"]): row for row in tables["alerts"]}
    for alert in sorted(standing | known.keys()):
        program_id, client_id, day, reason = alert
        group = clinic.terms(program_id, day).alert_group if program_id in clinic.programs else None
        raised = {"status": "open", "group_name": group, "opened_at": now, "notified_at": None, "resolved_at": None}
        if alert in standing and alert not in known:
            names = {"alert_id": json.dumps([program_id, client_id, day.isoformat(), reason]), "reason": reason}
            tables["alerts"].append(
                names | {"program_id": program_id, "client_id": client_id, "service_date": day} | raised
            )
        elif alert in standing and known[alert]["status"] == "resolved":
            known[alert].update(raised)
        elif alert not in standing and (program_id, day) in due and known[alert]["status"] == "open":
            known[alert].update(status="resolved", resolved_at=now)


def night(
    tables: Tables,
    run_date: date,
    lookback_days: int = 90,
    today: date | None = None,
    dry_run: bool = False,
    run_id: str = "reference",
) -> Night:
    """Return what a run for `run_date` does with the EHR in `tables`; `today` defaults to the run date."""
    now = datetime.combine(run_date, time(2), UTC)
    after = {name: copy.deepcopy(rows) for name, rows in tables.items()}
    for name in ("notes", "authorizations", "authorization_usage", "invoices", "alerts"):
        after.setdefault(name, [])
    given_back = give_back(after, now)

    clinic = Clinic(after, run_date, today)
    due, left_out = program_dates(clinic, lookback_days)
    days = decide(clinic, lookback_days)
    pending = [key for key, day in days.items() if day.status == "pending"]
    taken = allocate(clinic, pending)

    if dry_run:
        for key in pending:
            if key in taken:
                names = ("billing_code", "authorization_id", "payer_id")
                days[key] = replace(days[key], **{name: taken[key][0][name] for name in names})
            else:
                days[key] = replace(days[key], status="blocked", reasons=("authorization_exhausted",))
        unchanged = {name: copy.deepcopy(rows) for name, rows in tables.items()}
        return Night(days, frozenset(due), left_out, clinic.quarantined(), (), {}, unchanged)

    written = {key: write(clinic, after, key, took, (run_id, now)) for key, took in taken.items()}
    clinic = Clinic(after, run_date, today)
    days = decide(clinic, lookback_days)
    assert all(day.status != "pending" for day in days.values()), "a pending day was neither written nor exhausted"
    update_alerts(clinic, after, days, due, now)
    bad_rows = clinic.quarantined()
    return Night(days, frozenset(due), left_out, bad_rows, given_back, written, after)
