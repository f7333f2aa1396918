"""Whole nights on random clinics, compared row by row with what the reference says.

Each seed is one clinic and three nights, with late notes, voids and corrections between them. A failure names the seed,
the table, the key and both rows; `PERDIEM_REFERENCE_SEEDS=137` or `=100-199` runs other seeds than the default.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from clinics.random_clinic import between_nights, random_story, random_units_story
from helpers.databases import insert
from helpers.night import run_tasks
from perdiem import runs
from perdiem.runs import Run
from perdiem.warehouse import connections, migrations
from reference.comparison import SHOWN, Published, apply, compare, expected_night, read, seeds


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all seeds, so that dbt parses its project once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def pipeline(home: Path, airflow_connections: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    """The tasks of a night, one after another, in this process."""
    monkeypatch.setenv("PERDIEM_HOME", str(home))
    return run_night


def run_night(run: Run) -> None:
    with connections.connect(connections.WAREHOUSE) as warehouse:
        migrations.apply(warehouse)
        runs.start(warehouse, run, datetime.now(UTC))
    run_tasks(run)


@pytest.mark.parametrize("seed", seeds())
def test_nights_on_a_random_clinic_are_as_the_reference_says(
    seed: int, pipeline: Callable[[Run], None], ehr: psycopg.Connection
) -> None:
    story = random_story(seed)
    for table, rows in story.tables.items():
        insert(ehr, f"ehr.{table}", rows)

    published = Published()
    for number, planned in enumerate(story.nights, start=1):
        if number > 1:
            apply(ehr, between_nights(seed, number, read(ehr)))
        run_id = f"seed {seed}, night {number}"
        expected = expected_night(read(ehr), planned, run_id, published.memory)
        published = published.after(expected)
        pipeline(Run(run_id, planned.run_date, planned.lookback_days, planned.dry_run, planned.today))
        found = list(compare(ehr, planned, expected, published))
        shown = "\n".join(found[:SHOWN])
        assert not found, f"{run_id}, {planned}\n{len(found)} differences, of which:\n{shown}"


def test_units_of_random_rules_are_as_the_reference_says(
    pipeline: Callable[[Run], None], ehr: psycopg.Connection
) -> None:
    story = random_units_story(seeds()[0], clients=600)
    for table, rows in story.tables.items():
        insert(ehr, f"ehr.{table}", rows)
    (planned,) = story.nights
    expected = expected_night(read(ehr), planned, "units")
    pipeline(Run("units", planned.run_date, planned.lookback_days, planned.dry_run, planned.today))
    found = list(compare(ehr, planned, expected, Published().after(expected)))
    shown = "\n".join(found[:SHOWN])
    assert not found, f"seed {story.seed}\n{len(found)} differences, of which:\n{shown}"
