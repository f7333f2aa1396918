"""How Great Expectations is driven: in this process, reading only, and without a file of its own.

It takes seconds to import, and is imported only where a suite is run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
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
    from great_expectations.datasource.fluent.postgres_datasource import PostgresDatasource
    from great_expectations.expectations.expectation import Expectation

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
def open_datasources(urls: Mapping[str, str], run: Run) -> Iterator[dict[str, PostgresDatasource]]:
    """Great Expectations' view of each database, for as long as the suite runs."""
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.datasource.fluent.postgres_datasource import PostgresDatasource

    # Its own lines tell of its inner workings; what a person needs to know is logged here, in counts.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = great_expectations.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
        ),
    )
    with ExitStack() as connections:
        yield {
            name: context.data_sources.add_postgres(
                PostgresDatasource(
                    name=name,
                    # The URL, and the password in it, stay out of Great Expectations, which looks for variables in it.
                    connection_string="postgresql+psycopg://perdiem@localhost/perdiem",
                    kwargs={"creator": partial(_connect, connections, url, run)},
                )
            )
            for name, url in urls.items()
        }


def _connect(connections: ExitStack, url: str, run: Run) -> psycopg.Connection:
    """Open a database to read only; queries ask current_setting('perdiem.run_date') and so on for the run."""
    connection = connections.enter_context(closing(psycopg.connect(url, application_name="perdiem checks")))
    settings = {
        "default_transaction_read_only": "on",
        "lock_timeout": f"{transactions.LOCK_TIMEOUT_SECONDS}s",
        "perdiem.run_id": run.run_id,
        "perdiem.run_date": run.run_date.isoformat(),
        "perdiem.window_start": run.window_start.isoformat(),
        "perdiem.dry_run": str(run.dry_run).lower(),
    }
    for name, value in settings.items():
        connection.execute("select set_config(%s, %s, false)", (name, value))
    connection.commit()
    return connection


def expectation_of(suite: str, check: Check) -> Expectation:
    """The expectation of a check, as Great Expectations has it. Raises SuiteError if it has no such thing."""
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    if check.expectation_type is None:
        expectation_type, kwargs = "unexpected_rows_expectation", {"unexpected_rows_query": _failing_rows(check)}
    else:
        expectation_type, kwargs = check.expectation_type, dict(check.expectation_kwargs)
    severity = FailureSeverity(check.severity)
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


def carry_out(suite: str, check: Check, expectation: Expectation, datasource: PostgresDatasource) -> CheckResult:
    """Carry out one check. One that cannot be carried out is not successful, and says why."""
    # A query asset begins with the word SELECT, whatever the query itself begins with.
    query = "\n".join(("SELECT checked.* FROM (", check.query, ") AS checked"))
    asset = datasource.add_query_asset(check.name, query)
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    validation = batch.validate(
        expectation,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": list(check.key),
            "partial_unexpected_count": KEYS_KEPT,
            "return_unexpected_index_query": False,
        },
    )
    if problem := _problem(validation):
        return results.not_carried_out(suite, check, problem)
    if validation.success:
        return results.passed(suite, check)
    result = validation.result
    if check.expectation_type is None:
        row = result["details"]["unexpected_rows"][0]
        messages = [message for message in row["messages"] if message is not None]
        return results.failed(suite, check, row["failing_count"], row["failing_keys"], messages)
    rows = result.get("unexpected_index_list") or []
    keys = [":".join("" if row[column] is None else str(row[column]) for column in check.key) for row in rows]
    return results.failed(suite, check, result.get("unexpected_count", 1), sorted(keys))


def _problem(validation: ExpectationValidationResult) -> str | None:
    """Why the check could not be carried out, if it could not. Values of rows are not told."""
    info = validation.exception_info
    infos = [info] if "raised_exception" in info else list(info.values())
    messages = [str(info["exception_message"]) for info in infos if info["raised_exception"]]
    if not messages:
        return None
    return errors.of_great_expectations(messages[0])
