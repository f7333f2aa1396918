"""How Great Expectations is driven: in this process, reading only, and without a file of its own.

It takes seconds to import, and is imported only where a suite is run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from perdiem.gates import results
from perdiem.gates.results import CheckResult
from perdiem.gates.suites import Check, SuiteError
from perdiem.runs import Run
from perdiem.warehouse import errors, transactions

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.datasource.fluent.postgres_datasource import PostgresDatasource
    from great_expectations.expectations.expectation import Expectation

WHOLE = "whole"  # the only batch of an asset
KEYS_KEPT = 10_000
MESSAGES_KEPT = 5
MESSAGE_LENGTH = 500

# The rows themselves would be cut at 200 by Great Expectations: they come as one row, or none where nothing fails.
# {{batch}} is where Great Expectations puts the query of the check.
FAILING_ROWS = sql.SQL("""
    select
        count(*) as failing_count,
        array_agg(failing_key order by place) filter (where place <= {keys_kept}) as failing_keys,
        array_agg(message order by place) filter (where place <= {messages_kept}) as messages
    from (
        select failing_key, message, row_number() over (order by failing_key collate "C", message) as place
        from (select concat_ws(':', {key}) as failing_key, left({message}, {message_length}) as message from {{batch}})
            as keyed
    ) as numbered
    having count(*) > 0
