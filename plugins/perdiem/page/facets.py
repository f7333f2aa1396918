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


def count(
    groups: Iterable[Group], filters: Mapping[str, str], names: Collection[str]
) -> tuple[int, dict[str, Counter[str]]]:
    """How many rows the filters of these names find; and how many each value of each would find beside the others."""
    total, found = 0, {name: Counter[str]() for name in names}
    for group in groups:
        missed = [name for name in names if name in filters and filters[name] not in group.values[name]]
        total += 0 if missed else group.rows
        for name in names:
            for value in group.values[name]:
                found[name][value] += group.rows if missed in ([], [name]) else 0
    return total, found
