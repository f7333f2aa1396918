"""What a PERDIEM_HOME remembers: its secrets, its ports and its locks.

The home itself can be passed through (the user that PostgreSQL runs as must reach its data), everything
secret in it is readable by its owner alone.
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def folder(home: Path, *names: str) -> Path:
    """The folder of that name in the home, made where it is missing, closed to others."""
    if not home.exists():
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)
    path = home.joinpath(*names)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def locked(home: Path, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Hold the home's lock of that name, as a file descriptor; `waiting` is called if another process holds it now.

    A child that inherits the descriptor holds the lock too. When all its holders have ended, however, it is free.
    """
    with open(folder(home, "locks") / name, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def secret(home: Path, name: str) -> str:
    """The home's secret of that name, 64 hexadecimal digits, generated once; only the owner may read its file."""
    path = folder(home, "secrets") / name
    if not path.exists():
        unfinished = path.with_name(f".{name}.{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(unfinished, path)  # whoever is first wins, and nobody reads half a secret
        unfinished.unlink()
    return path.read_text()


def port(home: Path, name: str) -> int | None:
    """The port that the home remembers for this server, if it ever had one."""
    try:
        return int((home / "ports" / name).read_text())
    except (FileNotFoundError, ValueError):
        return None


def free_port(home: Path, name: str) -> int:
    """The remembered port of this server, or, where there is none or it is taken, a new one, now remembered."""
    number = port(home, name)
    if number is None or not _is_free(number):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            number = int(probe.getsockname()[1])
        path = folder(home, "ports") / name
        unfinished = path.with_name(f".{name}.{os.getpid()}")
        unfinished.write_text(f"{number}\n")
        unfinished.replace(path)
    return number


def _is_free(number: int) -> bool:
    with socket.socket() as probe:
        # As servers bind: a port is not taken by what is left of closed connections.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True
