"""Telling each 510 group its digest, and entering that it was told."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import psycopg

from perdiem.alerts import messages
from perdiem.alerts.digests import Digest
from perdiem.alerts.messages import OpenAlert
from perdiem.alerts.register import take_turns
from perdiem.mail import letters
from perdiem.mail.addresses import usable_addresses
from perdiem.mail.letters import Envelope
from perdiem.mail.transport import MailError, Post, Via, send
from perdiem.runs import Run

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """How many messages were accepted, and how many alerts they held."""

    messages: int
    alerts_told: int


def deliver(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    run: Run,
    digests: Sequence[Digest],
    post: Post,
    now: datetime,
) -> Told:
    """Send each digest, and enter its alerts as told as soon as the message was accepted.

    A digest that is not accepted holds up no other, and is due again in the next run. What was told is not: a second
    run beside this one waits for it, then finds the alerts told. Only where the process ends between the server's
    answer and the entry is a message sent again, under the same Message-ID.

    Raises MailError once all were tried, if any was not accepted.
    """
    alerts_told = []
    failures = []
    for digest in digests:
        try:
            alerts_told.append(_tell(ehr, warehouse, run, digest, post, now))
        except MailError as error:
            log.warning("A message with %d alerts was not accepted: %s", len(digest.alerts), error)
            failures.append(error)
    if failures:
        raise MailError(
            f"{len(failures)} of {len(digests)} messages were not accepted, and stay due; the first: {failures[0]}"
        ) from failures[0]
    return Told(messages=sum(count > 0 for count in alerts_told), alerts_told=sum(alerts_told))


def _tell(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    run: Run,
    digest: Digest,
    post: Post,
    now: datetime,
) -> int:
    """Send one digest and enter it. Returns the number of alerts told: 0 where another run told them meanwhile."""
    recipients = digest.recipients or usable_addresses(post.data_quality_recipients)
    if not recipients:
        raise MailError("PERDIEM_DATA_QUALITY_RECIPIENTS holds no usable address")
    with ehr.transaction():
        ehr.execute("set local idle_in_transaction_session_timeout = 0")  # a slow mail server is no idleness
        take_turns(ehr)
        digest = replace(digest, alerts=_still_due(ehr, digest.alerts))
        if not digest.alerts:
            return 0
        envelope = Envelope(post.sender, recipients, _message_id(run, digest, post.sender), now, post.page, run.run_id)
        message = messages.digest(digest.alerts, run.run_date, digest.unreachable, envelope)
        via = send(message, post.settings, post.outbox)
        ehr.execute(
            "update ehr.alerts set notified_at = %s where alert_id = any(%s) and status = 'open'",
            (now, [alert.alert_id for alert in digest.alerts]),
        )
    # In this order: notified_at is what keeps an alert from being told twice, and may be in another database.
    _enter(warehouse, run, digest, envelope, message["Subject"], via)
    log.info("Told %d alerts to %d recipients by %s", len(digest.alerts), len(recipients), via)
    return len(digest.alerts)


def _still_due(ehr: psycopg.Connection, alerts: Sequence[OpenAlert]) -> tuple[OpenAlert, ...]:
    """Those that are as they were when it was worked out what to tell, locked: what is told must be entered at once."""
    rows = ehr.execute(
        """
        select alert_id, opened_at, notified_at
        from ehr.alerts
        where alert_id = any(%s) and status = 'open'
        order by alert_id
        for update
        """,
        ([alert.alert_id for alert in alerts],),
    )
    unchanged = set(rows)
    return tuple(alert for alert in alerts if (alert.alert_id, alert.opened_at, alert.notified_at) in unchanged)


def _message_id(run: Run, digest: Digest, sender: str) -> str:
    """The same for the same alerts with the same history: that of the message whose answer was lost."""
    histories = sorted(
        (alert.alert_id, *(str(moment and moment.astimezone(UTC)) for moment in (alert.opened_at, alert.notified_at)))
        for alert in digest.alerts
    )
    return letters.message_id(sender, run.run_date.isoformat(), digest.group_name or "", json.dumps(histories))


def _enter(warehouse: psycopg.Connection, run: Run, digest: Digest, envelope: Envelope, subject: str, via: Via) -> None:
    warehouse.execute(
        """
        insert into quality.messages (
            message_id, run_id, run_date, group_name, recipients, sent_to, subject, alert_ids, sent_at, via
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (message_id) do nothing
        """,
        (
            envelope.message_id,
            run.run_id,
            run.run_date,
            digest.group_name,
            len(envelope.recipients),
            "data_quality" if digest.unreachable else "group",
            subject,
            [alert.alert_id for alert in digest.alerts],
            envelope.sent_at,
            via,
        ),
    )
