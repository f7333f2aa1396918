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
ToldAs = Literal["new", "last call", "reminder", "expired"]

TITLES: Mapping[ToldAs, str] = MappingProxyType(
    {"new": "New", "last call": "Last calls", "reminder": "Reminders", "expired": "Expired"}
)  # in the order in which a message lists them
LAST_CALLS = (14, 3)  # days before the day of an open alert leaves the window

WHY_DATA_QUALITY: Mapping[Unreachable, str] = MappingProxyType(
    {
        "no group": "setting 510 named no group for them when they were raised.",
        "unknown group": "the group that setting 510 named for them is not among the user groups.",
        "no address": "no member of the group that setting 510 named for them has a usable e-mail address.",
    }
)


@dataclass(frozen=True)
class Alert:
    """As much of an alert as a message may say.

    notified_at is when it was told last, None for a new one; last_run the last run date whose night looks at its day.
    """

    alert_id: str
    reason: str
    service_date: date
    opened_at: datetime
    notified_at: datetime | None
    is_expired: bool
    last_run: date

    def told_as(self, run_date: date) -> ToldAs:
        """What it is to whoever is told of it now."""
        if self.is_expired:
            return "expired"
        if self.notified_at is None:
            return "new"
        return "last call" if 0 <= (self.last_run - run_date).days < max(LAST_CALLS) else "reminder"


def digest(
    alerts: Sequence[Alert], run_date: date, unreachable: Unreachable | None, envelope: Envelope
) -> EmailMessage:
    """Compose what one group is told: per reason the count and what to do, then each alert, new ones first.

    What has expired comes last, with how to run such a day all the same.

    `unreachable` says why the message goes to the data-quality recipients and not to its group; None where it does not.
    The list of more than 500 alerts is an attached file, alerts.csv.
    """
    alerts = sorted(alerts, key=lambda alert: (REASONS.index(_known(alert)), alert.service_date, alert.alert_id))
    by_kind = {kind: [alert for alert in alerts if alert.told_as(run_date) == kind] for kind in TITLES}
    is_attached = len(alerts) > MOST_LISTED

    lines = [f"Per-diem billing, run date {run_date}: {_counts(by_kind)}."]
    if unreachable:
        lines += ["", *wrapped("This comes to you, who look after the data, because " + WHY_DATA_QUALITY[unreachable])]
    lines += _by_reason(alerts)
    if is_attached:
        lines += [*heading("Alerts"), "There are too many to list here: see the attached alerts.csv."]
    else:
        for kind, title in TITLES.items():
            lines += _listed(title, by_kind[kind], run_date, envelope.sent_at)
    lines += _about_the_window(by_kind, run_date)
    lines += _where_to_look(envelope)

    message = compose(f"Per-diem billing: {counted(len(alerts), 'alert')}", lines, envelope)
    if is_attached:
        table = _csv([alert for of_kind in by_kind.values() for alert in of_kind], run_date, envelope.sent_at)
        message.add_attachment(table, subtype="csv", charset="us-ascii", cte="7bit", filename="alerts.csv")
    return message


def _counts(by_kind: Mapping[ToldAs, Sequence[Alert]]) -> str:
    """How many in all; new ones and reminders in any case, the others where there are any."""
    counts = {kind: len(alerts) for kind, alerts in by_kind.items()}
    parts = [f"{counts['new']} new", counted(counts["reminder"], "reminder")]
    if counts["last call"]:
        parts.append(counted(counts["last call"], "last call"))
    if counts["expired"]:
        parts.append(f"{counts['expired']} expired")
    return f"{counted(sum(counts.values()), 'alert')} ({', '.join(parts)})"


def _by_reason(alerts: Sequence[Alert]) -> Iterator[str]:
    counts = Counter(map(_known, alerts))
    yield from heading("What it is about, and what to do")
    for reason in REASONS:
        if counts[reason]:
            yield f"{reason}: {counts[reason]}"
            yield from wrapped(WHAT_TO_DO.get(reason, "Look the alert up to see its reason."), indent="    ")


def _listed(title: str, alerts: Sequence[Alert], run_date: date, now: datetime) -> Iterator[str]:
    if not alerts:
        return
    yield from heading(f"{title}: {len(alerts)}")
    for reason, of_reason in groupby(alerts, _known):
        yield reason
        yield f"    {'alert id':<36}  service date  days old  days open  last run"
        for alert in of_reason:
            days_old, days_open = _ages(alert, run_date, now)
            ages = f"{days_old:>8}  {days_open:>9}"
            yield f"    {alert.alert_id:<36}  {alert.service_date}    {ages}  {alert.last_run}"
    yield ""
    yield from wrapped(
        "Days old: from the service date to the run date. Days open: since the alert was raised. Last run: the last "
        "run date whose night looks at the day."
    )


def _about_the_window(by_kind: Mapping[ToldAs, Sequence[Alert]], run_date: date) -> Iterator[str]:
    """What it means that a day is about to leave the window, and what to do once it has."""
    if by_kind["last call"]:
        yield from heading("Last calls: what to mend in time")
        yield from wrapped("What is mended by a day's last run is billed by it. After it no night looks at the day.")
    if expired := by_kind["expired"]:
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


def _csv(alerts: Sequence[Alert], run_date: date, now: datetime) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["alert_id", "reason", "service_date", "days_old", "days_open", "last_run", "told_as"])
    for alert in alerts:
        told = (*_ages(alert, run_date, now), alert.last_run, alert.told_as(run_date))
        writer.writerow([alert.alert_id, _known(alert), alert.service_date, *told])
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


def _known(alert: Alert) -> str:
    """The reason; one that this page does not know could hold anything, and is not shown."""
    return alert.reason if alert.reason in WHAT_TO_DO else OTHER
