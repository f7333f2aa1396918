"""Active authorizations that stop covering days, as their units are used up or they end: which need a request.

One needs a request that nothing follows, granted or asked for: what follows is marts.rpt_authorization_watch's to say.
What becomes unbillable is told by the days that the client attends.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import authorization_queries as queries
from perdiem.page import disclosures, facets, last_runs, paging, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

MOST_DRAWN = 12
# Payers take days to answer.
DAYS_TO_ASK_AHEAD = 7
# How far ahead days are told that become unbillable.
DAYS_LOOKED_AHEAD = 30

STATES = {"used_up": "Used up", "units": "Units run out", "ends": "Ends with units left"}
WITHIN = {"7": 7, "14": 14, "30": 30, "any": None}
FOLLOWED_BY = {"nothing": "Nothing", "pending": "One that was asked for", "active": "Another one", "any": "Whatever"}

CONDITIONS = {
    "state": "stops = %(state)s",
    "within": "(%(within)s = 'any' or lasts_until <= %(run_date)s + nullif(%(within)s, 'any')::integer)",
    "followed_by": "%(followed_by)s in (followed_by, 'any')",
    "payer": "payer_id = %(payer)s",
    "code": "billing_code = %(code)s",
    "facility": facets.OF_FACILITY,
}

SORTS = {
    "lasts": "lasts_until",
    "authorization": "authorization_id",
    "client": "client_id",
    "payer": "coalesce(payer_name, payer_id)",
    "code": "billing_code",
    "remaining": "units_remaining",
    "next": "next_usual_day",
    "days": "unbillable_days",
    "amount": "unbillable_amount",
}


@dataclass(frozen=True)
class Authorization:
    """One active authorization, in the order of the file's columns.

    `lasts_until` is the last day that it will cover, going by its units and by its dates; `successor_id` the one of the
    same client and code that goes on after it, which follows only if it begins in time. None of what nothing says:
    weekdays of a client who attended none twice within four weeks, an amount where no rate is in force.
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
    followed_by: str
    successor_id: str | None
    successor_start_date: date | None
    last_attended: date | None
    usual_weekdays: str | None
    next_usual_day: date | None
    unbillable_days: int | None
    unbillable_amount: Decimal | None
    facility_id: str | None


@dataclass(frozen=True)
class Unbillable:
    """What becomes unbillable of the authorizations that are asked for, and of how many of them nobody knows."""

    days: int
    amount: Decimal
    unknown: int


class AuthorizationsQuery(paging.ListQuery):
    """The filters of the authorizations."""

    state: Annotated[str, paging.one_of(STATES)] = paging.UNSET
    within: Literal["7", "14", "30", "any"] = "14"
    followed_by: Literal["nothing", "pending", "active", "any"] = "nothing"
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
    rows, unbillable = _page(warehouse, run, asked, listing.offset)
    return view.page(
        request,
        "authorizations.html",
        run=run,
        listing=listing,
        options=options,
        payers=payers,
        states=STATES,
        followed_by=FOLLOWED_BY,
        unbillable=unbillable,
        last_day_looked_at=run.run_date + timedelta(days=DAYS_LOOKED_AHEAD),
        rows=rows,
        drawn=rows[:MOST_DRAWN],
        days_to_ask_ahead=DAYS_TO_ASK_AHEAD,
    )


@router.get("/authorizations.csv")
def file(warehouse: Warehouse, asked: Annotated[AuthorizationsQuery, Query()]) -> StreamingResponse:
    """All authorizations that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), _values(run, asked))
    return spreadsheet.answer("authorizations", run.run_date, [field.name for field in fields(Authorization)], rows)


def _groups(warehouse: psycopg.Connection, run: LastRun) -> tuple[list[facets.Group[int]], dict[str, str]]:
    """The authorizations that are alike to the filters, and the names of their payers."""
    groups, payers = [], {}
    for state, days, followed_by, payer_id, payer_name, code, facility_id, rows in warehouse.execute(
        queries.AUTHORIZATIONS + queries.GROUPS, vars(run)
    ):
        within = [name for name, most in WITHIN.items() if most is None or (days is not None and days <= most)]
        values = {
            "state": [state],
            "within": within,
            "followed_by": [followed_by, "any"],
            "payer": [payer_id],
            "code": [code],
            "facility": [facility_id],
        }
        groups.append(facets.Group(values, rows))
        payers[payer_id] = payer_name or payer_id
    return groups, dict(sorted(payers.items(), key=lambda payer: payer[1]))


def _page(
    warehouse: psycopg.Connection, run: LastRun, asked: AuthorizationsQuery, offset: int
) -> tuple[list[Authorization], Unbillable]:
    """A page of the authorizations that are asked for, and what becomes unbillable of all of them."""
    values = _values(run, asked) | {"limit": paging.ROWS_PER_PAGE, "offset": offset}
    rows = warehouse.execute(_rows(asked, queries.TOTALS, queries.PAGE), values).fetchall()
    width = len(fields(Authorization))
    totals = Unbillable(*rows[0][width:]) if rows else Unbillable(0, Decimal(0), 0)
    return [Authorization(*row[:width]) for row in rows], totals


def _rows(asked: AuthorizationsQuery, totals: LiteralString = "", part: LiteralString = "") -> sql.Composed:
    """The query of the authorizations that are asked for, or of a part of them with the totals of all."""
    return sql.SQL(queries.AUTHORIZATIONS + queries.ROWS + part).format(
        condition=paging.condition(CONDITIONS, asked.filters()),
        totals=sql.SQL(totals),
        order=paging.order(SORTS, asked.sort, "lasts_until, unbillable_amount desc nulls last, authorization_id"),
    )


def _values(run: LastRun, asked: AuthorizationsQuery) -> dict[str, Any]:
    ahead = {"days_to_ask_ahead": DAYS_TO_ASK_AHEAD, "days_looked_ahead": DAYS_LOOKED_AHEAD}
    return {**vars(run), **ahead, **asked.filters()}
