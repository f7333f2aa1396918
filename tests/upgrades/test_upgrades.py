"""Upgrades: databases as earlier versions left them, and what tonight's code makes of them. Every row is found again.

homes/ holds each as a dump; its head says which version left it, and how it was made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from clinics.small_clinic import note
from helpers.databases import apply_roles, connect_nights, knows_roles, new_database
from helpers.night import run_night
from perdiem.report import files
from perdiem.report.summary import summarize
from perdiem.report.terminal import render
from perdiem.runs import Run
from perdiem.warehouse import migrations

HOMES = sorted((Path(__file__).parent / "homes").glob("*.sql"))
# The last night of each home was that of 2016-08-03; the session of the day before is due the night after.
UPGRADE = date(2016, 8, 4)
SESSION = UPGRADE - timedelta(days=2)

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

# Where no table is named, all that was found is found again as it was. The write-back takes units, alerts expire, a
# failure is seen again, and a day of the window is decided anew, and has its payer where none was told before.
MAY_CHANGE = {
    "ehr.authorizations": {"units_used", "updated_at"},
    "ehr.alerts": {"status", "notified_at", "resolved_at"},
    "quality.failures": {"last_run_date"},
    "quality.last_decision": {"run_id", "decided_at"},
    "quality.seen_set_ups": {"last_seen_at"},
    "quality.seen_client_days": {"fingerprint"},
    "marts.dim_authorizations": {"units_used", "units_remaining", "daily_burn", "projected_exhaustion_date"},
    "marts.fct_per_diem_days": {"run_date", "payer_id"},
}
# What is of each run, and has more rows after one that changed nothing.
OF_EACH_RUN = {
    *("quality.runs", "quality.run_figures", "quality.run_days", "quality.check_results"),
    *("quality.last_decision", "quality.seen_set_ups", "quality.seen_client_days"),
}


@dataclass(frozen=True)
class Upgrade:
    """A home as it was found, after tonight's code has run its night, and after a second run of the same night."""

    found: Tables
    after: Tables
    again: Tables
    first_run: Run
    second_run: Run
    told: tuple[str, str]
    """What the first run's summary says in the terminal, and its report."""
    indexes_of_findings: Sequence[str]


@pytest.fixture(scope="module", params=HOMES, ids=lambda home: home.stem)
def upgrade(
    request: pytest.FixtureRequest,
    server_url: str,
    server_home: Path | None,
    database_name: str,
    dbt_state: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Upgrade]:
    home = tmp_path_factory.mktemp("home")
    (home / "dbt").symlink_to(dbt_state)
    with new_database(server_url, database_name, "template1") as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("PERDIEM_HOME", str(home))
        environment.setenv("PERDIEM_KEEP_RUNS_DAYS", "0")  # the homes are older with every day
        connect_nights(environment, url, server_home)
        load(url, request.param)
        with psycopg.connect(url, autocommit=True) as database:
            found = read_tables(database)
            assert not migrations.is_current(database)
            note(database, "since-then", "steady", SESSION)
            first_run = run_night(UPGRADE)
            assert migrations.is_current(database)
            after = read_tables(database)
            told = (
                render(summarize(database, database, first_run.run_id)),
                (home / files.name_of(UPGRADE, first_run.run_id)).read_text(encoding="utf-8"),
            )
            second_run = run_night(UPGRADE)
            indexes = [
                index
                for (index,) in database.execute(
                    "select indexdef from pg_indexes where schemaname = 'marts' and tablename = 'rpt_billing_audit'"
                )
            ]
            yield Upgrade(found, after, read_tables(database), first_run, second_run, told, indexes)


def load(url: str, dump: Path) -> None:
    """Load a dump, and do what `make setup` does after an upgrade."""
    from perdiem_local import ehr

    with psycopg.connect(url, autocommit=True) as loading:
        loading.execute(dump.read_bytes())
    with psycopg.connect(url, autocommit=True) as database:
        if knows_roles(database):
            apply_roles(database)
        assert ehr.prepare(database) is None


