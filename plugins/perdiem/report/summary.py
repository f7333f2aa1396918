"""What a run came to, in counts: `make run` ends with it. It reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import LiteralString

import psycopg

from perdiem.alerts import reasons
from perdiem.gates import results
from perdiem.report import figures
from perdiem.report.figures import Invoices, Notes
from perdiem.warehouse import migrations
from perdiem.warehouse.errors import printable

STATUSES = ("billed", "pending", "blocked", "unsigned", "below_threshold", "already_billed", "voided")
SEVERITIES = ("critical", "warning", "info")
FINDING_SEVERITIES = ("error", "warning", "info")
MOST_CAUSES = 10

RUN = """
    select run_date, lookback_days, dry_run, decided_at is not null, published_at is not null
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


@dataclass(frozen=True)
class Summary:
    """A run in counts; no client is in it. A run that failed has those of what it got to: the rest is empty.

    Days are counted by status and by primary reason, quarantined rows by table, days left out by cause, messages by
    way of sending, findings of the billing audit by severity and finding, weeks by status; failed_checks holds the
    names of checks by severity, history_built why the billing items of the whole history were built anew, if they were.
    """

    run_id: str
    run_date: date
    window_start: date
    dry_run: bool
    decided: bool
    published: bool
    history_built: Sequence[str]
    days: Mapping[str, int]
    reasons: Mapping[str, int]
    notes: Notes
    failed_checks: Mapping[str, list[str]]
    quarantined: Mapping[str, int]
    left_out: Mapping[str, int]
    messages: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]
    invoices: Invoices
    weeks: Mapping[str, int]


def summarize(warehouse: psycopg.Connection, ehr: psycopg.Connection, run_id: str) -> Summary:
    """Read what a run that has ended came to. Raises LookupError for a run that quality.runs does not hold."""
    run = warehouse.execute(RUN, {"run_id": run_id}).fetchone()
    if run is None:
        raise LookupError(f"quality.runs holds no run {run_id}")
    run_date, lookback_days, dry_run, decided, published = run
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
        days=counts(DAYS),
        reasons=counts(REASONS),
        notes=notes,
        failed_checks=failed_checks,
        quarantined=counts(QUARANTINED) if decided else {},
        left_out=counts(LEFT_OUT),
        messages=counts(MESSAGES),
        findings=findings,
        invoices=figures.invoices(warehouse, run_id),
        weeks=figures.weeks(warehouse, run_id),
    )


def written(ehr: psycopg.Connection, run_id: str, window_start: date, run_date: date) -> Notes:
    """What a run wrote, as it stands in the EHR."""
    values = {"run_id": run_id, "window_start": window_start, "run_date": run_date}
    return Notes(*ehr.execute(WRITTEN, values).fetchall()[0])


def render(summary: Summary) -> str:
    """The summary as text for a terminal, of some thirty lines."""
    lines = [
        f"Run of {summary.run_date}, service dates {summary.window_start} to {summary.run_date}"
        + (": a dry run, nothing was written or sent" if summary.dry_run else ""),
        *_history_built(summary.history_built),
        "",
        _line("days decided", sum(summary.days.values())),
        *(_line(f"  {_words(status)}", summary.days[status]) for status in _known_first(summary.days, STATUSES)),
        "",
        _line(
            "notes that would be written" if summary.dry_run else "notes written",
            summary.notes.count,
            _invoiced(summary.notes, summary.invoices),
        ),
        *_invoices(summary.invoices),
        "",
    ]
    if summary.reasons:
        lines += ["days to look at, each by its first reason"]
        lines += [
            _line(f"  {_words(reason)}", summary.reasons[reason], reasons.IN_SHORT.get(reason, ""))
            for reason in _known_first(summary.reasons, reasons.IN_SHORT)
        ]
        lines.append("")
    lines += _weeks(summary.weeks)
    lines.append(_line("messages sent", sum(summary.messages.values()), _by(summary.messages)))
    lines.append(_line("rows quarantined", sum(summary.quarantined.values()), _by(summary.quarantined)))
    lines.append(_line("checks failed", sum(map(len, summary.failed_checks.values()))))
    lines += [
        f"  {severity}: {', '.join(map(_words, summary.failed_checks[severity]))}"
        for severity in SEVERITIES
        if severity in summary.failed_checks
    ]
    lines.append(_line("findings of the billing audit", sum(sum(by.values()) for by in summary.findings.values())))
    lines += [
        f"  {severity}: {_by(summary.findings[severity])}"
        for severity in FINDING_SEVERITIES
        if severity in summary.findings
    ]
    lines += _left_out(summary.left_out)
    return "\n".join(lines)


def _invoiced(notes: Notes, invoices: Invoices) -> str:
    """What the notes of a run come to, with what has to be corrected first apart."""
    parts = [f"invoices of ${notes.amount - invoices.written_to_correct_amount:,.2f}"]
    if invoices.written_to_correct:
        parts.append(f"${invoices.written_to_correct_amount:,.2f} of {invoices.written_to_correct:,} to correct first")
    if notes.without_rate:
        parts.append(f"{notes.without_rate:,} without a rate")
    return ", ".join(parts)


def _invoices(invoices: Invoices) -> list[str]:
    """The window's invoices: those that can be sent, and apart those to be corrected before."""
    lines = []
    if invoices.ready:
        lines.append(_line("invoices ready to send", invoices.ready, f"${invoices.ready_amount:,.2f}"))
    if invoices.to_correct:
        causes = ", ".join(f"{count:,} {_words(cause)}" for cause, count in invoices.causes.items())
        told = f"${invoices.to_correct_amount:,.2f}: {causes}"
        lines.append(_line("  correct before you send", invoices.to_correct, told))
    return lines


def _weeks(weeks: Mapping[str, int]) -> list[str]:
    """How many weeks are short of the minutes that their program asks for, of those that are over."""
    over = weeks.get("short", 0) + weeks.get("met", 0)
    return [_line("weeks short of their minutes", weeks.get("short", 0), f"of {over:,} that are over")] if over else []


def _known_first(found: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those that were found in the order in which they are known; one that is not known comes last, and shows."""
    order = list(known)
    return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))


def _history_built(why: Sequence[str]) -> list[str]:
    return [f"Billing items of the whole history were built anew: {'; '.join(why)}"] if why else []


def _left_out(causes: Mapping[str, int]) -> list[str]:
    if not causes:
        return []
    shown = [f"  {printable(cause)} ({days:,} {'day' if days == 1 else 'days'})" for cause, days in causes.items()]
    more = [f"  and {len(shown) - MOST_CAUSES} more causes"] if len(shown) > MOST_CAUSES else []
    return ["left out of the run, with nothing decided", *shown[:MOST_CAUSES], *more]


def _line(label: str, count: int, remark: str = "") -> str:
    return f"{label:<34}{count:>8,}  {remark}".rstrip()


def _by(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {_words(name)}" for name, count in sorted(counts.items()))


def _words(name: str) -> str:
    return name.replace("_", " ")
