"""What tests of loads share: a folder to export into, a load into the test's database, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from helpers.databases import as_user
from helpers.loads import Loads, Rows
from perdiem.warehouse import migrations


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An empty folder for files of a source."""
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


@pytest.fixture
def load(database_url: str, server_home: Path | None, tmp_path: Path) -> Loads:
    """Loads as the users of nights."""
    warehouse_url = as_user(database_url, server_home, "perdiem_transform")
    with psycopg.connect(warehouse_url, autocommit=True) as warehouse:
        migrations.apply(warehouse)
    return Loads(warehouse_url, as_user(database_url, server_home, "perdiem_load"), tmp_path)


@pytest.fixture
def rows(ehr: psycopg.Connection) -> Callable[..., Rows]:
    """The rows of a table of the EHR, by the first of the columns."""

    def read(columns: str, table: str = "notes") -> Rows:
        query = sql.SQL("select {} from ehr.{} order by 1")
        return ehr.execute(query.format(sql.SQL(columns), sql.SQL(table))).fetchall()

    return read
