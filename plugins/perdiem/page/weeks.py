"""The weeks of programs that ask for minutes of attendance: what a client still lacks, and how long the week runs."""

from __future__ import annotations

from typing import Annotated, Any, LiteralString

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import disclosures, facets, last_runs, paging, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

STATUSES = {"open": "not over yet", "short": "short", "met": "reached", "any": "of any kind"}

WEEKS = """
    with

    weeks as (
        select
            client_id,
            program_id,
            week_start,
            week_start + 6 as week_end,
            attended_days,
            minutes,
            minimum_minutes,
            greatest(minimum_minutes - minutes, 0) as minutes_missing,
            greatest(week_start + 6 - %(run_date)s, 0) as days_left,
            billed_days,
            status
        from marts.rpt_weekly_attendance
        where week_start between %(first)s and %(run_date)s
    )
"""

GROUPS = "select program_id, status, count(*) from weeks group by program_id, status"

ROWS = """
    select
        client_id, program_id, week_start, week_end, attended_days, minutes, minimum_minutes, minutes_missing,
        days_left, billed_days, status
    from weeks
    where {condition}
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CONDITIONS = {"program": "program_id = %(program)s", "status": "%(status)s in (status, 'any')"}

SORTS = {
    "client": "client_id",
    "program": "program_id",
    "week": "week_start",
    "missing": "minutes_missing",
    "left": "days_left",
}

FILE_COLUMNS = (
    "client_id program_id week_start week_end attended_days minutes minimum_minutes minutes_missing days_left "
    "billed_days status"
).split()


class WeeksQuery(paging.ListQuery):
    """The filters of the weeks."""

    program: paging.Text = paging.UNSET
    status: Annotated[str, paging.one_of(STATUSES)] = "open"
    sort: Annotated[str, paging.sortable(SORTS)] = "-missing"


@router.get("/weeks")
def weeks(request: Request, warehouse: Warehouse, asked: Annotated[WeeksQuery, Query()]) -> HTMLResponse:
    """One page of the weeks that the filters find, and how many each filter would find."""
    run = last_runs.read(warehouse)
    values = _values(run, asked)
    groups = [
        facets.Group({"program": [program_id], "status": [status, "any"]}, rows)
        for program_id, status, rows in warehouse.execute(WEEKS + GROUPS, values)
    ]
    count, options = facets.count(groups, asked.filters(), CONDITIONS)
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    rows = warehouse.execute(_rows(asked, PAGE), values | place).fetchall()
    return view.page(request, "weeks.html", run=run, listing=listing, options=options, status_names=STATUSES, rows=rows)


@router.get("/weeks.csv")
def file(warehouse: Warehouse, asked: Annotated[WeeksQuery, Query()]) -> StreamingResponse:
    """All weeks that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), _values(run, asked))
    return spreadsheet.answer("weeks", run.run_date, FILE_COLUMNS, (list(row) for row in rows))


def _rows(asked: WeeksQuery, part: LiteralString = "") -> sql.Composed:
    """The query of the weeks that are asked for, or of a part of them."""
    return sql.SQL(WEEKS + ROWS + part).format(
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, asked.sort, "week_start desc, client_id, program_id"),
    )


def _values(run: LastRun, asked: WeeksQuery) -> dict[str, Any]:
    return {"run_date": run.run_date, "first": run.window_start, **asked.filters()}
