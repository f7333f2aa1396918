"""The write-back: a note, its usage and its invoice for each day, all or nothing, whoever else is at work."""

import re
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from time import perf_counter

import psutil
import psycopg
import pytest

from helpers.databases import insert, wait_until_blocking
from perdiem.runs import Run
from perdiem.warehouse import migrations, transactions
from perdiem.write_back import notes, pending_days, settlement, writing
from perdiem.write_back.allocation import Candidate, PendingDay
from perdiem.write_back.pending_days import SettledDay, WriteBackResult
from perdiem.write_back.records import WriteBackMismatch

DAY = date(2016, 7, 31)
NOW = datetime(2016, 8, 2, 6, tzinfo=UTC)
LATER = datetime(2016, 8, 3, 6, tzinfo=UTC)
TABLES = ("notes", "authorizations", "authorization_usage", "invoices")

Rows = dict[str, list[tuple[str]]]


def add_authorization(ehr: psycopg.Connection, authorization_id: object = "auth", **columns: object) -> None:
    """Alice's authorization for 0905, 10 units, half a year, where the columns given do not say otherwise."""
    row = {
        "authorization_id": authorization_id,
        "client_id": "alice",
        "payer_id": "aetna",
        "billing_code": "0905",
        "start_date": date(2016, 7, 1),
        "end_date": date(2016, 12, 31),
        "units_authorized": 10,
        "units_used": 0,
        "status": "active",
    }
    insert(ehr, "ehr.authorizations", [row | columns])


def candidate(authorization_id: str = "auth", units: str = "1", rate: str | None = "250.00") -> Candidate:
    return Candidate(authorization_id, "aetna", "0905", Decimal(units), Decimal(rate) if rate else None)


def pending_day(
    *candidates: Candidate, service_date: date = DAY, client_id: str = "alice", program_id: str = "IOP"
) -> PendingDay:
    return PendingDay(
        program_id=program_id,
        client_id=client_id,
        service_date=service_date,
        note_minutes=180,
        clinician_id="dr-lee",
        location_id="main-street",
        location_code="52",
        supporting_note_ids=("n-1", "n-2"),
        candidates=candidates or (candidate(),),
    )


def days_in_a_row(count: int, *candidates: Candidate) -> list[PendingDay]:
    return [pending_day(*candidates, service_date=DAY + timedelta(days=number)) for number in range(count)]


def everything(ehr: psycopg.Connection) -> Rows:
    return {table: sorted(ehr.execute(f"select t::text from ehr.{table} as t")) for table in TABLES}  # noqa: S608 see TABLES


def outcomes(result: WriteBackResult) -> list[str]:
    return [each.outcome for each in sorted(result.days, key=lambda each: each.service_date)]


def payers_of_days(result: WriteBackResult) -> list[str | None]:
    return [each.authorization_id for each in sorted(result.days, key=lambda each: each.service_date)]


def assert_sound(ehr: psycopg.Connection) -> None:
    """Every per-diem note has one live usage and one ready invoice, and authorizations hold what their usages say."""
    records = ehr.execute(
        """
        select
            notes.note_id is not null
            and authorization_usage.reversed_at is null
            and invoices.status = 'ready'
            and notes.authorization_id = all(array[authorization_usage.authorization_id, invoices.authorization_id])
            and notes.units = all(array[authorization_usage.units, invoices.units])
        from ehr.notes
        full join ehr.authorization_usage on notes.note_id = authorization_usage.note_id
        full join ehr.invoices on notes.note_id = invoices.note_id
        where notes.origin = 'per_diem' or notes.note_id is null
        """
    )
    assert all(is_whole for (is_whole,) in records)
    authorizations = ehr.execute(
        """
        select authorizations.units_used, authorizations.units_authorized, coalesce(sum(authorization_usage.units), 0)
        from ehr.authorizations
        left join ehr.authorization_usage
            on authorizations.authorization_id = authorization_usage.authorization_id and reversed_at is null
        group by authorizations.authorization_id
        """
    )
    for used, authorized, taken in authorizations:
        assert used == taken
        assert used <= authorized


# What is written


