"""
# Per-diem billing

Every night this writes one billable note for each client's day of care that has reached its program's threshold, under
the one code for which the client has a valid authorization with units left, and tells the billers what it could not
bill. It decides every due day of its window anew, so that late notes and late authorizations are picked up.

| task | does |
| --- | --- |
| `plan_run` | works out the run date and the window of service dates, once for all tasks |
| `check_source` | looks at what came from the EHR; stops the run where a table, a column or every note is missing |
| `give_back_voided` | gives back to authorizations what voided per-diem notes took |
| `decide` | counts units, compares them with the threshold, finds an authorization or why there is none (dbt) |
| `check_decisions` | looks at what is about to be written; stops the run before anything is |
| `write_back` | writes notes, usage and invoices in one transaction |
| `publish` | builds the marts from what the EHR now holds (dbt) |
| `check_published` | proves that each written day has one note, one usage and one invoice, and that units add up |
| `notify_billers` | opens and resolves alerts, and sends each group what is new |
| `notify_data_quality` | tells the data-quality recipients which checks newly fail, and which programs are left out |
| `close_run` | enters the run as done in `quality.runs`, and leaves its report |

**To decide a day again**, trigger the DAG with the run date of your choice, or clear a run: running a night twice
changes nothing. For a range of nights use a backfill. **After a failure** nothing is half written: the write-back is
one transaction, and the next run decides every day of the window again. What failed stands in `quality.runs` and, row
by row, in `quality.check_results`.
"""

import pendulum
from airflow.sdk import Asset, Param, dag, get_current_context, task

from perdiem import config, failures, tasks
from perdiem.runs import Run

CONFIG = config.load()

MARTS = [
    Asset(f"perdiem://marts/{mart}")
    for mart in ("fct_per_diem_days", "dim_authorizations", "fct_billing_items", "rpt_billing_audit")
]


@dag(
    dag_display_name="Per-diem billing",
    description="Bills each client's day of care that may be billed, and alerts on each that cannot be.",
    doc_md=__doc__,
    schedule=f"0 {CONFIG.run_hour} * * *",
    start_date=pendulum.datetime(2016, 1, 1, tz=CONFIG.time_zone.key),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "billing",
        "retries": CONFIG.retries,
        "retry_delay": pendulum.duration(minutes=1),
        # A whole night of millions of notes takes minutes: by then something hangs that no other limit has ended.
        "execution_timeout": pendulum.duration(hours=2),
        "on_failure_callback": failures.report,
    },
    params={
        "run_date": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Run date",
            description="The night to run, as YYYY-MM-DD. Empty: the night that the run is scheduled for, or today.",
        ),
        "lookback_days": Param(
            CONFIG.lookback_days,
            type="integer",
            minimum=0,
            maximum=36_500,
            title="Days to look back",
            description="How many days before the run date a service date may lie to be decided again.",
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
    },
    tags=["billing"],
)
def per_diem_billing():
    @task
    def plan_run() -> dict:
        """Work out the run date and the window once, for all tasks."""
        context = get_current_context()
        return tasks.plan_run(context["run_id"], context["params"], context.get("logical_date")).to_json()

    @task
    def check_source(run: dict) -> dict:
        """Look at what came from the EHR; stop where it cannot be read."""
        return tasks.check("ehr_source", Run.from_json(run))

    @task
    def give_back_voided(run: dict) -> dict:
        """Give back to authorizations what voided per-diem notes took."""
        return tasks.give_back_voided(Run.from_json(run))

    @task
    def decide(run: dict) -> dict:
        """Decide every due day of the window."""
        return tasks.decide(Run.from_json(run))

    @task
    def check_decisions(run: dict) -> dict:
        """Look at what is about to be written; stop before anything is that may not be billed."""
        return tasks.check("billable_days", Run.from_json(run))

    @task
    def write_back(run: dict) -> dict:
        """Write notes, usage and invoices into the EHR, all or none."""
        return tasks.write_back(Run.from_json(run))

    @task
    def publish(run: dict) -> dict:
        """Build the marts from what the EHR now holds."""
        return tasks.publish(Run.from_json(run))

    @task(outlets=MARTS)
    def check_published(run: dict) -> dict:
        """Prove that each written day has one note, one usage and one invoice, and that units add up."""
        return tasks.check("published_marts", Run.from_json(run))

    @task
    def notify_billers(run: dict) -> dict:
        """Open and resolve alerts, and send each group what is new or due again."""
        return tasks.notify_billers(Run.from_json(run))

    @task
    def notify_data_quality(run: dict) -> dict:
        """Tell the data-quality recipients which checks newly fail and which programs are newly left out."""
        return tasks.notify_data_quality(Run.from_json(run))

    @task
    def close_run(run: dict) -> None:
        """Enter the run as done."""
        tasks.close_run(Run.from_json(run))

    run = plan_run()
    published, billers_notified, closed = publish(run), notify_billers(run), close_run(run)
    (
        check_source(run)
        >> give_back_voided(run)
        >> decide(run)
        >> check_decisions(run)
        >> write_back(run)
        >> published
        >> check_published(run)
        >> notify_data_quality(run)
        >> closed
    )
    published >> billers_notified >> closed


DAG = per_diem_billing()
