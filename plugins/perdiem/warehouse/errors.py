"""What may be said of an error: a server's own words may quote the values of a row."""

from __future__ import annotations

import psycopg

from perdiem.warehouse import transactions


def describe(error: BaseException | None) -> str:
    """An error in one line. Of PostgreSQL's errors only what cannot hold the values of a row."""
    if error is None:
        return "no error was passed on; see the task's log"
    if isinstance(error, psycopg.Error):
        return transactions.without_values(error)
    return f"{type(error).__name__}: {error}"


def printable(text: str) -> str:
    """The text without what a terminal would obey: it may quote what somebody typed in."""
    return "".join(character if character.isprintable() else "?" for character in text)
