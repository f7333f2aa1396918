"""The one thing that is entered on the page: what billers do about alerts. A form is posted, and leads back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

import psycopg
from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from pydantic import BeforeValidator

from perdiem import config
from perdiem.alerts import work
from perdiem.alerts.work import State
from perdiem.page import alerts, database, last_runs, paging
from perdiem.page.access import Working
from perdiem.page.alerts import Alert
from perdiem.page.database import Ehr

router = APIRouter()

# What a biller enters; a run alone enters what came back. By the button that says so.
Entered = Literal["taken", "given_back", "noted", "snoozed", "done", "to_do"]

# Beside the one that puts off to a date.
BUTTONS: Mapping[Entered, str] = {
    "taken": "Take",
    "given_back": "Give back",
    "noted": "Leave note",
    "done": "Done",
    "to_do": "To do again",
}

# A checkbox of the worklist stands for all alerts of its days.
SplitIds = BeforeValidator(lambda values: [alert_id for value in values for alert_id in value.split()])
MOST_AT_ONCE = 2000


@router.post("/alerts")
def enter(
    request: Request,
    biller: Working,
    ehr: Ehr,
    what: Annotated[Entered, Form()],
    alert: Annotated[list[paging.Text], SplitIds, Form(max_length=MOST_AT_ONCE)] = [],  # noqa: B006 - FastAPI copies it
    note: Annotated[paging.LongText, Form()] = paging.UNSET,
    not_before: Annotated[date | None, paging.UnlessEmpty, Form()] = None,
    back: Annotated[paging.Text, Form()] = paging.UNSET,
) -> RedirectResponse:
    """Enter what somebody did about alerts, of which those that are resolved by now are passed over, and go back.

    `back` is the query of the worklist that the form stands on. No address names what was entered.
    """
    chosen = [one for one in alerts.read_all(ehr, alert) if one.status != "resolved"]
    if not chosen:
        raise HTTPException(409, "No alert was chosen, or a night found the reason of each gone: nothing was entered")
    if what == "noted" and not note.strip():
        raise HTTPException(422, "The note is empty: nothing was entered")
    with database.open_warehouse() as warehouse:
        if what == "snoozed":
            _check_date(warehouse, chosen, not_before)
        work.enter(
            warehouse,
            [work.Worked(one.alert_id, one.program_id, one.client_id, one.service_date, one.reason) for one in chosen],
            what,
            datetime.now(UTC),
            who=biller.name,
            note=note.strip() or None,
            not_before=not_before,
        )
    query = urlencode(parse_qsl(back))
    return RedirectResponse(f"{request.scope.get('root_path', '')}/worklist?{query}", status_code=303)


def buttons(state: State | None, name: str) -> dict[str, str]:
    """The buttons that change something about one alert, for somebody of this name."""
    is_of_somebody = state is not None and state.owner is not None
    useless = {
        "taken": state is not None and state.owner == name,
        "given_back": not is_of_somebody,
        "done": state is not None and state.standing == "done",
        "to_do": state is None or not state.is_set_aside,
    }
    return {what: told for what, told in BUTTONS.items() if not useless.get(what)}


def last_date(service_date: date) -> date:
    """The last run date whose night looks at the day: an alert that is snoozed beyond it would be lost."""
    return service_date + timedelta(days=config.load().lookback_days)


def _check_date(warehouse: psycopg.Connection, chosen: Collection[Alert], not_before: date | None) -> None:
    """Refuse, by 422, a date that sets nothing aside, or from which on no night looks at one of the days."""
    first = last_runs.read(warehouse).next_date
    last = min(last_date(one.service_date) for one in chosen)
    if last < first:
        raise HTTPException(422, "No night looks at one of these days any more: nothing was entered")
    if not_before is None or not first <= not_before <= last:
        told = f"Choose a date from {first}, the next night, to {last}, the last that looks at one of these days"
        raise HTTPException(422, f"{told}: nothing was entered")
