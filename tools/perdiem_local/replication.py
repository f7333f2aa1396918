"""`make replicate`: the SQL by which PostgreSQL's logical replication keeps a warehouse that is another database.

It is printed for a person to look through and run with psql, the first part in the EHR's database and the second in
the warehouse's. Replicated are the columns that nights may read (perdiem_transform's, by sql/roles.sql), and keys:
names and texts of people stay in the EHR.
"""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg import sql

PUBLICATION = "perdiem"
REPLICA = "perdiem_replica"

_COLUMNS: LiteralString = """
    select pg_class.relname, array_agg(pg_attribute.attname::text order by pg_attribute.attnum)
    from pg_class
    inner join pg_attribute
        on pg_class.oid = pg_attribute.attrelid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    where
        pg_class.relnamespace = to_regnamespace('ehr')
        and pg_class.relkind in ('r', 'p')
        and (
            has_column_privilege('perdiem_transform', pg_class.oid, pg_attribute.attnum, 'select')
            -- by which changed and deleted rows are found again
            or exists (
                select from pg_index
                where
                    pg_index.indrelid = pg_class.oid
                    and pg_index.indisprimary
                    and pg_attribute.attnum = any(pg_index.indkey)
            )
        )
        and has_any_column_privilege('perdiem_transform', pg_class.oid, 'select')
    group by pg_class.relname
    order by pg_class.relname
"""


class NotReady(Exception):
    """The EHR cannot be replicated as it is; the message says what is missing."""


def statements(ehr: psycopg.Connection) -> tuple[list[str], list[str]]:
    """What to run in the EHR's database, and what in the warehouse's. <password> and <ehr> are left to fill in.

    Raises NotReady where schema or roles are missing.
    """
    query = "select to_regnamespace('ehr') is not null and to_regrole('perdiem_transform') is not null"
    if ehr.execute(query).fetchone() != (True,):
        raise NotReady("the EHR lacks schema ehr or the roles: apply plugins/perdiem/sql/roles.sql to it first")
    tables = [
        (sql.Identifier("ehr", table), sql.SQL(", ").join(map(sql.Identifier, columns)))
        for table, columns in ehr.execute(_COLUMNS).fetchall()
    ]
    published = sql.SQL(",\n    ").join(sql.SQL("{} ({})").format(*table) for table in tables)
    names = {
        "publication": sql.Identifier(PUBLICATION),
        "replica": sql.Identifier(REPLICA),
        "database": sql.Identifier(ehr.info.dbname),
    }
    in_ehr = [
        sql.SQL("create role {replica} login replication password '<password>'").format(**names),
        sql.SQL("grant connect on database {database} to {replica}").format(**names),
        sql.SQL("grant usage on schema ehr to {replica}").format(**names),
        *(
            sql.SQL("grant select ({columns}) on {table} to {replica}").format(table=table, columns=columns, **names)
            for table, columns in tables
        ),
        sql.SQL("create publication {publication} for table\n    {published}").format(published=published, **names),
    ]
    in_warehouse = [
        sql.SQL(
            "create subscription {publication}\n    connection '<ehr> user=perdiem_replica password=<password>'\n"
            "    publication {publication}"
        ).format(**names)
    ]
    return [one.as_string(ehr) for one in in_ehr], [one.as_string(ehr) for one in in_warehouse]


def script(ehr: psycopg.Connection) -> str:
    """Both parts, as psql takes them, each with what it needs. Raises NotReady."""
    in_ehr, in_warehouse = (";\n".join(part) + ";" for part in statements(ehr))
    return (
        "-- In the EHR's database, as a superuser, with wal_level = logical. Put a password in place of <password>.\n"
        f"{in_ehr}\n\n"
        "-- In the warehouse's database, as a superuser, with the EHR's tables there and empty\n"
        "-- (plugins/perdiem/sql/ehr_contract.sql makes them; then roles.sql and ehr_indexes.sql). Put where the EHR\n"
        "-- is in place of <ehr>, as in host=ehr.example.org port=5432 dbname=ehr sslmode=verify-full.\n"
        f"{in_warehouse}"
    )
