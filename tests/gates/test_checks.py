"""The gates: what each check lets through, what it stops, and what is kept and told of it.

Each case of check_cases.py breaks a sound night in one place, and exactly the checks that it names fail: in a savepoint
of one transaction, in which Great Expectations works too. dbt's tables stand here as plain tables with the columns that
the checks read; whole nights are tested elsewhere.
"""

import logging
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from test_check_suites import suite_file

from clinics.check_cases import CASES, DBT_TABLES, RUN, Case, fill
from helpers.databases import new_database
from perdiem import config
from perdiem.gates import checks, engine, suites
from perdiem.gates.checks import CheckFailed, CheckResult, SuiteError
from perdiem.mail.addresses import usable_address
from perdiem.runs import Run
from perdiem.warehouse import migrations


@pytest.fixture
def night(warehouse: psycopg.Connection) -> psycopg.Connection:
    """A sound night in a database of its own, whose tables can be changed."""
    migrations.apply(warehouse)
    warehouse.execute(DBT_TABLES)
    fill(warehouse)
    return warehouse


@pytest.fixture(scope="module")
def shared_database_url(server_url: str, ehr_template: str) -> Iterator[str]:
    """A database for all tests that change rows alone."""
    with new_database(server_url, f"perdiem_checks_{uuid.uuid4().hex}", ehr_template) as url:
        with psycopg.connect(url) as database:
            migrations.apply(database)
            database.execute(DBT_TABLES)
        yield url


@pytest.fixture
def shared_night(shared_database_url: str) -> Iterator[psycopg.Connection]:
    """The same sound night, anew in the shared database."""
    with psycopg.connect(shared_database_url, autocommit=True) as connection:
        tables = connection.execute(
            "select schemaname, tablename from pg_tables"
            " where schemaname in ('ehr', 'intermediate', 'marts', 'quality')"
        ).fetchall()
        with connection.transaction():
            for table in tables:
                connection.execute(sql.SQL("delete from {}").format(sql.Identifier(*table)))
            fill(connection)
        yield connection


def failures(results: Sequence[CheckResult]) -> dict[str, list[str]]:
    return {result.name: list(result.failing_keys) for result in results if not result.success}


def suite_of(name: str) -> list[suites.Check]:
    return suites.load(config.EXPECTATIONS / f"{name}.yml")


@pytest.mark.parametrize("suite", CASES)
def test_a_sound_night_passes_every_check(night: psycopg.Connection, database_url: str, suite: str) -> None:
    results = checks.validate(database_url, suite, RUN)

    assert failures(results) == {}
    assert [result.name for result in results] == [check.name for check in suite_of(suite)]
    checks.raise_if_stopped(results)


class OneTransaction(psycopg.Connection):
    """A connection whose transaction goes on, whatever those who use it think to end."""

    def commit(self) -> None:
        """Go on."""

    def rollback(self) -> None:
        """Go on."""

    def close(self) -> None:
        """Stay open."""


@pytest.fixture(scope="module")
def rehearsal(server_url: str, ehr_template: str) -> Iterator[psycopg.Connection]:
    """A transaction in which the night is sound, in a database of its own: it locks every row."""
    with new_database(server_url, f"perdiem_rehearsal_{uuid.uuid4().hex}", ehr_template) as url:
        connection = OneTransaction.connect(url)
        migrations.apply(connection)
        connection.execute(DBT_TABLES)
        fill(connection)
        be_of(connection, RUN)
        yield connection
        connection.pgconn.finish()


def be_of(connection: psycopg.Connection, run: Run) -> None:
    """Have queries find the run that they ask for."""
    for name, value in engine.settings_of(run).items():
        connection.execute("select set_config(%s, %s, false)", (name, value))


@pytest.fixture(scope="module")
def gates(rehearsal: psycopg.Connection) -> Iterator[dict[str, Callable[[], list[CheckResult]]]]:
    """Each suite, ready to be carried out within that transaction."""
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_connect", lambda *_: rehearsal)
        ready = {}
        for suite in CASES:
            defined = suite_of(suite)
            databases = dict.fromkeys((check.database for check in defined), "")
            ready[suite] = opened.enter_context(engine.open_suite(suite, defined, databases, RUN))
        patch.undo()
        yield ready


@pytest.mark.parametrize(("suite", "case"), [(suite, case) for suite in CASES for case in CASES[suite]], ids=str)
def test_exactly_the_named_checks_fail(
    rehearsal: psycopg.Connection, gates: dict[str, Callable[[], list[CheckResult]]], suite: str, case: Case
) -> None:
    with rehearsal.transaction(force_rollback=True):
        be_of(rehearsal, case.run)
        rehearsal.execute(case.breaks.encode() if isinstance(case.breaks, str) else case.breaks)

        results = gates[suite]()

    assert failures(results) == case.fails
    for result in results:
        assert result.failing_count == len(result.failing_keys)
        assert (result.error is None) == result.success


