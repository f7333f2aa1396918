"""The commands behind the Makefile's targets: python -m perdiem_local COMMAND."""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from perdiem import config
from perdiem.warehouse import dbt, errors, migrations, transactions
from perdiem_local import (
    backup,
    ehr,
    installation,
    launch,
    marts_file,
    night,
    postgres,
    request,
    roles,
    services,
    workers,
)
from perdiem_local.databases import DatabaseUnusable
from perdiem_local.environment import AIRFLOW_USER, api_url, password_file
from perdiem_local.home import folder, free_port, locked
from perdiem_local.server_programs import NoPlaceForServer

if TYPE_CHECKING:
    from perdiem_local.load import Asked


def tell(message: str) -> None:
    print(f"perdiem: {message}", file=sys.stderr, flush=True)


def setup(home: Path, _: argparse.Namespace) -> int:
    """Bring the home up to date: database, Airflow's tables, indexes of the EHR, what judges rules and settings."""
    _have_set_up_judged(installation.set_up(home, tell))
    return 0


def _have_set_up_judged(installed: installation.Installation) -> None:
    """Make what the page judges rules and settings by, where there is an EHR and no night has made it."""
    from perdiem.setup import judging

    warehouse_url = installed.connection_url("perdiem_warehouse")
    with psycopg.connect(warehouse_url, autocommit=True) as warehouse:
        is_there = warehouse.execute("select to_regnamespace('ehr')").fetchone() != (None,)
        if is_there and not judging.are_there(warehouse):
            tell("making what judges rules and settings")
            migrations.apply(warehouse)
            judging.provide(warehouse_url, installed.home / "dbt")


def db_url(home: Path, arguments: argparse.Namespace) -> int:
    """Start the database where it is down, and print its URL, for its owner or for another role."""
    owner = installation.database_urls(home).owner
    if not arguments.role:
        print(owner)
    elif os.environ.get("PERDIEM_DATABASE_URL"):
        raise roles.UnknownRole("ROLE is for the embedded database: the users of PERDIEM_DATABASE_URL are its own")
    else:
        print(roles.url(home, arguments.role))
    return 0


def run(home: Path, arguments: argparse.Namespace) -> int:
    """Run the night once, on a sample clinic where the home's own database holds no EHR."""
    wanted = request.parse(
        arguments.run_date,
        arguments.lookback_days,
        arguments.dry_run,
        arguments.refresh_history,
        arguments.full,
        arguments.engine,
    )
    sample = request.is_set("SAMPLE", arguments.sample, "a sample clinic where the database holds no EHR")
    return 0 if night.run(installation.set_up(home, tell, needs_ehr=True, sample=sample), wanted) else 1


def up(home: Path, arguments: argparse.Namespace) -> int:
    """Start all of Airflow in the background, its tasks on so many workers as are asked for."""
    count = workers.wanted(arguments.workers)
    if count:
        workers.check_programs(os.environ)
    with locked(home, "night", lambda: tell("waiting for a run to end")):
        if not services.is_running(home) or (arguments.workers and services.worker_count(home) != count):
            services.stop(home)
            free_port(home, "api")
            installed = installation.set_up(home, tell)
            launch.end_abandoned(installed)
            _have_set_up_judged(installed)
            services.start(installed, tell, count)
            with psycopg.connect(installed.connection_url("perdiem_ehr")) as connection:
                if connection.execute("select to_regnamespace('ehr')").fetchone() == (None,):
                    tell("there is no EHR here: `make run` loads a sample clinic, and runs its night")
                if run_date := ehr.sample_run_date(connection):
                    tell(f"the sample clinic's last night is {run_date}: scheduled nights are skipped")
    print(
        f"Airflow   {api_url(home)}\npage      {api_url(home)}{config.FRAMED_PAGE}/\n"
        f"user      {AIRFLOW_USER}\npassword  in {password_file(home)}"
    )
    return 0


def down(home: Path, _: argparse.Namespace) -> int:
    """Stop all of this home: Airflow, and the embedded database."""
    if services.stop(home):
        tell("Airflow is stopped")
    if postgres.stop(home):
        tell("PostgreSQL is stopped")
    return 0


def airflow(home: Path, arguments: argparse.Namespace) -> int:
    """Run a command of Airflow's own in the home's environment."""
    installed = installation.set_up(home, tell)
    command = [sys.executable, "-m", "airflow", *arguments.arguments]
    return subprocess.run(command, env=installed.environment, check=False).returncode


def dbt_by_hand(home: Path, arguments: argparse.Namespace) -> int:
    """Run a command of dbt's own that changes nothing, as ls or source freshness."""
    from perdiem_local import project

    try:
        project.check(arguments.arguments)
    except project.NotByHand as refused:
        tell(str(refused))
        return 2
    return project.run(installation.set_up(home, tell), arguments.arguments, folder(home, "dbt", "by_hand")).returncode


def docs(home: Path, _: argparse.Namespace) -> int:
    """Build the documentation of the dbt project, and print where it is."""
    from perdiem_local import docs as pages

    print(pages.build(installation.set_up(home, tell), tell))
    return 0


