"""Telling each 510 group its digest, and entering that it was told."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import psycopg

from perdiem.alerts import messages
from perdiem.alerts.alert import Alert
from perdiem.alerts.digests import Digest
from perdiem.alerts.messages import Beside
from perdiem.mail import letters
from perdiem.mail.addresses import usable_addresses
from perdiem.mail.deliver import Message
from perdiem.mail.deliver import deliver as deliver_message
from perdiem.mail.letters import Envelope
from perdiem.mail.transport import MailError, Post
from perdiem.runs import Run
from perdiem.warehouse.transactions import Lock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AlertsTold:
    """How many messages were accepted, and how many alerts they held."""

    messages: int
    alerts_told: int


def deliver(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    run: Run,
    digests: Sequence[Digest],
    beside: Beside,
    post: Post,
    now: datetime,
) -> AlertsTold:
    """Send each digest, and enter its alerts as told as soon as the message was accepted.

    A digest that is not accepted holds up no other, and is due again in the next run.

    Raises MailError once all were tried, if any was not accepted.
    """
    alerts_told = []
    failures = []
    for digest in digests:
        try:
            alerts_told.append(_tell(ehr, warehouse, run, digest, beside, post, now))
        except MailError as error:
            log.warning("A message with %d alerts was not accepted: %s", len(digest.alerts), error)
            failures.append(error)
    if failures:
        raise MailError(
            f"{len(failures)} of {len(digests)} messages were not accepted, and stay due; the first: {failures[0]}"
        ) from failures[0]
    return AlertsTold(messages=sum(count > 0 for count in alerts_told), alerts_told=sum(alerts_told))


def _tell(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    run: Run,
    digest: Digest,
    beside: Beside,
    post: Post,
    now: datetime,
) -> int:
    """Send one digest and enter it. Returns the number of alerts told: 0 where another run told them meanwhile."""
    recipients = digest.recipients or usable_addresses(post.data_quality_recipients)
    if not recipients:
        raise MailError("PERDIEM_DATA_QUALITY_RECIPIENTS holds no usable address")
    told: list[str] = []

    def compose() -> Message | None:
        due = replace(digest, alerts=_still_due(ehr, digest.alerts))
        told.extend(alert.alert_id for alert in due.alerts)
        if not told:
            return None
        envelope = Envelope(post.sender, recipients, _message_id(run, due, post.sender), now, post.page, run.run_id)
        return Message(
            letter=messages.digest(due.alerts, due.waiting, beside, run.run_date, due.unreachable, envelope),
            envelope=envelope,
            enter_as_told=partial(
                ehr.execute,
                # Not before it expired, which another run may have found a moment later than this one: told once.
                "update ehr.alerts set notified_at = greatest(%s, resolved_at) where alert_id = any(%s)",
                (now, told),
            ),
            sent_to="data_quality" if due.unreachable else "group",
            group_name=due.group_name,
            alert_ids=told,
        )

    via = deliver_message(ehr, Lock.ALERTS, compose, warehouse, run, post)
    if via is not None:
        log.info("Told %d alerts to %d recipients by %s", len(told), len(recipients), via)
    return len(told)


def _still_due(ehr: psycopg.Connection, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Those that are as they were when it was worked out what to tell, locked: what is told must be entered at once."""
    rows = ehr.execute(
        """
        select alert_id, opened_at, notified_at, status = 'expired'
        from ehr.alerts
        where alert_id = any(%s) and status in ('open', 'expired')
        order by alert_id
        for update
        """,
        ([alert.alert_id for alert in alerts],),
    )
    unchanged = set(rows)
    return tuple(
        alert for alert in alerts if (alert.alert_id, alert.opened_at, alert.notified_at, alert.is_expired) in unchanged
    )


def _message_id(run: Run, digest: Digest, sender: str) -> str:
    """The same for the same alerts with the same history: that of the message whose answer was lost."""
    histories = sorted(
        (
            alert.alert_id,
            *(str(moment and moment.astimezone(UTC)) for moment in (alert.opened_at, alert.notified_at)),
            str(alert.is_expired),
        )
        for alert in digest.alerts
    )
    return letters.message_id(sender, run.run_date.isoformat(), digest.group_name or "", json.dumps(histories))