def read_tables(database: psycopg.Connection) -> Tables:
    """All rows of the EHR, of the marts and of quality, by table and in one order; numbers to their last digit."""
    tables = database.execute(
        "select schemaname, relname from pg_stat_user_tables where schemaname in ('ehr', 'marts', 'quality')"
    ).fetchall()
    query = sql.SQL("select to_jsonb(row_of_table)::text from {} as row_of_table order by 1")
    return {
        ".".join(name): [
            json.loads(row, parse_float=str, parse_int=str)
            for (row,) in database.execute(query.format(sql.Identifier(*name)))
        ]
        for name in tables
    }


def lost(found: Sequence[Row], after: Sequence[Row], apart_from: Set[str] = frozenset()) -> list[Row]:
    """Rows that are not found again, in the columns that there were; those named may hold something else."""
    columns = sorted({name for row in found for name in row} - apart_from)

    def of_old_columns(rows: Sequence[Row]) -> Counter[str]:
        return Counter(json.dumps({name: row[name] for name in columns if name in row}) for row in rows)

    missing = of_old_columns(found) - of_old_columns(after)
    return [json.loads(row) for row in missing.elements()]


def added(found: Sequence[Row], after: Sequence[Row], key: str) -> list[Row]:
    """The rows whose key was not found."""
    keys = {row[key] for row in found}
    return [row for row in after if row[key] not in keys]


def of(rows: Sequence[Row], **values: object) -> list[Row]:
    """The rows with these values."""
    return [row for row in rows if row.items() >= values.items()]


def test_each_home_holds_what_could_be_lost(upgrade: Upgrade) -> None:
    empty = [table for table, rows in upgrade.found.items() if not rows]
    assert not empty
    assert {row["status"] for row in upgrade.found["ehr.alerts"]} == {"open", "resolved"}
    assert {row["status"] for row in upgrade.found["ehr.invoices"]} == {"ready", "void"}
    before_window = [row for row in upgrade.found["marts.fct_per_diem_days"] if is_before_window(upgrade, row)]
    assert {row["status"] for row in before_window} == {"billed", "blocked"}


def is_before_window(upgrade: Upgrade, day: Row) -> bool:
    return str(day["service_date"]) < upgrade.first_run.window_start.isoformat()


def test_every_row_is_found_again(upgrade: Upgrade) -> None:
    assert upgrade.found.keys() <= upgrade.after.keys()
    for table, rows in upgrade.found.items():
        assert lost(rows, upgrade.after[table], MAY_CHANGE.get(table, set())) == [], table


def test_days_before_the_window_are_as_they_were_published(upgrade: Upgrade) -> None:
    found = [row for row in upgrade.found["marts.fct_per_diem_days"] if is_before_window(upgrade, row)]
    assert lost(found, upgrade.after["marts.fct_per_diem_days"]) == []


def test_the_ehr_is_changed_by_what_the_night_writes_alone(upgrade: Upgrade) -> None:
    found, after = upgrade.found, upgrade.after
    written = {"client_id": "steady", "service_date": SESSION.isoformat(), "dag_run_id": upgrade.first_run.run_id}
    session, per_diem = sorted(
        added(found["ehr.notes"], after["ehr.notes"], "note_id"), key=lambda row: row["origin"] == "per_diem"
    )
    assert session["note_id"] == "since-then"
    assert of([per_diem], origin="per_diem", units="1.000", **written)
    for table in ("ehr.authorization_usage", "ehr.invoices"):
        [row] = added(found[table], after[table], "note_id")
        assert row["note_id"] == per_diem["note_id"]

    [used] = lost(found["ehr.authorizations"], after["ehr.authorizations"])
    [using] = of(after["ehr.authorizations"], authorization_id=used["authorization_id"])
    assert (used["authorization_id"], used["units_used"]) == ("authorization-steady", "2.000")
    assert using["units_used"] == "3.000"
    for table in found.keys() - {"ehr.notes", "ehr.authorization_usage", "ehr.invoices"}:
        if table.startswith("ehr."):
            assert len(after[table]) == len(found[table]), table


