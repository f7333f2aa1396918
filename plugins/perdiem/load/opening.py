"""Which kind of source a text names."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from perdiem.load.source import BadSource, Source


def opened(given: str, base: Path) -> AbstractContextManager[Source]:
    """The source that a URL, or the name of a folder or a workbook, names; names are relative to `base`.

    Raises BadSource.
    """
    if is_database(given):
        from perdiem.load.database import Database

        return Database.open(given)
    from perdiem.load.files import Folder, Workbook

    path = base / Path(given).expanduser()
    if path.is_dir():
        return Folder.open(path)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        return Workbook.open(path)
    raise BadSource(f"{given!r}: expected a folder, an Excel workbook (.xlsx), or a URL as postgresql://host/database")


def is_database(given: str) -> bool:
    """Whether a text names a database."""
    return "://" in given


def address(given: str) -> str:
    """A source that was opened, without a password."""
    if not is_database(given):
        return given
    from perdiem.load import database

    return database.address(given)