def test_alice_gets_her_note_her_usage_and_her_invoice(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)

    result = writing.write_back(ehr, [pending_day()], "run-1", NOW)

    note_id = notes.note_id("IOP", "alice", DAY)
    settled = SettledDay("IOP", "alice", DAY, "written", "auth", "aetna", "0905", Decimal(1), note_id)
    assert result == WriteBackResult((settled,))
    with ehr.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        rows = {table: cursor.execute(f"select * from ehr.{table}").fetchall() for table in TABLES}  # noqa: S608 see TABLES
    assert rows["notes"] == [
        {
            "note_id": note_id,
            "client_id": "alice",
            "service_date": DAY,
            "started_at": None,
            "billing_code": "0905",
            "clinician_id": "dr-lee",
            "location_id": "main-street",
            "location_code": "52",
            "duration_minutes": 180,
            "quantity": 1,
            "units": 1,
            "status": "released",
            "released_at": NOW,
            "note_text": "Per-diem service, generated from the released notes of the day: n-1, n-2.",
            "origin": "per_diem",
            "program_id": "IOP",
            "payer_id": "aetna",
            "authorization_id": "auth",
            "dag_run_id": "run-1",
            "updated_at": NOW,
        }
    ]
    assert rows["authorization_usage"] == [
        {"note_id": note_id, "authorization_id": "auth", "units": 1, "used_at": NOW, "reversed_at": None}
    ]
    assert rows["invoices"] == [
        {
            "invoice_id": note_id.replace("pd-", "inv-"),
            "note_id": note_id,
            "client_id": "alice",
            "payer_id": "aetna",
            "authorization_id": "auth",
            "service_date": DAY,
            "billing_code": "0905",
            "units": 1,
            "amount": Decimal("250.00"),
            "status": "ready",
            "created_at": NOW,
        }
    ]
    assert [(row["units_used"], row["updated_at"]) for row in rows["authorizations"]] == [(1, NOW)]


def test_a_night_without_pending_days_writes_nothing(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    before = everything(ehr)
    assert writing.write_back(ehr, [], "run-1", NOW) == WriteBackResult(())
    assert writing.propose(ehr, []) == WriteBackResult(())
    assert everything(ehr) == before


def test_the_id_of_a_note_is_fixed_by_its_program_client_and_date() -> None:
    assert notes.note_id("IOP", "alice", DAY) == "pd-a66d8b978f86bc3e62381abd7ead3c47"


def test_no_two_days_share_an_id_however_their_ids_are_put_together() -> None:
    parts = ["a", "ab", "b", '"', '","', ",", "", "é", "\\u00e9", "|"]
    days = [(program, client, DAY + timedelta(days=n)) for program in parts for client in parts for n in range(2)]
    assert len({notes.note_id(*day) for day in days}) == len(days)


@pytest.mark.parametrize(
    ("units", "rate", "amount"),
    [
        ("1", "250.00", "250.00"),
        ("0.5", "0.01", "0.01"),  # half a cent goes up, away from zero
        ("2.5", "0.01", "0.03"),  # and not to the even cent
        ("0.333", "100.00", "33.30"),
        ("1", "0.00", "0.00"),
        ("1", None, None),
        ("1", "NaN", None),
        ("1", "-0.01", None),
        ("1", "9999999999.99", "9999999999.99"),
        ("1.001", "9999999999.99", None),
        ("1000000", "9999999999.99", None),
    ],
)
def test_an_amount_is_units_times_rate_to_the_cent_or_none(
    ehr: psycopg.Connection, units: str, rate: str | None, amount: str | None
) -> None:
    add_authorization(ehr, units_authorized=1_000_000)
    assert outcomes(writing.write_back(ehr, [pending_day(candidate(units=units, rate=rate))], "run-1", NOW)) == [
        "written"
    ]
    assert ehr.execute("select amount::text, status from ehr.invoices").fetchall() == [(amount, "ready")]
    assert_sound(ehr)


# Which authorization pays


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
def test_the_last_unit_is_used_and_not_one_more_whatever_is_sent_at_a_time(
    ehr: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(writing, "DAYS_AT_ONCE", at_once)
    add_authorization(ehr, units_authorized=10, units_used=7)

    result = writing.write_back(ehr, days_in_a_row(5), "run-1", NOW)

    assert outcomes(result) == ["written"] * 3 + ["exhausted"] * 2
    assert result.days[-1] == SettledDay("IOP", "alice", DAY + timedelta(days=4), "exhausted")
    assert (result.count("written"), result.count("exhausted"), result.count("already_written")) == (3, 2, 0)
    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(10,)]


def test_a_renewal_is_used_after_what_it_renews(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "summer", end_date=date(2016, 8, 31), units_authorized=2)
    add_authorization(ehr, "winter")
    days = days_in_a_row(4, candidate("summer"), candidate("winter"))
    result = writing.write_back(ehr, days, "run-1", NOW)
    assert payers_of_days(result) == ["summer", "summer", "winter", "winter"]
    assert_sound(ehr)


def test_units_used_that_were_never_entered_count_as_none(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, units_authorized=1, units_used=None)
    assert outcomes(writing.write_back(ehr, days_in_a_row(2), "run-1", NOW)) == ["written", "exhausted"]
    assert_sound(ehr)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "void"},
        {"status": None},
        {"client_id": "bob"},
        {"payer_id": "cigna"},
        {"billing_code": "0912"},
        {"start_date": DAY + timedelta(days=1)},
        {"end_date": DAY - timedelta(days=1)},
        {"end_date": None},
        {"units_used": 10},
        {"units_used": 12},
        {"units_used": "NaN"},
        {"units_used": -1},
        {"units_authorized": None},
        {"units_authorized": "NaN"},
        {"units_authorized": -1, "units_used": -5},
        {"units_authorized": 1_000_001},
    ],
    ids=str,
)
def test_an_authorization_that_no_longer_fits_the_day_pays_nothing(
    ehr: psycopg.Connection, changed: dict[str, object]
) -> None:
    add_authorization(ehr, **changed)
    before = everything(ehr)
    assert outcomes(writing.propose(ehr, [pending_day()])) == ["exhausted"]
    assert outcomes(writing.write_back(ehr, [pending_day()], "run-1", NOW)) == ["exhausted"]
    assert everything(ehr) == before


