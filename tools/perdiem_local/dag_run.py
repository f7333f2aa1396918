"""Starts one run of the nightly DAG in Airflow; `make run` calls it as a child process.

`whole` runs it to its end in this process, without a scheduler; `trigger` leaves it to the scheduler that is up:

    python -m perdiem_local.dag_run whole '{"run_after": "2016-08-02T02:00:00+00:00", "conf": {"dry_run": true}}'
"""

import gc
import json
import os
import sys
from datetime import datetime
from typing import Any

from perdiem.config import DAG_ID, PROJECT_ROOT


def run_whole(run_after: datetime, conf: dict[str, Any]) -> bool:
    """Run the DAG, known by its `run_after`, and return whether it succeeded."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(PROJECT_ROOT / "dags" / f"{DAG_ID}.py")
    if bag.import_errors:
        raise SystemExit("\n".join(bag.import_errors.values()))
    run = bag.dags[DAG_ID].test(run_after=run_after, logical_date=None, run_conf=conf)
    return str(run.state) == "success"


def trigger(run_after: datetime, conf: dict[str, Any]) -> bool:
    """Enter a run for the scheduler to take up, known by its `run_after`."""
    from airflow.api.common.trigger_dag import trigger_dag
    from airflow.utils.types import DagRunTriggeredByType

    return trigger_dag(DAG_ID, triggered_by=DagRunTriggeredByType.CLI, run_after=run_after, conf=conf) is not None


if __name__ == "__main__":
    # Most of what a night makes stays: modules, parsed projects, tables of Airflow's API. To look through all of it for
    # garbage, again and again as it grows, is a fifth of the night of a small clinic. What is young is still looked at.
    gc.set_threshold(200_000, 10, 1_000)
    start = {"whole": run_whole, "trigger": trigger}[sys.argv[1]]
    request = json.loads(sys.argv[2])
    succeeded = start(datetime.fromisoformat(request["run_after"]), request["conf"])
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is committed; to take Airflow, dbt and Great Expectations down properly costs another second.
    os._exit(0 if succeeded else 1)
