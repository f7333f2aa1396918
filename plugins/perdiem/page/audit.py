"""The billing audit: what was found about billing items, by severity, finding, payer, code and service date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Any, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import day_links, disclosures, facets, last_runs, paging, payers, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun
from perdiem.page.setup import parts
from perdiem.report.summary import FINDING_SEVERITIES

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

# By date too, and in the order of the list: where a page of it begins is added up from them.
COUNTS = """
    select severity, finding, service_date, count(*)
    from marts.rpt_billing_audit
    where {condition}
    group by severity, finding, service_date
    order by {order}
"""

CLIENTS = """
    select client_id, count(*)
    from marts.rpt_billing_audit
    where {condition}
    group by client_id
    order by {order}
"""

# The items are joined to the findings that are shown, and not to all.
ROWS = """
    with

    found as (
        select billing_item_id, finding, severity, message, client_id, service_date, payer_id, billing_code
        from marts.rpt_billing_audit
        where {condition}
        order by {order}
        {part}
    ),

    shown as (
        select found.*, payers.payer_name, items.units, items.note_ids
        from found
        left join marts.fct_billing_items as items on found.billing_item_id = items.billing_item_id
        left join staging.stg_ehr__payers as payers on found.payer_id = payers.payer_id
    )

    select
        severity, finding, message, client_id, service_date, payer_id, payer_name, billing_code, units, note_ids,
        billing_item_id
    from shown
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CODES = "select billing_code from staging.stg_ehr__billing_codes order by billing_code"

CONDITIONS = {
    "dates": "service_date between %(first)s and %(last)s",
    "severity": "severity = %(severity)s",
    "finding": "finding = %(finding)s",
    "payer": "payer_id = %(payer)s",
    "code": "billing_code = %(code)s",
}

# What the rows of one part of the list have in common, in each of its orders: a page reads those parts that it shows
# rows of, and not the whole list. In place of the dates: told both, PostgreSQL expects too few rows of a part.
PARTS = {
    "severity": "(severity, service_date) in (select * from unnest(%(severities)s::text[], %(days)s::date[]))",
    "finding": "(finding, service_date) in (select * from unnest(%(findings)s::text[], %(days)s::date[]))",
    "client": "client_id = any(%(clients)s) and service_date between %(first)s and %(last)s",
    "date": "service_date = any(%(days)s)",
}

SORTS = {
    "severity": "array_position(array['error', 'warning', 'info'], severity)",
    "finding": "finding",
    "client": "client_id",
    "date": "service_date",
}

FILE_COLUMNS = (
    "severity finding message client_id service_date payer_id payer_name billing_code units note_ids billing_item_id"
).split()


class AuditQuery(paging.DatedListQuery):
    """The filters of the audit. Without dates, those of the last run's window."""

    severity: Annotated[str, paging.one_of(FINDING_SEVERITIES)] = paging.UNSET
    finding: paging.Text = paging.UNSET
    payer: paging.Text = paging.UNSET
    code: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "severity"


@router.get("/audit")
def audit(request: Request, warehouse: Warehouse, asked: Annotated[AuditQuery, Query()]) -> HTMLResponse:
    """How much was found of what, and one page of the findings that the filters find."""
    run = last_runs.read(warehouse)
    values = _values(run, asked)
    by_date = _by_date(warehouse, asked, values)
    counts = Counter[tuple[str, str]]()
    for severity, finding, _, found in by_date:
        counts[severity, finding] += found
    groups = [
        facets.Group({"severity": [severity], "finding": [finding]}, found)
        for (severity, finding), found in counts.items()
    ]
    count, options = facets.count(groups, asked.filters(), ("severity", "finding"))
    listing = paging.listing(request, asked, count)
    codes = [code for (code,) in warehouse.execute(CODES)]
    return view.page(
        request,
        "audit.html",
        run=run,
        first=values["first"],
        last=values["last"],
        listing=listing,
        options=options,
        severities={severity: severity for severity in FINDING_SEVERITIES},
        findings={finding: finding.replace("_", " ") for _, finding in sorted(counts)},
        payers=payers.names(warehouse),
        codes=dict(zip(codes, codes, strict=True)),
        counts=[
            (severity, finding, counts[severity, finding])
            for severity, finding in sorted(counts, key=lambda found: (FINDING_SEVERITIES.index(found[0]), found[1]))
        ],
        rows=[(*row, day_links.link(row[3], row[4])) for row in _page(warehouse, asked, values, listing, by_date)],
        set_up=parts.OF_FINDING,
        parts=parts.PARTS,
    )


