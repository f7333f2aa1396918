"""What a failed task leaves behind: its error in quality.runs, the run's report, and a message to the data team."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


def report(context: Mapping[str, Any]) -> None:
    """Airflow's failure callback: once a task has failed for good, say so where people look.

    Never raises: what went wrong with the task is what Airflow must show.
    """
    from perdiem import connections, messages, runs
    from perdiem import report as reports

    run_id, task_id, error = context["run_id"], context["task_instance"].task_id, context.get("exception")
    now = datetime.now(UTC)
    try:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            runs.fail(warehouse, run_id, task_id, describe(error), now)
    except Exception as failure:
        log.error("Could not enter the failure in quality.runs: %s", describe(failure))
    path = reports.leave(run_id, messages.shown(error))
    try:
        _tell(context["dag"].dag_id, run_id, task_id, error, path, now)
    except Exception as failure:
        log.error("Could not tell the data-quality recipients of the failure: %s", describe(failure))


def _tell(
    dag_id: str, run_id: str, task_id: str, error: BaseException | None, report_path: Path | None, now: datetime
) -> None:
    from perdiem import addresses, config, letters, mail, messages

    post = mail.post_of(config.load())
    envelope = letters.Envelope(
        sender=post.sender,
        recipients=addresses.usable_addresses(post.data_quality_recipients),
        message_id=letters.message_id(post.sender, dag_id, run_id, task_id, now.isoformat()),
        sent_at=now,
        page=post.page,
        run_id=run_id,
    )
    notice = messages.failure_notice(
        dag_id, run_id, task_id, error, "the task's log in Airflow, and quality.runs", report_path, envelope
    )
    mail.send(notice, post.settings, post.outbox)


def describe(error: BaseException | None) -> str:
    """An error in one line. Of PostgreSQL's errors only what cannot hold the values of a row."""
    import psycopg

    from perdiem import transactions

    if error is None:
        return "no error was passed on; see the task's log"
    if isinstance(error, psycopg.Error):
        return transactions.without_values(error)
    return f"{type(error).__name__}: {error}"