@pytest.mark.parametrize("status", ["Active", " ACTIVE ", "\tactive\r\n\f\v"])
def test_a_status_is_active_in_any_case_and_with_white_space_around_it(ehr: psycopg.Connection, status: str) -> None:
    add_authorization(ehr, status=status)
    assert outcomes(writing.write_back(ehr, [pending_day()], "run-1", NOW)) == ["written"]


def test_an_authorization_without_an_end_in_sight_still_pays(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, start_date="-infinity", end_date="infinity")
    assert outcomes(writing.write_back(ehr, [pending_day()], "run-1", NOW)) == ["written"]


def test_an_authorization_that_is_gone_leaves_the_day_to_the_next(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "second")
    result = writing.write_back(ehr, [pending_day(candidate("gone"), candidate("second"))], "run-1", NOW)
    assert payers_of_days(result) == ["second"]


# Again


def test_writing_again_changes_nothing(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    days = days_in_a_row(3)
    writing.write_back(ehr, days, "run-1", NOW)
    before = everything(ehr)

    result = writing.write_back(ehr, days, "run-2", LATER)

    assert everything(ehr) == before
    assert outcomes(result) == ["already_written"] * 3
    assert payers_of_days(result) == ["auth"] * 3


def test_a_retry_of_the_run_that_wrote_them_reports_its_days_as_written(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    days = days_in_a_row(3)
    first = writing.write_back(ehr, days, "run-1", NOW)
    before = everything(ehr)
    again = writing.write_back(ehr, days, "run-1", LATER)
    assert everything(ehr) == before
    assert set(again.days) == set(first.days)


def test_a_note_of_the_day_under_another_id_is_found(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    own = {"program_id": "IOP", "client_id": "alice", "service_date": DAY, "origin": "per_diem", "status": "void"}
    insert(ehr, "ehr.notes", [{"note_id": "older", **own}])
    before = everything(ehr)
    result = writing.write_back(ehr, [pending_day()], "run-1", NOW)
    assert [(each.outcome, each.note_id) for each in result.days] == [("already_written", "older")]
    assert everything(ehr) == before


def test_what_a_voided_note_took_pays_for_another_day(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, units_authorized=1)
    writing.write_back(ehr, [pending_day()], "run-1", NOW)
    ehr.execute("update ehr.notes set status = 'void'")
    days = days_in_a_row(2)
    assert outcomes(writing.write_back(ehr, days, "run-2", LATER)) == ["already_written", "exhausted"]

    settlement.give_back_voided(ehr, LATER)
    result = writing.write_back(ehr, days, "run-3", LATER)

    assert outcomes(result) == ["already_written", "written"]
    assert ehr.execute("select status from ehr.notes order by service_date").fetchall() == [("void",), ("released",)]
    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(1,)]


# A note that somebody deleted left its usage and its invoice behind


def test_a_day_whose_note_was_deleted_is_not_written_again(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    writing.write_back(ehr, [pending_day()], "run-1", NOW)
    ehr.execute("delete from ehr.notes")
    assert outcomes(writing.propose(ehr, [pending_day()])) == ["gone"]
    settlement.give_back_voided(ehr, LATER)

    for run_id in ("run-2", "run-3"):
        assert outcomes(writing.write_back(ehr, [pending_day()], run_id, LATER)) == ["gone"]

    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(0,)]
    assert ehr.execute("select reversed_at from ehr.authorization_usage").fetchall() == [(LATER,)]
    assert ehr.execute("select status from ehr.invoices").fetchall() == [("void",)]
    assert ehr.execute("select count(*) from ehr.notes").fetchall() == [(0,)]


@pytest.mark.parametrize(
    "moved",
    [
        "service_date = service_date + 1",
        "client_id = 'bob'",
        "client_id = null",
        "program_id = 'PHP'",
        "origin = 'clinician'",
        "origin = null",
    ],
)
def test_a_day_whose_note_id_another_day_has_is_not_written_and_takes_nothing(
    ehr: psycopg.Connection, moved: str
) -> None:
    """Somebody moved the note: it stands on its new day, and fails no night."""
    add_authorization(ehr, units_authorized=2)
    writing.write_back(ehr, [pending_day()], "run-1", NOW)
    ehr.execute(f"update ehr.notes set {moved}")  # noqa: S608 the cases below
    before = everything(ehr)

    assert outcomes(writing.propose(ehr, [pending_day()])) == ["note_id_taken"]
    assert outcomes(writing.write_back(ehr, [pending_day()], "run-2", LATER)) == ["note_id_taken"]
    assert everything(ehr) == before

    other = pending_day(service_date=DAY - timedelta(days=1))
    assert sorted(outcomes(writing.write_back(ehr, [pending_day(), other], "run-3", LATER))) == [
        "note_id_taken",
        "written",
    ]


def test_a_day_whose_note_was_moved_and_that_has_another_is_written_already(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    writing.write_back(ehr, [pending_day()], "run-1", NOW)
    ehr.execute("update ehr.notes set service_date = service_date + 1")
    own = {"program_id": "IOP", "client_id": "alice", "service_date": DAY, "origin": "per_diem", "status": "released"}
    insert(ehr, "ehr.notes", [{"note_id": "another", **own}])
    assert outcomes(writing.write_back(ehr, [pending_day()], "run-2", LATER)) == ["already_written"]


# Beside others


@pytest.mark.parametrize("runs_wait_for_each_other", [True, False])
def test_runs_at_the_same_time_double_nothing_and_overdraw_nothing(
    ehr: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch, runs_wait_for_each_other: bool
) -> None:
    """Some days the same, some different, on the same few units: with the lock between runs, and by row locks alone."""
    if not runs_wait_for_each_other:
        monkeypatch.setattr(transactions, "keep_other_runs_out", lambda connection: None)
    random = Random(512)
    authorization_ids = [f"auth-{number}" for number in range(6)]
    for authorization_id in authorization_ids:
        add_authorization(ehr, authorization_id, units_authorized=15)

    def some_days() -> list[PendingDay]:
        chosen_numbers = random.sample(range(150), 100)
        return [
            pending_day(
                *(candidate(each, units=random.choice("12")) for each in random.sample(authorization_ids, 2)),
                service_date=DAY + timedelta(days=number),
            )
            for number in chosen_numbers
        ]

    runs = 4
    together = threading.Barrier(runs)

    def run(number: int, days: Sequence[PendingDay]) -> WriteBackResult:
        with psycopg.connect(database_url, autocommit=True) as connection:
            together.wait()
            return writing.write_back(connection, days, f"run-{number}", NOW)

    with ThreadPoolExecutor(runs) as pool:
        results = [future.result() for future in [pool.submit(run, number, some_days()) for number in range(runs)]]

    assert_sound(ehr)
    written = [str(each.note_id) for result in results for each in result.days if each.outcome == "written"]
    assert len(written) == len(set(written))
    assert sorted(written) == sorted(note_id for (note_id,) in ehr.execute("select note_id from ehr.notes"))
    assert 45 <= len(written) <= 90  # 90 units in all, one or two a day


def test_what_a_biller_takes_meanwhile_is_gone(ehr: psycopg.Connection, database_url: str) -> None:
    add_authorization(ehr, units_authorized=3)
    with psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        biller.execute("update ehr.authorizations set units_used = 2")
        written = pool.submit(writing.write_back, ehr, days_in_a_row(3), "run-1", NOW)
        wait_until_blocking(biller)
        biller.commit()
        assert outcomes(written.result()) == ["written", "exhausted", "exhausted"]
    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(3,)]


def test_a_day_that_somebody_writes_at_that_very_moment_is_left_to_them(
    ehr: psycopg.Connection, database_url: str
) -> None:
    add_authorization(ehr)
    days = days_in_a_row(2)
    with psycopg.connect(database_url) as other, ThreadPoolExecutor(1) as pool:
        note = {"program_id": "IOP", "client_id": "alice", "service_date": DAY, "origin": "per_diem"}
        insert(other, "ehr.notes", [{"note_id": "other", **note}])
        written = pool.submit(writing.write_back, ehr, days, "run-1", NOW)
        wait_until_blocking(other)
        other.commit()
        assert outcomes(written.result()) == ["already_written", "written"]
    assert ehr.execute("select note_id from ehr.authorization_usage").fetchall() == [
        (notes.note_id("IOP", "alice", days[1].service_date),)
    ]
    assert ehr.execute("select units_used from ehr.authorizations").fetchall() == [(1,)]


def test_authorizations_are_locked_in_the_order_of_their_ids(ehr: psycopg.Connection, database_url: str) -> None:
    """So that two who do so never wait for each other: while it waits for the first it holds none of the others."""
    authorization_ids = [f"auth-{number:02}" for number in reversed(range(20))]
    for authorization_id in authorization_ids:
        add_authorization(ehr, authorization_id)
    days = [pending_day(*map(candidate, authorization_ids))]
    with psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        biller.execute("select * from ehr.authorizations where authorization_id = 'auth-00' for update")
        written = pool.submit(writing.write_back, ehr, days, "run-1", NOW)
        wait_until_blocking(biller)
        biller.execute("select * from ehr.authorizations for update nowait")
        biller.commit()
        assert payers_of_days(written.result()) == ["auth-19"]


def test_a_deadlock_with_a_biller_is_tried_again(ehr: psycopg.Connection, database_url: str) -> None:
    add_authorization(ehr, "a")
    add_authorization(ehr, "b")
    days = [pending_day(candidate("a"), candidate("b"))]
    with psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        biller.execute("update ehr.authorizations set units_authorized = 20 where authorization_id = 'b'")
        written = pool.submit(writing.write_back, ehr, days, "run-1", NOW)
        wait_until_blocking(biller)
        biller.execute("update ehr.authorizations set units_authorized = 20 where authorization_id = 'a'")
        biller.commit()
        assert outcomes(written.result()) == ["written"]
    deadlocks = ehr.execute("select deadlocks from pg_stat_database where datname = current_database()")
    assert deadlocks.fetchall() == [(1,)]
    assert_sound(ehr)


# When it fails


@pytest.mark.parametrize("sqlstate", ["P0001", "23514"])
@pytest.mark.parametrize(
    ("table", "event"),
    [("notes", "insert"), ("authorization_usage", "insert"), ("invoices", "insert"), ("authorizations", "update")],
)
def test_a_failure_anywhere_leaves_nothing_and_tells_nothing_of_the_client(
    ehr: psycopg.Connection, table: str, event: str, sqlstate: str
) -> None:
    add_authorization(ehr)
    ehr.execute(
        f"""
        create function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'not for %', new using detail = new, errcode = '{sqlstate}'; end $$;
        create constraint trigger refuse after {event} on ehr.{table}
            deferrable initially deferred for each row execute function refuse();
        """
    )
    before = everything(ehr)

    with pytest.raises(transactions.TransactionFailed) as failure:
        writing.write_back(ehr, days_in_a_row(3), "run-1", NOW)

    assert everything(ehr) == before
    told = "".join(traceback.format_exception(failure.value))
    assert f"(SQLSTATE {sqlstate})" in told
    assert "alice" not in told


@pytest.mark.parametrize(
    ("table", "event"),
    [("notes", "insert"), ("authorization_usage", "insert"), ("invoices", "insert"), ("authorizations", "update")],
)
def test_rows_that_the_database_drops_silently_undo_the_whole_night(
    ehr: psycopg.Connection, table: str, event: str
) -> None:
    add_authorization(ehr)
    ehr.execute(
        f"""
        create function lose() returns trigger language plpgsql as $$ begin return null; end $$;
        create trigger lose before {event} on ehr.{table} for each row execute function lose();
        """
    )
    before = everything(ehr)
    with pytest.raises(WriteBackMismatch):
        writing.write_back(ehr, days_in_a_row(3), "run-1", NOW)
    assert everything(ehr) == before


def test_the_same_day_twice_is_refused(ehr: psycopg.Connection) -> None:
    add_authorization(ehr)
    with pytest.raises(transactions.TransactionFailed):
        writing.write_back(ehr, [pending_day(), pending_day()], "run-1", NOW)
    assert ehr.execute("select note_id from ehr.notes").fetchall() == []


def test_a_message_that_quotes_no_row_is_kept(ehr: psycopg.Connection) -> None:
    ehr.execute("drop table ehr.invoices")
    add_authorization(ehr)
    with pytest.raises(transactions.TransactionFailed, match=r'42P01.*relation "ehr.invoices" does not exist$'):
        writing.write_back(ehr, [pending_day()], "run-1", NOW)


# A dry run


def test_a_dry_run_says_what_would_be_written_and_touches_nothing(ehr: psycopg.Connection, database_url: str) -> None:
    add_authorization(ehr, units_authorized=2)
    writing.write_back(ehr, [pending_day()], "run-1", NOW)
    days = days_in_a_row(3)
    before = everything(ehr)
    with psycopg.connect(database_url) as biller:
        biller.execute("select * from ehr.authorizations for update")
        ehr.execute("set default_transaction_read_only = on; set lock_timeout = '5s'")
        result = writing.propose(ehr, days)

    assert outcomes(result) == ["already_written", "would_write", "exhausted"]
    assert payers_of_days(result) == ["auth", "auth", None]
    assert result.days[1].note_id == notes.note_id("IOP", "alice", days[1].service_date)
    assert everything(ehr) == before


def test_a_dry_run_counts_on_what_voided_notes_will_give_back(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, units_authorized=2)
    days = days_in_a_row(4)
    writing.write_back(ehr, days[:2], "run-1", NOW)
    ehr.execute("update ehr.notes set status = 'void' where service_date = %s", [DAY])

    proposed = writing.propose(ehr, days)

    assert outcomes(proposed) == ["already_written", "already_written", "would_write", "exhausted"]
    settlement.give_back_voided(ehr, LATER)
    assert outcomes(writing.propose(ehr, days)) == outcomes(proposed)
    assert outcomes(writing.write_back(ehr, days, "run-2", LATER)) == [
        "already_written",
        "already_written",
        "written",
        "exhausted",
    ]


# The warehouse


def test_pending_days_are_read_with_their_candidates_in_order_of_preference(warehouse: psycopg.Connection) -> None:
    warehouse.execute(
        """
        create schema intermediate;
        create table intermediate.int_client_days__pending (
            program_id text, client_id text, service_date date, note_minutes integer, clinician_id text,
            location_id text, location_code text, supporting_note_ids text[]
        );
        create table intermediate.int_client_days__pending_authorizations (
            program_id text, client_id text, service_date date, preference integer, authorization_id text,
            payer_id text, billing_code text, units_needed numeric(18, 3), units_remaining numeric(18, 3),
            unit_rate numeric(12, 2)
        );
        """
    )
    assert list(pending_days.PendingDays(warehouse)) == []
    with_two = pending_day(candidate("z-first", units="0.500"), candidate("a-second", units="1.000", rate=None))
    with_one = pending_day(candidate("only"), client_id="bob")
    with_none = PendingDay("PHP", "alice", DAY, 360, "dr", "site", "57", (), ())
    for day in (with_two, with_one, with_none):
        key = {"program_id": day.program_id, "client_id": day.client_id, "service_date": day.service_date}
        facts = {
            "note_minutes": day.note_minutes,
            "clinician_id": day.clinician_id,
            "location_id": day.location_id,
            "location_code": day.location_code,
            "supporting_note_ids": list(day.supporting_note_ids),
        }
        insert(warehouse, "intermediate.int_client_days__pending", [key | facts])
        offers = [
            key
            | {
                "preference": preference,
                "authorization_id": each.authorization_id,
                "payer_id": each.payer_id,
                "billing_code": each.billing_code,
                "units_needed": each.units_needed,
                "units_remaining": 10,
                "unit_rate": each.unit_rate,
            }
            for preference, each in enumerate(day.candidates, start=1)
        ]
        insert(warehouse, "intermediate.int_client_days__pending_authorizations", list(reversed(offers)))

    days = pending_days.PendingDays(warehouse)

    for _ in ("once", "and again"):
        assert list(days) == [with_two, with_one, with_none]


def test_what_became_of_each_day_is_kept_and_a_retry_replaces_it(warehouse: psycopg.Connection) -> None:
    migrations.apply(warehouse)
    run = Run("run-2", run_date=date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2016, 8, 2))
    before = Run("run-1", run_date=date(2016, 8, 1), lookback_days=90, dry_run=False, today=date(2016, 8, 2))
    written = SettledDay("IOP", "alice", DAY, "written", "auth", "aetna", "0905", Decimal("1.000"), "pd-1")
    exhausted = SettledDay("IOP", "bob", DAY, "exhausted")

    pending_days.record_outcome(warehouse, before, WriteBackResult((exhausted,)))
    pending_days.record_outcome(warehouse, run, WriteBackResult((exhausted,)))
    pending_days.record_outcome(warehouse, run, WriteBackResult((written, exhausted)))

    columns = "program_id, client_id, service_date, outcome, authorization_id, payer_id, billing_code, units, note_id"
    rows = warehouse.execute(
        f"select run_id, run_date, {columns} from quality.settled_days order by run_id, client_id"  # noqa: S608 see above
    ).fetchall()
    nothing = (None,) * 5
    assert rows == [
        ("run-1", date(2016, 8, 1), "IOP", "bob", DAY, "exhausted", *nothing),
        ("run-2", date(2016, 8, 2), "IOP", "alice", DAY, "written", "auth", "aetna", "0905", Decimal(1), "pd-1"),
        ("run-2", date(2016, 8, 2), "IOP", "bob", DAY, "exhausted", *nothing),
    ]


def test_a_failure_to_keep_the_outcomes_keeps_the_earlier_ones_and_tells_nothing_of_the_client(
    warehouse: psycopg.Connection,
) -> None:
    migrations.apply(warehouse)
    run = Run("run-1", run_date=date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2016, 8, 2))
    day = SettledDay("IOP", "alice", DAY, "exhausted")
    pending_days.record_outcome(warehouse, run, WriteBackResult((day,)))
    with pytest.raises(transactions.TransactionFailed) as failure:
        pending_days.record_outcome(warehouse, run, WriteBackResult((day, day)))
    assert warehouse.execute("select count(*) from quality.settled_days").fetchall() == [(1,)]
    assert "alice" not in "".join(traceback.format_exception(failure.value))


