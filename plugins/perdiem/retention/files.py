"""Files in PERDIEM_HOME: deleted once they are older than they are to be kept, by when they were written last."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

# Where logs are that this product writes, and what it calls its files: nothing else in the home is looked at.
LOGS = ("logs/**/*.log", "outbox/*.eml", "loads/*.csv")
REPORTS = ("reports/*.html",)
UNFINISHED = ("outbox/.*.tmp", "reports/.*.tmp")  # of a process that was killed; nobody reads them
MOST_FILES = 20_000  # a night
# Parts of Airflow write one log for as long as they run. What is longer loses all but its end.
LONGEST_LOG, END_OF_LOG = 50 * 2**20, 5 * 2**20


def prune(home: Path, keep_logs_days: int, keep_runs_days: int, now: datetime) -> int:
    """Delete what is older than it is kept (0: for good) of logs, messages, lists of loads, reports; how many.

    Cuts what is too long of logs that are being written. Raises OSError.
    """
    deleted = 0
    for patterns, days in ((LOGS, keep_logs_days), (REPORTS, keep_runs_days), (UNFINISHED, 1)):
        if days:
            deleted += _delete(home, patterns, (now - timedelta(days=days)).timestamp())
    if keep_logs_days:
        _remove_empty_folders(home / "logs", (now - timedelta(days=1)).timestamp())
        for log in home.glob("logs/*.log"):
            _cut(log)
    return deleted


def _delete(home: Path, patterns: tuple[str, ...], before: float) -> int:
    deleted = 0
    for path in islice(_old(home, patterns, before), MOST_FILES):
        path.unlink(missing_ok=True)  # another night may have been quicker
        deleted += 1
    return deleted


def _old(home: Path, patterns: tuple[str, ...], before: float) -> Iterator[Path]:
    for pattern in patterns:
        for path in list(home.glob(pattern)):
            with suppress(FileNotFoundError):
                if not path.is_symlink() and path.is_file() and path.stat().st_mtime < before:
                    yield path


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
