"""The EHR's answers to what was handed over: CSV files in the folder `answers`, each taken once.

A row that cannot be used is listed by its line and why, without a value, and the others go in. A file is moved once its
rows are in: taken twice, as after a kill, it changes nothing.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from perdiem.durable import sync_folder
from perdiem.hand_over import batches
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

FOLDER, TAKEN, REFUSED = "answers", "taken", "refused"
NEEDED = ("batch_id", "checksum", "note_id", "answer")
COLUMNS = (*NEEDED, "what", "ehr_note_id", "message")
LONGEST_CELL = 2_000

STAGE = """
    create temporary table answers (
        line integer, batch_id text, checksum text, note_id text, answer text, what text, ehr_note_id text,
        message text, batch integer, cause text, is_as_before boolean not null default false
    ) on commit drop
"""

# Why a row cannot be used; the first that holds. The EHR may take later what it rejected, and not the other way round.
JUDGE = """
    with

    numbered as (
        select
            answers.line,
            row_number() over of_entry as number_of_entry,
            first_value(answers.answer || coalesce(answers.ehr_note_id, '')) over of_entry
            = answers.answer || coalesce(answers.ehr_note_id, '') as is_said_again
        from answers
        window of_entry as (partition by answers.batch_id, answers.note_id, answers.what order by answers.line)
    ),

    names as (
        select ehr_note_id, count(distinct note_id) as notes
        from answers
        where what = 'note' and answer = 'accepted'
        group by ehr_note_id
    )

    update answers as target
    set
        batch = batches.batch,
        is_as_before = coalesce(
            numbered.number_of_entry > 1
            or (
                entered.answer = answers.answer
                and (answers.what = 'void' or entered.ehr_note_id is not distinct from answers.ehr_note_id)
            ),
            false
        ),
        cause = case
            when answers.answer is null or answers.answer not in ('accepted', 'rejected')
                then 'answer: expected accepted or rejected'
            when answers.what not in ('note', 'void') then 'what: expected note or void'
            when batches.batch is null then 'batch_id: no batch of that name has left'
            when answers.checksum is distinct from batches.checksum
                then 'checksum: expected that of the manifest of its batch'
            when entered.note_id is null then 'note_id: its batch has no such ' || answers.what
            when entered.sent_again_at is not null
                then 'note_id: it was sent again since, and the later batch is to be answered'
            when numbered.number_of_entry > 1 and not numbered.is_said_again
                then 'answer: an earlier line says otherwise of the same ' || answers.what
            when numbered.number_of_entry > 1 then null
            when entered.answer = 'accepted' and answers.answer = 'rejected'
                then 'answer: it was accepted before; void the note in the EHR'
            when
                entered.answer = 'accepted' and answers.what = 'note'
                and entered.ehr_note_id is distinct from answers.ehr_note_id
                then 'ehr_note_id: it was accepted under another before'
            when
                answers.what = 'note' and answers.answer = 'accepted'
                and (
                    names.notes > 1
                    or exists (
                        select from quality.handed_over as others
                        where
                            others.what = 'note' and others.ehr_note_id = answers.ehr_note_id
                            and others.note_id <> answers.note_id
                    )
                    or exists (
                        select from ehr.notes
                        where
                            notes.note_id = answers.ehr_note_id and notes.note_id <> answers.note_id
                            and (
                                notes.origin = 'per_diem'
                                or (notes.client_id, notes.service_date)
                                is distinct from (entered.client_id, entered.service_date)
                            )
                    )
                )
                then 'ehr_note_id: it is that of another note'
        end
    from answers
    inner join numbered on answers.line = numbered.line
    left join names on answers.ehr_note_id = names.ehr_note_id
    left join quality.batches on answers.batch_id = batches.batch_id and batches.left_at is not null
    left join quality.handed_over as entered
        on batches.batch = entered.batch and answers.note_id = entered.note_id and answers.what = entered.what
    where target.line = answers.line
"""

ENTER = """
    update quality.handed_over as entered
    set
        answer = answers.answer, answered_at = %(now)s, message = answers.message,
        ehr_note_id = case when entered.what = 'note' then answers.ehr_note_id else entered.ehr_note_id end
    from answers
    where
        answers.cause is null and not answers.is_as_before
        and entered.batch = answers.batch and entered.note_id = answers.note_id and entered.what = answers.what
    returning answers.answer
"""


class AnswersUnreadable(Exception):
    """A file of answers cannot be read or moved; the message does not name it, as its name is the EHR's."""


@dataclass(frozen=True)
class Taken:
    """What became of the rows of all files. `as_before`: answered so already."""

    files: int = 0
    accepted: int = 0
    rejected: int = 0
    as_before: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return (
            f"{self.files:,} files of answers: {self.accepted:,} accepted, {self.rejected:,} rejected, "
            f"{self.as_before:,} as before, {self.refused:,} that cannot be used"
        )


