"""What a run came to, in counts. It reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import LiteralString

import psycopg

from perdiem.gates import results
from perdiem.report import figures
from perdiem.report.figures import Invoices, Notes
from perdiem.warehouse import migrations

FINDING_SEVERITIES = ("error", "warning", "info")

RUN = """
    select
        run_date, lookback_days, dry_run, decided_at is not null, published_at is not null,
        case when decides = 'all_and_compare' then decides_because end
    from quality.runs
    where run_id = %(run_id)s
"""

DAYS = "select name, value::bigint from quality.run_figures where run_id = %(run_id)s and measure = 'status'"

REASONS = "select name, value::bigint from quality.run_figures where run_id = %(run_id)s and measure = 'reason'"

# What stands in the EHR: an attempt that failed or was killed before it could tell may have written some of them.
WRITTEN = """
    select count(*), coalesce(sum(invoices.amount), 0), count(*) filter (where invoices.amount is null)
    from ehr.notes
    left join ehr.invoices on notes.note_id = invoices.note_id
    where
        notes.origin = 'per_diem'
        and notes.service_date between %(window_start)s and %(run_date)s
        and notes.dag_run_id = %(run_id)s
"""

QUARANTINED = "select source_table, count(*) from quality.quarantined_rows group by source_table"

LEFT_OUT = """
    select name, value::bigint
    from quality.run_figures
    where run_id = %(run_id)s and measure = 'left_out'
    order by name
"""

FINDINGS = """
    select severity, finding, count(*)
    from marts.rpt_billing_audit
    where service_date between %(window_start)s and %(run_date)s
    group by severity, finding
    order by severity, finding
"""

MESSAGES = "select via, count(*) from quality.messages where run_id = %(run_id)s group by via"

HANDED_OVER = """
    select entries.what, count(*)
    from quality.batches
    inner join quality.handed_over as entries on batches.batch = entries.batch
    where batches.run_id = %(run_id)s and batches.left_at is not null
    group by entries.what
"""


@dataclass(frozen=True)
class Summary:
    """A run in counts; no client is in it. A run that failed has those of what it got to: the rest is empty.

    Days are counted by status and by primary reason, quarantined rows by table, days left out by cause, messages by
    way of sending, what was handed over as files by note and void, findings of the billing audit by severity and
    finding, weeks by status, alerts by what billers did about them; failed_checks holds the names of checks by
    severity, history_built why the billing items of the whole history were built anew, if they were; all_compared why
    all days were decided anew and compared with what was carried over, or None.
    """

    run_id: str
    run_date: date
    window_start: date
    dry_run: bool
    decided: bool
    published: bool
    history_built: Sequence[str]
    all_compared: str | None
    days: Mapping[str, int]
    reasons: Mapping[str, int]
    notes: Notes
    failed_checks: Mapping[str, list[str]]
    quarantined: Mapping[str, int]
    left_out: Mapping[str, int]
    messages: Mapping[str, int]
    handed_over: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]
    invoices: Invoices
    weeks: Mapping[str, int]
    alert_work: Mapping[str, int]


def summarize(warehouse: psycopg.Connection, ehr: psycopg.Connection, run_id: str) -> Summary:
    """Read what a run that has ended came to. Raises LookupError for a run that quality.runs does not hold."""
    run = warehouse.execute(RUN, {"run_id": run_id}).fetchone()
    if run is None:
        raise LookupError(f"quality.runs holds no run {run_id}")
    run_date, lookback_days, dry_run, decided, published, all_compared = run
    values = {"run_id": run_id, "run_date": run_date, "window_start": run_date - timedelta(days=lookback_days)}

    def counts(query: LiteralString) -> dict[str, int]:
        return dict(warehouse.execute(query, values).fetchall())

    findings: dict[str, dict[str, int]] = {}
    if published:
        for severity, finding, count in warehouse.execute(FINDINGS, values):
            findings.setdefault(severity, {})[finding] = count
    failed_checks: dict[str, list[str]] = {}
    for check in results.read(warehouse, run_id):
        if not check.success:
            failed_checks.setdefault(check.severity, []).append(check.name)
    notes = Notes(0, Decimal(0), 0)
    if published or dry_run:
        notes = figures.notes(warehouse, run_id, "would_write" if dry_run else "written")
    elif decided:
        notes = written(ehr, run_id, values["window_start"], run_date)
    return Summary(
        run_id=run_id,
        run_date=run_date,
        window_start=values["window_start"],
        dry_run=dry_run,
        decided=decided,
        published=published,
        history_built=migrations.why_history_was_built(warehouse, run_id),
        all_compared=all_compared,
        days=counts(DAYS),
        reasons=counts(REASONS),
        notes=notes,
        failed_checks=failed_checks,
        quarantined=counts(QUARANTINED) if decided else {},
        left_out=counts(LEFT_OUT),
        messages=counts(MESSAGES),
        handed_over=counts(HANDED_OVER),
        findings=findings,
        invoices=figures.invoices(warehouse, run_id),
        weeks=figures.weeks(warehouse, run_id),
        alert_work=figures.alert_work(warehouse, run_id),
    )


def written(ehr: psycopg.Connection, run_id: str, window_start: date, run_date: date) -> Notes:
    """What a run wrote, as it stands in the EHR."""
    values = {"run_id": run_id, "window_start": window_start, "run_date": run_date}
    return Notes(*ehr.execute(WRITTEN, values).fetchall()[0])
