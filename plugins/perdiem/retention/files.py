"""Files in PERDIEM_HOME and in the store: deleted once they are older than they are to be kept, by when they were made.

What is called a log is one in the store as well: that of workers may be another home, or have the logs of tasks.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from perdiem.store import Folder, Store

# Where logs are that this product writes, and what it calls its files: nothing else is looked at.
LOGS = ("logs/**/*.log", "outbox/*.eml", "loads/*.csv")
REPORTS = ("reports/*.html",)
# Of a process that was killed; nobody reads them.
UNFINISHED = ("outbox/.*.tmp", "reports/.*.tmp", "loads/.*.tmp", "dbt/artifacts/*/.*.tmp")
MOST_FILES = 20_000  # a night
# Parts of Airflow write one log for as long as they run. What is longer loses all but its end.
LONGEST_LOG, END_OF_LOG = 50 * 2**20, 5 * 2**20


def prune(home: Path, store: Store, keep_logs_days: int, keep_runs_days: int, now: datetime) -> int:
    """Delete what is older than it is kept (0: for good) of logs, messages, lists of loads, reports; how many.

    Cuts what is too long of logs that are being written. Raises OSError.
    """
    deleted = 0
    for place in dict.fromkeys((Folder(home), store)):
        for patterns, days in ((LOGS, keep_logs_days), (REPORTS, keep_runs_days), (UNFINISHED, 1)):
            if days:
                deleted += _delete(place, patterns, (now - timedelta(days=days)).timestamp())
        if keep_logs_days and isinstance(place, Folder):
            _remove_empty_folders(place.path / "logs", (now - timedelta(days=1)).timestamp())
            for log in place.path.glob("logs/*.log"):
                _cut(log)
    return deleted


def _delete(place: Store, patterns: tuple[str, ...], before: float) -> int:
    found = (name for pattern in patterns for name in place.written_before(pattern, before))
    old = list(islice(found, MOST_FILES))
    for name in old:
        place.delete(name)
    return len(old)


def _remove_empty_folders(folder: Path, before: float) -> None:
    """Those that hold nothing any more: Airflow makes one a run and one a task. A new one is about to be filled."""
    for name, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it holds something
            if Path(name) != folder and Path(name).stat().st_mtime < before:
                Path(name).rmdir()


def _cut(log: Path) -> None:
    """Whoever writes it appends, and so goes on at its new end."""
    if log.is_symlink() or log.stat().st_size <= LONGEST_LOG:
        return
    with log.open("r+b") as file:
        file.seek(-END_OF_LOG, os.SEEK_END)
        end = file.read()
        file.seek(0)
        file.truncate()
        file.write(end[end.find(b"\n") + 1 :])
