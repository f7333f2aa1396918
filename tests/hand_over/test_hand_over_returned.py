"""What was handed over comes back by a load of the same EHR: as the pipeline's own, counted and billed once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.databases import as_user
from helpers.exchange import Exchange
from helpers.loads import Loads, Rows
from perdiem.hand_over.batches import HandedOver
from perdiem.load.source import BadSource

NOTES = "note_id,client_id,service_date,billing_code,status\n"
COMPLETE = """
    tables:
      notes:
        from: notes
        complete: true
        columns: {note_id: note_id, client_id: client_id, service_date: service_date, status: status}
"""
LATER = datetime(2016, 8, 3, 4, tzinfo=UTC)


@pytest.fixture
def load(database_url: str, server_home: Path | None, tmp_path: Path) -> Loads:
    warehouse, load = (as_user(database_url, server_home, f"perdiem_{role}") for role in ("transform", "load"))
    return Loads(warehouse, load, tmp_path)


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """The EHR's export: its own notes, then those under other ids; and the units that it says are used."""

    def write(*notes: str, used: int | None = None) -> Path:
        folder = tmp_path / "export"
        folder.mkdir(exist_ok=True)
        (folder / "notes.csv").write_text(NOTES + "".join(f"{line}\n" for line in notes))
        if used is not None:
            rows = f"authorization_id,units_used\nauth-ann,{used}\n"
            (folder / "authorizations.csv").write_text(rows)
        return folder

    return write


def pipelines_own(exchange: Exchange) -> Rows:
    query = "select note_id, client_id, status, dag_run_id from ehr.notes where origin = 'per_diem' order by client_id"
    return exchange.ehr.execute(query).fetchall()


def others(exchange: Exchange) -> Rows:
    query = "select note_id, status from ehr.notes where origin is null and billing_code = '0905' order by note_id"
    return exchange.ehr.execute(query).fetchall()


def units_used(exchange: Exchange) -> Decimal:
    [(units,)] = exchange.ehr.execute("select units_used from ehr.authorizations where authorization_id = 'auth-ann'")
    return units


