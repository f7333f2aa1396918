"""Active authorizations in the order in which they stop covering days: whose units are used up, run out, or end."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import facets, last_runs, paging, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun

router = APIRouter()

MOST_DRAWN = 20
# Payers take days to answer.
DAYS_TO_ASK_AHEAD = 7

STATES = {"used_up": "Used up", "units": "Units run out", "ends": "Ends with units left"}
WITHIN = {"7": 7, "14": 14, "30": 30, "any": None}

# An authorization that never ends in the EHR ends on a day that can be shown. Of two that end, the next of the same
# client and code is the one that takes over: it lasts longer, and has units left.
AUTHORIZATIONS = """
    with

    active as (
        select
            authorization_id,
            client_id,
            payer_id,
            billing_code,
            greatest(start_date, date '0001-01-01') as start_date,
            least(end_date, date '9999-12-31') as end_date,
            units_authorized,
            units_used,
            units_remaining,
            daily_burn,
            case when units_remaining = 0 then %(run_date)s else projected_exhaustion_date end as used_up_on
        from marts.dim_authorizations
        where status = 'active' and end_date >= %(run_date)s
    ),

    lasting as (
        select
            active.*,
            least(active.used_up_on, active.end_date) as lasts_until,
            case
                when active.units_remaining = 0 then 'used_up'
                when active.used_up_on is null then 'ends'
                else 'units'
            end as state,
            payers.payer_name
        from active
        left join staging.stg_ehr__payers as payers on active.payer_id = payers.payer_id
    )
"""

GROUPS = """
    select
        lasting.state,
        case
            when lasting.lasts_until <= %(run_date)s + 7 then 7
            when lasting.lasts_until <= %(run_date)s + 14 then 14
            when lasting.lasts_until <= %(run_date)s + 30 then 30
        end as within,
        lasting.payer_id,
        lasting.payer_name,
        lasting.billing_code,
        coalesce(clients.facility_id, ''),
        count(*)
    from lasting
    left join staging.stg_ehr__clients as clients on lasting.client_id = clients.client_id
    group by lasting.state, within, lasting.payer_id, lasting.payer_name, lasting.billing_code, clients.facility_id
"""

# What takes over and the facility are looked up for the rows that are shown alone, and so not joined.
ROWS = """
    select
        authorization_id, client_id, payer_id, payer_name, billing_code, start_date, end_date, units_authorized,
        units_used, units_remaining, daily_burn, state, lasts_until,
        lasts_until - %(days_to_ask_ahead)s::integer as ask_by,
        (
            select next.authorization_id
            from marts.dim_authorizations as next
            where
                next.client_id = lasting.client_id
                and next.billing_code = lasting.billing_code
                and next.authorization_id <> lasting.authorization_id
                and next.status = 'active'
                and next.units_remaining > 0
                and next.end_date > lasting.lasts_until
            order by next.start_date, next.authorization_id
            limit 1
        ) as next_id,
        (select facility_id from staging.stg_ehr__clients as clients where clients.client_id = lasting.client_id)
    from lasting
    where {condition}
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CONDITIONS = {
    "state": "state = %(state)s",
    "within": "(%(within)s = 'any' or lasts_until <= %(run_date)s + nullif(%(within)s, 'any')::integer)",
    "payer": "payer_id = %(payer)s",
    "code": "billing_code = %(code)s",
    "facility": "client_id in (select client_id from staging.stg_ehr__clients where facility_id = %(facility)s)",
}

SORTS = {
    "lasts": "lasts_until",
    "authorization": "authorization_id",
    "client": "client_id",
    "payer": "coalesce(payer_name, payer_id)",
    "code": "billing_code",
    "start": "start_date",
    "end": "end_date",
    "remaining": "units_remaining",
    "burn": "daily_burn",
}