# Many


class ManyDays:
    """The pending days of 2,000 clients on each of 50 dates, in the order in which they are served."""

    def __iter__(self) -> Iterator[PendingDay]:
        for number in range(50):
            for client in range(2000):
                choice = candidate(f"auth-{client}")
                yield pending_day(choice, client_id=f"client-{client}", service_date=DAY + timedelta(days=number))


def test_100_000_days_are_written_well_within_a_minute_and_100_mb(ehr: psycopg.Connection) -> None:
    ehr.execute(
        """
        insert into ehr.authorizations (
            authorization_id, client_id, payer_id, billing_code, start_date, end_date, status, units_authorized
        )
        select 'auth-' || number, 'client-' || number, 'aetna', '0905', '2016-01-01', '2016-12-31', 'active', 45
        from generate_series(0, 1999) as number
        """
    )
    before, started = psutil.Process().memory_info().rss, perf_counter()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    result = writing.write_back(ehr, ManyDays(), "run-1", NOW)
    seconds = perf_counter() - started
    [peak] = re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    megabytes = (int(peak) * 1024 - before) / 2**20

    assert (result.count("written"), result.count("exhausted")) == (90_000, 10_000)
    assert_sound(ehr)
    print(f"100,000 days in {seconds:.1f} s and {megabytes:.0f} MB")
    assert seconds < 60
    assert megabytes < 100
