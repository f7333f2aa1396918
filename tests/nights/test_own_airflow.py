"""The DAGs in an Airflow of somebody's own: what they say of packages that it lacks, and a clean one by the docs.

PERDIEM_CLEAN_AIRFLOW says that clean ones are to be installed, which takes minutes and packages from the index.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

import psycopg
import pytest
from packaging.requirements import Requirement

from clinics.small_clinic import RUN_DATE, authorization, build, note
from perdiem import config, packages
from perdiem.engines import spark

ROOT = config.PROJECT_ROOT
DAG_FILES = ("per_diem_billing.py", "per_diem_set_up_plan.py")
OURS = {"perdiem", "billing_page", "run_links"}
READ_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder=sys.argv[1])
print(json.dumps([bag.import_errors, sorted(bag.dags)]))
"""


def needed() -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in packages.NEEDED.read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def without(distributions: dict[str, str | None], folder: Path) -> Path:
    """This Python's packages in another folder, but for some: not there, or there as an older version."""
    for path in map(Path, sys.path):
        for entry in path.iterdir() if path.name == "site-packages" else ():
            name = re.split(r"-\d", entry.name)[0].replace("_", "-")
            if not entry.name.endswith(".dist-info") or name not in distributions:
                (folder / entry.name).symlink_to(entry)
            elif version := distributions[name]:
                (folder / f"{name}-{version}.dist-info").mkdir()
                text = re.sub(r"(?m)^Version: .*$", f"Version: {version}", (entry / "METADATA").read_text())
                (folder / f"{name}-{version}.dist-info" / "METADATA").write_text(text)
    return folder


