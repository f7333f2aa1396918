"""What leaves as files: once, whole, exact; and what becomes of the EHR's answers."""

from __future__ import annotations

import hashlib
import re
import subprocess
import threading
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from helpers.exchange import NIGHT, Exchange
from perdiem import config
from perdiem.hand_over import batches
from perdiem.hand_over.answers import Taken
from perdiem.hand_over.batches import HandedOver
from perdiem.hand_over.folder import FolderInTheWay


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_a_night_wrote_leaves_once_as_one_folder_that_its_owner_alone_reads(exchange: Exchange) -> None:
    run = exchange.write("ann", "bea")
    exchange.ehr.execute("update ehr.invoices set amount = null where client_id = 'bea'")
    assert exchange.hand_over(run) == HandedOver(1, 2, 0)
    [folder] = exchange.left
    assert folder.name == "2016-08-02-000001"
    names = {"notes.csv", "authorization_usage.csv", "invoices.csv", "voids.csv", "manifest.json"}
    assert {path.name for path in folder.iterdir()} == names
    assert [path.stat().st_mode & 0o777 for path in (folder.parent, folder)] == [0o700, 0o700]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}

    ids = exchange.note_ids()
    notes = {row["client_id"]: row for row in exchange.rows("notes.csv")}
    assert notes["ann"] == {
        **{"note_id": ids["ann"], "client_id": "ann", "program_id": "IOP", "service_date": "2016-07-31"},
        **{"billing_code": "0905", "clinician_id": "clinician-1", "location_id": "iop-room", "location_code": "57"},
        **{"duration_minutes": "180", "quantity": "1.000", "units": "1.000", "payer_id": "payer-1"},
        **{"authorization_id": "auth-ann", "note_text": ""},
    }
    assert {
        (row["note_id"], row["authorization_id"], row["units"]) for row in exchange.rows("authorization_usage.csv")
    } == {
        (ids["ann"], "auth-ann", "1.000"),
        (ids["bea"], "auth-bea", "1.000"),
    }
    amounts = {row["client_id"]: row["amount"] for row in exchange.rows("invoices.csv")}
    assert amounts == {"ann": "275.00", "bea": ""}
    assert exchange.rows("voids.csv") == []

    manifest = exchange.manifest()
    summed = subprocess.run(
        "sha256sum authorization_usage.csv invoices.csv notes.csv voids.csv | sha256sum",  # as the documents say
        **{"shell": True, "cwd": folder, "capture_output": True, "text": True, "check": True},
    ).stdout
    assert manifest["checksum"] == summed.split()[0]
    assert {name: file["rows"] for name, file in manifest["files"].items()} == {
        **{"notes.csv": 2, "authorization_usage.csv": 2, "invoices.csv": 2, "voids.csv": 0},
    }
    assert (manifest["number"], manifest["run_id"], manifest["run_date"]) == (1, "night 1", "2016-08-02")
    assert (manifest["units"], manifest["amount"], manifest["invoices_without_amount"]) == ("2.000", "275.00", 1)
    assert "42 CFR part 2" in manifest["notice"]

    before = contents(exchange.folder)
    assert exchange.hand_over(run) == HandedOver(0, 0, 0)
    assert exchange.hand_over() == HandedOver(0, 0, 0), "nor does another night leave it again"
    assert contents(exchange.folder) == before

    exchange.write("cas")
    still_at_work = "a run that is still at work hands its notes over itself"
    assert exchange.hand_over(exchange.run()) == HandedOver(0, 0, 0), still_at_work
    assert exchange.hand_over() == HandedOver(1, 1, 0)
    assert [path.name for path in exchange.left] == ["2016-08-02-000001", "2016-08-02-000002"]
    assert [row["client_id"] for row in exchange.rows("notes.csv")] == ["cas"]


def test_a_value_stands_in_a_file_as_it_is(exchange: Exchange) -> None:
    run = exchange.write("ann")
    odd = '=cmd|"a", \n ünd \\'
    exchange.ehr.execute("update ehr.notes set clinician_id = %s where origin = 'per_diem'", [odd])
    exchange.hand_over(run)
    assert [row["clinician_id"] for row in exchange.rows("notes.csv")] == [odd]


