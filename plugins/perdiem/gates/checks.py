"""Run the checks of one gate, and keep what they find.

What is checked is in expectations/*.yml; what was found goes to quality.check_results.
"""

from __future__ import annotations

import psycopg

from perdiem import config
from perdiem.gates import engine, suites
from perdiem.gates import results as check_results
from perdiem.gates.engine import Finding
from perdiem.gates.results import CheckFailed, CheckResult, raise_if_stopped
from perdiem.gates.suites import Check, SuiteError
from perdiem.runs import Run
from perdiem.warehouse import transactions

__all__ = ["CheckFailed", "CheckResult", "SuiteError", "raise_if_stopped", "validate"]

KEYS_TOLD = 5
# Columns that say, or help to find out, that a person is in a program: keys that hold one are kept and never told.
PROTECTED = {"client_id", "program_id", "billing_code", "note_id"}


def validate(warehouse_url: str, suite: str, run: Run, ehr_url: str | None = None) -> list[CheckResult]:
    """Run the checks of a suite, keep what they found in quality.check_results, and return it in the suite's order.

    `ehr_url` is the database that the write-back writes to; without it, the warehouse's. If a check fails that the rest
    needs, the rest is not run. Running a suite again replaces what the same run found before.

    Raises SuiteError for a suite that cannot be used. A failed check raises nothing: see `raise_if_stopped`.
    """
    checks = suites.load(config.EXPECTATIONS / f"{suite}.yml")
    urls = {"warehouse": warehouse_url, "ehr": ehr_url or warehouse_url}
    results: list[CheckResult] = []
    with (
        psycopg.connect(warehouse_url, autocommit=True, application_name="perdiem") as warehouse,
        transactions.telling_no_values(),
    ):
        needed_urls = {check.database: urls[check.database] for check in checks}
        with engine.open_datasources(needed_urls, run) as datasources:
            expectations = [engine.expectation_of(suite, check) for check in checks]
            for check, expectation in zip(checks, expectations, strict=True):
                finding = engine.carry_out(check, expectation, datasources[check.database])
                results.append(_result(suite, check, finding))
                if check.needed_by_the_rest and not results[-1].success:
                    break
        check_results.save(warehouse, suite, run, results)
    check_results.log(suite, run, results)
    return results


def _result(suite: str, check: Check, finding: Finding) -> CheckResult:
    return CheckResult(
        suite=suite,
        name=check.name,
        severity=check.severity,
        stops_run=check.stops_run,
        success=finding.success,
        failing_count=finding.count,
        failing_keys=tuple(finding.keys),
        why=check.why,
        what_to_do=check.what_to_do,
        error=None if finding.success else _error(check, finding),
        tells_keys=not PROTECTED & set(check.key),
    )


def _error(check: Check, finding: Finding) -> str:
    """What is wrong, for people. Holds no client id, nor anything that says who is in a program."""
    if finding.problem:
        return finding.problem
    if finding.messages:
        untold = finding.count - len(finding.messages)
        return "; ".join(finding.messages) + (f"; and {untold} more" if untold else "")
    sentence = "1 row fails" if finding.count == 1 else f"{finding.count} rows fail"
    if not finding.keys or PROTECTED & set(check.key):
        return sentence
    return f"{sentence}: {', '.join(finding.keys[:KEYS_TOLD])}{', ...' if finding.count > KEYS_TOLD else ''}"
