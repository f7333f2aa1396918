"""One invocation of dbt, in this process, for one run."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from psycopg.conninfo import conninfo_to_dict

from perdiem import config
from perdiem.runs import Run
from perdiem.store import Store
from perdiem.warehouse import artifacts, errors

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

# What models decide anew: the client-days on which something changed; all; all, compared with what was carried over.
Decides = Literal["changed", "all", "all_and_compare"]

# What a night builds: no tests, as its gates look at what it made.
WITHOUT_TESTS = ("--resource-type", "model", "--resource-type", "seed", "--resource-type", "function")


class DbtFailed(Exception):
    """dbt could not build; the message holds what dbt said of each node that failed."""


def invoke(
    arguments: list[str],
    database_url: str,
    run: Run,
    state_dir: Path,
    decides: Decides = "all",
    schema_prefix: str = "",
    kept_in: tuple[Store, str] | None = None,
    target: str = "warehouse",
    besides: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Run one dbt command as of a run, and return how many nodes it ran.

    dbt keeps its parsed project in `state_dir`, so that the next process starts sooner. With a `schema_prefix` it reads
    and makes the schemas whose names begin with it, in place of those that everybody reads. What a build did is left as
    dbt's artifacts in the store and folder `kept_in`, whether it failed or not. Another `target` of profiles.yml is a
    database of another engine, of which the environment variables `besides` tell.
    Raises DbtFailed.
    """
    # Importing dbt takes seconds, and one task in two needs it.
    from dbt.adapters.base.impl import DEFAULT_BASE_BEHAVIOR_FLAGS
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner

    from perdiem.warehouse import lean

    lean.apply()
    flags = list(DEFAULT_BASE_BEHAVIOR_FLAGS)
    try:
        with _environment(
            {
                **environment(database_url, run, state_dir),
                "PERDIEM_DECIDES": decides,
                "PERDIEM_SCHEMA_PREFIX": schema_prefix,
                **besides,
            }
        ):
            project = _models if arguments[0] == "build" else _project
            database = str(conninfo_to_dict(database_url).get("dbname"))
            manifest = project(database, schema_prefix, target)
            outcome = dbtRunner(manifest).invoke([*arguments, *FOLDERS, "--target", target])
    finally:
        reset_adapters()  # what they know of one database must not be taken for another's
        DEFAULT_BASE_BEHAVIOR_FLAGS[:] = flags  # each adapter adds its own once more, and each costs every later start
    nodes = list(getattr(outcome.result, "results", []))
    if kept_in and nodes:
        artifacts.keep(*kept_in, outcome.result, _described(database, schema_prefix, target))
    if not outcome.success:
        failures = [f"{node.node.name}: {errors.of_dbt(node.message)}" for node in nodes if str(node.status) in _FAILED]
        raise DbtFailed("; ".join(failures) or errors.of_dbt(str(outcome.exception)))
    return len(nodes)


@functools.cache
def _models(database: str, schema_prefix: str, target: str) -> Manifest:
    """The parsed project as nights build it: without its tests: four nodes of five, which cost time at each start."""
    from dbt.artifacts.resources.types import NodeType

    project = _project(database, schema_prefix, target)
    nodes = {key: node for key, node in project.nodes.items() if node.resource_type != NodeType.Test}
    return dataclasses.replace(project, nodes=nodes, unit_tests={})


@functools.cache
def _described(database: str, schema_prefix: str, target: str) -> str:
    """The same as dbt's artifact."""
    return artifacts.of_project(_models(database, schema_prefix, target))


@functools.cache
def _project(database: str, schema_prefix: str, target: str) -> Manifest:
    """The parsed project, read once in a process: it names the tables of a database, and nothing of a run."""
    from dbt.cli.main import dbtRunner

    parsed = dbtRunner().invoke(["parse", *FOLDERS, "--target", target])
    if not parsed.success:
        raise DbtFailed(errors.of_dbt(str(parsed.exception)))
    return parsed.result


def project_fingerprint() -> str:
    """Stands for all that models are rendered from: another version of it may decide otherwise."""
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-postgres')}".encode())
    files = [config.DBT_PROJECT / "dbt_project.yml"]
    for folder in ("functions", "macros", "models", "seeds"):
        files += sorted(path for path in (config.DBT_PROJECT / folder).rglob("*") if path.is_file())
    for path in files:
        digest.update(str(path.relative_to(config.DBT_PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


FOLDERS = ["--project-dir", str(config.DBT_PROJECT), "--profiles-dir", str(config.DBT_PROJECT)]
_FAILED = {"error", "fail", "runtime error"}
OF_THE_CONNECTION = ("PG", "PERDIEM_DBT_", "DBT_ENV_SECRET_")  # how its environment variables begin
_LIBRARY_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "gssencmode", "options")


def environment(database_url: str, run: Run, state_dir: Path) -> dict[str, str]:
    """What dbt_project reads from the environment: the connection, and what the models of a run agree on."""
    connection = conninfo_to_dict(database_url)
    return {
        # What else the URL asks for, such as sslmode, reaches PostgreSQL's library by its own variables.
        **{f"PG{name.upper()}": str(connection[name]) for name in _LIBRARY_OPTIONS if name in connection},
        "PERDIEM_DBT_HOST": str(connection.get("host", "")),
        "PERDIEM_DBT_PORT": str(connection.get("port", 5432)),
        "PERDIEM_DBT_USER": str(connection.get("user", "")),
        "DBT_ENV_SECRET_PERDIEM_PASSWORD": str(connection.get("password", "")),
        "PERDIEM_DBT_DATABASE": str(connection.get("dbname", "")),
        "PERDIEM_RUN_DATE": run.run_date.isoformat(),
        "PERDIEM_WINDOW_START": run.window_start.isoformat(),
        "PERDIEM_TODAY": run.today.isoformat(),
        "PERDIEM_RUN_ID": run.run_id,
        "PERDIEM_REFRESH_HISTORY": "elsewhere" if run.builds_history_elsewhere else str(run.refresh_history).lower(),
        "PERDIEM_WEEK_STARTS_ON": config.load().week_starts_on,
        "DBT_TARGET_PATH": str(state_dir / "target"),
        "DBT_LOG_PATH": str(state_dir / "logs"),
        # dbt would print, and keep, all that PostgreSQL says of a failed statement, values of rows included.
        "DBT_LOG_LEVEL": "none",
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_WRITE_JSON": "false",
        "DBT_USE_COLORS": "false",
        "DBT_VERSION_CHECK": "false",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables for a while: tasks may share one process."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
