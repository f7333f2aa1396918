"""A night at a glance: the run's figures, as its report has them; and the report itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse

from perdiem import config, store
from perdiem.config import Config
from perdiem.page import last_runs, paging, view
from perdiem.page.database import Ehr, Warehouse
from perdiem.report import files
from perdiem.store import StoreError

router = APIRouter()

# Of what came after the run that is shown, what a reader must know of.
LATER = """
    select run_id, run_date, state, failed_task
    from quality.runs
    where state <> 'success' and started_at > (select started_at from quality.runs where run_id = %s)
    order by started_at desc
    limit 1
"""


@router.get("/")
def night(
    request: Request, warehouse: Warehouse, ehr: Ehr, run_id: Annotated[paging.Text, Query()] = ""
) -> HTMLResponse:
    """The run that is asked for, or the last one that published for good, with a word on one that failed since."""
    settings = config.load()
    runs = last_runs.listed(warehouse, settings.time_zone)
    later = None
    if not run_id:
        run_id = last_runs.published_for_good(warehouse) or str(runs[0][0])
        later = warehouse.execute(LATER, [run_id]).fetchone()
    facts = last_runs.facts(warehouse, ehr, run_id, settings.time_zone)
    return view.page(
        request,
        "night.html",
        facts=facts,
        summary=facts.summary,
        later=later,
        runs=runs,
        has_report=_has_report(settings, files.name_of(facts.summary.run_date, run_id)),
    )


def _has_report(settings: Config, name: str) -> bool:
    """Whether to lead to the report: where a store does not say, its answer to who goes there will tell why."""
    try:
        return store.of(settings).exists(name)
    except StoreError:
        return True


@router.get("/reports/{run_id:path}")
def run_report(warehouse: Warehouse, run_id: Annotated[paging.Text, Path()]) -> HTMLResponse:
    """The report that the run left, as it is in the store."""
    row = warehouse.execute("select run_date from quality.runs where run_id = %s", [run_id]).fetchone()
    try:
        report = store.of(config.load()).read(files.name_of(row[0], run_id)) if row else None
    except StoreError as error:
        raise HTTPException(503, str(error)) from None
    if report is None:
        why = "This run left no report, left it in another store, or it was deleted as older than it is to be kept"
        raise HTTPException(404, why)
    return HTMLResponse(report)
