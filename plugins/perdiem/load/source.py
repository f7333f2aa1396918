"""Where a load reads from: a folder of files, a workbook, or another database; the same three questions to each.

Rows come in chunks as texts, so that memory is bounded whatever there is of them, and no number goes through a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from perdiem.load.mapping import Block

CHUNK_ROWS = 20_000


class BadSource(Exception):
    """A source, or a file or table of it, that cannot be read; the message names it and what is expected.

    `there` is what the source has in its place, for whoever sits before a terminal. No log and no mail gets it: of a
    file without a header it is a row.
    """

    def __init__(self, message: str, there: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.there = tuple(there)


@dataclass
class Chunk:
    """Some rows: their places (lines of a file, else numbers of rows), and of each column its texts; None for nothing.

    `broken`: places of rows that cannot be told apart into columns, each with why.
    """

    places: list[int]
    columns: dict[str, list[str | None]]
    broken: list[tuple[int, str]] = field(default_factory=list)


class Source(Protocol):
    """What a load asks of a source. Every method raises BadSource."""

    place: str  # what `Chunk.places` are: line or row

    def names(self) -> Sequence[str]:
        """Its files, sheets or tables, by the names that a block may give."""

    def columns(self, block: Block) -> Sequence[str]:
        """The columns that a block may name."""

    def described(self, block: Block) -> str:
        """The file or table of a block, as people are told of it."""

    def high_mark(self, block: Block) -> str | None:
        """The highest value of the block's `changed_by`, to be handed to a later `chunks` as `since`."""

    def chunks(self, block: Block, since: str | None) -> Iterator[Chunk]:
        """All rows of a block, with the columns that it needs; with `since` those that changed from then on."""


def as_text(value: Any) -> str | None:
    """A value of a driver or a file format as the text that it stands for."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        return None if value != value else repr(value)  # not a number is how frames say null
    return str(value)
