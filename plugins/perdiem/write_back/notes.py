"""What a per-diem note is called and what it says: pure, and the same on every repetition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date


def note_id(program_id: str, client_id: str, service_date: date) -> str:
    """The id of the one per-diem note that this program, client and date can have: "pd-" and 32 hexadecimal digits.

    128 bits that no two days share: JSON keeps ("a", "bc") and ("ab", "c") apart, whatever the ids contain.
    """
    key = json.dumps([program_id, client_id, service_date.isoformat()], ensure_ascii=True, separators=(",", ":"))
    return f"pd-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def note_text(supporting_note_ids: Sequence[str]) -> str:
    """The text of a per-diem note: generic, with the ids of the notes that it rests on."""
    return f"Per-diem service, generated from the released notes of the day: {', '.join(supporting_note_ids)}."
