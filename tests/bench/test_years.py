"""The nights of years, in short: what is not the history itself does not grow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bench import years
from clinics.small_clinic import RUN_DATE, authorization, build, client, note
from helpers.night import run_night

# A row a run, and what it came to in counts: what metrics and invoices hang on, for good.
GROWS = {"quality.runs", "quality.run_figures"}
MOST_FIGURES_A_RUN = 60
APART = timedelta(days=40)  # what a night found is older than it is kept in the next but one


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[years.Clock]]:
    monkeypatch.setenv("PERDIEM_KEEP_RUNS_DAYS", "35")
    monkeypatch.setenv("PERDIEM_KEEP_LOGS_DAYS", "35")
    with years.simulated_clock() as clock:
        yield clock


@pytest.mark.usefixtures("airflow_connections")
def test_nights_on_which_nothing_happens_leave_nothing_behind_but_their_figures(
    ehr: psycopg.Connection, perdiem_home: Path, clock: type[years.Clock]
) -> None:
    from dbt.adapters.base.impl import DEFAULT_BASE_BEHAVIOR_FLAGS

    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    client(ehr, "paid-later")
    note(ehr, "note-2", "paid-later")
    tables, files, flags = [], [], []
    for number in range(3):
        clock.put_to(datetime.now(UTC) - (2 - number) * APART)
        started = datetime.now(UTC).timestamp()
        run_night(RUN_DATE)
        years.put_back(perdiem_home, started)
        tables.append(years.rows(ehr))
        files.append(os.listdir(perdiem_home / "reports"))
        flags.append(len(DEFAULT_BASE_BEHAVIOR_FLAGS))
        if number == 0:  # what it was told of is mended
            authorization(ehr, "authorization-late", "paid-later")

    first, before, after = tables
    grown = {table for table in after if after[table] > before[table]}
    assert grown == GROWS
    assert after["quality.run_figures"] - before["quality.run_figures"] < MOST_FIGURES_A_RUN
    assert after["quality.check_results"] == first["quality.check_results"], "of one run"
    assert (first["quality.messages"], after["quality.messages"]) == (1, 0)
    assert len(set(flags)) == 1, "dbt looks at each at every start, which a process of many nights feels"
    assert [len(names) for names in files] == [1, 1, 1]
    assert len({name for names in files for name in names}) == 3, "each night's own"


def test_the_clinic_of_years_lives_day_by_day(server_url: str, database_name: str) -> None:
    from helpers.databases import new_database

    with new_database(server_url, database_name, "template1") as url, psycopg.connect(url, autocommit=True) as ehr:
        years.build(ehr, nights=20)
        notes = [ehr.execute("select count(*), max(service_date) from ehr.notes").fetchall()[0]]
        for number in range(1, 20):
            day = years.LAST_NIGHT - timedelta(days=20 - number)
            ehr.execute("select bench.live(%s)", [day])
            count, last = ehr.execute("select count(*), max(service_date) from ehr.notes").fetchall()[0]
            assert last <= day
            notes.append((count, last))
        assert notes[-1][0] > notes[0][0] + 19 * years.NOTES_A_DAY / 2
        assert ehr.execute("select count(*) from ehr.invoices").fetchone() == (0,)
