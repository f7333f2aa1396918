"""What an engine made takes the place of what is published, all of it or nothing; rows that are the same stay."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest
from psycopg import sql

from perdiem.engines import publishing
from perdiem.engines.extract import Extract
from perdiem.runs import Run
from perdiem.warehouse.transactions import TransactionFailed

RUN = Run("refresh", date(2026, 3, 10), 90, False, date(2026, 3, 10), refresh_history=True, engine="duckdb")

PUBLISHED = """
    create schema marts;
    create schema quality;
    create table marts.fct_billing_items (
        billing_item_id text primary key, service_date date, units numeric(18, 3) check (units < 100), note_ids text[]
    );
    create table marts.rpt_billing_audit (
        billing_item_id text, finding text, service_date date, message text, primary key (billing_item_id, finding)
    );
    create table marts.fct_invoices (invoice_id text primary key, service_date date, amount numeric(18, 2));
    create table quality.quarantined_rows (
        source_table text, row_key text, cause text, service_date date, primary key (source_table, row_key)
    );
    create table quality.seen_set_ups (last_seen_at timestamptz);
    insert into marts.fct_billing_items values
        ('same', '2026-01-05', 2, '{n1}'), ('other', '2026-01-06', 2, '{n2}'), ('gone', '2026-01-07', 2, '{n3}'),
        ('to come', '2026-03-11', 2, '{n9}');
    insert into marts.rpt_billing_audit values
        ('same', 'zero_units', '2026-01-05', 'same'), ('gone', 'x', '2026-01-07', '');
    insert into marts.fct_invoices values ('i1', '2026-01-05', 10);
    insert into quality.quarantined_rows values ('notes', 'n7', 'no client', '2027-01-01');
    insert into quality.seen_set_ups values ('2026-01-01'), ('2026-03-10');
"""
MADE = """
    create schema marts;
    create schema quality;
    create table marts.fct_billing_items as
        select * from (values
            ('same', date '2026-01-05', 2.000::decimal(18, 3), ['n1']), ('other', '2026-01-06', 3, ['n2']),
            ('new', '-infinity', null, ['n"3\\', '', ',{}'])
        ) as made (billing_item_id, service_date, units, note_ids);
    create table marts.rpt_billing_audit as
        select * from (values
            ('same', 'zero_units', date '2026-01-05', 'same'), ('new', 'x', date '0044-03-15 (BC)', '')
        ) as made (billing_item_id, finding, service_date, message);
    create table marts.fct_invoices as
        select 'i1' as invoice_id, date '2026-01-05' as service_date, 999999999999999::decimal(18, 2) as amount;
    create table quality.quarantined_rows as
        select 'notes' as source_table, 'n8' as row_key, E'no\\nclient' as cause, null::date as service_date;
"""


@pytest.fixture
def published(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as warehouse:
        warehouse.execute("drop schema if exists marts cascade; drop schema if exists quality cascade")
        warehouse.execute(PUBLISHED)
        yield warehouse


@pytest.fixture
def made() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as engine:
        engine.execute(MADE)
        yield engine


def handed_over(folder: Path, engine: duckdb.DuckDBPyConnection, services: int) -> Extract:
    """An extract of five notes, of which one is in quarantine and one a draft."""
    for table, rows in {
        "staging.stg_ehr__notes": "select unnest(['n1', 'n2', 'n3', 'n8', 'n10']) as note_id, 'c' as billing_code,"
        " unnest(['released', 'released', 'released', 'released', 'draft']) as status,"
        " date '2026-01-05' as service_date, null::varchar as origin",
        "staging.stg_ehr__billing_codes": "select 'c' as billing_code, true as is_billable",
    }.items():
        (folder / table / "year=all").mkdir(parents=True)
        engine.execute(f"copy ({rows}) to '{folder / table / 'year=all' / 'part.parquet'}' (format parquet)")
    return Extract(folder, {}, services)


def publish(
    warehouse: psycopg.Connection, engine: duckdb.DuckDBPyConnection, folder: Path, services: int = 6
) -> dict[str, publishing.Replaced]:
    (folder / "made").mkdir()
    extract = handed_over(folder / "extract", engine, services)
    return publishing.publish(
        warehouse, engine, {table: table for table in publishing.REPLACED}, extract, RUN, folder / "made"
    )


def rows(warehouse: psycopg.Connection, table: str) -> list[str]:
    query = sql.SQL("select published::text from {} as published order by 1")
    return [row for (row,) in warehouse.execute(query.format(sql.Identifier(*table.split("."))))]


def test_rows_that_differ_are_replaced_and_no_others(
    published: psycopg.Connection, made: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    written = "select xmin::text from marts.fct_billing_items where billing_item_id = 'same'"
    before = published.execute(written).fetchone()

    replaced = publish(published, made, tmp_path)

    assert replaced["marts.fct_billing_items"] == publishing.Replaced(rows=3, gone=2, new=2)
    assert published.execute(written).fetchone() == before
    assert rows(published, "marts.fct_billing_items") == [
        '("to come",2026-03-11,2.000,{n9})',  # a later run's
        '(new,-infinity,,"{""n\\\\""3\\\\\\\\"","""","",{}""}")',
        "(other,2026-01-06,3.000,{n2})",
        "(same,2026-01-05,2.000,{n1})",
    ]
    assert rows(published, "marts.rpt_billing_audit") == [
        '(new,x,"0044-03-15 BC","")',
        "(same,zero_units,2026-01-05,same)",
    ]
    assert rows(published, "marts.fct_invoices") == ["(i1,2026-01-05,NaN)"]
    assert rows(published, "quality.quarantined_rows") == ['(notes,n8,"no\nclient",)']
    assert rows(published, "quality.seen_set_ups") == ['("2026-03-10 00:00:00+00")']


def test_what_the_database_refuses_of_one_table_leaves_all_of_them_as_they_were(
    published: psycopg.Connection, made: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    before = {table: rows(published, table) for table in (*publishing.REPLACED, "quality.seen_set_ups")}
    published.execute("alter table quality.quarantined_rows add check (cause not like '%client') not valid")

    with pytest.raises(TransactionFailed, match="CheckViolation"):
        publish(published, made, tmp_path)

    assert {table: rows(published, table) for table in before} == before


def test_a_history_that_lacks_a_service_is_not_published(
    published: psycopg.Connection, made: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    before = {table: rows(published, table) for table in publishing.REPLACED}
    made.execute("delete from quality.quarantined_rows")

    with pytest.raises(publishing.NotWhole, match="of 6 services up to 2026-03-10, 5 are on billing items and 0 in"):
        publish(published, made, tmp_path)

    assert {table: rows(published, table) for table in publishing.REPLACED} == before
