"""How many rows each value of each filter of a list stands for, so that nobody chooses one that finds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Rows that are alike to every filter: of each, the values that find them."""

    values: Mapping[str, Collection[str]]
    rows: int


def count(groups: Iterable[Group], filters: Mapping[str, str]) -> tuple[int, dict[str, Counter[str]]]:
    """How many rows the filters find; and of each filter, how many each value would find beside the other filters."""
    total, found = 0, dict[str, Counter[str]]()
    for group in groups:
        missed = [name for name, value in filters.items() if value not in group.values[name]]
        total += 0 if missed else group.rows
        for name, values in group.values.items():
            counts = found.setdefault(name, Counter())
            for value in values:
                counts[value] += group.rows if missed in ([], [name]) else 0
    return total, found
