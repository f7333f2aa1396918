"""What the data-quality recipients are told of a run that failed. Composing is pure; sending is elsewhere."""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import quote

from perdiem.mail.letters import Envelope, compose, heading, one_line, wrapped
from perdiem.warehouse import errors


def failure_notice(
    dag_id: str,
    run_id: str,
    task_id: str,
    error: BaseException | None,
    what_to_do: str,
    log_address: str,
    report: str | None,
    envelope: Envelope,
) -> EmailMessage:
    """Compose what the data-quality recipients are told of a task that failed for good; `report` is the run's, if any.

    `log_address` is where Airflow's UI has the log of the task.

    The text of an error is given only where it is one of our own, which hold counts and the names of settings, tables
    and checks: that of a database or a tool may quote the row that it failed on.
    """
    lines = [
        "A task of the nightly per-diem billing failed. What was finished stays as it",
        "is, and running the night again is safe.",
        "",
        f"DAG:    {one_line(dag_id)}",
        f"run:    {one_line(run_id)}",
        f"task:   {one_line(task_id)}",
        f"time:   {envelope.sent_at.isoformat(timespec='seconds')}",
        f"error:  {one_line(errors.for_people(error))}",
        f"log:    {one_line(log_address)}",
        *([f"report: {one_line(report)}"] if report else []),
        *([f"page:   {envelope.page}/?run_id={quote(run_id, safe='')}"] if envelope.page else []),
        *heading("What to do"),
        *wrapped(what_to_do),
    ]
    return compose("Per-diem billing: a run failed", lines, envelope)