""")


@contextmanager
def open_suite(
    suite: str, checks: Sequence[Check], urls: Mapping[str, str], run: Run
) -> Iterator[Callable[[], list[CheckResult]]]:
    """Make the checks of a suite ready to be carried out on the databases of `urls`; what it yields carries them out.

    Raises SuiteError for an expectation that there is not.
    """
    # Its own lines tell of its inner workings, from its import on; what people need to know is logged here, in counts.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    expectations = [_expectation_of(suite, check) for check in checks]
    with ExitStack() as connections:
        context = _context()
        datasources = {
            database: context.data_sources.add_postgres(_datasource(database, checks, connections, url, run))
            for database, url in urls.items()
        }

        def carry_out() -> list[CheckResult]:
            found: list[CheckResult] = []
            for check, expectation in zip(checks, expectations, strict=True):
                found.append(_carry_out(suite, check, expectation, datasources[check.database]))
                if check.needed_by_the_rest and not found[-1].success:
                    break
            return found

        yield carry_out


def _context() -> EphemeralDataContext:
    """A context of Great Expectations that keeps nothing."""
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    return great_expectations.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
        ),
    )


def _datasource(
    database: str, checks: Sequence[Check], connections: ExitStack, url: str, run: Run
) -> PostgresDatasource:
    """Great Expectations' view of a database: an asset for each check that asks it.

    They are given all at once, since Great Expectations writes its whole configuration anew for each one added later.
    """
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.datasource.fluent.postgres_datasource import PostgresDatasource
    from great_expectations.datasource.fluent.sql_datasource import QueryAsset

    return PostgresDatasource(
        name=database,
        # The URL, and the password in it, stay out of Great Expectations, which looks for variables in it.
        connection_string="postgresql+psycopg://perdiem@localhost/perdiem",
        kwargs={"creator": partial(_connect, connections, url, run)},
        assets=[
            QueryAsset(
                name=check.name,
                # A query asset begins with the word SELECT, whatever the query itself begins with.
                query="\n".join(("SELECT checked.* FROM (", check.query, ") AS checked")),
                batch_definitions=[BatchDefinition(name=WHOLE)],
            )
            for check in checks
            if check.database == database
        ],
    )


def _connect(connections: ExitStack, url: str, run: Run) -> psycopg.Connection:
    """Open a database to read only; queries ask current_setting('perdiem.run_date') and so on for the run."""
    connection = connections.enter_context(closing(psycopg.connect(url, application_name="perdiem checks")))
    settings = {
        "default_transaction_read_only": "on",
        "lock_timeout": f"{transactions.LOCK_TIMEOUT_SECONDS}s",
        **settings_of(run),
    }
    for name, value in settings.items():
        connection.execute("select set_config(%s, %s, false)", (name, value))
    connection.commit()
    return connection


def settings_of(run: Run) -> dict[str, str]:
    """What queries may ask of the run they belong to, by the name of the setting."""
    return {
        "perdiem.run_id": run.run_id,
        "perdiem.run_date": run.run_date.isoformat(),
        "perdiem.window_start": run.window_start.isoformat(),
        "perdiem.dry_run": str(run.dry_run).lower(),
    }


def _expectation_of(suite: str, check: Check) -> Expectation:
    """The expectation of a check, as Great Expectations has it. Raises SuiteError if it has no such thing."""
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    from perdiem.gates.failing_rows import ExpectNoFailingRows

    severity = FailureSeverity(check.severity)
    if check.expectation_type is None:
        return ExpectNoFailingRows(unexpected_rows_query=_failing_rows(check), severity=severity)
    expectation_type, kwargs = check.expectation_type, dict(check.expectation_kwargs)
    try:
        return ExpectationConfiguration(type=expectation_type, kwargs=kwargs, severity=severity).to_domain_obj()
    except (GreatExpectationsError, ValueError) as error:
        raise SuiteError(f"{suite}.yml, check {check.name}: {error}") from error


def _failing_rows(check: Check) -> str:
    key = [sql.SQL("coalesce(cast({} as text), '')").format(sql.Identifier(column)) for column in check.key]
    message = sql.SQL("cast({} as text)").format(sql.Identifier(check.message)) if check.message else sql.SQL("null")
    return FAILING_ROWS.format(
        key=sql.SQL(", ").join(key),
        message=message,
        message_length=MESSAGE_LENGTH,
        keys_kept=KEYS_KEPT,
        messages_kept=MESSAGES_KEPT,
    ).as_string()


def _carry_out(suite: str, check: Check, expectation: Expectation, datasource: PostgresDatasource) -> CheckResult:
    """Carry out one check. One that cannot be carried out is not successful, and says why."""
    batch = datasource.get_asset(check.name).get_batch_definition(WHOLE).get_batch()
    which_rows = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": list(check.key),
        "partial_unexpected_count": KEYS_KEPT,
        "return_unexpected_index_query": False,
    }
    # To ask Great Expectations' own for the rows takes more queries than whether there are any. Nearly always none are.
    is_own = check.expectation_type is None
    validation = batch.validate(expectation, result_format=which_rows if is_own else "BOOLEAN_ONLY")
    if not (is_own or validation.success or _problem(validation)):
        validation = batch.validate(expectation, result_format=which_rows)
    if problem := _problem(validation):
        return results.not_carried_out(suite, check, problem)
    if validation.success:
        return results.passed(suite, check)
    result = validation.result
    if is_own:
        row = result["details"]["unexpected_rows"][0]
        messages = [message for message in row["messages"] if message is not None]
        return results.failed(suite, check, row["failing_count"], row["failing_keys"], messages)
    # That compound columns are unique names its rows as values; what looks at a table as a whole names none.
    rows = result.get("unexpected_index_list", result.get("unexpected_list", []))
    keys = {":".join("" if row[column] is None else str(row[column]) for column in check.key) for row in rows}
    # Each of the rows that are not unique is unexpected: together they are one key.
    unexpected = result.get("unexpected_count", 1)
    count = len(keys) if len(rows) == unexpected else unexpected
    return results.failed(suite, check, count, sorted(keys))


def _problem(validation: ExpectationValidationResult) -> str | None:
    """Why the check could not be carried out, if it could not. Values of rows are not told."""
    info = validation.exception_info
    infos = [info] if "raised_exception" in info else list(info.values())
    messages = [str(info["exception_message"]) for info in infos if info["raised_exception"]]
    if not messages:
        return None
    return errors.of_great_expectations(messages[0])
