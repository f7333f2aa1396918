"""Two sets of tables side by side: what the databases hold after a night, and what the reference expects of it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from clinics.random_clinic import COLUMNS, Change, PlannedNight, Row, Tables
from helpers.databases import insert
from reference.clinic import Clinic, Memory, remaining
from reference.days import Day, Night, night
from reference.items import billing_items, errors_by_note
from reference.reports import Week, WeekKey, correct_first, unsigned_days
from reference.rows import Key

KEYS = {
    "notes": ("note_id",),
    "authorizations": ("authorization_id",),
    "authorization_usage": ("note_id",),
    "invoices": ("invoice_id",),
    "clients": ("client_id",),
    "client_coverages": ("coverage_id",),
    "system_settings": ("setting_number", "program_id", "effective_from"),
}
WRITTEN_TABLES = ("notes", "authorizations", "authorization_usage", "invoices")
SHOWN = 20  # of the differences of one night
# When something was written, which differs, and the text of a note, which is looked at by itself.
TIMES = {"updated_at", "released_at", "started_at", "created_at", "used_at", "note_text"}


def seeds() -> list[int]:
    first, _, last = os.environ.get("PERDIEM_REFERENCE_SEEDS", "1-3").partition("-")
    return list(range(int(first), int(last or first) + 1))


def expected_night(tables: Tables, planned: PlannedNight, run_id: str, memory: Memory = ()) -> Night:
    return night(tables, planned.run_date, planned.lookback_days, planned.today, planned.dry_run, run_id, memory)


def read(ehr: psycopg.Connection) -> Tables:
    with ehr.cursor(row_factory=dict_row) as cursor:
        return {
            table: cursor.execute(sql.SQL("select * from {}").format(sql.Identifier("ehr", table))).fetchall()
            for table in COLUMNS
        }


def apply(ehr: psycopg.Connection, changes: list[Change]) -> None:
    for change in changes:
        if change.key is None:
            insert(ehr, f"ehr.{change.table}", [change.values])
            continue
        table = sql.Identifier("ehr", change.table)
        wanted = equal(KEYS[change.table], " and ")
        key = change.key if isinstance(change.key, tuple) else (change.key,)
        if change.values:
            statement = sql.SQL("update {} set {} where {}").format(table, equal(change.values, ", "), wanted)
        else:
            statement = sql.SQL("delete from {} where {}").format(table, wanted)
        ehr.execute(statement, [*change.values.values(), *key])


def equal(columns: Iterable[str], separator: str) -> sql.Composable:
    pairs = (sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder()) for column in columns)
    return sql.SQL(separator).join(pairs)


def applied(tables: Tables, changes: list[Change]) -> Tables:
    """Return tables in memory after the changes."""
    after = dict(tables)
    for change in changes:
        if change.key is None:
            after[change.table] = [*after[change.table], change.values]
            continue
        key = change.key if isinstance(change.key, tuple) else (change.key,)
        meant = [tuple(row[column] for column in KEYS[change.table]) == key for row in after[change.table]]
        after[change.table] = [
            row | change.values if is_meant else row
            for row, is_meant in zip(after[change.table], meant, strict=True)
            if change.values or not is_meant
        ]
    return after


@dataclass(frozen=True)
class Published:
    """What the marts hold and the settings that were remembered, night after night."""

    days: Mapping[Key, Day] = field(default_factory=dict)
    weeks: Mapping[WeekKey, Week] = field(default_factory=dict)
    memory: Memory = ()

    def after(self, night: Night) -> "Published":
        days = night.publish(self.days)
        return Published(days, night.publish_weeks(self.weeks, days), night.memory)


def compare(ehr: psycopg.Connection, planned: PlannedNight, expected: Night, published: Published) -> Iterator[str]:
    """Say each difference between what the databases hold and what the reference expects."""
    found = read(ehr)
    for table in WRITTEN_TABLES:
        yield from differences(table, by_key(table, found[table]), by_key(table, expected.tables[table]))
    yield from differences("usage given back", given_back(found), given_back(expected.tables))
    yield from differences("alerts", alerts(found), alerts(expected.tables))

    with ehr.cursor(row_factory=dict_row) as cursor:
        days = {
            (day["program_id"], day["client_id"], day["service_date"]): {name: day[name] for name in DAY_COLUMNS}
            for day in cursor.execute("select * from marts.fct_per_diem_days").fetchall()
        }
        quarantined: dict[Any, Row] = {
            (row["source_table"], row["row_key"]): {}
            for row in cursor.execute("select * from quality.quarantined_rows").fetchall()
        }
        left = {
            row["authorization_id"]: {"units_remaining": row["units_remaining"]}
            for row in cursor.execute("select * from marts.dim_authorizations").fetchall()
        }
    yield from differences("fct_per_diem_days", days, {key: day_row(day) for key, day in published.days.items()})
    if os.environ.get("BESIDE", "1") == "1":
        yield from beside_the_days(ehr, planned, expected, published)
    yield from differences("quarantined_rows", quarantined, {key: {} for key in expected.quarantined})
    expected_left: dict[Any, Row] = {
        row["authorization_id"]: {"units_remaining": remaining(row)}
        for row in expected.tables["authorizations"]
        if ("authorizations", row["authorization_id"]) not in expected.quarantined
    }
    if not planned.dry_run:  # what would be given back is not given back
        yield from differences("dim_authorizations", left, expected_left)
    for note in expected.written.values():
        text = next((row["note_text"] or "" for row in found["notes"] if row["note_id"] == note["note_id"]), "")
        supporting = note["note_text"].removeprefix("Supporting notes: ").split(", ")
        if not all(note_id in text for note_id in supporting):
            yield f"notes {note['note_id']}: its text does not name {supporting}"


def beside_the_days(
    ehr: psycopg.Connection, planned: PlannedNight, expected: Night, published: Published
) -> Iterator[str]:
    """Say each difference in weeks, unsigned days and what invoices have to have corrected."""
    with ehr.cursor(row_factory=dict_row) as cursor:
        weeks = cursor.execute("select * from marts.rpt_weekly_attendance").fetchall()
        unsigned = cursor.execute("select * from marts.rpt_unsigned_days").fetchall()
        invoices = cursor.execute("select * from marts.fct_invoices").fetchall()
    yield from differences(
        "rpt_weekly_attendance",
        {tuple(row.pop(name) for name in ("program_id", "client_id", "week_start")): row for row in weeks},
        {key: asdict(week) for key, week in published.weeks.items()},
    )
    keys = ("program_id", "client_id", "service_date", "clinician_id")
    clinic = Clinic(expected.tables, planned.run_date, planned.today, expected.memory)
    should_be_unsigned = unsigned_days(clinic, expected.days)
    rows = {tuple(row.pop(name) for name in keys): row for row in unsigned}
    yield from differences(  # those of days that this run does not decide stay
        "rpt_unsigned_days",
        {key: row for key, row in rows.items() if (key[0], key[2]) in expected.decided_dates},
        should_be_unsigned,
    )
    short = [key for key, week in published.weeks.items() if week.status == "short"]
    errors = errors_by_note(billing_items(expected.tables, planned.run_date, planned.today, short))
    # What a later run published for later dates stays.
    invoices = [row for row in invoices if row["service_date"] <= planned.run_date]
    known = {row["invoice_id"] for row in invoices}
    to_correct = correct_first(
        [row for row in expected.tables["invoices"] if row["invoice_id"] in known], errors, published.days
    )
    yield from differences(
        "fct_invoices",
        {row["invoice_id"]: {"correct_first": sorted(row["correct_first"])} for row in invoices},
        {invoice_id: {"correct_first": sorted(found)} for invoice_id, found in to_correct.items()},
    )


DAY_COLUMNS = (
    "note_count units threshold_units status primary_reason reasons"
    " billing_code authorization_id payer_id note_id run_date"
    " draft_count draft_units counted_minutes expected_amount amount_basis"
).split()


def day_row(day: Day) -> Row:
    return {name: getattr(day, name) for name in DAY_COLUMNS} | {"reasons": list(day.reasons)}


def by_key(table: str, rows: list[Row]) -> dict[Any, Row]:
    ignored = TIMES | {"reversed_at"}
    return {row[KEYS[table][0]]: {name: value for name, value in row.items() if name not in ignored} for row in rows}


def given_back(tables: Mapping[str, list[Row]]) -> dict[Any, Row]:
    return {row["note_id"]: {"given back": row["reversed_at"] is not None} for row in tables["authorization_usage"]}


def alerts(tables: Mapping[str, list[Row]]) -> dict[Any, Row]:
    return {
        (row["program_id"], row["client_id"], row["service_date"], row["reason"]): {
            "status": row["status"],
            "group_name": (row["group_name"] or "").strip() or None,
        }
        for row in tables["alerts"]
    }


def differences(table: str, found: Mapping[Any, Row], expected: Mapping[Any, Row]) -> Iterator[str]:
    for key in sorted(found.keys() | expected.keys(), key=str):
        here, there = found.get(key), expected.get(key)
        columns = unequal(here or {}, there or {})
        if columns or here is None or there is None:
            yield f"{table} {key}: {', '.join(columns) or 'the row'}\n    is       {here}\n    expected {there}"


def unequal(here: Row, there: Row) -> list[str]:
    """Name the columns in which two rows differ; a number that is none equals another."""
    return [
        name
        for name in here | there
        if here.get(name) != there.get(name) and not str(here.get(name)) == str(there.get(name)) == "NaN"
    ]
