"""The views of schema staging: they follow from the project and the EHR's tables alone, and stay from night to night.

Each view bears as its comment what it was made from. One that is missing, that somebody replaced, whose tables were
renamed, or that another version of the project made is seen by that, and all of them are built anew. So is one of
another user, by whose rights it would read.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from perdiem import config
from perdiem.warehouse import dbt

FOLDER = config.DBT_PROJECT / "models" / "staging"

# As PostgreSQL has it: the names of the tables that it reads now, and what was put in its place by hand.
DEFINITIONS = """
    select relname, md5(pg_get_viewdef(oid)), obj_description(oid, 'pg_class')
    from pg_class
    where
        relnamespace = to_regnamespace('staging')
        and relkind = 'v'
        and relowner = cast(current_user as regrole)
"""


def is_as_built(warehouse: psycopg.Connection) -> bool:
    """Whether all views of the project are there as it would make them."""
    origin = _origin()
    as_built = {
        view for view, definition, comment in warehouse.execute(DEFINITIONS) if comment == f"{origin} {definition}"
    }
    return {path.stem for path in FOLDER.rglob("*.sql")} <= as_built


def keep_as_built(warehouse: psycopg.Connection) -> None:
    """Note on each view, which dbt has just made, what it was made from."""
    origin = _origin()
    with warehouse.transaction():
        for view, definition, _ in warehouse.execute(DEFINITIONS).fetchall():
            comment = sql.SQL("comment on view {} is {}").format(
                sql.Identifier("staging", view), f"{origin} {definition}"
            )
            warehouse.execute(comment)


def _origin() -> str:
    return f"perdiem {dbt.project_fingerprint()}"
