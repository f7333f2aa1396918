"""`make load` and `make load-check` as a new user types them, in a home that holds nothing yet."""

from __future__ import annotations

from pathlib import Path

import psycopg

from helpers.homes import command, new_home
from perdiem.config import PROJECT_ROOT

EXAMPLE = PROJECT_ROOT / "examples" / "synthea"
ASKED = {"FROM": str(EXAMPLE / "export"), "MAP": str(EXAMPLE / "mapping.yml")}


def test_a_new_home_is_loaded_by_one_command_and_the_sample_stays_out_of_it(tmp_path: Path) -> None:
    with new_home() as home:
        checked = command(home, "load-check", **ASKED)
        assert checked.returncode == 0, checked.stderr
        assert "  notes: from encounters.csv; 11 of 16 columns" in checked.stdout
        assert not list(home.iterdir()), "a check needs no database and leaves nothing"

        loaded = command(home, "load", **ASKED)
        assert loaded.returncode == 0, loaded.stderr
        assert "perdiem: making the tables of schema ehr" in loaded.stderr
        assert "perdiem: notes: 6 rows read, 6 new, 0 changed, 0 as before" in loaded.stderr
        again = command(home, "load", **{**ASKED, "FULL": "1"})
        assert "perdiem: notes: 6 rows read, 0 new, 0 changed, 6 as before" in again.stderr
        assert "Example" not in loaded.stderr + again.stderr

        files = {"PERDIEM_WRITE_BACK": "files"}
        taken = command(home, "take-answers", **files)
        assert taken.returncode == 0, taken.stderr
        told = "perdiem: 0 files of answers: 0 accepted, 0 rejected, 0 as before, 0 that cannot be used, from "
        assert told in taken.stderr
        assert (home / "exports" / "answers").stat().st_mode & 0o777 == 0o700
        nothing = command(home, "send-again", **files, ALL="1")
        assert (nothing.returncode, "nothing of that is rejected and waits" in nothing.stderr) == (2, True)

        with psycopg.connect(command(home, "db-url").stdout.strip(), autocommit=True) as owner:
            indexes = "select count(*) from pg_indexes where schemaname = 'ehr' and indexname = 'notes_service_date'"
            assert owner.execute(indexes).fetchone() == (1,)
            owner.execute("comment on schema ehr is 'perdiem sample clinic'")
        refused = command(home, "load", **ASKED)
        assert (refused.returncode, "schema ehr is the sample clinic" in refused.stderr) == (2, True)


def test_what_cannot_be_loaded_is_told_in_a_sentence_before_anything_is_started(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "notes.csv").write_text("id,status\n")
    for asked, told in (
        ({}, "expected FROM=a folder, a workbook or a URL, as FROM=export MAP=mapping.yml"),
        ({"MAP": "mapping.yml"}, "MAP without FROM: expected FROM=a folder, a workbook or a URL beside it"),
        ({"FROM": "/nowhere"}, "'/nowhere': expected a folder, an Excel workbook (.xlsx), or a URL as"),
        ({"FROM": str(EXAMPLE / "export"), "MAP": "/nowhere.yml"}, "/nowhere.yml cannot be read (FileNotFoundError)"),
        ({"FROM": str(tmp_path), "MAP": ASKED["MAP"]}, "it has notes.csv"),
        ({"FROM": str(tmp_path)}, "notes: there is no column 'note_id', its key"),
        ({**ASKED, "FULL": "yes"}, "FULL is 'yes': expected 1 or 0"),
    ):
        finished = command(home, "load", **asked)
        assert finished.returncode == 2
        assert told in finished.stderr
        assert finished.stderr.count("\n") == 1
    for asked, told in (
        ({"ALL": "1"}, "PERDIEM_WRITE_BACK is not files: notes are written into the EHR's database"),
        ({"ALL": "1", "NOTE": "pd-1"}, "expected NOTE=the id of a note that the EHR rejected, or ALL=1"),
    ):
        finished = command(home, "send-again", **asked)
        assert (finished.returncode, told in finished.stderr) == (2, True), finished.stderr
    assert not home.exists()
