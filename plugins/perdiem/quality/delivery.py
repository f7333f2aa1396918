"""Telling the data-quality recipients what newly fails, and entering that it was told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from perdiem.mail import letters
from perdiem.mail.addresses import usable_addresses
from perdiem.mail.letters import Envelope
from perdiem.mail.transport import MailError, Post, send
from perdiem.quality import failures, messages
from perdiem.quality.failures import Found
from perdiem.runs import Run

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """How many checks were told of as newly failing, and how many programs as newly left out."""

    checks: int
    programs: int


def deliver(warehouse: psycopg.Connection, run: Run, found: Found, post: Post, now: datetime) -> Told:
    """Send what was not told yet in one message, and enter it as told as soon as the message was accepted.

    What was told is not told again: a second run beside this one waits for it, then finds it told. Only where the
    process ends between the server's answer and the entry is the message sent again, under the same Message-ID.

    Raises MailError if the message was not accepted; what it told of stays due.
    """
    with warehouse.transaction():
        warehouse.execute("set local idle_in_transaction_session_timeout = 0")  # a slow mail server is no idleness
        failures.take_turns(warehouse)
        new = failures.untold(warehouse, found)
        if not new:
            return Told(checks=0, programs=0)
        recipients = usable_addresses(post.data_quality_recipients)
        if not recipients:
            raise MailError("PERDIEM_DATA_QUALITY_RECIPIENTS holds no usable address")
        digest = failures.digest_of(found, new)
        envelope = Envelope(post.sender, recipients, _message_id(new, post.sender), now, post.page, run.run_id)
        message = messages.digest(digest, run.run_id, run.run_date, envelope)
        via = send(message, post.settings, post.outbox)
        warehouse.execute("update quality.failures set told_at = %s where failure_id = any(%s)", (now, list(new)))
        warehouse.execute(
            """
            insert into quality.messages (
                message_id, run_id, run_date, recipients, sent_to, subject, alert_ids, sent_at, via
            )
            values (%s, %s, %s, %s, 'data_quality', %s, '{}', %s, %s)
            """,
            (envelope.message_id, run.run_id, run.run_date, len(recipients), message["Subject"], now, via),
        )
    told = Told(checks=len(digest.checks), programs=digest.left_out.programs if digest.left_out else 0)
    log.info("Told %d checks and %d programs to %d recipients by %s", told.checks, told.programs, len(recipients), via)
    return told


def _message_id(new: Mapping[str, datetime], sender: str) -> str:
    """The same for the same failures since the same moments: that of the message whose answer was lost."""
    history = (f"{failure_id} {found_at.astimezone(UTC)}" for failure_id, found_at in sorted(new.items()))
    return letters.message_id(sender, "data quality", *history)