def test_what_is_missing_or_too_old_is_told_in_a_sentence_where_the_dags_are_read(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    site.mkdir()
    without({"dbt-postgres": None, "psycopg": "3.1.20"}, site)
    finished = subprocess.run(
        [sys.executable, "-S", "-c", READ_DAGS, str(ROOT / "dags")],
        env={**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT / 'plugins'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    errors, dags = json.loads(finished.stdout.splitlines()[-1])
    assert dags == []
    assert {Path(file).name for file in errors} == set(DAG_FILES)
    for told in errors.values():
        assert told.splitlines()[-1] == (
            "perdiem.packages.PackagesMissing: Per-diem billing lacks packages in the Python of this Airflow, "
            "dbt-postgres is missing; psycopg is 3.1.20 and expected as psycopg[binary]>=3.2.4,<4: "
            "install requirements-airflow.txt there, as docs/installing.md says"
        )


def test_every_package_that_the_pipeline_imports_is_named_or_comes_with_one_that_is() -> None:
    known = installed_with(needed()) | {"duckdb"}  # asked for by a param alone, and missed in a sentence then
    distributions = metadata.packages_distributions()
    # Spark's driver runs on the packages of requirements-spark.txt.
    for path in {*(ROOT / "plugins").rglob("*.py"), *(ROOT / "dags").glob("*.py")} - {spark.DRIVER}:
        for module in imported(path) - OURS - set(sys.stdlib_module_names):
            assert set(map(normal, distributions[module])) & known, (
                f"{path.relative_to(ROOT)} imports {module}, which nothing brings"
            )


def installed_with(requirements: list[Requirement]) -> set[str]:
    """The names of all that is installed with packages: what they require, and what that requires in turn."""
    found: set[str] = set()
    waiting = [(normal(requirement.name), extra) for requirement in requirements for extra in ("", *requirement.extras)]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        found.add(name)
        for required in map(Requirement, metadata.requires(name) or []):
            if required.marker is None or required.marker.evaluate({"extra": extra}):
                more = {(normal(required.name), other) for other in ("", *required.extras)} - seen
                seen |= more
                waiting += more
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> set[str]:
    """The packages that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def commands_of_the_docs(replaced: dict[str, str]) -> str:
    """The commands of docs/installing.md for an Airflow of one's own, with a place and databases that are there."""
    text = (ROOT / "docs" / "installing.md").read_text()
    section = text.partition("## In an Airflow of your own\n")[2].partition("\n## ")[0]
    commands = section.split("```")[1].strip("\n")
    for shown, actual in replaced.items():
        assert shown in commands, shown
        commands = commands.replace(shown, actual)
    return commands


@pytest.mark.skipif("PERDIEM_CLEAN_AIRFLOW" not in os.environ, reason="takes minutes: set PERDIEM_CLEAN_AIRFLOW")
@pytest.mark.parametrize("versions", ["newest", "lowest"])
def test_the_commands_of_the_docs_bill_a_day_in_a_clean_airflow(
    versions: str,
    airflow_connections: None,
    ehr: psycopg.Connection,
    perdiem_home: Path,
    tmp_path: Path,
) -> None:
    build(ehr)
    note(ehr, "counted")
    authorization(ehr)
    clean = tmp_path / "venv"
    venv.create(clean, with_pip=True)
    environment = {
        "PATH": f"{clean / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        **{name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "HOME", "LANG"))},
    }
    pinned = next(line for line in (ROOT / "requirements.in").read_text().splitlines() if "apache-airflow" in line)
    airflow = re.sub(r"\[.*\]", "", pinned)
    if versions == "lowest":
        lowest = resolved(tmp_path / "lowest.txt")
        environment["PIP_CONSTRAINT"] = str(lowest)
        airflow = next(line for line in lowest.read_text().splitlines() if line.startswith("apache-airflow=="))
    in_shell(f'pip install --quiet "{airflow}"\nairflow db migrate', environment)
    before = in_shell("pip freeze --exclude-editable", environment).stdout

    done = in_shell(
        commands_of_the_docs(
            {
                "/opt/perdiem": str(ROOT),
                "/var/lib/perdiem": str(perdiem_home),
                "postgresql://perdiem_transform:password@db.example.org:5432/perdiem": os.environ[
                    "AIRFLOW_CONN_PERDIEM_WAREHOUSE"
                ],
                "postgresql://perdiem_writeback:password@db.example.org:5432/perdiem": os.environ[
                    "AIRFLOW_CONN_PERDIEM_EHR"
                ],
                "2026-10-05": RUN_DATE.isoformat(),
            }
        ),
        environment,
    )
    assert "No data found" in done.stdout, "no import errors"
    assert ehr.execute("select state, dry_run from quality.runs order by started_at").fetchall() == [
        ("success", True),
        ("success", False),
    ]
    assert ehr.execute("select billing_code from ehr.notes where origin = 'per_diem'").fetchall() == [("0905",)]
    assert ehr.execute("select count(*) from ehr.invoices").fetchall() == [(1,)]

    after = in_shell("pip freeze --exclude-editable", environment).stdout.splitlines()
    moved = {line.split("==")[0] for line in set(before.splitlines()) - set(after)}
    assert not {name for name in moved if "airflow" in name}, "Airflow stays as it was"
    import_all = (
        "import perdiem, pkgutil; [__import__(m.name) for m in pkgutil.walk_packages(perdiem.__path__, 'perdiem.')]"
    )
    in_shell(f'PYTHONPATH={ROOT / "plugins"} python -c "{import_all}"', environment)


def resolved(path: Path) -> Path:
    """The lowest versions that requirements-airflow.txt allows, and what goes with them, as a file of constraints."""
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
    subprocess.run(
        [*command, "--resolution", "lowest-direct", str(packages.NEEDED), "--output-file", str(path)],
        check=True,
        env={**os.environ, **index_of_pip()},
    )
    return path


def index_of_pip() -> dict[str, str]:
    """Where pip takes packages from, as settings of uv's."""
    from perdiem_local.packages import _uv_settings

    return _uv_settings()


def in_shell(commands: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run commands as a person types them, to the first that fails."""
    finished = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], env=environment, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout[-5000:] + finished.stderr[-5000:]
    return finished
