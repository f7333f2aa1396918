"""What dbt did in a phase of the night, as dbt's own artifacts, for the tools that read those.

Of a statement that failed PostgreSQL may quote a row, and SQL may hold what a macro has read: neither is kept.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from perdiem.store import Store
from perdiem.warehouse import errors

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.contracts.graph.manifest import Manifest

log = logging.getLogger(__name__)


def keep(store: Store, folder: str, result: RunExecutionResult, project: str) -> None:
    """Leave run_results.json and, of what `of_project` returned, manifest.json in a folder of the store.

    Each is in place of the one before. A store that takes nothing fails no night for them.
    """
    try:
        of_run = _of_run(result)
        manifest = project.replace(_OF_THE_RUN, of_run["metadata"]["invocation_id"])
        for name, content in (("manifest.json", manifest), ("run_results.json", json.dumps(of_run))):
            store.write(f"{folder}/{name}", content.encode())
    except OSError as error:
        log.warning("dbt's artifacts could not be kept: %s", error)


# In the place of the id by which tools tell which artifacts belong together. The project is put into words once, which
# takes a tenth of what dbt does in a night that has nothing to do, and serves all invocations of a process.
_OF_THE_RUN = "perdiem.invocation_id"


def of_project(manifest: Manifest) -> str:
    """What a parsed project holds, for `keep`."""
    described: dict[str, Any] = manifest.writable_manifest().to_dict(omit_none=False)
    described["metadata"]["invocation_id"] = _OF_THE_RUN
    for node in described["nodes"].values():
        if "compiled_code" in node:
            node |= {"compiled": False, "compiled_code": None, "extra_ctes": [], "extra_ctes_injected": False}
    return json.dumps(described)


def _of_run(result: RunExecutionResult) -> dict[str, Any]:
    from dbt.artifacts.schemas.run import RunResultsArtifact

    artifact = RunResultsArtifact.from_execution_results(
        result.results, result.elapsed_time, result.generated_at, result.args
    )
    described: dict[str, Any] = artifact.to_dict(omit_none=False)
    for node in described["results"]:
        node |= {"compiled_code": None, "message": errors.of_dbt(node["message"])}
    return described
