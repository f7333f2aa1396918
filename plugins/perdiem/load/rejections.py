"""The rows that do not fit: counted by cause, listed in a file of their own, without a value of any row."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from datetime import datetime
from typing import Any, Self

from perdiem.load.making import Rejection
from perdiem.load.mapping import Block
from perdiem.store import Store

HEADER = ("table", "source", "place", "column", "cause")


class Rejections:
    """The list of one load, a CSV file that the store gets when the load ends, however it does, if it has a row."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._name = store, f"loads/{now:%Y%m%dT%H%M%S.%f}.csv"
        self.address = store.address(self._name)
        self.rows: Counter[str] = Counter()  # of each table
        self._causes: Counter[tuple[str, str, str]] = Counter()  # of each table, column and cause
        self._first: dict[tuple[str, str, str], str] = {}  # the first of each of those, as people are told
        self._file: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with self._file:
                self._file.seek(0)
                self._store.write(self._name, self._file.read().encode())

    def add(self, block: Block, described: str, place: str, found: list[Rejection]) -> None:
        """Enter why rows of a block do not fit; `place` says what a place is: line or row."""
        self.rows[block.table] += len({one.place for one in found})
        for one in found:
            about = (block.table, one.column, one.cause)
            self._causes[about] += 1
            of_column = f", {one.column}" if one.column else ""
            self._first.setdefault(about, f"{block.table}: {described}, {place} {one.place}{of_column}: {one.cause}")
            self._writer().writerow((block.table, described, f"{place} {one.place}", one.column, one.cause))

    def told(self) -> list[str]:
        """Of each cause the first row, and how many there are more."""
        more = {about: count - 1 for about, count in self._causes.items()}
        return [f"{line}{f'; {more[about]:,} more' if more[about] else ''}" for about, line in self._first.items()]

    def _writer(self) -> Any:
        if self._file is None:
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 closed in the end
            self._csv = csv.writer(self._file)
            self._csv.writerow(HEADER)
        return self._csv
