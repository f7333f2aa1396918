"""The worked mappings of examples/, from a file or a database to the invoice: loaded, set up, and a night run."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
import yaml

from helpers.databases import new_database
from helpers.loads import Loads, Rows
from helpers.night import run_night
from perdiem import config
from perdiem.config import PROJECT_ROOT
from perdiem.load import loading, mapping
from perdiem.setup import as_code, changes

EXAMPLES = PROJECT_ROOT / "examples"
RUN_DATE = date(2025, 3, 14)
ADA, BEN, CLEO = (f"30000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


def set_up(ehr: psycopg.Connection, file: Path) -> None:
    """What `make setup-import` proposes of a file, applied."""
    now = changes.read(ehr)
    with ehr.transaction():
        changes.apply(ehr, changes.difference(now, as_code.read(file.read_text(), now)))


def reasons(ehr: psycopg.Connection) -> dict[str, tuple[str, list[str]]]:
    query = "select client_id, status, reasons from marts.fct_per_diem_days"
    return {client: (status, reasons) for client, status, reasons in ehr.execute(query).fetchall()}


def test_a_synthea_export_comes_to_an_invoice(
    load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection, airflow_connections: None, perdiem_home: Path
) -> None:
    example = EXAMPLES / "synthea"
    found = load(example / "export", example / "mapping.yml")
    assert {name: table.new for name, table in found.items()} == {
        **{"facilities": 1, "clinicians": 2, "locations": 1, "payers": 2, "clients": 3, "client_coverages": 5},
        **{"fee_schedules": 2, "authorizations": 1, "notes": 6},
    }
    assert not load.listed.exists()
    evening = "notes where note_id like '%3'"
    assert rows("service_date, started_at, duration_minutes", evening) == [
        (date(2025, 3, 10), datetime(2025, 3, 11, 0, 30, tzinfo=UTC), 90)
    ]
    assert rows("start_date, end_date", f"client_coverages where client_id = '{BEN}'") == [
        (date(2025, 1, 1), date(2025, 12, 31))
    ]
    set_up(ehr, example / "setup.yml")
    run_night(RUN_DATE)
    assert rows("client_id, service_date, billing_code, units, amount, status", "invoices") == [
        (ADA, date(2025, 3, 10), "S9480", Decimal(1), Decimal("275.00"), "ready")
    ]
    assert reasons(ehr) == {
        ADA: ("billed", []),
        BEN: ("blocked", ["no_authorization"]),
        CLEO: ("below_threshold", []),
    }
    # The next export changes nothing of it.
    again = load(example / "export", example / "mapping.yml", now=datetime(2025, 3, 15, tzinfo=UTC))
    assert {(table.new, table.changed, table.gone) for table in again.values()} == {(0, 0, 0)}
    assert rows("units_used", "authorizations") == [(Decimal(1),)]


def test_openemr_comes_to_an_invoice_by_the_url_of_its_database_as_a_task_of_the_night(
    load: Loads,
    rows: Callable[..., Rows],
    ehr: psycopg.Connection,
    airflow_connections: None,
    perdiem_home: Path,
    server_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from perdiem import tasks

    example = EXAMPLES / "openemr"
    set_up(ehr, example / "setup.yml")
    with new_database(server_url, "perdiem_test_openemr", "template0") as openemr:
        with psycopg.connect(openemr) as connection:
            connection.execute((example / "clinic.sql").read_bytes())
        monkeypatch.setenv("PERDIEM_LOAD_FROM", openemr)
        monkeypatch.setenv("PERDIEM_LOAD_MAP", str(example / "mapping.yml"))
        params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
        dry = tasks.plan_run("test__dry", params | {"dry_run": True}, None)
        assert tasks.load_source(dry) == {}
        assert rows("note_id") == []
        run = tasks.plan_run("test__load", params, None)
        loaded = tasks.load_source(run)
        assert loaded == {"rows": 19, "new": 19, "changed": 0, "gone": 0, "unfit": 0}
        assert tasks.load_source(run) == {"rows": 19, "new": 0, "changed": 0, "gone": 0, "unfit": 0}
        columns = "note_id, client_id, duration_minutes, units, clinician_id, location_code, status"
        assert rows(columns) == [
            ("1", "101", 90, Decimal(1), "5", "57", "released"),
            ("3", "101", 60, Decimal(1), "6", "57", "released"),
            ("4", "102", 120, Decimal(2), "5", "57", "released"),
            ("5", "103", 60, Decimal(1), "5", "57", "released"),
            ("6", "103", 60, Decimal(1), "5", "57", "draft"),
            ("7", "103", 60, Decimal(1), "5", "57", "void"),
        ]
        run_night(RUN_DATE)
        assert rows("client_id, service_date, billing_code, units, amount, status", "invoices") == [
            ("101", date(2025, 3, 10), "H0015", Decimal(1), Decimal("210.00"), "ready")
        ]
        assert reasons(ehr) == {
            "101": ("billed", []),
            "102": ("blocked", ["no_authorization"]),
            "103": ("unsigned", ["unsigned_notes"]),
        }
        # Of the authorization two units were used elsewhere, and one by the night.
        assert tasks.load_source(run)["changed"] == 0
        assert rows("units_used", "authorizations") == [(Decimal(3),)]

        with psycopg.connect(openemr, autocommit=True) as connection:
            connection.execute("delete from insurance_data where id = 4")
            connection.execute("update billing set activity = 0 where id = 5")
        assert tasks.load_source(run)["changed"] == 1
        assert rows("status", "notes where note_id = '5'") == [("void",)]


def test_what_a_task_cannot_use_is_told_and_not_tried_again(
    load: Loads, airflow_connections: None, perdiem_home: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.sdk.exceptions import AirflowFailException

    from perdiem import tasks
    from perdiem.load.source import BadSource

    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    run = tasks.plan_run("test__load", params, None)
    monkeypatch.setenv("PERDIEM_LOAD_FROM", str(export))
    with pytest.raises(AirflowFailException, match="no file or table of it has a name of the contract"):
        tasks.load_source(run)
    monkeypatch.setenv("PERDIEM_LOAD_FROM", str(export / "later"))
    with pytest.raises(BadSource, match="expected a folder"):  # it may be there in a minute
        tasks.load_source(run)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PERDIEM_LOAD_FROM": "export"}, "PERDIEM_LOAD_FROM is 'export': expected an absolute path, or a URL"),
        ({"PERDIEM_LOAD_FROM": "/e", "PERDIEM_LOAD_MAP": "m.yml"}, "PERDIEM_LOAD_MAP is 'm.yml': expected an absolute"),
        ({"PERDIEM_LOAD_MAP": "/m.yml"}, "PERDIEM_LOAD_MAP is '/m.yml': expected PERDIEM_LOAD_FROM beside it"),
    ],
)
def test_a_configured_load_that_cannot_be_meant_is_refused(environment: dict[str, str], told: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^{re.escape(told)}"):
        config.load(environment)


@pytest.mark.parametrize("name", ["synthea", "openemr"])
def test_an_example_names_nobody_s_text_and_everything_else_that_a_night_needs(name: str) -> None:
    text = (EXAMPLES / name / "mapping.yml").read_text()
    blocks = mapping.parse(text, config.load({}).time_zone)
    assert "note_text" not in {column for block in blocks for column in block.columns}
    setup = yaml.safe_load((EXAMPLES / name / "setup.yml").read_text())
    assert {block.table for block in blocks} | setup.keys() >= {"notes", "clients", "authorizations", "programs"}


def test_a_check_of_a_load_says_what_is_filled_and_what_nights_lack(export: Path) -> None:
    from perdiem.load import coverage

    zone = config.load({}).time_zone
    (export / "notes.csv").write_text("note_id,client_id,service_date,billing_code,status,units,favourite\n")
    (export / "calls.csv").write_text("id\n")
    with loading.planned(str(export), None, zone) as plan:
        told = list(coverage.told(plan))
    assert "  notes: from notes.csv; 6 of 16 columns" in told
    assert "not read, as no table of the contract has the name: calls" in told
    assert "  notes, duration_minutes: every note is set aside: no duration" in told
    assert any(line.startswith("  authorizations: no candidate: every day") for line in told)
    set_up_here = told[told.index(next(line for line in told if line.startswith("not in the source: set up"))) :]
    assert "  programs: no program: nothing is decided" in set_up_here
    example = EXAMPLES / "synthea"
    with loading.planned(str(example / "export"), example / "mapping.yml", zone) as plan:
        told = list(coverage.told(plan))
    assert "  client_coverages: from payer_transitions.csv; 6 of 6 columns" in told
    assert not [line for line in told if line.startswith("  authorizations, ")]