def metrics(home: Path, arguments: argparse.Namespace) -> int:
    """Answer metrics as CSV, or print the SQL that does."""
    from perdiem_local import metrics as semantic

    installed = installation.set_up(home, tell)
    try:
        sql = semantic.query(installed, arguments.metrics, arguments.by)
    except semantic.NoSuchMetric as error:
        tell(str(error))
        return 2
    if arguments.sql:
        print(sql)
    else:
        columns, rows = semantic.answer(installed, sql)
        csv.writer(sys.stdout).writerows([columns, *rows])
    return 0


def load(home: Path, _: argparse.Namespace) -> int:
    """Load a clinic's own data into schema ehr."""
    from perdiem_local import load as loads

    return _of_load(lambda: loads.run(home, _load_asked_for(), tell))


def load_check(_: Path, __: argparse.Namespace) -> int:
    """Print what of the contract a load would fill, and what nights lack by what is missing."""
    from perdiem_local import load as loads

    return _of_load(lambda: loads.check(_load_asked_for()))


def _load_asked_for() -> Asked:
    from perdiem_local.load import Asked

    environment = os.environ
    if environment.get("FULL", "") not in ("", "0", "1"):
        raise request.BadRequest(f"FULL is {environment['FULL']!r}: expected 1 or 0")
    return Asked(environment.get("FROM", ""), environment.get("MAP", ""), environment.get("FULL") == "1")


def _of_load(work: Callable[[], None]) -> int:
    """Do it; what cannot be done is one sentence."""
    from perdiem.load.loading import NotLoadable
    from perdiem.load.mapping import BadMapping
    from perdiem.load.source import BadSource
    from perdiem_local.load import BadLoad

    refusals = (BadLoad, BadMapping, BadSource, NotLoadable, transactions.TransactionFailed, migrations.MigrationError)
    try:
        work()
    except refusals as refusal:
        there = refusal.there if isinstance(refusal, BadSource) else ()
        tell(f"{refusal}{': it has ' if there else ''}{', '.join(there)}")
        return 2
    return 0


def take_answers(home: Path, _: argparse.Namespace) -> int:
    """Take what the EHR answered to the files that it was left."""
    from perdiem_local import files_for_the_ehr

    return _of_files(lambda: files_for_the_ehr.take_answers(home, tell))


def send_again(home: Path, _: argparse.Namespace) -> int:
    """Have the next night hand over again what the EHR rejected."""
    from perdiem_local import files_for_the_ehr

    note_id, is_for_all = os.environ.get("NOTE", ""), request.is_set("ALL", os.environ.get("ALL", ""), "all of them")
    return _of_files(lambda: files_for_the_ehr.send_again(home, note_id, tell, is_for_all=is_for_all))


def _of_files(work: Callable[[], None]) -> int:
    """Do it; what cannot be done is one sentence."""
    from perdiem.hand_over.answers import AnswersUnreadable
    from perdiem.hand_over.folder import FolderInTheWay
    from perdiem_local.files_for_the_ehr import NotDone

    refusals = (NotDone, AnswersUnreadable, FolderInTheWay, OSError)
    try:
        work()
    except (*refusals, transactions.TransactionFailed, migrations.MigrationError) as refusal:
        tell(str(refusal))
        return 2
    return 0


def plan(home: Path, arguments: argparse.Namespace) -> int:
    """Propose a change of the set-up, and print what it would do to the last days."""
    from perdiem_local import setup_changes

    environment = os.environ
    asked = setup_changes.Asked(
        setting=environment.get("SETTING", ""),
        program=environment.get("PROGRAM", ""),
        value=environment.get("VALUE", ""),
        first_day=environment.get("FROM", ""),
        file=environment.get("FILE", ""),
        change=environment.get("CHANGE", ""),
        run_date=environment.get("RUN_DATE", ""),
    )
    return _of_setup(lambda: setup_changes.make_plan(installation.set_up(home, tell), asked, tell))


def setup_as_code(home: Path, arguments: argparse.Namespace) -> int:
    """Export or import the set-up as YAML; list its changes, apply or drop one, or propose to undo it."""
    from perdiem_local import setup_changes

    file, change = os.environ.get("FILE", ""), os.environ.get("CHANGE", "")
    work: dict[str, Callable[[installation.Installation], None]] = {
        "export": lambda installed: setup_changes.export(installed, file, tell),
        "import": lambda installed: setup_changes.propose_file(installed, file, tell),
        "changes": lambda installed: setup_changes.list_changes(installed, tell),
        **{
            what: partial(setup_changes.end, what=what, change_id=change, tell=tell)
            for what in ("apply", "drop", "undo")
        },
    }
    return _of_setup(lambda: work[arguments.what](installation.set_up(home, tell)))


