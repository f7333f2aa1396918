"""That nothing which says who is in a program leaves the databases, whatever goes wrong.

Every text of the EHR is made a canary. The real DAG runs in a home of its own, night after night, and each night
something else fails in a way that quotes rows. Then everything that was produced is searched.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_string, policy
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from clinics import unreadable_authorizations
from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note, program, setting
from helpers.databases import CONTRACT, insert
from helpers.homes import server_folder
from helpers.mail_servers import Mailbox, listening
from perdiem.alerts import work
from perdiem.config import DAG_ID, PROJECT_ROOT
from perdiem.task_guide import GUIDE, HAND_OVER, LOAD_SOURCE, TAKE_ANSWERS
from perdiem_local import installation, postgres, roles

CANARY = re.compile(r"canary[\w:-]*", re.IGNORECASE)

# What each column of the EHR is made to begin with. Status, origin and the like are words of the pipeline's own.
PREFIXES = {
    "client_id": "canary-client-",
    "program_id": "canary-program-",
    "note_id": "canary-note-",
    "authorization_id": "canary-authorization-",
    "billing_code": "canary-code-",
    "clinician_id": "canary-clinician-",
    "default_clinician_id": "canary-clinician-",
    "location_id": "canary-location-",
    "default_location_id": "canary-location-",
    "location_code": "canary-place-",
    "default_location_code": "canary-place-",
    "facility_id": "canary-facility-",
    "payer_id": "canary-payer-",
    "coverage_id": "canary-coverage-",
    "payer_rule_id": "canary-rule-",
    "billing_rule_id": "canary-rule-",
    "group_name": "canary-group-",
    "non_billable_group": "canary-group-",
    "billable_group": "canary-group-",
    "display_name": "canary-person-",
    "name": "canary-name-",
    "note_text": "canary-text-",
    "description": "canary-text-",
    "npi": "canary-npi-",
    "user_id": "canary-user-",
    "email": "canary-mail-",
}
TEXTS = {"display_name", "name", "description", "npi", "note_text"}
# What the page for people, and the log of a failed check, may name: never with who the client is.
IN_REPORTS_AND_LOGS = {"note", "authorization", "coverage", "program"}
# Where the warehouse may say who a client is.
MAY_NAME_CLIENTS = {"client_id", "failing_keys", "row_key"}
# The one place of what billers type.
TYPED_NOTES = """Identifier('quality', 'alert_work').note"""

# What OpenLineage's provider is told by the nights, where it is installed.
HAS_LINEAGE = find_spec("airflow.providers.openlineage") is not None
LINEAGE = "lineage.jsonl"

# Runs nights in one process, one for each line that it is given, and says of each whether it succeeded.
DRIVER = """
import gc, json, os, sys
from datetime import datetime
from perdiem_local.dag_run import run_whole
gc.set_threshold(200_000, 10, 1_000)  # as of a night that `make run` begins
with os.fdopen(int(sys.argv[1]), "w") as answers:
    for line in sys.stdin:
        asked = json.loads(line)
        print(run_whole(datetime.fromisoformat(asked["run_after"]), asked["conf"]), file=answers, flush=True)
"""

# Says all that it knows of a row, in every way that PostgreSQL has.
RAISE: LiteralString = """
    create function public.tell_all() returns trigger language plpgsql as $$
    begin
        raise exception 'refused: %', new using detail = new::text, hint = new::text, errcode = tg_argv[0];
    end
    $$
"""
CHANGE_UNITS: LiteralString = """
    create function public.change_units() returns trigger language plpgsql as $$
    begin
        new.units = 2 * new.units;
        return new;
    end
    $$
"""


@dataclass(frozen=True)
class Misfortune:
    """What befalls a night, how it is mended, and which of the night's tasks may fail of it."""

    befalls: LiteralString
    mended: LiteralString
    fails: set[str | None]
    answer: str = "250 OK"


def trigger(when: LiteralString, table: LiteralString, function: LiteralString) -> tuple[LiteralString, LiteralString]:
    """The statements that make a trigger, and that take it away again."""
    return (
        f"create trigger misfortune before {when} on {table} for each row execute function public.{function};",
        f"drop trigger misfortune on {table};",
    )


