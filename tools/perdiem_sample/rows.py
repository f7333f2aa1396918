"""The rows of the EHR contract that the sample fills: one dataclass a table, fields named as its columns.

A column that the sample leaves null everywhere is no field. Times are aware, amounts are Decimal.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table that the class names."""

    table: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Facility(Row):
    table = "facilities"
    facility_id: str
    name: str
    state: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Clinician(Row):
    table = "clinicians"
    clinician_id: str
    display_name: str
    npi: str


@dataclass(frozen=True, slots=True)
class Location(Row):
    table = "locations"
    location_id: str
    facility_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Client(Row):
    table = "clients"
    client_id: str
    facility_id: str
    display_name: str
    default_clinician_id: str | None
    default_location_id: str | None
    default_location_code: str | None


@dataclass(frozen=True, slots=True)
class Payer(Row):
    table = "payers"
    payer_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Coverage(Row):
    table = "client_coverages"
    coverage_id: str
    client_id: str
    payer_id: str
    priority: int | None
    start_date: date
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class BillingCode(Row):
    table = "billing_codes"
    billing_code: str
    description: str
    is_billable: bool


@dataclass(frozen=True, slots=True)
class CodeInGroup(Row):
    table = "billing_code_groups"
    group_name: str
    billing_code: str


@dataclass(frozen=True, slots=True)
class Program(Row):
    table = "programs"
    program_id: str
    name: str
    non_billable_group: str
    billable_group: str
    weekly_minimum_minutes: int | None


@dataclass(frozen=True, slots=True)
class Setting(Row):
    table = "system_settings"
    setting_number: int
    program_id: str
    effective_from: date
    value: str


@dataclass(frozen=True, slots=True)
class UserGroup(Row):
    table = "user_groups"
    group_name: str


@dataclass(frozen=True, slots=True)
class UserInGroup(Row):
    table = "user_group_members"
    group_name: str
    user_id: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Authorization(Row):
    table = "authorizations"
    authorization_id: str
    client_id: str
    payer_id: str
    billing_code: str
    start_date: date
    end_date: date
    units_authorized: Decimal
    units_used: Decimal
    status: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Note(Row):
    table = "notes"
    note_id: str
    client_id: str
    service_date: date
    started_at: datetime | None
    billing_code: str | None
    clinician_id: str | None
    location_id: str | None
    location_code: str | None
    duration_minutes: int
    quantity: Decimal | None
    units: Decimal | None
    status: str
    released_at: datetime | None
    note_text: str
    origin: str | None
    updated_at: datetime
    program_id: str | None = None
    payer_id: str | None = None
    authorization_id: str | None = None
    dag_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class PayerRule(Row):
    table = "payer_rules"
    payer_rule_id: str
    payer_id: str
    name: str
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class BillingRule(Row):
    table = "payer_billing_rules"
    billing_rule_id: str
    payer_rule_id: str
    billing_type: str = "unit"
    conversion: str | None = None
    minutes_per_unit: int | None = None
    variable_increment: bool | None = None
    round_up_minutes: int | None = None
    method: str | None = None
    quantity: Decimal | None = None
    operator: str | None = None
    factor: Decimal | None = None
    max_units: Decimal | None = None
    combine: bool = False
    aggregate_on: str | None = None


@dataclass(frozen=True, slots=True)
class CodeInRule(Row):
    table = "payer_billing_rule_codes"
    billing_rule_id: str
    billing_code: str


@dataclass(frozen=True, slots=True)
class Fee(Row):
    table = "fee_schedules"
    payer_id: str
    billing_code: str
    effective_from: date
    effective_to: date | None
    unit_rate: Decimal


@dataclass(frozen=True, slots=True)
class Usage(Row):
    table = "authorization_usage"
    note_id: str
    authorization_id: str
    units: Decimal
    used_at: datetime
    reversed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invoice(Row):
    table = "invoices"
    invoice_id: str
    note_id: str
    client_id: str
    payer_id: str
    authorization_id: str
    service_date: date
    billing_code: str
    units: Decimal
    amount: Decimal | None
    status: str
    created_at: datetime
