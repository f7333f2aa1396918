"""The drill: two nights, a backup, the server lost, a new one, and the next night there as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, client, note
from helpers import tables
from helpers.databases import CONTRACT, connect_nights
from helpers.homes import command, new_home
from helpers.night import run_night
from helpers.page import signed_in

NEXT_NIGHT, NIGHT_AFTER = RUN_DATE + timedelta(days=1), RUN_DATE + timedelta(days=2)


@dataclass(frozen=True)
class Clinic:
    """What a database holds after the night that follows the backup, how that night decided, and what it told."""

    rows: dict[str, list[str]]
    decides: str
    told: list[str]
    views: dict[str, int]


@dataclass(frozen=True)
class Drill:
    """A clinic that lost nothing, and one that went on from the backup on a new server; and what commands said."""

    never_lost: Clinic
    restored: Clinic
    file_mode: int
    rubbish: str
    over_an_ehr: str


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    from perdiem_local import postgres, roles

    file, dbt = tmp_path_factory.mktemp("backups") / "perdiem.dump", tmp_path_factory.mktemp("dbt")
    with new_home() as home, psycopg.connect(postgres.start(home, fsync=False), autocommit=True) as database:
        database.execute(CONTRACT.read_bytes())
        roles.provide(home)
        with nights_of(home, dbt):
            begin(database)
            run_night(RUN_DATE)
            run_night(NEXT_NIGHT)
            assert command(home, "backup", FILE=str(file)).returncode == 0
            never_lost = go_on(home, database)
    with new_home() as home:  # the other one is deleted, with its server
        rubbish = file.with_name("rubbish.dump")
        rubbish.write_text("no backup")
        refused = command(home, "restore", FILE=str(rubbish))
        restored = command(home, "restore", FILE=str(file))
        assert (refused.returncode, restored.returncode) == (2, 0), refused.stderr + restored.stderr
        with nights_of(home, dbt), psycopg.connect(postgres.url(home), autocommit=True) as database:
            after = go_on(home, database)
        again = command(home, "restore", FILE=str(file))
        assert again.returncode == 2
        yield Drill(never_lost, after, file.stat().st_mode & 0o777, refused.stderr, again.stderr)


@contextmanager
def nights_of(home: Path, dbt: Path) -> Iterator[None]:
    """Have nights of this process find the home and its database; what dbt parsed is of both homes."""
    from perdiem_local import postgres

    (home / "dbt").symlink_to(dbt)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PERDIEM_HOME", str(home))
        connect_nights(environment, postgres.url(home), home)
        yield


def begin(ehr: psycopg.Connection) -> None:
    """A day that is billed, one whose note is voided later on, one that waits for an authorization."""
    build(ehr)
    for name in ("billed", "voided", "unpaid"):
        client(ehr, name)
        note(ehr, f"{name}-1", name)
    for name in ("billed", "voided"):
        authorization(ehr, f"authorization-{name}", name, units=2)


def go_on(home: Path, database: psycopg.Connection) -> Clinic:
    """The next day and its night."""
    told_before = set((home / "outbox").glob("*.eml"))
    note(database, "billed-2", "billed", SERVICE_DATE + timedelta(days=2))
    note(database, "unpaid-2", "unpaid", SERVICE_DATE - timedelta(days=1))
    database.execute("update ehr.notes set status = 'void' where origin = 'per_diem' and client_id = 'voided'")
    run = run_night(NIGHT_AFTER)
    [(decides,)] = database.execute("select decides from quality.runs where run_id = %s", [run.run_id])
    letters = sorted(set((home / "outbox").glob("*.eml")) - told_before)
    with signed_in() as page:
        paths = ("/", "/worklist", "/invoices", "/quality", "/audit", "/weeks", "/authorizations")
        views = {path: page.get(path).status_code for path in paths}
    subjects = [line for letter in letters for line in letter.read_text().splitlines() if line.startswith("Subject:")]
    return Clinic(tables.rows(database), decides, subjects, views)


def test_the_next_night_is_row_by_row_that_of_a_clinic_that_lost_nothing(drill: Drill) -> None:
    for table, rows in drill.never_lost.rows.items():
        assert drill.restored.rows[table] == rows, table
    assert drill.restored.rows.keys() == drill.never_lost.rows.keys()
    invoices = drill.restored.rows["ehr.invoices"]
    assert len(invoices) == 3
    assert sum("void" in row for row in invoices) == 1
    assert len(drill.restored.rows["quality.written_notes"]) == 3


def test_it_goes_on_from_what_was_decided_and_tells_nothing_twice(drill: Drill) -> None:
    assert (drill.never_lost.decides, drill.restored.decides) == ("changed", "changed")
    assert len(drill.never_lost.told) == 1
    assert drill.restored.told == drill.never_lost.told


def test_the_page_shows_it(drill: Drill) -> None:
    assert set(drill.restored.views.values()) == {200}


def test_the_file_is_its_owners_and_what_is_no_backup_or_would_replace_an_ehr_is_refused(drill: Drill) -> None:
    assert drill.file_mode == 0o600
    assert "pg_restore ended with an error: " in drill.rubbish
    assert "the database holds an EHR, or what nights left: nothing is restored over it" in drill.over_an_ehr
