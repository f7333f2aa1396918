"""What the checks of a run found, as its report tells it: no key that says that a client is in a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import psycopg

from perdiem import config
from perdiem.gates import results, suites
from perdiem.gates.results import CheckResult
from perdiem.gates.suites import SEVERITIES, Check, SuiteError

# The gates in the order in which the night passes them; a suite that is not among them comes last, by its own name.
GATES: Mapping[str, str] = MappingProxyType(
    {
        "ehr_source": "What came from the EHR",
        "ehr_setup": "How the EHR is set up",
        "billable_days": "What was about to be written",
        "published_marts": "What was written and published",
        "handed_over": "What was handed over as files",
    }
)


@dataclass(frozen=True)
class Gate:
    """What the checks of one suite found, the most severe first, else in the suite's order; and those not run."""

    suite: str
    title: str
    failed: Sequence[CheckResult]
    passed: Sequence[CheckResult]
    not_run: Sequence[Check]

    def __len__(self) -> int:
        """How many checks it has."""
        return len(self.failed) + len(self.passed) + len(self.not_run)


def read_gates(warehouse: psycopg.Connection, run_id: str) -> list[Gate]:
    """Every check of expectations/ with what it found in a run, and what the run found that is not there any more."""
    found = results.read(warehouse, run_id)
    defined = {path.stem: _checks_of(path.stem) for path in config.EXPECTATIONS.glob("*.yml")}
    suites = sorted({*defined, *(result.suite for result in found)}, key=lambda suite: (_place(suite), suite))
    return [
        _gate(suite, defined.get(suite, {}), [result for result in found if result.suite == suite]) for suite in suites
    ]


def _gate(suite: str, defined: Mapping[str, Check], found: Sequence[CheckResult]) -> Gate:
    places = {name: place for place, name in enumerate(defined)}
    # Keys are told only where the columns of them are known.
    shown = sorted(
        (replace(result, tells_keys=result.name in defined and defined[result.name].tells_keys) for result in found),
        key=lambda result: (SEVERITIES.index(result.severity), places.get(result.name, len(places))),
    )
    names = {result.name for result in found}
    return Gate(
        suite,
        GATES.get(suite, suite.replace("_", " ")),
        failed=[result for result in shown if not result.success],
        passed=[result for result in shown if result.success],
        not_run=sorted(
            (check for check in defined.values() if check.name not in names),
            key=lambda check: SEVERITIES.index(check.severity),
        ),
    )


def _checks_of(suite: str) -> dict[str, Check]:
    """None for a suite that cannot be used: its error is the run's own."""
    try:
        return {check.name: check for check in suites.load(config.EXPECTATIONS / f"{suite}.yml")}
    except SuiteError:
        return {}


def _place(suite: str) -> int:
    return [*GATES, suite].index(suite)
