"""What voided per-diem notes took is given back: once, wholly, and to the right authorization."""

import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest

from helpers.databases import insert, wait_until_blocking
from perdiem.warehouse import transactions
from perdiem.write_back import settlement
from perdiem.write_back.settlement import Settlement
from perdiem_local.ehr import prepare

DAY = date(2016, 7, 31)
WRITTEN_AT = datetime(2016, 8, 2, 6, tzinfo=UTC)
NOW = datetime(2016, 8, 3, 6, tzinfo=UTC)

Rows = dict[str, list[tuple[str]]]


def add_authorization(ehr: psycopg.Connection, authorization_id: str, used: int | str | None) -> None:
    insert(
        ehr,
        "ehr.authorizations",
        [
            {
                "authorization_id": authorization_id,
                "client_id": "alice",
                "payer_id": "aetna",
                "billing_code": "0905",
                "start_date": date(2016, 7, 1),
                "end_date": date(2016, 12, 31),
                "units_authorized": 10,
                "units_used": used,
                "status": "active",
                "updated_at": WRITTEN_AT,
            }
        ],
    )


def add_note(
    ehr: psycopg.Connection,
    note_id: str,
    *,
    status: str = "void",
    origin: str | None = "per_diem",
    authorization_id: str = "auth",
    units: int = 1,
    reversed_at: datetime | None = None,
) -> None:
    """A note as the write-back left it, its usage and its invoice."""
    common = {"note_id": note_id, "authorization_id": authorization_id, "units": units}
    note = {"client_id": note_id, "service_date": DAY, "program_id": "IOP", "payer_id": "aetna", "billing_code": "0905"}
    insert(ehr, "ehr.notes", [{**common, **note, "status": status, "origin": origin}])
    insert(ehr, "ehr.authorization_usage", [{**common, "used_at": WRITTEN_AT, "reversed_at": reversed_at}])
    invoice = {key: note[key] for key in ("client_id", "service_date", "payer_id", "billing_code")}
    own = {"invoice_id": f"inv-{note_id}", "status": "void" if reversed_at else "ready", "created_at": WRITTEN_AT}
    insert(ehr, "ehr.invoices", [{**common, **invoice, **own}])


def everything(ehr: psycopg.Connection) -> Rows:
    tables = ("notes", "authorizations", "authorization_usage", "invoices")
    return {table: sorted(ehr.execute(f"select t::text from ehr.{table} as t")) for table in tables}  # noqa: S608 names above


def units_used(ehr: psycopg.Connection) -> list[Decimal]:
    """Of all authorizations, in the order of their ids."""
    return [used for (used,) in ehr.execute("select units_used from ehr.authorizations order by authorization_id")]


def test_a_voided_note_gives_its_units_back_and_its_invoice_becomes_void(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)

    assert settlement.give_back_voided(ehr, NOW) == Settlement(notes=1, authorizations=1, invoices=1, units=Decimal(2))

    assert ehr.execute("select units_used, updated_at from ehr.authorizations").fetchall() == [(1, NOW)]
    assert ehr.execute("select units, reversed_at from ehr.authorization_usage").fetchall() == [(2, NOW)]
    assert ehr.execute("select status from ehr.invoices").fetchall() == [("void",)]
    assert ehr.execute("select status, updated_at from ehr.notes").fetchall() == [("void", None)]


def test_giving_back_again_changes_nothing(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)
    settlement.give_back_voided(ehr, NOW)
    before = everything(ehr)

    later = datetime(2016, 8, 4, 6, tzinfo=UTC)
    assert settlement.give_back_voided(ehr, later) == Settlement(
        notes=0, authorizations=0, invoices=0, units=Decimal(0)
    )

    assert everything(ehr) == before


def test_several_notes_of_several_authorizations_give_back_their_sums(ehr: psycopg.Connection) -> None:
    for authorization_id in ("a", "b"):
        add_authorization(ehr, authorization_id, used=9)
    for note_id, authorization_id, units in [("1", "a", 1), ("2", "a", 2), ("3", "b", 4)]:
        add_note(ehr, note_id, authorization_id=authorization_id, units=units)

    settled = settlement.give_back_voided(ehr, NOW)

    assert settled == Settlement(notes=3, authorizations=2, invoices=3, units=Decimal(7))
    assert units_used(ehr) == [6, 5]


