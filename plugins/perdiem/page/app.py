"""The application: its routes, who may use them, and what it says where something is amiss."""

from __future__ import annotations

import gc
import logging

import psycopg
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from perdiem.page import alert_work, audit, authorizations, invoices, night, quality, static, view, weeks, worklist
from perdiem.page.access import may_see
from perdiem.page.setup import checklist, defaults, editing
from perdiem.page.setup import view as setup
from perdiem.page.why import view as why
from perdiem.warehouse.transactions import TransactionFailed

log = logging.getLogger(__name__)

# No other host is asked for anything; no browser or proxy keeps a page that names clients; only Airflow's UI frames it.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "same-origin",  # without any, browsers do not tell the page which site a form is of
    "X-Content-Type-Options": "nosniff",
}

# Every route asks who is there: nothing is mounted beside them. The API is for the page's own forms, so has no docs.
application = FastAPI(
    title="Per-diem billing",
    dependencies=[Depends(may_see)],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
)
for module in (
    *(night, worklist, alert_work, invoices, why, authorizations, weeks, audit, quality),
    *(setup, defaults, editing, checklist, static),
):
    application.include_router(module.router)

# What has been imported stays. Python's collector would go through all of it again after so many objects that answers
# make, and somebody would wait for that a quarter of a second.
gc.freeze()


@application.middleware("http")
async def add_headers(request: Request, call_next: view.Next) -> Response:
    """Put the headers on every answer, errors too; what changes only with the product may be kept for a while."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@application.exception_handler(StarletteHTTPException)
async def refuse(request: Request, error: HTTPException) -> HTMLResponse:
    """Say in HTML what Airflow says in JSON, with a way to sign in."""
    return view.message(request, error.status_code, str(error.detail))


@application.exception_handler(RequestValidationError)
async def refuse_values(request: Request, error: RequestValidationError) -> HTMLResponse:
    """Name each field with what was expected of it, and not its value: that may name a client."""
    told = "; ".join(f"{' '.join(map(str, found['loc'][1:]))}: {found['msg']}" for found in error.errors())
    return view.message(request, 422, f"This cannot be looked up: {told}")


@application.exception_handler(psycopg.OperationalError)
async def say_that_it_is_away(request: Request, error: psycopg.OperationalError) -> HTMLResponse:
    """The warehouse cannot be reached."""
    log.error("The warehouse is away: %s", type(error).__name__)
    return view.message(request, 503, "The warehouse does not answer. Nothing is lost; try again in a moment.")


@application.exception_handler(TransactionFailed)
async def say_what_failed(request: Request, error: TransactionFailed) -> HTMLResponse:
    """The warehouse refused or gave up a query; its message holds no row."""
    if f"SQLSTATE {psycopg.errors.UndefinedTable.sqlstate}" in str(error):
        return await say_that_there_is_nothing(request, view.NothingYet())
    log.error("A query of the page failed: %s", error)
    return view.message(request, 503, f"The warehouse could not answer: {error}")


@application.exception_handler(view.NothingYet)
async def say_that_there_is_nothing(request: Request, _: view.NothingYet) -> HTMLResponse:
    """No night has run, or none so far that there are tables to read."""
    text = "Nothing to show yet: no night has run on this warehouse, or none to its end. Trigger the DAG."
    return view.message(request, 404, text, ("setup/checklist", "Set up a clinic, step by step"))