def _of_setup(work: Callable[[], None]) -> int:
    """Do it; what cannot be done is one sentence."""
    from perdiem.setup import as_code, changes, plan, proposals
    from perdiem_local import setup_changes

    refusals = (
        *(setup_changes.BadChange, as_code.BadFile, proposals.Refused, changes.Outdated, plan.NightMeanwhile),
        *(transactions.TransactionFailed, migrations.MigrationError),
    )
    try:
        work()
    except refusals as refusal:
        tell(str(refusal))
        return 2
    return 0


def replicate(home: Path, _: argparse.Namespace) -> int:
    """Print the SQL by which a warehouse that is another database follows the EHR."""
    from perdiem_local import replication

    with psycopg.connect(installation.set_up(home, tell).connection_url("perdiem_ehr")) as connection:
        try:
            print(replication.script(connection))
        except replication.NotReady as not_ready:
            tell(str(not_ready))
            return 2
    return 0


def back_up(home: Path, _: argparse.Namespace) -> int:
    """Write the database into a file."""
    backup.back_up(home, os.environ.get("FILE", ""), tell)
    return 0


def marts_as_file(home: Path, _: argparse.Namespace) -> int:
    """Write the published marts into a file for DuckDB."""
    marts_file.write(home, os.environ.get("FILE", ""), tell)
    return 0


def restore(home: Path, _: argparse.Namespace) -> int:
    """Make an empty database what a file of `backup` holds."""
    backup.restore(home, os.environ.get("FILE", ""), tell)
    return 0


def remove(home: Path, arguments: argparse.Namespace) -> int:
    """Stop all of this home, and delete it with its database."""
    if not (home / "secrets").exists():
        raise installation.SetupFailed(f"{home} is no PERDIEM_HOME: nothing is deleted")
    down(home, arguments)
    postgres.remove(home)
    shutil.rmtree(home)
    tell(f"{home} is deleted")
    return 0


COMMANDS: dict[str, Callable[[Path, argparse.Namespace], int]] = {
    "setup": setup,
    "db-url": db_url,
    "run": run,
    "up": up,
    "down": down,
    "airflow": airflow,
    "dbt": dbt_by_hand,
    "docs": docs,
    "metrics": metrics,
    "load": load,
    "load-check": load_check,
    "take-answers": take_answers,
    "send-again": send_again,
    "plan": plan,
    "setup-as-code": setup_as_code,
    "replicate": replicate,
    "backup": back_up,
    "duckdb": marts_as_file,
    "restore": restore,
    "remove": remove,
}
EXPECTED = (
    psycopg.OperationalError,
    request.BadRequest,
    config.ConfigError,
    DatabaseUnusable,
    NoPlaceForServer,
    postgres.ServerFailed,
    roles.UnknownRole,
    installation.SetupFailed,
    services.ServicesFailed,
    launch.LaunchFailed,
    dbt.DbtFailed,
    backup.BackupFailed,
    marts_file.NotWritten,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m perdiem_local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        command = commands.add_parser(name, help=function.__doc__)
        if function is db_url:
            command.add_argument("--role", default="", metavar="|".join(roles.BY_NAME))
        if function is run:
            command.add_argument("--run-date", default="", metavar="YYYY-MM-DD")
            command.add_argument("--lookback-days", default="", metavar="N")
            command.add_argument("--dry-run", default="", metavar="0|1")
            command.add_argument("--refresh-history", default="", metavar="0|1")
            command.add_argument("--full", default="", metavar="0|1")
            command.add_argument("--engine", default="", metavar="postgres|duckdb|spark")
            command.add_argument("--sample", default="", metavar="0|1")
        if function in (airflow, dbt_by_hand):
            command.add_argument("arguments", nargs=argparse.REMAINDER)
        if function is up:
            command.add_argument("--workers", default="", metavar="N")
        if function is setup_as_code:
            command.add_argument("what", choices=["export", "import", "changes", "apply", "drop", "undo"])
        if function is metrics:
            command.add_argument("metrics", nargs="*", metavar="METRIC")
            command.add_argument("--by", nargs="+", default=["month"], metavar="GROUP")
            command.add_argument("--sql", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a child process is ended with us
    try:
        return COMMANDS[arguments.command](config.load().home, arguments)
    except EXPECTED as error:
        tell(str(error).strip())
        return 2
    except KeyboardInterrupt:
        tell("ended")
        return 130
    except Exception as error:
        tell(_unexpected(config.load().home, arguments.command, error))
        return 1


def _unexpected(home: Path, command: str, error: Exception) -> str:
    """What is said of an error that nobody foresaw; where it came about is kept in a log, without a row's values."""
    told = errors.describe(error) if isinstance(error, psycopg.Error) else type(error).__name__
    log = folder(home, "logs") / f"{command}-{datetime.now(UTC):%Y%m%dT%H%M%S}.log"
    log.write_text("".join(traceback.format_tb(error.__traceback__)) + told + "\n")
    right = isinstance(error, psycopg.errors.InsufficientPrivilege)
    advice = "; plugins/perdiem/sql/roles.sql, applied again, gives each role its rights" if right else ""
    return f"{command} broke off: {told}{advice}. Where: {log}"


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
