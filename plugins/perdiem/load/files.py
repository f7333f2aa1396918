"""Files as a source: CSV, Parquet and Excel. What reads the last two is not pinned, and asked for where missing."""

from __future__ import annotations

import csv
import itertools
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from perdiem.load.mapping import Block
from perdiem.load.source import CHUNK_ROWS, BadSource, Chunk, as_text

SUFFIXES = (".csv", ".parquet", ".xlsx")
# The longest text of a cell: beyond it a quotation mark was not closed, and the rest of the file would be one cell.
LONGEST_CELL = 10_000_000
# A row whose cells cannot be told apart.
BROKEN: Sequence[str | None] = ()
NOT_QUOTED = "a quotation mark within a cell: expected it twice, and the cell between two of them"


@dataclass(frozen=True)
class Folder:
    """A folder whose files are tables, by their names with or without their endings. Of a workbook the first sheet."""

    path: Path
    place = "line"

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        yield cls(path)

    def names(self) -> list[str]:
        return sorted(path.stem for path in self._files())

    def columns(self, block: Block) -> list[str]:
        return _header(self._file(block), block)

    def described(self, block: Block) -> str:
        return self._file(block).name

    def high_mark(self, block: Block) -> str | None:
        raise BadSource(f"{block.place}, changed_by: a file is read as a whole; expected it of a database alone")

    def chunks(self, block: Block, since: str | None) -> Iterator[Chunk]:
        return _chunks(self._file(block), block)

    def _files(self) -> list[Path]:
        return sorted(path for path in self.path.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())

    def _file(self, block: Block) -> Path:
        _refuse_joins(block)
        found = [path for path in self._files() if block.name in (path.name, path.stem)]
        if not found:
            names = [path.name for path in self._files()]
            raise BadSource(f"{block.place}: {self.path} has no file {block.name!r} of {', '.join(SUFFIXES)}", names)
        if len(found) > 1:
            raise BadSource(
                f"{block.place}: {block.name!r} may be {' or '.join(path.name for path in found)}: name one"
            )
        return found[0]


@dataclass(frozen=True)
class Workbook:
    """An Excel workbook whose sheets are tables."""

    path: Path
    sheets: tuple[str, ...]
    place = "row"

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        with _workbook(path) as workbook:
            sheets = tuple(workbook.sheetnames)
        yield cls(path, sheets)

    def names(self) -> Sequence[str]:
        return self.sheets

    def columns(self, block: Block) -> list[str]:
        self._check(block)
        return _header(self.path, block, block.name)

    def described(self, block: Block) -> str:
        return f"{self.path.name}, {block.name}"

    def high_mark(self, block: Block) -> str | None:
        raise BadSource(f"{block.place}, changed_by: a file is read as a whole; expected it of a database alone")

    def chunks(self, block: Block, since: str | None) -> Iterator[Chunk]:
        self._check(block)
        return _chunks(self.path, block, block.name)

    def _check(self, block: Block) -> None:
        _refuse_joins(block)
        if block.name not in self.sheets:
            raise BadSource(f"{block.place}: {self.path.name} has no sheet {block.name!r}", self.sheets)


def _refuse_joins(block: Block) -> None:
    if block.joins:
        raise BadSource(f"{block.place}, join: files are not joined; expected it of a database alone")


def _header(path: Path, block: Block, sheet: str | None = None) -> list[str]:
    header, _ = _opened_rows(path, block, sheet)
    return header


def _chunks(path: Path, block: Block, sheet: str | None = None) -> Iterator[Chunk]:
    header, rows = _opened_rows(path, block, sheet)
    indexes = [header.index(name) for name in block.needs]
    while batch := _next(rows, CHUNK_ROWS, path):
        whole = [(place, row) for place, row in batch if len(row) == len(header) and row is not BROKEN]
        yield Chunk(
            [place for place, _ in whole],
            {name: [row[index] for _, row in whole] for name, index in zip(block.needs, indexes, strict=True)},
            [
                (place, NOT_QUOTED if row is BROKEN else f"{len(row)} columns where the header has {len(header)}")
                for place, row in batch
                if len(row) != len(header) or row is BROKEN
            ],
        )


