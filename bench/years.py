"""`make bench-years`: the nights of years, one after the other, on a small clinic whose people go on working.

What a night costs, and how much there is of everything that is kept, after ten nights and after hundreds. The nights
are the tasks of the DAG, called in its order in this process, with a clock that goes on by a day from one to the next.
Figures go into the section "Years" of BENCH.md.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from statistics import median
from typing import Self

import psutil
import psycopg
from psycopg import sql

from bench import clinic, measure, report
from bench.clinic import Size
from bench.home import Databases, tell
from bench.measure import Cost
from perdiem import tasks
from perdiem.config import PROJECT_ROOT
from perdiem.runs import Run
from perdiem_local import ehr, postgres, roles
from perdiem_local.home import folder, locked

NOTES_A_DAY = 85  # about ten clients a day
DAYS_BEFORE = 90  # that the first night finds
NIGHTS_TOLD = (10, 100, 200, 300, 400)
MEDIAN_OF = 10
SCHEMAS = ("ehr", "staging", "intermediate", "marts", "quality")
LAST_NIGHT = clinic.FIRST_NIGHT  # the date that clinic.sql makes a clinic up to
HOUR = 6  # UTC, of a night


class Clock(datetime):
    """The time of day of simulated nights, for the tasks: as it is, but for the days that it is put forward or back."""

    shift = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.shift

    @classmethod
    def put_to(cls, moment: datetime) -> None:
        cls.shift = moment - datetime.now(UTC)


@contextmanager
def simulated_clock() -> Iterator[type[Clock]]:
    """Have the tasks take the time from a clock that can be put forward: they hand it on to all that asks for it."""
    vars(tasks)["datetime"] = Clock
    try:
        yield Clock
    finally:
        vars(tasks)["datetime"] = datetime


@dataclass(frozen=True)
class Standing:
    """How much there is after a night: seconds are medians of the nights before; rows by table, bytes by place."""

    night: int
    wall: float
    client_cpu: float
    server_cpu: float
    memory: int
    bytes: Mapping[str, int]
    rows: Mapping[str, int]


def run_night(run_date: date, lookback_days: int = 90) -> Run:
    """The tasks of a night, in the order of the DAG, at its hour by the simulated clock."""
    Clock.put_to(datetime(run_date.year, run_date.month, run_date.day, HOUR, tzinfo=UTC))
    params = {"run_date": None, "lookback_days": lookback_days, "dry_run": False, "refresh_history": False}
    run = tasks.plan_run(f"scheduled__{run_date}", params, None)
    steps: Sequence[Callable[[Run], object]] = (
        lambda run: tasks.check("ehr_source", run),
        tasks.give_back_voided,
        tasks.decide,
        lambda run: tasks.check("billable_days", run),
        tasks.write_back,
        tasks.publish,
        lambda run: tasks.check("published_marts", run),
        tasks.notify_billers,
        tasks.notify_data_quality,
        tasks.close_run,
    )
    for step in steps:
        step(run)
    return run


def build(connection: psycopg.Connection, nights: int) -> None:
    """Make the clinic as it is before the first night, with what is to come set aside."""
    days = nights + DAYS_BEFORE
    clinic.build(connection, Size(NOTES_A_DAY * days, days))
    first_night = sql.Literal(LAST_NIGHT - timedelta(days=nights - 1))
    with connection.transaction():
        connection.execute(
            sql.SQL("create function bench.first_night() returns date immutable parallel safe return {}::date").format(
                first_night
            )
        )
        connection.execute((Path(__file__).parent / "years.sql").read_bytes())


def rows(connection: psycopg.Connection, schemas: Sequence[str] = ("quality", "marts", "ehr")) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2", [list(schemas)]
    ).fetchall()
    counts = {}
    for schema, table in tables:
        row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))).fetchone()
        counts[f"{schema}.{table}"] = row[0] if row else 0
    return counts


def _bytes(connection: psycopg.Connection, place: Path) -> dict[str, int]:
    """What the database takes by schema, whole, and what the home takes by folder."""
    found = dict.fromkeys(SCHEMAS, 0)
    query = """
        select relnamespace::regnamespace::text, sum(pg_total_relation_size(oid))::bigint
        from pg_class
        where relkind in ('r', 'm') and relnamespace::regnamespace::text = any(%s)
        group by 1
    """
    found |= dict(connection.execute(query, [list(SCHEMAS)]).fetchall())
    row = connection.execute("select pg_database_size(current_database())").fetchone()
    found["the database, whole"] = row[0] if row else 0
    for name in ("reports", "outbox", "dbt"):
        files = [path for path in (place / name).rglob("*") if path.is_file()]
        found[f"PERDIEM_HOME/{name}, {len(files):,} files"] = sum(path.stat().st_size for path in files)
    return found


def _cost(server: psutil.Process, work: Callable[[], object]) -> Cost:
    client = psutil.Process()
    before = [measure.used(process)[0] for process in (client, server)]
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    after = [measure.used(process)[0] for process in (client, server)]
    return Cost(wall, after[0] - before[0], after[1] - before[1], client.memory_info().rss)


def simulate(databases: Databases, nights: int) -> list[Standing]:
    """Run the nights, and say how things stand after some of them."""
    place, found, costs = databases.home, [], []
    with databases.connect(postgres.DATABASE) as connection, simulated_clock():
        for number in range(1, nights + 1):
            run_date = LAST_NIGHT - timedelta(days=nights - number)
            connection.execute("select bench.live(%s)", [run_date - timedelta(days=1)])
            started = time.time()
            costs.append(_cost(databases.process, partial(run_night, run_date)))
            put_back(place, started)
            if number % 10 == 0 or number == nights:
                last = costs[-MEDIAN_OF:]
                tell(f"night {number}: {median(cost.wall for cost in last):.1f} s")
            if number in NIGHTS_TOLD or number == nights:
                found.append(_standing(connection, place, number, costs[-MEDIAN_OF:]))
                report.put(TITLE, render(found))
    return found


def put_back(place: Path, since: float) -> None:
    """Have what the night wrote into the home be as old as the night."""
    at = (datetime.now(UTC) + Clock.shift).timestamp()
    for name in ("reports", "outbox"):
        for path in (place / name).glob("*"):
            if path.stat().st_mtime >= since - 1:
                os.utime(path, (at, at))


def _standing(connection: psycopg.Connection, place: Path, number: int, costs: Sequence[Cost]) -> Standing:
    return Standing(
        number,
        median(cost.wall for cost in costs),
        median(cost.client_cpu for cost in costs),
        median(cost.server_cpu for cost in costs),
        costs[-1].memory,
        _bytes(connection, place),
        rows(connection),
    )


TITLE = "## Years"


def render(found: Sequence[Standing]) -> str:
    """The section of BENCH.md."""
    header = ["after night", *(f"{one.night:,}" for one in found)]
    costs = [
        ["seconds of a night", *(f"{one.wall:.1f}" for one in found)],
        ["processor seconds of Python", *(f"{one.client_cpu:.1f}" for one in found)],
        ["processor seconds of PostgreSQL", *(f"{one.server_cpu:.1f}" for one in found)],
        ["memory of the process, MB", *(f"{one.memory / 2**20:,.0f}" for one in found)],
    ]
    places = {name.partition(",")[0]: name for one in found for name in one.bytes}
    disk = [[place, *(_megabytes(one.bytes, place) for one in found)] for place in places]
    tables = sorted({name for one in found for name in one.rows})
    counts = [[name, *(f"{one.rows.get(name, 0):,}" for one in found)] for name in tables]
    return "\n".join(
        [
            f"{TITLE}\n",
            f"{datetime.now(UTC).date()}. Nights one after the other, by `make bench-years`, of a clinic with about "
            f"{NOTES_A_DAY} notes a day; the first finds {DAYS_BEFORE} days of them. Tasks are called in one process, "
            "without Airflow's start. Seconds are the median of the ten nights before; autovacuum is on; what is "
            "old is deleted by the settings' defaults (180 days of what runs found).\n",
            report.as_table(header, costs),
            "Megabytes on disk:\n",
            report.as_table(header, disk),
            "Rows:\n",
            report.as_table(header, counts),
        ]
    )


def _megabytes(of_places: Mapping[str, int], place: str) -> str:
    for name, size in of_places.items():
        if name.partition(",")[0] == place:
            return f"{size / 2**20:,.1f}"
    return ""


@contextmanager
def running(place: Path, nights: int) -> Iterator[Databases]:
    """A server of the home, as a clinic has it, with the clinic; gone afterwards."""
    for name in list(os.environ):
        if name.startswith(("AIRFLOW", "PERDIEM")):
            del os.environ[name]
    os.environ |= {"PERDIEM_HOME": str(place), "AIRFLOW_HOME": str(folder(place, "airflow"))}
    postgres.remove(place)  # what one that was killed left
    postgres.start(place)
    try:
        databases = Databases(place)
        tell(f"making a clinic of {nights + DAYS_BEFORE} days")
        with databases.connect(postgres.DATABASE) as connection:
            build(connection, nights)
            ehr.prepare(connection)
        urls = roles.provide(place)
        os.environ |= {
            "AIRFLOW_CONN_PERDIEM_WAREHOUSE": urls.warehouse,
            "AIRFLOW_CONN_PERDIEM_EHR": urls.ehr,
        }
        yield databases
    finally:
        postgres.remove(place)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.years", description=__doc__)
    parser.add_argument("--nights", type=int, default=400)
    nights = parser.parse_args().nights
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends with us
    place = Path(os.environ.get("PERDIEM_BENCH_HOME") or PROJECT_ROOT / ".perdiem" / "bench").resolve() / "years"
    folder(place.parent)
    with (
        locked(place, "bench", lambda: tell("waiting: another bench is at work here")),
        running(place, nights) as databases,
    ):
        print(render(simulate(databases, nights)))
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
