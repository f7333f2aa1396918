"""Makes .venv at the root of the checkout, with the pinned packages in it; `--dev` adds what tests and linters need,
`--workers` what hands tasks to workers.

`--spark` makes .venv-spark beside it, with what ENGINE=spark runs on.

Called by file name with any Python, before there is a package to be found: standard library only. It looks at a stamp
first, so that it says and does nothing where nothing has changed. Two calls at once wait for each other.
"""

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

# Where pip takes packages from on this machine, uv takes them too. uv reads settings of its own.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def main(arguments: list[str]) -> None:
    if sys.version_info[:2] != NEEDED:
        other = shutil.which("python3.11")
        if other is None or os.environ.get("PERDIEM_PYTHON_TRIED"):
            sys.exit(
                f"perdiem: Python 3.11 is needed, and {sys.executable} is {sys.version.split()[0]}: "
                "name one, as in `make setup PYTHON=/usr/bin/python3.11`"
            )
        os.execve(other, [other, *sys.argv], {**os.environ, "PERDIEM_PYTHON_TRIED": "1"})
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install("requirements.txt")
        for name in ("dev", "workers"):
            if f"--{name}" in arguments:
                _install(f"requirements-{name}.txt")
        if "--spark" in arguments:
            _install("requirements-spark.txt", SPARK_VENV)


def _install(requirements: str, venv: Path = VENV) -> None:
    """Bring an environment to what the file says, by the uv of .venv; each package exactly as its hashes have it."""
    wanted = hashlib.sha256(
        (ROOT / "requirements-uv.txt").read_bytes() + (ROOT / requirements).read_bytes()
    ).hexdigest()
    stamp = venv / f"{requirements}.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        print("perdiem: making .venv", file=sys.stderr, flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "--requirement", str(ROOT / "requirements-uv.txt")])
    if not (venv / "bin" / "python").exists():
        print(f"perdiem: making {venv.name}", file=sys.stderr, flush=True)
        _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)])
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
