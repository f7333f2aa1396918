"""
# Per-diem billing

Every night this writes one billable note for each client's day of care that has reached its program's threshold, under
the one code for which the client has a valid authorization with units left, and tells the billers what it could not
bill. It decides every due day of its window anew, so that late notes and late authorizations are picked up.

**To decide a day again**, trigger the DAG with the run date of your choice, or clear a run: running a night twice
changes nothing. For a range of nights use a backfill. **After a failure** nothing is half written: the write-back is
one transaction, and the next run decides every day of the window again. What failed stands in `quality.runs`, row by
row in `quality.check_results` and in the log of the task; each task's documentation says what to do. Every run, a
failed one too, leaves a report: *Report of this run*, beside each of its tasks, leads to it.
"""

from datetime import timedelta
from urllib.parse import quote

import pendulum
from airflow.sdk import (
    Asset,
    AsyncCallback,
    DeadlineAlert,
    DeadlineReference,
    Param,
    TaskGroup,
    chain,
    dag,
    get_current_context,
    task,
)

from perdiem import config, packages, runs, task_guide, tasks
from perdiem.mail import addresses
from perdiem.runs import Run

packages.check()

CONFIG = config.load()

MARTS = [
    Asset(f"perdiem://marts/{mart}")
    for mart in ("fct_per_diem_days", "dim_authorizations", "fct_billing_items", "rpt_billing_audit")
]

OWNERS = ",".join(quote(address, safe="@") for address in addresses.usable_addresses(CONFIG.data_quality_recipients))


PUBLISHED_BY = [
    DeadlineAlert(
        DeadlineReference.DAGRUN_LOGICAL_DATE,
        interval=timedelta(hours=hours),
        callback=AsyncCallback(tasks.report_late),
        name="published",
    )
    for hours in (CONFIG.hours_to_publish,)
    if hours is not None
]


def documented(task_id: str) -> dict:
    """What people see of a task in Airflow's UI, as arguments of its decorator."""
    guide = task_guide.GUIDE[task_id]
    return {"task_display_name": guide.name, "doc_md": guide.markdown()}


def group(name: str, tooltip: str) -> TaskGroup:
    """A group for the eye: its tasks keep their ids."""
    return TaskGroup(name, group_display_name=name.capitalize(), tooltip=tooltip, prefix_group_id=False)


