"""A night that has not published by the hour that is set: who is told, and of which nights nobody is.

That Airflow calls for it when the hour has passed is shown in test_page_browser.py, on a scheduler that runs.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from perdiem import runs, tasks
from perdiem.runs import Run
from perdiem.warehouse import connections, migrations

NIGHT = date(2026, 3, 2)
# As Airflow's API has the run: 22:00 in New York, which is the day after in UTC.
SCHEDULED = {"dag_run_id": "scheduled__1/2", "run_type": "scheduled", "logical_date": "2026-03-03T03:00:00Z"}

pytestmark = pytest.mark.usefixtures("airflow_connections")


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERDIEM_PUBLISHED_BY", "6")


@pytest.fixture
def warehouse(airflow_connections: None) -> Iterator[psycopg.Connection]:
    """The warehouse with the pipeline's own tables, as the nights make them."""
    with connections.connect(connections.WAREHOUSE) as warehouse:
        migrations.apply(warehouse)
        yield warehouse


def told(home: Path, dag_run: dict[str, str]) -> list[str]:
    """What the data team has been told, once the hour of a run has passed."""
    asyncio.run(tasks.report_late({"dag_run": dag_run, "deadline": {}}))
    return [file.read_text() for file in (home / "outbox").glob("*.eml")]


def enter(warehouse: psycopg.Connection, run_id: str, run_date: date, *, dry_run: bool, is_published: bool) -> None:
    now = datetime.now(UTC)
    runs.start(warehouse, Run(run_id, run_date, lookback_days=90, dry_run=dry_run, today=run_date), now)
    if is_published:
        runs.published(warehouse, run_id, now)


def test_the_data_team_is_told_once_of_a_night_that_is_not_published(
    warehouse: psycopg.Connection, perdiem_home: Path
) -> None:
    enter(warehouse, "the night before", date(2026, 3, 1), dry_run=False, is_published=True)
    enter(warehouse, "a dry one", NIGHT, dry_run=True, is_published=True)
    enter(warehouse, "scheduled__1/2", NIGHT, dry_run=False, is_published=False)
    for _ in range(2):
        [message] = told(perdiem_home, SCHEDULED)
    assert "Subject: Per-diem billing: a night is late\n" in message
    assert "To: data-quality@localhost\n" in message
    assert "The night of 2026-03-02 is not published, and was to be by 6:00." in message
    assert "http://localhost:8080/dags/per_diem_billing/runs/scheduled__1%2F2\n" in message


def test_a_night_that_another_run_has_published_is_not_late(warehouse: psycopg.Connection, perdiem_home: Path) -> None:
    enter(warehouse, "by hand", NIGHT, dry_run=False, is_published=True)
    assert told(perdiem_home, SCHEDULED) == []


def test_nights_of_the_past_are_not_late(warehouse: psycopg.Connection, perdiem_home: Path) -> None:
    assert told(perdiem_home, {**SCHEDULED, "run_type": "backfill"}) == []


def test_a_night_whose_warehouse_is_away_is_late(perdiem_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", "postgresql://nobody:hidden@127.0.0.1:1/none")
    [message] = told(perdiem_home, SCHEDULED)
    assert "is not published" in message
    assert "hidden" not in message
