"""`make bench`: nights of a clinic of a size that one names, beside the same nights written by hand.

It works in a home of its own, PERDIEM_BENCH_HOME, else .perdiem/bench, and leaves nothing running. Progress goes to
stderr, the figures into BENCH.md after each kind of night, and to stdout at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from typing import Any

import psutil

from bench import baseline, clinic, compare, floor, home, nights, report
from bench.baseline import Scope
from bench.clinic import FIRST_NIGHT, NEXT_NIGHT, Size
from bench.home import BASELINE, PRODUCT, Databases, tell
from bench.nights import Night, RunFailed
from bench.report import Figures, Machine
from perdiem_local import ehr, postgres
from perdiem_local.home import folder, locked
from perdiem_local.installation import Installation

# The states that nights begin with.
CLINIC, PRODUCTS_STATE, BASELINES_STATE = "bench_clinic", "bench_state_product", "bench_state_baseline"
STEPS_TOLD = 4  # of a night, while the bench is at work


@dataclass(frozen=True)
class Scenario:
    """One kind of night, with the hand-written forms beside it. leads_on: the following ones begin where it ended."""

    name: str
    run_date: date
    scopes: tuple[Scope, ...]
    refresh: bool = False
    leads_on: bool = False


FIRST = Scenario("first night", FIRST_NIGHT, ("history",), leads_on=True)
NEXT = Scenario("next night", NEXT_NIGHT, ("window", "changed"), leads_on=True)
IDLE = Scenario("idle night", NEXT_NIGHT, ("window", "changed"))
REFRESH = Scenario("refresh of history", NEXT_NIGHT, ("history",), refresh=True)


class Bench:
    """The scenarios in their order, on one server."""

    def __init__(self, databases: Databases, figures: Figures) -> None:
        self.databases = databases
        self.figures = figures

    def everything(self, runs: int) -> None:
        """Measure all that BENCH.md tells of this size."""
        size = self.figures.size
        self._sample(runs)
        installation = self._clinic(size)
        self._floor(installation, runs)
        self._scenario(installation, FIRST, runs)
        self._next_day()
        self._scenario(installation, NEXT, runs)
        self._views(installation)
        self._scenario(installation, IDLE, runs)
        self._scenario(installation, REFRESH, runs)
        # Nights of the same window, as long as a tenth of the days holds one.
        if size.days // 10 > baseline.LOOKBACK_DAYS:
            self._tenth(Size(size.notes // 10, size.days // 10), runs)

    def _sample(self, runs: int) -> None:
        installation = home.installed(self.databases)
        tell("the first night of the sample clinic")
        nights.product(installation, self.databases, None)
        for number in range(runs):
            self.figures.sample.append(
                self._told(f"sample {number + 1}", nights.product(installation, self.databases, None))
            )
        self.databases.drop(PRODUCT)

    def _clinic(self, size: Size) -> Installation:
        """Make the clinic that both begin with, and have the home know its database."""
        tell(f"making a clinic of {size.notes:,} notes over {size.days:,} days")
        self.databases.drop_all()
        self.databases.create(CLINIC)
        with self.databases.connect(CLINIC) as connection:
            clinic.build(connection, size)
            baseline.prepare(connection)
            ehr.prepare(connection)
            connection.execute("vacuum (analyze)")
        self.databases.copy(CLINIC, PRODUCT)
        return home.installed(self.databases)

    def _floor(self, installation: Installation, runs: int) -> None:
        for number in range(runs):
            self.figures.floor.append(floor.measure(installation))
            tell(f"empty night {number + 1}: {sum(self.figures.floor[-1]):.1f} s")

    def _scenario(self, installation: Installation, scenario: Scenario, runs: int) -> None:
        """Run the night of the product and the hand-written ones in turn, each from the same state."""
        states = (CLINIC, CLINIC) if scenario is FIRST else (PRODUCTS_STATE, BASELINES_STATE)
        found = self.figures.nights.setdefault(scenario.name, {})
        for number in range(runs):
            self.databases.copy(states[0], PRODUCT)
            night = nights.product(installation, self.databases, scenario.run_date, refresh=scenario.refresh)
            found.setdefault(report.PRODUCT, []).append(self._told(f"{scenario.name} {number + 1}", night))
            for scope in scenario.scopes:
                self.databases.copy(states[1], BASELINE)
                night = nights.hand_written(self.databases, scenario.run_date, scope)
                whom = f"hand-written, {scope}"
                found.setdefault(whom, []).append(self._told(f"{scenario.name} {number + 1}, {whom}", night))
                self._check_same()
        report.keep(self.figures)  # as far as they go: a large clinic takes an hour, and may be ended before
        if scenario.leads_on:
            self.databases.keep(PRODUCT, PRODUCTS_STATE)
            self.databases.keep(BASELINE, BASELINES_STATE)

    def _next_day(self) -> None:
        self.databases.drop(CLINIC)
        for state in (PRODUCTS_STATE, BASELINES_STATE):
            with self.databases.connect(state) as connection:
                clinic.change(connection)
                connection.execute("vacuum (analyze)")

    def _check_same(self) -> None:
        with self.databases.connect(PRODUCT) as product, self.databases.connect(BASELINE) as by_hand:
            self.figures.compared += compare.check_same(product, by_hand)

    def _views(self, installation: Installation) -> None:
        tell("the views of the page")
        self.databases.copy(PRODUCTS_STATE, PRODUCT)
        result = subprocess.run(
            [sys.executable, "-m", "bench.pages"],
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise RunFailed(result.stderr[-2000:])
        self.figures.views = json.loads(result.stdout.splitlines()[-1])
        slowest = max(self.figures.views, key=lambda view: max(self.figures.views[view]))
        tell(f"the slowest of them, {slowest}: {max(self.figures.views[slowest]):.0f} ms")

    def _tenth(self, size: Size, runs: int) -> None:
        installation = self._clinic(size)
        nights.product(installation, self.databases, FIRST_NIGHT)
        self.databases.keep(PRODUCT, PRODUCTS_STATE)
        with self.databases.connect(PRODUCTS_STATE) as connection:
            clinic.change(connection)
            connection.execute("vacuum (analyze)")
        for number in range(runs):
            self.databases.copy(PRODUCTS_STATE, PRODUCT)
            night = nights.product(installation, self.databases, NEXT_NIGHT)
            self.figures.tenth.append(self._told(f"a tenth {number + 1}", night))

    def _told(self, name: str, night: Night) -> Night:
        """Tell what it took, and which steps of it most."""
        seconds = {step: cost.wall for step, cost in night.costs.items()}
        whole = seconds.pop(nights.WHOLE)
        longest = sorted(seconds, key=lambda step: -seconds[step])[:STEPS_TOLD]
        tell(f"{name}: {whole:.1f} s, of which {', '.join(f'{step} {seconds[step]:.1f}' for step in longest)}")
        return night


def machine(databases: Databases) -> Machine:
    with databases.connect("postgres") as connection:
        version = connection.execute("show server_version").fetchone()
    assert version is not None
    shown = ("shared_buffers", "work_mem", "maintenance_work_mem", "max_wal_size", "random_page_cost", "jit")
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        memory=psutil.virtual_memory().total,
        postgresql=str(version[0]).split()[0],
        python=platform.python_version(),
        settings=", ".join(f"{name} {postgres.SETTINGS[name]}" for name in shown) + ", autovacuum off",
    )


def positive(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 1:
        raise ValueError(text)
    return number


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--notes", type=positive, required=True)
    parser.add_argument("--days", type=positive, required=True)
    parser.add_argument("--runs", type=positive, required=True)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    place = home.default_home()
    folder(place.parent)  # open to the user that PostgreSQL runs as, where it is made here
    try:
        with (
            locked(place, "bench", lambda: tell("waiting: another bench is at work here")),
            home.running(place) as databases,
        ):
            figures = Figures(Size(arguments.notes, arguments.days), arguments.runs, machine(databases))
            Bench(databases, figures).everything(arguments.runs)
    except (compare.Differ, RunFailed) as error:
        tell(str(error))
        return 1
    except KeyboardInterrupt:
        tell("ended")
        return 130
    print(report.render(figures))
    report.keep(figures)
    return 0


def stop(*_: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