def test_an_address_is_usable_to_the_check_as_it_is_to_the_mail(
    rehearsal: psycopg.Connection, gates: dict[str, Callable[[], list[CheckResult]]]
) -> None:
    # Quotes and comments that an address does not need are too rare for the check to know them.
    addresses = [
        "biller@example.org", " one.two+iop@sub.example.org\n", "o'brien@example", "50%@example.org", "{a}|~@b-c.d",
        "", " ", "biller", "@example.org", "biller@", "a@b@c", "a b@c", "a..b@c", ".a@b", "a.@b", "a@b..c", "a@.b",
        "A B <a@b>", "<a@b>", "A, B <a@b>", "a@b, c@d", "a@b;", "a@[127.0.0.1]", "ä@b", "a@b\x07",
        "a\\b@c", "a,b@c", "a:b@c", f"{'a' * 248}@b.org", f"{'a' * 249}@b.org",
    ]  # fmt: skip
    with rehearsal.transaction(force_rollback=True):
        for address in addresses:
            rehearsal.execute("insert into ehr.user_group_members values ('Billers', %s, %s)", (address, address))

        results = gates["ehr_setup"]()

    refused = {f"Billers:{address}:no usable address" for address in addresses if not usable_address(address)}
    assert set(failures(results)["alert_recipients_can_be_told"]) == refused


@pytest.mark.parametrize("suite", CASES)
def test_every_check_is_seen_to_fail(suite: str) -> None:
    assert {name for case in CASES[suite] for name in case.fails} == {check.name for check in suite_of(suite)}


@pytest.fixture
def reader_url(night: psycopg.Connection, database_url: str) -> Iterator[str]:
    """The sound night as a user sees it who may read all but names and texts, and whose password is full of signs."""
    name, password = f"reader_{uuid.uuid4().hex}", "p$ss ${HOME}{batch}%:/@"
    role = sql.Identifier(name)
    night.execute(sql.SQL("create role {} login password {}").format(role, password))
    for schema in ("ehr", "staging", "intermediate", "marts", "quality"):
        grant = sql.SQL("grant usage on schema {0} to {1}; grant select on all tables in schema {0} to {1}")
        night.execute(grant.format(sql.Identifier(schema), role))
    night.execute(sql.SQL("grant insert, delete on quality.check_results to {}").format(role))
    for table, column in (("clients", "display_name"), ("clinicians", "display_name"), ("notes", "note_text")):
        names = night.execute(
            "select column_name from information_schema.columns"
            " where table_schema = 'ehr' and table_name = %s and column_name <> %s",
            (table, column),
        ).fetchall()
        night.execute(
            sql.SQL("revoke select on {table} from {role}; grant select ({columns}) on {table} to {role}").format(
                table=sql.Identifier("ehr", table),
                columns=sql.SQL(", ").join(sql.Identifier(name) for (name,) in names),
                role=role,
            )
        )
    parts = urlsplit(database_url)
    address = parts.netloc.rpartition("@")[2]
    yield urlunsplit(parts._replace(netloc=f"{name}:{quote(password, safe='')}@{address}"))
    night.execute(sql.SQL("drop owned by {0}; drop role {0}").format(role))


@pytest.mark.parametrize("suite", CASES)
def test_no_name_and_no_text_of_a_note_is_read(reader_url: str, suite: str) -> None:
    assert failures(checks.validate(reader_url, suite, RUN)) == {}


def test_a_table_or_column_that_may_not_be_read_is_named(night: psycopg.Connection, reader_url: str) -> None:
    user = urlsplit(reader_url).username
    role = sql.Identifier(user or "")
    night.execute(sql.SQL("revoke select on ehr.payers from {}").format(role))
    night.execute(sql.SQL("revoke select (units) on ehr.notes from {}").format(role))

    results = checks.validate(reader_url, "ehr_source", RUN)

    assert failures(results) == {"source_tables_and_columns": ["notes.units", "payers"]}
    assert results[0].error == (
        f"column ehr.notes.units cannot be read by {user}; table ehr.payers cannot be read by {user}"
    )


def test_the_index_is_looked_for_where_the_write_back_writes(
    night: psycopg.Connection, database_url: str, shared_night: psycopg.Connection, shared_database_url: str
) -> None:
    night.execute("drop index ehr.notes_one_per_diem_a_day")

    replica_without_index = checks.validate(database_url, "ehr_source", RUN, ehr_url=shared_database_url)
    ehr_without_index = checks.validate(shared_database_url, "ehr_source", RUN, ehr_url=database_url)

    assert failures(replica_without_index) == {}
    assert failures(ehr_without_index) == {"one_per_diem_note_a_day_is_enforced": ["notes_one_per_diem_a_day"]}


