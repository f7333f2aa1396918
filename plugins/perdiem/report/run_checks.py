"""What the checks of a run found, as its report tells it: no key that says that a client is in a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import psycopg

from perdiem import config
from perdiem.gates import suites
from perdiem.gates.checks import PROTECTED
from perdiem.gates.suites import SEVERITIES, Check, SuiteError

MOST_KEYS_SHOWN = 20
LONGEST_KEY = 200

# The gates in the order in which the night passes them; a suite that is not among them comes last, by its own name.
GATES: Mapping[str, str] = MappingProxyType(
    {
        "ehr_source": "What came from the EHR",
        "billable_days": "What was about to be written",
        "published_marts": "What was written and published",
    }
)

RESULTS = """
    select
        suite,
        check_name,
        severity,
        stops_run,
        case when success then 'passed' else 'failed' end,
        failing_count,
        error,
        why,
        what_to_do,
        array(
            select left(key, %(longest_key)s)
            from unnest(failing_keys[:%(most_keys)s]) with ordinality as keys (key, place)
            order by place
        )
    from quality.check_results
    where run_id = %(run_id)s
"""


@dataclass(frozen=True)
class CheckFact:
    """One check and what it found. `keys` are the first of the failing rows, where they may be shown."""

    suite: str
    name: str
    severity: str
    stops_run: bool
    outcome: Literal["passed", "failed", "not run"]
    failing_count: int
    error: str | None
    why: str
    what_to_do: str
    keys: Sequence[str]


@dataclass(frozen=True)
class Gate:
    """The checks of one suite: those that failed first, the most severe of them on top; then in the suite's order."""

    suite: str
    title: str
    checks: Sequence[CheckFact]

    def of(self, outcome: str) -> list[CheckFact]:
        """Its checks that came to this."""
        return [check for check in self.checks if check.outcome == outcome]


def read_gates(warehouse: psycopg.Connection, run_id: str) -> list[Gate]:
    """Every check of expectations/ with what it found in a run, and what the run found that is not there any more."""
    values = {"run_id": run_id, "longest_key": LONGEST_KEY, "most_keys": MOST_KEYS_SHOWN}
    found = [CheckFact(*row) for row in warehouse.execute(RESULTS, values)]
    defined = {path.stem: _checks_of(path.stem) for path in config.EXPECTATIONS.glob("*.yml")}
    suites = sorted({*defined, *(check.suite for check in found)}, key=lambda suite: (_place(suite), suite))
    return [
        Gate(
            suite,
            GATES.get(suite, suite.replace("_", " ")),
            _checks(suite, defined.get(suite, {}), {check.name: check for check in found if check.suite == suite}),
        )
        for suite in suites
    ]


def _checks(suite: str, defined: Mapping[str, Check], found: Mapping[str, CheckFact]) -> list[CheckFact]:
    checks = [found.get(name) or _not_run(suite, check) for name, check in defined.items()]
    checks += [check for name, check in found.items() if name not in defined]
    shown = [_without_protected_keys(check, defined.get(check.name)) for check in checks]
    return sorted(shown, key=lambda check: (check.outcome != "failed", SEVERITIES.index(check.severity)))


def _without_protected_keys(fact: CheckFact, check: Check | None) -> CheckFact:
    """As it is where the columns of its keys are known and tell of no client and no program; else without its keys."""
    if check is not None and not PROTECTED & set(check.key):
        return fact
    return CheckFact(**{**vars(fact), "keys": ()})


def _not_run(suite: str, check: Check) -> CheckFact:
    return CheckFact(
        suite, check.name, check.severity, check.stops_run, "not run", 0, None, check.why, check.what_to_do, ()
    )


def _checks_of(suite: str) -> dict[str, Check]:
    """None for a suite that cannot be used: its error is the run's own."""
    try:
        return {check.name: check for check in suites.load(config.EXPECTATIONS / f"{suite}.yml")}
    except SuiteError:
        return {}


def _place(suite: str) -> int:
    return [*GATES, suite].index(suite)
