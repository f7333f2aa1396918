"""dbt's own command line on a home's warehouse: `make dbt`, and what other commands here ask of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import dbt
from perdiem_local.installation import Installation

# What makes tables is a night's: it enters its run, and holds the locks that keep another's decision.
CHANGES_NOTHING = ("compile", "debug", "list", "ls", "parse", "source")


class NotByHand(Exception):
    """A command of dbt's that changes the warehouse; the message names those that do not."""


def check(arguments: Sequence[str]) -> None:
    """Raise NotByHand for a command that is for nights alone."""
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    if command not in CHANGES_NOTHING:
        raise NotByHand(f"dbt {command}: expected {', '.join(CHANGES_NOTHING)}, which change nothing; nights build")


def run(
    installation: Installation,
    arguments: Sequence[str],
    state: Path,
    *,
    log_level: str = "info",
    captured: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with what it keeps in `state`: not that of nights, one of which may be running."""
    settings = config.load(installation.environment)
    today = datetime.now(settings.time_zone).date()
    as_of = Run("by hand", today, settings.lookback_days, dry_run=True, today=today)
    environment = dbt.environment(installation.connection_url("perdiem_warehouse"), as_of, state)
    folders = ["--project-dir", str(config.DBT_PROJECT), "--profiles-dir", str(config.DBT_PROJECT)]
    return subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), *arguments, *folders],
        env={**os.environ, **environment, "DBT_LOG_LEVEL": log_level, "DBT_WRITE_JSON": "true"},
        capture_output=captured,
        text=True,
        check=False,
    )
