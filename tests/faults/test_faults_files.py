"""Killed between every two steps of handing over and of taking answers: nothing is lost, doubled or half written.

A process ends itself, as `kill -9` would, at the nth thing that it does to a file: before the first the database holds
the batch already, and after the last it does not yet hold that it has left.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE
from helpers.databases import as_user, wait_until_blocking
from helpers.exchange import CLIENTS, NIGHT, Exchange, small_exchange
from perdiem.config import PROJECT_ROOT
from perdiem.hand_over import answers, batches
from perdiem.hand_over.answers import Taken
from perdiem.runs import Run

WORKER = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
import psycopg
from perdiem.hand_over import answers, batches
from perdiem.runs import Run

what, url, folder, last = sys.argv[1:]
steps = 0

def step(event, arguments):
    global steps
    if event not in ("open", "os.mkdir", "os.rename") or not str(arguments[0]).startswith(folder):
        return
    steps += 1
    if steps == int(last):
        os.kill(os.getpid(), signal.SIGKILL)

run = Run("night 1", date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2016, 8, 2))
now = datetime(2016, 8, 2, 4, tzinfo=UTC)
with psycopg.connect(url, autocommit=True) as warehouse:
    sys.addaudithook(step)
    if what == "hand over":
        batches.hand_over(warehouse, run, Path(folder), now)
    else:
        answers.take(warehouse, Path(folder), datetime.now(UTC))
    print(steps)
"""
LEDGER = "select count(*), count(distinct note_id), count(distinct batch) from quality.handed_over"


@pytest.fixture
def exchange(
    ehr: psycopg.Connection, database_url: str, server_home: Path | None, tmp_path: Path
) -> Iterator[Exchange]:
    exchange = small_exchange(ehr, as_user(database_url, server_home, "perdiem_transform"), tmp_path / "exports")
    exchange.write(*CLIENTS)
    yield exchange
    exchange.warehouse.close()


def worker(exchange: Exchange, what: str, last_step: int = 0) -> subprocess.Popen[str]:
    info = exchange.warehouse.info
    url = f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, what, url, str(exchange.folder), str(last_step)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "plugins")},
        stdout=subprocess.PIPE,
        text=True,
    )


def done(exchange: Exchange, what: str) -> int:
    """Do it undisturbed; returns in how many steps."""
    said, _ = worker(exchange, what).communicate(timeout=60)
    return int(said)


def again(exchange: Exchange) -> None:
    """The retry of the task."""
    run = Run("night 1", RUN_DATE, lookback_days=90, dry_run=False, today=RUN_DATE)
    batches.hand_over(exchange.warehouse, run, exchange.folder, NIGHT)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def forget(exchange: Exchange) -> None:
    exchange.warehouse.execute("truncate quality.handed_over, quality.batches, quality.answer_files")
    shutil.rmtree(exchange.folder)


def test_killed_while_it_hands_over(exchange: Exchange) -> None:
    steps = done(exchange, "hand over")
    expected = contents(exchange.folder)
    assert len(expected) == 5
    assert steps >= 9
    for last in range(1, steps + 1):
        forget(exchange)
        killed = worker(exchange, "hand over", last)
        assert killed.wait(60) == -signal.SIGKILL
        seen = {name: content for name, content in contents(exchange.folder).items() if not name.startswith(".")}
        assert seen in ({}, expected), f"step {last}: half of a batch is to be seen"
        assert exchange.warehouse.execute("select left_at from quality.batches").fetchall() == [(None,)]
        again(exchange)
        assert contents(exchange.folder) == expected, f"step {last}: the same bytes under the same names, and no others"
        assert exchange.warehouse.execute(LEDGER).fetchall() == [(3, 3, 1)]
        again(exchange)
        assert len(exchange.left) == 1


@pytest.mark.parametrize("table", ["batches", "handed_over"])
def test_killed_before_a_batch_is_entered(exchange: Exchange, ehr: psycopg.Connection, table: str) -> None:
    with ehr.transaction():
        ehr.execute(f"lock table quality.{table} in share mode".encode())
        killed = worker(exchange, "hand over")
        wait_until_blocking(ehr)
        killed.kill()
        killed.wait()
    assert exchange.warehouse.execute("select count(*) from quality.batches").fetchone() == (0,)
    again(exchange)
    assert [len(exchange.rows(name)) for name in ("notes.csv", "authorization_usage.csv", "invoices.csv")] == [3, 3, 3]
    assert exchange.manifest()["number"] == 1


def test_killed_while_it_takes_answers(exchange: Exchange) -> None:
    done(exchange, "hand over")
    ids = exchange.note_ids()
    answered = [(ids["ann"], "accepted", "E-1"), (ids["bea"], "rejected", "", "why"), ("nobody", "accepted", "E-2")]
    text = exchange.answered(*answered)
    waiting = exchange.folder / "answers"
    waiting.mkdir()

    def leave_answers() -> None:
        exchange.warehouse.execute("truncate quality.answer_files")
        exchange.warehouse.execute(
            "update quality.handed_over set answer = null, answered_at = null, ehr_note_id = null, message = null"
        )
        shutil.rmtree(waiting)
        waiting.mkdir()
        (waiting / "a.csv").write_text(text)

    leave_answers()
    steps = done(exchange, "take answers")
    assert steps >= 6
    query = "select client_id, answer, ehr_note_id, message from quality.handed_over order by client_id"
    expected = exchange.warehouse.execute(query).fetchall()
    assert [row[1] for row in expected] == ["accepted", "rejected", None]
    for last in range(1, steps + 1):
        leave_answers()
        assert worker(exchange, "take answers", last).wait(60) == -signal.SIGKILL
        answers.take(exchange.warehouse, exchange.folder, datetime.now(UTC))
        assert exchange.warehouse.execute(query).fetchall() == expected, f"step {last}"
        assert [path.read_text() for path in (waiting / "taken").iterdir()] == [text]
        assert not list(waiting.glob("*.csv"))
    assert exchange.answer(text, "again.csv") == Taken(files=1, as_before=2, refused=1)
