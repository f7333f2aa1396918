"""What each task of the DAG does: open the connections, call one module, and return counts.

The functions stand in the order of the night. What they return and log is ids of runs and counts, never a client.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from perdiem import config, runs, store, task_guide
from perdiem.runs import Run
from perdiem.warehouse import connections

if TYPE_CHECKING:
    from email.message import EmailMessage

    import psycopg

    from perdiem.alerts.delivery import AlertsTold
    from perdiem.mail.letters import Envelope
    from perdiem.warehouse.dbt import Decides

log = logging.getLogger(__name__)

Counts = dict[str, int]

NOTES_IN_THE_WINDOW = "notes_in_the_window"  # the check of the source that a night without any note fails


def plan_run(
    run_id: str, params: Mapping[str, Any], logical_date: datetime | None, *, is_scheduled: bool = False
) -> Run:
    """Bring the warehouse up to date, work out the run's date and window once, and enter the run in quality.runs.

    A night that came by the schedule upon the sample clinic, years after its last note, is skipped, and not entered.
    """
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

    from perdiem.engines import EngineFailed, history
    from perdiem.warehouse import migrations

    try:
        runs.check_params(params)
        if params.get("engine", runs.ENGINES[0]) != runs.ENGINES[0]:
            history.check_installed(params["engine"])
    except (runs.BadParam, EngineFailed) as bad:
        raise AirflowFailException(str(bad)) from bad
    settings = config.load()
    now = datetime.now(settings.time_zone)
    local_logical_date = logical_date.astimezone(settings.time_zone) if logical_date else None
    with connections.connect(connections.WAREHOUSE) as warehouse:
        try:
            migrations.apply(warehouse)
        except migrations.MigrationError as ahead:
            raise AirflowFailException(str(ahead)) from None
        engine = params.get("engine", runs.ENGINES[0])
        if engine != runs.ENGINES[0]:
            migrations.ask_for_first_history(warehouse, now)
        why_history = migrations.why_history_is_due(warehouse)
        run = Run(
            run_id=run_id,
            run_date=runs.resolve_run_date(params["run_date"], local_logical_date, now),
            lookback_days=params["lookback_days"],
            dry_run=params["dry_run"],
            today=now.date(),
            refresh_history=params["refresh_history"] or bool(why_history),
            decide_all=params.get("decide_all", False),
            engine=engine,
        )
        if is_scheduled and runs.is_beyond_the_sample(warehouse, run):
            raise AirflowSkipException(
                f"This is the sample clinic, which has no note from {run.window_start} to {run.run_date}. "
                "`make run` runs its last night; trigger the DAG with a run date for another"
            )
        runs.start(warehouse, run, now)
    log.info("Run date %s, service dates from %s%s", run.run_date, run.window_start, ", dry run" if run.dry_run else "")
    for because in why_history:
        log.info("Billing items of the whole history are built anew: %s", because)
    if run.engine != runs.ENGINES[0] and not run.refresh_history:
        log.info("Nothing is asked of %s: it builds the history, and this run leaves that as it is", run.engine)
    return run


def take_answers(run: Run) -> Counts:
    """Take what the EHR answered to the files of earlier nights. A dry run takes nothing."""
    from perdiem.hand_over import answers

    if run.dry_run:
        log.info("A dry run takes no answers")
        return {}
    settings = config.load()
    with connections.connect(connections.WAREHOUSE) as warehouse:
        taken = answers.take(warehouse, settings.export_folder, datetime.now(UTC))
    log.info("%s", taken)
    return asdict(taken)


def load_source(run: Run) -> Counts:
    """Bring schema ehr to what the configured source holds. A dry run writes nothing, and decides on what is there."""
    from airflow.sdk.exceptions import AirflowFailException

    from perdiem.load import loading, mapping
    from perdiem.load.rejections import Rejections

    if run.dry_run:
        log.info("A dry run loads nothing")
        return {}
    settings, now = config.load(), datetime.now(UTC)
    try:
        with (
            connections.connect(connections.WAREHOUSE) as warehouse,
            connections.connect(connections.LOAD) as ehr,
            loading.planned(settings.load_from, settings.load_map, settings.time_zone) as plan,
            Rejections(store.of(settings), now) as rejections,
        ):
            found = loading.load(ehr, warehouse, plan, rejections, now, log.info)
            loading.tell_outcome(found, rejections, log.info)
    except (mapping.BadMapping, loading.NotLoadable) as refused:
        # It will not be better in a minute: no retry. A source that is away may be.
        raise AirflowFailException(str(refused)) from None
    return {
        "rows": sum(table.read for table in found),
        "new": sum(table.new for table in found),
        "changed": sum(table.changed for table in found),
        "gone": sum(table.gone for table in found),
        "unfit": sum(table.unfit for table in found),
    }


def check(suite: str, run: Run) -> Counts:
    """Run one suite of expectations/, keep its results, and fail where one of them stops the run.

    What came from the EHR is followed by how it was set up, which stops nothing.
    """
    from airflow.sdk.exceptions import AirflowFailException

    from perdiem.gates import checks
    from perdiem.warehouse import replica

    warehouse_url, ehr_url = connections.database_url(connections.WAREHOUSE), connections.database_url(connections.EHR)
    with (
        connections.connect(connections.WAREHOUSE) as warehouse,
        nullcontext() if suite == "ehr_source" else _own_decision(warehouse, run),
    ):
        results = checks.validate(warehouse_url, suite, run, ehr_url)
    try:
        checks.raise_if_stopped(results)
        if suite == "ehr_source":
            _wait_for_the_warehouse(run, replica.SETTLES_WITHIN_SECONDS)
            results += checks.validate(warehouse_url, "ehr_setup", run, ehr_url)
    except checks.CheckFailed as failed:
        if {result.name for result in results if result.stops_run and not result.success} == {NOTES_IN_THE_WINDOW}:
            _tell_what_the_calendar_brings(run)
        # The rows will not be better in a minute: no retry.
        raise AirflowFailException(str(failed)) from None
    return {"checks": len(results), "failed": sum(not result.success for result in results)}


def _wait_for_the_warehouse(run: Run, seconds: float) -> None:
    """Where EHR and warehouse are two databases, wait until the warehouse is up to date."""
    from perdiem.warehouse import replica

    with connections.connect(connections.EHR) as ehr, connections.connect(connections.WAREHOUSE) as warehouse:
        replica.wait(ehr, warehouse, run.window_start, run.run_date, seconds)


def give_back_voided(run: Run) -> Counts:
    """Give back what voided per-diem notes took, and have the warehouse know it.

    A dry run changes nothing, and counts it as given back.
    """
    from perdiem.write_back import settlement

    if run.dry_run:
        return {}
    with connections.connect(connections.EHR) as ehr:
        given_back = settlement.give_back_voided(ehr, datetime.now(UTC))
    _wait_for_the_warehouse(run, config.load().replica_wait_seconds)
    return {"notes": given_back.notes, "authorizations": given_back.authorizations, "invoices": given_back.invoices}


def decide(run: Run) -> Counts:
    """Have dbt decide every due day, and keep what is left out of the decision."""
    from perdiem.report import figures
    from perdiem.warehouse import decision, views

    with (
        connections.connect(connections.WAREHOUSE) as warehouse,
        decision.claimed(warehouse, run, datetime.now(UTC)) as extent,
    ):
        if extent.because:
            log.info("All days of the window are decided anew: %s", extent.because)
        if views.are_as_built(warehouse, "staging"):
            models = _dbt("decide_from_views", run, extent.decides)
        else:
            models = _dbt("decide", run, extent.decides)
            views.keep_as_built(warehouse, "staging")
        figures.keep_left_out(warehouse, run)
        runs.decided(warehouse, run.run_id, datetime.now(UTC))
    return models


def write_back(run: Run) -> Counts:
    """Write the pending days into the EHR, and keep what became of each. A dry run only says what it would write."""
    from perdiem.report import figures, summary
    from perdiem.write_back import audit_trail, pending_days, writing

    now = datetime.now(UTC)
    with (
        connections.connect(connections.WAREHOUSE) as warehouse,
        connections.connect(connections.EHR) as ehr,
        _own_decision(warehouse, run),
    ):
        days = pending_days.PendingDays(warehouse)
        if run.dry_run:
            result = writing.propose(ehr, days)
        else:
            audit_trail.keep_evidence(warehouse, run, now)
            result = writing.write_back(ehr, days, run.run_id, now)
        pending_days.record_outcome(warehouse, run, result)
        if run.dry_run:
            figures.keep_would_write(warehouse, run)
        else:
            figures.keep_written(warehouse, run, summary.written(ehr, run.run_id, run.window_start, run.run_date))
    return dict(Counter(day.outcome for day in result.days))


def publish(run: Run) -> Counts:
    """Have dbt build the marts from what the EHR now holds; enter new per-diem notes in the audit trail, and count."""
    from perdiem.engines import history
    from perdiem.report import figures, run_days
    from perdiem.warehouse import carry_over, migrations, views
    from perdiem.write_back import audit_trail

    if not run.dry_run:
        _wait_for_the_warehouse(run, config.load().replica_wait_seconds)
    with connections.connect(connections.WAREHOUSE) as warehouse, _own_decision(warehouse, run, rebuilding=True):
        # PostgreSQL still plans for tables without what the write-back has just added to them, which may be most of it.
        # Where this user may not do so, PostgreSQL skips it with a warning.
        warehouse.execute("analyze ehr.notes, ehr.authorizations, ehr.authorization_usage, ehr.invoices")
        decides = carry_over.entered(warehouse, run)
        if views.are_as_built(warehouse, "marts"):
            models = _dbt("publish_beside_views", run, decides)
        else:
            models = _dbt("publish", run, decides)
            views.keep_as_built(warehouse, "marts")
        if run.builds_history_elsewhere:
            models["models"] += history.build(
                warehouse, connections.database_url(connections.WAREHOUSE), run, config.load()
            )
        audit_trail.enter_written(warehouse, datetime.now(UTC))
        figures.keep_published(warehouse, run)
        run_days.keep(warehouse, run)
        now = datetime.now(UTC)
        if run.refresh_history:
            migrations.history_is_built(warehouse, run, now)
        runs.published(warehouse, run.run_id, now)
    return models


def hand_over(run: Run) -> Counts:
    """Leave as files what the EHR has not got yet, and look what of it is not settled. A dry run leaves nothing."""
    from perdiem.gates import checks
    from perdiem.hand_over import batches

    if run.dry_run:
        log.info("A dry run hands nothing over")
        return {}
    settings, warehouse_url = config.load(), connections.database_url(connections.WAREHOUSE)
    with connections.connect(connections.WAREHOUSE) as warehouse:
        left = batches.hand_over(warehouse, run, settings.export_folder, datetime.now(UTC))
    log.info("%s in %s", left, settings.export_folder)
    checks.validate(warehouse_url, "handed_over", run)
    return asdict(left)


def notify_billers(run: Run) -> Counts:
    """Bring the alerts up to date, have those come back that were done in vain, and tell each group what is due.

    A dry run raises and tells nothing.
    """
    from perdiem.alerts import register, work
    from perdiem.report import figures

    if run.dry_run:
        return {}
    now = datetime.now(UTC)
    with connections.connect(connections.WAREHOUSE) as warehouse, connections.connect(connections.EHR) as ehr:
        with _own_decision(warehouse, run):
            reasons, decided = register.read_reasons(warehouse)
            changed = register.refresh(ehr, reasons, decided, run.window_start, now)
            came_back = work.come_back(warehouse, run, reasons, now)
            figures.keep_alert_work(warehouse, run)
        told = _tell_billers(warehouse, ehr, run, now)
    return {**asdict(changed), "came_back": came_back, **asdict(told)}


def _tell_what_the_calendar_brings(run: Run) -> None:
    """Expire alerts and tell billers what is due, though nothing is decided: days leave the window all the same.

    Never raises: why the run stopped is what Airflow must show.
    """
    from perdiem.alerts import register
    from perdiem.warehouse import errors

    if run.dry_run:
        return
    now = datetime.now(UTC)
    try:
        with connections.connect(connections.WAREHOUSE) as warehouse, connections.connect(connections.EHR) as ehr:
            register.refresh(ehr, [], [], run.window_start, now)
            _tell_billers(warehouse, ehr, run, now)
    except Exception as failure:
        log.error("Could not tell the billers what leaves the window: %s", errors.describe(failure))


def _tell_billers(warehouse: psycopg.Connection, ehr: psycopg.Connection, run: Run, now: datetime) -> AlertsTold:
    from perdiem.alerts import delivery, digests, messages
    from perdiem.mail import transport
    from perdiem.report import figures

    settings = config.load()
    due = digests.to_tell(ehr, warehouse, run, settings.reminder_days, settings.lookback_days, now)
    invoices, weeks = figures.invoices(warehouse, run.run_id), figures.weeks(warehouse, run.run_id)
    beside = messages.Beside(
        short_weeks=weeks.get("short", 0),
        weeks_over=weeks.get("short", 0) + weeks.get("met", 0),
        invoices_to_correct=invoices.to_correct,
        amount_to_correct=invoices.to_correct_amount,
    )
    return delivery.deliver(ehr, warehouse, run, due, beside, transport.post_of(settings), now)


def notify_data_quality(run: Run) -> Counts:
    """Tell the data-quality recipients which checks newly fail and which programs are newly left out.

    A dry run tells nothing and forgets nothing.
    """
    from perdiem.mail import transport
    from perdiem.quality import delivery, failures

    if run.dry_run:
        return {}
    settings = config.load()
    now = datetime.now(UTC)
    with connections.connect(connections.WAREHOUSE) as warehouse:
        with _own_decision(warehouse, run):
            found = failures.read(warehouse, run)
        failures.refresh(warehouse, run, found, settings.lookback_days, now)
        told = delivery.deliver(warehouse, run, found, transport.post_of(settings), now)
    return {"checks_told": told.checks, "programs_told": told.programs}


def close_run(run: Run) -> Counts:
    """Enter the run as done, leave its report, and delete what is older than it is to be kept.

    All is billed by then: a report or a deletion that fails does not fail the run.
    """
    from perdiem.report import files

    now = datetime.now(UTC)
    with connections.connect(connections.WAREHOUSE) as warehouse:
        runs.finish(warehouse, run.run_id, now)
    files.leave(run.run_id)
    return {} if run.dry_run else _prune(run, now)


def _prune(run: Run, now: datetime) -> Counts:
    """Delete what is older than it is to be kept. Never raises: the next night goes on with it."""
    from perdiem.retention import files, rows
    from perdiem.warehouse import errors

    counts: Counts = {}
    settings = config.load()

    def of_runs() -> Counts:
        with connections.connect(connections.WAREHOUSE) as warehouse, connections.connect(connections.EHR) as ehr:
            runs_pruned, messages = rows.prune_runs(warehouse, ehr, settings.keep_runs_days, now)
        return {"old_runs": runs_pruned, "old_messages": messages}

    def of_decisions() -> Counts:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            return {"old_decisions": rows.prune_decisions(warehouse, run, settings.keep_decisions_days)}

    def of_the_home() -> Counts:
        return {
            "old_files": files.prune(
                settings.home, store.of(settings), settings.keep_logs_days, settings.keep_runs_days, now
            )
        }

    for part in (of_runs, of_decisions, of_the_home):
        try:
            counts |= part()
        except Exception as failure:
            log.warning("Could not delete what is older than it is to be kept: %s", errors.describe(failure))
    if any(counts.values()):
        told = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items())
        log.info("Deleted, as older than it is to be kept: %s", told)
    return counts


def plan_change(change_id: str, run_date: str | None) -> Counts:
    """Plan a change of the set-up that was proposed: decide the last days without it and with it."""
    from airflow.sdk.exceptions import AirflowFailException

    from perdiem.setup import plan, proposals

    urls = connections.database_url(connections.WAREHOUSE), connections.database_url(connections.EHR)
    wanted = datetime.fromisoformat(run_date).date() if run_date else None
    try:
        figures = plan.enter(*urls, change_id, wanted, config.load().home / "dbt")
    except (proposals.Refused, plan.NightMeanwhile) as refused:
        raise AirflowFailException(str(refused)) from None
    return {"differing_days": figures["differing_days"]}


def report_failure(context: Mapping[str, Any]) -> None:
    """Airflow's failure callback: once a task has failed for good, say so where people look.

    Enters it in quality.runs, leaves the report of the run, and tells the data team. Never raises: what went wrong with
    the task is what Airflow must show.
    """
    from perdiem.report import files
    from perdiem.warehouse import errors

    run_id, task_id, error = context["run_id"], context["task_instance"].task_id, context.get("exception")
    now = datetime.now(UTC)
    log.error("%s failed for good: %s", task_id, errors.for_people(error))
    if task_id in task_guide.GUIDE:
        log.error("What to do: %s", task_guide.GUIDE[task_id].what_to_do)
    try:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            runs.fail(warehouse, run_id, task_id, errors.describe(error), now)
    except Exception as failure:
        log.error("Could not enter the failure in quality.runs: %s", errors.describe(failure))
    report = files.leave(run_id, errors.for_people(error))
    try:
        _tell_of_failure(context["dag"].dag_id, run_id, task_id, error, report, now)
    except Exception as failure:
        log.error("Could not tell the data-quality recipients of the failure: %s", errors.describe(failure))


async def report_late(context: Mapping[str, Any]) -> None:
    """Airflow's callback of the hour by which a night is to be published: tell the data team of one that is not.

    It runs in the triggerer, beside others, and so in a thread of its own. (A callback that the executor runs may ask
    Airflow 3.3 for no connection that is kept in its database.) Raises MailError.
    """
    await asyncio.to_thread(_report_late, context)


def _report_late(context: Mapping[str, Any]) -> None:
    """Tell of a scheduled night alone: those of a backfill are late all. `context` has the run as the API has it."""
    from perdiem.quality.late_notice import late_notice
    from perdiem.warehouse import errors

    dag_run, settings, now = context["dag_run"], config.load(), datetime.now(UTC)
    if dag_run["run_type"] != "scheduled" or settings.published_by is None:
        return
    run_id, published_by = dag_run["dag_run_id"], settings.published_by
    run_date = datetime.fromisoformat(dag_run["logical_date"]).astimezone(settings.time_zone).date()
    try:
        with connections.connect(connections.WAREHOUSE) as warehouse:
            if runs.is_published(warehouse, run_date):
                return
    except Exception as failure:  # a warehouse that is away publishes nothing
        log.error("Could not see whether the night is published: %s", errors.describe(failure))
    address = config.task_address(run_id, None)
    _tell_data_team(("late", run_id), run_id, partial(late_notice, run_date, published_by, address), now)


def _tell_of_failure(
    dag_id: str, run_id: str, task_id: str, error: BaseException | None, report: str | None, now: datetime
) -> None:
    from perdiem.quality.failure_notice import failure_notice

    log_address = config.task_address(run_id, task_id)
    guide = task_guide.GUIDE.get(task_id)
    what_to_do = guide.what_to_do if guide else "See the task's log in Airflow."
    compose = partial(failure_notice, dag_id, run_id, task_id, error, what_to_do, log_address, report)
    _tell_data_team((dag_id, run_id, task_id, now.isoformat()), run_id, compose, now)


def _tell_data_team(
    what: tuple[str, ...], run_id: str, compose: Callable[[Envelope], EmailMessage], now: datetime
) -> None:
    """Send the data-quality recipients what `compose` makes, and post it to the chat that is set, though mail fails.

    `what` is the same for the same message. Raises MailError.
    """
    from perdiem.mail import addresses, letters, transport
    from perdiem.quality import chat

    settings = config.load()
    post = transport.post_of(settings)
    envelope = letters.Envelope(
        sender=post.sender,
        recipients=addresses.usable_addresses(post.data_quality_recipients),
        message_id=letters.message_id(post.sender, *what),
        sent_at=now,
        page=post.page,
        run_id=run_id,
    )
    letter = compose(envelope)
    try:
        transport.send(letter, post.settings, post.store)
    finally:
        if settings.chat_connection:
            chat.post(letter, settings.chat_connection)


@contextmanager
def _own_decision(warehouse: psycopg.Connection, run: Run, *, rebuilding: bool = False) -> Iterator[None]:
    """Keep the decision of this run; without a retry where it is gone, as another night's takes its place for good."""
    from airflow.sdk.exceptions import AirflowFailException

    from perdiem.warehouse import decision

    try:
        with decision.kept(warehouse, run, rebuilding=rebuilding):
            yield
    except decision.DecisionReplaced as replaced:
        raise AirflowFailException(str(replaced)) from None


def _dbt(selector: str, run: Run, decides: Decides) -> Counts:
    from perdiem.warehouse import dbt, transactions

    state_dir = config.load().home / "dbt"
    warehouse_url = connections.database_url(connections.WAREHOUSE)
    arguments = ["build", *dbt.WITHOUT_TESTS, "--selector", selector]
    # Two selectors a phase: "decide" and "decide_from_views", "publish" and "publish_beside_views".
    kept_in = store.of(config.load()), f"dbt/artifacts/{selector.partition('_')[0]}"
    try:
        models = dbt.invoke(arguments, warehouse_url, run, state_dir, decides, kept_in=kept_in)
    except dbt.DbtFailed as failed:
        if "lock timeout" not in str(failed):
            raise
        with connections.connect(connections.WAREHOUSE) as warehouse:
            holders = transactions.holders_of_tables(warehouse)
        raise dbt.DbtFailed(f"{failed}. {holders}") from None
    return {"models": models}
