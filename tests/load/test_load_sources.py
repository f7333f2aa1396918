"""What a load reads from: Parquet, Excel and other databases say the same as CSV; what changed alone is read again."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from helpers.databases import with_database
from helpers.loads import Loads, Rows
from perdiem.load.source import BadSource

SQLITE = """
create table visits (id integer primary key, client text, day text, minutes integer, fee numeric, seen_at text);
insert into visits values
    (1, 'alice', '2016-07-30', 60, 1.5, '2016-07-30 20:00:00'),
    (2, 'alice', '0000-00-00', null, 12.125, '2016-07-31 20:00:00');
"""
OF_VISITS = """
    tables:
      notes:
        from: visits
        columns:
          note_id: id
          client_id: client
          service_date: {column: day, nulls: [0000-00-00]}
          duration_minutes: minutes
          units: fee
"""


def test_another_database_is_read_by_its_url(load: Loads, rows: Callable[..., Rows], tmp_path: Path) -> None:
    database = tmp_path / "ehr.sqlite"
    with sqlite3.connect(database) as connection:
        connection.executescript(SQLITE)
    url = f"sqlite:///{database}"
    assert load(url, OF_VISITS)["notes"].new == 2
    assert rows("note_id, client_id, service_date, duration_minutes, units") == [
        ("1", "alice", date(2016, 7, 30), 60, Decimal("1.5")),
        ("2", "alice", None, None, Decimal("12.125")),
    ]
    assert load(url, OF_VISITS)["notes"].unchanged == 2
    by_key = OF_VISITS.replace("columns:", "changed_by: id\n        columns:")
    assert (load(url, by_key)["notes"].read, load(url, by_key)["notes"].read) == (2, 1), "a growing key is a mark, too"
    with pytest.raises(BadSource, match=r"the database has no table 'calls'$"):
        load(url, OF_VISITS.replace("visits", "calls"))
    with pytest.raises(BadSource, match=r"notes: visits has no column 'price'$"):
        load(url, OF_VISITS.replace("fee", "price"))


def test_only_what_changed_is_read_again_as_long_as_table_and_mapping_are_the_same(
    load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection, database_url: str
) -> None:
    ehr.execute("create schema clinic")
    ehr.execute(
        "create table clinic.notes as select note_id, client_id, service_date, units, status, updated_at from ehr.notes"
    )
    ehr.execute("alter table clinic.notes add primary key (note_id)")
    ehr.execute(
        "insert into clinic.notes select 'n' || number, 'alice', '2016-07-01', 0.1, 'draft', "
        "timestamptz '2016-07-01 12:00-04' + number * interval '1 day' from generate_series(1, 30) as number"
    )
    ehr.execute("insert into clinic.notes (note_id, service_date) values ('never changed', 'infinity')")
    url = f"{database_url}?options=-csearch_path%3Dclinic"
    assert (load(url)["notes"].read, load(url)["notes"].unfit) == (31, 0), "without a MAP updated_at tells what changed"
    odd = "notes where units <> 0.1 or service_date <> '2016-07-01'"
    assert rows("note_id, service_date::text", odd) == [("never changed", "infinity")]

    # a day before the mark on, and what bears no time
    again = load(url)["notes"]
    assert (again.read, again.unchanged, again.only_changes) == (3, 3, True)
    ehr.execute("update clinic.notes set status = 'released', updated_at = '2016-08-01' where note_id = 'n3'")
    ehr.execute("update clinic.notes set status = 'void' where note_id = 'n4'")
    changed = load(url)["notes"]
    assert (changed.read, changed.changed) == (4, 1)
    assert rows("note_id, status", "notes where note_id in ('n3', 'n4')") == [("n3", "released"), ("n4", "draft")]
    assert load(url, full=True)["notes"].changed == 1, "a change without its time is found by reading all"

    ehr.execute("truncate ehr.notes")
    assert load(url)["notes"].new == 31, "what was emptied is filled again"
    mapping = "tables: {notes: {from: notes, changed_by: updated_at, columns: {note_id: note_id, status: %s}}}"
    assert load(url, mapping % "status")["notes"].read == 31
    assert load(url, mapping % "status")["notes"].read == 3
    assert load(url, mapping % "{constant: void}")["notes"].changed == 30, "another mapping makes other rows"


def test_tables_of_a_database_are_joined(
    load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection, database_url: str
) -> None:
    ehr.execute("create schema clinic")
    ehr.execute("create table clinic.visits (visit integer primary key, day date)")
    ehr.execute("create table clinic.lines (id integer primary key, visit integer, code text)")
    ehr.execute("insert into clinic.visits values (1, '2016-07-31')")
    ehr.execute("insert into clinic.lines values (10, 1, '602'), (11, 2, '602')")
    mapping = """
        tables:
          notes:
            from: clinic.lines
            join: {clinic.visits: {visit: visit}}
            columns: {note_id: id, billing_code: code, service_date: clinic.visits.day}
    """
    assert load(database_url, mapping)["notes"].new == 2
    assert rows("note_id, service_date") == [("10", date(2016, 7, 31)), ("11", None)]
    with pytest.raises(BadSource, match=r"join, clinic\.visits: there is no column 'number'$"):
        load(database_url, mapping.replace("visit: visit", "number: visit"))


def test_a_database_that_is_away_or_whose_driver_is_missing_is_told_without_its_password(
    load: Loads, server_url: str
) -> None:
    nowhere = with_database(server_url, "nowhere")
    with pytest.raises(BadSource) as told:
        load(nowhere, OF_VISITS)
    assert "nowhere" in str(told.value)
    assert nowhere.split("@")[0].rpartition(":")[2] not in str(told.value)
    with pytest.raises(BadSource, match=r"its driver nosuch.* is not installed"):
        load("nosuch://user:secret@host/database", OF_VISITS)
    with pytest.raises(BadSource, match="expected a URL as postgresql://"):
        load("://", OF_VISITS)


def test_parquet_and_excel_say_the_same_as_csv(load: Loads, rows: Callable[..., Rows], export: Path) -> None:
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    pytest.importorskip("openpyxl")
    frame = pandas.DataFrame(
        {
            "note_id": ["001", "002", "003"],
            "service_date": [date(2016, 7, 30), date(2016, 7, 31), None],
            "started_at": [datetime(2016, 7, 30, 10), datetime(2016, 7, 31, 10), None],  # noqa: DTZ001  # as Excel has it
            "duration_minutes": pandas.array([60, 45, None], dtype="Int64"),
            "units": [1.5, 0.1, None],
        }
    )
    expected = [
        ("001", date(2016, 7, 30), datetime(2016, 7, 30, 14, tzinfo=UTC), 60, Decimal("1.5")),
        ("002", date(2016, 7, 31), datetime(2016, 7, 31, 14, tzinfo=UTC), 45, Decimal("0.1")),
        ("003", None, None, None, None),
    ]
    frame.to_parquet(export / "notes.parquet")
    assert load(export)["notes"].new == 3
    assert rows("note_id, service_date, started_at, duration_minutes, units") == expected

    frame.to_csv(export / "notes.csv", index=False)
    mapping = (
        "tables: {notes: {from: %s, columns: {note_id: note_id, units: units, duration_minutes: duration_minutes}}}"
    )
    with pytest.raises(BadSource, match=r"'notes' may be notes\.csv or notes\.parquet: name one"):
        load(export, mapping % "notes")
    assert load(export, mapping % "notes.csv")["notes"].unchanged == 3

    workbook = export.parent / "clinic.xlsx"
    with pandas.ExcelWriter(workbook) as writer:
        frame.to_excel(writer, sheet_name="notes", index=False)
        frame.rename(columns={"units": "sum"}).to_excel(writer, sheet_name="totals", index=False)
    found = load(workbook)["notes"]
    assert (found.unchanged, found.unfit) == (3, 0)
    of_sheet = "tables: {notes: {from: totals, columns: {note_id: note_id, units: {constant: 2}}}}"
    assert load(workbook, of_sheet)["notes"].changed == 3
    with pytest.raises(BadSource, match=r"clinic\.xlsx has no sheet 'visits'$"):
        load(workbook, of_sheet.replace("totals", "visits"))
    (export / "notes.csv").unlink()
    (export / "notes.parquet").rename(export / "broken.xlsx")
    with pytest.raises(BadSource, match=r"broken\.xlsx: expected an Excel workbook"):
        load(export, mapping % "broken")


@pytest.mark.parametrize(("suffix", "package"), [("parquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_package_that_is_missing_is_named(
    suffix: str, package: str, load: Loads, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setitem(sys.modules, f"{package}.parquet", None)
    (export / f"notes.{suffix}").write_text("")
    with pytest.raises(BadSource, match=f"the package {package} reads such files, and is not installed"):
        load(export, "tables: {notes: {from: notes, columns: {note_id: note_id}}}")


def test_a_second_source_stands_beside_the_mapping(
    load: Loads, rows: Callable[..., Rows], export: Path, tmp_path: Path
) -> None:
    (export / "notes.csv").write_text("note_id\nn1\n")
    beside = tmp_path / "by hand"
    beside.mkdir()
    (beside / "authorizations.csv").write_text("authorization_id\na1\n")
    mapping = """
        tables:
          notes: {from: notes, columns: {note_id: note_id}}
          authorizations: {from: authorizations, source: by hand, columns: {authorization_id: authorization_id}}
    """
    assert {table: found.new for table, found in load(export, mapping).items()} == {"authorizations": 1, "notes": 1}
    assert rows("authorization_id", "authorizations") == [("a1",)]
