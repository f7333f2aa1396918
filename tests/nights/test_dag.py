"""The shape of the DAG: what the scheduler will make of it."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from perdiem import runs
from perdiem.config import DAG_ID, PLAN_DAG_ID, PROJECT_ROOT
from perdiem.task_guide import GUIDE, HAND_OVER, LOAD_SOURCE, TAKE_ANSWERS

DAGS = PROJECT_ROOT / "dags"
HEAVY = {"dbt", "great_expectations", "pandas", "psycopg"}


@pytest.fixture(scope="module")
def dag() -> Any:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(DAGS))
    assert bag.import_errors == {}
    assert set(bag.dags) == {DAG_ID, PLAN_DAG_ID}, "an empty bag has no import errors either"
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


def test_where_a_load_is_configured_it_comes_before_anything_is_checked_or_decided() -> None:
    code = """
import json, runpy, sys, airflow.sdk
before = set(sys.modules)
dag = runpy.run_path('dags/per_diem_billing.py')['DAG']
task = dag.get_task('load_source')
imported = {name.partition('.')[0] for name in set(sys.modules) - before}
upstream = {name: sorted(dag.get_task(name).upstream_task_ids) for name in ('load_source', 'check_source')}
print(json.dumps([upstream, task.trigger_rule, '`load_source`' in dag.doc_md, sorted(imported)]))"""
    shown = json.loads(run_python(code, {"PERDIEM_LOAD_FROM": "postgresql://nobody@127.0.0.1:1/nothing"}))
    upstream, trigger_rule, is_described, imported = shown
    assert upstream == {"load_source": ["plan_run"], "check_source": ["load_source", "plan_run"]}
    assert (trigger_rule, is_described) == ("all_success", True)
    assert not set(imported) & HEAVY


def test_where_the_ehr_takes_files_its_answers_come_before_the_load_and_only_what_is_proved_is_handed_over() -> None:
    code = """
import json, runpy, sys, airflow.sdk
before = set(sys.modules)
dag = runpy.run_path('dags/per_diem_billing.py')['DAG']
imported = {name.partition('.')[0] for name in set(sys.modules) - before}
tasks = ('take_answers', 'load_source', 'check_source', 'hand_over', 'notify_data_quality', 'notify_billers')
upstream = {name: sorted(dag.get_task(name).upstream_task_ids - {'plan_run'}) for name in tasks}
print(json.dumps([upstream, '`hand_over`' in dag.doc_md and '`take_answers`' in dag.doc_md, sorted(imported)]))"""
    environment = {"PERDIEM_LOAD_FROM": "/nowhere", "PERDIEM_WRITE_BACK": "files"}
    upstream, is_described, imported = json.loads(run_python(code, environment))
    assert upstream == {
        "take_answers": [],
        "load_source": ["take_answers"],
        "check_source": ["load_source"],
        "hand_over": ["check_published"],
        "notify_data_quality": ["hand_over"],
        "notify_billers": ["publish"],
    }
    assert is_described
    assert not set(imported) & HEAVY


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
    assert set(schemas) == {"run_date", "lookback_days", "dry_run", "refresh_history", "decide_all", "engine"}
    for name, param in schemas.items():
        assert param.schema["title"], name
        assert param.description, name
    assert dag.params["run_date"] is None
    assert dag.params["lookback_days"] == 90
    assert dag.params["dry_run"] is False
    assert dag.params["refresh_history"] is False
    assert dag.params["decide_all"] is False
    assert dag.params["engine"] == "postgres"


@pytest.mark.parametrize(
    ("conf", "told"),
    [
        ({"run_date": "2016-02-30"}, r"param run_date: '2016-02-30' is not a 'date'"),
        ({"run_date": "08/02/2016"}, r"param run_date: '08/02/2016' is not a 'date'"),
        ({"lookback_days": 36_501}, r"param lookback_days: 36501 is greater than the maximum of 36500"),
        ({"lookback_days": -1}, r"param lookback_days: -1 is less than the minimum of 0"),
        ({"lookback_days": "90"}, r"param lookback_days: '90' is not of type 'integer'"),
        ({"dry_run": "yes"}, r"param dry_run: 'yes' is not of type 'boolean'"),
        ({"refresh_history": 1}, r"param refresh_history: 1 is not of type 'boolean'"),
        ({"engine": "sqlite"}, r"param engine: 'sqlite' is not one of \['postgres', 'duckdb', 'spark'\]"),
    ],
    ids=str,
)
def test_a_param_that_cannot_be_used_is_named_with_its_value_and_what_is_expected(
    dag: Any, conf: dict[str, object], told: str
) -> None:
    from airflow.exceptions import ParamValidationError
    from airflow.serialization.serialized_objects import DagSerialization

    as_the_api_has_it = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    assert as_the_api_has_it.params.deep_merge({"run_date": "2016-08-02"}).validate()
    with pytest.raises(ParamValidationError, match=told):
        as_the_api_has_it.params.deep_merge(conf).validate()


@pytest.mark.parametrize(
    ("conf", "told"),
    [
        (
            {"run_dat": "2016-08-02"},
            "there is no param 'run_dat': expected run_date, lookback_days, dry_run, refresh_history, decide_all or "
            "engine",
        ),
        ({"run_date": "0016-08-02"}, "param run_date is '0016-08-02': expected a date from 1900-01-01 on"),
        ({"engine": "sqlite"}, "param engine is 'sqlite': expected postgres or duckdb or spark"),
    ],
    ids=str,
)
def test_what_airflow_lets_through_is_refused_before_anything_is_done(
    dag: Any, conf: dict[str, object], told: str
) -> None:
    assert set(runs.PARAMS) == set(dag.params)
    runs.check_params(dict(dag.params))
    with pytest.raises(runs.BadParam, match=f"^{re.escape(told)}$"):
        runs.check_params({**dag.params, **conf})


def test_every_task_retries_and_reports_its_failure(dag: Any) -> None:
    from perdiem import tasks

    for task in dag.tasks:
        assert task.retries == 2, task.task_id
        assert tasks.report_failure in task.on_failure_callback, task.task_id


def test_every_task_has_a_readable_name_and_says_what_its_failure_means_and_what_to_do(dag: Any) -> None:
    configured = {LOAD_SOURCE, TAKE_ANSWERS, HAND_OVER}
    assert set(GUIDE) == {*dag.task_ids, *configured}
    assert len({guide.name for guide in GUIDE.values()}) == len(GUIDE)
    for task_id, guide in GUIDE.items():
        if task_id in configured:
            assert f"`{task_id}`" not in dag.doc_md, "it is not configured"
            continue
        task = dag.get_task(task_id)
        assert task.task_display_name == guide.name
        assert all(said.strip() for said in vars(guide).values()), task_id
        for said in vars(guide).keys() - {"name"}:
            assert vars(guide)[said] in task.doc_md, task_id
        assert f"| `{task_id}` | {guide.does} |" in dag.doc_md


def test_tasks_stand_in_groups_and_keep_their_ids(dag: Any) -> None:
    groups = {name: set(group.children) for name, group in dag.task_group.get_task_group_dict().items() if name}
    assert groups == {
        "source": {"plan_run", "check_source"},
        "decision": {"give_back_voided", "decide", "check_decisions"},
        "billing": {"write_back", "publish", "check_published"},
        "telling": {"notify_billers", "notify_data_quality"},
    }


def test_the_owner_of_every_task_can_be_written_to(dag: Any) -> None:
    assert {task.owner for task in dag.tasks} == set(dag.owner_links)
    code = "import runpy; print(runpy.run_path('dags/per_diem_billing.py')['DAG'].owner_links)"
    recipients = "ann@example.org, nobody, bob&co@example.org"
    shown = run_python(code, {"PERDIEM_DATA_QUALITY_RECIPIENTS": recipients})
    assert shown == "{'billing': 'mailto:ann@example.org,bob%26co@example.org'}"


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


def test_a_night_has_the_hour_that_is_set_as_its_deadline_and_none_otherwise(dag: Any) -> None:
    assert not dag.deadline
    code = """