NOTE, CHECK, MESSAGE, ALERT, INVOICE = (
    trigger("insert", "ehr.notes", "tell_all('23514')"),
    trigger("insert", "quality.check_results", "tell_all('22023')"),
    trigger("insert", "quality.messages", "tell_all('23505')"),
    trigger("update", "ehr.alerts", "tell_all('P0001')"),
    trigger("insert", "ehr.invoices", "change_units()"),
)
MEND_INVOICES: LiteralString = """
    update ehr.invoices set units = notes.units from ehr.notes where invoices.note_id = notes.note_id;
"""
TELLING = {"notify_billers", "notify_data_quality"}
NIGHTS = {
    "the mail server refuses, and repeats what it was told": Misfortune(
        "", "", TELLING, answer="554 no mail about canary-person-alice"
    ),
    "results of checks cannot be kept": Misfortune(*CHECK, {"check_source"}),
    "the source has a value that cannot be computed with": Misfortune(
        unreadable_authorizations.BREAK, unreadable_authorizations.MEND, {"decide"}
    ),
    "the EHR refuses a note": Misfortune(*NOTE, {"write_back"}),
    "the EHR changes an invoice, and refuses that an alert was told": Misfortune(
        INVOICE[0] + ALERT[0], INVOICE[1] + ALERT[1] + MEND_INVOICES, {"check_published", "notify_billers"}
    ),
    "what was told cannot be entered": Misfortune(*MESSAGE, TELLING),
    "nothing": Misfortune("", "", {None}),
}


@dataclass(frozen=True)
class Produced:
    """A home after its nights, its database, what was mailed, and of each night the task that failed and its error."""

    home: Path
    said: list[str]
    mailed: list[str]
    failures: dict[str, tuple[str | None, str | None]]


def plant(ehr: psycopg.Connection) -> None:
    """A clinic with something for every path of a night, in which every text is a canary."""
    ehr.execute(CONTRACT.read_bytes())
    build(ehr)
    note(ehr, "1")
    authorization(ehr, "1")
    for name in ("blocked", "overlap"):
        client(ehr, name)
        note(ehr, name, name)
    authorization(ehr, "overlap-1", "overlap")
    authorization(ehr, "overlap-2", "overlap", billing_code="S9480")
    authorization(ehr, "reversed", first=date(2016, 9, 1), last=date(2016, 8, 1))
    note(ehr, "quarantined", billing_code=" ")
    program(ehr, "LEFT OUT", non_billable=("LEFT OUT GROUP",), billable=("H2012",))
    setting(ehr, 508, "four", program_id="LEFT OUT")
    for rule in ("rule-1", "rule-2"):  # ambiguous: the audit names them
        insert(ehr, "ehr.payer_rules", [{"payer_rule_id": rule, "payer_id": "payer-1"}])
        row = {"billing_rule_id": rule, "payer_rule_id": rule, "billing_type": "unit", "conversion": "duration"}
        insert(ehr, "ehr.payer_billing_rules", [row])
        insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": rule, "billing_code": "S9480"}])
    note(ehr, "audited", billing_code="S9480", service_date=SERVICE_DATE - timedelta(days=30))
    make_canaries(ehr)


def make_canaries(ehr: psycopg.Connection) -> None:
    """Put its prefix before each value that has none yet, and before nothing where a name or a text is missing."""
    query = "select table_name::text, column_name::text from information_schema.columns where table_schema = 'ehr'"
    for table, column in ehr.execute(query).fetchall():
        if column in PREFIXES:
            update: LiteralString = "update ehr.{t} set {c} = {prefix} || coalesce({c}, '') where {c} "
            which: LiteralString = (
                "is null or {c} !~ '^canary'" if column in TEXTS else r"~ '\S' and {c} !~ '^(canary|\*$)'"
            )
            names = {"t": sql.Identifier(table), "c": sql.Identifier(column), "prefix": sql.Literal(PREFIXES[column])}
            ehr.execute(sql.SQL(update + which).format(**names))
    ehr.execute(
        """
        update ehr.system_settings set value = 'canary-group-' || value
        where setting_number = 510 and value !~ '^canary'
        """
    )


