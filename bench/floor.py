"""What a night costs before it does anything: an empty `airflow dags test`, and a `dbt build` of twelve tiny models."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench import home
from perdiem.config import DBT_PROJECT, FIRST_RUN_DATE
from perdiem.runs import Run
from perdiem.warehouse import dbt
from perdiem_local import postgres
from perdiem_local.home import folder
from perdiem_local.installation import Installation

MODELS = 12

DAG = """\
import pendulum
from airflow.sdk import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2016, 1, 1, tz="UTC"), catchup=False)
def empty_night():
    @task
    def nothing():
        pass

    nothing()


empty_night()
"""
PROJECT = """\
name: floor
version: "1.0.0"
config-version: 2
profile: perdiem
models:
  floor:
    +materialized: table
"""


def measure(installation: Installation) -> tuple[float, float]:
    """Seconds of the empty `dags test`, and of the `dbt build`, each after one that nobody counts."""
    place = folder(installation.home, "floor")
    dags, models = folder(place, "dags"), folder(place, "dbt", "models")
    (dags / "empty_night.py").write_text(DAG)
    (place / "dbt" / "dbt_project.yml").write_text(PROJECT)
    for number in range(MODELS):
        (models / f"model_{number:02}.sql").write_text("select 1 as one\n")

    nowhere = {"AIRFLOW__CORE__PLUGINS_FOLDER": str(folder(place, "plugins")), "AIRFLOW__CORE__DAGS_FOLDER": str(dags)}
    run = Run(run_id="floor", run_date=FIRST_RUN_DATE, lookback_days=0, dry_run=True, today=FIRST_RUN_DATE)
    of_dbt = dbt.environment(postgres.url(installation.home, "postgres"), run, place / "state")
    project = str(place / "dbt")
    build = ["build", "--project-dir", project, "--profiles-dir", str(DBT_PROJECT)]
    return (
        _seconds([sys.executable, "-m", "airflow", "dags", "test", "empty_night"], installation.environment | nowhere),
        _seconds([str(Path(sys.executable).with_name("dbt")), *build], installation.environment | of_dbt),
    )


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    for _ in range(2):
        start = time.monotonic()
        result = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        seconds = time.monotonic() - start
        if result.returncode != 0:
            home.tell(f"{command[1:]} failed: {(result.stdout + result.stderr)[-2000:]}")
            raise subprocess.CalledProcessError(result.returncode, command)
    return seconds
