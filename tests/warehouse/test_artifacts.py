"""What is kept of dbt's work: dbt's own artifacts, which its own classes read, and no value of a row in them."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinics import unreadable_authorizations
from clinics.small_clinic import authorization, build, note
from helpers.night import apart
from perdiem import tasks
from perdiem.warehouse.dbt import DbtFailed

PARAMS = {"run_date": "2016-08-02", "lookback_days": 90, "dry_run": False, "refresh_history": False}
VALUE = "Name Not-For-Logs"  # as the small clinic calls its client


def read(folder: Path) -> tuple[dict[str, Any], set[str]]:
    """What became of each node, by its id, and the nodes that the project has, as dbt reads its artifacts."""
    from dbt.artifacts.schemas.manifest import WritableManifest
    from dbt.artifacts.schemas.run import RunResultsArtifact

    results = RunResultsArtifact.read_and_check_versions(str(folder / "run_results.json"))
    manifest = WritableManifest.read_and_check_versions(str(folder / "manifest.json"))
    assert results.metadata.invocation_id == manifest.metadata.invocation_id
    return {result.unique_id: result for result in results.results}, {*manifest.nodes, *manifest.functions}


def test_a_phase_leaves_what_dbt_did_and_no_value_that_a_failed_statement_quotes(
    ehr: psycopg.Connection, airflow_connections: None, perdiem_home: Path
) -> None:
    build(ehr)
    note(ehr, "counted")
    authorization(ehr)
    folder = perdiem_home / "dbt" / "artifacts" / "decide"
    run = tasks.plan_run("test__artifacts", PARAMS, None)
    ehr.execute(unreadable_authorizations.BREAK)
    ehr.execute("grant select on ehr.authorizations to public")
    with pytest.raises(DbtFailed):
        apart(tasks.decide, run)

    results, nodes = read(folder)
    [failed] = [result for result in results.values() if result.status == "error"]
    told = "PostgreSQL's message is withheld, as it may quote a row"
    assert failed.message.startswith("Database Error in model int_authorizations__checked")
    assert failed.message.endswith(told)
    assert failed.unique_id in nodes
    for path in filter(Path.is_file, (perdiem_home / "dbt").resolve().rglob("*")):
        assert VALUE.encode() not in path.read_bytes(), path

    ehr.execute(unreadable_authorizations.MEND)
    built = apart(tasks.decide, run)["models"]
    results, nodes = read(folder)
    assert len(results) == built
    assert {result.status for result in results.values()} == {"success"}
    assert set(results) <= nodes
    assert not [result for result in results.values() if result.compiled_code]
