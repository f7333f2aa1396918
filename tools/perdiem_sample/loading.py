"""The sample EHR: a fictitious clinic with the use case of Alice in it, for trying the pipeline on a fresh machine.

Nobody in it exists. It holds eight weeks of two programs up to 2016-08-02, most of it healthy, and of every status
and every reason a few days. Its earlier nights ran up to 2016-07-29 and wrote what they could; nothing was alerted.
"""

from collections import defaultdict
from dataclasses import fields

import psycopg
from psycopg import sql

from perdiem.config import SAMPLE_MARK
from perdiem_sample import clinic, times
from perdiem_sample.rows import Row

SAMPLE_RUN_DATE = times.RUN_DATE


class TablesNotEmpty(Exception):
    """A table of the EHR holds rows already. They may be somebody's own: the sample does not go among them."""


def load(connection: psycopg.Connection) -> dict[str, int]:
    """Fill the empty tables of the EHR contract with the sample, and mark it; returns the rows of each table.

    All of it is loaded in one transaction or none is.

    Raises TablesNotEmpty where a table that it fills holds rows.
    """
    rows_by_table: dict[str, list[Row]] = defaultdict(list)
    for row in clinic.rows():
        rows_by_table[row.table].append(row)
    with connection.transaction(), connection.cursor() as cursor:
        for table, rows in rows_by_table.items():
            name = sql.Identifier("ehr", table)
            if cursor.execute(sql.SQL("select exists (select from {})").format(name)).fetchone() != (False,):
                raise TablesNotEmpty(f"ehr.{table} holds rows already: the sample was not loaded")
            columns = [field.name for field in fields(rows[0])]
            listed = sql.SQL(", ").join(map(sql.Identifier, columns))
            with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(name, listed)) as copy:
                for row in rows:
                    copy.write_row([getattr(row, column) for column in columns])
            # The first night follows at once, before autovacuum comes to look.
            cursor.execute(sql.SQL("analyze {}").format(name))
        cursor.execute(sql.SQL("comment on schema ehr is {}").format(sql.Literal(SAMPLE_MARK)))
    return {table: len(rows) for table, rows in rows_by_table.items()}
