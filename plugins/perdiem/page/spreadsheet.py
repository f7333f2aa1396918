"""A list as a file for spreadsheets, sent while it is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import psycopg
from fastapi.responses import StreamingResponse
from psycopg import sql

from perdiem.page import disclosures

ROWS_AT_ONCE = 1000
# A reader who stops reading keeps nobody waiting: a night replaces tables that an open transaction has read.
SECONDS_FOR_A_PIECE = 20
# What makes a cell a formula, to one spreadsheet or another.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Without it, Excel takes UTF-8 for something else.
BYTE_ORDER_MARK = "\ufeff"


def answer(name: str, day: date, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingResponse:
    """The rows as a file of that name and date: a line with the columns, and a line for each row, with the notice."""
    return StreamingResponse(
        _pieces(columns, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day.isoformat()}.csv"'},
    )


def read(warehouse: psycopg.Connection, query: sql.Composed, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, of which the server sends no more at a time than are wanted."""
    warehouse.execute(f"set local idle_in_transaction_session_timeout = '{SECONDS_FOR_A_PIECE}s'")
    with warehouse.cursor(name="rows_of_a_file") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(query, values)
        yield from cursor


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that looks like one begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(BEGINS_A_FORMULA) else value


def _pieces(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    text = io.StringIO(BYTE_ORDER_MARK)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow([*columns, "notice"])
    for number, row in enumerate(rows, start=1):
        writer.writerow([*(harmless(value) for value in row), disclosures.NOTICE])
        if number % ROWS_AT_ONCE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
