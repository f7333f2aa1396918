"""The benchmarks measure what they say: the same clinic each time, and nights that come to the same rows both ways."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest
from psycopg import sql

from bench import baseline, clinic, compare, measure, report
from bench.baseline import Scope
from helpers.databases import apply_roles, knows_roles, new_database
from helpers.night import run_night
from helpers.plans import misjudged
from perdiem_local import ehr as indexes

SIZE = clinic.Size(notes=40_000, days=200)

CHANGES_OF_ONE_ROW: dict[LiteralString, str] = {
    """
    update marts.fct_per_diem_days set units = units + 0.001
    where ctid = (select min(ctid) from marts.fct_per_diem_days)
    """: "marts.fct_per_diem_days",
    """
    update marts.fct_billing_items set location_code = 'elsewhere'
    where ctid = (select min(ctid) from marts.fct_billing_items)
    """: "marts.fct_billing_items",
    """
    delete from marts.rpt_billing_audit where ctid = (select min(ctid) from marts.rpt_billing_audit)
    """: "marts.rpt_billing_audit",
    """
    update ehr.authorization_usage set reversed_at = null
    where note_id = (select min(note_id) from ehr.authorization_usage where reversed_at is not null)
    """: "ehr.authorization_usage",
}


@pytest.fixture(scope="module")
def clinic_template(server_url: str) -> Iterator[str]:
    """The name of a database with the clinic, and with the empty marts of the hand-written night."""
    name = f"perdiem_test_{uuid.uuid4().hex}"
    with new_database(server_url, name, "template1") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            clinic.build(connection, SIZE)
            indexes.prepare(connection)
            baseline.prepare(connection)
            if knows_roles(connection):
                apply_roles(connection)
        yield name


@pytest.fixture
def ehr_template(clinic_template: str) -> str:
    """The product's database begins with the clinic too."""
    return clinic_template


@pytest.fixture
def by_hand(server_url: str, clinic_template: str) -> Iterator[psycopg.Connection]:
    """The database of the hand-written night."""
    with (
        new_database(server_url, f"perdiem_test_{uuid.uuid4().hex}", clinic_template) as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        yield connection


def contents(connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """How many rows each table of the EHR has, and a digest of them."""
    tables = connection.execute(
        "select relname from pg_class where relnamespace = 'ehr'::regnamespace and relkind = 'r'"
    )
    query = "select count(*), coalesce(sum(hashtextextended(line::text, 0)), 0) from ehr.{} as line"
    return {
        name: connection.execute(sql.SQL(query).format(sql.Identifier(name))).fetchone()
        for (name,) in tables.fetchall()
    }


def night_by_hand(connection: psycopg.Connection, scope: Scope) -> None:
    run_date = clinic.FIRST_NIGHT if scope == "history" else clinic.NEXT_NIGHT
    deque(baseline.run(connection, run_date, scope), maxlen=0)


def test_the_same_size_makes_the_same_clinic(
    server_url: str, clinic_template: str, by_hand: psycopg.Connection
) -> None:
    with (
        new_database(server_url, f"perdiem_test_{uuid.uuid4().hex}", "template1") as url,
        psycopg.connect(url, autocommit=True) as again,
    ):
        clinic.build(again, SIZE)
        for change in (lambda _: None, clinic.change):
            change(by_hand)
            change(again)
            assert contents(again) == contents(by_hand)
    assert contents(by_hand)["notes"][0] == pytest.approx(SIZE.notes, rel=0.1)


@pytest.mark.usefixtures("airflow_connections")
def test_both_nights_come_to_the_same_rows_and_the_bench_says_where_they_do_not(
    ehr: psycopg.Connection, by_hand: psycopg.Connection, dbt_state: Path
) -> None:
    run_night(clinic.FIRST_NIGHT)
    night_by_hand(by_hand, "history")
    assert compare.check_same(ehr, by_hand) > SIZE.notes / 4

    for database in (ehr, by_hand):
        clinic.change(database)
    run = run_night(clinic.NEXT_NIGHT)
    # Nothing was vacuumed or analyzed but by the nights: the tests' own server has no autovacuum.
    assert misjudged(ehr, dbt_state, run) == {}
    for scope in ("changed", "window"):
        night_by_hand(by_hand, scope)
        compare.check_same(ehr, by_hand)
    assert_all_is_there(ehr)

    for change, table in CHANGES_OF_ONE_ROW.items():
        ehr.execute("begin")
        ehr.execute(change)
        with pytest.raises(compare.Differ, match=f"{table} differs: . rows"):
            compare.check_same(ehr, by_hand)
        ehr.execute("rollback")
    compare.check_same(ehr, by_hand)


def assert_all_is_there(ehr: psycopg.Connection) -> None:
    """So small a clinic has all that counts in a large one, or what is compared would say little."""
    statuses = {status for (status,) in ehr.execute("select distinct status from marts.fct_per_diem_days")}
    assert statuses >= {"billed", "blocked", "already_billed", "below_threshold", "voided"}
    findings = ehr.execute("select count(distinct finding) from marts.rpt_billing_audit").fetchone()
    assert findings is not None
    assert findings[0] >= 10


def test_a_cost_is_what_a_process_used_between_two_times(server_url: str) -> None:
    work = "import time; kept = bytearray(2**27); any(time.process_time() > 1 for _ in iter(int, 1))"
    start = time.time()
    with subprocess.Popen([sys.executable, "-c", work]) as child:
        with measure.recording(psutil.Process(child.pid), psutil.Process(), server_url) as recording:
            child.wait()
        end = time.time()

    whole = recording.between(start, end)
    assert 0.5 < whole.client_cpu < 1.2
    assert whole.wall == end - start
    assert whole.memory > 2**27
    assert recording.between(end, end + 1).client_cpu == 0
    halves = [recording.between(*times) for times in ((start, start + 0.5), (start + 0.5, end))]
    assert sum(half.client_cpu for half in halves) == pytest.approx(whole.client_cpu)


def test_a_size_that_is_measured_again_takes_the_place_of_its_earlier_figures(tmp_path: Path) -> None:
    file = tmp_path / "BENCH.md"
    machine = report.Machine(cores=2, memory=2**34, postgresql="18.1", python="3.11.9", settings="jit off")
    small, large = clinic.Size(1_000, 100), clinic.Size(1_000_000, 1_100)
    for runs, size in ((1, small), (2, large), (3, small)):
        report.keep(report.Figures(size, runs, machine), file)
    text = file.read_text()
    assert [text.count(part) for part in ("# Benchmarks\n", "## 1,000 notes", "## 1,000,000 notes")] == [1, 1, 1]
    assert [f"{runs} runs each" in text for runs in (1, 2, 3)] == [False, True, True]
