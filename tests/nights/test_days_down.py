"""Airflow down for three nights: what it then runs by itself, and that all comes out as if it had never been down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, authorization, build, client, note
from helpers import tables
from helpers.night import run_night
from helpers.place import Place
from perdiem import config
from perdiem.config import DAG_ID, PROJECT_ROOT

DAY = timedelta(days=1)
UP_AGAIN = RUN_DATE + 4 * DAY
MISSED = [RUN_DATE + number * DAY for number in (1, 2, 3)]
ZONE = ZoneInfo("America/New_York")


def scheduled(last: date, up_again: datetime, monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The run dates that Airflow's scheduler makes runs of once it is up again, by the DAG as the scheduler has it."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization
    from airflow.timetables import trigger
    from airflow.timetables.base import DagRunInfo
    from pendulum import instance

    dag: Any = DagBag(dag_folder=str(PROJECT_ROOT / "dags")).dags[DAG_ID]
    as_scheduled = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    assert as_scheduled.max_active_runs == 1
    monkeypatch.setattr(trigger, "utcnow", lambda: up_again)
    info = DagRunInfo.exact(instance(datetime(last.year, last.month, last.day, tzinfo=ZONE)))
    dates = []
    while (info := as_scheduled.next_dagrun_info(last_automated_run_info=info)).run_after <= up_again:
        dates.append(info.run_after.astimezone(ZONE).date())
    return dates


@dataclass(frozen=True)
class Clinic:
    """What stands in it in the end; which open alerts were told, and how often; how many runs it took."""

    rows: dict[str, list[str]]
    told: list[tuple[str, str, int]]
    runs: int


@pytest.fixture(scope="module")
def clinics(place: Place, module_home: Path) -> Iterator[tuple[Clinic, Clinic]]:
    """One that ran every night, and one that was down for three: the same days of the same clinic."""

    def first_night(ehr: psycopg.Connection) -> None:
        build(ehr)
        authorization(ehr)
        for name, units in (("steady", 9), ("runs-out", 3)):
            client(ehr, name)
            authorization(ehr, f"authorization-{name}", name, units=units)
        for name in ("unpaid", "in-between"):
            client(ehr, name)
        live(ehr, RUN_DATE - 2 * DAY)
        live(ehr, RUN_DATE - DAY)
        live(ehr, RUN_DATE)
        run_night(RUN_DATE)

    with place.kept(module_home, first_night) as template:
        yield (
            went_on(place, module_home, template, nights=[*MISSED, UP_AGAIN]),
            went_on(place, module_home, template, nights=[UP_AGAIN]),
        )


def live(ehr: psycopg.Connection, day: date) -> None:
    """What clinicians write on a day."""
    for name in ("alice", "steady", "runs-out", "unpaid"):
        note(ehr, f"{name}-{day}", name, day)
    if day == RUN_DATE:
        note(ehr, "in-between", "in-between", day)
    if day == RUN_DATE + 3 * DAY:  # what one of them was told of is mended before the other is up again
        authorization(ehr, "authorization-in-between", "in-between", first=RUN_DATE)


def went_on(place: Place, home: Path, template: str, nights: list[date]) -> Clinic:
    with place.database(home, template) as url, psycopg.connect(url, autocommit=True) as ehr:
        for day in (*MISSED, UP_AGAIN):
            if day in nights:
                run_night(day)
            live(ehr, day)
        told = ehr.execute(
            """
            select alerts.client_id || ' ' || alerts.service_date, alerts.reason, count(messages.message_id)
            from ehr.alerts
            left join quality.messages on alerts.alert_id = any(messages.alert_ids)
            where alerts.status = 'open'
            group by 1, 2
            order by 1, 2
            """
        ).fetchall()
        runs = ehr.execute("select count(*) from quality.runs").fetchall()[0][0]
        return Clinic(tables.rows(ehr), told, runs)


def test_airflow_runs_the_last_night_alone_once_it_is_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    morning = datetime(UP_AGAIN.year, UP_AGAIN.month, UP_AGAIN.day, 9, tzinfo=ZONE)
    assert scheduled(RUN_DATE, morning, monkeypatch) == [UP_AGAIN]
    assert scheduled(UP_AGAIN - DAY, morning, monkeypatch) == [UP_AGAIN], "as on any day"
    assert scheduled(UP_AGAIN, morning, monkeypatch) == []
    assert config.load({}).lookback_days > 30, "which is why nothing is lost"


def test_the_same_days_are_billed_once_each_and_published(clinics: tuple[Clinic, Clinic]) -> None:
    every_night, down = clinics
    assert (every_night.runs, down.runs) == (5, 2)
    for table in ("ehr.notes", "ehr.authorizations", "ehr.authorization_usage", "ehr.invoices"):
        assert down.rows[table] == every_night.rows[table], table
    assert len(down.rows["ehr.invoices"]) > 12
    assert len(set(down.rows["ehr.invoices"])) == len(down.rows["ehr.invoices"])
    for table in ("fct_per_diem_days", "fct_billing_items", "rpt_billing_audit", "dim_authorizations"):
        assert down.rows[f"marts.{table}"] == every_night.rows[f"marts.{table}"], table


def test_what_came_up_meanwhile_is_told_once_and_what_was_mended_meanwhile_not_at_all(
    clinics: tuple[Clinic, Clinic],
) -> None:
    every_night, down = clinics
    assert down.told == every_night.told
    assert {times for _, _, times in down.told} == {1}
    assert {reason for _, reason, _ in down.told} >= {"no_authorization", "authorization_exhausted"}
    assert not any("in-between" in day for day, _, _ in down.told)
    assert sum("in-between" in row for row in every_night.rows["ehr.alerts"]) == 1
    assert sum("in-between" in row for row in down.rows["ehr.alerts"]) == 0
