"""Makes .venv at the root of the checkout, with the pinned packages in it; `--dev` adds what tests and linters need,
`--workers` what hands tasks to workers.

`--spark` makes .venv-spark beside it, with what ENGINE=spark runs on. `--with-this-python` takes the Python of the
call, in place of the fastest of the version that is needed.

Called by file name with any Python, before there is a package to be found: standard library only. It looks at a stamp
first, so that it says and does nothing where nothing has changed. Two calls at once wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV, SPARK_VENV = ROOT / ".venv", ROOT / ".venv-spark"
NEEDED = (3, 11)

# Says where a Python is, its version, and the seconds of processor time that it takes for what a night does most, which
# is to call. One that cannot make an environment fails at the first line.
PROBE = """
import ensurepip, sys, time, venv
class Node:
    def __init__(self, name):
        self.name = name
    def rendered(self, values):
        return [f"{self.name}.{value}" for value in values]
def work():
    begun = time.process_time()
    for number in range(20_000):
        Node(number).rendered((1, 2, 3))
    return time.process_time() - begun
print(sys.executable, *sys.version_info[:2], min(work() for _ in range(3)), sep="\\n")
"""

# Where pip takes packages from on this machine, uv takes them too. uv reads settings of its own.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def main(arguments: list[str]) -> None:
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        of_the_call = "--with-this-python" in arguments
        _install("requirements.txt", of_the_call=of_the_call)
        for name in ("dev", "workers"):
            if f"--{name}" in arguments:
                _install(f"requirements-{name}.txt")
        if "--spark" in arguments:
            _install("requirements-spark.txt", SPARK_VENV)


def choose_python(candidates: list[str]) -> str:
    """The fastest of these Pythons, of those that can be used; the first, unless another is faster by a tenth.

    How it was compiled makes one Python a half faster than another of its version: distributions have the compiler
    learn from a run of it, and what builds Pythons from source does not, unless it is told to.
    """
    found: dict[str, float] = {}  # by where it is, each once: folders of the PATH are links to others
    for candidate in candidates:
        asked = subprocess.run([candidate, "-c", PROBE], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            executable, major, minor, seconds = asked.stdout.split("\n")[:4]
            if (int(major), int(minor)) == NEEDED:
                found.setdefault(os.path.realpath(executable), float(seconds))
    if not found:
        sys.exit(
            f"perdiem: Python {NEEDED[0]}.{NEEDED[1]} with venv is needed, and {candidates[0]} is not one: "
            "name one, as in `make setup PYTHON=/usr/bin/python3.11`"
        )
    first, fastest = next(iter(found)), min(found, key=lambda executable: found[executable])
    return fastest if found[fastest] < 0.9 * found[first] else first


def _on_the_path() -> list[str]:
    """Where the PATH has a Python of the version that is needed; a folder may hold one that another hides."""
    name = f"python{NEEDED[0]}.{NEEDED[1]}"
    found = (shutil.which(name, path=folder) for folder in os.get_exec_path())
    return [python for python in found if python]


def _install(requirements: str, venv: Path = VENV, *, of_the_call: bool = False) -> None:
    """Bring an environment to what the file says, by the uv of .venv; each package exactly as its hashes have it."""
    wanted = hashlib.sha256(
        (ROOT / "requirements-uv.txt").read_bytes() + (ROOT / requirements).read_bytes()
    ).hexdigest()
    stamp = venv / f"{requirements}.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        python = choose_python([sys.executable] if of_the_call else [sys.executable, *_on_the_path()])
        print(f"perdiem: making .venv with {python}", file=sys.stderr, flush=True)
        _run([python, "-m", "venv", "--clear", str(VENV)])
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "--requirement", str(ROOT / "requirements-uv.txt")])
    if not (venv / "bin" / "python").exists():
        print(f"perdiem: making {venv.name}", file=sys.stderr, flush=True)
        _run([str(VENV / "bin" / "python"), "-m", "venv", "--clear", "--without-pip", str(venv)])
    print(f"perdiem: installing the packages of {requirements}", file=sys.stderr, flush=True)
    # Compiled here, once: compiling at each start would double the time that a night takes.
    options = ["--quiet", "--require-hashes", "--no-deps", "--compile-bytecode"]
    install = [str(uv), "pip", "install", "--python", str(venv / "bin" / "python"), *options]
    _run([*install, "--requirement", str(ROOT / requirements)], _uv_settings())
    stamp.write_text(wanted)


def _uv_settings() -> dict[str, str]:
    """pip's sources of packages as settings of uv; what is set for uv already stands."""
    listed = subprocess.run(
        [str(VENV / "bin" / "python"), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        variable = PIP_TO_UV.get(name.rpartition(".")[2])
        if variable and variable not in settings:
            settings[variable] = value.strip("'\"")
    # With hashes it does not matter which index a file comes from.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match"} | settings


def _run(command: list[str], settings: dict[str, str] | None = None) -> None:
    environment = (settings or {}) | {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    if (
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode
        != 0
    ):
        sys.exit(f"perdiem: the packages could not be installed: {' '.join(command[:4])} ... failed")


if __name__ == "__main__":
    main(sys.argv[1:])
