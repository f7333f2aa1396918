"""How PostgreSQL plans the statements of a night: its models, and the checks of its gates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from perdiem.config import EXPECTATIONS
from perdiem.gates import engine, suites
from perdiem.runs import Run

MISJUDGED = 1000  # times as many rows as expected. Fewer cost nothing, and a check expects some where none fail
FEW = 5000  # rows, such as a clinic's fees, that cost nothing whatever was expected


def compiled(dbt_state: Path) -> list[tuple[str, bytes]]:
    """Each model's name and query as the last night ran it, but for views, which nobody reads by night."""
    paths = (dbt_state / "target" / "compiled").rglob("models/[!s]*/**/*.sql")
    return [(path.stem, path.read_bytes()) for path in sorted(paths) if path.parent.name != "views"]


def misjudged(ehr: psycopg.Connection, dbt_state: Path, run: Run) -> dict[str, list[str]]:
    """Of each statement of the last night, the steps whose rows PostgreSQL misjudges, or repeats too often.

    Too often is more often than the window has notes.
    """
    for name, value in engine.settings_of(run).items():
        ehr.execute("select set_config(%s, %s, false)", [name, value])
    [[window]] = ehr.execute(
        "select count(*) from ehr.notes where service_date between %s and %s", [run.window_start, run.run_date]
    )
    checks = [check for file in EXPECTATIONS.glob("*.yml") for check in suites.load(file)]
    statements = [*compiled(dbt_state), *((check.name, check.query.encode()) for check in checks)]
    assert len(statements) > 90
    found = {}
    for name, query in statements:
        [[[explained]]] = ehr.execute(b"explain (analyze, timing off, format json) " + query)
        if wrong := [told for step in steps(explained["Plan"]) for told in _wrong(step, window)]:
            found[name] = wrong
    return found


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All steps of a plan, as EXPLAIN has them in JSON."""
    yield plan
    for part in plan.get("Plans", []):
        yield from steps(part)


def _wrong(step: dict[str, Any], window: int) -> Iterator[str]:
    names = ("Node Type", "Relation Name", "CTE Name", "Index Name")
    what = " ".join(str(step[name]) for name in names if name in step)
    expected, came, loops = step["Plan Rows"], step["Actual Rows"], step["Actual Loops"]
    if came > max(FEW, MISJUDGED * expected):
        yield f"{what}: {expected} rows expected, {came} came"
    if loops > window:
        yield f"{what}: {loops} times"
