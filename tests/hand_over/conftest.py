"""A clinic of which runs write days, without dbt: what stands in the EHR then is what is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from helpers.databases import as_user
from helpers.exchange import Exchange, small_exchange


@pytest.fixture
def exchange(
    ehr: psycopg.Connection, database_url: str, server_home: Path | None, tmp_path: Path
) -> Iterator[Exchange]:
    exchange = small_exchange(ehr, as_user(database_url, server_home, "perdiem_transform"), tmp_path / "exports")
    yield exchange
    exchange.warehouse.close()
