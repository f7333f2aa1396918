"""What a new clinic has to set up, step by step: how far each is, what is missing, and a dry run at last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from perdiem import config
from perdiem.mail.addresses import usable_address
from perdiem.page import settings, view
from perdiem.page.access import Looking, SettingUp
from perdiem.page.setup import editing
from perdiem.page.setup.starting import Start
from perdiem.setup import changes, judging
from perdiem.setup.changes import Rows
from perdiem.setup.edits import Invalid

router = APIRouter()

CLIENTS = """
    select
        count(*),
        count(*) filter (
            where
                not exists (select from ehr.clinicians where clinician_id = clients.default_clinician_id)
                or not exists (select from ehr.locations where location_id = clients.default_location_id)
                or nullif(btrim(default_location_code), '') is null
        )
    from ehr.clients as clients
"""

LAST_RUN = """
    select run_id, run_date, dry_run, state, error, started_at
    from quality.runs
    order by started_at desc
    limit 1
"""


@dataclass(frozen=True)
class Step:
    """A step: what is there in words, what is missing, and the forms that mend it, each with its name."""

    title: str
    found: str
    missing: Sequence[str]
    forms: Sequence[tuple[str, str]]


# A run that has not begun by then does not begin: Airflow's scheduler is down, or the DAG is paused.
BEGINS_WITHIN = timedelta(minutes=5)


@router.get("/setup/checklist")
def checklist(request: Request, biller: Looking, asked: datetime | None = None) -> HTMLResponse:
    """The steps, and what the last run came to; `asked` is when a dry run was asked for."""
    with editing.open_set_up() as (warehouse, ehr):
        rows = changes.read(ehr)
        found = steps(warehouse, rows)
        last_run = warehouse.execute(LAST_RUN).fetchone()
    waits = asked is not None and (last_run is None or last_run[-1] < asked.astimezone(UTC))
    return view.page(
        request,
        "setup_checklist.html",
        steps=found,
        is_ready=not any(step.missing for step in found),
        last_run=last_run,
        waits=waits,
        is_late=asked is not None and waits and datetime.now(UTC) - asked.astimezone(UTC) > BEGINS_WITHIN,
        may_change=editing.may_change(biller),
    )


@router.post("/setup/dry-run")
def dry_run(request: Request, biller: SettingUp, start: Start) -> Response:
    """Have Airflow run the night without writing anything."""
    now = datetime.now(UTC)
    start(config.DAG_ID, biller.name, {"dry_run": True})
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/setup/checklist?{urlencode({'asked': now.isoformat()})}", status_code=303)


def steps(warehouse: psycopg.Connection, rows: Rows) -> list[Step]:
    """Every step, in the order in which they can be done."""
    return [
        _codes(rows),
        _groups(rows),
        _programs(rows),
        _user_groups(rows),
        _settings(warehouse, rows),
        _payers(rows),
        _clients(warehouse),
    ]


def _codes(rows: Rows) -> Step:
    codes = rows["billing_codes"].values()
    billable = sum(row["is_billable"] == "true" for row in codes)
    documenting = sum(row["is_billable"] == "false" for row in codes)
    missing = _unless(billable, "a code that is billable, as 0905") + _unless(documenting, "a code for documenting")
    return Step("Billing codes", f"{billable} billable, {documenting} for documenting", missing, [("code", "Add")])


def _groups(rows: Rows) -> Step:
    groups = {name for name, _ in rows["billing_code_groups"]}
    missing = _unless(len(groups) > 1, "two groups: of the codes that count, and of those that are billed")
    return Step("Billing Code Groups", _told(groups), missing, [("group", "Add")])


def _programs(rows: Rows) -> Step:
    codes: dict[str | None, set[str | None]] = {}
    for group, code in rows["billing_code_groups"]:
        codes.setdefault(group, set()).add(code)
    missing = _unless(rows["programs"], "a program, as IOP")
    for program in rows["programs"].values():
        counts, billed = (codes.get(program[name], set()) for name in ("non_billable_group", "billable_group"))
        missing += _unless(counts, f"{program['program_id']}: a code in its non-billable group")
        missing += _unless(billed, f"{program['program_id']}: a code in its billable group")
        if shared := sorted(str(code) for code in counts & billed):
            missing.append(f"{program['program_id']}: {', '.join(shared)} in one of its groups alone")
    return Step("Programs", _told(str(key) for (key,) in rows["programs"]), missing, [("program", "Add")])


def _user_groups(rows: Rows) -> Step:
    missing = _unless(rows["user_groups"], "a group of people who are told of days that cannot be billed")
    for (group,) in rows["user_groups"]:
        addresses = [row["email"] or "" for (name, _), row in rows["user_group_members"].items() if name == group]
        missing += _unless(any(map(usable_address, addresses)), f"{group}: a member with an e-mail address")
    return Step("User groups", _told(str(key) for (key,) in rows["user_groups"]), missing, [("user-group", "Add")])


def _settings(warehouse: psycopg.Connection, rows: Rows) -> Step:
    missing: list[str] = []
    for (program,) in rows["programs"]:
        for number, meaning in settings.SETTINGS.items():
            of_program = [
                row
                for row in rows["system_settings"].values()
                if row["setting_number"] == str(number) and row["program_id"] in (program, "*")
            ]
            missing += _unless(of_program, f"{number} {meaning.title} of {program}, from the date it starts")
    for row in rows["system_settings"].values():
        number = int(row["setting_number"] or 0)
        if number in settings.SETTINGS:
            try:
                judging.check_setting(warehouse, number, row["value"] or "")
            except Invalid as invalid:
                told = ", ".join(invalid.fields.values())
                missing.append(
                    f"{number} of {row['program_id']} from {row['effective_from']} is {row['value']!r}: {told}"
                )
    found = f"{len(rows['system_settings'])} rows" if rows["system_settings"] else "none"
    return Step("Settings 508, 509, 510 and 512", found, missing, [("setting", "Add")])


def _payers(rows: Rows) -> Step:
    rules = len(rows["payer_rules"])
    return Step(
        "Payers and their rules",
        f"{len(rows['payers'])} payers, {rules} payer rules; without a rule units stand as they are recorded",
        _unless(rows["payers"], "a payer"),
        [("payer", "Add a payer"), ("payer-rule", "Add a payer rule")],
    )


def _clients(warehouse: psycopg.Connection) -> Step:
    row = warehouse.execute(CLIENTS).fetchone()
    assert row is not None
    clients, lacking = row
    missing = [f"{lacking:,} clients lack a default clinician, location or location code"] if lacking else []
    return Step("Clients and their defaults, in the EHR", f"{clients:,} clients", missing, [])


def _unless(there: Any, missing: str) -> list[str]:
    return [] if there else [missing]


def _told(names: Iterable[str | None]) -> str:
    return ", ".join(sorted(name for name in names if name)) or "none"
