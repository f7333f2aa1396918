"""`make metrics`: the metrics of dbt's semantic models, as MetricFlow makes SQL of them.

MetricFlow's own command line is left out: it asks the package index for its latest version at every start, and reads
from the folder of the code alone. Of its library no more is used than what writes a query.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import psycopg
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlClient, SqlEngine
from metricflow.sql.render.postgres import PostgresSQLSqlPlanRenderer
from metricflow_semantics.errors.error_classes import InformativeUserError
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from perdiem.warehouse import dbt
from perdiem_local import project
from perdiem_local.home import folder
from perdiem_local.installation import Installation

# How the rows may be grouped: by time, and by whose they are. Nights are no program's and no payer's.
TIMES = ("day", "week", "month", "quarter", "year")
GROUPS = (*TIMES, "program", "payer")


class NoSuchMetric(Exception):
    """Metrics that do not exist, or that cannot be grouped so; the message says which do."""


class _PostgreSQL:
    """For whom MetricFlow is to write; it is never asked to carry the query out."""

    sql_engine_type = SqlEngine.POSTGRES
    sql_plan_renderer = PostgresSQLSqlPlanRenderer()


def query(installation: Installation, metrics: Sequence[str], by: Sequence[str]) -> str:
    """Return the SQL of metrics, of all that can be grouped so where none is named; one row for each group.

    Raises NoSuchMetric or DbtFailed.
    """
    manifest = parse_manifest_from_dbt_generated_manifest(_semantic_manifest(installation).read_text(encoding="utf-8"))
    engine = MetricFlowEngine(SemanticManifestLookup(manifest), cast(SqlClient, _PostgreSQL()))
    groups = [f"metric_time__{name}" if name in TIMES else name for name in by]
    wanted = list(metrics) or [
        metric.name
        for metric in manifest.metrics
        if set(by) - set(TIMES) <= {entity.name for entity in engine.entities_for_metrics([metric.name])}
    ]
    if unknown := sorted(set(wanted) - {metric.name for metric in manifest.metrics}):
        known = ", ".join(metric.name for metric in manifest.metrics)
        raise NoSuchMetric(f"no metric is named {', '.join(unknown)}; there are: {known}")
    request = MetricFlowQueryRequest.create(metric_names=wanted, group_by_names=groups, order_by_names=groups)
    try:
        return str(engine.explain(request).sql_statement.sql)
    except InformativeUserError as error:
        raise NoSuchMetric(f"these metrics cannot be grouped by {', '.join(by)}: nights only by time") from error


def answer(installation: Installation, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Ask the warehouse, in a transaction that can change nothing, and return the names of columns and the rows.

    A month is its first day, and so on.
    """
    with psycopg.connect(installation.connection_url("perdiem_warehouse")) as warehouse:
        warehouse.read_only = True
        cursor = warehouse.execute(sql.encode())
        rows = [tuple(value.date() if isinstance(value, datetime) else value for value in row) for row in cursor]
        return [column.name for column in cursor.description or []], rows


def _semantic_manifest(installation: Installation) -> Path:
    """Where dbt has just written what it makes of the semantic models."""
    state = folder(installation.home, "metrics")
    # It asks no database, so that its errors quote no row.
    parsed = project.run(installation, ["parse"], state, log_level="error", captured=True)
    if parsed.returncode:
        raise dbt.DbtFailed(parsed.stdout + parsed.stderr)
    return state / "target" / "semantic_manifest.json"
