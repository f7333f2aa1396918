"""Runs sqlfluff over dbt_project: python -m perdiem_local.sql_style lint (or fix).

It reads the SQL as dbt compiles it, and dbt does not compile without a database: this gives it an empty one.
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import dbt
from perdiem_local import postgres


def main(arguments: list[str]) -> int:
    night = Run(run_id="sqlfluff", run_date=date.min, lookback_days=0, dry_run=True, today=date.min)
    with tempfile.TemporaryDirectory(prefix="perdiem-sqlfluff-") as name:
        home = Path(name)
        home.chmod(0o711)  # PostgreSQL may run as another user
        try:
            environment = dbt.environment(postgres.start(home, fsync=False), night, home / "dbt")
            command = [sys.executable, "-m", "sqlfluff", *arguments, "--disable-progress-bar", str(config.DBT_PROJECT)]
            return subprocess.run(
                command, cwd=config.PROJECT_ROOT, env=os.environ | environment, check=False
            ).returncode
        finally:
            postgres.remove(home)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
