"""The worklist: every day that something stands in the way of, or whose notes were lost since, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.alerts import reasons
from perdiem.page import day_links, facets, last_runs, paging, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun
from perdiem.report.run_days import AGE, AGES
from perdiem.report.statuses import known_first

router = APIRouter()

# "window" for the days that each run decides anew, "older" for those that it leaves as they were decided last.
DAYS_OF = {"window": "that each run decides anew", "older": "older than that"}

DAYS = """
    with

    days as (
        select
            client_id,
            program_id,
            service_date,
            greatest(%(run_date)s - service_date, 0) as age,
            {age} as age_group,
            status,
            units,
            threshold_units,
            primary_reason,
            reasons,
            run_date
        from marts.fct_per_diem_days as days
        where primary_reason is not null and service_date between %(first)s and %(last)s
    )
""".replace("{age}", AGE)

GROUPS = """
    select days.program_id, days.reasons, days.age_group, coalesce(clients.facility_id, ''), count(*)
    from days
    left join staging.stg_ehr__clients as clients on days.client_id = clients.client_id
    group by days.program_id, days.reasons, days.age_group, clients.facility_id
"""

# The facility is looked up for the rows that are shown alone, and so not joined.
FACILITY = "(select facility_id from staging.stg_ehr__clients as clients where clients.client_id = days.client_id)"

ROWS = """
    select
        client_id, program_id, service_date, age, status, units, threshold_units, reasons, {facility} as facility_id,
        run_date
    from days
    where {condition}
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CONDITIONS = {
    "program": "program_id = %(program)s",
    "reason": "%(reason)s = any(reasons)",
    "age": "age_group = %(age)s",
    "facility": "client_id in (select client_id from staging.stg_ehr__clients where facility_id = %(facility)s)",
}

SORTS = {
    "client": "client_id",
    "program": "program_id",
    "date": "service_date",
    "age": "age",
    "units": "units",
    "reason": "primary_reason",
    "facility": FACILITY,
}

FILE_COLUMNS = (
    "client_id program_id service_date age_days status units threshold_units reasons what_to_do facility_id decided_on"
).split()


class WorklistQuery(paging.ListQuery):
    """The filters of the worklist."""

    program: paging.Text = paging.UNSET
    reason: paging.Text = paging.UNSET
    days: Literal["window", "older"] = "window"
    age: Annotated[str, paging.one_of(AGES)] = paging.UNSET
    facility: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "-date"


@router.get("/worklist")
def worklist(request: Request, warehouse: Warehouse, asked: Annotated[WorklistQuery, Query()]) -> HTMLResponse:
    """One page of the days that the filters find, and how many days each filter would find."""
    run = last_runs.read(warehouse)
    values = _values(run, asked)
    count, options = facets.count(_groups(warehouse, values), asked.filters(), CONDITIONS)
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    rows = warehouse.execute(_rows(asked, PAGE), values | place).fetchall()
    return view.page(
        request,
        "worklist.html",
        run=run,
        listing=listing,
        options=options,
        days_of=DAYS_OF,
        rows=[(*row, day_links.link(row[0], row[2])) for row in rows],
        in_short=reasons.IN_SHORT,
        reason_names={name: name.replace("_", " ") for name in known_first(options["reason"], reasons.IN_SHORT)},
        age_names={age: age for age in AGES},
    )


@router.get("/worklist.csv")
def file(warehouse: Warehouse, asked: Annotated[WorklistQuery, Query()]) -> StreamingResponse:
    """All days that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), _values(run, asked))
    return spreadsheet.answer("worklist", run.run_date, FILE_COLUMNS, (_line(*row) for row in rows))


def _groups(warehouse: psycopg.Connection, values: Mapping[str, Any]) -> list[facets.Group]:
    """The days that are alike to the filters."""
    return [
        facets.Group({"program": [program_id], "reason": why, "age": [age], "facility": [facility_id]}, days)
        for program_id, why, age, facility_id, days in warehouse.execute(DAYS + GROUPS, values)
    ]


def _rows(asked: WorklistQuery, part: LiteralString = "") -> sql.Composed:
    """The query of the days that are asked for, or of a part of them."""
    return sql.SQL(DAYS + ROWS + part).format(
        facility=sql.SQL(FACILITY),
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, asked.sort, "service_date desc, client_id, program_id"),
    )


def _values(run: LastRun, asked: WorklistQuery) -> dict[str, Any]:
    first, last = (run.window_start, date.max) if asked.days == "window" else (date.min, run.day_before_window)
    return {"run_date": run.run_date, "first": first, "last": last, **asked.filters()}


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
) -> list[Any]:
    """One day as a line of the file."""
    what_to_do = "; ".join(reasons.IN_SHORT.get(reason, reason) for reason in why)
    return [
        client_id, program_id, service_date, age, status, units, threshold_units, "; ".join(why), what_to_do,
        facility_id, run_date,
    ]  # fmt: skip
