"""What the messages to the billers say. Composing is pure; sending is elsewhere.

A message must not tell that a person is in a program. What goes in here therefore holds no client, program, code, name
or text of the EHR to begin with: reasons, dates, and alert ids that say nothing without a look at the database.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from perdiem.alerts.reasons import WHAT_TO_DO
from perdiem.mail.letters import Envelope, compose, counted, heading, wrapped

MOST_LISTED = 500  # alerts in the body; more of them are listed in an attached file

OTHER = "other"
REASONS = (*WHAT_TO_DO, OTHER)  # in the order of the rules

Unreachable = Literal["no group", "unknown group", "no address"]

WHY_DATA_QUALITY: Mapping[Unreachable, str] = MappingProxyType(
    {
        "no group": "setting 510 named no group for them when they were raised.",
        "unknown group": "the group that setting 510 named for them is not among the user groups.",
        "no address": "no member of the group that setting 510 named for them has a usable e-mail address.",
    }
)


@dataclass(frozen=True)
class OpenAlert:
    """As much of an alert as a message may say. notified_at: when it was told last, None for a new one."""

    alert_id: str
    reason: str
    service_date: date
    opened_at: datetime
    notified_at: datetime | None


def digest(
    alerts: Sequence[OpenAlert], run_date: date, unreachable: Unreachable | None, envelope: Envelope
) -> EmailMessage:
    """Compose what one group is told: per reason the count and what to do, then each alert, new ones first.

    `unreachable` says why the message goes to the data-quality recipients and not to its group; None where it does not.
    The list of more than 500 alerts is an attached file, alerts.csv.
    """
    alerts = sorted(alerts, key=lambda alert: (REASONS.index(_known(alert)), alert.service_date, alert.alert_id))
    new = [alert for alert in alerts if alert.notified_at is None]
    reminders = [alert for alert in alerts if alert.notified_at is not None]
    is_attached = len(alerts) > MOST_LISTED

    counts = f"{counted(len(alerts), 'alert')} ({len(new)} new, {counted(len(reminders), 'reminder')})"
    lines = [f"Per-diem billing, run date {run_date}: {counts}."]
    if unreachable:
        lines += ["", *wrapped("This comes to you, who look after the data, because " + WHY_DATA_QUALITY[unreachable])]
    lines += _by_reason(alerts)
    if is_attached:
        lines += [*heading("Alerts"), "There are too many to list here: see the attached alerts.csv."]
    else:
        lines += _listed("New", new, run_date, envelope.sent_at)
        lines += _listed("Reminders", reminders, run_date, envelope.sent_at)
    lines += _where_to_look(envelope)

    message = compose(f"Per-diem billing: {counted(len(alerts), 'alert')}", lines, envelope)
    if is_attached:
        table = _csv(new + reminders, run_date, envelope.sent_at)
        message.add_attachment(table, subtype="csv", charset="us-ascii", cte="7bit", filename="alerts.csv")
    return message


def _by_reason(alerts: Sequence[OpenAlert]) -> Iterator[str]:
    counts = Counter(map(_known, alerts))
    yield from heading("What is open, and what to do about it")
    for reason in REASONS:
        if counts[reason]:
            yield f"{reason}: {counts[reason]}"
            yield from wrapped(WHAT_TO_DO.get(reason, "Look the alert up to see its reason."), indent="    ")


def _listed(title: str, alerts: Sequence[OpenAlert], run_date: date, now: datetime) -> Iterator[str]:
    if not alerts:
        return
    yield from heading(f"{title}: {len(alerts)}")
    for reason, of_reason in groupby(alerts, _known):
        yield reason
        yield f"    {'alert id':<36}  service date  days old  days open"
        for alert in of_reason:
            days_old, days_open = _ages(alert, run_date, now)
            yield f"    {alert.alert_id:<36}  {alert.service_date}    {days_old:>8}  {days_open:>9}"
    yield ""
    yield from wrapped("Days old: from the service date to the run date. Days open: since the alert was raised.")


def _csv(alerts: Sequence[OpenAlert], run_date: date, now: datetime) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["alert_id", "reason", "service_date", "days_old", "days_open", "told_before"])
    for alert in alerts:
        told = "no" if alert.notified_at is None else "yes"
        writer.writerow([alert.alert_id, _known(alert), alert.service_date, *_ages(alert, run_date, now), told])
    return table.getvalue()


def _ages(alert: OpenAlert, run_date: date, now: datetime) -> tuple[int, int]:
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


def _known(alert: OpenAlert) -> str:
    """The reason; one that this page does not know could hold anything, and is not shown."""
    return alert.reason if alert.reason in WHAT_TO_DO else OTHER
