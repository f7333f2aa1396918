"""Spark: what it needs, and one build by dbt in a process of an environment of its own, .venv-spark."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from perdiem import config
from perdiem.engines import EngineFailed
from perdiem.warehouse import errors

PYTHON = config.PROJECT_ROOT / ".venv-spark" / "bin" / "python"
DRIVER = Path(__file__).with_name("spark_driver.py")
NEEDED_JAVA = 17
OURS = ("AIRFLOW", "PERDIEM", "PG")  # connections and passwords, of which Spark needs none


def check() -> None:
    """See that Spark can start on this machine. Raises EngineFailed."""
    if not PYTHON.exists():
        raise EngineFailed(
            "engine spark needs an environment of its own, which is not there: `make setup-spark` makes it"
        )
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        raise EngineFailed(
            f"engine spark needs Java {NEEDED_JAVA} or later, and there is no java in "
            f"{f'JAVA_HOME, {home}' if home else 'PATH'}"
        )
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < NEEDED_JAVA:
        raise EngineFailed(
            f"engine spark needs Java {NEEDED_JAVA} or later, and {java} is {version[1] if version else 'none'}"
        )


def build(
    master: str,
    memory_mb: int,
    tables: Mapping[str, str],
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
) -> int:
    """Run one dbt command on Spark, and return how many nodes it ran.

    `tables` are relations that models read, each with the pattern of its Parquet files. What is built is left as
    Parquet in `folder`, in one of its own for each table: marts.db/fct_invoices. Both are reached under the same path
    by this machine and by all workers of `master`. The process ends with this one, also where this one is killed.
    Raises EngineFailed.
    """
    request = {
        "master": master,
        "settings": {"spark.driver.memory": f"{memory_mb}m", "spark.sql.warehouse.dir": str(folder)},
        "tables": dict(tables),
        "arguments": list(arguments),
    }
    process = subprocess.Popen(
        # -I: nothing of this process' own Python, such as PYTHONPATH, is to be found by another environment's
        [str(PYTHON), "-I", str(DRIVER)],
        env={**{name: value for name, value in os.environ.items() if not name.startswith(OURS)}, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it quotes rows
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()  # and stays open: when it closes, the driver ends
        told = process.stdout.read()
    finally:
        process.kill()
        process.wait()
    return _nodes(told)


def _nodes(told: str) -> int:
    """How many nodes a driver ran, by its answer."""
    try:
        answer: dict[str, Any] = json.loads(told)
    except ValueError:
        raise EngineFailed(
            "Spark's driver ended without an answer, as one does that is killed or out of memory"
        ) from None
    if "refused" in answer:
        raise EngineFailed(answer["refused"])
    if answer["failures"]:
        raise EngineFailed("; ".join(f"{name}: {errors.of_spark(message)}" for name, message in answer["failures"]))
    return int(answer["nodes"])
