"""Rows of the contract out of rows of a source: each distinct value of a column of a chunk is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from perdiem.load import contract, values
from perdiem.load.mapping import Block, Value
from perdiem.load.source import Chunk
from perdiem.load.values import Unfit

Texts = Any  # an array of texts, None for null
Causes = Any  # an array beside it: why a text does not fit, None where it does


@dataclass(frozen=True)
class Rejection:
    """A row that does not fit: its place, the column of the contract where one is to blame, and why."""

    place: int
    column: str
    cause: str


def rows(block: Block, chunk: Chunk) -> tuple[list[tuple[str | None, ...]], list[Rejection]]:
    """The rows of a chunk that fit, each its place and then the block's columns; and why the others do not."""
    rejected = [Rejection(place, "", cause) for place, cause in chunk.broken]
    frame = pd.DataFrame(chunk.columns, index=pd.Index(chunk.places), dtype=object)
    for name, wanted in block.where.items():
        frame = frame[frame[name].fillna("").isin(wanted)]
    for name in block.filled:
        frame = frame[frame[name].fillna("").str.strip() != ""]
    kinds, key = contract.tables()[block.table].columns, contract.tables()[block.table].key
    places, made, fit = frame.index.to_numpy(), [], np.ones(len(frame), dtype=bool)
    for name, value in block.columns.items():
        texts, causes = _column(frame, value, kinds[name], is_key=name in key)
        wrong = np.flatnonzero(causes != None)  # noqa: E711  # of each of an array
        rejected += [Rejection(int(places[row]), name, causes[row]) for row in wrong]
        fit[wrong] = False
        made.append(texts)
    columns = [places[fit].astype(str), *(texts[fit] for texts in made)]
    return list(zip(*(column.tolist() for column in columns), strict=True)), rejected


def _column(frame: pd.DataFrame, value: Value, kind: str, *, is_key: bool) -> tuple[Texts, Causes]:
    if value.way == "constant":
        texts, causes = _filled(len(frame), value.constant), _filled(len(frame), None)
    elif value.way == "column":
        texts, causes = _each(frame[value.columns[0]].to_numpy(), lambda text: _converted(value, kind, text))
    else:
        of_columns = (frame[name].tolist() for name in value.columns)
        together = [
            tuple(None if _is_nothing(value, t) else t for t in texts) for texts in zip(*of_columns, strict=True)
        ]
        both = np.empty(len(together), dtype=object)
        both[:] = together
        make = _joined if value.way == "joined" else _minutes
        texts, causes = _each(both, lambda parts: None if parts is None else make(value, parts, is_key))
    if is_key:
        causes[(texts == None) & (causes == None)] = "expected a value: it is of the key"  # noqa: E711
    return texts, causes


def _each(given: Any, convert: Callable[[Any], str | Unfit | None]) -> tuple[Texts, Causes]:
    """What each of an array's values is converted to, or why not."""
    codes, distinct = pd.factorize(given, use_na_sentinel=True)
    found = [*map(convert, distinct), convert(None)]  # the last one is that of the code -1
    texts, causes = _filled(len(found), None), _filled(len(found), None)
    for place, one in enumerate(found):
        if isinstance(one, Unfit):
            causes[place] = one.cause
        else:
            texts[place] = one
    return texts[codes], causes[codes]


def _converted(value: Value, kind: str, text: str | None) -> str | Unfit | None:
    text = None if _is_nothing(value, text) else text
    if value.values is not None:
        if (text or "") in value.values:
            return value.values[text or ""]
        if value.has_otherwise:
            return value.otherwise
        if text is not None:
            return Unfit("expected one of the values of the mapping", values.form(text))
    assert value.reading is not None
    return None if text is None else values.as_stored(kind, text, value.reading)


def _joined(value: Value, parts: Sequence[str | None], is_key: bool) -> str | Unfit | None:
    """The parts that are there; of a key all must be, or two rows could come to be the same."""
    there = [part for part in parts if part is not None]
    if not there or (is_key and len(there) < len(parts)):
        return None
    return values.fitting_text(value.separator.join(there))


def _minutes(value: Value, parts: Sequence[str | None], _: bool) -> str | Unfit | None:
    first, last = parts
    assert value.reading is not None
    return None if first is None or last is None else values.minutes_between(first, last, value.reading)


def _is_nothing(value: Value, text: str | None) -> bool:
    return text is None or text == "" or text in value.nulls


def _filled(length: int, content: str | None) -> Any:
    array = np.empty(length, dtype=object)
    array[:] = content
    return array
