"""What a source gives of the contract, what is missing of it, and what each rule of the nights lacks by that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perdiem.load import contract
from perdiem.load.loading import Planned

# What people set up where no system has it.
SET_UP_HERE = (
    *("payers", "billing_codes", "billing_code_groups", "programs", "system_settings", "user_groups"),
    *("user_group_members", "payer_rules", "payer_billing_rules", "payer_billing_rule_codes"),
)
# What a night lacks without a table.
WITHOUT: Mapping[str, str] = {
    "facilities": "Arizona's second rendering clinician is on no item; no note is held against a time zone",
    "clinicians": "every day that could be billed is blocked by missing_default_clinician",
    "locations": "every day that could be billed is blocked by missing_default_location",
    "payers": "payers have no names, and are told by their ids",
    "clients": "every note is set aside as one of an unknown client: nothing is decided",
    "client_coverages": "no payer is known: no payer's rule converts a note, units are those recorded; the "
    "authorizations of several payers are candidates alike; nothing is blocked by payer_not_in_force",
    "billing_codes": "every code is unknown, and so an item to bill",
    "billing_code_groups": "every program is left out",
    "programs": "no program: nothing is decided",
    "system_settings": "every program is left out: it has no threshold, no minutes and no lag",
    "user_groups": "nobody is told of an alert but the data-quality recipients",
    "user_group_members": "nobody is told of an alert but the data-quality recipients",
    "payer_rules": "no rule converts: units are those recorded, and a day needs 1 of its authorization",
    "payer_billing_rules": "no rule converts: units are those recorded, and a day needs 1 of its authorization",
    "payer_billing_rule_codes": "no rule matches a code: units are those recorded, and a day needs 1",
    "fee_schedules": "invoices have no amount, and what is missed is in no dollars",
    "authorizations": "no candidate: every day that reaches its threshold is blocked by no_authorization, and nothing "
    "is billed. A file of them may stand beside (`source` in its block)",
    "notes": "a night stops at the check of its source",
}
# What it lacks without a column of a table that is there. What is left out is shown to people, and nothing else.
WITHOUT_COLUMN: Mapping[tuple[str, str], str] = {
    ("facilities", "state"): "Arizona's second rendering clinician is on no item",
    ("facilities", "time_zone"): "no note is held against its facility's time zone",
    (
        "clients",
        "facility_id",
    ): "Arizona's second rendering clinician is on no item; no note is held against a time zone",
    ("clients", "default_clinician_id"): "every day that could be billed is blocked by missing_default_clinician",
    ("clients", "default_location_id"): "every day that could be billed is blocked by missing_default_location",
    ("clients", "default_location_code"): "every day that could be billed is blocked by missing_default_location_code",
    ("client_coverages", "client_id"): "every coverage is set aside: no client",
    ("client_coverages", "payer_id"): "every coverage is set aside: no payer",
    ("client_coverages", "priority"): "the payers of a client go by the ids of their coverages",
    ("client_coverages", "start_date"): "every coverage is set aside: no start date",
    ("client_coverages", "end_date"): "no coverage ends: nothing is blocked by payer_not_in_force",
    ("billing_codes", "is_billable"): "every code is unknown, and so an item to bill",
    ("programs", "non_billable_group"): "every program is left out",
    ("programs", "billable_group"): "every program is left out",
    ("programs", "weekly_minimum_minutes"): "no week is too short",
    ("system_settings", "value"): "every program is left out",
    ("user_group_members", "email"): "nobody is told of an alert but the data-quality recipients",
    ("payer_rules", "payer_id"): "no rule is of any payer: none converts",
    ("payer_rules", "effective_from"): "every rule holds from the beginning",
    ("payer_rules", "effective_to"): "no rule ends: of two that follow each other neither converts",
    ("payer_billing_rules", "payer_rule_id"): "no rule is of any payer: none converts",
    ("payer_billing_rules", "billing_type"): "no rule is of type unit: none converts",
    ("payer_billing_rules", "conversion"): "every rule is invalid: none converts",
    ("fee_schedules", "effective_to"): "a rate holds until the next one takes effect",
    ("fee_schedules", "unit_rate"): "invoices have no amount",
    ("authorizations", "client_id"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "payer_id"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "billing_code"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "start_date"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "end_date"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "units_authorized"): "every authorization is set aside: no candidate, nothing is billed",
    ("authorizations", "units_used"): "units that others billed count as unused: only what the pipeline takes is known",
    ("authorizations", "status"): "no authorization is active: no candidate, nothing is billed",
    ("notes", "client_id"): "every note is set aside: no client",
    ("notes", "service_date"): "every note is set aside: no service date",
    (
        "notes",
        "started_at",
    ): "sessions that were entered twice are not found; the rendering clinician of an item goes by note ids",
    ("notes", "billing_code"): "every note is set aside: no billing code",
    ("notes", "clinician_id"): "no item has a rendering clinician; drafts are told without whose they are",
    ("notes", "location_code"): "items are combined over all places of service",
    ("notes", "duration_minutes"): "every note is set aside: no duration",
    ("notes", "quantity"): "each note is one service",
    ("notes", "units"): "a note counts what its payer's rule makes of it, and 0 where none converts",
    ("notes", "status"): "every note is set aside: its status is none of draft, released and void",
    ("notes", "updated_at"): "what changed is known by loads alone: a row that differs has changed when it is loaded",
}


def told(plan: Planned) -> Iterator[str]:
    """What a load would fill, line by line; then what is missing, and what is set up here where no source has it."""
    missing: list[str] = []
    to_set_up: list[str] = []
    yield "filled:"
    for name, table in contract.tables().items():
        blocks = [block for block in plan.blocks if block.table == name]
        if not blocks:
            (to_set_up if name in SET_UP_HERE else missing).append(f"  {name}: {WITHOUT[name]}")
            continue
        described = dict.fromkeys(plan.sources[block.place].described(block) for block in blocks)
        there = [column for column in table.columns if column in blocks[0].columns]
        yield f"  {name}: from {', '.join(described)}; {len(there)} of {len(table.columns)} columns"
        missing += [
            f"  {name}, {column}: {WITHOUT_COLUMN[name, column]}"
            for column in table.columns
            if column not in there and (name, column) in WITHOUT_COLUMN
        ]
    if plan.not_read:
        yield f"not read, as no table of the contract has the name: {', '.join(plan.not_read)}"
    yield "missing, and what a night lacks by that:" if missing else "missing: nothing that a night would lack"
    yield from missing
    if to_set_up:
        yield "not in the source: set up on the page or by `make setup-import` (docs/setting-up.md); until then"
        yield from to_set_up
