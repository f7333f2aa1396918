"""Bad input, cause by cause: one night on a small clinic to which each kind of bad row was added.

Each bad row is counted nowhere and listed with its cause; a program that cannot be decided is left out and says why;
everybody else is billed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from clinics.small_clinic import RUN_DATE, authorization, build, client, note, program
from helpers.databases import insert, new_database
from helpers.night import run_night

Row = Mapping[str, object]
NAN = Decimal("NaN")

# What is wrong with a row that is sound otherwise, and how it is told.
NOTES: Mapping[str, tuple[Row, str]] = {
    "no client": ({"client_id": None}, "no client"),
    "a blank client": ({"client_id": " \t"}, "no client"),
    "an unknown client": ({"client_id": "nobody"}, "unknown client"),
    "no code": ({"billing_code": None}, "no billing code"),
    "no date": ({"service_date": None}, "no service date"),
    "a date after both the run date and today": ({"service_date": date(2999, 1, 1)}, "service date in the future"),
    "no duration": ({"duration_minutes": None}, "no duration"),
    "a duration below 0": ({"duration_minutes": -1}, "duration below 0 minutes"),
    "a duration above a day": ({"duration_minutes": 1441}, "duration above 1440 minutes"),
    "units below 0": ({"units": Decimal("-0.001")}, "units below 0"),
    "units above 10000": ({"units": Decimal("10000.001")}, "units above 10000"),
    "units that are no number": ({"units": NAN}, "units not a number"),
    "a quantity below 0": ({"quantity": -1}, "quantity below 0"),
    "a quantity above 10000": ({"quantity": 10001}, "quantity above 10000"),
    "a quantity that is no number": ({"quantity": NAN}, "quantity not a number"),
    "everything at once": (
        {"client_id": None, "billing_code": "", "service_date": None, "duration_minutes": None, "units": -1},
        "no client; no billing code; no service date; no duration; units below 0",
    ),
}
AUTHORIZATIONS: Mapping[str, tuple[Row, str]] = {
    "no client": ({"client_id": None}, "no client"),
    "no payer": ({"payer_id": ""}, "no payer"),
    "no code": ({"billing_code": None}, "no billing code"),
    "no start": ({"start_date": None}, "no start date"),
    "no end": ({"end_date": None}, "no end date"),
    "an end before its start": ({"end_date": date(2016, 1, 1)}, "end date before start date"),
    "no units": ({"units_authorized": None}, "no units authorized"),
    "units below 0": ({"units_authorized": -1}, "units authorized below 0"),
    "units above 1000000": ({"units_authorized": 1_000_001}, "units authorized above 1000000"),
    "units that are no number": ({"units_authorized": NAN}, "units authorized not a number"),
}
COVERAGES: Mapping[str, tuple[Row, str]] = {
    "no client": ({"client_id": None}, "no client"),
    "no payer": ({"payer_id": None}, "no payer"),
    "no start": ({"start_date": None}, "no start date"),
    "an end before its start": ({"end_date": date(2015, 12, 31)}, "end date before start date"),
}
SETTINGS: Mapping[str, tuple[int, str | None, str]] = {
    "a threshold that is no number": (508, "four", "expected a number above 0"),
    "a threshold of 0": (508, "0", "expected a number above 0"),
    "a threshold below 0": (508, "-1", "expected a number above 0"),
    "a blank threshold": (508, " ", "expected a number above 0"),
    "no threshold": (508, None, "expected a number above 0"),
    "minutes that are no number": (509, "3 hours", "expected a whole number from 1 to 1440"),
    "no minutes": (509, "0", "expected a whole number from 1 to 1440"),
    "more minutes than a day has": (509, "1441", "expected a whole number from 1 to 1440"),
    "half a minute": (509, "90.5", "expected a whole number from 1 to 1440"),
    "a lag that is no number": (512, "soon", "expected a whole number of 0 or more"),
    "a lag below 0": (512, "-1", "expected a whole number of 0 or more"),
    "half a day of lag": (512, "1.5", "expected a whole number of 0 or more"),
}
GROUPS: Mapping[str, str] = {
    "an empty non-billable group": (
        "program an empty non-billable group has no billing code in its non-billable group"
        " an empty non-billable group Non Billable Group: expected at least one"
    ),
    "an empty billable group": (
        "program an empty billable group has no billing code in its billable group"
        " an empty billable group Billable Group: expected at least one"
    ),
    "a code in both groups": (
        "program a code in both groups has billing code 0905 in both its groups,"
        " a code in both groups Non Billable Group and a code in both groups Billable Group: expected it in one of them"
    ),
}
FROM = date(2016, 7, 31)


@dataclass(frozen=True)
class Night:
    """What a night found in the small clinic with all its bad rows."""

    quarantined: Mapping[tuple[str, str], str]
    left_out: Mapping[str, set[object]]
    days: list[Row]
    written: list[Row]
    failed_checks: Mapping[str, Row]


@pytest.fixture(scope="module")
def night(
    server_url: str, ehr_template: str, database_name: str, dbt_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Night]:
    home = tmp_path_factory.mktemp("home")
    (home / "dbt").symlink_to(dbt_state)
    with new_database(server_url, database_name, ehr_template) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("PERDIEM_HOME", str(home))
        environment.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", url)
        environment.setenv("AIRFLOW_CONN_PERDIEM_EHR", url)
        with psycopg.connect(url, autocommit=True, row_factory=dict_row) as ehr:
            build(ehr)
            note(ehr, "sound")
            authorization(ehr)
            add_bad_rows(ehr)
            run = run_night(RUN_DATE)
            yield found(ehr, run.run_id)


def add_bad_rows(ehr: psycopg.Connection) -> None:
    """A row for each cause, as like a sound one as it can be, of a client of its own whose day it would bill."""
    for name, (wrong, _) in NOTES.items():
        client(ehr, f"note: {name}")
        authorization(ehr, f"for note: {name}", f"note: {name}")
        note(ehr, name, f"note: {name}")
        change(ehr, "notes", "note_id", name, wrong)
    for name, (wrong, _) in AUTHORIZATIONS.items():
        client(ehr, f"authorization: {name}")
        note(ehr, f"for authorization: {name}", f"authorization: {name}")
        authorization(ehr, name, f"authorization: {name}")
        change(ehr, "authorizations", "authorization_id", name, wrong)
    for name, (wrong, _) in COVERAGES.items():
        client(ehr, f"coverage: {name}")
        change(ehr, "client_coverages", "coverage_id", f"coverage-coverage: {name}", wrong)
    for name, (number, value, _) in SETTINGS.items():
        program(ehr, name, non_billable=("602",), billable=("0905",))
        insert(
            ehr,
            "ehr.system_settings",
            [{"setting_number": number, "program_id": name, "effective_from": FROM, "value": value}],
        )
    program(ehr, "an empty non-billable group", non_billable=(), billable=("0905",))
    program(ehr, "an empty billable group", non_billable=("602",), billable=())
    program(ehr, "a code in both groups", non_billable=("602", "0905"), billable=("0905",))


def change(ehr: psycopg.Connection, table: str, key: str, value: str, wrong: Row) -> None:
    columns = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Placeholder()) for column in wrong
    )
    update = sql.SQL("update {} set {} where {} = {}").format(
        sql.Identifier("ehr", table), columns, sql.Identifier(key), sql.Placeholder()
    )
    assert ehr.execute(update, [*wrong.values(), value]).rowcount == 1


def found(ehr: psycopg.Connection, run_id: str) -> Night:
    quarantined = ehr.execute("select source_table, row_key, cause from quality.quarantined_rows").fetchall()
    settings = "select * from intermediate.int_program_days__settings where is_left_out"
    left_out: dict[str, set[object]] = {}
    for row in ehr.execute(settings):
        left_out.setdefault(row["program_id"], set()).add((row["service_date"], row["left_out_cause"]))
    checks = "select * from quality.check_results where run_id = %s and not success"
    return Night(
        quarantined={(row["source_table"], row["row_key"]): row["cause"] for row in quarantined},
        left_out=left_out,
        days=ehr.execute("select * from marts.fct_per_diem_days").fetchall(),
        written=ehr.execute("select * from ehr.notes where origin = 'per_diem'").fetchall(),
        failed_checks={row["check_name"]: row for row in ehr.execute(checks, [run_id])},
    )


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_quarantined_that_has(night: Night, name: str) -> None:
    assert night.quarantined.get(("notes", name)) == NOTES[name][1]
    assert [day for day in night.days if day["client_id"] == f"note: {name}"] == []


@pytest.mark.parametrize("name", AUTHORIZATIONS)
def test_an_authorization_is_quarantined_that_has(night: Night, name: str) -> None:
    assert night.quarantined.get(("authorizations", name)) == AUTHORIZATIONS[name][1]
    (day,) = [day for day in night.days if day["client_id"] == f"authorization: {name}"]
    assert (day["status"], day["reasons"]) == ("blocked", ["no_authorization"])


@pytest.mark.parametrize("name", COVERAGES)
def test_a_coverage_is_quarantined_that_has(night: Night, name: str) -> None:
    assert night.quarantined.get(("client_coverages", f"coverage-coverage: {name}")) == COVERAGES[name][1]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_program_is_left_out_from_the_day_on_which_it_has(night: Night, name: str) -> None:
    number, value, expected = SETTINGS[name]
    shown = f"'{value}'" if value and value.strip() else "blank"
    cause = f"system setting {number} for program {name} is {shown} from {FROM}: {expected}"
    days = {date(2016, 7, 31), date(2016, 8, 1), date(2016, 8, 2)}
    assert night.left_out[name] == {(day, cause) for day in days}
    assert cause in {key.split(":", 2)[2] for key in night.failed_checks["programs_left_out"]["failing_keys"]}


@pytest.mark.parametrize("name", GROUPS)
def test_a_program_is_left_out_on_every_day_that_has(night: Night, name: str) -> None:
    assert {cause for _, cause in night.left_out[name]} == {GROUPS[name]}
    assert len(night.left_out[name]) == 91


def test_everybody_else_is_billed_and_nothing_else_is_listed(night: Night) -> None:
    assert [note["client_id"] for note in night.written] == ["alice"]
    assert len(night.quarantined) == len(NOTES) + len(AUTHORIZATIONS) + len(COVERAGES)
    assert night.left_out.keys() == SETTINGS.keys() | GROUPS.keys()
    assert {day["program_id"] for day in night.days} == {"IOP"}


def test_bad_rows_are_a_warning_and_a_program_left_out_is_critical(night: Night) -> None:
    failed = {name: (check["severity"], check["failing_count"]) for name, check in night.failed_checks.items()}
    assert failed == {
        "quarantined_rows": ("warning", len(night.quarantined)),
        "programs_left_out": ("critical", len(SETTINGS) + len(GROUPS)),
        "codes_of_groups_are_marked_as_they_are_used": ("warning", 1),  # the code in both groups
    }
