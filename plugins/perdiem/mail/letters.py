"""The form of every message: plain text in ASCII, from one sender, with an id that shows a copy as one."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote

WIDTH = 78
LONGEST_LINE = 900  # RFC 5321 allows 998


@dataclass(frozen=True)
class Envelope:
    """From whom, to whom, under which id and when (with a time zone). The addresses are usable ones."""

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    sent_at: datetime
    page: str = ""  # the URL of the page in Airflow's UI; empty where nobody knows it
    run_id: str = ""  # of the run that sends it

    @property
    def report(self) -> str:
        """The URL of the run's report, which is there once the run has ended."""
        return f"{self.page}/reports/{quote(self.run_id, safe='')}"


def message_id(sender: str, *what: str) -> str:
    """The Message-ID of what is told: the same for the same, so that a copy can be recognised as one."""
    digits = hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]
    return f"<{digits}@{sender.partition('@')[2]}>"


def compose(subject: str, lines: Sequence[str], envelope: Envelope) -> EmailMessage:
    """A plain text message. Raises ValueError for an address or an id that would break out of its header."""
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = subject
    message["From"] = envelope.sender
    message["To"] = ", ".join(envelope.recipients)
    message["Date"] = format_datetime(envelope.sent_at)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    message.set_content("\n".join(lines) + "\n", charset="us-ascii", cte="7bit")
    return message


def heading(text: str) -> tuple[str, ...]:
    """A line of its own, underlined, after an empty one."""
    return ("", text, "-" * len(text))


def wrapped(text: str, indent: str = "") -> list[str]:
    """A paragraph in lines that fit."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def one_line(text: str) -> str:
    """One line of printable ASCII, of bounded length."""
    line = "".join(character if character.isascii() and character.isprintable() else "?" for character in text)
    return textwrap.shorten(line, LONGEST_LINE, placeholder=" ...")


def counted(count: int, word: str) -> str:
    """A number with its word, which takes an s in the plural."""
    return f"{count} {word}" + ("" if count == 1 else "s")
