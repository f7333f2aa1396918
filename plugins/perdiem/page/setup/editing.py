"""Changes of the set-up on the page: propose one, see its plan, apply or drop it, undo it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

import psycopg
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi import Form as FormField
from fastapi.responses import HTMLResponse, RedirectResponse

from perdiem import config
from perdiem.page import database, disclosures, paging, view
from perdiem.page.access import Biller, Looking, SettingUp
from perdiem.page.database import Warehouse
from perdiem.page.setup import forms
from perdiem.page.setup.forms import FORMS, Form, Typed
from perdiem.page.setup.starting import Start
from perdiem.setup import changes, edits, judging, plan_in_words, proposals
from perdiem.setup.edits import Edit
from perdiem.setup.plan import DAYS_SHOWN
from perdiem.setup.proposals import Proposal
from perdiem.warehouse import connections, migrations

router = APIRouter()

MOST_FIELDS, LONGEST = 5000, 20_000

READ_ONLY = "PERDIEM_SETUP_READ_ONLY is set: the EHR alone changes the set-up, and nothing is changed here"

# What may be done about a change that is open; about one that was applied, undoing it.
OPEN: dict[str, str] = {"plan": "Show what it would do", "apply": "Apply", "drop": "Drop"}
DONE: dict[str, str] = {"undo": "Propose to undo it"}


@router.get("/setup/changes")
def listed(request: Request, warehouse: Warehouse, biller: Looking) -> HTMLResponse:
    """All changes of the set-up, the last first."""
    _expect_tables(warehouse)
    return view.page(
        request,
        "setup_changes.html",
        changes=proposals.listed(warehouse),
        may_change=may_change(biller),
        read_only=READ_ONLY if config.load().is_setup_read_only else None,
        time_zone=config.load().time_zone,
    )


@router.get("/setup/changes/{change_id}", dependencies=disclosures.NAMES_CLIENTS)
def shown(request: Request, warehouse: Warehouse, biller: Looking, change_id: str) -> HTMLResponse:
    """One change: its rows, its plan, and what can be done about it."""
    _expect_tables(warehouse)
    change = _found(warehouse, change_id)
    return view.page(
        request,
        "setup_change.html",
        change=change,
        rows=plan_in_words.rows(change.rows),
        figures=change.figures,
        days_shown=DAYS_SHOWN,
        buttons=_buttons(change, biller),
        waits_for_another=_waits_for_another(change, biller),
        time_zone=config.load().time_zone,
        decimal=Decimal,
    )


@router.post("/setup/changes/{change_id}")
def act(
    request: Request,
    biller: SettingUp,
    start: Start,
    change_id: str,
    what: Annotated[Literal["plan", "apply", "drop", "undo"], FormField()],
) -> Response:
    """Plan, apply, drop or undo a change, and show it. 409 for what is not to be done, with the reason."""
    now = datetime.now(UTC)
    _refuse_read_only()
    try:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            if what == "apply":
                with _open_ehr() as ehr:
                    proposals.apply(warehouse, ehr, change_id, biller.name, now)
            elif what == "drop":
                proposals.drop(warehouse, change_id, biller.name, now)
            elif what == "undo":
                change_id = proposals.propose_undoing(warehouse, change_id, biller.name, now)
            else:
                if not _found(warehouse, change_id).is_open:
                    raise proposals.Refused("This change has ended: there is nothing to plan")
                proposals.enter(warehouse, change_id, "plan_asked", now, who=biller.name)
                start(config.PLAN_DAG_ID, biller.name, {"change_id": change_id})
    except (proposals.Refused, changes.Outdated) as refused:
        raise HTTPException(409, str(refused)) from None
    return _lead_to(request, change_id)


async def typed(request: Request) -> Typed:
    """What a form sent, by the name of each field. 422 for what no field of the page sends."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    values = {name: [str(value) for value in form.getlist(name)] for name in form}
    if any("\0" in value or len(value) > LONGEST for of_name in values.values() for value in of_name):
        raise HTTPException(422, f"Expected text without a NUL character, of at most {LONGEST} characters")
    return values


@router.get("/setup/propose/{name}")
def form(request: Request, biller: Looking, name: str, key: paging.Text = paging.UNSET) -> HTMLResponse:
    """A form that proposes a change, filled with the row of this key."""
    _refuse_read_only()
    wanted = _form(name)
    with open_set_up() as (_, ehr):
        rows = changes.read(ehr)
    return _form_page(request, biller, name, rows, wanted.filled(rows, key))


