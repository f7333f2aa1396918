"""How many rows each value of each filter of a list stands for, so that nobody chooses one that finds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

# Whether a row's client is of the facility that is asked for. "is true" has its clients looked up once: in a join they
# would be for each row, wherever PostgreSQL expects the other filters to leave but one.
OF_FACILITY = """(
    client_id in (select client_id from staging.stg_ehr__clients where facility_id = %(facility)s)
) is true"""

Rows = TypeVar("Rows")


@dataclass(frozen=True)
class Group(Generic[Rows]):
    """Rows that are alike to every filter: of each, the values that find them; and how many they are."""

    values: Mapping[str, Collection[str]]
    rows: Rows


def count(
    groups: Iterable[Group[int]], filters: Mapping[str, str], names: Collection[str]
) -> tuple[int, dict[str, defaultdict[str, int]]]:
    """How many rows the filters of these names find; and how many each value of each would find beside the others."""
    return add_up(groups, filters, names, sum)


def add_up(
    groups: Iterable[Group[Rows]],
    filters: Mapping[str, str],
    names: Collection[str],
    total: Callable[[list[Rows]], Rows],
) -> tuple[Rows, dict[str, defaultdict[str, Rows]]]:
    """The same of rows that count for more than one; `total` is what many come to, and none."""
    chosen = {name: filters[name] for name in names if name in filters}
    all_found: list[Rows] = []
    found_by: dict[str, defaultdict[str, list[Rows]]] = {name: defaultdict(list) for name in names}
    for group in groups:
        missed = [name for name, value in chosen.items() if value not in group.values[name]]
        if not missed:
            all_found.append(group.rows)
        for name in names:
            is_found = not missed or missed == [name]
            for value in group.values[name]:
                found = found_by[name][value]  # a value that finds nothing is one all the same
                if is_found:
                    found.append(group.rows)
    nothing = total([])
    return total(all_found), {
        name: defaultdict(lambda: nothing, {value: total(found) for value, found in by_value.items()})
        for name, by_value in found_by.items()
    }
