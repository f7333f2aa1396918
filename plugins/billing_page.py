"""The page "Per-diem billing" of Airflow's UI. Every part of Airflow imports this file, and not the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from perdiem.config import PAGE


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    """The page as an ASGI application, imported by the API server alone and with the first request."""
    from perdiem.page.app import application

    await application(scope, receive, send)


class BillingPage(AirflowPlugin):
    """The page, in the navigation of the UI."""

    name = "per_diem_billing_page"
    fastapi_apps: ClassVar = [{"app": app, "url_prefix": PAGE, "name": "Per-diem billing"}]
    external_views: ClassVar = [
        {"name": "Per-diem billing", "href": PAGE + "/", "destination": "nav", "url_route": "per-diem-billing"},
    ]
