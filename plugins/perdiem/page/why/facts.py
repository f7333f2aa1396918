"""What the databases hold of a client's day. Every query goes by index or reads a small table.

Notes and authorizations are as the EHR has them now, beside what the last run made of them. Nothing else of the EHR is
read: no text of a note, no name. Its own dates are taken as text, as replicas hold dates such as 'infinity'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from psycopg.rows import class_row

from perdiem.alerts import work
from perdiem.page import last_runs, settings
from perdiem.page.last_runs import DecidingRun
from perdiem.page.settings import Settings
from perdiem.page.unit_rules import UnitRule
from perdiem.page.why import client_ids, queries
from perdiem.warehouse import decision

if TYPE_CHECKING:
    import psycopg

Row = TypeVar("Row")


@dataclass(frozen=True)
class Program:
    """A program as the EHR has it now."""

    program_id: str
    name: str | None
    non_billable_group: str | None
    non_billable_codes: Sequence[str]
    billable_codes: Sequence[str]


@dataclass(frozen=True)
class Note:
    """A note as the EHR has it now. `changed_since`: after the last run decided, and by somebody else than a run."""

    note_id: str
    billing_code: str | None
    clinician_id: str | None
    status: str | None
    duration_minutes: int | None
    quantity: Decimal | None
    units: Decimal | None
    is_per_diem: bool
    program_id: str | None
    run_id: str | None
    quarantine_cause: str | None
    changed_since: bool


@dataclass(frozen=True)
class Neighbours:
    """The nearest other dates of which the client has a note."""

    earlier: date | None
    later: date | None


@dataclass(frozen=True)
class Defaults:
    """What a per-diem note takes from the client's details, as the EHR has them now; None of what is empty there."""

    clinician_id: str | None
    is_known_clinician: bool
    location_id: str | None
    is_known_location: bool
    location_code: str | None


@dataclass(frozen=True)
class Counted:
    """What a run made of a note, and of which program's day it is part; of no one program's if it is the last run's."""

    program_id: str | None
    note_id: str
    billing_code: str | None
    duration_minutes: int | None
    quantity: Decimal | None
    payer_id: str | None
    payer_name: str | None
    billing_rule_id: str | None
    rule_status: str
    units: Decimal | None  # toward the threshold
    recorded_units: Decimal | None
    rule_units: Decimal | None


@dataclass(frozen=True)
class Authorization:
    """An authorization of the client as the EHR has it now."""

    authorization_id: str
    billing_code: str | None
    payer_id: str | None
    payer_name: str | None
    start_date: str | None
    end_date: str | None
    units_authorized: Decimal | None
    units_used: Decimal | None
    status: str | None
    quarantine_cause: str | None
    begins_later: bool
    has_ended: bool


@dataclass(frozen=True)
class LookedAt:
    """An authorization as a decision found it: what the day needs of it, by which rule, and what it had left."""

    program_id: str
    authorization_id: str
    billing_rule_id: str | None
    units_needed: Decimal
    units_remaining: Decimal
    is_in_date: bool
    is_candidate: bool


@dataclass(frozen=True)
class Published:
    """What the last run that decided the day made of it, as the marts have it."""

    program_id: str
    status: str
    reasons: Sequence[str]
    units: Decimal
    threshold_units: Decimal
    billing_code: str | None
    authorization_id: str | None
    note_id: str | None
    run_date: date


@dataclass(frozen=True)
class Evidence:
    """The last entry of the audit trail for the day, of the run that wrote the note where there is one."""

    program_id: str
    evidence_id: int
    run_id: str
    units: Decimal
    threshold_units: Decimal


@dataclass(frozen=True)
class Record:
    """A per-diem note as it was written, what it took, and its invoice. None of what the warehouse never saw."""

    note_id: str
    billing_code: str | None
    payer_id: str | None
    payer_name: str | None
    authorization_id: str | None
    duration_minutes: int | None
    units: Decimal | None
    clinician_id: str | None
    location_code: str | None
    run_id: str | None
    units_taken: Decimal | None
    is_given_back: bool
    invoice_id: str | None
    invoice_status: str | None
    amount: Decimal | None
    correct_first: Sequence[str] | None


@dataclass(frozen=True)
class Alert:
    """An alert of the day: as the EHR has it, and how it stands with billers, as alerts/work.py says."""

    program_id: str
    alert_id: str
    reason: str
    status: str
    opened_at: datetime
    notified_at: datetime | None
    resolved_at: datetime | None
    owner: str | None
    standing: str
    not_before: date | None


