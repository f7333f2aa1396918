"""Data quality: what the checks of a run found and which rows count nowhere, as the run's report has it.

And the keys that the report withholds: whoever may see this page may see clients.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from perdiem import config
from perdiem.page import disclosures, last_runs, paging, view
from perdiem.page.database import Ehr, Warehouse
from perdiem.page.setup import parts

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)


@router.get("/quality")
def quality(
    request: Request, warehouse: Warehouse, ehr: Ehr, run_id: Annotated[paging.Text, Query()] = ""
) -> HTMLResponse:
    """The run that is asked for, or the last one that began."""
    time_zone = config.load().time_zone
    runs = last_runs.listed(warehouse, time_zone)
    run_id = run_id or str(runs[0][0])
    facts = last_runs.facts(warehouse, ehr, run_id, time_zone)
    return view.page(
        request,
        "quality.html",
        facts=facts,
        summary=facts.summary,
        runs=runs,
        checks_with_keys=[check for gate in facts.gates for check in gate.failed if check.failing_keys],
        set_up=parts.OF_CHECK,
        parts=parts.PARTS,
    )
