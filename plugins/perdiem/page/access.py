"""Who may see the page: whoever is signed in to Airflow and may read both the DAG and the view "Per-diem billing"."""

from __future__ import annotations

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import HTTPException, status

from perdiem.config import DAG_ID

VIEW = "Per-diem billing"


def may_see(user: GetUserDep) -> None:
    """Refuse whoever Airflow's auth manager does not let see the page, which names clients. 401 without a session."""
    manager = get_auth_manager()
    if not (
        manager.is_authorized_dag(method="GET", details=DagDetails(id=DAG_ID), user=user)
        and manager.is_authorized_custom_view(method="GET", resource_name=VIEW, user=user)
    ):
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            f"Your role in Airflow may not read both the DAG {DAG_ID} and the view {VIEW!r}: ask who runs Airflow",
        )
