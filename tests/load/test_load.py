"""A load into the EHR: what is written of it, what is left alone, and what is told of rows that do not fit."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, authorization, build, note
from helpers.loads import FIRST_LOAD, Loads, Rows
from helpers.night import run_night
from perdiem.config import PROJECT_ROOT, SAMPLE_MARK
from perdiem.load import loading
from perdiem.load.mapping import BadMapping
from perdiem.load.source import BadSource

NOTES = """\
note_id,client_id,service_date,billing_code,duration_minutes,units,status,updated_at
n1,alice,2016-07-30,602,60,1.5,released,2016-07-30 20:00
n2,alice,2016-07-31,602,60,,draft,2016-07-31 20:00
"""


def test_files_with_the_contract_s_names_are_loaded_exactly_and_a_second_time_changes_nothing(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    (export / "notes.csv").write_text(NOTES)
    (export / "clients.csv").write_text('client_id,display_name,favourite\nalice,"Name, not for logs",blue\n')
    found = load(export)
    assert (found["notes"].read, found["notes"].new, found["clients"].new) == (2, 2, 1)
    assert rows("note_id, service_date, duration_minutes, units, status, updated_at") == [
        ("n1", date(2016, 7, 30), 60, Decimal("1.500"), "released", datetime(2016, 7, 31, 0, tzinfo=UTC)),
        ("n2", date(2016, 7, 31), 60, None, "draft", datetime(2016, 8, 1, 0, tzinfo=UTC)),
    ]
    assert rows("client_id, display_name", "clients") == [("alice", "Name, not for logs")]

    before = rows("note_id, xmin::text")
    again = load(export, now=datetime(2016, 8, 2, tzinfo=UTC))
    assert [(table.new, table.changed, table.unchanged) for table in again.values()] == [(0, 0, 1), (0, 0, 2)]
    assert rows("note_id, xmin::text") == before

    (export / "notes.csv").write_text(NOTES.replace("60,,draft", "45,,released"))
    changed = load(export, now=datetime(2016, 8, 2, tzinfo=UTC))["notes"]
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 1)
    assert rows("note_id, duration_minutes, status")[1] == ("n2", 45, "released")


def test_columns_that_are_not_mapped_stay_and_a_change_without_a_time_is_of_the_load_s(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    build(ehr)
    note(ehr, "n1", units=Decimal(2))
    (export / "notes.csv").write_text("note_id,status\nn1,void\n")
    assert load(export)["notes"].changed == 1
    assert rows("note_id, units, status, note_text, updated_at") == [
        ("n1", Decimal(2), "void", "Text not for logs", FIRST_LOAD)
    ]


def test_rows_that_do_not_fit_are_listed_by_line_column_and_cause_without_their_values_and_the_rest_goes_in(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection, tmp_path: Path
) -> None:
    (export / "notes.csv").write_text(
        "note_id,client_id,service_date,duration_minutes,units,note_text\n"
        'n1,alice,2016-07-30,60,1,"two\nlines"\n'
        "n2,alice,07/31/2016,sixty,1.0005,\n"
        ",alice,2016-07-31,60,1,\n"
        "n4,alice,2016-07-31,60\n"
        "n5,alice,2016-07-31,60.0,99999999999,\n"
        "n1,alice,2016-07-30,75,1,\n"
        'n7,al"ice,2016-07-30,75,1,\n'
        'n8,"al"ice,2016-07-30,75,1,\n'
        "n9,alice,2016-07-31,60.0,1e1,\n"
    )
    found = load(export)["notes"]
    assert (found.read, found.new, found.unfit) == (9, 3, 6)
    assert rows("note_id, duration_minutes, units") == [
        ("n1", 60, Decimal(1)),
        ("n7", 75, Decimal(1)),
        ("n9", 60, Decimal(10)),
    ]
    [listed] = load.listed.iterdir()
    assert listed.stat().st_mode & 0o777 == 0o600
    with listed.open(newline="") as file:
        _, *lines = csv.reader(file)
    number = "expected a number with at most 9 digits, and 3 after the point"
    assert sorted(lines, key=lambda line: (int(line[2].split()[1]), line[3])) == [
        ["notes", "notes.csv", "line 4", "duration_minutes", "of the form aaaaa: expected a whole number"],
        ["notes", "notes.csv", "line 4", "service_date", "of the form 99/99/9999: expected a date, as in 2026-01-31"],
        ["notes", "notes.csv", "line 4", "units", f"of the form 9.9999: {number}"],
        ["notes", "notes.csv", "line 5", "note_id", "expected a value: it is of the key"],
        ["notes", "notes.csv", "line 6", "", "4 columns where the header has 6"],
        ["notes", "notes.csv", "line 7", "units", f"of the form 99999999999: {number}"],
        ["notes", "notes.csv", "line 8", "", "its key stands in an earlier row of the source"],
        [
            *("notes", "notes.csv", "line 10", ""),
            "a quotation mark within a cell: expected it twice, and the cell between two of them",
        ],
    ]
    told = "\n".join(load.told)
    assert "notes: notes.csv, line 4, service_date: of the form 99/99/9999: expected a date, as in 2026-01-31\n" in told
    assert not any(value in told + listed.read_text() for value in ("07/31", "sixty", "alice", "1.0005"))


def test_a_mapping_renames_joins_counts_minutes_and_says_what_stands_for_what(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    (export / "visits.csv").write_text(
        "Id;Who;From;To;State;Kind\n"
        "1;7;03/13/2016 01:30 AM;03/13/2016 03:30 AM;Signed;visit\n"  # the clocks go on an hour meanwhile
        "2;7;07/31/2016 10:00 AM;07/31/2016 11:30 AM;Unsigned;visit\n"
        "3;8;07/31/2016 10:00 AM;07/31/2016 09:00 AM;Torn up;visit\n"
        "4;8;07/31/2016 10:00 AM;07/31/2016 10:30 AM;Signed;call\n"
    )
    (export / "people.csv").write_text("Who,First,Last\n7,Ann,N/A\n8,,\n")
    mapping = """
        time_zone: America/Chicago
        tables:
          clients:
            from: people
            columns:
              client_id: {joined: [Who], with: '-'}
              display_name: {joined: [First, Last], with: ' ', nulls: [N/A]}
          notes:
            from: visits
            delimiter: ';'
            where: {Kind: [visit, group]}
            columns:
              note_id: Id
              client_id: Who
              service_date: {column: From, format: '%m/%d/%Y %I:%M %p'}
              started_at: {column: From, format: '%m/%d/%Y %I:%M %p'}
              duration_minutes: {minutes_between: [From, To], format: '%m/%d/%Y %I:%M %p'}
              billing_code: {constant: 0905}
              status: {column: State, values: {Signed: released, Unsigned: draft}}
    """
    found = load(export, mapping)
    assert (found["notes"].read, found["notes"].unfit) == (3, 1)
    columns = "note_id, client_id, service_date, started_at, duration_minutes, billing_code, status"
    assert rows(columns) == [
        ("1", "7", date(2016, 3, 13), datetime(2016, 3, 13, 7, 30, tzinfo=UTC), 60, "0905", "released"),
        ("2", "7", date(2016, 7, 31), datetime(2016, 7, 31, 15, tzinfo=UTC), 90, "0905", "draft"),
    ]
    assert rows("client_id, display_name", "clients") == [("7", "Ann"), ("8", None)]
    [told] = [line for line in load.told if "status" in line]
    assert told == ("notes: visits.csv, line 4, status: of the form aaaa aa: expected one of the values of the mapping")
    anyhow = mapping.replace("Unsigned: draft}}", "Unsigned: draft}, otherwise: void}")
    assert load(export, anyhow)["notes"].new == 1
    assert rows("note_id, duration_minutes, status")[2] == ("3", -60, "void"), "the pipeline sets it aside"


def test_a_key_of_several_columns_is_there_as_a_whole_or_the_row_does_not_fit(
    export: Path, load: Loads, rows: Callable[..., Rows]
) -> None:
    (export / "plans.csv").write_text("who,payer,from\n1,12,2016-01-01\n11,2,2016-01-01\n11,,2016-02-01\n")
    mapping = """
        tables:
          client_coverages:
            from: plans
            columns: {coverage_id: {joined: [who, payer], with: /}, client_id: who, payer_id: payer, start_date: from}
    """
    assert load(export, mapping)["client_coverages"].unfit == 1
    assert rows("coverage_id", "client_coverages") == [("1/12",), ("11/2",)]


def test_what_the_pipeline_wrote_is_never_overwritten(
    export: Path,
    load: Loads,
    rows: Callable[..., Rows],
    ehr: psycopg.Connection,
    airflow_connections: None,
    perdiem_home: Path,
) -> None:
    build(ehr)
    note(ehr, "note-1")
    authorization(ehr)
    run_night(RUN_DATE)
    [(per_diem_id, *_)] = rows("note_id, status", "notes where origin = 'per_diem'")
    written = {
        table: rows("*", table)
        for table in ("notes where origin = 'per_diem'", "authorization_usage", "invoices", "alerts")
    }
    (export / "notes.csv").write_text(
        "note_id,client_id,status,origin\n"
        f"{per_diem_id},alice,void,\nmade-up,alice,released,per_diem\nnote-1,alice,released,\n"
    )
    (export / "authorizations.csv").write_text(
        "authorization_id,units_authorized,units_used,status,updated_at\nauthorization-1,20,3,active,2016-01-01\n"
    )
    found = load(export, now=datetime(2016, 8, 3, tzinfo=UTC))
    assert (found["notes"].kept, found["notes"].unchanged) == (2, 1)
    assert {table: rows("*", table) for table in written} == written
    # 3 units that others billed, and the one that the night took
    assert rows("units_authorized, units_used", "authorizations") == [(Decimal(20), Decimal(4))]
    again = load(export, now=datetime(2016, 8, 4, tzinfo=UTC))
    assert (again["authorizations"].changed, again["notes"].changed) == (0, 0)

    # Given back, it is not counted any more.
    ehr.execute("update ehr.notes set status = 'void' where origin = 'per_diem'")
    run_night(RUN_DATE)
    assert rows("units_used", "authorizations") == [(Decimal(3),)]
    assert load(export, now=datetime(2016, 8, 5, tzinfo=UTC))["authorizations"].changed == 0


def test_what_a_complete_source_has_no_longer_is_ended_and_anything_else_stays(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    mapping = """
        tables:
          client_coverages:
            from: coverages
            complete: true
            columns: {coverage_id: id, client_id: client, payer_id: payer, start_date: start}
          notes: {from: notes, complete: true, columns: {note_id: note_id, status: status}}
    """
    header = "id,client,payer,start\n"
    coverages = [f"{number},alice,payer,2016-01-01\n" for number in range(20)]
    notes = [f"n{number:02},released\n" for number in range(60)]
    (export / "coverages.csv").write_text(header + "".join(coverages))
    (export / "notes.csv").write_text("note_id,status\n" + "".join(notes))
    ehr.execute("insert into ehr.notes (note_id, origin, status) values ('own', 'per_diem', 'released')")
    load(export, mapping)

    (export / "coverages.csv").write_text(header + "".join(coverages[2:]))
    (export / "notes.csv").write_text("note_id,status\n" + "".join(notes[1:]))
    found = load(export, mapping)
    assert (found["client_coverages"].gone, found["notes"].gone) == (2, 1)
    assert len(rows("coverage_id", "client_coverages")) == 18
    assert rows("note_id, status", "notes where status = 'void'") == [("n00", "void")]
    assert load(export, mapping)["notes"].gone == 0

    (export / "notes.csv").write_text("note_id,status\n,released\n")
    assert load(export, mapping)["notes"].gone == 0, "a row that does not fit may be any"
    (export / "notes.csv").write_text("note_id,status\n" + "".join(notes[30:]))
    with pytest.raises(BadSource, match="29 of the 59 rows of notes are not in the source any more"):
        load(export, mapping)
    assert load(export, mapping, full=True)["notes"].gone == 29
    (export / "notes.csv").write_text("note_id,status\n")
    with pytest.raises(BadSource, match="30 of the 30 rows"):
        load(export, mapping, full=True)


def test_a_load_that_is_killed_leaves_nothing_half_in(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    (export / "clients.csv").write_text("client_id\n" + "".join(f"c{number}\n" for number in range(1000)))
    (export / "notes.csv").write_text("note_id,status\n" + "".join(f"n{number},draft\n" for number in range(100_000)))
    code = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
import psycopg
from perdiem.load import loading
from perdiem.load.rejections import Rejections
from perdiem.store import Folder
now = datetime.now(UTC)
folder, *urls = sys.argv[1:]
warehouse, ehr = (psycopg.connect(url, autocommit=True) for url in urls)
with loading.planned(folder, None, ZoneInfo("UTC")) as plan, Rejections(Folder(Path(folder)), now) as rejections:
    ehr.execute("set application_name = 'a load'")
    loading.load(ehr, warehouse, plan, rejections, now, print)
"""
    for while_at in ("copy", "insert into"):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(export), load.warehouse_url, load.load_url], cwd=PROJECT_ROOT
        )
        try:
            query = "select count(*) from pg_stat_activity where application_name = 'a load' and query ilike %s"
            give_up_at = time.monotonic() + 60
            while ehr.execute(query, [f"%{while_at}%notes%"]).fetchone() == (0,):
                assert child.poll() is None, "it ended before it was killed"
                assert time.monotonic() < give_up_at
                time.sleep(0.01)
        finally:
            child.kill()
            child.wait()
        while ehr.execute(query, ["%"]).fetchone() != (0,):
            time.sleep(0.05)
        assert (rows("count(*)"), rows("count(*)", "clients")) == ([(0,)], [(0,)])


