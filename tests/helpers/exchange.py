"""A clinic of which a run has written three days, without dbt: what stands in the EHR then is what is handed over."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from clinics.fault_clinic import pending
from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note
from perdiem import runs
from perdiem.hand_over import answers, batches
from perdiem.hand_over.answers import Taken
from perdiem.hand_over.batches import HandedOver
from perdiem.runs import Run
from perdiem.warehouse import migrations
from perdiem.write_back import settlement, writing

NIGHT = datetime(2016, 8, 2, 4, tzinfo=UTC)
CLIENTS = ("ann", "bea", "cas")


@dataclass
class Exchange:
    """What a run hands over and takes, as its user, and the folder that the EHR sees."""

    ehr: psycopg.Connection
    warehouse: psycopg.Connection
    folder: Path
    nights: int = 0

    def write(self, *client_ids: str, back: int = 0) -> Run:
        """A night that writes the clients' days of so many days ago."""
        run = self.run()
        day = SERVICE_DATE - timedelta(days=back)
        days = [pending(client_id, day, f"auth-{client_id}") for client_id in client_ids]
        assert writing.write_back(self.ehr, days, run.run_id, NIGHT).count("written") == len(client_ids)
        return run

    def run(self) -> Run:
        self.nights += 1
        run = Run(f"night {self.nights}", RUN_DATE, lookback_days=90, dry_run=False, today=RUN_DATE)
        runs.start(self.warehouse, run, NIGHT)
        return run

    def hand_over(self, run: Run | None = None) -> HandedOver:
        """At the end of a run, or of another night once the earlier ones have ended."""
        if run is None:
            self.warehouse.execute("update quality.runs set state = 'success'")
        return batches.hand_over(self.warehouse, run or self.run(), self.folder, NIGHT)

    def give_back(self) -> None:
        settlement.give_back_voided(self.ehr, NIGHT)

    def answer(self, text: str, name: str = "of the EHR.csv") -> Taken:
        """Have the EHR leave a file of answers, and take it."""
        waiting = self.folder / "answers"
        waiting.mkdir(exist_ok=True, parents=True)
        (waiting / name).write_text(text)
        self.nights += 1
        return answers.take(self.warehouse, self.folder, NIGHT + timedelta(seconds=self.nights))

    @property
    def left(self) -> list[Path]:
        """The folders of the batches, in their order."""
        return sorted(path for path in self.folder.iterdir() if path.name != "answers")

    def rows(self, file: str, batch: int = -1) -> list[dict[str, str]]:
        with (self.left[batch] / file).open(newline="") as lines:
            return list(csv.DictReader(lines))

    def manifest(self, batch: int = -1) -> Mapping[str, Any]:
        content: Mapping[str, Any] = json.loads((self.left[batch] / "manifest.json").read_text())
        return content

    def note_ids(self) -> dict[str, str]:
        """The per-diem notes by their clients; one each."""
        return dict(self.ehr.execute("select client_id, note_id from ehr.notes where origin = 'per_diem'").fetchall())

    def answered(self, *rows: Sequence[str], batch: int = -1) -> str:
        """A file of answers to a batch: note, answer, the EHR's id, what it says, and whether of note or void."""
        of_batch = self.manifest(batch)
        lines = ["batch_id,checksum,note_id,answer,ehr_note_id,message,what"]
        for row in rows:
            cells = [*row, "", "", "", ""][:4]
            what = row[4] if len(row) > 4 else ""
            lines.append(",".join([of_batch["batch_id"], of_batch["checksum"], *cells, what]))
        return "\n".join(lines) + "\n"


def small_exchange(ehr: psycopg.Connection, warehouse_url: str, folder: Path) -> Exchange:
    """Three clients with a note and an authorization each, nothing written of them yet."""
    build(ehr)
    for client_id in CLIENTS:
        client(ehr, client_id)
        note(ehr, f"{client_id}-note", client_id)
        authorization(ehr, f"auth-{client_id}", client_id)
    warehouse = psycopg.connect(warehouse_url, autocommit=True)
    migrations.apply(warehouse)
    return Exchange(ehr, warehouse, folder)
