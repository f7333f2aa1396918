"""Clients whose defaults are missing, which a per-diem note takes its clinician, location and place of service from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql
from psycopg.rows import class_row

from perdiem.page import disclosures, facets, last_runs, paging, spreadsheet, view, wording
from perdiem.page.database import Warehouse

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

DEFAULTS = {"clinician": "Clinician", "location": "Location", "location_code": "Location code"}
CLIENTS = {"authorized": "With a per-diem authorization", "any": "All clients"}

# Each part at once: row by row, for the few that a page shows, would take ten times as long.
# What is missing is as int_client_days__blocking_reasons has it: empty, or not in the list that it is chosen from.
MISSING = """
    with

    authorized as (
        select distinct client_id
        from marts.rpt_authorization_watch
        where billing_code in (select billing_code from intermediate.int_program_codes where is_billable)
    ),

    lacking as materialized (
        select
            clients.client_id, clients.facility_id,
            clients.default_clinician_id, clinicians.clinician_id is not null as is_known_clinician,
            clients.default_location_id, locations.location_id is not null as is_known_location,
            clients.default_location_code
        from staging.stg_ehr__clients as clients
        left join staging.stg_ehr__clinicians as clinicians
            on clients.default_clinician_id = clinicians.clinician_id
        left join staging.stg_ehr__locations as locations on clients.default_location_id = locations.location_id
        where
            clinicians.clinician_id is null
            or locations.location_id is null
            or clients.default_location_code is null
    ),

    clients as materialized (
        select
            lacking.*, authorized.client_id is not null as is_authorized,
            array_remove(
                array[
                    case when not lacking.is_known_clinician then 'clinician' end,
                    case when not lacking.is_known_location then 'location' end,
                    case when lacking.default_location_code is null then 'location_code' end
                ],
                null
            ) as missing
        from lacking
        left join authorized on lacking.client_id = authorized.client_id
    )
"""

GROUPS = """
    select missing, facility_id, is_authorized, count(*)
    from clients
    group by missing, facility_id, is_authorized
"""

ROWS = """
    select
        client_id, facility_id, default_clinician_id, is_known_clinician, default_location_id, is_known_location,
        default_location_code, is_authorized, missing
    from clients
    where {condition}
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CONDITIONS = {
    "missing": "%(missing)s = any(missing)",
    "clients": "(is_authorized or %(clients)s = 'any')",
    "facility": "facility_id = %(facility)s",
}

SORTS = {
    "client": "client_id",
    "facility": "facility_id",
    "clinician": "default_clinician_id",
    "location": "default_location_id",
    "code": "default_location_code",
}


@dataclass(frozen=True)
class Client:
    """A client of whom a default is missing, in the order of the file's columns.

    `is_authorized`: with an active authorization of a code that some program bills.
    """

    client_id: str
    facility_id: str | None
    default_clinician_id: str | None
    is_known_clinician: bool
    default_location_id: str | None
    is_known_location: bool
    default_location_code: str | None
    is_authorized: bool
    missing: list[str]


class DefaultsQuery(paging.ListQuery):
    """The filters of the clients."""

    missing: Annotated[str, paging.one_of(DEFAULTS)] = paging.UNSET
    clients: Annotated[str, paging.one_of(CLIENTS)] = "authorized"
    facility: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "client"


def groups(warehouse: psycopg.Connection) -> list[facets.Group[int]]:
    """The clients of whom a default is missing that are alike to the filters."""
    return [
        facets.Group(
            {
                "missing": missing,
                "clients": ["authorized", "any"] if is_authorized else ["any"],
                "facility": [facility_id],
            },
            clients,
        )
        for missing, facility_id, is_authorized, clients in warehouse.execute(MISSING + GROUPS)
    ]


@router.get("/setup/defaults")
def defaults(request: Request, warehouse: Warehouse, asked: Annotated[DefaultsQuery, Query()]) -> HTMLResponse:
    """One page of the clients that the filters find, and how many each filter would find."""
    run = last_runs.read(warehouse)
    count, options = facets.count(groups(warehouse), asked.filters(), CONDITIONS)
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    with warehouse.cursor(row_factory=class_row(Client)) as cursor:
        rows = cursor.execute(_rows(asked, PAGE), {**asked.filters(), **place}).fetchall()
    return view.page(
        request,
        "setup_defaults.html",
        run=run,
        listing=listing,
        options=options,
        defaults=DEFAULTS,
        clients=CLIENTS,
        rows=rows,
        words=wording,
    )


@router.get("/setup/defaults.csv")
def file(warehouse: Warehouse, asked: Annotated[DefaultsQuery, Query()]) -> StreamingResponse:
    """All clients that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), asked.filters())
    lines = ((*row[:-1], "; ".join(row[-1])) for row in rows)
    return spreadsheet.answer("missing-defaults", run.run_date, [field.name for field in fields(Client)], lines)


def _rows(asked: DefaultsQuery, part: LiteralString = "") -> sql.Composed:
    """The query of the clients that are asked for, or of a part of them."""
    return sql.SQL(MISSING + ROWS + part).format(
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, asked.sort, "client_id"),
    )
