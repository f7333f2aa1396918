"""Telling the data-quality recipients what newly fails, and entering that it was told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import psycopg

from perdiem.mail import letters
from perdiem.mail.addresses import usable_addresses
from perdiem.mail.deliver import Message
from perdiem.mail.deliver import deliver as deliver_message
from perdiem.mail.letters import Envelope
from perdiem.mail.transport import MailError, Post
from perdiem.quality import failures, messages
from perdiem.quality.failures import Found
from perdiem.runs import Run
from perdiem.warehouse.transactions import Lock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FailuresTold:
    """How many checks were told of as newly failing, and how many programs as newly left out."""

    checks: int
    programs: int


def deliver(warehouse: psycopg.Connection, run: Run, found: Found, post: Post, now: datetime) -> FailuresTold:
    """Send what was not told yet in one message, and enter it as told as soon as the message was accepted.

    Raises MailError if the message was not accepted; what it told of stays due.
    """
    told = FailuresTold(checks=0, programs=0)

    def compose() -> Message | None:
        nonlocal told
        new = failures.untold(warehouse, found)
        if not new:
            return None
        recipients = usable_addresses(post.data_quality_recipients)
        if not recipients:
            raise MailError("PERDIEM_DATA_QUALITY_RECIPIENTS holds no usable address")
        digest = failures.digest_of(found, new)
        told = FailuresTold(checks=len(digest.checks), programs=digest.left_out.programs if digest.left_out else 0)
        envelope = Envelope(post.sender, recipients, _message_id(new, post.sender), now, post.page, run.run_id)
        return Message(
            letter=messages.digest(digest, run.run_id, run.run_date, envelope),
            envelope=envelope,
            enter_as_told=partial(
                warehouse.execute,
                "update quality.failures set told_at = %s where failure_id = any(%s)",
                (now, list(new)),
            ),
            sent_to="data_quality",
        )

    via = deliver_message(warehouse, Lock.DATA_QUALITY, compose, warehouse, run, post)
    if via is not None:
        log.info("Told %d checks and %d programs by %s", told.checks, told.programs, via)
    return told


def _message_id(new: Mapping[str, datetime], sender: str) -> str:
    """The same for the same failures since the same moments: that of the message whose answer was lost."""
    history = (f"{failure_id} {found_at.astimezone(UTC)}" for failure_id, found_at in sorted(new.items()))
    return letters.message_id(sender, "data quality", *history)
