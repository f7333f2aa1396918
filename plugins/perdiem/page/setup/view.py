"""Rules and settings: what the EHR is set up with now, what the last run made of it, and what it warned of."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from perdiem.gates import results
from perdiem.page import facets, last_runs, settings, unit_rules, view, wording
from perdiem.page.access import Looking
from perdiem.page.database import Ehr, Warehouse
from perdiem.page.setup import defaults, editing, parts, payer_rules, programs, setting_rows, told_groups
from perdiem.warehouse import decision

router = APIRouter()


@router.get("/setup")
def setup(request: Request, warehouse: Warehouse, ehr: Ehr, biller: Looking) -> HTMLResponse:
    """All parts on one page, each with what the last run warned of."""
    # Held until the request ends, the lock keeps dbt from changing the tables in between.
    at_work = decision.is_being_made(warehouse)
    run = last_runs.deciding(warehouse)
    all_programs = programs.read(warehouse)
    in_force = programs.settings(warehouse, run)
    rows = setting_rows.read(warehouse, run, in_force.values())
    told, other_groups = told_groups.read(ehr, rows[510])
    of_clients = defaults.groups(warehouse)
    missing = {
        clients: facets.count(of_clients, {"clients": clients}, ("missing", "clients"))[1]["missing"]
        for clients in defaults.CLIENTS
    }
    return view.page(
        request,
        "setup.html",
        decided=run,
        is_night_at_work=at_work,
        may_change=editing.may_change(biller),
        parts=parts.PARTS,
        warnings=parts.warnings(results.read(warehouse, run.run_id)),
        programs=all_programs,
        in_force=in_force,
        left_out=programs.left_out(warehouse),
        groups=programs.groups(warehouse, all_programs),
        settings_told=settings.SETTINGS,
        setting_in_words=settings.in_words,
        settings=rows,
        rules=payer_rules.read(warehouse, run),
        as_entered=unit_rules.as_entered,
        told_groups=told,
        other_groups=other_groups,
        defaults=defaults.DEFAULTS,
        clients=defaults.CLIENTS,
        missing=missing,
        words=wording,
    )
