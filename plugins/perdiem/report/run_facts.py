"""What the report of a run tells, read from the warehouse: counts, sentences and the keys of rows, and no client.

Every query is bounded by the run or by its window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg

from perdiem import config
from perdiem.gates.results import CheckResult
from perdiem.gates.suites import SEVERITIES
from perdiem.report import figures, run_days, summary
from perdiem.report.figures import Night
from perdiem.report.run_checks import Gate, read_gates
from perdiem.report.run_days import Step
from perdiem.report.summary import Summary

MOST_ROWS_LISTED = 200
LONGEST_KEY = 200

RUN = "select state, failed_task, started_at, finished_at, pruned_at from quality.runs where run_id = %(run_id)s"

QUARANTINE_CAUSES = """
    select source_table, cause, count(*)
    from quality.quarantined_rows
    group by source_table, cause
    order by source_table, count(*) desc, cause
"""

QUARANTINED_ROWS = """
    select source_table, left(row_key, %(longest_key)s), cause
    from quality.quarantined_rows
    order by source_table, cause, row_key
    limit %(most_rows)s
"""


@dataclass(frozen=True)
class Facts:
    """All that the report of one run tells. What the run did not get to is empty; `summary` says what it got to."""

    state: str
    failed_task: str | None
    failed_task_address: str  # where Airflow's UI has that task of the run, or the run where no task is named
    error: str | None
    started_at: datetime
    finished_at: datetime | None
    pruned_at: datetime | None  # when what the run found in detail was deleted: no day, check or message is told then
    summary: Summary
    funnel: Sequence[Step]
    ages: Mapping[str, Mapping[str, int]]
    weeks: Mapping[date, Counter[str]]
    nights: Sequence[Night]
    gates: Sequence[Gate]
    quarantine_causes: Sequence[tuple[str, str, int]]
    quarantined_rows: Sequence[tuple[str, str, str]]

    @property
    def fullest_week(self) -> int:
        """How many days the week with the most of them has."""
        return max((days.total() for days in self.weeks.values()), default=0)

    @property
    def failed_checks(self) -> list[CheckResult]:
        """Of all gates, those that stopped the run first, then the most severe."""
        failed = [check for gate in self.gates for check in gate.failed]
        return sorted(failed, key=lambda check: (not check.stops_run, SEVERITIES.index(check.severity)))


def read(
    warehouse: psycopg.Connection, ehr: psycopg.Connection, run_id: str, error: str | None, time_zone: ZoneInfo
) -> Facts:
    """Read what a run that has ended came to. Raises LookupError for a run that quality.runs does not hold.

    `error` is the sentence of the failure, which must quote no row.
    """
    counts = summary.summarize(warehouse, ehr, run_id)
    state, failed_task, started_at, finished_at, pruned_at = warehouse.execute(RUN, {"run_id": run_id}).fetchall()[0]
    days = run_days.read(warehouse, run_id) if counts.published else []
    limits = {"longest_key": LONGEST_KEY, "most_rows": MOST_ROWS_LISTED}
    return Facts(
        state=state,
        failed_task=failed_task,
        failed_task_address=config.task_address(run_id, failed_task),
        error=error,
        started_at=started_at.astimezone(time_zone),
        finished_at=finished_at and finished_at.astimezone(time_zone),
        pruned_at=pruned_at and pruned_at.astimezone(time_zone),
        summary=counts,
        funnel=run_days.funnel(days),
        ages=run_days.ages(days),
        weeks=run_days.weeks(days),
        nights=figures.nights(warehouse, counts.run_date),
        gates=read_gates(warehouse, run_id),
        quarantine_causes=warehouse.execute(QUARANTINE_CAUSES).fetchall() if counts.decided else [],
        quarantined_rows=warehouse.execute(QUARANTINED_ROWS, limits).fetchall() if counts.decided else [],
    )
