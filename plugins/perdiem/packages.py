"""What the Python of Airflow must have, as requirements-airflow.txt names it, and what of it is missing or too old."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from perdiem import config

NEEDED = config.PROJECT_ROOT / "requirements-airflow.txt"


class PackagesMissing(Exception):
    """Packages are missing, or of a version that will not do; the message names them and what to do, in a sentence."""


def check(needed: Path = NEEDED) -> None:
    """Look the packages up, and import none: DAGs ask this each time that they are read. Raises PackagesMissing."""
    lines = (line.partition("#")[0].strip() for line in needed.read_text(encoding="utf-8").splitlines())
    missing = [told for told in map(_missing, filter(None, lines)) if told]
    if missing:
        raise PackagesMissing(
            f"Per-diem billing lacks packages in the Python of this Airflow, {'; '.join(missing)}: install "
            f"{needed.name} there, as docs/installing.md says"
        )


def _missing(line: str) -> str:
    """What is said of a requirement that is not met; nothing of one that is."""
    requirement = Requirement(line)
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is missing"
    if requirement.specifier.contains(version, prereleases=True):
        return ""
    return f"{requirement.name} is {version} and expected as {line}"
