"""Up to where each table was read: what a load leaves for the next one. Lost, it costs time, and no row."""

from __future__ import annotations

import hashlib
from datetime import datetime

import psycopg

from perdiem.load.mapping import Block


def fingerprint(source: str, block: Block) -> str:
    """Says whether rows would come from the same place and be made in the same way; holds no password."""
    return hashlib.sha256(f"{source}\n{block.table}\n{block.fingerprint}".encode()).hexdigest()


def read(warehouse: psycopg.Connection, table: str, fingerprint: str) -> str | None:
    """The mark of a table, None where there is none that still counts."""
    row = warehouse.execute(
        """
        select mark from quality.load_marks
        where
            table_name = %s and fingerprint = %s
            and filenode = pg_relation_filenode(to_regclass('ehr.' || quote_ident(table_name)))
        """,
        [table, fingerprint],
    ).fetchone()
    return row[0] if row else None


def keep(warehouse: psycopg.Connection, table: str, fingerprint: str, mark: str, now: datetime) -> None:
    """Keep a mark, once the rows up to it are written."""
    warehouse.execute(
        """
        insert into quality.load_marks (table_name, fingerprint, filenode, mark, loaded_at)
        select %(table)s, %(fingerprint)s, pg_relation_filenode(to_regclass('ehr.' || quote_ident(%(table)s))),
            %(mark)s, %(now)s
        on conflict (table_name) do update set
            fingerprint = excluded.fingerprint, filenode = excluded.filenode, mark = excluded.mark,
            loaded_at = excluded.loaded_at
        """,
        {"table": table, "fingerprint": fingerprint, "mark": mark, "now": now},
    )
