"""`make take-answers` and `make send-again`: what an EHR that takes files has answered, and what is to leave again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from perdiem import config
from perdiem.hand_over import answers, batches
from perdiem.warehouse import migrations
from perdiem_local import installation
from perdiem_local.installation import Tell


class NotDone(Exception):
    """What was asked for cannot be done; the message says why and what is expected."""


def take_answers(home: Path, tell: Tell) -> None:
    """Take the files of answers that are there, and tell how many were what."""
    folder = config.load().export_folder
    with _warehouse(home, tell) as warehouse:
        taken = answers.take(warehouse, folder, datetime.now(UTC))
    tell(f"{taken}, from {folder / answers.FOLDER}")
    if taken.refused:
        tell(f"each row that cannot be used is in {folder / answers.FOLDER / answers.REFUSED}, with its line and why")


def send_again(home: Path, note_id: str, tell: Tell, *, is_for_all: bool) -> None:
    """Have what was rejected leave with the next night: of one note, or of all."""
    if bool(note_id) == is_for_all:
        raise NotDone("expected NOTE=the id of a note that the EHR rejected, or ALL=1")
    with _warehouse(home, tell) as warehouse:
        again = batches.send_again(warehouse, note_id or None, datetime.now(UTC))
    if not again:
        raise NotDone("nothing of that is rejected and waits: quality.handed_over has what was answered")
    tell(f"{again:,} {'entry leaves' if again == 1 else 'entries leave'} again with the next night")


@contextmanager
def _warehouse(home: Path, tell: Tell) -> Iterator[psycopg.Connection]:
    if not config.load().hands_over_files:
        raise NotDone("PERDIEM_WRITE_BACK is not files: notes are written into the EHR's database")
    installed = installation.set_up(home, tell)
    with psycopg.connect(installed.connection_url("perdiem_warehouse"), autocommit=True) as warehouse:
        migrations.apply(warehouse)
        yield warehouse
