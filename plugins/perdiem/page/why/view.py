"""Why a client's day is billed or is not: what was found, decided and written, and what can be done about it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from perdiem import config
from perdiem.page import day_links, disclosures, view, wording
from perdiem.page.database import Warehouse
from perdiem.page.settings import SETTINGS
from perdiem.page.why import answers, client_ids, facts, program_days
from perdiem.page.why.wording import conversion

router = APIRouter()

# The database takes no NUL in a text, and nobody's id is blank.
AN_ID = r"^[^\x00]*[^\s\x00][^\x00]*$"


@router.get("/why")
def ask(request: Request) -> HTMLResponse:
    """The form that asks for a client and a date."""
    return view.page(request, "why.html", day=None, programs=[])


@router.post("/why")
def find(
    request: Request,
    warehouse: Warehouse,
    client_id: Annotated[str, Form(max_length=1000, pattern=AN_ID)],
    service_date: Annotated[date, Form()],
) -> RedirectResponse:
    """On to the day's own page. The form is posted, so that no URL names the client."""
    token = day_links.link(client_ids.as_the_ehr_spells_it(warehouse, client_id.strip()), service_date)
    return RedirectResponse(f"{request.scope.get('root_path', '')}/why/{token}", status_code=303)


@router.get("/why/{token}", dependencies=disclosures.NAMES_CLIENTS)
def why(request: Request, warehouse: Warehouse, token: str) -> HTMLResponse:
    """All that is known of the client's day, program by program."""
    found = day_links.day_of(token)
    if found is None:
        raise HTTPException(404, "This link leads to no day: it was cut short, or made by another Airflow. Ask anew")
    client_id, service_date = found
    day = facts.read(warehouse, client_id, service_date, config.load().time_zone)
    programs = [(program_day, answers.answer(program_day)) for program_day in program_days.tell(day)]
    return view.page(
        request,
        "why.html",
        day=day,
        programs=programs,
        words=wording,
        conversion=conversion,
        settings_told=SETTINGS,
        link=day_links.link,
    )