@pytest.mark.parametrize(
    "note",
    [
        {"status": "released"},
        {"status": "draft"},
        {"origin": "clinician"},
        {"origin": None},
        {"reversed_at": WRITTEN_AT},
    ],
    ids=str,
)
def test_nothing_else_is_given_back(ehr: psycopg.Connection, note: dict[str, object]) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "other", **note)  # type: ignore[arg-type]  # the cases name arguments of several types
    before = everything(ehr)

    assert settlement.held_by_voided(ehr) == {}
    assert settlement.give_back_voided(ehr, NOW).notes == 0

    assert everything(ehr) == before


@pytest.mark.parametrize(("used", "afterwards"), [(1, 0), (0, 0), (None, 0), ("NaN", "NaN")])
def test_units_used_never_go_below_nothing(
    ehr: psycopg.Connection, used: int | str | None, afterwards: int | str
) -> None:
    add_authorization(ehr, "auth", used=used)
    add_note(ehr, "voided", units=2)

    settlement.give_back_voided(ehr, NOW)

    assert ehr.execute("select units_used = %s::numeric from ehr.authorizations", [afterwards]).fetchall() == [(True,)]


def test_a_note_whose_authorization_is_gone_is_settled_all_the_same(ehr: psycopg.Connection) -> None:
    add_note(ehr, "voided", authorization_id="gone")
    settled = settlement.give_back_voided(ehr, NOW)
    assert settled == Settlement(notes=1, authorizations=0, invoices=1, units=Decimal(1))
    assert settlement.give_back_voided(ehr, NOW).notes == 0


def test_what_would_be_given_back_can_be_asked_without_giving_it_back(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=5)
    add_note(ehr, "1", units=1)
    add_note(ehr, "2", units=2)
    before = everything(ehr)
    assert settlement.held_by_voided(ehr) == {"auth": Decimal(3)}
    assert everything(ehr) == before


@pytest.mark.parametrize("runs_wait_for_each_other", [True, False])
def test_runs_at_the_same_time_give_back_once(
    ehr: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch, runs_wait_for_each_other: bool
) -> None:
    """With the lock between runs, and by the locks on rows alone."""
    if not runs_wait_for_each_other:
        monkeypatch.setattr(transactions, "keep_other_runs_out", lambda connection: None)
    authorization_ids = [f"auth-{number}" for number in range(20)]
    for authorization_id in authorization_ids:
        add_authorization(ehr, authorization_id, used=10)
    for number in range(200):
        add_note(ehr, f"note-{number}", authorization_id=authorization_ids[number % 20])
    runs = 4
    together = threading.Barrier(runs)

    def settle() -> Settlement:
        with psycopg.connect(database_url, autocommit=True) as connection:
            together.wait()
            return settlement.give_back_voided(connection, NOW)

    with ThreadPoolExecutor(runs) as pool:
        settlements = [future.result() for future in [pool.submit(settle) for _ in range(runs)]]

    assert sum(each.notes for each in settlements) == 200
    assert units_used(ehr) == [0] * 20


def test_what_a_biller_changes_meanwhile_stays(ehr: psycopg.Connection, database_url: str) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)
    with psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        biller.execute("update ehr.authorizations set units_used = units_used + 4")
        settled = pool.submit(settlement.give_back_voided, ehr, NOW)
        wait_until_blocking(biller)
        biller.commit()
        assert settled.result().notes == 1
    assert units_used(ehr) == [5]


def test_what_another_gives_back_at_that_very_moment_is_not_given_back_again(
    ehr: psycopg.Connection, database_url: str
) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)
    with psycopg.connect(database_url) as other, ThreadPoolExecutor(1) as pool:
        other.execute("update ehr.authorization_usage set reversed_at = %s", [NOW])
        settled = pool.submit(settlement.give_back_voided, ehr, NOW)
        wait_until_blocking(other)
        other.commit()
        assert settled.result().notes == 0
    assert units_used(ehr) == [3]


def test_authorizations_are_locked_in_the_order_of_their_ids(ehr: psycopg.Connection, database_url: str) -> None:
    """So that two who do so never wait for each other: while it waits for the first it holds none of the others."""
    for number in reversed(range(20)):
        add_authorization(ehr, f"auth-{number:02}", used=1)
        add_note(ehr, f"note-{number}", authorization_id=f"auth-{number:02}")
    with psycopg.connect(database_url) as biller, ThreadPoolExecutor(1) as pool:
        biller.execute("select * from ehr.authorizations where authorization_id = 'auth-00' for update")
        settled = pool.submit(settlement.give_back_voided, ehr, NOW)
        wait_until_blocking(biller)
        biller.execute("select * from ehr.authorizations for update nowait")
        biller.commit()
        assert settled.result().notes == 20