def test_what_is_not_sound_does_not_leave_and_goes_once_it_is(exchange: Exchange) -> None:
    run = exchange.write("ann", "bea", "cas")
    exchange.ehr.execute("update ehr.invoices set units = 2 where client_id = 'ann'")
    exchange.ehr.execute("update ehr.notes set status = 'void' where client_id = 'bea' and origin = 'per_diem'")
    assert exchange.hand_over(run).notes == 1
    exchange.ehr.execute("update ehr.invoices set units = 1 where client_id = 'ann'")
    exchange.give_back()
    assert exchange.hand_over(run) == HandedOver(1, 1, 0), "what was void before it left has nobody to be told of"
    assert [row["client_id"] for row in exchange.rows("notes.csv")] == ["ann"]


def test_what_becomes_void_leaves_as_such_once(exchange: Exchange) -> None:
    run = exchange.write("ann", "bea")
    exchange.hand_over(run)
    ids = exchange.note_ids()
    exchange.answer(exchange.answered((ids["ann"], "accepted", "E-1"), (ids["bea"], "rejected", "", "no such client")))
    exchange.ehr.execute("update ehr.notes set status = 'void' where origin = 'per_diem'")
    exchange.give_back()
    assert exchange.hand_over() == HandedOver(1, 0, 1), "of what the EHR rejected there is nothing to take back"
    [void] = exchange.rows("voids.csv")
    assert void.pop("reversed_at").startswith("2016-08-02T04:00:00")
    assert void == {
        **{"note_id": ids["ann"], "ehr_note_id": "E-1", "invoice_id": "inv-" + ids["ann"][3:], "client_id": "ann"},
        **{"service_date": "2016-07-31", "authorization_id": "auth-ann", "units": "1.000", "amount": "275.00"},
        **{"voided_by_ehr": "false"},
    }
    assert (exchange.manifest()["amount"], exchange.manifest()["amount_void"]) == ("0.00", "275.00")
    assert exchange.hand_over() == HandedOver(0, 0, 0)
    void_rejected = exchange.answered((ids["ann"], "rejected", "", "the claim is paid", "void"))
    assert exchange.answer(void_rejected) == Taken(files=1, rejected=1)
    assert batches.send_again(exchange.warehouse, ids["ann"], NIGHT) == 1
    assert exchange.hand_over() == HandedOver(1, 0, 1)


def test_two_runs_at_once_leave_each_note_in_one_batch(exchange: Exchange, database_url: str) -> None:
    run = exchange.write("ann", "bea", "cas")
    left: list[HandedOver] = []

    def hand_over() -> None:
        with psycopg.connect(database_url, autocommit=True) as warehouse:
            left.append(batches.hand_over(warehouse, run, exchange.folder, NIGHT))

    threads = [threading.Thread(target=hand_over) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.notes for each in left) == [0, 0, 0, 3]
    assert len(exchange.left) == 1


def test_a_folder_of_that_name_with_other_contents_is_left_alone_and_nothing_is_lost(exchange: Exchange) -> None:
    run = exchange.write("ann")
    stranger = exchange.folder / "2016-08-02-000001"
    stranger.mkdir(parents=True)
    (stranger / "manifest.json").write_text("{}")
    with pytest.raises(FolderInTheWay, match="is there with other contents: expected no folder of that name"):
        exchange.hand_over(run)
    assert contents(exchange.folder) == {"2016-08-02-000001/manifest.json": b"{}"} or not list(stranger.glob("*.csv"))
    stranger.rename(exchange.folder.parent / "away")
    assert exchange.hand_over(run) == HandedOver(1, 1, 0)


def test_answers_are_kept_and_twice_they_change_nothing(exchange: Exchange) -> None:
    exchange.hand_over(exchange.write("ann", "bea", "cas"))
    ids = exchange.note_ids()
    told = exchange.answered((ids["ann"], "accepted", "E-1"), (ids["bea"], "Rejected", "", "unknown authorization"))
    assert exchange.answer(told) == Taken(files=1, accepted=1, rejected=1)
    query = "select client_id, answer, ehr_note_id, message, answered_at from quality.handed_over order by client_id"
    kept = exchange.warehouse.execute(query).fetchall()
    assert [row[:4] for row in kept] == [
        ("ann", "accepted", "E-1", None),
        ("bea", "rejected", None, "unknown authorization"),
        ("cas", None, None, None),
    ]
    assert exchange.answer(told) == Taken(files=1, as_before=2)
    assert exchange.warehouse.execute(query).fetchall() == kept
    taken = exchange.folder / "answers" / "taken"
    assert len(list(taken.iterdir())) == 2
    assert not list((exchange.folder / "answers").glob("*.csv"))

    # What it rejected the EHR may take after all, and an EHR without ids of its own keeps ours.
    later = exchange.answered((ids["bea"], "accepted"))
    assert exchange.answer(later) == Taken(files=1, accepted=1)
    assert exchange.warehouse.execute(query).fetchall()[1][1:3] == ("accepted", ids["bea"])


