"""Who may see the page: whoever is signed in to Airflow and may read both the DAG and the view "Per-diem billing".

Who of them may change the view "Per-diem billing alerts" may enter what is done about alerts, by the page's own forms.
Who may change the view "Per-diem billing set-up", and may trigger the DAG that plans, may propose, apply and drop
changes of the set-up; the DAG's right is asked besides, as some auth managers know no right to change a view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import Depends, HTTPException, Request, status

from perdiem.config import DAG_ID, PLAN_DAG_ID

VIEW = "Per-diem billing"
ALERTS_VIEW = "Per-diem billing alerts"
SETUP_VIEW = "Per-diem billing set-up"


@dataclass(frozen=True)
class Biller:
    """Who looks at the page, by the name that Airflow has for them, and what they may enter: work, set-up."""

    name: str
    may_work: bool
    may_set_up: bool = False


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


def who_looks(user: GetUserDep) -> Biller:
    """Who looks at the page."""
    manager = get_auth_manager()
    may_work = manager.is_authorized_custom_view(method="PUT", resource_name=ALERTS_VIEW, user=user)
    may_set_up = manager.is_authorized_custom_view(
        method="PUT", resource_name=SETUP_VIEW, user=user
    ) and manager.is_authorized_dag(
        method="POST", access_entity=DagAccessEntity.RUN, details=DagDetails(id=PLAN_DAG_ID), user=user
    )
    return Biller(user.get_name(), may_work, may_set_up)


Looking = Annotated[Biller, Depends(who_looks)]


def who_works(request: Request, biller: Looking) -> Biller:
    """Who enters something, by a form of the page. 403 for whoever may not, and for what another site had them send."""
    _refuse_unless(biller.may_work, ALERTS_VIEW)
    _refuse_other_sites(request)
    return biller


def who_sets_up(request: Request, biller: Looking) -> Biller:
    """Who changes the set-up, by a form of the page. 403 as above."""
    _refuse_unless(biller.may_set_up, SETUP_VIEW)
    _refuse_other_sites(request)
    return biller


Working = Annotated[Biller, Depends(who_works)]
SettingUp = Annotated[Biller, Depends(who_sets_up)]


def _refuse_unless(may: bool, view: str) -> None:
    if not may:
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            f"Your role in Airflow may not change the view {view!r}: nothing was entered. Ask who runs Airflow",
        )


def _refuse_other_sites(request: Request) -> None:
    if not _is_own_form(request):
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            "This came from another site than the page: nothing was entered. A proxy before Airflow has to pass on the "
            "header Host",
        )


def _is_own_form(request: Request) -> bool:
    """Whether a browser says that the page itself sent this: the cookie alone would go along from another site, too.

    Browsers say so by Sec-Fetch-Site where they trust the connection, and by Origin wherever they post.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    if site is not None:
        return site == "same-origin"
    return origin != "" and urlsplit(origin).netloc == request.headers.get("host")