@router.get("/audit.csv")
def file(warehouse: Warehouse, asked: Annotated[AuditQuery, Query()]) -> StreamingResponse:
    """All findings that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _rows(asked), _values(run, asked))
    lines = ([" ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows)
    return spreadsheet.answer("billing-audit", run.run_date, FILE_COLUMNS, lines)


def _by_date(
    warehouse: psycopg.Connection, asked: AuditQuery, values: dict[str, Any]
) -> list[tuple[str, str, date, int]]:
    """How many findings there are of each severity, name and date; in the order of the list, unless it is by client."""
    query = sql.SQL(COUNTS).format(
        condition=_condition(asked, {"payer", "code"}),
        order=paging.order(SORTS, "date" if _column(asked) == "client" else asked.sort, "service_date desc"),
    )
    return warehouse.execute(query, values).fetchall()


def _page(
    warehouse: psycopg.Connection,
    asked: AuditQuery,
    values: dict[str, Any],
    listing: paging.Listing,
    by_date: Sequence[tuple[str, str, date, int]],
) -> list[tuple[Any, ...]]:
    """The findings of one page, read from the parts of the list that it shows some of."""
    sizes = Counter[tuple[Any, ...]]()
    if _column(asked) == "client":
        query = sql.SQL(CLIENTS).format(
            condition=_condition(asked, CONDITIONS), order=paging.order(SORTS, asked.sort, "client_id")
        )
        for client_id, found in warehouse.execute(query, values):
            sizes[client_id,] = found
        names = ["clients"]
    else:
        names = {"severity": ["severities", "days"], "finding": ["findings", "days"], "date": ["days"]}[_column(asked)]
        for severity, finding, day, found in by_date:
            if asked.severity in (severity, paging.UNSET) and asked.finding in (finding, paging.UNSET):
                part = {"severities": severity, "findings": finding, "days": day}
                sizes[tuple(part[name] for name in names)] += found
    shown, before = paging.parts(sizes, listing)
    if not shown:
        return []
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset - before}
    of_parts = dict(zip(names, map(list, zip(*shown, strict=True)), strict=True))
    return warehouse.execute(_rows(asked, PARTS[_column(asked)], PAGE), values | place | of_parts).fetchall()


def _rows(asked: AuditQuery, within: LiteralString = CONDITIONS["dates"], part: LiteralString = "") -> sql.Composed:
    """The query of the findings that are asked for, or of a part of them."""
    return sql.SQL(ROWS).format(
        condition=sql.SQL(" and ").join([paging.condition(CONDITIONS, asked.filters()), sql.SQL(within)]),
        order=paging.order(SORTS, asked.sort, "service_date desc, billing_item_id, finding"),
        part=sql.SQL(part),
    )


def _condition(asked: AuditQuery, filters: Collection[str]) -> sql.Composable:
    """That of the dates that are asked for and of these filters, where they are set."""
    return paging.condition(CONDITIONS, {"dates", *(asked.filters().keys() & set(filters))})


def _column(asked: AuditQuery) -> str:
    return asked.sort.removeprefix("-")


def _values(run: LastRun, asked: AuditQuery) -> dict[str, Any]:
    first, last = asked.dates(run.window_start, run.run_date)
    return {**asked.filters(), "first": first, "last": last}