def test_a_failure_leaves_everything_as_it_was_and_tells_nothing_of_the_client(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "alice-note", units=2)
    ehr.execute(
        """
        create function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'no invoice for %', old.client_id using detail = old.note_id; end $$;
        create trigger refuse before update on ehr.invoices for each row execute function refuse();
        """
    )
    before = everything(ehr)

    with pytest.raises(transactions.TransactionFailed) as failure:
        settlement.give_back_voided(ehr, NOW)

    assert everything(ehr) == before
    told = "".join(traceback.format_exception(failure.value))
    assert "RaiseException (SQLSTATE P0001)" in told
    assert "alice" not in told


def test_a_night_reads_the_voided_notes_and_not_the_history(ehr: psycopg.Connection) -> None:
    assert prepare(ehr) is None
    ehr.execute(
        """
        insert into ehr.notes (note_id, client_id, service_date, program_id, origin, status)
        select
            'note-' || number, 'client-' || number, '2016-07-31', 'IOP', 'per_diem',
            case when number % 1000 = 0 then 'void' else 'released' end
        from generate_series(1, 20000) as number;

        insert into ehr.authorization_usage (note_id, authorization_id, units, used_at)
        select note_id, 'auth', 1, now() from ehr.notes;

        analyze ehr.notes, ehr.authorization_usage;
        """
    )
    plan = "\n".join(row[0] for row in ehr.execute("explain " + settlement.HELD.as_string(ehr)))
    assert "notes_void_per_diem" in plan, plan
    # Only what no per-diem note has is looked up among all notes.
    assert plan.index("SubPlan") > plan.index("CTE Scan on without_per_diem_note"), plan
    assert settlement.give_back_voided(ehr, NOW).notes == 20


def test_what_a_note_that_is_gone_took_is_given_back_once(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=5)
    add_note(ehr, "gone", status="released", units=2)
    add_note(ehr, "gone and given back", status="released", units=1, reversed_at=WRITTEN_AT)
    add_note(ehr, "voided", units=1)
    add_note(ehr, "stands", status="released", units=1)
    ehr.execute("delete from ehr.notes where note_id like 'gone%'")
    assert settlement.held_by_voided(ehr) == {"auth": Decimal(3)}

    assert settlement.give_back_voided(ehr, NOW) == Settlement(notes=2, authorizations=1, invoices=2, units=Decimal(3))
    assert settlement.give_back_voided(ehr, NOW).notes == 0

    assert units_used(ehr) == [2]
    assert sorted(ehr.execute("select note_id, reversed_at from ehr.authorization_usage")) == [
        ("gone", NOW),
        ("gone and given back", WRITTEN_AT),
        ("stands", None),
        ("voided", NOW),
    ]
    assert ehr.execute("select status from ehr.invoices where note_id = 'gone'").fetchall() == [("void",)]
    assert ehr.execute("select status from ehr.invoices where note_id = 'stands'").fetchall() == [("ready",)]


@pytest.mark.parametrize("status", ["VOID", " void ", "\tVoid\r\n\f\v"])
def test_a_status_is_void_in_any_case_and_with_white_space_around_it(ehr: psycopg.Connection, status: str) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", status=status, units=2)
    assert settlement.held_by_voided(ehr) == {"auth": Decimal(2)}
    assert settlement.give_back_voided(ehr, NOW).notes == 1
    assert units_used(ehr) == [1]


def test_an_invoice_that_is_void_already_in_whatever_spelling_stays_as_it_is(ehr: psycopg.Connection) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)
    ehr.execute("update ehr.invoices set status = ' Void'")
    assert settlement.give_back_voided(ehr, NOW).invoices == 0
    assert ehr.execute("select status from ehr.invoices").fetchall() == [(" Void",)]


def test_a_note_released_again_after_it_was_voided_takes_nothing_and_gives_nothing_more(
    ehr: psycopg.Connection,
) -> None:
    add_authorization(ehr, "auth", used=3)
    add_note(ehr, "voided", units=2)
    settlement.give_back_voided(ehr, NOW)
    ehr.execute("update ehr.notes set status = 'released'")
    before = everything(ehr)
    assert settlement.give_back_voided(ehr, NOW).notes == 0
    assert everything(ehr) == before
