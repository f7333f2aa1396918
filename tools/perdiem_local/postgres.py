"""The embedded PostgreSQL: a real server, out of a wheel, with its data in PERDIEM_HOME.

It listens on 127.0.0.1 alone, at a free port that the home remembers, with a password of its own,
and it outlives the command that started it. Two homes side by side share nothing.
"""

import os
import shutil
import time
from pathlib import Path

import psycopg
from psycopg import sql

from perdiem_local.home import free_port, locked, port, secret
from perdiem_local.server_place import ServerPlace, server_place

USER = "perdiem"  # the superuser that set-up alone is
DATABASE = "perdiem"
STARTS_WITHIN_SECONDS = 30
ENOUGH_SHARED_MEMORY = 2**29  # bytes
# Many of them make a weak password dear to guess. Ours are 256 random bits; and a night connects two hundred times.
SCRAM_ITERATIONS = "1"

# For a small machine that others use too. PHI: a failed statement and its detail (values of rows) stay out of the log.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",  # not errors: their very message may quote a row
    "scram_iterations": SCRAM_ITERATIONS,
}

# What a server of tests does without: its files may be in memory, and are gone after the session.
LASTS_NOT = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}


class ServerFailed(Exception):
    """The embedded PostgreSQL could not be started or stopped; the message says why and where its log is."""


def start(home: Path, *, fsync: bool = True) -> str:
    """Start this home's server unless it runs, and return the URL of its database `perdiem`, for the superuser.

    The first start makes the data folder and the database. Any number of processes may call it at once.
    After a kill or a power cut every committed row is there again, unless `fsync` was off (for tests only).

    Raises ServerFailed, or NoPlaceForServer where PostgreSQL cannot be run at all.
    """
    with locked(home, "postgres"):
        if not is_running(home):
            place = server_place(home)
            if not place.data.exists():
                _initialize(home, place)
            _start(home, place, fsync=fsync)
        create_database(url(home, "postgres"), DATABASE)
        return url(home)


def stop(home: Path) -> bool:
    """Stop this home's server; False if it did not run. Raises ServerFailed if it would not stop."""
    with locked(home, "postgres"):
        place = server_place(home)
        if not place.is_held():
            return False
        for mode in ("fast", "immediate"):
            place.run("pg_ctl", "stop", "--wait", "--timeout=20", f"--mode={mode}", f"--pgdata={place.data}")
            if not place.is_held():
                return True
        raise ServerFailed(f"the database of {home} did not stop; its log is {place.log}")


def remove(home: Path) -> None:
    """Stop this home's server and delete its data."""
    stop(home)
    with locked(home, "postgres"):
        shutil.rmtree(server_place(home).folder)
        (home / "postgres").unlink(missing_ok=True)


def is_running(home: Path) -> bool:
    """Whether this home's server accepts connections; another's at its port would not know the password."""
    if port(home, "postgres") is None:
        return False
    try:
        psycopg.connect(url(home, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def url(home: Path, database: str = DATABASE, user: str = USER) -> str:
    """The URL of a database of this home's server, which must have been started once, for one of its users."""
    return f"postgresql://{user}:{password(home, user)}@127.0.0.1:{port(home, 'postgres')}/{database}"


def password(home: Path, user: str = USER) -> str:
    """The password of a user of this home's server, made up when it is first asked for."""
    return secret(home, "postgres_password" if user == USER else f"{user}_password")


def create_database(server_url: str, name: str) -> bool:
    """Create the database where the server has none of that name; False if it had. Raises psycopg.Error."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return False
        try:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):  # somebody else was quicker
            return False
        return True


def _has_shared_memory() -> bool:
    """Whether there is room for queries that run in parallel; containers often have 64 MB, which fills at once."""
    try:
        memory = os.statvfs("/dev/shm")
    except OSError:
        return False
    return memory.f_bavail * memory.f_frsize >= ENOUGH_SHARED_MEMORY


def _initialize(home: Path, place: ServerPlace) -> None:
    """Make the data folder; it appears under its name only once it is whole."""
    unfinished = place.folder / "data.unfinished"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    password_file = place.folder / "password"
    password_file.unlink(missing_ok=True)
    with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password(home))
    place.give_to_owner(password_file)
    result = place.run(
        "initdb",
        f"--pgdata={unfinished}",
        f"--username={USER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        f"--set=scram_iterations={SCRAM_ITERATIONS}",
        "--encoding=UTF8",
        # The same order of text on every machine, whatever its C library: by code point.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    password_file.unlink()
    if result.returncode != 0:
        raise ServerFailed(f"the data folder of the database could not be made: {result.stdout.strip()}")
    unfinished.rename(place.data)


def _start(home: Path, place: ServerPlace, *, fsync: bool) -> None:
    """Start the server, more than once if need be: for seconds after a kill -9 its orphans hold the data folder."""
    give_up_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while not is_running(home):
        message = "another process holds its data folder and does not answer"
        if not place.is_held():
            # Left by a server that is dead. Its process id may be another's by now, which would stop the start.
            (place.data / "postmaster.pid").unlink(missing_ok=True)
            settings = SETTINGS | ({} if fsync else LASTS_NOT)
            settings |= {
                "port": str(free_port(home, "postgres")),
                "dynamic_shared_memory_type": "posix" if _has_shared_memory() else "mmap",
            }
            options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            command = ["start", "--wait", f"--timeout={STARTS_WITHIN_SECONDS}", f"--pgdata={place.data}"]
            message = place.run("pg_ctl", *command, f"--log={place.log}", f"--options={options}").stdout.strip()
        if time.monotonic() > give_up_at:
            raise ServerFailed(f"the database of {home} did not start: {message}; its log is {place.log}")
        time.sleep(0.1)
