"""How many rows each value of each filter of a list stands for, so that nobody chooses one that finds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar


class Summable(Protocol):
    """What can be added up: a number, or numbers that belong together."""

    def __add__(self, other: Self, /) -> Self: ...


Sum = TypeVar("Sum", bound=Summable)


@dataclass(frozen=True)
class Group(Generic[Sum]):
    """Rows that are alike to every filter: of each, the values that find them; and how many they are."""

    values: Mapping[str, Collection[str]]
    rows: Sum


def count(
    groups: Iterable[Group[int]], filters: Mapping[str, str], names: Collection[str]
) -> tuple[int, dict[str, defaultdict[str, int]]]:
    """How many rows the filters of these names find; and how many each value of each would find beside the others."""
    return add_up(groups, filters, names, 0)


def add_up(
    groups: Iterable[Group[Sum]], filters: Mapping[str, str], names: Collection[str], nothing: Sum
) -> tuple[Sum, dict[str, defaultdict[str, Sum]]]:
    """The same of rows that count for more than one; `nothing` is what none come to."""
    total = nothing
    found: dict[str, defaultdict[str, Sum]] = {name: defaultdict(lambda: nothing) for name in names}
    for group in groups:
        missed = [name for name in names if name in filters and filters[name] not in group.values[name]]
        total += nothing if missed else group.rows
        for name in names:
            for value in group.values[name]:
                found[name][value] += group.rows if missed in ([], [name]) else nothing
    return total, found
