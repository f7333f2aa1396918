"""Views and files that name clients: who opened which, and when, is kept in quality.page_views before it is shown.

Records of treatment for substance use are under 42 CFR Part 2, whose notice on redisclosure a file carries along.
"""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import Depends, Request

from perdiem.config import REDISCLOSURE_NOTICE as NOTICE
from perdiem.page import database, view
from perdiem.page.access import Looking
from perdiem.warehouse import migrations

__all__ = ["NAMES_CLIENTS", "NOTICE", "record"]

_ENTER = "insert into quality.page_views (viewed_at, who, view, filters) values (%s, %s, %s, %s)"


def record(request: Request, biller: Looking) -> None:
    """Keep that somebody opens this. Raises NothingYet where no night has made the table: there is nothing to see."""
    path = request.scope["route"].path.lstrip("/")
    with database.open_warehouse() as warehouse:
        if not migrations.is_current(warehouse):
            raise view.NothingYet
        warehouse.execute(_ENTER, [datetime.now(UTC), biller.name, path, request.url.query])


NAMES_CLIENTS = [Depends(record)]
