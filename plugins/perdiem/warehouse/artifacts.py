"""What dbt did in a phase of the night, as dbt's own artifacts, for the tools that read those.

Of a statement that failed PostgreSQL may quote a row, and SQL may hold what a macro has read: neither is kept.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perdiem.warehouse import errors

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.contracts.graph.manifest import Manifest

log = logging.getLogger(__name__)


def keep(folder: Path, result: RunExecutionResult, manifest: Manifest) -> None:
    """Leave manifest.json and run_results.json in a folder, each in place of the one before.

    A disk that is full fails no night for them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        of_run, of_project = _of_run(result), _of_project(manifest)
        # The project may have been read by an earlier invocation; tools tell by this id which belong together.
        of_project["metadata"]["invocation_id"] = of_run["metadata"]["invocation_id"]
        _write(folder / "manifest.json", of_project)
        _write(folder / "run_results.json", of_run)
    except OSError as error:
        log.warning("dbt's artifacts could not be kept: %s", type(error).__name__)


def _of_project(manifest: Manifest) -> dict[str, Any]:
    described: dict[str, Any] = manifest.writable_manifest().to_dict(omit_none=False)
    for node in described["nodes"].values():
        if "compiled_code" in node:
            node |= {"compiled": False, "compiled_code": None, "extra_ctes": [], "extra_ctes_injected": False}
    return described


def _of_run(result: RunExecutionResult) -> dict[str, Any]:
    from dbt.artifacts.schemas.run import RunResultsArtifact

    artifact = RunResultsArtifact.from_execution_results(
        result.results, result.elapsed_time, result.generated_at, result.args
    )
    described: dict[str, Any] = artifact.to_dict(omit_none=False)
    for node in described["results"]:
        node |= {"compiled_code": None, "message": errors.of_dbt(node["message"])}
    return described


def _write(path: Path, content: dict[str, Any]) -> None:
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(path)
