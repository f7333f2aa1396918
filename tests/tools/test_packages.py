"""Which Python makes the environment: programs that answer as Pythons of one version or another, faster or slower."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from perdiem.config import PROJECT_ROOT
from perdiem_local import packages

Answering = Callable[..., str]


@pytest.fixture
def python(tmp_path: Path) -> Answering:
    """Makes a program that answers what a Python of this name would."""

    def make(name: str, seconds: str, version: str = "3\\n11", status: int = 0) -> str:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\nprintf '{program}\\n{version}\\n{seconds}\\n'\nexit {status}\n")
        program.chmod(0o755)
        return str(program)

    return make


def test_the_fastest_python_is_chosen_and_the_first_where_none_is_much_faster(python: Answering) -> None:
    called, alike, faster = python("called", "0.020"), python("alike", "0.0185"), python("faster", "0.013")
    assert packages.choose_python([called, alike]) == called
    assert packages.choose_python([called, alike, faster]) == faster


def test_a_python_of_another_version_or_without_venv_is_passed_over(python: Answering) -> None:
    newer = python("newer", "0.001", version="3\\n12")
    without_venv = python("without-venv", "0.001", status=1)
    called = python("called", "0.020")
    assert packages.choose_python([newer, without_venv, called]) == called
    with pytest.raises(
        SystemExit, match=rf"^perdiem: Python 3\.11 with venv is needed, and {newer} is not one: name one"
    ):
        packages.choose_python([newer, without_venv])


def test_a_real_python_answers_what_it_is_asked() -> None:
    assert packages.choose_python([sys.executable]) == os.path.realpath(sys.executable)


@pytest.mark.parametrize(("named", "called"), [((), "python3 "), (("PYTHON=/opt/python",), "/opt/python ")])
def test_a_python_that_is_named_is_taken_as_it_is(named: tuple[str, ...], called: str) -> None:
    ours = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "MAKEFLAGS", "MAKELEVEL")}
    finished = subprocess.run(
        ["make", "--dry-run", "setup", *named], cwd=PROJECT_ROOT, env=ours, capture_output=True, text=True, check=True
    )
    command = finished.stdout.partition("\n")[0]
    assert command.startswith(called)
    assert ("--with-this-python" in command) == bool(named)
