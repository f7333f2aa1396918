"""`make dbt`: dbt's own command line on a home's warehouse."""

import pytest

from helpers.homes import SampleHome, command
from perdiem_local import project


def test_freshness_of_the_sample_is_that_of_its_last_note_and_leaves_no_log(sample_home: SampleHome) -> None:
    finished = command(sample_home.path, "dbt", "source", "freshness")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "ERROR STALE freshness of ehr.notes" in finished.stdout
    state = sample_home.path / "dbt" / "by_hand"
    assert (state / "target" / "sources.json").is_file()
    assert not [path for path in state.rglob("*.log") if path.stat().st_size]


@pytest.mark.parametrize("arguments", [["build"], ["--debug", "run"], ["seed"], ["run-operation", "ls"], []], ids=str)
def test_what_changes_the_warehouse_is_for_nights_alone(arguments: list[str]) -> None:
    with pytest.raises(project.NotByHand, match="which change nothing; nights build"):
        project.check(arguments)


@pytest.mark.parametrize("arguments", [["ls", "--select", "tag:days"], ["--quiet", "compile"], ["source", "freshness"]])
def test_what_changes_nothing_is_carried_out(arguments: list[str]) -> None:
    project.check(arguments)
