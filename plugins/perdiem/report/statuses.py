"""What becomes of a day, as people are told, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "billed": "the day has its per-diem note",
        "pending": "the write-back would write it",
        "blocked": "threshold met, and something stands in the way",
        "unsigned": "its drafts keep it from the threshold",
        "below_threshold": "its notes do not reach the threshold",
        "already_billed": "somebody billed it by hand",
        "voided": "somebody voided its per-diem note",
    }
)


def known_first(found: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those that were found in the order in which they are known; one that is not known comes last, and shows."""
    order = list(known)
    return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