def test_under_the_ehr_s_own_id_it_is_the_same_note_and_its_units_count_once(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann"))
    own = pipelines_own(exchange)
    exchange.answer(exchange.answered((exchange.note_ids()["ann"], "accepted", "E-1")))
    # Before the EHR has it, its own 3 units and the 1 of the night; once it has, the EHR counts 4 itself.
    load(export(used=3))
    assert units_used(exchange) == 4
    found = load(export("E-1,ann,2016-07-31,0905,Released", used=4), now=LATER)
    assert (found["notes"].kept, found["notes"].new, found["notes"].changed) == (1, 0, 0)
    assert (pipelines_own(exchange), others(exchange), units_used(exchange)) == (own, [], 4)
    again = load(export("E-1,ann,2016-07-31,0905,released", used=5), now=LATER)
    assert (again["notes"].kept, again["authorizations"].changed) == (1, 1)
    assert units_used(exchange) == 5, "somebody else used one more"
    load(export("E-1,ann,2016-07-31,0905,released", used=0), now=LATER)
    assert units_used(exchange) == 1, "an EHR that counts less than it was handed over does not count it"
    assert exchange.hand_over() == HandedOver(0, 0, 0)


def test_before_its_answer_was_taken_it_is_void_under_the_other_id_once_it_was(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann", "bea"))
    own = pipelines_own(exchange)
    source = export("E-1,ann,2016-07-31,0905,released", "E-2,bea,2016-07-30,0905,released")
    load(source)
    assert others(exchange) == [("E-1", "released"), ("E-2", "released")]
    ids = exchange.note_ids()
    taken = exchange.answer(exchange.answered((ids["ann"], "accepted", "E-1"), (ids["bea"], "accepted", "E-2")))
    assert (taken.accepted, taken.refused) == (1, 1), "E-2 is of another date"
    assert load(source, now=LATER)["notes"].kept == 1
    assert (others(exchange), pipelines_own(exchange)) == ([("E-1", "void"), ("E-2", "released")], own)


def test_what_the_ehr_keeps_under_our_id_is_known_without_an_answer(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann"))
    own = exchange.note_ids()["ann"]
    load(export(f"{own},ann,2016-07-31,0905,released", used=1))
    assert units_used(exchange) == 1
    load(export(f"{own},ann,2016-07-31,0905,void", used=0), now=LATER)
    assert pipelines_own(exchange)[0][2] == "void"
    exchange.give_back()
    assert units_used(exchange) == 0


def test_voided_in_the_ehr_it_is_void_here_and_released_again_there_it_is_again(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann"))
    exchange.answer(exchange.answered((exchange.note_ids()["ann"], "accepted", "E-1")))
    load(export("E-1,ann,2016-07-31,0905,released", used=3))
    assert units_used(exchange) == 3
    load(export("E-1,ann,2016-07-31,0905, VOID ", used=2), now=LATER)
    assert pipelines_own(exchange)[0][2] == "void"
    exchange.give_back()
    assert units_used(exchange) == 2, "given back once, by the EHR and by the night"
    assert exchange.ehr.execute("select status from ehr.invoices").fetchall() == [("void",)]
    assert exchange.hand_over() == HandedOver(1, 0, 1)
    assert exchange.rows("voids.csv")[0]["voided_by_ehr"] == "true"
    load(export("E-1,ann,2016-07-31,0905,void", used=2), now=LATER)
    assert units_used(exchange) == 2
    load(export("E-1,ann,2016-07-31,0905,released", used=3), now=LATER)
    assert (pipelines_own(exchange)[0][2], units_used(exchange)) == ("released", 3), "billed there, and not from here"
    exchange.give_back()
    assert exchange.hand_over() == HandedOver(0, 0, 0)


def test_voided_here_it_stays_void_whatever_the_ehr_says_until_it_has_taken_that(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann"))
    exchange.answer(exchange.answered((exchange.note_ids()["ann"], "accepted", "E-1")))
    released = "E-1,ann,2016-07-31,0905,released"
    load(export(released, used=3))
    exchange.ehr.execute("update ehr.notes set status = 'void' where origin = 'per_diem'")
    exchange.give_back()
    load(export(released, used=3), now=LATER)
    assert (pipelines_own(exchange)[0][2], units_used(exchange)) == ("void", 3), "the EHR counts it still"
    load(export("E-1,ann,2016-07-31,0905,void", used=2), now=LATER)
    assert (pipelines_own(exchange)[0][2], units_used(exchange)) == ("void", 2)


def test_gone_from_an_ehr_that_sends_all_it_is_void_and_one_that_never_was_there_is_not(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann", "bea"))
    ids = exchange.note_ids()
    exchange.answer(exchange.answered((ids["ann"], "accepted", "E-1"), (ids["bea"], "accepted", "E-2")))
    both = [f"{client}-note,{client},2016-07-31,602,released" for client in ("ann", "bea", "cas")]
    load(export(*both, "E-1,ann,2016-07-31,0905,released"), COMPLETE)
    assert [row[2] for row in pipelines_own(exchange)] == ["released", "released"]
    load(export(*both, ",bea,2016-07-31,0905,released"), COMPLETE, now=LATER)
    assert [row[2] for row in pipelines_own(exchange)] == ["released", "released"], "a row that does not fit may be it"
    load(export(*both), COMPLETE, now=LATER)
    assert [row[2] for row in pipelines_own(exchange)] == ["void", "released"]


def test_an_ehr_that_lost_many_of_them_was_cut_off(
    exchange: Exchange, load: Loads, export: Callable[..., Path]
) -> None:
    exchange.hand_over(exchange.write("ann"))
    exchange.warehouse.execute(
        """
        insert into quality.handed_over
        select (jsonb_populate_record(
            entries, jsonb_build_object('note_id', number::text, 'status_in_ehr', 'released')
        )).*
        from quality.handed_over as entries, generate_series(1, 21) as number
        """
    )
    exchange.ehr.execute(
        "insert into ehr.authorization_usage select number::text, 'a', 1, now() from generate_series(1, 21) as number"
    )
    notes = [f"{client}-note,{client},2016-07-31,602,released" for client in ("ann", "bea", "cas")]
    with pytest.raises(BadSource, match="21 of the 21 handed-over notes are not in the source any more"):
        load(export(*notes), COMPLETE)
