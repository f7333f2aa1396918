"""What is handed over to another engine is what the warehouse holds, and nothing of what models do not need."""

import stat
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg

from perdiem.engines import extract

NUMBERS = {
    "0": "0",
    "-0.5": "-0.5",
    "10000.001": "10000.001",
    "999999999999998": "999999999999998",
    "NaN": extract.NOT_A_NUMBER,
    extract.NOT_A_NUMBER: extract.OUT_OF_REACH,
    "1000000000000000": extract.OUT_OF_REACH,
    "-1e300": f"-{extract.OUT_OF_REACH}",
    "Infinity": extract.OUT_OF_REACH,
    "-Infinity": f"-{extract.OUT_OF_REACH}",
    "0.0000000001": "0.000000001",
    "-0.0000000001": "-0.000000001",
    "1.00050000000000000001": "1.000500001",  # above the half, as it is
    "1.00049999999999999999": "1.000499999",  # below it, as it is
    "1.0005000000000000": "1.0005",
    "123456789.123456789": "123456789.123456789",
}


def handed_over(warehouse: psycopg.Connection, folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as engine:
        engine.execute("set timezone = 'UTC'")
        with warehouse.transaction():
            warehouse.execute("set local datestyle = 'ISO'")
            warehouse.execute("set local timezone = 'UTC'")
            extract.hand_over(warehouse, engine, "public.told", folder / "told")
        files = str(folder / "told" / "*" / "*.parquet")
        return engine.execute("select columns(* exclude year)::varchar from read_parquet($1)", [files]).fetchall()


def test_numbers_that_no_decimal_holds_become_ones_that_no_ehr_has(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    warehouse.execute("create table told (given text, number numeric)")
    for given in NUMBERS:
        warehouse.execute("insert into told values (%s, %s::numeric)", (given, given))

    found = {str(given): Decimal(str(number)) for given, number in handed_over(warehouse, tmp_path)}

    assert found == {given: Decimal(expected) for given, expected in NUMBERS.items()}


def test_texts_dates_and_times_are_as_they_were(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    warehouse.execute(
        "create table told (text text, day date, instant timestamptz, flag boolean, list text[], five numeric(12, 5))"
    )
    rows = [
        ("", "infinity", "infinity", True, [], 0),
        ("\\N", "-infinity", "-infinity", False, ["", 'a"b', "c,d\\"], "NaN"),
        (None, None, None, None, None, None),
        ('a,"b"\r\nc\r', "0044-03-15 BC", "2016-08-02 10:00:00.123456+02", None, ["\n"], "1.50000"),
    ]
    for row in rows:
        warehouse.execute("insert into told values (%s, %s, %s, %s, %s, %s)", row)

    assert handed_over(warehouse, tmp_path) == [
        ("", "infinity", "infinity", "true", "[]", "0.00000"),
        ("\\N", "-infinity", "-infinity", "false", "['', 'a\"b', 'c,d\\\\']", "999999999999999.00000"),
        (None, None, None, None, None, None),
        ('a,"b"\r\nc\r', "0044-03-15 (BC)", "2016-08-02 08:00:00.123456+00", None, "['\n']", "1.50000"),
    ]


def test_nobody_else_can_read_what_is_handed_over(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    warehouse.execute("create table told (text text)")

    handed_over(warehouse, tmp_path)

    made = [tmp_path / "told" / "year=all", tmp_path / "told" / "year=all" / "part.parquet"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700, 0o600]
    assert sorted(path.name for path in made[0].iterdir()) == ["part.parquet"]
