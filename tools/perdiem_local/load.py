"""`make load` and `make load-check`: a clinic's own data into schema `ehr`, and what of the contract it gives."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from perdiem import config, store
from perdiem.load import coverage, loading
from perdiem.load.loading import Planned
from perdiem.load.rejections import Rejections
from perdiem.warehouse import migrations
from perdiem_local import installation
from perdiem_local.installation import Tell


class BadLoad(Exception):
    """What was asked for cannot be done; the message names the argument and what is expected."""


@dataclass(frozen=True)
class Asked:
    """The arguments of a load as typed, empty where not given: then the configured load is meant."""

    source: str = ""
    map_file: str = ""
    full: bool = False


def check(asked: Asked) -> None:
    """Print what a load would fill and what nights lack by what is missing. Needs no database of ours, reads no row."""
    with _planned(asked) as plan:
        for line in coverage.told(plan):
            print(line)


def run(home: Path, asked: Asked, tell: Tell) -> None:
    """Load, and tell what became of the rows. Makes the tables of schema ehr where there are none."""
    now = datetime.now(UTC)
    with _planned(asked) as plan, Rejections(store.of(config.load()), now) as rejections:
        installed = installation.set_up(home, tell, tables=True)
        if not installed.environment.get("AIRFLOW_CONN_PERDIEM_LOAD"):
            raise BadLoad("no Airflow connection perdiem_load: expected AIRFLOW_CONN_PERDIEM_LOAD in the environment")
        with (
            psycopg.connect(installed.connection_url("perdiem_warehouse"), autocommit=True) as warehouse,
            psycopg.connect(installed.connection_url("perdiem_load"), autocommit=True) as ehr,
        ):
            migrations.apply(warehouse)
            found = loading.load(ehr, warehouse, plan, rejections, now, tell, full=asked.full)
        loading.tell_outcome(found, rejections, tell)
        for name in plan.not_read:
            tell(f"{name}: not read, the contract has no table of that name")


def _planned(asked: Asked) -> AbstractContextManager[Planned]:
    settings = config.load()
    if asked.map_file and not asked.source:
        raise BadLoad("MAP without FROM: expected FROM=a folder, a workbook or a URL beside it")
    source = asked.source or settings.load_from
    if not source:
        raise BadLoad("expected FROM=a folder, a workbook or a URL, as FROM=export MAP=mapping.yml")
    map_file = (Path(asked.map_file) if asked.map_file else None) if asked.source else settings.load_map
    return loading.planned(source, map_file, settings.time_zone)
