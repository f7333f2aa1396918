"""Where the embedded PostgreSQL's data is.

PostgreSQL refuses to run as root. Root has it run as another user, who must reach its programs and its data: where
the home is closed to others, the data is kept in /var/lib/perdiem, and `postgres` in the home is a link to there.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from perdiem_local.home import folder
from perdiem_local.server_programs import NoPlaceForServer, find_owner, find_programs, open_place, run_as


@dataclass(frozen=True)
class ServerPlace:
    """programs: folder of pg_ctl and the others; folder: holds data and log; owner: None where we are it."""

    programs: Path
    folder: Path
    owner: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs to its end as the owner; stdout holds stderr too."""
        return run_as(self.owner, [str(self.programs / program), *arguments])

    def is_held(self) -> bool:
        """Whether a living process, the server or an orphan of it, works in the data folder."""
        if not Path("/proc/self/cwd").exists():
            return self.run("pg_ctl", "status", f"--pgdata={self.data}").returncode == 0
        # Asked as the owner: in a container even root may not look at other users' processes.
        script = 'for folder in /proc/[0-9]*/cwd; do [ "$folder" -ef "$1" ] && exit 0; done; exit 1'
        return run_as(self.owner, ["/bin/sh", "-c", script, "sh", str(self.data)]).returncode == 0

    def give_to_owner(self, path: Path) -> None:
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)


def server_place(home: Path) -> ServerPlace:
    """The place of this home's server, made where it is missing. Raises NoPlaceForServer."""
    owner = find_owner()
    programs = find_programs(owner)
    here = home / "postgres"
    if here.is_symlink() and not here.exists():
        raise NoPlaceForServer(f"the database was in {here.resolve()}, which is gone: remove {here} to start anew")
    if not here.exists():
        _make(ServerPlace(programs, folder(home, "postgres"), owner))
    return ServerPlace(programs, here.resolve(), owner)


def _make(place: ServerPlace) -> None:
    """Make the folder in the home, or, where its owner would not reach it, the link to one outside."""
    place.give_to_owner(place.folder)
    if run_as(place.owner, ["/bin/sh", "-c", 'cd "$1"', "sh", str(place.folder)]).returncode == 0:
        return
    digest = hashlib.sha256(str(place.folder.resolve()).encode()).hexdigest()[:12]
    outside = ServerPlace(place.programs, open_place(f"home-{digest}"), place.owner)
    if outside.data.exists():  # of an earlier home at this path, which was deleted
        outside.run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={outside.data}")
        shutil.rmtree(outside.folder)
    outside.folder.mkdir(mode=0o700, exist_ok=True)
    outside.give_to_owner(outside.folder)
    place.folder.rmdir()
    place.folder.symlink_to(outside.folder)
