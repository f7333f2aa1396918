"""A clinic as of one run: its good rows, and the answers that the rules ask of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from reference.rows import (
    Key,
    Row,
    Tables,
    authorization_is_bad,
    cents,
    converted_units,
    coverage_is_bad,
    duplicates,
    grouped,
    in_force,
    is_valid,
    missing,
    note_is_bad,
    status_of,
    usable_setting,
)


class Remembered(NamedTuple):
    """A value that a run found in a row of 508, 509 or 512."""

    number: int
    program_id: str
    effective_from: date
    value: str
    run_date: date


Memory: TypeAlias = tuple[Remembered, ...]


@dataclass(frozen=True)
class Terms:
    """What holds for one program on one service date. `left_out` says why nothing is decided, or is None."""

    has_started: bool
    threshold: Decimal | None
    minutes: int | None
    lag: int | None
    alert_group: str | None
    left_out: str | None

    @property
    def decided(self) -> bool:
        return self.has_started and self.left_out is None


def with_tonight(memory: Memory, settings: Iterable[Row], run_date: date) -> Memory:
    """Return the memory with the usable values that are not those remembered last for their rows."""
    last = {each[:3]: each for each in memory}
    found = []
    for row in settings:
        number, key = row["setting_number"], (row["setting_number"], row["program_id"], row["effective_from"])
        if number not in (508, 509, 512) or usable_setting(number, row["value"]) is None:
            continue
        known = last.get(key)
        if known is None or known.value != row["value"]:
            found.append(Remembered(*key, row["value"], max(run_date, known.run_date) if known else run_date))
    return (*memory, *found)


class Clinic:
    """The source as of one run. What its settings held in earlier nights is in `memory`, tonight's values included."""

    def __init__(self, tables: Tables, run_date: date, today: date | None = None, memory: Memory = ()) -> None:
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
            if key[0] is not None and key[0] not in self.programs and status_of(note) != "void"
        }
        by_hand = [note for note in notes if note["origin"] != "per_diem"]
        self.hand_notes = grouped((note for note in by_hand if status_of(note) != "void"), "client_id", "service_date")
        self.counting, self.drafts = (
            grouped(
                (note for note in by_hand if status_of(note) == status and note["note_id"] not in bad_notes),
                "client_id",
                "service_date",
            )
            for status in ("released", "draft")
        )
        self.authorizations_by_id = {
            row["authorization_id"]: row for row in authorizations if row["authorization_id"] not in bad_authorizations
        }
        self.authorizations = grouped(self.authorizations_by_id.values(), "client_id")
        self.coverages = grouped((row for row in coverages if row["coverage_id"] not in bad_coverages), "client_id")
        usage = tables.get("authorization_usage", [])
        self.reversed_usage = {row["note_id"] for row in usage if row["reversed_at"] is not None}
        self.taken_note_ids = {note["note_id"] for note in notes} | {row["note_id"] for row in usage}

        self.groups: dict[str | None, set[str]] = defaultdict(set)
        for row in tables.get("billing_code_groups", []):
            self.groups[row["group_name"]].add(row["billing_code"])
        settings = tables.get("system_settings", [])
        self.settings = grouped(settings, "setting_number", "program_id")
        self.memory = with_tonight(memory, settings, run_date)
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

    def groups_are_sound(self, program_id: str) -> bool:
        counting, billable = self.counting_codes(program_id), self.billable_codes(program_id)
        return bool(counting and billable) and not counting & billable

    def setting_row(self, number: int, program_id: str, day: date) -> Row | None:
        for owner in (program_id, "*"):
            rows = [row for row in self.settings.get((number, owner), []) if row["effective_from"] <= day]
            if rows:
                return max(rows, key=lambda row: row["effective_from"])
        return None

    def number_in_force(self, number: int, program_id: str, day: date) -> Decimal | None:
        """Return 508, 509 or 512 as it was when the day was; None where tonight's row is missing or of no use."""
        row = self.setting_row(number, program_id, day)
        if row is None or usable_setting(number, row["value"]) is None:
            return None
        key = (number, row["program_id"], row["effective_from"])
        values = [each for each in self.memory if each[:3] == key]
        by_then = [each for each in values if each.run_date <= day]
        latest = max((each.run_date for each in by_then), default=None)
        chosen = [each for each in by_then if each.run_date == latest][-1] if by_then else values[0]
        return usable_setting(number, chosen.value)

    def terms(self, program_id: str, day: date) -> Terms:
        if (program_id, day) not in self._terms:
            self._terms[program_id, day] = self._read_terms(program_id, day)
        return self._terms[program_id, day]

    def _read_terms(self, program_id: str, day: date) -> Terms:
        threshold, minutes, lag = (self.number_in_force(number, program_id, day) for number in (508, 509, 512))
        has_threshold = any(self.settings.get((508, owner)) for owner in (program_id, "*"))
        has_started = self.setting_row(508, program_id, day) is not None
        group = self.setting_row(510, program_id, day)
        left_out = None
        if not has_started:
            left_out = None if has_threshold else "508"
        elif threshold is None:
            left_out = "508"
        elif minutes is None:
            left_out = "509"
        elif lag is None:
            left_out = "512"
        elif not self.groups_are_sound(program_id):
            left_out = "its groups"
        return Terms(
            has_started=has_started,
            threshold=threshold,
            minutes=None if minutes is None else int(minutes),
            lag=None if lag is None else int(lag),
            alert_group=group["value"] if group and not missing(group["value"]) else None,
            left_out=left_out,
        )

    # Payers

    def payers_on(self, client_id: str, day: date) -> list[str]:
        """Return the payers of a client's coverages in force, the best rank first."""
        covering = [
            row for row in self.coverages.get(client_id, []) if in_force(day, row["start_date"], row["end_date"])
        ]
        covering.sort(key=lambda row: (row["priority"] is None, row["priority"] or 0, row["coverage_id"]))
        return list(dict.fromkeys(row["payer_id"] for row in covering))

    def payer_on(self, client_id: str, day: date) -> str | None:
        return next(iter(self.payers_on(client_id, day)), None)

    def is_known_not_to_cover(self, payer_id: str | None, client_id: str, day: date) -> bool:
        return bool(self.coverages.get(client_id)) and payer_id not in self.payers_on(client_id, day)

    def rank(self, payer_id: str, client_id: str, day: date) -> int:
        payers = self.payers_on(client_id, day)
        return payers.index(payer_id) if payer_id in payers else len(payers)

    def amount_of(self, payer_id: str | None, billing_code: str, day: date, units: Decimal | None) -> Decimal | None:
        """Return units x the rate in force, to the cent; None where there is no rate, or there are no units."""
        fees = [
            fee
            for fee in self.fees.get((payer_id, billing_code), [])
            if fee["unit_rate"] is not None
            and not fee["unit_rate"].is_nan()
            and fee["unit_rate"] >= 0
            and in_force(day, fee["effective_from"], fee["effective_to"])
        ]
        if not fees or units is None or units.is_nan():
            return None
        rate = max(fees, key=lambda fee: fee["effective_from"])["unit_rate"]
        return cents(Fraction(units) * Fraction(rate))

    # Units

    def matching_rules(self, payer_id: str | None, billing_code: str, day: date) -> list[Row]:
        return [
            rule
            for payer_rule in self.payer_rules.get(payer_id, [])
            if payer_id is not None and in_force(day, payer_rule["effective_from"], payer_rule["effective_to"])
            for rule in self.billing_rules.get(payer_rule["payer_rule_id"], [])
            if rule["billing_type"] == "unit" and (rule["billing_rule_id"], billing_code) in self.rule_codes
        ]

    def rule_for(self, payer_id: str | None, billing_code: str, day: date) -> Row | None:
        """Return the rule that converts: the one match, when it is valid."""
        matches = self.matching_rules(payer_id, billing_code, day)
        return matches[0] if len(matches) == 1 and is_valid(matches[0]) else None

    def units_of(self, note: Row) -> Decimal | None:
        """Return the units of a note toward the threshold; None where none were recorded and no rule converts."""
        recorded: Decimal | None = note["units"]
        if recorded is not None:
            return recorded
        day = note["service_date"]
        rule = self.rule_for(self.payer_on(note["client_id"], day), note["billing_code"], day)
        return converted_units(rule, note["duration_minutes"], note["quantity"]) if rule else None

    def total(self, notes: Iterable[Row]) -> Decimal:
        return sum((self.units_of(note) or Decimal(0) for note in notes), Decimal(0))

    def needed(self, payer_id: str, billing_code: str, key: Key) -> Decimal:
        """Return the units that the per-diem note of that day would have."""
        rule = self.rule_for(payer_id, billing_code, key[2])
        minutes = self.terms(key[0], key[2]).minutes
        assert minutes is not None
        return converted_units(rule, minutes, Decimal(1)) if rule else Decimal(1)

    # One program, client and date

    def counting_notes(self, key: Key) -> list[Row]:
        codes = self.counting_codes(key[0])
        return [note for note in self.counting.get(key[1:], []) if note["billing_code"] in codes]

    def counting_notes_once(self, key: Key) -> list[Row]:
        """Return the counting notes without duplicates."""
        notes = self.counting_notes(key)
        extra = duplicates(notes)
        return [note for note in notes if note["note_id"] not in extra]

    def draft_notes(self, key: Key) -> list[Row]:
        codes = self.counting_codes(key[0])
        return [note for note in self.drafts.get(key[1:], []) if note["billing_code"] in codes]

    def notes_by_hand(self, key: Key) -> list[Row]:
        codes = self.billable_codes(key[0])
        return [note for note in self.hand_notes.get(key[1:], []) if note["billing_code"] in codes]

    def holding(self, key: Key) -> list[Row]:
        """Return the active authorizations of the program's codes that hold the day, whoever covers the client."""
        codes = self.billable_codes(key[0])
        return [
            row
            for row in self.authorizations.get(key[1], [])
            if status_of(row) == "active"
            and row["billing_code"] in codes
            and row["start_date"] <= key[2] <= row["end_date"]
        ]

    def in_date(self, key: Key) -> list[Row]:
        return [row for row in self.holding(key) if not self.is_known_not_to_cover(row["payer_id"], *key[1:])]

    def candidates(self, key: Key) -> list[Row]:
        """Return the authorizations that may be billed, in the order they are used."""
        in_date = [(self.rank(row["payer_id"], *key[1:]), row) for row in self.in_date(key)]
        best = min((rank for rank, _ in in_date), default=None)
        return sorted(
            (row for rank, row in in_date if rank == best),
            key=lambda row: (row["end_date"], row["start_date"], row["authorization_id"]),
        )

    def offers(self, key: Key) -> list[tuple[Row, Decimal]]:
        """Return the candidates in order, each with the units that the day needs of it."""
        return [(row, self.needed(row["payer_id"], row["billing_code"], key)) for row in self.candidates(key)]

    def holds_the_day(self, key: Key) -> bool:
        """Say whether that program's claim on the client's date blocks every other program's."""
        per_diem = self.per_diem.get(key)
        if per_diem and status_of(per_diem) != "void":
            return True
        if self.groups_are_sound(key[0]) and self.notes_by_hand(key):
            return True
        terms = self.terms(key[0], key[2])
        if per_diem or not terms.decided:
            return False
        assert terms.threshold is not None
        return self.total(self.counting_notes(key)) >= terms.threshold and bool(self.in_date(key))


def remaining(authorization: Row) -> Decimal:
    left: Decimal = authorization["units_authorized"] - (authorization["units_used"] or 0)
    return max(left, Decimal(0))
