"""The invoices: what to send, what to correct before, and what has no rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, LiteralString

import psycopg
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from psycopg import sql

from perdiem.page import day_links, disclosures, facets, last_runs, paging, payers, spreadsheet, view
from perdiem.page.database import Warehouse
from perdiem.page.last_runs import LastRun

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

STATES = {"send": "to send", "correct": "to correct before you send", "void": "void", "any": "of any kind"}
RATES = {"none": "without a rate"}

# The EHR knows ready and void alone: what is to be corrected first is ready there too.
INVOICES = """
    with

    invoices as (
        select
            *,
            case
                when status <> 'ready' then status
                when cardinality(correct_first) > 0 then 'correct'
                else 'send'
            end as state
        from marts.fct_invoices
        where {always}
    )
"""

GROUPS = """
    select state, program_id, payer_id, correct_first, amount is null, count(*), coalesce(sum(amount), 0)
    from invoices
    group by state, program_id, payer_id, correct_first, amount is null
"""

# The payers are looked up for the invoices that are shown, and not for those before them.
ROWS = """,

    found as (
        select
            invoice_id, note_id, client_id, program_id, payer_id, service_date, billing_code, units, amount, state,
            correct_first, invoiced_at, days_to_bill
        from invoices
        where {condition}
        order by {order}
        {part}
    )

    select
        invoice_id, note_id, client_id, program_id, payer_id,
        (select payer_name from staging.stg_ehr__payers as payers where payers.payer_id = found.payer_id),
        service_date, billing_code, units, amount, state, correct_first, invoiced_at, days_to_bill
    from found
    order by {order}
"""

PAGE = "limit %(limit)s offset %(offset)s"

# Of what is listed at all.
ALWAYS = {
    "dates": "service_date between %(first)s and %(last)s",
    "run": """note_id in (
        select note_id from quality.settled_days where run_id = %(run)s and outcome = 'written'
    )""",
}
CONDITIONS = {
    "state": "%(state)s in (state, 'any')",
    "program": "program_id = %(program)s",
    "payer": "payer_id = %(payer)s",
    "cause": "%(cause)s = any(correct_first)",
    "rate": "amount is null",
}

SORTS = {
    "invoice": "invoice_id",
    "client": "client_id",
    "program": "program_id",
    "payer": "payer_id",
    "date": "service_date",
    "code": "billing_code",
    "units": "units",
    "amount": "amount",
    "days": "days_to_bill",
}

FILE_COLUMNS = (
    "invoice_id note_id client_id program_id payer_id payer_name service_date billing_code units amount state "
    "correct_first invoiced_at days_to_bill"
).split()


class InvoicesQuery(paging.DatedListQuery):
    """The filters of the invoices; `run` is the id of the run that wrote them."""

    state: Annotated[str, paging.one_of(STATES)] = "send"
    program: paging.Text = paging.UNSET
    payer: paging.Text = paging.UNSET
    cause: paging.Text = paging.UNSET
    rate: Annotated[str, paging.one_of(RATES)] = paging.UNSET
    run: paging.Text = paging.UNSET
    sort: Annotated[str, paging.sortable(SORTS)] = "-date"


@router.get("/invoices")
def invoices(request: Request, warehouse: Warehouse, asked: Annotated[InvoicesQuery, Query()]) -> HTMLResponse:
    """One page of the invoices that the filters find, what they come to, and how many each filter would find."""
    run = last_runs.read(warehouse)
    values = _values(run, asked)
    counts, amounts = _groups(warehouse, asked, values)
    count, options = facets.count(counts, asked.filters(), CONDITIONS)
    amount, _ = facets.add_up(amounts, asked.filters(), CONDITIONS, lambda found: sum(found, Decimal(0)))
    listing = paging.listing(request, asked, count)
    place = {"limit": paging.ROWS_PER_PAGE, "offset": listing.offset}
    rows = warehouse.execute(_query(ROWS, asked, PAGE), values | place).fetchall()
    return view.page(
        request,
        "invoices.html",
        run=run,
        first=values["first"],
        last=values["last"],
        listing=listing,
        amount=amount,
        options=options,
        states=STATES,
        rates=RATES,
        causes={cause: cause.replace("_", " ") for cause in sorted(options["cause"])},
        payers=payers.names(warehouse),
        rows=[(*row, day_links.link(row[2], row[6])) for row in rows],
    )


@router.get("/invoices.csv")
def file(warehouse: Warehouse, asked: Annotated[InvoicesQuery, Query()]) -> StreamingResponse:
    """All invoices that the filters find."""
    run = last_runs.read(warehouse)
    rows = spreadsheet.read(warehouse, _query(ROWS, asked), _values(run, asked))
    lines = (["; ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows)
    return spreadsheet.answer("invoices", run.run_date, FILE_COLUMNS, lines)


def _groups(
    warehouse: psycopg.Connection, asked: InvoicesQuery, values: dict[str, Any]
) -> tuple[list[facets.Group[int]], list[facets.Group[Decimal]]]:
    """The invoices that are alike to the filters: how many they are, and what they come to in US dollars."""
    counts, amounts = [], []
    for state, program_id, payer_id, causes, has_no_rate, rows, amount in warehouse.execute(
        _query(GROUPS, asked), values
    ):
        found_by = {
            "state": [state, "any"],
            "program": [program_id or ""],
            "payer": [payer_id],
            "cause": causes,
            "rate": ["none"] if has_no_rate else [],
        }
        counts.append(facets.Group(found_by, rows))
        amounts.append(facets.Group(found_by, amount))
    return counts, amounts


def _query(query: LiteralString, asked: InvoicesQuery, part: LiteralString = "") -> sql.Composed:
    """A query of the invoices that are asked for, or of a part of them."""
    return sql.SQL(INVOICES + query).format(
        always=paging.condition(ALWAYS, {"dates", *asked.filters()}),
        condition=paging.condition(CONDITIONS, asked.filters()),
        order=paging.order(SORTS, asked.sort, "service_date desc, invoice_id"),
        part=sql.SQL(part),
    )


def _values(run: LastRun, asked: InvoicesQuery) -> dict[str, date | str]:
    first, last = asked.dates(run.window_start, run.run_date)
    return {**asked.filters(), "first": first, "last": last}