Rows = Iterator[tuple[int, Sequence[str | None]]]


def _opened_rows(path: Path, block: Block, sheet: str | None) -> tuple[list[str], Rows]:
    """The header of a file, and its rows, each with its place. Raises BadSource."""
    reader = {".csv": _csv_rows, ".parquet": _parquet_rows, ".xlsx": _excel_rows}[path.suffix.lower()]
    rows = reader(path, block, sheet)
    [(_, first)] = _next(rows, 1, path) or [(0, ())]
    header = [(name or "").strip() for name in first]
    if not any(header):
        raise BadSource(f"{path.name}: expected the names of its columns in the first line")
    if twice := [number for number, name in enumerate(header, start=1) if name and name in header[: number - 1]]:
        raise BadSource(f"{path.name}: column {twice[0]} has the name of another, in the first line", header)
    return header, rows


def _next(rows: Rows, count: int, path: Path) -> list[tuple[int, Sequence[str | None]]]:
    """As many rows of a file. What reads it may quote it in its errors: those are not told."""
    try:
        return list(itertools.islice(rows, count))
    except (OSError, ValueError, LookupError, EOFError) as error:
        raise BadSource(f"{path.name} cannot be read ({type(error).__name__})") from None


def _csv_rows(path: Path, block: Block, _: str | None) -> Rows:
    csv.field_size_limit(min(LONGEST_CELL, sys.maxsize))
    # What is not in its encoding is kept as such, so that it costs its row and not the file.
    with path.open(encoding=block.encoding, errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=block.delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row: Sequence[str | None] | None = next(reader, None)
            except csv.Error as error:
                if "expected after" not in str(error):
                    # All that follows was read as one cell.
                    raise BadSource(
                        f"{path.name}, line {line}: a quotation mark is not closed, or a text is longer than "
                        f"{LONGEST_CELL} characters"
                    ) from None
                yield line, BROKEN
                continue
            if row is None:
                return
            if row:
                yield line, row


def _parquet_rows(path: Path, block: Block, _: str | None) -> Rows:
    parquet = _package("pyarrow.parquet", "pyarrow", path)
    try:
        file = parquet.ParquetFile(path)
    except (OSError, ValueError):
        raise BadSource(f"{path.name}: expected a Parquet file") from None
    names = file.schema_arrow.names
    yield 0, names
    number = 0
    for batch in file.iter_batches(batch_size=CHUNK_ROWS, columns=[name for name in names if name in block.needs]):
        columns = {name: [as_text(value) for value in batch.column(name).to_pylist()] for name in batch.schema.names}
        nothing = [None] * batch.num_rows
        for row in zip(*(columns.get(name, nothing) for name in names), strict=True):
            number += 1
            yield number, row


def _excel_rows(path: Path, block: Block, sheet: str | None) -> Rows:
    with _workbook(path) as workbook:
        rows = workbook[sheet or workbook.sheetnames[0]].iter_rows(values_only=True)
        header = next(rows, ())
        width = max((number for number, name in enumerate(header, start=1) if name is not None), default=0)
        yield 1, [as_text(name) for name in header[:width]]
        for number, row in enumerate(rows, start=2):
            texts = [as_text(value) for value in row[:width]]
            if any(text is not None for text in texts):
                # A sheet ends its rows where the last cell is filled.
                yield number, texts + [None] * (width - len(texts))


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    openpyxl = _package("openpyxl", "openpyxl", path)
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception:  # of whatever kind: it is a package of XML inside
        raise BadSource(f"{path.name}: expected an Excel workbook") from None
    try:
        yield workbook
    finally:
        workbook.close()


def _package(module: str, package: str, path: Path) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise BadSource(
            f"{path.name}: the package {package} reads such files, and is not installed: "
            f"`.venv/bin/uv pip install {package}`, or export as CSV"
        ) from None
