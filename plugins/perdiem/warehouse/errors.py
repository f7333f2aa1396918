"""What may be said of an error, wherever it came from: a database, a tool or a mail server may quote a row.

All that decides so is here: PostgreSQL's errors, dbt's, Spark's, Great Expectations', a mail server's, and our own,
whose texts hold counts and the names of settings, tables and checks.
"""

from __future__ import annotations

import re
import smtplib

import psycopg

# Data exceptions quote values in their very message, and what a trigger raises says what its author liked.
CLASSES_THAT_QUOTE_VALUES = ("22", "P0")
RAISED_BY_A_TRIGGER = "exec_stmt_raise"

# Class 42 tells of tables, columns and types that are not as expected.
TELLS_OF_THE_SCHEMA = "42"

# How PostgreSQL's messages begin that tell of tables, columns and rights, of the server's state, and of numbers that do
# not fit. dbt does not pass on the class of an error: its line is judged by how it begins.
QUOTE_NO_VALUES = (
    "canceling statement",
    "cannot ",
    "column ",
    "connection ",
    "could not ",
    "database ",
    "deadlock detected",
    "division by zero",
    "duplicate key value",
    "function ",
    "integer out of range",
    "new row for relation",
    "null value in column",
    "numeric field overflow",
    "operator does not exist",
    "out of ",
    "permission denied",
    "relation ",
    "remaining connection slots",
    "schema ",
    "server closed the connection",
    "sorry, too many clients",
    "syntax error",
    "temporary file size exceeds",
    "terminating connection",
    "the database system",
    "value too long",
)

# How DuckDB's messages begin. What follows quotes values as it likes, but where it is about SQL, tables and columns.
DUCKDB_ERROR = re.compile(r"((?:[A-Za-z]+ )+Error): ")
DUCKDB_TELLS_OF_THE_SCHEMA = ("Binder Error", "Catalog Error", "Parser Error")


def describe(error: BaseException | None) -> str:
    """An error in one line, for logs and quality.runs. Of PostgreSQL's errors only what cannot hold a row's values."""
    if error is None:
        return "no error was passed on; see the task's log"
    if isinstance(error, psycopg.Error):
        return of_postgres(error)
    return f"{type(error).__name__}: {error}"


def for_people(error: BaseException | None) -> str:
    """For mails and reports: the text of an error of our own, or of the one of ours that it was raised for.

    Any other one by its class alone.
    """
    seen = error
    while seen is not None:
        if type(seen).__module__.partition(".")[0] == __name__.partition(".")[0]:
            return f"{type(seen).__name__}: {seen}"
        seen = seen.__cause__ or seen.__context__
    return type(error).__name__ if error else "unknown; the task's process may have been killed"


def of_postgres(error: psycopg.Error) -> str:
    """The error's name and, where it cannot quote a value, its message; never its details or its context."""
    if error.sqlstate is None:
        # The client's own. Of a connection that failed or broke it tells server and database, and of no row.
        told = isinstance(error, psycopg.OperationalError)
        return type(error).__name__ + (f": {' '.join(str(error).split())}" if told else "")
    name = f"{type(error).__name__} (SQLSTATE {error.sqlstate})"
    may_quote_values = error.sqlstate.startswith(CLASSES_THAT_QUOTE_VALUES)
    if may_quote_values or error.diag.source_function == RAISED_BY_A_TRIGGER:
        return f"{name}; the message is withheld, as it may quote a row"
    return f"{name}: {error.diag.message_primary}"


def of_dbt(message: str | None) -> str:
    """dbt's message of what failed, and of PostgreSQL's only the first line, where that can quote no value of a row."""
    lines = [line.strip() for line in (message or "").splitlines()]
    if len(lines) > 1 and (of_duckdb := DUCKDB_ERROR.match(lines[1])):
        tells_of_the_schema = of_duckdb[1] in DUCKDB_TELLS_OF_THE_SCHEMA
        withheld = f"{of_duckdb[1]}; DuckDB's message is withheld, as it may quote a row"
        return f"{lines[0]} {lines[1] if tells_of_the_schema else withheld}"
    if not lines or not lines[0].startswith("Database Error"):
        return " ".join(lines)
    told = lines[1] if len(lines) > 1 else ""
    if not told.startswith(QUOTE_NO_VALUES):
        told = "PostgreSQL's message is withheld, as it may quote a row"
    return f"{lines[0]} {told}"


def of_spark(message: str | None) -> str:
    """dbt's message of what failed on Spark: of Spark's own only the name that it has for the error, and SQLSTATE."""
    first_line = (message or "").strip().partition("\n")[0]
    if first_line.startswith(("Compilation Error", "Parsing Error")):  # before a statement reached Spark
        return of_dbt(message)
    name = re.search(r"(?:^\s*|Exception: )\[([A-Z0-9_.]+)\]", message or "", re.MULTILINE)
    sqlstate = re.search(r"SQLSTATE: ([0-9A-Z]{5})\b", message or "")
    if name is None:
        return "Spark's message is withheld, as it may quote a row"
    told = f"{name[1]} (SQLSTATE {sqlstate[1]})" if sqlstate else name[1]
    return f"{told}; the message is withheld, as it may quote a row"


def of_great_expectations(message: str) -> str:
    """Why a check could not be carried out, by the message of what Great Expectations raised."""
    driver_error = re.match(r"\(psycopg\.(?:errors\.)?(\w+)\) (.*)", message)
    if driver_error is None:
        return "could not be checked: Great Expectations raised an error"
    name, first_line = driver_error.groups()
    sqlstate = getattr(psycopg.errors, name).sqlstate or ""
    return f"could not be checked: {first_line if sqlstate.startswith(TELLS_OF_THE_SCHEMA) else name}"


def of_mail_server(error: OSError | ValueError) -> str:
    """What went wrong in a conversation with a mail server: the kind and the codes, without the server's words."""
    codes: set[int] = set()
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = {error.smtp_code}
    return type(error).__name__ + (f" ({', '.join(map(str, sorted(codes)))})" if codes else "")


def printable(text: str) -> str:
    """The text without what a terminal would obey: it may quote what somebody typed in."""
    return "".join(character if character.isprintable() else "?" for character in text)