@router.post("/setup/propose/{name}")
def propose(request: Request, biller: SettingUp, name: str, sent: Annotated[Typed, Depends(typed)]) -> Response:
    """Propose what was entered, or show what a rule makes of the example; what is of no use is refused by its field."""
    _refuse_read_only()
    wanted = _form(name)
    with open_set_up() as (warehouse, ehr):
        rows = changes.read(ehr)
        try:
            if forms.one(sent, "do") == "example":
                return _form_page(request, biller, name, rows, sent, example=forms.units_told(warehouse, sent))
            change_id = _propose(warehouse, wanted.edit(warehouse, rows, sent), biller)
        except edits.Invalid as invalid:
            return _form_page(request, biller, name, rows, sent, refused=forms.refusals(wanted, invalid.fields))
        except proposals.Refused as refused:
            told = forms.refusals(wanted, {"": str(refused)})
            return _form_page(request, biller, name, rows, sent, refused=told)
    return _lead_to(request, change_id)


def _form(name: str) -> Form:
    if name not in FORMS:
        raise HTTPException(404, "There is no such form here. Rules and settings leads to those there are")
    return FORMS[name]


def _form_page(
    request: Request,
    biller: Biller,
    name: str,
    rows: changes.Rows,
    values: Typed,
    *,
    refused: Mapping[str, str] | None = None,
    example: str | None = None,
) -> HTMLResponse:
    return view.page(
        request,
        "setup_form.html",
        status=422 if refused else 200,
        name=name,
        form=FORMS[name],
        values=values,
        one=forms.one,
        options={field.name: field.options(rows) for field in FORMS[name].fields if field.options},
        refused=refused or {},
        example=example,
        may_change=may_change(biller),
    )


@contextmanager
def open_set_up() -> Iterator[tuple[psycopg.Connection, psycopg.Connection]]:
    """The warehouse in a transaction, with what judges rules and settings; and the EHR as who may set it up."""
    with connections.connect(connections.WAREHOUSE) as warehouse:
        if not migrations.is_current(warehouse):  # of a new clinic no night has brought it up to date
            try:
                migrations.apply(warehouse)
            except migrations.MigrationError as ahead:
                raise HTTPException(409, str(ahead)) from None
    with database.open_warehouse() as warehouse, _open_ehr() as ehr:
        if not judging.are_there(warehouse):
            raise HTTPException(409, "What judges rules and settings is not there yet: `make setup` makes it, or a run")
        yield warehouse, ehr


@contextmanager
def _open_ehr() -> Iterator[psycopg.Connection]:
    """The EHR as who may set it up. 409 where nobody is named who may."""
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        with connections.connect(connections.SETUP) as ehr:
            yield ehr
    except AirflowNotFoundException:
        told = f"There is no Airflow connection {connections.SETUP}, of who may set up the EHR: nothing is changed"
        raise HTTPException(409, told) from None


def _propose(warehouse: psycopg.Connection, edit: Edit, biller: Biller) -> str:
    return proposals.propose(
        warehouse, edit.rows, title=edit.title, who=biller.name, now=datetime.now(UTC), counts_from=edit.counts_from
    )


def _buttons(change: Proposal, biller: Biller) -> dict[str, str]:
    if not may_change(biller):
        return {}
    if not change.is_open:
        return DONE if change.state == "applied" else {}
    return {
        what: told
        for what, told in OPEN.items()
        if not (what == "plan" and not change.decides) and not (what == "apply" and _waits_for_another(change, biller))
    }


def _waits_for_another(change: Proposal, biller: Biller) -> bool:
    return change.is_open and config.load().changes_need_approval and change.who == biller.name


def may_change(biller: Biller) -> bool:
    """Whether somebody may change the set-up, here and now."""
    return biller.may_set_up and not config.load().is_setup_read_only


def _refuse_read_only() -> None:
    if config.load().is_setup_read_only:
        raise HTTPException(409, READ_ONLY)


def _expect_tables(warehouse: psycopg.Connection) -> None:
    if not migrations.is_current(warehouse):
        raise view.NothingYet


def _found(warehouse: psycopg.Connection, change_id: str) -> Proposal:
    change = proposals.read(warehouse, change_id)
    if change is None:
        raise HTTPException(404, "There is no change of this id here. Rules and settings lists all")
    return change


def _lead_to(request: Request, change_id: str) -> RedirectResponse:
    return RedirectResponse(f"{request.scope.get('root_path', '')}/setup/changes/{change_id}", status_code=303)