import runpy
[deadline] = runpy.run_path('dags/per_diem_billing.py')['DAG'].deadline
from airflow.serialization.serialized_objects import DagSerialization
print(deadline.interval.total_seconds() / 3600, deadline.callback.path)"""
    for run_hour, published_by, hours in (
        ("0", "6", 6.0),
        ("22", "6", 8.0),
        ("5", "5", 24.0),
    ):
        shown = run_python(code, {"PERDIEM_RUN_HOUR": run_hour, "PERDIEM_PUBLISHED_BY": published_by})
        assert shown == f"{hours} perdiem.tasks.report_late"


def test_reading_the_dag_file_imports_nothing_heavy() -> None:
    code = (
        "import sys, airflow.sdk; before = set(sys.modules); import runpy; runpy.run_path('dags/per_diem_billing.py');"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    imported = set(run_python(code, {}).split())
    assert "perdiem" in imported
    assert not imported & HEAVY


def test_a_run_leads_to_its_page_and_its_report_and_no_other_dag_s_run_does() -> None:
    code = """
import sys, json, airflow.sdk
before = set(sys.modules)
from airflow import plugins_manager
plugins, errors = plugins_manager._get_plugins()
from airflow.models.taskinstancekey import TaskInstanceKey
links = plugins_manager.get_global_operator_extra_links()
def address(link, dag_id):
    return link.get_link(None, ti_key=TaskInstanceKey(dag_id, "decide", "manual__2016-08-02T02:00:00+00:00"))
print(json.dumps({
    "errors": errors,
    "sources": sorted(str(plugin.source) for plugin in plugins if plugin.source),
    "links": {link.name: address(link, "per_diem_billing") for link in links},
    "of_others": [address(link, "another") for link in links],
    "tabs": [view["href"] for plugin in plugins for view in plugin.external_views if view["destination"] == "dag_run"],
    "imported": sorted({name.partition(".")[0] for name in set(sys.modules) - before}),
}))
"""
    environment = {
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "AIRFLOW__API__BASE_URL": "https://example.org/airflow/",
    }
    found = json.loads(run_python(code, environment))
    run_id = "manual__2016-08-02T02%3A00%3A00%2B00%3A00"
    assert found["errors"] == {}
    assert "$PLUGINS_FOLDER/run_links.py" in found["sources"]
    assert not [source for source in found["sources"] if "perdiem/" in source], "the package is no plugin"
    assert found["links"] == {
        "Page of this run": f"/airflow/plugin/per-diem-billing/per-diem-billing/?run_id={run_id}",
        "Report of this run": f"/airflow/per-diem-billing/reports/{run_id}",
    }
    assert found["of_others"] == ["", ""]
    assert found["tabs"] == ["per-diem-billing/?run_id={RUN_ID}"]
    assert not set(found["imported"]) & HEAVY


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