def take(warehouse: psycopg.Connection, exports: Path, now: datetime) -> Taken:
    """Take each file of answers that is there, in the order of their names, and move it to `taken`.

    Its refused rows are listed in `refused` under the same name. Raises TransactionFailed, FolderInTheWay,
    AnswersUnreadable, OSError.
    """
    total: Counter[str] = Counter()
    with transactions.alone(warehouse, Lock.HAND_OVER):
        # One whose run was killed once it could be read may be answered already.
        batches.leave_entered(warehouse, exports, now)
        waiting = exports / FOLDER
        for place in (waiting, waiting / TAKEN, waiting / REFUSED):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = sorted(path for path in waiting.glob("*.csv") if path.is_file() and not path.is_symlink())
        for number, path in enumerate(files):
            name = f"{now + timedelta(microseconds=number):%Y%m%dT%H%M%S.%f}.csv"
            total["files"] += 1
            try:
                total.update(_take(warehouse, path, waiting / REFUSED / name, name, now))
                path.rename(waiting / TAKEN / name)
            except OSError as error:
                raise AnswersUnreadable(
                    f"file {number + 1} of {len(files)} in {waiting}, in the order of their names, cannot be read or "
                    f"moved: {error.strerror}"
                ) from None
        sync_folder(waiting)
    return Taken(**total)


def _take(warehouse: psycopg.Connection, path: Path, refused: Path, name: str, now: datetime) -> Counter[str]:
    """Enter the rows of one file in one transaction, and list those that cannot be used."""
    rows, causes = _read(path)

    def enter() -> tuple[Counter[str], list[tuple[int, str]]]:
        warehouse.execute(STAGE)
        with warehouse.cursor() as cursor:
            columns = "copy answers (line, batch_id, checksum, note_id, answer, what, ehr_note_id, message) from stdin"
            with cursor.copy(columns) as copy:
                for row in rows:
                    copy.write_row(row)
        warehouse.execute("analyze answers")
        warehouse.execute(JUDGE)
        unusable = warehouse.execute("select line, cause from answers where cause is not null").fetchall()
        counts = Counter(answer for (answer,) in warehouse.execute(ENTER, {"now": now}).fetchall())
        counts["refused"] = len(unusable) + len(causes)
        counts["as_before"] = len(rows) - len(unusable) - counts["accepted"] - counts["rejected"]
        warehouse.execute(
            "insert into quality.answer_files (taken_as, taken_at, accepted, rejected, as_before, refused) "
            "values (%s, %s, %s, %s, %s, %s)",
            [name, now, *(counts[key] for key in ("accepted", "rejected", "as_before", "refused"))],
        )
        return counts, unusable

    counts, unusable = transactions.run(warehouse, enter)
    if listed := sorted([*causes, *unusable]):
        with os.fdopen(os.open(refused, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", newline="") as file:
            csv.writer(file).writerows([("line", "cause"), *listed])
    return counts


def _read(path: Path) -> tuple[list[Sequence[object]], list[tuple[int, str]]]:
    """The rows of a file, as they are staged, and the lines that are none."""
    rows: list[Sequence[object]] = []
    causes: list[tuple[int, str]] = []
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _lines(csv.reader(file, strict=True))
            number, header = next(lines, (1, []))
            names = [name.strip().lower() for name in header]
            if missing := [name for name in NEEDED if names.count(name) != 1]:
                return [], [(number, f"expected one column {missing[0]}")]
            for number, cells in lines:
                if len(cells) != len(names):
                    causes.append((number, f"{len(cells)} cells where the first line has {len(names)}"))
                    continue
                said = {name: cell.strip() or None for name, cell in zip(names, cells, strict=True)}
                if any("\0" in cell or len(cell) > LONGEST_CELL for cell in cells):
                    causes.append((number, f"expected cells of at most {LONGEST_CELL:,} characters, none of them NUL"))
                    continue
                answer, what = (said["answer"] or "").lower(), (said.get("what") or "note").lower()
                # Without an id of its own the EHR keeps the one that the note came with.
                kept = said["note_id"] if (answer, what) == ("accepted", "note") else None
                ehr_note_id = (said.get("ehr_note_id") or kept) if what == "note" and answer == "accepted" else None
                rows.append(
                    (
                        *(number, said["batch_id"], said["checksum"], said["note_id"], answer, what, ehr_note_id),
                        said.get("message"),
                    )
                )
    except (csv.Error, UnicodeDecodeError) as error:
        # What was read until then goes in; how the rest is meant nobody can tell.
        causes.append((number + 1, f"the file breaks off or is no CSV in UTF-8 ({type(error).__name__})"))
    return rows, causes


def _lines(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        if cells:
            yield reader.line_num, cells  # type: ignore[attr-defined]  # of csv.reader
