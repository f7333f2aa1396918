"""Telling something once: lock it, send the message, enter it as told, and keep that the message was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import psycopg

from perdiem.mail.letters import Envelope
from perdiem.mail.transport import Post, Via, send
from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock


@dataclass(frozen=True)
class Message:
    """A message ready to be sent, and how to enter what it tells as told.

    `alert_ids` are those of the alerts that it tells, `group_name` the 510 group that it is for; `sent_to` is
    data_quality where the data-quality recipients get it, in place of a group or on their own account.
    """

    letter: EmailMessage
    envelope: Envelope
    enter_as_told: Callable[[], object]
    sent_to: Literal["group", "data_quality"]
    group_name: str | None = None
    alert_ids: Sequence[str] = ()


def deliver(
    database: psycopg.Connection,
    lock: Lock,
    compose: Callable[[], Message | None],
    warehouse: psycopg.Connection,
    run: Run,
    post: Post,
) -> Via | None:
    """Send what `compose` makes, and enter it as told as soon as it was accepted; None where nothing is to be told.

    `compose` looks under the lock, in a transaction of the `database` that says what was told: a second run beside this
    one waits, however long a mail server takes, and then finds it told. Only where the process ends between the
    server's answer and the entry is a message sent again, under the same Message-ID.

    Raises MailError if the message was not accepted; what it tells stays due.
    """
    with database.transaction():
        database.execute("set local idle_in_transaction_session_timeout = 0")  # a slow mail server is no idleness
        transactions.take_turns(database, lock)
        message = compose()
        if message is None:
            return None
        via = send(message.letter, post.settings, post.store)
        message.enter_as_told()
    # In this order: the entry is what keeps it from being told twice, and may be in another database.
    _keep(warehouse, run, message, via)
    return via


def _keep(warehouse: psycopg.Connection, run: Run, message: Message, via: Via) -> None:
    """Keep in quality.messages that it was sent, to how many and what it told of."""
    warehouse.execute(
        """
        insert into quality.messages (
            message_id, run_id, run_date, group_name, recipients, sent_to, subject, alert_ids, sent_at, via
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (message_id) do nothing
        """,
        (
            message.envelope.message_id,
            run.run_id,
            run.run_date,
            message.group_name,
            len(message.envelope.recipients),
            message.sent_to,
            message.letter["Subject"],
            list(message.alert_ids),
            message.envelope.sent_at,
            via,
        ),
    )
