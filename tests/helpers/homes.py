"""A home of its own, as a new user makes one, and the commands behind the Makefile's targets on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from perdiem.config import PROJECT_ROOT
from perdiem_local.environment import python_path

# Files that are kept in memory, on Linux; what the servers of all tests may come to in it, in bytes.
MEMORY, ROOM_OF_TESTS = Path("/dev/shm"), 6 * 2**30


@dataclass(frozen=True)
class SampleHome:
    """A home that has run the first night of the sample clinic, and what that said."""

    path: Path
    first_night: subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class SampleAirflow:
    """Airflow that is up in such a home: the URL of its UI, and the hour of its nights."""

    url: str
    run_hour: int


@dataclass(frozen=True)
class NewClinic:
    """A home that is up, its database and Airflow, what its commands printed, and all command lines meanwhile."""

    path: Path
    url: str
    airflow: str
    printed: str
    command_lines: set[str]


@contextmanager
def server_folder(prefix: str) -> Iterator[Path]:
    """An empty folder for a home with a server, deleted in the end: in memory, where there is room.

    A test's database is three hundred files, and a night makes as many: on a disk they cost more than its queries.
    """
    # Not pytest's own temporary folder: only its owner may enter that, and root's server runs as another user.
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_OF_TESTS
    with tempfile.TemporaryDirectory(prefix=prefix, dir=MEMORY if has_room else None) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty PERDIEM_HOME; in the end all that runs in it is stopped, and it is deleted."""
    with server_folder("perdiem-home-") as home:
        try:
            yield home
        finally:
            command(home, "remove")
            home.mkdir(exist_ok=True)  # which deleted it


def command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands to its end, with more of an environment."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PERDIEM"))}
    return subprocess.run(
        [sys.executable, "-m", "perdiem_local", *arguments],
        cwd=PROJECT_ROOT,
        env={**ours, "PERDIEM_HOME": str(home), "PYTHONPATH": python_path({}), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def up(home: Path, **environment: str) -> tuple[str, str]:
    """Bring Airflow up; the URL of its UI, and all that the command printed."""
    came_up = command(home, "up", **environment)
    assert came_up.returncode == 0, came_up.stdout + came_up.stderr
    [url] = re.findall(r"(?m)^Airflow +(http://\S+)$", came_up.stdout)
    return url, came_up.stdout + came_up.stderr


@contextmanager
def command_lines() -> Iterator[set[str]]:
    """Every command line that any process has meanwhile; all are there in the end."""
    seen: set[str] = set()
    over = threading.Event()

    def look() -> None:
        looks: dict[int, int] = {}
        while not over.wait(0.05):
            looks = {pid: looks.get(pid, 0) + 1 for pid in psutil.pids()}
            for pid, times in looks.items():
                # One that is new may soon run another program; one that stays is looked at once a second.
                if times <= 40 or times % 20 == 0:
                    with suppress(psutil.Error):
                        seen.add(" ".join(psutil.Process(pid).cmdline()))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
