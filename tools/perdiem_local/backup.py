"""`make backup` and `make restore`: the home's database as one file, by PostgreSQL's own pg_dump and pg_restore.

The file holds the EHR too, where it is the same database: whoever can read it can read all of that.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from perdiem_local import installation, roles
from perdiem_local.databases import for_psycopg
from perdiem_local.home import locked
from perdiem_local.installation import Tell
from perdiem_local.server_programs import find_owner, find_programs


class BackupFailed(Exception):
    """The database could not be backed up or restored; the message says why, and what was left as it was."""


def back_up(home: Path, file: str, tell: Tell) -> None:
    """Write the database into a file that its owner alone may read: whole, or not at all. Raises BackupFailed."""
    path = _path(file)
    with locked(home, "night", lambda: tell("waiting for a run to end")):
        url = installation.database_urls(home).owner
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            _run("pg_dump", url, "--format=custom", f"--file={unfinished}")
            unfinished.replace(path)
        except OSError as error:
            raise BackupFailed(f"{path} could not be written: {error.strerror}") from None
        finally:
            unfinished.unlink(missing_ok=True)
    tell(f"the database is in {path}, {path.stat().st_size:,} bytes, with all that it says of clients")


def restore(home: Path, file: str, tell: Tell) -> None:
    """Make an empty database what a file holds, all or nothing. Raises BackupFailed, also where it is not empty."""
    path = _path(file)
    if not path.is_file():
        raise BackupFailed(f"there is no file {path}")
    with locked(home, "night", lambda: tell("waiting for a run to end")):
        url = installation.database_urls(home).owner
        with psycopg.connect(for_psycopg(url)) as connection:
            query = "select count(*) from pg_tables where schemaname in ('ehr', 'marts', 'quality')"
            if connection.execute(query).fetchone() != (0,):
                raise BackupFailed("the database holds an EHR, or what nights left: nothing is restored over it")
        # The schemas that set-up made are empty, and stand in the file too. Who owns what follows from roles.sql.
        replacing = ("--clean", "--if-exists", "--no-owner", "--no-acl")
        _run("pg_restore", url, "--single-transaction", "--exit-on-error", *replacing, str(path))
        if not os.environ.get("PERDIEM_DATABASE_URL"):
            roles.provide(home)
        with psycopg.connect(for_psycopg(url), autocommit=True) as connection:
            connection.execute("analyze")
    tell(f"the database is as {path} holds it; `make setup` sets up what is beside it")


def _path(file: str) -> Path:
    if not file:
        raise BackupFailed("FILE is missing: expected the path of a backup, as in FILE=perdiem.dump")
    return Path(file).resolve()


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of the embedded server's programs on a database; its password stands in no argument."""
    parts = urlsplit(for_psycopg(url))
    database = {
        "PGHOST": parts.hostname or "127.0.0.1",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path[1:]),
    }
    to_database = [f"--dbname={database['PGDATABASE']}"] if program == "pg_restore" else []
    finished = subprocess.run(
        [str(find_programs(find_owner()) / program), "--no-password", *to_database, *arguments],
        env={"PATH": os.defpath, "LC_ALL": "C", **database},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        # Only the first line: what follows may quote a row.
        reason = (finished.stderr.strip().splitlines() or ["it left no message"])[0]
        raise BackupFailed(f"{program} ended with an error: {reason}")