def mark_as_done(owner: psycopg.Connection) -> None:
    """Have a biller mark every alert as done, and type a note: those that the next night still finds come back."""
    rows = owner.execute("select alert_id, program_id, client_id, service_date, reason from ehr.alerts").fetchall()
    alerts = [work.Worked(*row) for row in rows]
    with owner.transaction():
        work.enter(owner, alerts, "done", datetime.now(UTC), who="biller", note="canary-typed-note about somebody")


@contextmanager
def driver(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that runs nights; it answers in `stdout`."""
    reading, writing = os.pipe()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(writing)],
            env=environment,
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=[writing],
            text=True,
        )
    os.close(writing)
    process.stdout = os.fdopen(reading)
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


@pytest.fixture(scope="module")
def produced() -> Iterator[Produced]:
    with server_folder("perdiem-home-") as home, pytest.MonkeyPatch.context() as environment:
        for variable in [variable for variable in os.environ if variable.startswith(("AIRFLOW", "PERDIEM"))]:
            environment.delenv(variable)
        mailbox = Mailbox(answer="554 no mail for canary-name-of-canary-client-alice")
        environment.setenv("PERDIEM_HOME", str(home))
        environment.setenv("PERDIEM_RETRIES", "0")
        if HAS_LINEAGE:
            transport = {"type": "file", "log_file_path": str(home / LINEAGE), "append": True}
            environment.setenv("AIRFLOW__OPENLINEAGE__TRANSPORT", json.dumps(transport))
        try:
            with psycopg.connect(installation.database_urls(home).owner, autocommit=True) as owner:
                plant(owner)
                owner.execute(RAISE)
                owner.execute(CHANGE_UNITS)
                with listening(mailbox) as port:
                    environment.setenv("AIRFLOW_CONN_PERDIEM_SMTP", f"smtp://127.0.0.1:{port}")
                    yield live_through(home, owner, mailbox)
        finally:
            postgres.remove(home)


def live_through(home: Path, owner: psycopg.Connection, mailbox: Mailbox) -> Produced:
    """Run the nights, each with its own misfortune and a day to bill."""
    said: list[str] = []
    installed = installation.set_up(home, said.append)
    failures = {}
    log = home / "logs" / "nights.log"
    with driver(installed.environment, log) as process:
        assert process.stdin
        assert process.stdout
        for number, (name, misfortune) in enumerate(NIGHTS.items(), start=1):
            note(
                owner,
                f"night-{number}",
                "canary-client-alice",
                SERVICE_DATE - timedelta(days=number),
                "canary-code-602",
            )
            make_canaries(owner)
            owner.execute(misfortune.befalls or "select 1")
            roles.provide(home)
            mailbox.answer = misfortune.answer
            asked = {"run_after": datetime.now(UTC).isoformat(), "conf": {"run_date": RUN_DATE.isoformat()}}
            print(json.dumps(asked), file=process.stdin, flush=True)
            assert process.stdout.readline().strip() == str(misfortune.fails == {None}), log.read_text()[-5000:]
            query = "select failed_task, error from quality.runs order by started_at desc limit 1"
            [failures[name]] = owner.execute(query).fetchall()
            owner.execute(misfortune.mended or "select 1")
            roles.provide(home)
            mark_as_done(owner)
    mailed = [envelope.content for envelope in mailbox.received]
    return Produced(home, said, [str(content, "ascii") for content in mailed if isinstance(content, bytes)], failures)


@pytest.mark.parametrize("night", NIGHTS)
def test_the_night_failed_as_it_was_meant_to(night: str, produced: Produced) -> None:
    failed_task, error = produced.failures[night]
    assert failed_task in NIGHTS[night].fails, error


def test_every_kind_of_text_of_the_ehr_was_a_canary(produced: Produced) -> None:
    with psycopg.connect(postgres.url(produced.home)) as connection:
        found = set()
        for table in tables(connection, "ehr"):
            for (row,) in connection.execute(sql.SQL("select t::text from {} as t").format(table)):
                found |= {canary.rpartition("-")[0].split("-")[1] for canary in CANARY.findall(row) if "-" in canary}
    assert found >= {prefix.split("-")[1] for prefix in PREFIXES.values()}, "each is in some row"


def test_no_file_holds_a_canary_and_reports_and_logs_none_but_ids_of_rows_and_programs(produced: Produced) -> None:
    files = [path for path in produced.home.rglob("*") if path.is_file()]
    files.append((produced.home / "postgres").resolve() / "server.log")
    found = {
        path.name: set(CANARY.findall(path.read_bytes().decode(errors="replace")))
        for path in files
        if "postgres/data" not in str(path)
    }
    told = {name: found.pop(name) for name in list(found) if name.endswith(".html") or name == "nights.log"}
    assert "server.log" in found
    assert {name: canaries for name, canaries in found.items() if canaries} == {}
    assert len(told) == len(NIGHTS) + 1
    assert told["nights.log"], "the failed checks are in it"
    for name, canaries in told.items():
        assert {canary for canary in canaries if canary.split("-")[1] not in IN_REPORTS_AND_LOGS} == set(), name
    assert not CANARY.findall("\n".join(produced.said))


def test_no_mail_holds_a_canary_but_its_recipient_s_address(produced: Produced) -> None:
    subjects = set()
    for content in produced.mailed:
        message = message_from_string(content, policy=policy.default)
        subjects.add(str(message["Subject"]))
        for part in message.walk():
            assert part.is_multipart() or not CANARY.findall(part.get_content())
        for name, value in message.items():
            assert name == "To" or not CANARY.findall(value), name
    assert any("failed" in subject for subject in subjects)
    assert any("alert" in subject for subject in subjects)


@pytest.mark.skipif(not HAS_LINEAGE, reason="apache-airflow-providers-openlineage is not installed")
def test_lineage_tells_of_each_task_and_holds_no_canary(produced: Produced) -> None:
    lines = (produced.home / LINEAGE).read_text().splitlines()
    jobs = {json.loads(line)["job"]["name"] for line in lines}
    assert {f"{DAG_ID}.{task_id}" for task_id in GUIDE.keys() - {LOAD_SOURCE, TAKE_ANSWERS, HAND_OVER}} <= jobs
    assert not CANARY.findall("\n".join(lines))


def test_airflow_s_database_holds_no_canary(produced: Produced) -> None:
    with psycopg.connect(postgres.url(produced.home, roles.AIRFLOW_DATABASE)) as connection:
        rows = {str(table): rows_of(connection, table) for table in tables(connection, "public")}
    assert sum(map(len, rows.values())) > 100
    for table, texts in rows.items():
        for text in texts:
            assert not CANARY.findall(text), table
            assert b"canary".hex() not in text, table


def test_the_warehouse_holds_no_name_or_text_and_clients_only_where_they_belong(produced: Produced) -> None:
    with psycopg.connect(postgres.url(produced.home)) as connection:
        entered = connection.execute("select what, count(note) from quality.alert_work group by what").fetchall()
        assert {what for what, _ in entered} == {"done", "came_back"}
        assert dict(entered)["done"] > 1, "what was typed is there to be found"
        for schema in ("staging", "intermediate", "marts", "quality"):
            for table in tables(connection, schema):
                for text in rows_of(connection, table):
                    for row_column, value in json.loads(text).items():
                        canaries = " ".join(CANARY.findall(json.dumps(value)))
                        place = f"{table}.{row_column}"
                        assert "canary-text" not in canaries, place
                        assert "canary-person" not in canaries, place
                        assert "canary-mail" not in canaries, place
                        assert "canary-typed" not in canaries or place == TYPED_NOTES, place
                        assert "canary-client" not in canaries or row_column in MAY_NAME_CLIENTS, place


def tables(connection: psycopg.Connection, schema: str) -> list[sql.Identifier]:
    query = "select table_name from information_schema.tables where table_schema = %s"
    return [sql.Identifier(schema, name) for (name,) in connection.execute(query, [schema])]


def rows_of(connection: psycopg.Connection, table: sql.Identifier) -> list[str]:
    query = sql.SQL("select to_jsonb(t)::text from {} as t").format(table)
    return [row for (row,) in connection.execute(query)]