@dataclass(frozen=True)
class Authorization:
    """One active authorization, in the order of the file's columns.

    `lasts_until` is the last day that it will cover, going by its units and by its dates; `next_id` the one of the same
    client and code that goes on after it.
    """

    authorization_id: str
    client_id: str
    payer_id: str
    payer_name: str | None
    billing_code: str
    start_date: date
    end_date: date
    units_authorized: Decimal
    units_used: Decimal
    units_remaining: Decimal
    daily_burn: Decimal | None
    state: str
    lasts_until: date
    ask_by: date
    next_id: str | None
    facility_id: str | None


class AuthorizationsQuery(paging.ListQuery):
    """The filters of the authorizations."""

    state: Annotated[str, paging.one_of(STATES)] = paging.UNSET
    within: Literal["7", "14", "30", "any"] = "14"
    payer: paging.Text = paging.UNSET
    code: paging.Text = paging.UNSET
    facility: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "lasts"


@router.get("/authorizations")
def authorizations(
    request: Request, warehouse: Warehouse, asked: Annotated[AuthorizationsQuery, Query()]
) -> HTMLResponse:
    """One page of the authorizations that the filters find, the first of them drawn, and how many each filter finds."""
    run = last_runs.read(warehouse)
    groups, payers = _groups(warehouse, run)
    count, options = facets.count(groups, asked.filters(), CONDITIONS)
    listing = paging.listing(request, asked, count)
    rows = _page(warehouse, run, asked, asked.sort, paging.ROWS_PER_PAGE, listing.offset)
    is_most_urgent = asked.sort == "lasts" and listing.page == 1
    return view.page(
        request,
        "authorizations.html",
        run=run,
        listing=listing,
        options=options,
        payers=payers,
        states=STATES,
        within=WITHIN,
        this_week=facets.count(groups, {"within": "7"}, CONDITIONS)[1]["state"],
        last_day_of_week=run.run_date + timedelta(days=7),
        rows=rows,
        most_urgent=rows[:MOST_DRAWN] if is_most_urgent else _page(warehouse, run, asked, "lasts", MOST_DRAWN, 0),
        days_to_ask_ahead=DAYS_TO_ASK_AHEAD,
    )


@router.get("/authorizations.csv")
def file(warehouse: Warehouse, asked: Annotated[AuthorizationsQuery, Query()]) -> StreamingResponse:
    """All authorizations that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked, asked.sort), _values(run, asked))
    return spreadsheet.answer("authorizations", run.run_date, [field.name for field in fields(Authorization)], rows)


def _groups(warehouse: psycopg.Connection, run: LastRun) -> tuple[list[facets.Group], dict[str, str]]:
    """The authorizations that are alike to the filters, and the names of their payers."""
    groups, payers = [], {}
    for state, days, payer_id, payer_name, code, facility_id, rows in warehouse.execute(
        AUTHORIZATIONS + GROUPS, vars(run)
    ):
        within = [name for name, most in WITHIN.items() if most is None or (days is not None and days <= most)]
        values = {
            "state": [state],
            "within": within,
            "payer": [payer_id],
            "code": [code],
            "facility": [facility_id],
        }
        groups.append(facets.Group(values, rows))
        payers[payer_id] = payer_name or payer_id
    return groups, dict(sorted(payers.items(), key=lambda payer: payer[1]))


def _page(
    warehouse: psycopg.Connection, run: LastRun, asked: AuthorizationsQuery, sort: str, limit: int, offset: int
) -> list[Authorization]:
    values = _values(run, asked) | {"limit": limit, "offset": offset}
    return [Authorization(*row) for row in warehouse.execute(_rows(asked, sort, PAGE), values)]


def _rows(asked: AuthorizationsQuery, sort: str, part: LiteralString = "") -> sql.Composed:
    """The query of the authorizations that are asked for, or of a part of them."""
    return sql.SQL(AUTHORIZATIONS + ROWS + part).format(
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, sort, "lasts_until, authorization_id"),
    )


def _values(run: LastRun, asked: AuthorizationsQuery) -> dict[str, Any]:
    return {**vars(run), "days_to_ask_ahead": DAYS_TO_ASK_AHEAD, **asked.filters()}
