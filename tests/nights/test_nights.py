"""Whole nights on a small clinic, one after the other: what the rules promise, from the session to the invoice.

One story is told once, and every test looks at the part of it that it is about. Clients are named after what befalls
them; their day is 2016-07-31, which is due on 2016-08-02.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note, program, setting
from helpers.databases import insert
from helpers.night import run_night
from perdiem import config

EVE, NEXT_NIGHT = RUN_DATE - timedelta(days=1), RUN_DATE + timedelta(days=1)
DAY_BEFORE, DAY_AFTER = SERVICE_DATE - timedelta(days=1), SERVICE_DATE + timedelta(days=1)

EHR = ("ehr.notes", "ehr.authorizations", "ehr.authorization_usage", "ehr.invoices", "ehr.alerts")
MARTS = ("marts.fct_per_diem_days", "marts.dim_authorizations")

Row = Mapping[str, object]


@dataclass(frozen=True)
class Snapshot:
    """What stood in the tables after a night, and how many messages had been sent."""

    run_id: str
    tables: Mapping[str, list[Row]]
    messages: int

    def day(self, client_id: str, program_id: str = "IOP", service_date: date = SERVICE_DATE) -> Row | None:
        """The published row of a day; none where there is none."""
        key = {"client_id": client_id, "program_id": program_id, "service_date": service_date}
        rows = [row for row in self.tables["marts.fct_per_diem_days"] if row.items() >= key.items()]
        assert len(rows) <= 1
        return rows[0] if rows else None

    def status(self, client_id: str, **key: object) -> tuple[object, object]:
        """The status of a day and its first reason."""
        day = self.day(client_id, **key)
        assert day is not None
        return day["status"], day["primary_reason"]

    def of(self, table: str, **key: object) -> list[Row]:
        """The rows of a table that hold these values."""
        return [row for row in self.tables[table] if row.items() >= key.items()]

    def per_diem_notes(self, client_id: str) -> list[Row]:
        return self.of("ehr.notes", origin="per_diem", client_id=client_id)

    def open_alerts(self, client_id: str) -> list[object]:
        return [row["reason"] for row in self.of("ehr.alerts", client_id=client_id, status="open")]


@pytest.fixture(scope="module")
def story(database_of_nights: str) -> Iterator[dict[str, Snapshot]]:
    """The nights of the story by name, each as it left the databases."""
    with psycopg.connect(database_of_nights, autocommit=True, row_factory=dict_row) as ehr:
        yield tell(ehr, config.load().home)


def tell(ehr: psycopg.Connection, home: Path) -> dict[str, Snapshot]:
    """Run the nights, with what happens between them."""

    def night(run_date: date, lookback_days: int = 90, dry_run: bool = False) -> Snapshot:
        run_id = run_night(run_date, lookback_days, dry_run).run_id
        order = "select * from {} order by 1, 2, 3"
        tables = {table: ehr.execute(order.format(table)).fetchall() for table in (*EHR, *MARTS)}
        checks = "select * from quality.check_results where run_id = %s and not success"
        tables["failed checks"] = ehr.execute(checks, [run_id]).fetchall()
        return Snapshot(run_id, tables, messages=len(list((home / "outbox").glob("*.eml"))))

    begin(ehr)
    # The eve looks at no day before SERVICE_DATE, which is not due yet.
    nights = {"eve": night(EVE, lookback_days=1), "dry": night(RUN_DATE, dry_run=True), "first": night(RUN_DATE)}
    nights["again"] = night(RUN_DATE)
    go_on(ehr)
    nights["next"] = night(NEXT_NIGHT)
    nights["first once more"] = night(RUN_DATE)
    return nights


def begin(ehr: psycopg.Connection) -> None:
    build(ehr)
    note(ehr, "note-1", "alice", billing_code="602")
    note(ehr, "note-2", "alice", billing_code="GROUP")
    authorization(ehr)
    authorization(ehr, "authorization-602", billing_code="602")
    authorization(ehr, "step-down", billing_code="S9480", first=date(2016, 8, 26), last=date(2016, 9, 22))

    for name in ("late-note", "late-authorization", "voided", "unsupported", "by-hand", "last-units", "steady"):
        client(ehr, name)
        note(ehr, f"{name}-1", name, units=Decimal("0.999") if name == "late-note" else Decimal(1))
        if name not in ("late-authorization", "voided", "last-units"):
            authorization(ehr, f"authorization-{name}", name)
    note(ehr, "by-hand-2", "by-hand", billing_code="S9480")
    authorization(ehr, "authorization-voided", "voided", units=1)
    note(ehr, "voided-2", "voided", service_date=DAY_AFTER)
    note(ehr, "steady-2", "steady", service_date=DAY_AFTER)
    for number in (1, 2):
        note(ehr, f"last-units-before-{number}", "last-units", service_date=SERVICE_DATE - timedelta(days=number))
    authorization(ehr, "authorization-last-units", "last-units", units=2)

    program(ehr, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    insert(ehr, "ehr.billing_codes", [{"billing_code": "0912", "is_billable": True}])
    setting(ehr, 508, "2", program_id="PHP", effective_from=date(2016, 7, 1))
    setting(ehr, 508, "3", program_id="PHP", effective_from=SERVICE_DATE)
    setting(ehr, 509, "240", program_id="PHP")
    client(ehr, "php")
    authorization(ehr, "authorization-php", "php", billing_code="0912", first=date(2016, 7, 1))
    for service_date in (DAY_BEFORE, SERVICE_DATE):
        for half in ("a", "b"):
            note(ehr, f"php-{service_date}{half}", "php", service_date, "PHP GROUP")

    program(ehr, "DAY", non_billable=("DAY GROUP",), billable=("H2012",))
    setting(ehr, 508, "four", program_id="DAY", effective_from=date(2016, 2, 14))
    client(ehr, "left-out")
    note(ehr, "left-out-1", "left-out", billing_code="DAY GROUP")


def go_on(ehr: psycopg.Connection) -> None:
    note(ehr, "late-note-2", "late-note", units=Decimal("0.001"))
    authorization(ehr, "authorization-late", "late-authorization", first=SERVICE_DATE, last=SERVICE_DATE)
    ehr.execute("update ehr.notes set status = 'void' where origin = 'per_diem' and client_id = 'voided'")
    ehr.execute("update ehr.notes set status = 'void' where note_id = 'unsupported-1'")


def test_the_use_case_to_the_letter(story: dict[str, Snapshot]) -> None:
    """Alice meets the threshold of 1 unit on 2016-07-31; the night of 2016-08-02 bills 0905 for 180 minutes."""
    night = story["first"]
    [written] = night.per_diem_notes("alice")
    expected = {
        "service_date": date(2016, 7, 31),
        "billing_code": "0905",
        "duration_minutes": 180,
        "clinician_id": "clinician-1",
        "location_id": "iop-room",
        "location_code": "57",
        "status": "released",
        "program_id": "IOP",
        "payer_id": "payer-1",
        "authorization_id": "authorization-1",
        "dag_run_id": night.run_id,
        "quantity": 1,
        "units": 1,
    }
    assert {name: written[name] for name in expected} == expected
    assert "note-1" in str(written["note_text"])
    assert "note-2" in str(written["note_text"])
    note_id = written["note_id"]
    [invoice] = night.of("ehr.invoices", client_id="alice")
    assert (invoice["note_id"], invoice["status"]) == (note_id, "ready")
    assert (invoice["units"], invoice["amount"]) == (1, Decimal("275.00"))
    [usage] = night.of("ehr.authorization_usage", authorization_id="authorization-1")
    assert (usage["note_id"], usage["units"], usage["reversed_at"]) == (note_id, 1, None)
    assert night.of("ehr.authorizations", authorization_id="authorization-1", units_used=Decimal(1))
    day = night.day("alice")
    assert day is not None
    assert (day["status"], day["note_count"], day["units"], day["note_id"]) == ("billed", 2, 2, note_id)


def test_a_second_run_changes_nothing(story: dict[str, Snapshot]) -> None:
    for table in (*EHR, *MARTS):
        assert story["again"].tables[table] == story["first"].tables[table], table
    assert story["again"].messages == story["first"].messages


def test_the_lag_gives_providers_their_days(story: dict[str, Snapshot]) -> None:
    assert story["eve"].day("alice") is None
    assert story["first"].status("alice") == ("billed", None)


def test_a_late_note_gets_its_day_billed(story: dict[str, Snapshot]) -> None:
    assert story["first"].status("late-note") == ("below_threshold", None)
    assert story["next"].status("late-note") == ("billed", None), "exactly the threshold is enough"


def test_a_late_authorization_gets_its_day_billed_and_its_alert_resolved(story: dict[str, Snapshot]) -> None:
    assert story["first"].status("late-authorization") == ("blocked", "no_authorization")
    assert story["first"].open_alerts("late-authorization") == ["no_authorization"]
    assert story["next"].status("late-authorization") == ("billed", None), "its first and last day are in it"
    assert story["next"].open_alerts("late-authorization") == []


def test_a_voided_note_gives_its_units_back_and_is_not_written_again(story: dict[str, Snapshot]) -> None:
    assert story["first"].status("voided") == ("billed", None)
    night = story["next"]
    assert night.status("voided") == ("voided", None)
    assert night.day("voided")["note_id"] is None
    assert night.status("voided", service_date=DAY_AFTER) == ("billed", None), "the unit given back pays for it"
    assert night.of("ehr.authorizations", authorization_id="authorization-voided", units_used=Decimal(1))
    invoices = night.of("ehr.invoices", client_id="voided")
    assert sorted((row["service_date"], row["status"]) for row in invoices) == [
        (SERVICE_DATE, "void"),
        (DAY_AFTER, "ready"),
    ]


def test_a_billed_day_that_loses_its_support_stays_billed_and_is_told(story: dict[str, Snapshot]) -> None:
    night = story["next"]
    assert night.status("unsupported") == ("billed", "support_lost")
    day = night.day("unsupported")
    assert (day["note_count"], day["reasons"], day["billing_code"]) == (0, ["support_lost"], "0905")
    assert night.open_alerts("unsupported") == ["support_lost"]


def test_a_day_that_somebody_billed_is_left_alone(story: dict[str, Snapshot]) -> None:
    assert story["next"].status("by-hand") == ("already_billed", None)
    assert story["next"].per_diem_notes("by-hand") == []


def test_settings_are_those_of_the_service_date_and_of_the_program(story: dict[str, Snapshot]) -> None:
    night = story["first"]
    assert night.status("php", program_id="PHP") == ("below_threshold", None), "3 units from 2016-07-31 on"
    [written] = night.per_diem_notes("php")
    assert written["service_date"] == DAY_BEFORE, "2 units were enough the day before"
    assert written["duration_minutes"] == 240


def test_a_program_with_a_setting_of_nonsense_is_left_out_and_the_others_go_on(story: dict[str, Snapshot]) -> None:
    night = story["first"]
    assert night.day("left-out", program_id="DAY") is None
    [check] = night.of("failed checks", check_name="programs_left_out")
    assert (check["severity"], check["stops_run"]) == ("critical", False)
    assert "system setting 508 for program DAY is 'four' from 2016-02-14: expected a number above 0" in check["error"]


def test_days_share_out_the_last_units_in_order_and_a_dry_run_foretells_it(story: dict[str, Snapshot]) -> None:
    days = (SERVICE_DATE - timedelta(days=2), DAY_BEFORE, SERVICE_DATE)
    foretold = [story["dry"].status("last-units", service_date=day) for day in days]
    assert foretold == [("pending", None), ("pending", None), ("blocked", "authorization_exhausted")]
    night = story["first"]
    came_true = [night.status("last-units", service_date=day) for day in days]
    assert came_true == [("billed", None), ("billed", None), ("blocked", "authorization_exhausted")]
    assert night.of("ehr.authorizations", authorization_id="authorization-last-units", units_used=Decimal(2))


def test_a_dry_run_writes_and_sends_nothing(story: dict[str, Snapshot]) -> None:
    for table in EHR:
        assert story["dry"].tables[table] == story["eve"].tables[table], table
    assert story["dry"].messages == story["eve"].messages


def test_a_program_that_is_left_out_is_told_the_first_night_alone(story: dict[str, Snapshot]) -> None:
    assert story["eve"].messages == 1, "the billers have nothing to be told yet"


def test_a_group_gets_one_message_a_night_and_only_of_what_is_new(story: dict[str, Snapshot]) -> None:
    assert story["first"].messages == story["eve"].messages + 1
    assert story["next"].messages == story["first"].messages + 1, "the lost support is new"


def test_what_later_runs_published_stays_when_an_earlier_night_is_run_again(story: dict[str, Snapshot]) -> None:
    night = story["first once more"]
    assert night.day("steady")["run_date"] == RUN_DATE
    assert night.day("steady", service_date=DAY_AFTER)["run_date"] == NEXT_NIGHT
    assert night.tables["ehr.notes"] == story["next"].tables["ehr.notes"]
