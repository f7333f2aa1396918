"""Changes of the set-up from the terminal: `make plan`, `make setup-export`, `make setup-import` and their ends."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from perdiem import config
from perdiem.setup import as_code, changes, edits, judging, plan, plan_in_words, proposals
from perdiem.setup.edits import Edit
from perdiem.setup.proposals import Proposal
from perdiem.warehouse import migrations
from perdiem_local.installation import Installation, Tell

HOW_TO_END = "apply it by `make setup-apply CHANGE={id}`, drop it by `make setup-drop CHANGE={id}`; or on the page"


class BadChange(Exception):
    """What was asked for cannot be done; the message names the argument, its value and what is expected."""


@dataclass(frozen=True)
class Asked:
    """The arguments of `make plan` as typed, empty where not given."""

    setting: str = ""
    program: str = ""
    value: str = ""
    first_day: str = ""
    file: str = ""
    change: str = ""
    run_date: str = ""


def make_plan(installation: Installation, asked: Asked, tell: Tell) -> None:
    """Propose what is asked for, unless it is a proposal, and print its plan. Raises BadChange, Refused, DbtFailed."""
    with _databases(installation, tell) as (warehouse, ehr):
        change_id = asked.change or _propose(warehouse, _edit(warehouse, ehr, asked, tell))
        proposal = _read(warehouse, change_id)
        run_date = _date("RUN_DATE", asked.run_date) if asked.run_date else None
    _print_rows(proposal)
    tell("deciding the last days without the change and with it")
    warehouse_url, ehr_url = (installation.connection_url(name) for name in ("perdiem_warehouse", "perdiem_ehr"))
    figures = plan.enter(warehouse_url, ehr_url, change_id, run_date, installation.home / "dbt")
    print("\n" + "\n".join(plan_in_words.plan(figures)))
    print(f"\nnothing is changed yet: {HOW_TO_END.format(id=change_id)}")


def export(installation: Installation, file: str, tell: Tell) -> None:
    """Write the set-up as YAML into a file, or print it."""
    with _databases(installation, tell) as (_, ehr):
        text = as_code.write(changes.read(ehr))
    if file:
        Path(file).write_text(text, encoding="utf-8")
        tell(f"the set-up is in {file}")
    else:
        print(text, end="")


def propose_file(installation: Installation, file: str, tell: Tell) -> None:
    """Propose what makes of the set-up that of a file, unless it is so already. Raises BadChange, BadFile."""
    with _databases(installation, tell) as (warehouse, ehr):
        edit = _edit_of_file(ehr, file)
        if not edit.rows:
            tell(f"the EHR is set up as {file} says: nothing is proposed")
            return
        change_id = _propose(warehouse, edit)
        proposal = _read(warehouse, change_id)
    _print_rows(proposal)
    print(f"proposed: see what it would do by `make plan CHANGE={change_id}`; {HOW_TO_END.format(id=change_id)}")


def list_changes(installation: Installation, tell: Tell) -> None:
    """Print all changes, the last first."""
    with _databases(installation, tell) as (warehouse, _):
        for one in proposals.listed(warehouse):
            ended = f" by {one.ended_by}" if one.ended_by else ""
            print(f"{one.change_id}  {one.proposed_at:%Y-%m-%d %H:%M}  {one.state}{ended}  {one.title} ({one.who})")


def end(installation: Installation, what: str, change_id: str, tell: Tell) -> None:
    """Apply or drop a change, or propose to undo it. Raises Refused, Outdated, TransactionFailed."""
    who, now = getpass.getuser(), datetime.now(UTC)
    with _databases(installation, tell) as (warehouse, ehr):
        if what == "apply":
            _refuse_read_only()
            proposals.apply(warehouse, ehr, change_id, who, now)
            tell(f"applied: nights go by it from now on. `make setup-undo CHANGE={change_id}` proposes the opposite")
        elif what == "drop":
            proposals.drop(warehouse, change_id, who, now)
            tell("dropped: nothing is changed")
        else:
            new_id = proposals.propose_undoing(warehouse, change_id, who, now)
            _print_rows(_read(warehouse, new_id))
            print(f"proposed: {HOW_TO_END.format(id=new_id)}")


@contextmanager
def _databases(installation: Installation, tell: Tell) -> Iterator[tuple[psycopg.Connection, psycopg.Connection]]:
    """The warehouse, brought up to date, and the EHR as who may write the set-up."""
    warehouse_url = installation.connection_url("perdiem_warehouse")
    if not installation.environment.get("AIRFLOW_CONN_PERDIEM_SETUP"):
        raise BadChange("no Airflow connection perdiem_setup: expected AIRFLOW_CONN_PERDIEM_SETUP in the environment")
    with (
        psycopg.connect(warehouse_url, autocommit=True) as warehouse,
        psycopg.connect(installation.connection_url("perdiem_setup"), autocommit=True) as ehr,
    ):
        if ehr.execute("select to_regnamespace('ehr')").fetchone() == (None,):
            raise BadChange("there is no schema ehr here: `make run` loads a sample clinic")
        migrations.apply(warehouse)
        if not judging.are_there(warehouse):
            tell("making what judges rules and settings")
            judging.provide(warehouse_url, installation.home / "dbt")
        yield warehouse, ehr


def _edit(warehouse: psycopg.Connection, ehr: psycopg.Connection, asked: Asked, tell: Tell) -> Edit:
    if asked.file:
        return _edit_of_file(ehr, asked.file)
    if not (asked.setting and asked.value and asked.first_day):
        raise BadChange(
            "expected SETTING=508 VALUE=3 FROM=2026-01-01, with PROGRAM=IOP for one program; or FILE=changes.yml, as "
            "`make setup-export` writes it; or CHANGE= with the id of a proposal"
        )
    if not re.fullmatch(r"\d{3}", asked.setting):
        raise BadChange(f"SETTING is {asked.setting!r}: expected 508, 509, 510 or 512")
    number, first_day = int(asked.setting), _date("FROM", asked.first_day)
    try:
        judging.check_setting(warehouse, number, asked.value)
        return edits.put_setting(
            changes.read(ehr),
            number,
            asked.program or "*",
            first_day,
            asked.value,
            decided_up_to=proposals.decided_up_to(warehouse),
        )
    except edits.Invalid as invalid:
        raise BadChange(str(invalid)) from None


def _edit_of_file(ehr: psycopg.Connection, file: str) -> Edit:
    if not file:
        raise BadChange("expected FILE= with the name of a file, as `make setup-export` writes it")
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadChange(f"FILE is {file!r}: it cannot be read ({error})") from None
    now = changes.read(ehr)
    return Edit(f"The set-up of {Path(file).name}", changes.difference(now, as_code.read(text, now)))


def _propose(warehouse: psycopg.Connection, edit: Edit) -> str:
    _refuse_read_only()
    return proposals.propose(
        warehouse,
        edit.rows,
        title=edit.title,
        who=getpass.getuser(),
        now=datetime.now(UTC),
        counts_from=edit.counts_from,
    )


def _refuse_read_only() -> None:
    if config.load().is_setup_read_only:
        raise BadChange("PERDIEM_SETUP_READ_ONLY is set: the EHR alone changes the set-up, nothing is proposed here")


def _read(warehouse: psycopg.Connection, change_id: str) -> Proposal:
    proposal = proposals.read(warehouse, change_id)
    if proposal is None:
        raise BadChange(f"CHANGE is {change_id!r}: there is none of that id. `make setup-changes` lists all")
    return proposal


def _print_rows(proposal: Proposal) -> None:
    print(proposal.title)
    for line in plan_in_words.rows(proposal.rows):
        print(f"  {line}")


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadChange(f"{name} is {text!r}: expected a date, as in 2026-01-31") from None
