"""The id of a client as the EHR spells it, from what somebody typed, and ids that are near to what is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

MOST_SUGGESTED = 8
# Beyond it, one character more or less says nothing.
MOST_CHARACTERS = 40

IN_ANY_CASE = """
    select client_id
    from ehr.clients
    where lower(client_id) = lower(%(typed)s)
    order by client_id = %(typed)s desc
    limit 2
"""

NEAR = """
    select client_id
    from ehr.clients
    where lower(client_id) like any(%(near)s::text[])
    order by lower(client_id) like %(holds)s, length(client_id), client_id collate "C"
    limit %(most)s
"""


def as_the_ehr_spells_it(warehouse: psycopg.Connection, typed: str) -> str:
    """The id that is meant, whatever its case; as it is typed where there is none, or two of other cases."""
    found = [client_id for (client_id,) in warehouse.execute(IN_ANY_CASE, {"typed": typed})]
    return str(found[0]) if len(found) == 1 or typed in found else typed


def near(warehouse: psycopg.Connection, typed: str) -> list[str]:
    """Ids that differ by case, one character or two that are swapped; then those that hold what was typed."""
    if len(typed) > MOST_CHARACTERS:
        return []
    characters = [f"\\{character}" if character in "%_\\" else character for character in typed.lower()]
    holds = f"%{''.join(characters)}%"
    values = {"near": [holds, *map("".join, _one_off(characters))], "holds": holds, "most": MOST_SUGGESTED}
    return [client_id for (client_id,) in warehouse.execute(NEAR, values)]


def _one_off(characters: list[str]) -> Iterator[list[str]]:
    """Patterns of what may have been meant: a character that is wrong, too many, missing, or swapped with the next."""
    for place in range(len(characters) + 1):
        before, here, after = characters[:place], characters[place : place + 1], characters[place + 1 :]
        yield [*before, "_", *here, *after]
        if here:
            yield [*before, "_", *after]
            yield [*before, *after]
            yield [*before, *after[:1], *here, *after[1:]]
