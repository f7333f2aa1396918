"""`make run`: one run of the nightly DAG, from its arguments to what it came to."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from perdiem import config, store
from perdiem.mail import outbox
from perdiem.report import files, summary, terminal
from perdiem.report.summary import Summary
from perdiem.warehouse import errors
from perdiem_local import ehr, launch, services
from perdiem_local.environment import api_url
from perdiem_local.home import folder, locked
from perdiem_local.installation import Installation
from perdiem_local.progress import RunState
from perdiem_local.request import Request

_ERROR_LINE = re.compile(r"^(?:[\w.]*\.)?\w*(?:Error|Exception|Failed|Stopped|Exit): .*", re.MULTILINE)


def run(installation: Installation, request: Request) -> bool:
    """Run the night and print what it came to; whether it succeeded. Raises LaunchFailed."""
    request = _as_of(installation, request)
    with locked(installation.home, "night", lambda: print("waiting: this home is busy with another run")) as lock:
        run_after = datetime.now(UTC)
        log = folder(installation.home, "logs") / f"night-{run_after:%Y%m%dT%H%M%S.%f}.log"
        print(
            f"running the night of {request.run_date or 'today'}{' (dry run)' if request.dry_run else ''}", flush=True
        )
        if "scheduler" not in services.dead(installation.home):
            state = launch.by_scheduler(installation, request, run_after, log)
        else:
            launch.end_abandoned(installation)
            state = launch.in_child(installation, request, run_after, log, lock)
    if state.state == "success" and state.run_id:
        came_to = _summary(installation, state.run_id)
        print(f"\n{terminal.render(came_to)}\n\n{_where_to_look(installation, came_to, log)}")
        return True
    print(f"\nThe run failed{_failure(installation, state, log)}\nlog: {log}")
    return False


def _as_of(installation: Installation, request: Request) -> Request:
    """On the sample clinic, the night that it is meant for, unless another was asked for."""
    if request.run_date:
        return request
    with psycopg.connect(installation.connection_url("perdiem_ehr")) as connection:
        run_date = ehr.sample_run_date(connection)
    return replace(request, run_date=date.fromisoformat(run_date)) if run_date else request


def _summary(installation: Installation, run_id: str) -> Summary:
    with (
        psycopg.connect(installation.connection_url("perdiem_warehouse")) as warehouse,
        psycopg.connect(installation.connection_url("perdiem_ehr")) as ehr_connection,
    ):
        return summary.summarize(warehouse, ehr_connection, run_id)


def _where_to_look(installation: Installation, came_to: Summary, log: Path) -> str:
    up = services.is_running(installation.home)
    report = _report(installation, came_to.run_date, came_to.run_id)
    address = f"{api_url(installation.home)}{config.FRAMED_PAGE}/"
    airflow = address if up else "not up: `make up` starts it, and its page"
    return "\n".join(
        [
            f"report          {report or 'could not be written: see the log'}",
            "each day        marts.fct_per_diem_days (`make db-url` prints the database's URL)",
            "each alert      ehr.alerts",
            "each finding    marts.rpt_billing_audit, marts.fct_billing_items",
            "each check      quality.check_results, quality.quarantined_rows",
            f"mail            {_mail(installation)}",
            f"Airflow         {airflow}",
            f"log             {log}",
        ]
    )


def _mail(installation: Installation) -> str:
    if installation.environment.get("AIRFLOW_CONN_PERDIEM_SMTP"):
        return "by the server of AIRFLOW_CONN_PERDIEM_SMTP"
    return _store(installation).address(outbox.FOLDER)


def _store(installation: Installation) -> store.Store:
    return store.of(config.load(installation.environment))


def _report(installation: Installation, run_date: date, run_id: str) -> str | None:
    """Where the report of a run is; None where it left none, or the store does not answer."""
    name, reports = files.name_of(run_date, run_id), _store(installation)
    try:
        return reports.address(name) if reports.exists(name) else None
    except store.StoreError:
        return None


def _failure(installation: Installation, state: RunState, log: Path) -> str:
    """The task that failed, its error as the callback told it, else what the log ends with, and where the report is."""
    told: tuple[str | None, str | None, date] | None = None
    if state.run_id:
        with psycopg.connect(installation.connection_url("perdiem_warehouse")) as connection:
            if connection.execute("select to_regclass('quality.runs')").fetchone() != (None,):
                query = "select failed_task, error, run_date from quality.runs where run_id = %s"
                told = connection.execute(query, [state.run_id]).fetchone()
    task, error, run_date = told or (None, None, None)
    report = _report(installation, run_date, state.run_id) if run_date and state.run_id else None
    text = log.read_text(errors="replace")
    lines = _ERROR_LINE.findall(text) or text.strip().splitlines()[-1:] or ["it left no message"]
    where = task or ", ".join(state.failed_tasks)
    message = "\n".join(errors.printable(line) for line in (error or lines[-1]).splitlines())
    read_on = f"\nreport: {report}" if report else ""
    return f"{f' in {where}' if where else ''}: {message}\n{read_on}"