@dag(
    dag_display_name="Per-diem billing",
    description="Bills each client's day of care that may be billed, and alerts on each that cannot be.",
    doc_md=f"{__doc__}\n{task_guide.table(loads=bool(CONFIG.load_from), hands_over_files=CONFIG.hands_over_files)}\n",
    schedule=f"0 {CONFIG.run_hour} * * *",
    start_date=pendulum.datetime(2016, 1, 1, tz=CONFIG.time_zone.key),
    catchup=False,
    max_active_runs=1,
    deadline=PUBLISHED_BY,
    default_args={
        "owner": "billing",
        "retries": CONFIG.retries,
        "retry_delay": pendulum.duration(minutes=1),
        # A whole night of millions of notes takes minutes: by then something hangs that no other limit has ended.
        "execution_timeout": pendulum.duration(hours=2),
        "on_failure_callback": tasks.report_failure,
    },
    params={
        "run_date": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Run date",
            description=f"The night to run, as YYYY-MM-DD, from {config.FIRST_RUN_DATE} on. "
            "Empty: the night that the run is scheduled for, or today.",
        ),
        "lookback_days": Param(
            CONFIG.lookback_days,
            type="integer",
            minimum=0,
            maximum=config.LONGEST_LOOKBACK_DAYS,
            title="Days to look back",
            description="How many days before the run date a service date may lie to be decided again, "
            f"0 to {config.LONGEST_LOOKBACK_DAYS}.",
        ),
        "dry_run": Param(
            False,
            type="boolean",
            title="Dry run",
            description="Write nothing to the EHR and send nothing; show what would be written as pending.",
        ),
        "refresh_history": Param(
            False,
            type="boolean",
            title="Refresh history",
            description="Compute the billing items of the whole history anew, as after a payer's rule was corrected.",
        ),
        "decide_all": Param(
            False,
            type="boolean",
            title="Decide all",
            description="Decide all days of the window, those on which nothing changed as well, and fail where one "
            "comes out otherwise than it was carried over. Happens once a week by itself.",
        ),
        "engine": Param(
            runs.ENGINES[0],
            enum=list(runs.ENGINES),
            title="Engine",
            description="What builds the billing items of the whole history, where the run does: the warehouse itself "
            "(postgres), DuckDB beside it (duckdb), which spares it most of that, or a Spark cluster (spark). "
            "All else is the warehouse's.",
        ),
    },
    owner_links={"billing": f"mailto:{OWNERS}"} if OWNERS else {},
    tags=["billing", "nightly"],
)
def per_diem_billing():
    @task(**documented("plan_run"))
    def plan_run() -> dict:
        context = get_current_context()
        is_scheduled = context["dag_run"].run_type == "scheduled"
        return tasks.plan_run(
            context["run_id"], context["params"], context.get("logical_date"), is_scheduled=is_scheduled
        ).to_json()

    @task(**documented("take_answers"))
    def take_answers(run: dict) -> dict:
        return tasks.take_answers(Run.from_json(run))

    @task(**documented("load_source"))
    def load_source(run: dict) -> dict:
        return tasks.load_source(Run.from_json(run))

    @task(**documented("check_source"))
    def check_source(run: dict) -> dict:
        return tasks.check("ehr_source", Run.from_json(run))

    @task(**documented("give_back_voided"))
    def give_back_voided(run: dict) -> dict:
        return tasks.give_back_voided(Run.from_json(run))

    @task(**documented("decide"))
    def decide(run: dict) -> dict:
        return tasks.decide(Run.from_json(run))

    @task(**documented("check_decisions"))
    def check_decisions(run: dict) -> dict:
        return tasks.check("billable_days", Run.from_json(run))

    @task(**documented("write_back"))
    def write_back(run: dict) -> dict:
        return tasks.write_back(Run.from_json(run))

    @task(**documented("publish"))
    def publish(run: dict) -> dict:
        return tasks.publish(Run.from_json(run))

    @task(**documented("check_published"), outlets=MARTS)
    def check_published(run: dict) -> dict:
        return tasks.check("published_marts", Run.from_json(run))

    @task(**documented("hand_over"))
    def hand_over(run: dict) -> dict:
        return tasks.hand_over(Run.from_json(run))

    @task(**documented("notify_billers"))
    def notify_billers(run: dict) -> dict:
        return tasks.notify_billers(Run.from_json(run))

    @task(**documented("notify_data_quality"))
    def notify_data_quality(run: dict) -> dict:
        return tasks.notify_data_quality(Run.from_json(run))

    @task(**documented("close_run"))
    def close_run(run: dict) -> dict:
        return tasks.close_run(Run.from_json(run))

    with group("source", "What came from the EHR"):
        run = plan_run()
        source_checked = check_source(run)
        # What a load brings back is known by the answers.
        arriving = [take_answers(run)] if CONFIG.hands_over_files else []
        arriving += [load_source(run)] if CONFIG.load_from else []
        chain(*arriving, source_checked)
    with group("decision", "What becomes of each day"):
        given_back, decided, decisions_checked = give_back_voided(run), decide(run), check_decisions(run)
    with group("billing", "What is written into the EHR, and published"):
        written, published, published_checked = write_back(run), publish(run), check_published(run)
        proved = published_checked
        if CONFIG.hands_over_files:
            published_checked >> (proved := hand_over(run))
    with group("telling", "Who has to know what"):
        billers_notified, data_quality_notified = notify_billers(run), notify_data_quality(run)
    closed = close_run(run)

    source_checked >> given_back >> decided >> decisions_checked >> written >> published
    published >> published_checked
    proved >> data_quality_notified >> closed
    published >> billers_notified >> closed


DAG = per_diem_billing()
