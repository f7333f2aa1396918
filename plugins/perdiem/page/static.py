"""What the page loads besides HTML. By routes and not mounted, as mounted files would be open to everybody."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from perdiem.report.rendering import TEMPLATES

router = APIRouter()


@router.get("/style.css")
def style() -> FileResponse:
    """The reports' style sheet."""
    return FileResponse(TEMPLATES / "style.css", media_type="text/css")


@router.get("/page.css")
def page_style() -> FileResponse:
    """What the page needs besides it."""
    return FileResponse(TEMPLATES / "page" / "page.css", media_type="text/css")


@router.get("/page.js")
def script() -> FileResponse:
    """What makes the page look like the UI around it; every view works without."""
    return FileResponse(TEMPLATES / "page" / "page.js", media_type="text/javascript")
