"""The views of dbt's models: they follow from the project and the tables that they read, and stay from night to night.

The rule of each view bears as its comment what the view was made from; the view's own comment is for people. One that
is missing, that somebody replaced, whose tables were renamed, or that another version of the project made is seen by
that, and all of its schema are built anew. So is one of another user, by whose rights it would read.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from perdiem import config
from perdiem.warehouse import dbt

# The folder whose models are views, by the schema that they are in.
FOLDERS = {"staging": "models/staging", "marts": "models/marts/views"}

# As PostgreSQL has it: the names of the tables that it reads now, and what was put in its place by hand.
DEFINITIONS = """
    select pg_class.relname, md5(pg_get_viewdef(pg_class.oid)), obj_description(pg_rewrite.oid, 'pg_rewrite')
    from pg_class
    inner join pg_rewrite on pg_class.oid = pg_rewrite.ev_class
    where
        pg_class.relnamespace = to_regnamespace(%s)
        and pg_class.relkind = 'v'
        and pg_class.relowner = cast(current_user as regrole)
        and pg_rewrite.rulename = '_RETURN'
"""


def are_as_built(warehouse: psycopg.Connection, schema: str) -> bool:
    """Whether all views that the project has in a schema are there as it would make them."""
    origin = _origin()
    as_built = {
        view
        for view, definition, comment in warehouse.execute(DEFINITIONS, [schema])
        if comment == f"{origin} {definition}"
    }
    return {path.stem for path in (config.DBT_PROJECT / FOLDERS[schema]).rglob("*.sql")} <= as_built


def keep_as_built(warehouse: psycopg.Connection, schema: str) -> None:
    """Note on each view of a schema, which dbt has just made, what it was made from."""
    origin = _origin()
    with warehouse.transaction():
        for view, definition, _ in warehouse.execute(DEFINITIONS, [schema]).fetchall():
            comment = sql.SQL('comment on rule "_RETURN" on {} is {}').format(
                sql.Identifier(schema, view), f"{origin} {definition}"
            )
            warehouse.execute(comment)


def _origin() -> str:
    return f"perdiem {dbt.project_fingerprint()}"
