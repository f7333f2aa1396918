"""
# Plan of a changed set-up

Shows what a change of settings, groups or payers' rules would do before it counts: the last days are decided once
without it and once with it, in schemas of their own, and nothing else is written. The page *Rules and settings* starts
it; `make plan` does the same from the terminal. The figures stand on the page, with the change.
"""

import pendulum
from airflow.sdk import Param, dag, get_current_context, task

from perdiem import config, packages, tasks

packages.check()


@dag(
    dag_id=config.PLAN_DAG_ID,
    dag_display_name="Plan of a changed set-up",
    description="Decides the last days without a change of the set-up and with it, and writes nothing else.",
    doc_md=__doc__,
    schedule=None,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args={"owner": "billing", "execution_timeout": pendulum.duration(hours=2)},
    params={
        "change_id": Param("", type="string", title="Change", description="The id of a change that was proposed."),
        "run_date": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Run date",
            description="The night whose window is decided. Empty: that of the last night that published.",
        ),
    },
    tags=["billing", "set-up"],
)
def per_diem_set_up_plan():
    @task(task_display_name="Plan the change")
    def plan() -> dict:
        params = get_current_context()["params"]
        return tasks.plan_change(params["change_id"], params["run_date"])

    plan()


per_diem_set_up_plan()
