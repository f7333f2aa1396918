"""The shape of the DAG: what the scheduler will make of it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import Any

import pytest

from perdiem.config import PROJECT_ROOT

DAGS = PROJECT_ROOT / "dags"
HEAVY = {"dbt", "great_expectations", "pandas", "psycopg"}


@pytest.fixture(scope="module")
def dag() -> Any:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(DAGS))
    assert bag.import_errors == {}
    assert set(bag.dags) == {"per_diem_billing"}, "an empty bag has no import errors either"
    return bag.dags["per_diem_billing"]


def test_the_tasks_run_in_the_order_of_the_night(dag: Any) -> None:
    order = [
        "plan_run",
        "check_source",
        "give_back_voided",
        "decide",
        "check_decisions",
        "write_back",
        "publish",
        "check_published",
        "notify_data_quality",
        "close_run",
    ]
    assert set(dag.task_ids) == {*order, "notify_billers"}
    for before, after in itertools.pairwise(order):
        assert before in dag.get_task(after).upstream_task_ids, f"{after} must wait for {before}"
    assert dag.get_task("notify_billers").upstream_task_ids == {"plan_run", "publish"}, (
        "a failed gate must not silence it"
    )
    assert "notify_billers" in dag.get_task("close_run").upstream_task_ids


def test_nothing_is_written_before_both_gates_have_passed(dag: Any) -> None:
    upstream = dag.get_task("write_back").get_flat_relative_ids(upstream=True)
    assert {"check_source", "check_decisions"} <= upstream
    assert dag.get_task("check_source").get_flat_relative_ids(upstream=True) == {"plan_run"}
    for task in dag.tasks:
        assert task.trigger_rule == "all_success", f"{task.task_id} would run after a failed check"


def test_one_night_runs_at_a_time_and_the_past_only_when_asked_for(dag: Any) -> None:
    assert dag.max_active_runs == 1
    assert dag.catchup is False


def test_the_trigger_form_explains_its_parameters(dag: Any) -> None:
    schemas = {name: dag.params.get_param(name) for name in dag.params}
    assert set(schemas) == {"run_date", "lookback_days", "dry_run", "refresh_history"}
    for name, param in schemas.items():
        assert param.schema["title"], name
        assert param.description, name
    assert dag.params["run_date"] is None
    assert dag.params["lookback_days"] == 90
    assert dag.params["dry_run"] is False
    assert dag.params["refresh_history"] is False


def test_every_task_retries_and_reports_its_failure(dag: Any) -> None:
    from perdiem import failures

    for task in dag.tasks:
        assert task.retries == 2, task.task_id
        assert failures.report in task.on_failure_callback, task.task_id
        assert task.doc or task.doc_md, f"{task.task_id} does not say what it does"


def test_the_marts_are_emitted_as_assets_once_they_are_checked(dag: Any) -> None:
    outlets = {outlet.uri for outlet in dag.get_task("check_published").outlets}
    marts = {"fct_per_diem_days", "dim_authorizations", "fct_billing_items", "rpt_billing_audit"}
    assert outlets == {f"perdiem://marts/{mart}" for mart in marts}
    assert [task.task_id for task in dag.tasks if task.outlets] == ["check_published"]


def test_the_schedule_follows_the_configured_time_zone_and_hour() -> None:
    code = (
        "import runpy; dag = runpy.run_path('dags/per_diem_billing.py')['DAG'];print(dag.schedule, dag.timezone.name)"
    )
    shown = run_python(code, {"PERDIEM_TIME_ZONE": "America/Phoenix", "PERDIEM_RUN_HOUR": "4"})
    assert shown == "0 4 * * * America/Phoenix"


def test_reading_the_dag_file_imports_nothing_heavy() -> None:
    code = (
        "import sys, airflow.sdk; before = set(sys.modules); import runpy; runpy.run_path('dags/per_diem_billing.py');"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    imported = set(run_python(code, {}).split())
    assert "perdiem" in imported
    assert not imported & HEAVY


def run_python(code: str, environment: dict[str, str]) -> str:
    """Run code in a new interpreter, as the DAG processor would, and return the last line that it prints."""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.strip().splitlines()[-1]
