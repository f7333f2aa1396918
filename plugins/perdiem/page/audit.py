"""The billing audit: what was found about billing items, by severity, finding, payer, code and service date."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, LiteralString

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import day_links, disclosures, facets, last_runs, paging, payers, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun
from perdiem.page.setup import parts
from perdiem.report.summary import FINDING_SEVERITIES

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

COUNTS = """
    select severity, finding, count(*)
    from marts.rpt_billing_audit as audit
    where {condition}
    group by severity, finding
    order by severity, finding
"""

# The items are joined to the findings that are shown, and not to all.
ROWS = """
    with

    found as (
        select billing_item_id, finding, severity, message, client_id, service_date
        from marts.rpt_billing_audit as audit
        where {condition}
        order by {order}
        {part}
    ),

    shown as (
        select found.*, items.payer_id, payers.payer_name, items.billing_code, items.units, items.note_ids
        from found
        left join marts.fct_billing_items as items on found.billing_item_id = items.billing_item_id
        left join staging.stg_ehr__payers as payers on items.payer_id = payers.payer_id
    )

    select
        severity, finding, message, client_id, service_date, payer_id, payer_name, billing_code, units, note_ids,
        billing_item_id
    from shown
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

CODES = "select billing_code from staging.stg_ehr__billing_codes order by billing_code"

# An item has the date of its findings; said twice, so that only the items of those dates are read.
CONDITIONS = {
    "dates": "service_date between %(first)s and %(last)s",
    "severity": "severity = %(severity)s",
    "finding": "finding = %(finding)s",
    "payer": """exists (
        select from marts.fct_billing_items as items
        where
            items.billing_item_id = audit.billing_item_id
            and items.payer_id = %(payer)s
            and items.service_date between %(first)s and %(last)s
    )""",
    "code": """exists (
        select from marts.fct_billing_items as items
        where
            items.billing_item_id = audit.billing_item_id
            and items.billing_code = %(code)s
            and items.service_date between %(first)s and %(last)s
    )""",
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
    counts = warehouse.execute(_query(COUNTS, asked, {"payer", "code"}), values).fetchall()
    groups = [facets.Group({"severity": [severity], "finding": [finding]}, rows) for severity, finding, rows in counts]
    count, options = facets.count(groups, asked.filters(), ("severity", "finding"))
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    rows = warehouse.execute(_query(ROWS, asked, CONDITIONS.keys(), PAGE), values | place).fetchall()
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
        findings={finding: finding.replace("_", " ") for _, finding, _ in counts},
        payers=payers.names(warehouse),
        codes=dict(zip(codes, codes, strict=True)),
        counts=sorted(counts, key=lambda found: FINDING_SEVERITIES.index(found[0])),
        rows=[(*row, day_links.link(row[3], row[4])) for row in rows],
        set_up=parts.OF_FINDING,
        parts=parts.PARTS,
    )


@router.get("/audit.csv")
def file(warehouse: Warehouse, asked: Annotated[AuditQuery, Query()]) -> StreamingResponse:
    """All findings that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _query(ROWS, asked, CONDITIONS.keys()), _values(run, asked))
    lines = ([" ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows)
    return spreadsheet.answer("billing-audit", run.run_date, FILE_COLUMNS, lines)


def _query(query: LiteralString, asked: AuditQuery, filters: Collection[str], part: LiteralString = "") -> sql.Composed:
    """A query of the findings of the dates that are asked for and of these filters, where they are set."""
    return sql.SQL(query).format(
        condition=paging.condition(CONDITIONS, {"dates", *(asked.filters().keys() & filters)}),
        order=paging.order(SORTS, asked.sort, "service_date desc, billing_item_id, finding"),
        part=sql.SQL(part),
    )


def _values(run: LastRun, asked: AuditQuery) -> dict[str, Any]:
    first, last = asked.dates(run.window_start, run.run_date)
    return {**asked.filters(), "first": first, "last": last}
