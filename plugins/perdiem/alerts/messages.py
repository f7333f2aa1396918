"""What the messages to the billers say. Composing is pure; sending is elsewhere.

A message must not tell that a person is in a program. What goes in here therefore holds no client, program, code, name
or text of the EHR to begin with: reasons, dates, amounts to be added up, and alert ids that say nothing without a look
at the database.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from email.message import EmailMessage
from itertools import groupby
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from perdiem.alerts import reasons
from perdiem.alerts.alert import Alert, ToldAs
from perdiem.alerts.waiting import Sum, Waiting
from perdiem.mail.letters import Envelope, compose, counted, heading, wrapped

MOST_LISTED = 5  # alerts of a reason in the body; where there are more, all are in an attached file

Unreachable = Literal["no group", "unknown group", "no address"]

# In the order in which a message lists them.
KINDS: Sequence[ToldAs] = ("came back", "last call", "new", "reminder", "expired")

WHY_DATA_QUALITY: Mapping[Unreachable, str] = MappingProxyType(
    {
        "no group": "setting 510 named no group for them when they were raised.",
        "unknown group": "the group that setting 510 named for them is not among the user groups.",
        "no address": "no member of the group that setting 510 named for them has a usable e-mail address.",
    }
)


@dataclass(frozen=True)
class Beside:
    """What is told beside alerts, of the window and all programs.

    Weeks short of their minutes, of those that are over; ready invoices that are to be corrected before they are sent,
    and what they come to in US dollars.
    """

    short_weeks: int
    weeks_over: int
    invoices_to_correct: int
    amount_to_correct: Decimal


def digest(
    alerts: Sequence[Alert],
    waiting: Waiting | None,
    beside: Beside,
    run_date: date,
    unreachable: Unreachable | None,
    envelope: Envelope,
) -> EmailMessage:
    """Compose what one group is told: what waits, by money; then of each reason the alerts that are due to be told.

    Of a reason that is the count, the ages, the money, what to do, and a few of the alerts, the reason of most money
    first. What it means that days came back or leave the window, how to run one that has left it all the same, and what
    is to be known beside alerts come after the reasons. Each reason and each alert leads to the worklist.

    `unreachable` says why the message goes to the data-quality recipients and not to its group; None where it does not.
    Where a reason has more than five alerts, all of them are in an attached file, alerts.csv.
    """
    in_order = _by_money(alerts, run_date)
    by_reason = {reason: list(of_reason) for reason, of_reason in groupby(in_order, _known)}
    is_attached = any(len(of_reason) > MOST_LISTED for of_reason in by_reason.values())

    in_all = f"{counted(len(alerts), 'alert')} ({_kinds(alerts, run_date)})"
    lines = [f"Per-diem billing, run date {run_date}: {in_all}."]
    if unreachable:
        lines += ["", *wrapped("This comes to you, who look after the data, because " + WHY_DATA_QUALITY[unreachable])]
    if waiting:
        lines += _waiting(waiting, run_date, envelope)
    for reason, of_reason in by_reason.items():
        lines += _reason(reason, of_reason, run_date, envelope)
    lines += [
        "",
        *wrapped(
            "Amounts are what the days are expected to come to; a day with several reasons counts under each. Last "
            "run: the last run date whose night looks at the day."
        ),
    ]
    if is_attached:
        lines += wrapped("All alerts of this message, with their ages, are in the attached alerts.csv.")
    lines += _about_kinds(in_order, run_date)
    lines += _beside(beside)
    lines += _where_to_look(envelope)

    message = compose(f"Per-diem billing: {counted(len(alerts), 'alert')}", lines, envelope)
    if is_attached:
        table = _csv(in_order, run_date, envelope)
        message.add_attachment(table, subtype="csv", charset="us-ascii", cte="7bit", filename="alerts.csv")
    return message


def _by_money(alerts: Sequence[Alert], run_date: date) -> list[Alert]:
    """The alerts reason by reason, that of most money first; in each as a message lists them."""
    amounts = dict.fromkeys(reasons.ORDER, Decimal(0))
    for alert in alerts:
        amounts[_known(alert)] += alert.amount or 0
    return sorted(
        alerts,
        key=lambda alert: (
            -amounts[_known(alert)],
            reasons.ORDER.index(_known(alert)),
            KINDS.index(alert.told_as(run_date)),
            alert.service_date,
            alert.alert_id,
        ),
    )


def _kinds(alerts: Sequence[Alert], run_date: date) -> str:
    """How many came back, and are last calls, new, reminders and expired, of what there is."""
    told_as = [alert.told_as(run_date) for alert in alerts]
    words = {"came back": "came back", "new": "new", "expired": "expired"}
    counts = [(kind, told_as.count(kind)) for kind in KINDS if kind in told_as]
    return ", ".join(f"{count} {words[kind]}" if kind in words else counted(count, kind) for kind, count in counts)


def _waiting(waiting: Waiting, run_date: date, envelope: Envelope) -> Iterator[str]:
    """All that waits for the group, a line a reason, whether it is told tonight or was before."""
    yield from heading(f"What waits, by money: {_amount(waiting.in_all)}")
    yield f"    {'reason':<29}  days  days old          amount"
    for reason, of_reason in waiting.by_reason.items():
        yield f"    {reason:<29}  {_figures(of_reason, run_date)}  {_link(envelope, 'reason', reason)}".rstrip()
    yield f"    {'in all, each day once':<29}  {_figures(waiting.in_all, run_date)}"
    if waiting.soon_lost:
        yield f"    {'lost within 14 days':<29}  {_figures(waiting.soon_lost, run_date)}"
    yield ""
    yield from wrapped("All open days of your group, told tonight or before; days old is that of the oldest.")
    if waiting.soon_lost:
        yield from wrapped("Lost: no night looks at the day any more, and nothing bills it.")
    if waiting.days_set_aside:
        days = counted(waiting.days_set_aside, "day")
        yield from wrapped(f"Not among them: {days} marked as done, or put off to a later date.")


def _figures(days: Sum, run_date: date) -> str:
    return f"{days.days:>4}  {(run_date - days.oldest).days:>8}  {_amount(days):>14}"


def _amount(days: Sum) -> str:
    return f"${days.amount:,.2f}" if days.days_of_known_amount else "unknown"


def _reason(reason: str, alerts: Sequence[Alert], run_date: date, envelope: Envelope) -> Iterator[str]:
    yield from heading(f"{reason}: {counted(len(alerts), 'day')} ({_kinds(alerts, run_date)})")
    yield from wrapped(f"{_days_old(alerts, run_date)}; {_money(reason, alerts)}.")
    yield from wrapped(reasons.WHAT_TO_DO.get(reason, "Look the alert up to see its reason."))
    if link := _link(envelope, "reason", reason):
        yield f"    {link}"
    yield "    service date  last run    told as    alert"
    for alert in alerts[:MOST_LISTED]:
        where = _link(envelope, "alert", alert.alert_id) or alert.alert_id
        yield f"    {alert.service_date}    {alert.last_run}  {alert.told_as(run_date):<9}  {where}"
    if len(alerts) > MOST_LISTED:
        yield f"    and {len(alerts) - MOST_LISTED} more, in the attached alerts.csv"


def _days_old(alerts: Sequence[Alert], run_date: date) -> str:
    ages = [(run_date - alert.service_date).days for alert in alerts]
    youngest, oldest = min(ages), max(ages)
    return counted(oldest, "day") + " old" if youngest == oldest else f"{youngest} to {oldest} days old"


def _money(reason: str, alerts: Sequence[Alert]) -> str:
    """What waits for the reason to be mended, or stands billed in spite of it."""
    days = Sum.of(alerts)
    if not days.days_of_known_amount:
        return "no amount is known"
    verb = "stands billed" if reasons.stands_billed(reason) else "waits"
    unknown = days.days_of_unknown_amount
    return f"{_amount(days)} {verb}" + (f", and {counted(unknown, 'day')} of unknown amount" if unknown else "")


def _about_kinds(alerts: Sequence[Alert], run_date: date) -> Iterator[str]:
    """What it means that a day came back or is about to leave the window, and what to do once it has left it."""
    if any(alert.told_as(run_date) == "came back" for alert in alerts):
        yield from heading("Came back: marked as done, and not mended")
        yield from wrapped("A night since then still found what stands in the way of these days.")
    if any(alert.told_as(run_date) == "last call" for alert in alerts):
        yield from heading("Last calls: what to mend in time")
        yield from wrapped("What is mended by a day's last run is billed by it. After it no night looks at the day.")
    if expired := [alert for alert in alerts if alert.is_expired]:
        days_old = max((run_date - alert.service_date).days for alert in expired)
        yield from heading("Expired: how to run such a day all the same")
        yield from wrapped(
            "The run does not look back so far any more, and nobody is reminded of these days. Mend what stands in the "
            "way, then have a run look back to them: n is the days from the service date to the date of that run, or "
            f"more. On {run_date} the oldest of these needs {days_old}."
        )
        yield "    make run LOOKBACK_DAYS=n"
        yield from wrapped(
            "Or trigger the DAG in Airflow's UI with that lookback_days. What it still finds is open again."
        )


def _beside(beside: Beside) -> Iterator[str]:
    if beside.invoices_to_correct:
        yield from heading(f"Correct before you send: {counted(beside.invoices_to_correct, 'invoice')}")
        yield from wrapped(
            "The audit found an error about them, or their days lost what they rest on: "
            f"${beside.amount_to_correct:,.2f} in all programs. The EHR has no status for one that is held back, "
            "so they are ready there. In the warehouse, each with what to correct:"
        )
        yield "    select * from marts.fct_invoices"
        yield "    where status = 'ready' and cardinality(correct_first) > 0;"
    if beside.short_weeks:
        yield from heading(f"Weeks short of their minutes: {beside.short_weeks} of {beside.weeks_over}")
        yield from wrapped(
            "They are over, and their clients attended less than their program asks for in a week. That blocks "
            "nothing. In the warehouse, whose they are: marts.rpt_weekly_attendance."
        )


def _csv(alerts: Sequence[Alert], run_date: date, envelope: Envelope) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["alert_id", "reason", "service_date", "days_old", "days_open", "last_run", "told_as", "page"])
    for alert in alerts:
        told = (*_ages(alert, run_date, envelope.sent_at), alert.last_run, alert.told_as(run_date))
        link = _link(envelope, "alert", alert.alert_id)
        writer.writerow([alert.alert_id, _known(alert), alert.service_date, *told, link])
    return table.getvalue()


def _ages(alert: Alert, run_date: date, now: datetime) -> tuple[int, int]:
    """Days from the service date to the run date, and from when the alert was opened to now."""
    return (run_date - alert.service_date).days, max((now - alert.opened_at).days, 0)


def _where_to_look(envelope: Envelope) -> Iterator[str]:
    yield from heading("Where to look them up")
    if envelope.page:
        yield from (
            "In Airflow's UI, each day with what to do and its story; the report of the night:",
            f"    {envelope.page}/worklist",
            f"    {envelope.report}",
        )
    yield from (
        "In the EHR's database, the client, program and date of an alert:",
        "    select * from ehr.alerts where alert_id = '...';",
        "In the warehouse, what was decided about that day, and why:",
        "    select * from marts.fct_per_diem_days",
        "    where program_id = '...' and client_id = '...' and service_date = '...';",
    )


def _link(envelope: Envelope, filter_name: str, value: str) -> str:
    """Where the worklist shows what a filter finds; empty where nobody knows the page, or no filter finds it."""
    if not envelope.page or value == reasons.OTHER:
        return ""
    return f"{envelope.page}/worklist?{urlencode({filter_name: value})}"


def _known(alert: Alert) -> str:
    return reasons.known(alert.reason)