# What is kept, told and stopped


def test_results_are_kept_and_a_rerun_replaces_its_own(
    shared_night: psycopg.Connection, shared_database_url: str
) -> None:
    shared_night.execute("update ehr.authorizations set units_used = 11 where authorization_id = 'a-2'")
    earlier = replace(RUN, run_id="the night before")
    for run, suite in ((earlier, "published_marts"), (RUN, "billable_days"), (RUN, "published_marts")):
        checks.validate(shared_database_url, suite, run)
    shared_night.execute("update ehr.authorizations set units_used = 11 where authorization_id = 'a-1'")

    checks.validate(shared_database_url, "published_marts", RUN)

    counts = shared_night.execute(
        "select run_id, suite, count(*) from quality.check_results group by run_id, suite order by suite, run_id"
    ).fetchall()
    published = len(suite_of("published_marts"))
    assert counts == [
        (RUN.run_id, "billable_days", len(suite_of("billable_days"))),
        (RUN.run_id, "published_marts", published),
        ("the night before", "published_marts", published),
    ]
    failed = shared_night.execute(
        "select run_id, run_date, check_name, severity, stops_run, failing_count, failing_keys, error,"
        " why <> '' and what_to_do <> '' and checked_at <= now() from quality.check_results where not success"
    ).fetchall()
    assert failed == [
        (
            RUN.run_id,
            RUN.run_date,
            "authorizations_not_overdrawn_by_the_run",
            "critical",
            True,
            1,
            ["a-1"],
            "1 row fails: a-1",
            True,
        )
    ]


def test_keys_are_capped_and_the_count_is_not(shared_night: psycopg.Connection, shared_database_url: str) -> None:
    shared_night.execute(
        "insert into quality.quarantined_rows select 'notes', 'n-' || to_char(number, 'FM00000'), 'no client'"
        " from generate_series(1, 10001) as number"
    )

    results = checks.validate(shared_database_url, "billable_days", RUN)

    (failed,) = [result for result in results if not result.success]
    assert (failed.name, failed.failing_count, len(failed.failing_keys)) == ("quarantined_rows", 10_001, 10_000)
    assert failed.failing_keys[-1] == "notes:n-10000"
    assert failed.error == "10001 rows fail: " + ", ".join(f"notes:n-0000{number}" for number in range(1, 6)) + ", ..."


def test_an_error_says_what_is_missing(night: psycopg.Connection, database_url: str) -> None:
    for table in ("alerts", "clients", "invoices", "locations", "payers", "programs", "user_groups"):
        night.execute(sql.SQL("drop table ehr.{} cascade").format(sql.Identifier(table)))

    results = checks.validate(database_url, "ehr_source", RUN)

    assert len(results) == 1
    with pytest.raises(CheckFailed) as stopped:
        checks.raise_if_stopped(results)
    assert str(stopped.value).startswith(
        "check source_tables_and_columns failed: table ehr.alerts is missing; table ehr.clients is missing;"
        " table ehr.invoices is missing; table ehr.locations is missing; table ehr.payers is missing; and 2 more."
        " Compare schema ehr with"
    )


def test_an_empty_window_says_its_dates(shared_night: psycopg.Connection, shared_database_url: str) -> None:
    shared_night.execute("delete from ehr.notes")

    results = checks.validate(shared_database_url, "ehr_source", RUN)

    error = "no note at all with a service date from 2016-05-04 to 2016-08-02 in ehr.notes"
    assert error in [result.error for result in results]
    with pytest.raises(CheckFailed, match=re.escape(error)):
        checks.raise_if_stopped(results)


def test_a_program_left_out_is_critical_and_holds_nobody_up(
    shared_night: psycopg.Connection, shared_database_url: str
) -> None:
    cause = "system setting 508 for program PHP is 'four' from 2016-07-01: expected a number above 0"
    shared_night.execute(
        "insert into intermediate.int_program_days__settings"
        " values ('PHP', '2016-07-30', false, true, %(cause)s), ('PHP', '2016-07-31', false, true, %(cause)s)",
        {"cause": cause},
    )

    results = checks.validate(shared_database_url, "billable_days", RUN)

    checks.raise_if_stopped(results)
    (failed,) = [result for result in results if not result.success]
    assert (failed.severity, failed.failing_count) == ("critical", 1)
    assert failed.error == f"{cause} (left out from 2016-07-30 to 2016-07-31)"