def test_open_alerts_stay_open_and_the_one_whose_day_is_out_of_reach_is_told_as_such(upgrade: Upgrade) -> None:
    found, after = upgrade.found["ehr.alerts"], upgrade.after["ehr.alerts"]
    [left] = lost(found, after)
    assert (left["client_id"], left["service_date"], left["status"]) == ("early", "2016-04-21", "open")
    [expired] = of(after, alert_id=left["alert_id"])
    assert expired["status"] == "expired"
    messages = added(upgrade.found["quality.messages"], upgrade.after["quality.messages"], "message_id")
    assert [left["alert_id"]] in [row["alert_ids"] for row in messages]
    assert {row["reason"] for row in of(after, status="open")} == {"support_lost", "overlapping_authorizations"}


def test_the_history_of_billing_items_is_built_by_the_first_night_and_not_again(upgrade: Upgrade) -> None:
    had_items = "marts.fct_billing_items" in upgrade.found
    rebuilds = upgrade.after["quality.history_rebuilds"]
    assert {row["run_id"] for row in rebuilds} == ({upgrade.first_run.run_id} if had_items else set())
    assert upgrade.first_run.refresh_history is had_items
    assert upgrade.second_run.refresh_history is False

    for text in upgrade.told:
        assert ("Billing items of the whole history were built anew: per-diem notes are items" in text) is had_items

    # These are of clients and dates that no night looks at unless it builds all of the history.
    twice = [row for row in upgrade.after["marts.rpt_billing_audit"] if row["finding"] == "duplicate_service"]
    assert {row["service_date"] for row in twice} == {"2015-12-02"}
    assert not of(upgrade.found.get("marts.rpt_billing_audit", []), finding="duplicate_service")


def test_each_finding_says_of_which_payer_and_code_it_is_and_is_found_by_its_date(upgrade: Upgrade) -> None:
    items = {row["billing_item_id"]: row for row in upgrade.after["marts.fct_billing_items"]}
    findings = upgrade.after["marts.rpt_billing_audit"]
    of_items = [items[row["billing_item_id"]] for row in findings]
    for column in ("payer_id", "billing_code"):
        assert [row[column] for row in findings] == [item[column] for item in of_items]
    assert {item["payer_id"] for item in of_items} > {None}
    assert sorted(index.partition(" USING btree ")[2] for index in upgrade.indexes_of_findings) == [
        "(billing_item_id, finding)",
        "(service_date, client_id)",
        "(service_date, severity, finding, payer_id, billing_code)",
    ]


def test_the_new_marts_hold_the_history_too(upgrade: Upgrade) -> None:
    services = {
        row["note_id"]
        for row in upgrade.after["ehr.notes"]
        if row["status"] == "released" and (row["origin"] == "per_diem" or str(row["note_id"]).startswith("service-"))
    }
    in_items = [note_id for item in upgrade.after["marts.fct_billing_items"] for note_id in item["note_ids"]]
    assert services <= set(in_items)
    assert len(in_items) == len(set(in_items))
    assert {row["invoice_id"] for row in upgrade.after["marts.fct_invoices"]} == {
        row["invoice_id"] for row in upgrade.after["ehr.invoices"]
    }


def test_a_second_night_changes_nothing(upgrade: Upgrade) -> None:
    assert upgrade.again.keys() == upgrade.after.keys()
    for table, rows in upgrade.after.items():
        if table not in OF_EACH_RUN:
            assert upgrade.again[table] == rows, table
        else:
            assert lost(rows, upgrade.again[table], MAY_CHANGE.get(table, set())) == [], table