def test_an_answer_that_cannot_be_used_is_listed_and_the_others_go_in(exchange: Exchange) -> None:
    exchange.hand_over(exchange.write("ann", "bea", "cas"))
    ids = exchange.note_ids()
    exchange.ehr.execute("insert into ehr.notes (note_id, client_id, service_date) values ('E-9', 'bea', '2016-07-30')")
    exchange.answer(exchange.answered((ids["ann"], "accepted", "E-1")))
    batch, checksum = exchange.manifest()["batch_id"], exchange.manifest()["checksum"]
    text = "\ufeffnote_id,Answer,batch_id,checksum,ehr_note_id\n" + "".join(
        f"{line}\n"
        for line in (
            f"nobody,accepted,{batch},{checksum},E-2",
            f"{ids['bea']},accepted,2016-08-02-000009,{checksum},E-2",
            f"{ids['bea']},accepted,{batch},{checksum[:-1]}x,E-2",
            f"{ids['bea']},perhaps,{batch},{checksum},E-2",
            f"{ids['bea']},accepted,{batch}",
            f"{ids['ann']},rejected,{batch},{checksum},",
            f"{ids['ann']},accepted,{batch},{checksum},E-3",
            f"{ids['cas']},accepted,{batch},{checksum},E-1",
            f"{ids['bea']},accepted,{batch},{checksum},E-9",
        )
    )
    taken = exchange.answer(text + f"{ids['cas']},rejected,{batch},{checksum},\n", "Ann Example.csv")
    # Of the two answers to one note the first counts, and it cannot be used.
    assert taken == Taken(files=1, refused=10)

    def listed() -> Path:
        return max((exchange.folder / "answers" / "refused").iterdir())

    assert listed().stat().st_mode & 0o777 == 0o600
    assert listed().read_text().splitlines() == [
        "line,cause",
        "2,note_id: its batch has no such note",
        "3,batch_id: no batch of that name has left",
        "4,checksum: expected that of the manifest of its batch",
        "5,answer: expected accepted or rejected",
        "6,3 cells where the first line has 5",
        "7,answer: it was accepted before; void the note in the EHR",
        "8,answer: an earlier line says otherwise of the same note",
        "9,ehr_note_id: it is that of another note",
        "10,answer: an earlier line says otherwise of the same note",
        "11,answer: an earlier line says otherwise of the same note",
    ]
    assert not [name for name in ids.values() if name in listed().read_text()]
    for one, cause in (
        (f"{ids['bea']},accepted,{batch},{checksum},E-9", "2,ehr_note_id: it is that of another note"),
        (f"{ids['ann']},accepted,{batch},{checksum},E-3", "2,ehr_note_id: it was accepted under another before"),
    ):
        assert exchange.answer(f"note_id,answer,batch_id,checksum,ehr_note_id\n{one}\n").refused == 1
        assert listed().read_text().splitlines()[1] == cause
    for broken, cause in (
        ("note_id,answer,batch_id\n", "1,expected one column checksum"),
        ("", "1,expected one column batch_id"),
        (f'note_id,answer,batch_id,checksum\n{ids["cas"]},accepted,{batch},"{checksum}', "2,the file breaks off"),
    ):
        assert exchange.answer(broken).refused == 1
        assert listed().read_text().splitlines()[1].startswith(cause)
    entered = exchange.warehouse.execute("select count(*) from quality.handed_over where answer is not null")
    assert entered.fetchone() == (1,)


