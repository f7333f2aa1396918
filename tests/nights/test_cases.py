"""What a biller would stop or ask about: a client for each kind of trouble, and three nights for all of them.

The nights of February and May have Nora's day alone in their windows; that of August decides everybody else's.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from clinics.small_clinic import authorization, build, client, coverage, note, program
from helpers.databases import insert
from helpers.night import run_night

# The nights look back 90 days: that of 3 May is the last one that sees Nora's day.
NORAS_DAY = date(2016, 2, 3)
NIGHT_AFTER, LAST_CALL, RUN_DATE = date(2016, 2, 9), date(2016, 5, 1), date(2016, 8, 23)
SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2016, 8, day) for day in (7, 8, 9, 10))
AUGUST = {"first": date(2016, 8, 1), "last": date(2016, 8, 31)}
DENVER = ZoneInfo("America/Denver")
HALF = Decimal("0.5")
# The payers of these clients have few unit rules, and the audit says so of most items.
NOT_OF_INTEREST = "no_matching_rule"


@dataclass(frozen=True)
class Aftermath:
    """The databases after the nights, and what was mailed in each of them."""

    database: psycopg.Connection
    mailed: dict[date, str]

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.database.execute(query, parameters).fetchall()

    def days(self, client_id: str) -> list[tuple[Any, ...]]:
        return self.rows(
            """
            select service_date, units, status, reasons
            from marts.fct_per_diem_days where client_id = %s order by service_date
            """,
            client_id,
        )

    def invoices(self, client_id: str) -> list[tuple[Any, ...]]:
        return self.rows(
            """
            select service_date, payer_id, billing_code, amount, status, correct_first
            from marts.fct_invoices where client_id = %s order by service_date
            """,
            client_id,
        )

    def used(self, client_id: str) -> dict[str, Decimal | None]:
        query = "select authorization_id, units_used from ehr.authorizations where client_id = %s"
        return dict(self.rows(query, client_id))

    def written(self, client_id: str) -> list[tuple[Any, ...]]:
        query = "select service_date from ehr.notes where client_id = %s and origin = 'per_diem' order by 1"
        return self.rows(query, client_id)

    def findings(self, client_id: str) -> list[tuple[Any, ...]]:
        return self.rows(
            """
            select items.service_date, audit.finding, audit.severity
            from marts.rpt_billing_audit as audit
            inner join marts.fct_billing_items as items on audit.billing_item_id = items.billing_item_id
            where items.client_id = %s and items.is_per_diem and audit.finding <> %s
            order by items.service_date, audit.finding
            """,
            client_id,
            NOT_OF_INTEREST,
        )

    def named_by(self, check_name: str) -> list[str]:
        """The keys that a check of the last night named."""
        query = "select failing_keys from quality.check_results where run_date = %s and check_name = %s"
        [(keys,)] = self.rows(query, RUN_DATE, check_name)
        return list(keys)


@pytest.fixture(scope="module")
def aftermath(database_of_nights: str) -> Iterator[Aftermath]:
    with psycopg.connect(database_of_nights, autocommit=True) as ehr:
        build(ehr)
        fee(ehr, "payer-1", "S9480", "262.50")
        admit_to_a_program_that_asks_for_ten_hours_a_week(ehr)
        admit_paula(ehr)
        admit_ian(ehr)
        admit_dora(ehr)
        admit_zoe(ehr)
        admit_tess(ehr)
        client(ehr, "nora")
        note(ehr, "nora's", "nora", NORAS_DAY)
        mailed = {run_date: mailed_by(run_date) for run_date in (NIGHT_AFTER, LAST_CALL)}
        # It is given for the past, when no night looks at her day any more.
        authorization(ehr, "nora's", "nora", first=date(2016, 2, 1), last=date(2016, 2, 29))
        yield Aftermath(ehr, mailed | {RUN_DATE: mailed_by(RUN_DATE)})


def mailed_by(run_date: date) -> str:
    """Run a night; the text of the messages that left in it, in one line."""
    outbox = Path(os.environ["PERDIEM_HOME"]) / "outbox"
    before = set(outbox.glob("*.eml"))
    run_night(run_date)
    text = ""
    for file in sorted(set(outbox.glob("*.eml")) - before):
        body = message_from_bytes(file.read_bytes(), policy=default).get_body()
        assert body is not None
        text += body.get_content()
    return " ".join(text.split())


def payer(ehr: psycopg.Connection, payer_id: str) -> None:
    insert(ehr, "ehr.payers", [{"payer_id": payer_id}])


def fee(ehr: psycopg.Connection, payer_id: str, billing_code: str, rate: str) -> None:
    row = {"payer_id": payer_id, "billing_code": billing_code, "effective_from": date(2016, 1, 1), "unit_rate": rate}
    insert(ehr, "ehr.fee_schedules", [row])


# The week -------------------------------------------------------------------------------------------------------------


def admit_to_a_program_that_asks_for_ten_hours_a_week(ehr: psycopg.Connection) -> None:
    """Wendy attends three times three hours in a week, Mel three and a third each time."""
    for code, is_billable in (("DAY GROUP", False), ("0913", True)):
        insert(ehr, "ehr.billing_codes", [{"billing_code": code, "is_billable": is_billable}])
    program(ehr, "DAY", non_billable=("DAY GROUP",), billable=("0913",))
    ehr.execute("update ehr.programs set weekly_minimum_minutes = 600 where program_id = 'DAY'")
    fee(ehr, "payer-1", "0913", "410")
    for client_id, minutes in (("wendy", 180), ("mel", 200)):
        client(ehr, client_id)
        authorization(ehr, f"{client_id}'s", client_id, "0913", **AUGUST)
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            note(ehr, f"{client_id}'s of {day}", client_id, day, "DAY GROUP", units=Decimal(3), minutes=minutes)


def test_a_week_of_too_few_minutes_is_billed_and_told(aftermath: Aftermath) -> None:
    days = (MONDAY, TUESDAY, WEDNESDAY)
    assert aftermath.days("wendy") == aftermath.days("mel") == [(day, 3, "billed", []) for day in days]
    assert aftermath.rows(
        """
        select client_id, week_start, attended_days, minutes, minimum_minutes, billed_days, status
        from marts.rpt_weekly_attendance order by client_id
        """
    ) == [("mel", SUNDAY, 3, 600, 600, 3, "met"), ("wendy", SUNDAY, 3, 540, 600, 3, "short")]
    assert aftermath.findings("wendy") == [(day, "weekly_minimum_short", "warning") for day in days]
    assert aftermath.findings("mel") == []
    # A warning keeps no invoice back.
    assert aftermath.invoices("wendy") == [(day, "payer-1", "0913", 410, "ready", []) for day in days]
    assert "Weeks short of their minutes: 1 of 2" in aftermath.mailed[RUN_DATE]


# The payer behind the authorization -----------------------------------------------------------------------------------


def admit_paula(ehr: psycopg.Connection) -> None:
    """Both of her payers authorized the day; what the second one gave would lapse first."""
    client(ehr, "paula")
    payer(ehr, "payer-2")
    fee(ehr, "payer-2", "S9480", "199")
    coverage(ehr, "paula", "payer-2", priority=2)
    authorization(ehr, "paula's first", "paula", "S9480", first=date(2016, 7, 1), last=date(2016, 12, 31))
    authorization(ehr, "paula's second", "paula", "S9480", payer_id="payer-2", **AUGUST)
    note(ehr, "paula's", "paula", TUESDAY)


def test_the_day_goes_to_the_payer_that_comes_first_though_the_other_authorization_lapses_sooner(
    aftermath: Aftermath,
) -> None:
    assert aftermath.days("paula") == [(TUESDAY, 1, "billed", [])]
    assert aftermath.invoices("paula") == [(TUESDAY, "payer-1", "S9480", Decimal("262.50"), "ready", [])]
    assert aftermath.used("paula") == {"paula's first": 1, "paula's second": None}
    assert aftermath.findings("paula") == []


def admit_ian(ehr: psycopg.Connection) -> None:
    """His only coverage ends on Monday. Nobody told the payer's authorization, which goes on."""
    client(ehr, "ian")
    ehr.execute("update ehr.client_coverages set end_date = %s where client_id = 'ian'", [MONDAY])
    authorization(ehr, "ian's", "ian", **AUGUST)
    for day in (MONDAY, TUESDAY):
        note(ehr, f"ian's of {day}", "ian", day)


