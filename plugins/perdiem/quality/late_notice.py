"""What the data-quality recipients are told of a night that is late. Composing is pure; sending is elsewhere."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from urllib.parse import quote

from perdiem.mail.letters import Envelope, compose, heading, one_line, wrapped


def late_notice(run_date: date, published_by: int, run_address: str, envelope: Envelope) -> EmailMessage:
    """Compose what the data-quality recipients are told of a night that has not published by an hour, 0 to 23.

    `run_address` is where Airflow's UI has the run.
    """
    lines = [
        *wrapped(f"The night of {run_date} is not published, and was to be by {published_by}:00."),
        *wrapped("The page and the marts still show the night before it."),
        "",
        f"run:    {one_line(envelope.run_id)}",
        f"time:   {envelope.sent_at.isoformat(timespec='seconds')}",
        f"log:    {one_line(run_address)}",
        *([f"page:   {envelope.page}/?run_id={quote(envelope.run_id, safe='')}"] if envelope.page else []),
        *heading("What to do"),
        *wrapped(
            "See in Airflow what the run is doing. Where a task has failed, another message said so: mend it and clear "
            "the task. Where one runs for long, its log and the sessions of the database say what it waits for. Where "
            "none has begun, another night is under way, or the scheduler was down."
        ),
    ]
    return compose("Per-diem billing: a night is late", lines, envelope)
