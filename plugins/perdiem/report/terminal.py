"""What a run came to as text for a terminal: `make run` ends with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perdiem.alerts import reasons
from perdiem.gates.suites import SEVERITIES
from perdiem.report.figures import Invoices, Notes
from perdiem.report.statuses import MEANINGS, known_first
from perdiem.report.summary import FINDING_SEVERITIES, Summary
from perdiem.warehouse.errors import printable

MOST_CAUSES = 10


def render(summary: Summary) -> str:
    """The summary as text for a terminal, of some thirty lines."""
    lines = [
        f"Run of {summary.run_date}, service dates {summary.window_start} to {summary.run_date}"
        + (": a dry run, nothing was written or sent" if summary.dry_run else ""),
        *_history_built(summary.history_built),
        *_all_compared(summary.all_compared),
        "",
        _line("days decided", sum(summary.days.values())),
        *(_line(f"  {_words(status)}", summary.days[status]) for status in known_first(summary.days, MEANINGS)),
        "",
        _line(
            "notes that would be written" if summary.dry_run else "notes written",
            summary.notes.count,
            _invoiced(summary.notes, summary.invoices),
        ),
        *_handed_over(summary.handed_over),
        *_invoices(summary.invoices),
        "",
    ]
    if summary.reasons:
        lines += ["days to look at, each by its first reason"]
        lines += [
            _line(f"  {_words(reason)}", summary.reasons[reason], reasons.IN_SHORT.get(reason, ""))
            for reason in known_first(summary.reasons, reasons.IN_SHORT)
        ]
        lines.append("")
    lines += _weeks(summary.weeks)
    lines += _alert_work(summary.alert_work)
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


def _handed_over(counts: Mapping[str, int]) -> list[str]:
    """Where the EHR takes files: the notes that left, and beside them those that left earlier and are void now."""
    void = f"{counts['void']:,} that left earlier are void" if "void" in counts else ""
    return [_line("notes handed over as files", counts.get("note", 0), void)] if counts else []


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


def _alert_work(counts: Mapping[str, int]) -> list[str]:
    """How many alerts billers have at hand; beside them, what they set aside, and what came back."""
    told = {"snoozed": "not before a later date", "done": "done", "came_back": "came back"}
    beside = ", ".join(f"{counts[name]:,} {words}" for name, words in told.items() if name in counts)
    return [_line("alerts that billers took", counts.get("taken", 0), beside)] if counts else []


def _history_built(why: Sequence[str]) -> list[str]:
    return [f"Billing items of the whole history were built anew: {'; '.join(why)}"] if why else []


def _all_compared(why: str | None) -> list[str]:
    return [f"All days were decided anew, and compared with what was carried over: {why}"] if why else []


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
