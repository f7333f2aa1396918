"""The worklist: every day that something stands in the way of, or whose notes were lost since, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem import reasons
from perdiem.page import day_links, facets, last_run, paging, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_run import LastRun
from perdiem.report_days import AGES

router = APIRouter()

# As the report has them, but of all days and not of a run's: nights later an old day is older.
DAYS = """
    with

    days as (
        select
            days.client_id,
            days.program_id,
            days.service_date,
            greatest(%(run_date)s - days.service_date, 0) as age,
            case
                when %(run_date)s - days.service_date <= 7 then 'up to 7'
                when %(run_date)s - days.service_date <= 30 then '8 to 30'
                else 'over 30'
            end as age_group,
            days.status,
            days.units,
            days.threshold_units,
            days.primary_reason,
            days.reasons,
            clients.facility_id,
            days.run_date,
            days.service_date < %(window_start)s as is_older
        from marts.fct_per_diem_days as days
        left join staging.stg_ehr__clients as clients on days.client_id = clients.client_id
        where days.primary_reason is not null
    )
"""

GROUPS = """
    select program_id, reasons, age_group, coalesce(facility_id, ''), is_older, count(*)
    from days
    group by program_id, reasons, age_group, facility_id, is_older
"""

ROWS = """
    select
        client_id, program_id, service_date, age, status, units, threshold_units, reasons, facility_id, run_date,
        is_older
    from days
    where {condition}
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CONDITIONS = {
    "program": "program_id = %(program)s",
    "reason": "%(reason)s = any(reasons)",
    "age": "age_group = %(age)s",
    "facility": "facility_id = %(facility)s",
}

SORTS = {
    "client": "client_id",
    "program": "program_id",
    "date": "service_date",
    "age": "age",
    "units": "units",
    "reason": "primary_reason",
    "facility": "facility_id",
}

FILE_COLUMNS = (
    "client_id program_id service_date age_days status units threshold_units reasons what_to_do facility_id "
    "decided_on older_than_window"
).split()


class Asked(paging.Asked):
    """The filters of the worklist."""

    program: paging.Text = paging.UNSET
    reason: Annotated[str, paging.one_of(reasons.IN_SHORT)] = paging.UNSET
    age: Annotated[str, paging.one_of(AGES)] = paging.UNSET
    facility: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "-date"


@router.get("/worklist")
def worklist(request: Request, warehouse: Warehouse, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """One page of the days that the filters find, and how many days each filter would find."""
    run = last_run.read(warehouse)
    groups, older = _groups(warehouse, run)
    count, options = facets.count(groups, asked.filters())
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    rows = warehouse.execute(_rows(asked, PAGE), _values(run, asked) | place).fetchall()
    return view.page(
        request,
        "worklist.html",
        run=run,
        listing=listing,
        options=options,
        older=older,
        rows=[(*row, day_links.link(row[0], row[2])) for row in rows],
        in_short=reasons.IN_SHORT,
        reason_names={reason: reason.replace("_", " ") for reason in reasons.IN_SHORT},
        age_names={age: age for age in AGES},
    )


@router.get("/worklist.csv")
def file(warehouse: Warehouse, asked: Annotated[Asked, Query()]) -> StreamingResponse:
    """All days that the filters find."""
    run = last_run.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), _values(run, asked))
    return spreadsheet.answer("worklist", run.run_date, FILE_COLUMNS, (_line(*row) for row in rows))


def _groups(warehouse: psycopg.Connection, run: LastRun) -> tuple[list[facets.Group], int]:
    """The days that are alike to the filters, and how many of all are older than the run's window."""
    groups, older = [], 0
    for program_id, why, age, facility_id, is_older, days in warehouse.execute(DAYS + GROUPS, vars(run)):
        values = {"program": [program_id], "reason": why, "age": [age], "facility": [facility_id]}
        groups.append(facets.Group(values, days))
        older += days if is_older else 0
    return groups, older


def _rows(asked: Asked, part: LiteralString = "") -> sql.Composed:
    """The query of the days that are asked for, or of a part of them."""
    return sql.SQL(DAYS + ROWS + part).format(
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, asked.sort, "service_date desc, client_id, program_id"),
    )


def _values(run: LastRun, asked: Asked) -> dict[str, Any]:
    return {**vars(run), **asked.filters()}


def _line(
    client_id: str,
    program_id: str,
    service_date: date,
    age: int,
    status: str,
    units: Decimal,
    threshold_units: Decimal,
    why: Sequence[str],
    facility_id: str | None,
    run_date: date,
    is_older: bool,
) -> list[Any]:
    """One day as a line of the file."""
    what_to_do = "; ".join(reasons.IN_SHORT.get(reason, reason) for reason in why)
    return [
        client_id, program_id, service_date, age, status, units, threshold_units, "; ".join(why), what_to_do,
        facility_id, run_date, "yes" if is_older else "no",
    ]  # fmt: skip
