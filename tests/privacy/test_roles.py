"""What each user of the database may do, proved by trying; and that a night needs no more.

All other nights of these tests run as the same users: see conftest.connect_nights.
"""

from __future__ import annotations

import socket
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from clinics.small_clinic import RUN_DATE, authorization, build, client, note
from helpers.databases import CONTRACT, apply_roles, as_user, connect_nights, new_database
from helpers.night import run_night
from perdiem.config import DBT_PROJECT
from perdiem.load import contract
from perdiem.setup.tables import TABLES
from perdiem_local import postgres, roles

EHR_ROLES = ("perdiem_transform", "perdiem_writeback", "perdiem_setup", "perdiem_load", "perdiem_analyst")
Columns = dict[str, set[str]]

# Names, texts and addresses of people: of no use to the warehouse.
NOT_FOR_THE_WAREHOUSE = {
    "clients": {"display_name"},
    "clinicians": {"display_name"},
    "facilities": {"name"},
    "locations": {"name"},
    "notes": {"note_text"},
    "user_group_members": {"user_id", "email"},
}
USAGE = {"note_id", "authorization_id", "units", "used_at", "reversed_at"}
INVOICE = {"note_id", "client_id", "payer_id", "authorization_id", "service_date", "billing_code", "units", "amount"}
INVOICE |= {"invoice_id", "status", "created_at"}
ALERT = {"alert_id", "program_id", "client_id", "service_date", "reason", "group_name", "status", "opened_at"}
NOTE = {"note_id", "client_id", "service_date", "billing_code", "units", "status", "origin", "program_id", "payer_id"}
NOTE |= {"authorization_id", "dag_run_id"}
WRITE_BACK_READS: Columns = {
    "notes": NOTE,
    "authorizations": {"authorization_id", "client_id", "payer_id", "billing_code", "start_date", "end_date", "status"}
    | {"units_authorized", "units_used"},
    "authorization_usage": USAGE,
    "invoices": INVOICE,
    "alerts": ALERT | {"notified_at", "resolved_at"},
    "user_groups": {"group_name"},
    "user_group_members": {"group_name", "user_id", "email"},
    "system_settings": {"setting_number", "program_id", "effective_from", "value"},
}
WRITE_BACK_INSERTS: Columns = {
    "notes": NOTE
    | {"clinician_id", "location_id", "location_code", "duration_minutes", "quantity", "released_at", "note_text"}
    | {"updated_at"},
    "authorization_usage": USAGE - {"reversed_at"},
    "invoices": INVOICE,
    "alerts": ALERT,
}
WRITE_BACK_UPDATES: Columns = {
    "authorizations": {"units_used", "updated_at"},
    "authorization_usage": USAGE - {"note_id"},
    "invoices": INVOICE - {"invoice_id", "note_id"},
    "alerts": {"group_name", "status", "opened_at", "notified_at", "resolved_at"},
}

DELETE: LiteralString = "delete from {t} where false"
CHANGES: tuple[LiteralString, ...] = (
    "truncate {t}",
    "drop table {t}",
    "alter table {t} add column more text",
    "create index on {t} ((1))",
    "create trigger it before insert on {t} execute function suppress_redundant_updates_trigger()",
)
POWERS: tuple[LiteralString, ...] = (
    "set role perdiem",
    "alter role current_user superuser",
    "grant perdiem to current_user",
    "copy (select 1) to program 'true'",
    "select pg_read_file('postgresql.conf')",
    "set session_replication_role = replica",
    "select rolpassword from pg_authid",
    "create function f() returns integer language c as 'libc', 'getpid'",
)


@pytest.fixture(autouse=True)
def home(server_home: Path | None) -> Path:
    if server_home is None:
        pytest.skip("the users of a server that somebody names are theirs")
    return server_home


