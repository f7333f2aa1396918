"""Runs that Airflow begins when somebody asks for them on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends

# Given the DAG, who asks, and the run's parameters.
Starter = Callable[[str, str, Mapping[str, object]], None]


def starter() -> Starter:
    """What has Airflow begin a run."""

    def start(dag_id: str, who: str, params: Mapping[str, object]) -> None:
        from airflow.api.common.trigger_dag import trigger_dag
        from airflow.utils.types import DagRunTriggeredByType

        trigger_dag(dag_id, triggered_by=DagRunTriggeredByType.UI, triggering_user_name=who, conf=dict(params))

    return start


Start = Annotated[Starter, Depends(starter)]