def test_nothing_is_written_where_a_source_or_a_target_is_not_as_expected(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    with pytest.raises(BadMapping, match="no file or table of it has a name of the contract"):
        load(export)
    (export / "clients.csv").write_text("client_id\nc1\n")
    (export / "notes.csv").write_text("id,status\nn1,draft\n")
    with pytest.raises(BadMapping, match="notes: there is no column 'note_id', its key"):
        load(export)
    (export / "notes.csv").write_text('note_id,status\nn1,draft\nn2,"draft\nn3,draft\n')
    with pytest.raises(BadSource, match=r"notes\.csv, line 3: a quotation mark is not closed"):
        load(export)
    (export / "notes.csv").write_text("note_id,note_id\n")
    with pytest.raises(BadSource, match="column 2 has the name of another"):
        load(export)
    (export / "notes.csv").write_text("")
    with pytest.raises(BadSource, match="expected the names of its columns in the first line"):
        load(export)
    with pytest.raises(BadSource, match="expected a folder, an Excel workbook"):
        load(export / "nothing")
    mapping = "tables: {notes: {from: clients, columns: {note_id: id}}}"
    with pytest.raises(BadSource, match=r"notes: clients\.csv has no column 'id'$") as told:
        load(export, mapping)
    assert told.value.there == ("client_id",), "and no log says so: it may be a row"
    with pytest.raises(BadSource, match=r"has no file 'visits' of \.csv, \.parquet, \.xlsx$") as told:
        load(export, mapping.replace("clients", "visits"))
    assert told.value.there == ("clients.csv", "notes.csv")
    (export / "notes.csv").write_bytes("note_id\nn1\n".encode("utf-16") + b"\0")
    with pytest.raises(BadSource, match=r"notes\.csv cannot be read \(UnicodeDecodeError\)"):
        load(export, "tables: {notes: {from: notes, encoding: utf-16, columns: {note_id: note_id}}}")
    (export / "notes.csv").write_text(NOTES)
    ehr.execute(f"comment on schema ehr is '{SAMPLE_MARK}'".encode())
    with pytest.raises(loading.NotLoadable, match="is the sample clinic"):
        load(export)
    ehr.execute("drop schema ehr cascade")
    with pytest.raises(loading.NotLoadable, match="there is no schema ehr"):
        load(export)


def test_text_that_no_column_holds_costs_its_row_alone(
    export: Path, load: Loads, rows: Callable[..., Rows], ehr: psycopg.Connection
) -> None:
    content = "client_id,display_name\n1,Zoë\n2,nul\0\n3,plain\n".encode("cp1252")
    (export / "clients.csv").write_bytes(content)
    assert load(export)["clients"].unfit == 2
    (export / "clients.csv").write_bytes(content.replace(b"plain", b"nul\0"))
    load(export)
    assert "clients: clients.csv, line 3, display_name: expected text without a NUL character; 1 more" in load.told
    (export / "clients.csv").write_bytes(content)
    mapping = "tables: {clients: {from: clients, encoding: cp1252, columns: {client_id: client_id, %s}}}"
    load(export, mapping % "display_name: display_name")
    assert rows("client_id, display_name", "clients") == [("1", "Zoë"), ("3", "plain")]