@pytest.fixture(scope="module")
def published(
    server_url: str,
    server_home: Path | None,
    ehr_template: str,
    database_name: str,
    dbt_state: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The URL of a database that has seen a night: a day billed, and one to alert on."""
    perdiem_home = tmp_path_factory.mktemp("home")
    (perdiem_home / "dbt").symlink_to(dbt_state)
    with ExitStack() as databases:
        with (
            new_database(server_url, database_name, ehr_template) as url,
            pytest.MonkeyPatch.context() as environment,
        ):
            environment.setenv("PERDIEM_HOME", str(perdiem_home))
            connect_nights(environment, url, server_home)
            with psycopg.connect(url, autocommit=True) as ehr:
                apply_roles(ehr)
                build(ehr)
                note(ehr, "note-1")
                authorization(ehr)
                client(ehr, "bob")
                note(ehr, "note-2", "bob")
            run_night(RUN_DATE)
            copied = databases.enter_context(new_database(server_url, f"{database_name}_published", database_name))
        yield copied


def columns_of(ehr: psycopg.Connection, schema: str = "ehr") -> Columns:
    query = "select table_name, column_name from information_schema.columns where table_schema = %s"
    columns = defaultdict(set)
    for table, column in ehr.execute(query, [schema]):
        columns[table].add(column)
    return dict(columns)


def may(connection: psycopg.Connection, statement: LiteralString, *table: str, column: str = "-") -> bool:
    """Whether the user is let do it. Nothing of it is kept. {t} stands for the table, {c} for the column."""
    names = {"t": sql.Identifier(*(table or "-")), "c": sql.Identifier(column)}
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(sql.SQL(statement).format(**names))
    except InsufficientPrivilege:
        return False
    return True


def permitted(connection: psycopg.Connection, statement: LiteralString, columns: Columns) -> Columns:
    """The columns with which a statement is let through; it touches no row."""
    found = defaultdict(set)
    for table, names in columns.items():
        for name in names:
            if may(connection, statement, "ehr", table, column=name):
                found[table].add(name)
    return dict(found)


@pytest.mark.parametrize("role", EHR_ROLES)
def test_each_role_reads_and_writes_the_columns_that_it_needs_and_no_others(
    role: str, ehr: psycopg.Connection, database_url: str, home: Path
) -> None:
    columns = columns_of(ehr)
    assert len(columns) == 21
    warehouse_reads = {table: names - NOT_FOR_THE_WAREHOUSE.get(table, set()) for table, names in columns.items()}
    set_up = {name: set(table.columns) for name, table in TABLES.items()}
    loaded = {name: set(table.columns) for name, table in contract.tables().items()}
    load_reads = loaded | {"authorization_usage": {"authorization_id", "units", "reversed_at"}}
    expected: dict[str, tuple[Columns, Columns, Columns]] = {
        "perdiem_transform": (warehouse_reads, {}, {}),
        "perdiem_writeback": (WRITE_BACK_READS, WRITE_BACK_INSERTS, WRITE_BACK_UPDATES),
        "perdiem_setup": (set_up, set_up, set_up),
        "perdiem_load": (load_reads, loaded, loaded),
        "perdiem_analyst": ({}, {}, {}),
    }
    with psycopg.connect(as_user(database_url, home, role), autocommit=True) as connection:
        reads = permitted(connection, "select {c} from {t} limit 0", columns)
        inserts = permitted(connection, "insert into {t} ({c}) select null where false", columns)
        updates = permitted(connection, "update {t} set {c} = null where false", columns)

    assert (reads, inserts, updates) == expected[role]


@pytest.mark.parametrize("role", EHR_ROLES)
def test_no_role_changes_tables_of_the_ehr_and_none_deletes_but_set_up_from_its_own_and_a_load_coverages(
    role: str, ehr: psycopg.Connection, database_url: str, home: Path
) -> None:
    with psycopg.connect(as_user(database_url, home, role), autocommit=True) as connection:
        for table in columns_of(ehr):
            deletes = (role == "perdiem_setup" and table in TABLES) or (role, table) == (
                "perdiem_load",
                "client_coverages",
            )
            assert may(connection, DELETE, "ehr", table) == deletes, table
            for statement in CHANGES:
                assert not may(connection, statement, "ehr", table), (statement, table)
        assert not may(connection, "create table ehr.mine (number integer)")
        assert not may(connection, "drop schema ehr cascade")


@pytest.mark.parametrize("role", [*EHR_ROLES, "perdiem_owner", "perdiem_airflow"])
def test_nobody_is_a_superuser_or_becomes_one(role: str, server_url: str, home: Path) -> None:
    roles.provide_airflow_database(home)
    database = roles.AIRFLOW_DATABASE if role == "perdiem_airflow" else "perdiem"
    url = as_user(server_url, home, role).rpartition("/")[0] + f"/{database}"
    with psycopg.connect(url, autocommit=True) as connection:
        query = "select rolsuper, rolreplication, rolbypassrls from pg_roles where rolname = current_user"
        assert connection.execute(query).fetchone() == (False, False, False)
        for statement in POWERS:
            assert not may(connection, statement), statement
        if role != "perdiem_owner":
            assert not may(connection, "create role more")
            assert not may(connection, "set role perdiem_owner")
            with pytest.raises(InsufficientPrivilege):
                connection.execute("create database more")


def test_an_analyst_reads_the_marts_as_soon_as_a_night_has_made_them_and_nothing_else(
    published: str, home: Path
) -> None:
    with (
        psycopg.connect(published, autocommit=True) as superuser,
        psycopg.connect(as_user(published, home, "perdiem_analyst"), autocommit=True) as connection,
    ):
        marts = columns_of(superuser, "marts")
        assert {path.stem for path in (DBT_PROJECT / "models" / "marts").rglob("*.sql")} <= set(marts)
        # nor the keys that a check found: they may be of people whom no mart tells of
        assert not set.union(*marts.values()) & {"display_name", "note_text", "user_id", "email", "failing_keys"}
        for table in marts:
            assert may(connection, "select * from {t}", "marts", table), table
            changes = "select has_table_privilege(%s, 'insert, update, delete, truncate, references, trigger')"
            assert connection.execute(changes, [f"marts.{table}"]).fetchone() == (False,), table
        for schema in ("staging", "intermediate", "quality"):
            for table in columns_of(superuser, schema):
                assert not may(connection, "select from {t}", schema, table), table
        assert not may(connection, "create table marts.mine (number integer)")
        assert not may(connection, "create schema mine")
        days = connection.execute("select client_id, status from marts.fct_per_diem_days order by 1").fetchall()
        runs = connection.execute("select state, notes_written, checks > 30 from marts.fct_nightly_runs").fetchall()
    assert days == [("alice", "billed"), ("bob", "blocked")]
    assert runs == [("success", 1, True)]


@pytest.mark.parametrize("role", ["perdiem_writeback", "perdiem_setup", "perdiem_load"])
def test_who_writes_to_the_ehr_sees_nothing_of_the_warehouse(role: str, published: str, home: Path) -> None:
    with (
        psycopg.connect(published, autocommit=True) as superuser,
        psycopg.connect(as_user(published, home, role), autocommit=True) as connection,
    ):
        for schema in ("staging", "intermediate", "marts", "quality"):
            for table in columns_of(superuser, schema):
                assert not may(connection, "select from {t}", schema, table), table
        assert not may(connection, "create schema mine")


def test_the_night_keeps_the_planner_informed_of_what_it_wrote(published: str) -> None:
    with psycopg.connect(published) as connection:
        query = "select reltuples from pg_class where oid = 'ehr.invoices'::regclass"
        assert connection.execute(query).fetchone() == (1,)


def test_a_column_more_in_the_ehr_is_nobody_s_to_read_and_no_hindrance(
    ehr: psycopg.Connection, airflow_connections: None, database_url: str, home: Path
) -> None:
    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    tables = columns_of(ehr)
    for table in tables:
        ehr.execute(sql.SQL("alter table ehr.{} add column more text").format(sql.Identifier(table)))
    apply_roles(ehr)
    run_night(RUN_DATE)

    for role in EHR_ROLES:
        with psycopg.connect(as_user(database_url, home, role), autocommit=True) as connection:
            for table in tables:
                assert not may(connection, "select more from {t}", "ehr", table), table
    assert ehr.execute("select count(*) from ehr.invoices").fetchone() == (1,)


def rights(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Who has which right on each table and column of the EHR."""
    query = """
        select pg_class.relname || coalesce('.' || pg_attribute.attname, ''),
            array(select acl::text from unnest(coalesce(pg_attribute.attacl, pg_class.relacl)) as acl order by 1)
        from pg_class
        left join pg_attribute on pg_class.oid = pg_attribute.attrelid and pg_attribute.attnum > 0
        where pg_class.relnamespace = 'ehr'::regnamespace and pg_class.relkind = 'r'
    """
    return dict(connection.execute(query).fetchall())


def last_changes(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """The transactions that last changed what the database knows of the EHR's tables."""
    query = """
        select pg_class.oid::bigint, pg_class.xmin::text, max(pg_attribute.xmin::text::bigint)
        from pg_class
        inner join pg_attribute on pg_class.oid = pg_attribute.attrelid
        where pg_class.relnamespace = 'ehr'::regnamespace
        group by pg_class.oid, pg_class.xmin::text
        order by 1
    """
    return connection.execute(query).fetchall()


def test_rights_are_changed_only_where_they_differ(ehr: psycopg.Connection) -> None:
    right, changes = rights(ehr), last_changes(ehr)
    apply_roles(ehr)
    assert last_changes(ehr) == changes, "a night may be at work on these tables"

    ehr.execute("grant select on ehr.notes to perdiem_writeback, perdiem_analyst")
    ehr.execute("grant update (value) on ehr.system_settings to perdiem_transform")
    ehr.execute("revoke select (status) on ehr.authorizations from perdiem_writeback")
    assert rights(ehr) != right
    apply_roles(ehr)
    assert rights(ehr) == right


def test_tables_and_columns_that_are_missing_are_passed_over(
    ehr: psycopg.Connection, database_url: str, home: Path
) -> None:
    ehr.execute("drop table ehr.alerts")
    ehr.execute("alter table ehr.notes rename column units to units_billed")
    ehr.execute("revoke all on all tables in schema ehr from perdiem_transform")
    apply_roles(ehr)
    with psycopg.connect(as_user(database_url, home, "perdiem_transform"), autocommit=True) as connection:
        assert may(connection, "select quantity from ehr.notes")
        assert not may(connection, "select units_billed from ehr.notes")


@pytest.fixture
def old_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """The home's own database, in which the superuser has done everything so far, as in earlier versions."""
    url = postgres.url(home)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop schema staging, intermediate, marts, quality")
        connection.execute(CONTRACT.read_bytes())
        connection.execute("create function ehr.nothing() returns trigger language plpgsql as 'begin return new; end'")
        build(connection)
        note(connection, "note-1")
        authorization(connection)
        monkeypatch.setenv("PERDIEM_HOME", str(tmp_path))
        monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", url)
        monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_EHR", url)
        run_night(RUN_DATE)
        yield connection
        connection.execute("drop schema if exists ehr, staging, intermediate, marts, quality cascade")


def owners(connection: psycopg.Connection) -> dict[str, set[str]]:
    query = """
        select relnamespace::regnamespace::text, array_agg(distinct relowner::regrole::text)
        from pg_class
        where relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        group by relnamespace
    """
    return {schema: set(names) for schema, names in connection.execute(query).fetchall()}


def test_a_home_of_before_there_were_roles_goes_on_and_its_owner_may_do_what_a_person_has_to(
    old_home: psycopg.Connection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = ("staging", "intermediate", "marts", "quality")
    assert set.union(*owners(old_home).values()) == {"perdiem"}

    urls = roles.provide(home)
    expected = {"ehr": {"perdiem_owner"}, **{schema: {"perdiem_transform"} for schema in nights}}
    assert owners(old_home) == expected
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", urls.warehouse)
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_EHR", urls.ehr)
    run_night(RUN_DATE)

    with psycopg.connect(urls.owner, autocommit=True) as owner:
        assert owner.execute("select count(*) from quality.runs").fetchone() == (2,)
        assert owner.execute("select note_text from ehr.notes where note_id = 'note-1'").fetchone() is not None
        owner.execute("drop function ehr.nothing")
        owner.execute("truncate ehr.alerts")
        # As a tool does that compares nights: everything anew, and a schema of the nights' made by hand.
        owner.execute("drop schema ehr, staging, intermediate, marts, quality cascade")
        owner.execute("create schema marts")
        owner.execute(CONTRACT.read_bytes())
        build(owner)
        note(owner, "note-2")
        authorization(owner)
        roles.provide(home)
        run_night(RUN_DATE)
        assert owner.execute("select status from marts.fct_per_diem_days").fetchall() == [("billed",)]
    assert owners(old_home) == expected
    with psycopg.connect(as_user(urls.owner, home, "perdiem_analyst")) as analyst:
        assert analyst.execute("select status from marts.fct_per_diem_days").fetchall() == [("billed",)]


def test_who_adopts_the_roles_later_hands_over_what_nights_made_before(ehr: psycopg.Connection) -> None:
    """As on a server that somebody names: a user of their own has run the nights so far, and keeps the EHR."""
    ehr.execute("create role perdiem_test_one")
    try:
        ehr.execute("drop schema if exists staging, intermediate, marts, quality")
        ehr.execute("create schema marts authorization perdiem_test_one")
        ehr.execute("create schema quality")
        ehr.execute("alter table ehr.notes owner to perdiem_test_one")
        for thing in (
            "table marts.fct_days (id integer generated always as identity, day serial)",
            "view marts.days as select * from marts.fct_days",
            "table quality.runs (run_id text)",
            "sequence quality.numbers",
            "type quality.state as enum ('success')",
            "function quality.refuse() returns trigger language plpgsql as 'begin return new; end'",
        ):
            ehr.execute(f"create {thing}".encode())
        for thing in ("table marts.fct_days", "view marts.days", "type quality.state", "function quality.refuse"):
            ehr.execute(f"alter {thing} owner to perdiem_test_one".encode())

        apply_roles(ehr)
        found = owners(ehr)
        assert {schema: found[schema] for schema in ("marts", "quality")} == {
            "marts": {"perdiem_transform"},
            "quality": {"perdiem_transform"},
        }
        assert "perdiem_test_one" in found["ehr"]
        rest = """
            select typowner::regrole::text from pg_type where oid = 'quality.state'::regtype
            union all
            select proowner::regrole::text from pg_proc where oid = 'quality.refuse'::regproc
            union all
            select nspowner::regrole::text from pg_namespace where nspname in ('marts', 'quality')
        """
        assert ehr.execute(rest).fetchall() == [("perdiem_transform",)] * 4
        assert ehr.execute("select has_table_privilege('perdiem_analyst', 'marts.days', 'select')").fetchone() == (
            True,
        )
    finally:
        ehr.execute("reassign owned by perdiem_test_one to current_user; drop owned by perdiem_test_one")
        ehr.execute("drop role perdiem_test_one")


def test_the_owner_lets_people_in_and_copies_the_database(home: Path) -> None:
    urls = roles.provide(home)
    roles.provide_airflow_database(home)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("create role perdiem_test_ann login password 'ann' in role perdiem_analyst")
        owner.execute("create database perdiem_test_copy")
        owner.execute("drop database perdiem_test_copy")
        owner.execute("drop role perdiem_test_ann")


def test_airflow_and_the_nights_are_kept_out_of_each_other_s_database(home: Path) -> None:
    urls = roles.provide(home)
    roles.provide_airflow_database(home)
    for url in (urls.warehouse, urls.ehr, as_user(urls.owner, home, "perdiem_analyst")):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url.rpartition("/")[0] + f"/{roles.AIRFLOW_DATABASE}")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(urls.airflow.rpartition("/")[0] + f"/{postgres.DATABASE}")


def test_every_user_has_a_password_of_its_own(home: Path) -> None:
    urls = asdict(roles.provide(home))
    passwords = {url.split("@")[0].rpartition(":")[2] for url in urls.values()}
    assert len(passwords | {postgres.password(home)}) == len(urls) + 1
    assert all(len(password) == 64 for password in passwords)


@pytest.mark.parametrize("user", ["perdiem", "perdiem_owner", *EHR_ROLES, "perdiem_airflow", "postgres"])
def test_the_server_lets_nobody_in_without_the_right_password(user: str, home: Path) -> None:
    address = {"host": "127.0.0.1", "port": postgres.port(home, "postgres"), "passfile": "/nowhere"}
    for database in ("perdiem", "postgres", "template1"):
        for password in (None, "", "perdiem", "wrong"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(**address, user=user, dbname=database, password=password)


def test_the_server_listens_on_loopback_alone_and_trusts_nobody(home: Path) -> None:
    number = postgres.port(home, "postgres")
    assert number is not None
    with psycopg.connect(postgres.url(home)) as connection:
        rules = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert rules == [("scram-sha-256",)]
        assert connection.execute("show unix_socket_directories").fetchone() == ("",)
        assert connection.execute("show password_encryption").fetchone() == ("scram-sha-256",)
    listening = {
        entry.laddr.ip
        for entry in psutil.net_connections("inet")
        if entry.laddr.port == number and entry.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    addresses = {
        address.address
        for of_interface in psutil.net_if_addrs().values()
        for address in of_interface
        if address.family == socket.AF_INET and not address.address.startswith("127.")
    }
    for address in addresses:
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((address, number), timeout=2)
