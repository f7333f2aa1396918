"""A home of its own, as a new user makes one, and the commands behind the Makefile's targets on it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from perdiem.config import PROJECT_ROOT
from perdiem_local.environment import python_path


@dataclass(frozen=True)
class SampleHome:
    """A home that has run the first night of the sample clinic, and what that said."""

    path: Path
    first_night: subprocess.CompletedProcess[str]


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty PERDIEM_HOME; in the end all that runs in it is stopped, and it is deleted."""
    # Not pytest's own temporary folder: only its owner may enter that, and root's server runs as another user.
    with tempfile.TemporaryDirectory(prefix="perdiem-home-") as name:
        Path(name).chmod(0o711)
        try:
            yield Path(name)
        finally:
            command(Path(name), "remove")
            Path(name).mkdir(exist_ok=True)  # which deleted it


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