@dataclass(frozen=True)
class Decision:
    """One entry of the history of the day's decision."""

    program_id: str
    decided_at: datetime
    run_id: str
    run_date: date
    status: str
    reasons: Sequence[str]
    units: Decimal
    threshold_units: Decimal | None
    billing_code: str | None
    authorization_id: str | None
    note_id: str | None


@dataclass(frozen=True)
class Day:
    """A client's day. Times are told in `time_zone`; where a night is at work, what the last run did is in between."""

    client_id: str
    service_date: date
    time_zone: ZoneInfo
    is_night_at_work: bool
    defaults: Defaults | None  # None of a client whom the EHR does not know
    near_ids: Sequence[str]  # of clients, where it does not
    neighbours: Neighbours
    last_run: DecidingRun
    programs: Mapping[str, Program]
    notes: Sequence[Note]
    counted: Sequence[Counted]
    settings: Sequence[Settings]
    authorizations: Sequence[Authorization]
    looked_at: Sequence[LookedAt]
    unit_rules: Mapping[str, UnitRule]
    published: Sequence[Published]
    evidence: Sequence[Evidence]
    evidence_notes: Sequence[Counted]
    evidence_authorizations: Sequence[LookedAt]
    evidence_settings: Sequence[Settings]
    claimed_by: Sequence[str]
    records: Mapping[str, Record]
    alerts: Sequence[Alert]
    alert_work: Sequence[work.Entry]
    history: Sequence[Decision]

    @property
    def in_window(self) -> bool:
        """Whether the last run looked at the date."""
        return self.last_run.window_start <= self.service_date <= self.last_run.run_date


def read(warehouse: psycopg.Connection, client_id: str, service_date: date, time_zone: ZoneInfo) -> Day:
    """Read the day. Raises NothingYet where no run has decided, TransactionFailed where none has published."""
    # Held until the request ends, the lock keeps dbt from changing the tables in between; nobody waits for a night.
    at_work = decision.is_being_made(warehouse)

    def rows(kind: type[Row], query: str, **values: object) -> list[Row]:
        with warehouse.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(query, {"client_id": client_id, "service_date": service_date, **values}).fetchall()

    last_run = last_runs.deciding(warehouse)
    programs = {program.program_id: program for program in rows(Program, queries.PROGRAMS)}
    notes = rows(Note, queries.NOTES, decided_at=last_run.decided_at)
    published = rows(Published, queries.PUBLISHED)
    history = rows(Decision, queries.HISTORY)
    evidence = rows(Evidence, queries.EVIDENCE, run_ids=[note.run_id for note in notes if note.is_per_diem])
    entries = {"evidence_ids": [entry.evidence_id for entry in evidence]}
    note_ids = {note.note_id for note in notes if note.is_per_diem}
    note_ids |= {decision.note_id for decision in history if decision.note_id}
    records = rows(Record, queries.RECORDS, note_ids=sorted(note_ids))
    defaults = next(iter(rows(Defaults, queries.DEFAULTS)), None)
    looked_at = rows(LookedAt, queries.LOOKED_AT)
    rule_ids = [entry.billing_rule_id for entry in looked_at if entry.billing_rule_id]
    is_claimed = any("multiple_programs" in day.reasons for day in published)
    claimed = warehouse.execute(queries.CLAIMED, [client_id, service_date]).fetchall() if is_claimed else []
    return Day(
        client_id=client_id,
        service_date=service_date,
        time_zone=time_zone,
        is_night_at_work=at_work,
        defaults=defaults,
        near_ids=client_ids.near(warehouse, client_id) if defaults is None else [],
        neighbours=rows(Neighbours, queries.NEIGHBOURS)[0],
        last_run=last_run,
        programs=programs,
        notes=notes,
        counted=rows(Counted, queries.COUNTED),
        settings=rows(Settings, settings.IN_FORCE),
        authorizations=rows(Authorization, queries.AUTHORIZATIONS),
        looked_at=looked_at,
        unit_rules={rule.billing_rule_id: rule for rule in rows(UnitRule, queries.UNIT_RULES, rule_ids=rule_ids)},
        published=published,
        evidence=evidence,
        evidence_notes=rows(Counted, queries.EVIDENCE_NOTES, **entries),
        evidence_authorizations=rows(LookedAt, queries.EVIDENCE_AUTHORIZATIONS, **entries),
        evidence_settings=rows(Settings, queries.EVIDENCE_SETTINGS, **entries),
        claimed_by=[program_id for (program_id,) in claimed],
        records={record.note_id: record for record in records},
        alerts=rows(Alert, queries.ALERTS, program_ids=sorted(programs), run_date=last_run.run_date),
        alert_work=work.history(warehouse, client_id, service_date),
        history=history,
    )
