"""The folder of a batch: CSV files and a manifest, there as a whole or not at all, and the same whenever it is written.

A file is read by a program, so a value stands in it as it is, also one that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from perdiem.config import REDISCLOSURE_NOTICE
from perdiem.durable import sync_folder
from perdiem.write_back.notes import note_text

FORMAT = "perdiem batch, version 1"
MANIFEST = "manifest.json"
OF_NOTES: Mapping[str, tuple[str, ...]] = {
    "notes.csv": (
        *("note_id", "client_id", "program_id", "service_date", "billing_code", "clinician_id", "location_id"),
        *("location_code", "duration_minutes", "quantity", "units", "payer_id", "authorization_id", "note_text"),
    ),
    "authorization_usage.csv": ("note_id", "authorization_id", "units", "used_at"),
    "invoices.csv": (
        *("invoice_id", "note_id", "client_id", "payer_id", "authorization_id", "service_date", "billing_code"),
        *("units", "amount"),
    ),
}
OF_VOIDS: Mapping[str, tuple[str, ...]] = {
    "voids.csv": (
        *("note_id", "ehr_note_id", "invoice_id", "client_id", "service_date", "authorization_id", "units", "amount"),
        *("reversed_at", "voided_by_ehr"),
    )
}


class FolderInTheWay(Exception):
    """A folder has the batch's name and other contents; the message says which and what to do."""


@dataclass(frozen=True)
class Batch:
    """What is said of a batch as a whole."""

    number: int
    batch_id: str
    run_id: str
    run_date: date
    made_at: datetime


class _File:
    """A CSV file that is written; its owner alone may read it."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._columns, self._digest, self.rows = columns, hashlib.sha256(), 0
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._add(columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, entry: Mapping[str, Any]) -> None:
        self.rows += 1
        self._add([_written(entry[column]) for column in self._columns])

    def _add(self, cells: Iterable[str]) -> None:
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        content = line.getvalue().encode()
        self._digest.update(content)
        self._file.write(content)


def leave(folder: Path, batch: Batch, entries: Iterable[Mapping[str, Any]]) -> str:
    """Write the batch as a folder of its name, and return its checksum. One that is there already stays.

    `entries` are rows of quality.handed_over. The folder is on disk once this returns. Raises FolderInTheWay, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left_half in folder.glob(f".{batch.batch_id}.*"):
        shutil.rmtree(left_half)
    temporary = Path(tempfile.mkdtemp(prefix=f".{batch.batch_id}.", dir=folder))  # mode 0700
    checksum, manifest = _write(temporary, batch, entries)
    target = folder / batch.batch_id
    if target.exists():
        there = target / MANIFEST
        if not there.is_file() or there.read_bytes() != manifest:
            raise FolderInTheWay(
                f"{target} is there with other contents: expected no folder of that name. Where the database was "
                "restored from a backup, move it away, and have the EHR refuse notes that it has"
            )
        shutil.rmtree(temporary)
    else:
        temporary.rename(target)
    sync_folder(folder)
    return checksum


def _write(temporary: Path, batch: Batch, entries: Iterable[Mapping[str, Any]]) -> tuple[str, bytes]:
    """Fill the folder; returns the checksum, and what stands in the manifest."""
    amounts, without_amount, units = {"note": Decimal("0.00"), "void": Decimal("0.00")}, 0, Decimal("0.000")
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(_File(temporary / name, columns))
            for name, columns in {**OF_NOTES, **OF_VOIDS}.items()
        }
        for entry in entries:
            supporting = entry["supporting_note_ids"]
            said = {**entry, "note_text": note_text(supporting) if supporting else None}
            for name in OF_NOTES if entry["what"] == "note" else OF_VOIDS:
                files[name].add(said)
            amounts[entry["what"]] += entry["amount"] or 0
            if entry["what"] == "note":
                units += entry["units"]
                without_amount += entry["amount"] is None
    # As `sha256sum authorization_usage.csv invoices.csv notes.csv voids.csv | sha256sum` says it.
    sums = "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files))
    checksum = hashlib.sha256(sums.encode()).hexdigest()
    manifest = {
        "notice": REDISCLOSURE_NOTICE,
        "format": FORMAT,
        "batch_id": batch.batch_id,
        "number": batch.number,
        "run_id": batch.run_id,
        "run_date": _written(batch.run_date),
        "made_at": _written(batch.made_at),
        "checksum": checksum,
        "units": _written(units),
        "amount": _written(amounts["note"]),
        "invoices_without_amount": without_amount,
        "amount_void": _written(amounts["void"]),
        "files": {name: {"rows": file.rows, "sha256": file.sha256} for name, file in sorted(files.items())},
    }
    content = json.dumps(manifest, indent=2).encode() + b"\n"
    with os.fdopen(os.open(temporary / MANIFEST, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(temporary)
    return checksum, content


def _written(value: Any) -> str:
    """A value as text: numbers with all their places, dates as 2026-01-31, times in UTC, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
