"""Run the checks of one gate, and keep what they find.

What is checked is in expectations/*.yml; what was found goes to quality.check_results.
"""

from __future__ import annotations

import psycopg

from perdiem import config
from perdiem.gates import engine, suites
from perdiem.gates import results as check_results
from perdiem.gates.results import CheckFailed, CheckResult, raise_if_stopped
from perdiem.gates.suites import SuiteError
from perdiem.runs import Run
from perdiem.warehouse import transactions

__all__ = ["CheckFailed", "CheckResult", "SuiteError", "raise_if_stopped", "validate"]


def validate(warehouse_url: str, suite: str, run: Run, ehr_url: str | None = None) -> list[CheckResult]:
    """Run the checks of a suite, keep what they found in quality.check_results, and return it in the suite's order.

    `ehr_url` is the database that the write-back writes to; without it, the warehouse's. If a check fails that the rest
    needs, the rest is not run. Running a suite again replaces what the same run found before.

    Raises SuiteError for a suite that cannot be used. A failed check raises nothing: see `raise_if_stopped`.
    """
    checks = suites.load(config.EXPECTATIONS / f"{suite}.yml")
    urls = {"warehouse": warehouse_url, "ehr": ehr_url or warehouse_url}
    with (
        psycopg.connect(warehouse_url, autocommit=True, application_name="perdiem") as warehouse,
        transactions.telling_no_values(),
    ):
        needed_urls = {check.database: urls[check.database] for check in checks}
        with engine.open_suite(suite, checks, needed_urls, run) as carry_out:
            results = carry_out()
        check_results.save(warehouse, suite, run, results)
    check_results.log(suite, run, results)
    return results
