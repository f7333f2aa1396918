"""What the checks of a run found: kept in quality.check_results, told in counts, and reason to stop the run."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from perdiem.gates.suites import SEVERITIES, Check
from perdiem.runs import Run
from perdiem.warehouse.errors import printable

logger = logging.getLogger(__name__)

KEYS_TOLD = 5
KEYS_LOGGED = 50
KEYS_READ = 200
# What is said of a check without a message of its own: the count, and some keys.
ROWS_FAIL = re.compile(r"\d+ rows? fails?(:|$)")
FAILING_KEYS = sql.SQL(
    "select unnest(failing_keys) from quality.check_results "
    "where run_id = {run_id} and suite = {suite} and check_name = {check_name};"
)


READ = """
    select
        suite, check_name, severity, stops_run, success,
        failing_count, failing_keys[:%(most_keys)s], why, what_to_do, error
    from quality.check_results
    where run_id = %(run_id)s
    order by suite, check_name
"""


class CheckFailed(Exception):
    """A critical check failed that stops the run; the message names each such check, what it found and what to do."""


@dataclass(frozen=True)
class CheckResult:
    """What one check found in a run.

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

    @property
    def keys_told(self) -> tuple[str, ...]:
        """The failing keys, where they may be told."""
        return self.failing_keys if self.tells_keys else ()


def passed(suite: str, check: Check) -> CheckResult:
    """What a check found that found nothing amiss."""
    return _result(suite, check, error=None)


def not_carried_out(suite: str, check: Check, problem: str) -> CheckResult:
    """What came of a check that could not be carried out; the problem quotes no row."""
    return _result(suite, check, error=problem)


def failed(suite: str, check: Check, count: int, keys: Sequence[str], messages: Sequence[str] = ()) -> CheckResult:
    """What a check found that found failing rows: how many, the keys of the first, and what is said of them."""
    return _result(suite, check, _sentence(check, count, keys, messages), count, tuple(keys))


def _result(suite: str, check: Check, error: str | None, count: int = 0, keys: tuple[str, ...] = ()) -> CheckResult:
    return CheckResult(
        suite=suite,
        name=check.name,
        severity=check.severity,
        stops_run=check.stops_run,
        success=error is None,
        failing_count=count,
        failing_keys=keys,
        why=check.why,
        what_to_do=check.what_to_do,
        error=error,
        tells_keys=check.tells_keys,
    )


def _sentence(check: Check, count: int, keys: Sequence[str], messages: Sequence[str]) -> str:
    """What is wrong, for people. Holds no client id, nor anything that says who is in a program."""
    if messages:
        untold = count - len(messages)
        return "; ".join(messages) + (f"; and {untold} more" if untold else "")
    sentence = "1 row fails" if count == 1 else f"{count} rows fail"
    if not keys or not check.tells_keys:
        return sentence
    return f"{sentence}: {', '.join(keys[:KEYS_TOLD])}{', ...' if count > KEYS_TOLD else ''}"


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


def read(warehouse: psycopg.Connection, run_id: str) -> list[CheckResult]:
    """What the checks of a run found, by suite and name, with the first of their failing keys.

    No key is for telling: which columns a key has is not kept. Whoever knows the check may say otherwise.
    """
    return [CheckResult(*row) for row in warehouse.execute(READ, {"run_id": run_id, "most_keys": KEYS_READ})]


def log(suite: str, run: Run, results: Sequence[CheckResult]) -> None:
    """Tell what a suite found: of each check that failed what it means, what to do, and which rows or who may see them.

    What stops the run comes first, then what is most severe.

    Holds no client id, nor anything that says who is in a program.
    """
    failing = [result for result in results if not result.success]
    for result in sorted(failing, key=lambda result: (not result.stops_run, SEVERITIES.index(result.severity))):
        level = logging.ERROR if result.severity == "critical" else logging.WARNING
        stops = ", stops the run" if result.stops_run else ""
        logger.log(level, "check %s (%s%s): %d failing", result.name, result.severity, stops, result.failing_count)
        for line in _told(result, run):
            logger.log(level, "    %s", printable(line))
    logger.info("suite %s: %d checks, %d failed", suite, len(results), len(failing))


def _told(result: CheckResult, run: Run) -> Iterator[str]:
    if not ROWS_FAIL.match(result.error or ""):
        yield f"What: {result.error}"
    yield f"Why it matters: {result.why}"
    yield f"What to do: {result.what_to_do}"
    shown = result.keys_told[:KEYS_LOGGED]
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
