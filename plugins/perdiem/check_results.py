"""What the checks of a run found: kept in quality.check_results, told in counts, and reason to stop the run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from perdiem.runs import Run

logger = logging.getLogger(__name__)


class CheckFailed(Exception):
    """A critical check failed that stops the run; the message names each such check, what it found and what to do."""


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    `failing_keys` may hold client ids and fewer keys than `failing_count` says; `error` tells of a failed check, in a
    sentence without client ids, what is wrong. A check that could not be carried out has failed, with a count of 0.
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


def log(suite: str, results: Sequence[CheckResult]) -> None:
    """Tell of a suite in counts alone."""
    failed = [result for result in results if not result.success]
    logger.info("suite %s: %d checks, %d failed", suite, len(results), len(failed))
    for result in failed:
        level = logging.ERROR if result.severity == "critical" else logging.WARNING
        logger.log(level, "check %s (%s): %d failing", result.name, result.severity, result.failing_count)


def raise_if_stopped(results: Sequence[CheckResult]) -> None:
    """Raise CheckFailed if a check failed that stops the run."""
    stopping = [result for result in results if result.stops_run and not result.success]
    if stopping:
        raise CheckFailed(
            "\n".join(f"check {result.name} failed: {result.error}. {result.what_to_do}" for result in stopping)
        )