def test_no_client_is_named_in_an_error_or_in_the_log(
    shared_night: psycopg.Connection, shared_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    shared_night.execute("update intermediate.int_client_days__pending set note_minutes = 0, clinician_id = null")
    shared_night.execute("update intermediate.int_notes__counting set units = null")

    with caplog.at_level(logging.INFO):
        results = checks.validate(shared_database_url, "billable_days", RUN)

    with pytest.raises(CheckFailed) as stopped:
        checks.raise_if_stopped(results)
    told = [str(stopped.value), caplog.text, *(result.error or "" for result in results)]
    assert not any(name in text for text in told for name in ("alice", "bob", "n-1", "0905"))
    assert [line for line in logged(caplog) if not line.startswith("    ")] == [
        "check pending_days_have_note_minutes (critical, stops the run): 1 failing",
        "check pending_days_say_who_and_where (critical, stops the run): 1 failing",
        "check counting_notes_without_units (warning): 1 failing",
        f"suite billable_days: {len(results)} checks, 3 failed",
    ]


def test_the_log_of_a_failed_check_says_what_it_means_what_to_do_and_which_rows(
    shared_night: psycopg.Connection, shared_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    shared_night.execute(
        "insert into quality.quarantined_rows select 'notes', 'n-' || to_char(number, 'FM00'), 'no client'"
        " from generate_series(1, 51) as number"
    )

    with caplog.at_level(logging.INFO):
        checks.validate(shared_database_url, "billable_days", RUN)

    (check,) = [check for check in suite_of("billable_days") if check.name == "quarantined_rows"]
    *told, more, _ = logged(caplog)
    assert told == [
        "check quarantined_rows (warning): 51 failing",
        f"    Why it matters: {check.why}",
        f"    What to do: {check.what_to_do}",
        "    Rows: " + ", ".join(f"notes:n-{number:02}" for number in range(1, 51)),
    ]
    assert len(shared_night.execute(more.removeprefix("    More of them: ").encode()).fetchall()) == 51


def test_rows_that_tell_of_clients_are_for_those_who_may_ask_the_warehouse(
    shared_night: psycopg.Connection, shared_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    shared_night.execute("update intermediate.int_client_days__pending set note_minutes = 0")

    with caplog.at_level(logging.INFO):
        checks.validate(shared_database_url, "billable_days", RUN)

    (query,) = [line for line in logged(caplog) if "select unnest" in line]
    told, _, statement = query.partition(": select")
    assert told == "    The rows, which may tell who is in a program, for whoever may see them"
    assert "Rows:" not in caplog.text
    assert shared_night.execute(f"select{statement}".encode()).fetchall() == [("IOP:bob:2016-07-30",)]


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the pipeline itself has logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("perdiem")]


def test_a_check_that_cannot_be_carried_out_has_failed(
    shared_night: psycopg.Connection, shared_database_url: str
) -> None:
    shared_night.execute("alter table intermediate.int_client_days__pending rename to elsewhere")

    try:
        results = checks.validate(shared_database_url, "billable_days", RUN)
    finally:
        shared_night.execute("alter table intermediate.elsewhere rename to int_client_days__pending")

    error = 'could not be checked: relation "intermediate.int_client_days__pending" does not exist'
    assert {result.error for result in results if not result.success} == {error}
    assert {result.failing_count for result in results} == {0}
    with pytest.raises(CheckFailed, match="check pending_days_are_unique failed: could not be checked"):
        checks.raise_if_stopped(results)


@pytest.mark.parametrize(
    ("failing_rows", "error"),
    [
        (
            "select note_id from ehr.notes where client_id::integer > 0",
            "could not be checked: InvalidTextRepresentation",
        ),
        ("select lo_create(0)::text as note_id", "could not be checked: ReadOnlySqlTransaction"),
        ("select client_id as note from ehr.notes", 'could not be checked: column "note_id" does not exist'),
    ],
    ids=["an error that quotes a client", "a query that writes", "a query without its key"],
)
def test_a_broken_query_fails_without_telling_values(
    shared_night: psycopg.Connection,
    shared_database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing_rows: str,
    error: str,
) -> None:
    monkeypatch.setattr(config, "EXPECTATIONS", suite_file(tmp_path, failing_rows=failing_rows).parent)

    (result,) = checks.validate(shared_database_url, "a_suite", RUN)

    assert (result.success, result.error) == (False, error)


@pytest.mark.parametrize(
    "expectation",
    [
        {"type": "expect_the_unexpected", "kwargs": {}},
        {"type": "expect_column_values_to_be_between", "kwargs": {"min_value": 1}},
    ],
    ids=["unknown", "without its column"],
)
def test_an_expectation_that_there_is_not_says_so(
    shared_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expectation: dict[str, object]
) -> None:
    path = suite_file(tmp_path, failing_rows=None, table="ehr.notes", expectation=expectation)
    monkeypatch.setattr(config, "EXPECTATIONS", path.parent)

    with pytest.raises(SuiteError, match=r"^a_suite\.yml, check a_check: "):
        checks.validate(shared_database_url, "a_suite", RUN)
