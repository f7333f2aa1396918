"""The files of expectations/: what one must hold, and what the source's tables and columns are compared with."""

from pathlib import Path

import psycopg
import pytest
import yaml
from psycopg import sql

from perdiem import config
from perdiem.gates import suites
from perdiem.gates.suites import SuiteError


def suite_file(folder: Path, **changes: object) -> Path:
    """A suite of one check, sound but for the changes; a change to None takes the key away."""
    check: dict[str, object] = {
        "name": "a_check",
        "severity": "critical",
        "stops_run": True,
        "why": "Because.",
        "what_to_do": "Mend it.",
        "key": ["note_id"],
        "failing_rows": "select note_id from ehr.notes where false",
    }
    check = {key: value for key, value in {**check, **changes}.items() if value is not None}
    path = folder / "a_suite.yml"
    path.write_text(yaml.safe_dump([check]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"colour": "red"}, "unknown key colour"),
        ({"why": None}, "missing why"),
        ({"why": " "}, "why is ' ': expected a text"),
        ({"what_to_do": None}, "missing what_to_do"),
        ({"severity": "fatal"}, "severity is 'fatal': expected one of critical, warning, info"),
        ({"severity": "warning"}, "only a critical check may stop the run"),
        ({"stops_run": "yes"}, "stops_run is 'yes': expected true or false"),
        ({"key": []}, "key: expected a list of column names"),
        ({"key": ["note_id; drop table"]}, "key: expected a list of column names"),
        ({"database": "elsewhere"}, "database is 'elsewhere': expected one of warehouse, ehr"),
        ({"failing_rows": None}, "expected one of failing_rows, table, query"),
        ({"table": "ehr.notes"}, "expected one of failing_rows, table, query"),
        ({"failing_rows": None, "table": "notes"}, "expectation: expected a type and kwargs"),
        ({"failing_rows": "select 'a%' as note_id"}, "failing_rows: a percent sign, or a colon before a word,"),
        ({"failing_rows": "select ':a' as note_id"}, "failing_rows: a percent sign, or a colon before a word,"),
        ({"message": "no column"}, "message: expected the name of a column of failing_rows"),
        ({"expectation": {"type": "x", "kwargs": {}}}, "failing_rows stands for its own expectation"),
    ],
    ids=str,
)
def test_a_suite_that_cannot_be_used_says_why(tmp_path: Path, changes: dict[str, object], error: str) -> None:
    with pytest.raises(SuiteError) as refused:
        suites.load(suite_file(tmp_path, **changes))

    assert str(refused.value).startswith(f"a_suite.yml, check a_check: {error}")


@pytest.mark.parametrize(
    "text", ["", "checks: []", "[", "- a check"], ids=["empty", "no list", "no YAML", "no mapping"]
)
def test_a_file_that_is_no_suite_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a_suite.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SuiteError, match=r"^a_suite\.yml"):
        suites.load(path)


def problems_after(connection: psycopg.Connection, change: sql.Composed) -> list[str]:
    """What the first check of the source says after a change that is rolled back."""
    structure = suites.load(config.EXPECTATIONS / "ehr_source.yml")[0]
    with connection.transaction(force_rollback=True):
        connection.execute(change)
        return [problem for _, problem in connection.execute(structure.query.encode()).fetchall()]


def test_every_table_and_column_of_the_contract_is_asked_for(ehr: psycopg.Connection) -> None:
    tables = ehr.execute(
        "select table_name, array_agg(column_name::text order by column_name)"
        " from information_schema.columns where table_schema = 'ehr' group by table_name"
    ).fetchall()

    for table, columns in tables:
        drops = [sql.SQL("drop column {}").format(sql.Identifier(column)) for column in columns]
        drop_columns = sql.SQL("alter table ehr.{} {}").format(sql.Identifier(table), sql.SQL(", ").join(drops))
        assert sorted(problems_after(ehr, drop_columns)) == [
            f"column ehr.{table}.{column} is missing" for column in columns
        ]
        drop_table = sql.SQL("drop table ehr.{}").format(sql.Identifier(table))
        assert problems_after(ehr, drop_table) == [f"table ehr.{table} is missing"]


# column, another type for it, and the type that is asked for where that one will not do
TYPES = [
    ("notes.client_id", "character varying(20)", None),
    ("notes.client_id", "character(20)", None),
    ("notes.client_id", "bigint", "text"),
    ("notes.duration_minutes", "smallint", None),
    ("notes.duration_minutes", "bigint", None),
    ("notes.duration_minutes", "numeric", "integer"),
    ("notes.quantity", "numeric", None),
    ("notes.quantity", "numeric(6,1)", None),
    ("notes.quantity", "integer", None),
    ("notes.quantity", "double precision", "numeric"),
    ("notes.quantity", "text", "numeric"),
    ("notes.service_date", "text", "date"),
    ("notes.service_date", "timestamp without time zone", "date"),
    ("notes.started_at", "timestamp without time zone", None),
    ("notes.started_at", "date", "timestamp"),
    ("billing_codes.is_billable", "text", "boolean"),
    ("billing_codes.is_billable", "integer", "boolean"),
]


def test_types_are_taken_in_families(ehr: psycopg.Connection) -> None:
    for column, data_type, expected in TYPES:
        table, name = map(sql.Identifier, column.split("."))
        replace = sql.SQL("alter table ehr.{table} drop column {name}, add column {name} {type}")

        problems = problems_after(ehr, replace.format(table=table, name=name, type=sql.SQL(data_type)))

        refused = f"column ehr.{column} is of type {data_type}: expected {expected}"
        assert problems == ([refused] if expected else []), f"{column} as {data_type}"


def test_a_domain_is_taken_for_the_type_that_it_stands_for(ehr: psycopg.Connection) -> None:
    change = sql.SQL(
        "create domain units_of_work as numeric(9, 2); alter table ehr.notes alter column units type units_of_work"
    ).format()

    assert problems_after(ehr, change) == []
