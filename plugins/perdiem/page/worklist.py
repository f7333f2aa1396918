"""The worklist, by money: every day that waits for somebody, or was billed and is in doubt since, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Annotated, Any, Literal

import psycopg
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from perdiem import config
from perdiem.alerts import reasons, work
from perdiem.page import (
    alert_work,
    alerts,
    database,
    day_links,
    disclosures,
    facets,
    last_runs,
    paging,
    payers,
    spreadsheet,
    view,
    worklist_days,
)
from perdiem.page.access import Biller, Looking
from perdiem.page.alerts import Alert
from perdiem.page.database import Ehr, Warehouse
from perdiem.page.last_runs import LastRun
from perdiem.page.worklist_days import Day
from perdiem.page.worth import total
from perdiem.report.run_days import AGES
from perdiem.report.statuses import known_first

router = APIRouter(dependencies=disclosures.NAMES_CLIENTS)

# "window" for the days that each run decides anew, "older" for those that it leaves as they were decided last.
DAYS_OF = {"window": "that each run decides anew", "older": "older than that"}

# What billers did about the alerts of a day: "to_do" for all that nobody set aside.
WORK = {
    "to_do": "to do",
    "mine": "mine, to do",
    "taken": "taken by somebody, to do",
    "free": "nobody's, to do",
    "came_back": "came back",
    "snoozed": "not before a later date",
    "done": "done",
    "all": "all",
}

# Of a group, unfolded; the file has them all.
MOST_DAYS_SHOWN = 10

FILE_COLUMNS = (
    "expected_amount amount_basis client_id program_id service_date age_days nights_left status units threshold_units "
    "reasons what_to_do payer_id payer_name facility_id decided_on open_alerts work not_before taken_by"
).split()


class WorklistQuery(paging.ListQuery):
    """The filters of the worklist. `first_reason` is for links from counts by first reason; nobody chooses it."""

    status: paging.Text = paging.UNSET
    program: paging.Text = paging.UNSET
    first_reason: paging.Text = paging.UNSET
    reason: paging.Text = paging.UNSET
    payer: paging.Text = paging.UNSET
    days: Literal["window", "older"] = "window"
    age: Annotated[str, paging.one_of(AGES)] = paging.UNSET
    facility: paging.Text = paging.UNSET
    work: Annotated[str, paging.one_of(WORK)] = "to_do"
    sort: Annotated[str, paging.sortable(worklist_days.SORTS)] = "-amount"


def _alert_asked_for(alert: Annotated[paging.Text, Query()] = paging.UNSET) -> Alert | None:
    """The alert that a message leads to; None where a list is asked for. 404 for an alert that there is not."""
    if alert == paging.UNSET:
        return None
    with contextmanager(database.ehr)() as ehr:
        found = alerts.read(ehr, alert)
    if found is None:
        raise HTTPException(404, "There is no alert of this id: the link was cut short, or leads to another EHR")
    return found


@router.get("/worklist")
def worklist(
    request: Request,
    warehouse: Warehouse,
    ehr: Ehr,
    biller: Looking,
    alert: Annotated[Alert | None, Depends(_alert_asked_for)],
    asked: Annotated[WorklistQuery, Query()],
) -> HTMLResponse:
    """The day of one alert; else one page of what the filters find, what that comes to, and each value of a filter."""
    run = last_runs.read(warehouse)
    if alert:
        return _day_of_alert(request, warehouse, run, biller, alert)
    values, filters = _values(run, biller, asked), asked.filters()
    alike, count, groups = worklist_days.read(warehouse, values, filters, asked.sort, asked.page, MOST_DAYS_SHOWN)
    worth, found = facets.add_up(alike, filters, worklist_days.CONDITIONS, total)
    totals = {name: dict(sorted(by.items(), key=lambda value: -(value[1].amount or 0))) for name, by in found.items()}
    open_ids = alerts.open_ids(ehr, [_key(day) for group in groups for day in group.last_days]) if groups else {}
    return view.page(
        request,
        "worklist.html",
        run=run,
        listing=paging.listing(request, asked, count),
        worth=worth,
        totals=totals,
        options={name: Counter({value: of.days for value, of in by.items()}) for name, by in totals.items()},
        payers={**{payer_id: payer_id for payer_id in totals["payer"]}, **payers.names(warehouse)},
        days_of=DAYS_OF,
        groups=groups,
        alert_ids=lambda day: open_ids.get(_key(day), []),
        biller=biller,
        buttons=alert_work.BUTTONS,
        work_of=WORK,
        link=day_links.link,
        in_short=reasons.IN_SHORT,
        reason_names={name: name.replace("_", " ") for name in known_first(totals["reason"], reasons.IN_SHORT)},
        age_names={age: age for age in AGES},
    )


@router.get("/worklist.csv")
def file(
    warehouse: Warehouse, ehr: Ehr, biller: Looking, asked: Annotated[WorklistQuery, Query()]
) -> StreamingResponse:
    """All days that the filters find."""
    run = last_runs.read(warehouse)
    rows = worklist_days.rows(warehouse, _values(run, biller, asked), asked.filters(), asked.sort)
    return spreadsheet.answer("worklist", run.run_date, FILE_COLUMNS, _lines(ehr, rows))


def _day_of_alert(
    request: Request, warehouse: psycopg.Connection, run: LastRun, biller: Biller, alert: Alert
) -> HTMLResponse:
    values = _nights(run, biller)
    day = worklist_days.one(warehouse, values, alert.program_id, alert.client_id, alert.service_date)
    state = work.states(warehouse, run.run_date, [alert.alert_id], alert.service_date).get(alert.alert_id)
    history = work.history(warehouse, alert.client_id, alert.service_date)
    of_alert = [entry for entry in history if (entry.program_id, entry.reason) == (alert.program_id, alert.reason)]
    return view.page(
        request,
        "alert.html",
        run=run,
        alert=alert,
        day=day,
        state=state,
        history=of_alert,
        last_date=alert_work.last_date(alert.service_date),
        buttons=alert_work.buttons(state, biller.name),
        biller=biller,
        payers=payers.names(warehouse),
        link=day_links.link,
        time_zone=config.load().time_zone,
    )


def _nights(run: LastRun, biller: Biller) -> dict[str, Any]:
    return {"run_date": run.run_date, "lookback_days": config.load().lookback_days, "user": biller.name}


def _values(run: LastRun, biller: Biller, asked: WorklistQuery) -> dict[str, Any]:
    first, last = (run.window_start, date.max) if asked.days == "window" else (date.min, run.day_before_window)
    return {**_nights(run, biller), "first_date": first, "last_date": last, **asked.filters()}


def _lines(ehr: psycopg.Connection, rows: Iterable[tuple[Day, str | None, str | None]]) -> Iterator[list[Any]]:
    """The days as lines of the file, so many at a time as are sent at once, with their alerts."""
    rest = iter(rows)
    while part := list(islice(rest, spreadsheet.ROWS_AT_ONCE)):
        open_ids = alerts.open_ids(ehr, [_key(day) for day, _, _ in part])
        for day, payer_name, facility_id in part:
            yield _line(day, payer_name, facility_id, open_ids.get(_key(day), []))


def _key(day: Day) -> alerts.Key:
    return day.program_id, day.client_id, day.service_date


def _line(day: Day, payer_name: str | None, facility_id: str | None, open_ids: Sequence[str]) -> list[Any]:
    what_to_do = "; ".join(reasons.IN_SHORT.get(reason, reason) for reason in day.reasons)
    return [
        day.expected_amount, day.amount_basis, day.client_id, day.program_id, day.service_date, day.age,
        day.nights_left, day.status, day.units, day.threshold_units, "; ".join(day.reasons), what_to_do, day.payer_id,
        payer_name, facility_id, day.run_date, "; ".join(open_ids), day.standing, day.not_before,
        "; ".join(sorted(set(day.owners))),
    ]  # fmt: skip