def test_the_day_after_the_coverage_ended_is_blocked_and_the_last_day_of_it_is_billed(aftermath: Aftermath) -> None:
    assert aftermath.days("ian") == [(MONDAY, 1, "billed", []), (TUESDAY, 1, "blocked", ["payer_not_in_force"])]
    assert aftermath.written("ian") == [(MONDAY,)]
    assert aftermath.invoices("ian") == [(MONDAY, "payer-1", "0905", 275, "ready", [])]
    assert aftermath.used("ian") == {"ian's": 1}
    alerts = "select service_date, reason, status from ehr.alerts where client_id = 'ian'"
    assert aftermath.rows(alerts) == [(TUESDAY, "payer_not_in_force", "open")]


def admit_tess(ehr: psycopg.Connection) -> None:
    """Nobody said which of her payers comes first. By the rule of the one whose coverage is listed first, she was not
    there at all.
    """
    client(ehr, "tess")
    ehr.execute("delete from ehr.client_coverages where client_id = 'tess'")
    for payer_id in ("payer-3", "payer-4"):
        payer(ehr, payer_id)
        coverage(ehr, "tess", payer_id, priority=7)
    fee(ehr, "payer-4", "0905", "240")
    rule = {"conversion": "quantity", "method": "replace", "quantity": 0}
    insert(ehr, "ehr.payer_rules", [{"payer_rule_id": "rules-3", "payer_id": "payer-3", "name": "as entered"}])
    insert(
        ehr,
        "ehr.payer_billing_rules",
        [{"billing_rule_id": "no units", "payer_rule_id": "rules-3", "billing_type": "unit", **rule}],
    )
    insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "no units", "billing_code": "602"}])
    authorization(ehr, "tess's", "tess", payer_id="payer-4", **AUGUST)
    note(ehr, "tess's", "tess", WEDNESDAY, units=Decimal(2))


