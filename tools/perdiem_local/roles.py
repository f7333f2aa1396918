"""The users of the embedded database, each with a password of its own: the least that each needs, and no superuser.

What nights and analysts may do is in sql/roles.sql. Two users are added here: the owner, whom `make db-url` names and
who does what a person has to do, and Airflow, which sees its own database alone. The superuser is for set-up alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from perdiem import config
from perdiem_local import postgres
from perdiem_local.databases import DatabaseUrls

OWNER = "perdiem_owner"
TRANSFORM = "perdiem_transform"
WRITEBACK = "perdiem_writeback"
SETUP = "perdiem_setup"
LOAD = "perdiem_load"
ANALYST = "perdiem_analyst"
AIRFLOW = "perdiem_airflow"
# As `make db-url ROLE=...` names those of the home's own database.
BY_NAME = {
    **{"owner": OWNER, "analyst": ANALYST, "transform": TRANSFORM, "writeback": WRITEBACK},
    **{"setup": SETUP, "load": LOAD},
}
AIRFLOW_DATABASE = f"{postgres.DATABASE}_airflow"


class UnknownRole(Exception):
    """A role that this home's database does not have; the message names those it has."""


# The owner may do what the others may, and let people in as one of them.
_OWNER_AND_AIRFLOW: LiteralString = """
    do $$
    begin
        if to_regrole('perdiem_airflow') is null then
            create role perdiem_airflow;
        end if;
        if to_regrole('perdiem_owner') is null then
            create role perdiem_owner createdb createrole;
            grant pg_monitor to perdiem_owner;
        end if;
        if not pg_has_role('perdiem_owner', 'perdiem_load', 'member') then
            grant perdiem_transform, perdiem_writeback, perdiem_setup, perdiem_load, perdiem_analyst, perdiem_airflow
                to perdiem_owner with admin option;
        end if;
    end
    $$
"""

_WITHOUT_PASSWORD: LiteralString = "select rolname from pg_authid where rolname = any(%s) and rolpassword is null"

# What the superuser made, as set-up did until there were other users.
_OF_THE_SUPERUSER: LiteralString = """
    with

    schemas as (
        select oid, nspname, nspowner
        from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'
    ),

    objects as (
        select 'schema' as kind, quote_ident(nspname) as name, nspowner as present_owner
        from schemas
        union all
        select 'table', pg_class.oid::regclass::text, pg_class.relowner
        from pg_class
        inner join schemas on pg_class.relnamespace = schemas.oid
        where
            pg_class.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            -- a sequence goes with the table that it numbers
            and not exists (
                select from pg_depend
                where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'i')
            )
        union all
        select 'type', pg_type.oid::regtype::text, pg_type.typowner
        from pg_type
        inner join schemas on pg_type.typnamespace = schemas.oid
        where pg_type.typtype in ('e', 'd')
        union all
        select 'routine', pg_proc.oid::regprocedure::text, pg_proc.proowner
        from pg_proc
        inner join schemas on pg_proc.pronamespace = schemas.oid
        where pg_proc.prokind in ('f', 'p')
    )

    select format('alter %%s %%s owner to %%I', kind, name, %(owner)s::text)
    from objects
    where present_owner::regrole::text = %(superuser)s
"""


def provide(home: Path) -> DatabaseUrls:
    """Bring the users of this home's running server and their rights up to date, and return their URLs.

    It changes only what differs, so it may be called at any time, also beside a night.
    """
    with _connect(home, postgres.DATABASE) as connection:
        connection.execute((config.SQL / "roles.sql").read_bytes())
        connection.execute(_OWNER_AND_AIRFLOW)
        users = [OWNER, TRANSFORM, WRITEBACK, SETUP, LOAD, ANALYST, AIRFLOW]
        for (user,) in connection.execute(_WITHOUT_PASSWORD, [users]).fetchall():
            # As its digest: what the server is told could end up in a log.
            digest = connection.pgconn.encrypt_password(
                postgres.password(home, user).encode(), user.encode(), b"scram-sha-256"
            )
            statement = sql.SQL("alter role {} login password {}")
            connection.execute(statement.format(sql.Identifier(user), sql.Literal(digest.decode())))
        _give(connection, postgres.DATABASE, OWNER)
        _hand_over(connection, OWNER)
    return urls(home)


def provide_airflow_database(home: Path) -> None:
    """Create the database that Airflow keeps its own state in, where it is missing; it is Airflow's alone."""
    postgres.create_database(postgres.url(home), AIRFLOW_DATABASE)
    with _connect(home, AIRFLOW_DATABASE) as connection:
        _give(connection, AIRFLOW_DATABASE, AIRFLOW)
        _hand_over(connection, AIRFLOW)


def url(home: Path, name: str) -> str:
    """The URL of a user by its short name. Raises UnknownRole, which says what there is."""
    if name not in BY_NAME:
        raise UnknownRole(f"ROLE is {name!r}: expected {', '.join(BY_NAME)}")
    return postgres.url(home, user=BY_NAME[name])


def urls(home: Path) -> DatabaseUrls:
    """The URLs of a home whose users there are."""
    return DatabaseUrls(
        owner=postgres.url(home, user=OWNER),
        warehouse=postgres.url(home, user=TRANSFORM),
        ehr=postgres.url(home, user=WRITEBACK),
        setup=postgres.url(home, user=SETUP),
        load=postgres.url(home, user=LOAD),
        airflow=postgres.url(home, AIRFLOW_DATABASE, AIRFLOW),
    )


def _connect(home: Path, database: str) -> psycopg.Connection:
    """One transaction as the superuser; others who want to do the same wait until it ends."""
    connection = psycopg.connect(postgres.url(home, database))
    connection.execute("select pg_advisory_xact_lock(hashtext('perdiem: roles'))")
    return connection


def _give(connection: psycopg.Connection, database: str, user: str) -> None:
    """Make the database the user's; who is not let in by name or as a member stays out."""
    names = {"database": sql.Identifier(database), "user": sql.Identifier(user)}
    query = "select datdba::regrole::text from pg_database where datname = %s"
    if connection.execute(query, [database]).fetchone() != (user,):
        connection.execute(sql.SQL("alter database {database} owner to {user}").format(**names))
        connection.execute(sql.SQL("revoke all on database {database} from public").format(**names))


def _hand_over(connection: psycopg.Connection, owner: str) -> None:
    """Give an owner what the superuser made, and nobody else was given."""
    names = {"superuser": postgres.USER, "owner": owner}
    for (statement,) in connection.execute(_OF_THE_SUPERUSER, names).fetchall():
        connection.execute(statement)
