"""What all views of the page have in common: how they are rendered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request
from fastapi import status as status_codes
from fastapi.responses import HTMLResponse, Response

from perdiem.report import rendering

Next = Callable[[Request], Awaitable[Response]]

# In the order of the navigation: the path below the page's own, and its name.
VIEWS = {
    "": "Night",
    "worklist": "Worklist",
    "invoices": "Invoices",
    "why": "Why?",
    "authorizations": "Authorizations",
    "weeks": "Weeks",
    "audit": "Billing audit",
    "quality": "Data quality",
    "setup": "Rules and settings",
}


class NothingYet(Exception):
    """There is no run to show anything of."""


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A template of templates/page/ in the layout. `root` is where the page is mounted, `here` which view it is."""
    root = request.scope.get("root_path", "")
    here = request.url.path.removeprefix(root).strip("/").split("/")[0]
    html = rendering.render(
        f"page/{template}",
        root=root,
        here=here,
        views=VIEWS,
        is_signed_in=status != status_codes.HTTP_401_UNAUTHORIZED,
        **values,
    )
    return HTMLResponse(html, status_code=status)


def message(request: Request, status: int, text: str, link: tuple[str, str] | None = None) -> HTMLResponse:
    """A page that only says something, and leads on: a path below the page's own, and what it is called."""
    return page(request, "message.html", status=status, status_code=status, text=text, link=link)
