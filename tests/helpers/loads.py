"""Loads of a clinic's own data, as nights do them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from perdiem.load import loading
from perdiem.load.loading import Loaded
from perdiem.load.rejections import Rejections
from perdiem.store import Folder

NEW_YORK = ZoneInfo("America/New_York")
FIRST_LOAD = datetime(2016, 8, 1, 4, tzinfo=UTC)

Rows = list[tuple[object, ...]]


@dataclass
class Loads:
    """Loads into the test's database; `told` is what the last one said, `listed` where it lists rows."""

    warehouse_url: str
    load_url: str
    folder: Path
    told: list[str] = field(default_factory=list)

    @property
    def listed(self) -> Path:
        return self.folder / "loads"

    def __call__(
        self,
        source: Path | str,
        mapping: str | Path | None = None,
        *,
        now: datetime = FIRST_LOAD,
        full: bool = False,
        zone: ZoneInfo = NEW_YORK,
    ) -> dict[str, Loaded]:
        """Load, by a mapping or a file of one, and return what became of each table."""
        map_file = mapping if isinstance(mapping, Path) else None
        if isinstance(mapping, str):
            map_file = self.folder / "mapping.yml"
            map_file.write_text(textwrap.dedent(mapping))
        self.told.clear()
        with (
            loading.planned(str(source), map_file, zone) as plan,
            Rejections(Folder(self.folder), now) as rejections,
            psycopg.connect(self.load_url, autocommit=True) as ehr,
            psycopg.connect(self.warehouse_url, autocommit=True) as warehouse,
        ):
            found = loading.load(ehr, warehouse, plan, rejections, now, self.told.append, full=full)
        loading.tell_outcome(found, rejections, self.told.append)
        return {table.table: table for table in found}