def test_what_the_ehr_rejected_leaves_again_once_somebody_asks_for_it_as_it_stands_then(exchange: Exchange) -> None:
    exchange.hand_over(exchange.write("ann", "bea"))
    ids = exchange.note_ids()
    first = exchange.answered((ids["ann"], "rejected", "", "unknown clinician"), (ids["bea"], "rejected", "", "closed"))
    exchange.answer(first)
    assert exchange.hand_over() == HandedOver(0, 0, 0)
    exchange.ehr.execute("update ehr.notes set clinician_id = 'clinician-2' where note_id = %s", [ids["ann"]])
    assert batches.send_again(exchange.warehouse, ids["ann"], NIGHT) == 1
    assert batches.send_again(exchange.warehouse, ids["ann"], NIGHT) == 0
    assert exchange.hand_over() == HandedOver(1, 1, 0)
    assert [(row["note_id"], row["clinician_id"]) for row in exchange.rows("notes.csv")] == [
        (ids["ann"], "clinician-2")
    ]
    late = exchange.answered((ids["ann"], "accepted", "E-1"), batch=0)
    assert exchange.answer(late) == Taken(files=1, refused=1), "the EHR answers the later batch, if it takes that"
    assert exchange.answer(exchange.answered((ids["ann"], "accepted", "E-1"))) == Taken(files=1, accepted=1)
    assert batches.send_again(exchange.warehouse, None, NIGHT) == 1
    assert exchange.hand_over() == HandedOver(1, 1, 0)
    assert exchange.hand_over() == HandedOver(0, 0, 0)


def test_a_note_whose_text_names_what_it_rests_on_leaves_with_it(exchange: Exchange) -> None:
    run = exchange.write("ann")
    exchange.warehouse.execute(
        """
        insert into quality.decision_evidence (
            recorded_at, run_id, run_date, program_id, client_id, service_date, units, threshold_units,
            threshold_effective_from, note_minutes, minutes_effective_from, lag_days, lag_effective_from,
            supporting_notes, authorizations
        )
        values (
            now(), %s, '2016-08-02', 'IOP', 'ann', '2016-07-31', 1, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01',
            '[{"note_id": "b"}, {"note_id": "B"}]', '[]'
        )
        """,
        [run.run_id],
    )
    exchange.hand_over(run)
    [row] = exchange.rows("notes.csv")
    assert row["note_text"] == "Per-diem service, generated from the released notes of the day: B, b."


def test_a_batch_says_the_same_of_many_notes(exchange: Exchange) -> None:
    """More than are read at a time; and the sums of the manifest are those of the files."""
    exchange.ehr.execute(
        """
        with numbers as (select number::text as number from generate_series(1, 2500) as number),
        notes as (
            insert into ehr.notes (note_id, client_id, service_date, billing_code, units, status, origin, program_id,
                payer_id, authorization_id)
            select 'pd-' || number, number, '2016-07-31', '0905', 1, 'released', 'per_diem', 'IOP', 'payer-1', 'a'
            from numbers
        ),
        usages as (insert into ehr.authorization_usage select 'pd-' || number, 'a', 1, now() from numbers)
        insert into ehr.invoices
        select 'inv-' || number, 'pd-' || number, number, 'payer-1', 'a', '2016-07-31', '0905', 1, 0.1, 'ready', now()
        from numbers
        """
    )
    assert exchange.hand_over() == HandedOver(1, 2500, 0)
    assert (exchange.manifest()["amount"], exchange.manifest()["units"]) == ("250.00", "2500.000")
    for name, file in exchange.manifest()["files"].items():
        assert hashlib.sha256((exchange.left[0] / name).read_bytes()).hexdigest() == file["sha256"]
    assert sum(Decimal(row["amount"]) for row in exchange.rows("invoices.csv")) == Decimal(250)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PERDIEM_WRITE_BACK": "file"}, "PERDIEM_WRITE_BACK is 'file': expected database or files"),
        ({"PERDIEM_EXPORT_FOLDER": "/e"}, "PERDIEM_EXPORT_FOLDER is '/e': expected PERDIEM_WRITE_BACK=files beside it"),
        (
            {"PERDIEM_WRITE_BACK": "files", "PERDIEM_EXPORT_FOLDER": "e"},
            "PERDIEM_EXPORT_FOLDER is 'e': expected an absolute path",
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(environment: dict[str, str], told: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^{re.escape(told)}$"):
        config.load(environment)


def test_a_batch_whose_run_was_killed_before_it_entered_that_it_has_left_can_be_answered(exchange: Exchange) -> None:
    exchange.hand_over(exchange.write("ann"))
    answered = exchange.answered((exchange.note_ids()["ann"], "accepted", "E-1"))
    exchange.warehouse.execute("update quality.batches set left_at = null, checksum = null")
    before = contents(exchange.left[0])
    assert exchange.answer(answered) == Taken(files=1, accepted=1)
    assert contents(exchange.left[0]) == before