def test_recorded_units_make_the_day_and_two_payers_of_equal_priority_are_told(aftermath: Aftermath) -> None:
    assert aftermath.days("tess") == [(WEDNESDAY, 2, "billed", [])]
    assert aftermath.invoices("tess") == [(WEDNESDAY, "payer-4", "0905", 240, "ready", [])]
    assert aftermath.used("tess") == {"tess's": 1}
    assert aftermath.findings("tess") == [(WEDNESDAY, "not_primary_payer", "warning")]
    assert aftermath.named_by("payers_of_a_client_have_an_order") == [
        "tess:coverage-tess-payer-3:coverage-tess-payer-4"
    ]


# One session, two notes; one session, another date --------------------------------------------------------------------


def admit_dora(ehr: psycopg.Connection) -> None:
    """Two clinicians led her group on Monday, and both wrote it down. On Tuesday it met twice."""
    insert(ehr, "ehr.clinicians", [{"clinician_id": "clinician-2"}])
    client(ehr, "dora")
    authorization(ehr, "dora's", "dora", **AUGUST)
    for day, hours in ((MONDAY, (14, 14)), (TUESDAY, (14, 16))):
        for number, hour in enumerate(hours, start=1):
            started_at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            session = {"units": HALF, "minutes": 30, "started_at": started_at}
            note(ehr, f"dora's {day} {number}", "dora", day, "GROUP", clinician_id=f"clinician-{number}", **session)


def test_a_group_that_two_clinicians_noted_is_blocked_and_two_groups_are_billed(aftermath: Aftermath) -> None:
    assert aftermath.days("dora") == [(MONDAY, 1, "blocked", ["duplicate_sessions"]), (TUESDAY, 1, "billed", [])]
    assert aftermath.written("dora") == [(TUESDAY,)]
    assert aftermath.invoices("dora") == [(TUESDAY, "payer-1", "0905", 275, "ready", [])]
    assert aftermath.used("dora") == {"dora's": 1}


def admit_zoe(ehr: psycopg.Connection) -> None:
    """One evening in Denver, half a unit each; the later note took its date from Greenwich."""
    insert(ehr, "ehr.facilities", [{"facility_id": "west", "state": "CO", "time_zone": DENVER.key}])
    client(ehr, "zoe")
    ehr.execute("update ehr.clients set facility_id = 'west' where client_id = 'zoe'")
    authorization(ehr, "zoe's", "zoe", **AUGUST)
    for note_id, day, hour in (("zoe's in time", MONDAY, 17), ("zoe's a day late", TUESDAY, 18)):
        started_at = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=DENVER)
        note(ehr, note_id, "zoe", day, units=HALF, minutes=30, started_at=started_at)


def test_days_are_as_dated_and_a_note_whose_start_is_on_another_day_is_named(aftermath: Aftermath) -> None:
    assert aftermath.days("zoe") == [(MONDAY, HALF, "below_threshold", []), (TUESDAY, HALF, "below_threshold", [])]
    assert aftermath.written("zoe") == []
    assert aftermath.named_by("notes_bear_the_date_of_their_start") == ["zoe's a day late"]


# A day that the nights leave behind -----------------------------------------------------------------------------------


def test_a_blocked_day_is_told_again_before_the_nights_leave_it_behind_and_then_expires(aftermath: Aftermath) -> None:
    first, last_call, expired = (aftermath.mailed[night] for night in (NIGHT_AFTER, LAST_CALL, RUN_DATE))

    assert "no_authorization: 1 day (1 new)" in first
    assert "no_authorization: 1 day (1 last call)" in last_call
    assert "no_authorization: 1 day (1 expired)" in expired
    assert "Expired: how to run such a day all the same" in expired
    assert f"needs {(RUN_DATE - NORAS_DAY).days}. make run LOOKBACK_DAYS=n" in expired
    alerts = "select service_date, reason, status from ehr.alerts where client_id = 'nora'"
    assert aftermath.rows(alerts) == [(NORAS_DAY, "no_authorization", "expired")]
    assert aftermath.written("nora") == []
