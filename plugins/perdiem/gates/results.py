"""What the checks of a run found: kept in quality.check_results, told in counts, and reason to stop the run."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from perdiem.runs import Run
from perdiem.warehouse.errors import printable

logger = logging.getLogger(__name__)

KEYS_LOGGED = 50
# What checks.py says of a check without a message of its own: the count, and some keys.
ROWS_FAIL = re.compile(r"\d+ rows? fails?(:|$)")
FAILING_KEYS = sql.SQL(
    "select unnest(failing_keys) from quality.check_results "
    "where run_id = {run_id} and suite = {suite} and check_name = {check_name};"
)


class CheckFailed(Exception):
    """A critical check failed that stops the run; the message names each such check, what it found and what to do."""


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    `failing_keys` may hold client ids unless `tells_keys`, and fewer keys than `failing_count` says; `error` tells of a
    failed check, in a sentence without client ids, what is wrong. A check that could not be carried out has failed,
    with a count of 0.
    """

    suite: str
    name: str
    severity: str
    stops_run: bool
    success: bool
    failing_count: int
    failing_keys: tuple[str, ...]
    why: str
    what_to_do: str
    error: str | None
    tells_keys: bool = False


def save(warehouse: psycopg.Connection, suite: str, run: Run, results: Sequence[CheckResult]) -> None:
    """Keep what a suite found in a run, in place of what it found when the run last came here. One transaction."""
    with warehouse.transaction():
        warehouse.execute("delete from quality.check_results where run_id = %s and suite = %s", (run.run_id, suite))
        with warehouse.cursor() as cursor:
            cursor.executemany(
                """
                insert into quality.check_results (
                    run_id, run_date, suite, check_name, severity, success, stops_run, checked_at,
                    failing_count, failing_keys, why, what_to_do, error
                )
                values (%s, %s, %s, %s, %s, %s, %s, now(), %s, %s, %s, %s, %s)
                """,
                [
                    (
                        run.run_id,
                        run.run_date,
                        suite,
                        result.name,
                        result.severity,
                        result.success,
                        result.stops_run,
                        result.failing_count,
                        list(result.failing_keys),
                        result.why,
                        result.what_to_do,
                        result.error,
                    )
                    for result in results
                ],
            )


def log(suite: str, run: Run, results: Sequence[CheckResult]) -> None:
    """Tell what a suite found: of each check that failed what it means, what to do, and which rows or who may see them.

    Holds no client id, nor anything that says who is in a program.
    """
    failed = [result for result in results if not result.success]
    logger.info("suite %s: %d checks, %d failed", suite, len(results), len(failed))
    for result in failed:
        level = logging.ERROR if result.severity == "critical" else logging.WARNING
        logger.log(level, "check %s (%s): %d failing", result.name, result.severity, result.failing_count)
        for line in _told(result, run):
            logger.log(level, "    %s", printable(line))


def _told(result: CheckResult, run: Run) -> Iterator[str]:
    if not ROWS_FAIL.match(result.error or ""):
        yield f"What: {result.error}"
    yield f"Why it matters: {result.why}"
    yield f"What to do: {result.what_to_do}"
    shown = result.failing_keys[:KEYS_LOGGED] if result.tells_keys else ()
    if shown:
        yield f"Rows: {', '.join(shown)}"
    if len(shown) < result.failing_count:
        where = "More of them" if shown else "The rows, which may tell who is in a program, for whoever may see them"
        query = FAILING_KEYS.format(run_id=run.run_id, suite=result.suite, check_name=result.name)
        yield f"{where}: {query.as_string()}"


def raise_if_stopped(results: Sequence[CheckResult]) -> None:
    """Raise CheckFailed if a check failed that stops the run."""
    stopping = [result for result in results if result.stops_run and not result.success]
    if stopping:
        raise CheckFailed(
            "\n".join(f"check {result.name} failed: {result.error}. {result.what_to_do}" for result in stopping)
        )
