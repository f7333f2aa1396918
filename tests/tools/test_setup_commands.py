"""Changes of the set-up from the terminal: proposed by a file or by arguments, listed, applied, undone."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import build
from helpers.night import apart
from perdiem.setup import changes, proposals
from perdiem_local import setup_changes
from perdiem_local.installation import Installation
from perdiem_local.setup_changes import Asked, BadChange


@pytest.fixture
def installed(
    ehr: psycopg.Connection, airflow_connections: None, perdiem_home: Path, database_url: str
) -> Installation:
    """A home of the small clinic that has seen no run."""
    build(ehr)
    return Installation(perdiem_home, database_url, dict(os.environ))


def test_a_set_up_goes_to_a_file_and_comes_back_changed(
    installed: Installation, ehr: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    file = tmp_path / "setup.yml"
    apart(setup_changes.export, installed, str(file), said.append)
    apart(setup_changes.propose_file, installed, str(file), said.append)
    assert said[-1] == f"the EHR is set up as {file} says: nothing is proposed"
    assert proposals.listed(ehr) == []

    text = file.read_text()
    file.write_text(text.replace("value: '1'\n", "value: '3'\n", 1))
    setup_changes.propose_file(installed, str(file), said.append)
    assert "~ system_settings 508, *, 2016-01-01: value '1' -> '3'" in capsys.readouterr().out
    [proposal] = proposals.listed(ehr)
    setup_changes.end(installed, "apply", proposal.change_id, said.append)
    assert changes.read(ehr)["system_settings"]["508", "*", "2016-01-01"]["value"] == "3"
    setup_changes.list_changes(installed, said.append)
    assert "applied by" in capsys.readouterr().out

    setup_changes.end(installed, "undo", proposal.change_id, said.append)
    [undoing, _] = proposals.listed(ehr)
    setup_changes.end(installed, "apply", undoing.change_id, said.append)
    setup_changes.export(installed, "", said.append)
    assert capsys.readouterr().out.endswith(text)


def test_what_cannot_be_done_is_told_by_its_argument(
    installed: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    setting = {"setting": "508", "value": "3", "first_day": "2016-07-01"}
    bad = tmp_path / "bad.yml"
    bad.write_text("groups: []")

    def plan(**asked: str) -> None:
        setup_changes.make_plan(installed, Asked(**asked), lambda told: None)

    for asked, told in (
        ({}, "expected SETTING=508 VALUE=3 FROM=2026-01-01"),
        (setting | {"setting": "five"}, "SETTING is 'five'"),
        (setting | {"setting": "511"}, "expected one of 508, 509, 510, 512"),
        (setting | {"first_day": "soon"}, "FROM is 'soon'"),
        (setting | {"value": "0"}, "value: expected a number above 0"),
        (setting | {"program": "PHP"}, "there is no program 'PHP'"),
        ({"change": "nope"}, "CHANGE is 'nope': there is none of that id"),
        ({"file": str(tmp_path / "nothing.yml")}, "it cannot be read"),
    ):
        with pytest.raises(BadChange, match=told.replace("(", r"\(")):
            apart(plan, **asked)
    monkeypatch.setenv("PERDIEM_SETUP_READ_ONLY", "1")
    with pytest.raises(BadChange, match="the EHR alone changes the set-up"):
        plan(**setting)
    without = Installation(installed.home, installed.database_url, {})
    without.environment["AIRFLOW_CONN_PERDIEM_WAREHOUSE"] = installed.environment["AIRFLOW_CONN_PERDIEM_WAREHOUSE"]
    with pytest.raises(BadChange, match="no Airflow connection perdiem_setup"):
        setup_changes.list_changes(without, lambda told: None)
