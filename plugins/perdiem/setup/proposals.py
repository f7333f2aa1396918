"""Changes of the set-up from their proposal to their end: applied or dropped. Every step is kept, with who and when.

quality.setup_proposals and quality.setup_events are added to alone; the view quality.setup_states has how each stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from perdiem import config
from perdiem.setup import changes
from perdiem.setup.changes import Change
from perdiem.setup.tables import TABLES
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

STATES = """
    select
        change_id, proposed_at, who, title, counts_from, changes, undoes, state, ended_by, ended_at, plan_at,
        plan_error, figures
    from quality.setup_states
"""


class Refused(Exception):
    """A step that is not to be done; the message says why, and what to do instead."""


@dataclass(frozen=True)
class Proposal:
    """A change and how it stands: proposed, plan_asked, planned, plan_failed, applied or dropped.

    `figures` are those of the last plan that came to an end, as plan.py makes them; None where none did.
    """

    change_id: str
    proposed_at: datetime
    who: str
    title: str
    counts_from: date | None
    changes: list[dict[str, Any]]
    undoes: str | None
    state: str
    ended_by: str | None
    ended_at: datetime | None
    plan_at: datetime | None
    plan_error: str | None
    figures: Mapping[str, Any] | None

    @property
    def rows(self) -> list[Change]:
        """The rows that it changes, in the order in which it does."""
        return [Change.from_json(change) for change in self.changes]

    @property
    def is_open(self) -> bool:
        """Whether it can still be applied or dropped."""
        return self.state not in ("applied", "dropped")

    @property
    def decides(self) -> bool:
        """Whether a night would count, decide or itemize by it: whether a plan of it can show anything."""
        return any(TABLES[change.table].decides for change in self.rows)


def propose(
    warehouse: psycopg.Connection,
    rows: Sequence[Change],
    *,
    title: str,
    who: str,
    now: datetime,
    counts_from: date | None = None,
    undoes: str | None = None,
) -> str:
    """Keep a proposal and return its id. Nothing of the EHR is changed. Raises Refused where it changes nothing."""
    if not rows:
        raise Refused("Nothing would change: all of it stands in the EHR already")
    change_id = str(uuid.uuid4())
    warehouse.execute(
        """
        insert into quality.setup_proposals (change_id, proposed_at, who, title, counts_from, changes, undoes)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (change_id, now, who, title, counts_from, Jsonb([row.to_json() for row in rows]), undoes),
    )
    return change_id


def enter(
    warehouse: psycopg.Connection,
    change_id: str,
    what: str,
    now: datetime,
    *,
    who: str | None = None,
    figures: Mapping[str, Any] | None = None,
    error: str | None = None,
) -> None:
    """Enter what became of a proposal: plan_asked, planned with its figures, plan_failed with the error, or its end."""
    warehouse.execute(
        """
        insert into quality.setup_events (change_id, entered_at, who, what, figures, error)
        values (%s, %s, %s, %s, %s, %s)
        """,
        (change_id, now, who, what, Jsonb(figures) if figures is not None else None, error),
    )


def listed(warehouse: psycopg.Connection) -> list[Proposal]:
    """All proposals, the last first."""
    with warehouse.cursor(row_factory=class_row(Proposal)) as cursor:
        return cursor.execute(STATES + " order by proposed_at desc, change_id").fetchall()


def read(warehouse: psycopg.Connection, change_id: str) -> Proposal | None:
    """One proposal."""
    with warehouse.cursor(row_factory=class_row(Proposal)) as cursor:
        return cursor.execute(STATES + " where change_id = %s", [change_id]).fetchone()


def decided_up_to(warehouse: psycopg.Connection) -> date | None:
    """The latest run date that was decided: a setting that may have been decided by is not edited in place."""
    row = warehouse.execute("select max(run_date) from quality.runs where decided_at is not null").fetchone()
    return row[0] if row else None


def apply(warehouse: psycopg.Connection, ehr: psycopg.Connection, change_id: str, who: str, now: datetime) -> None:
    """Apply a proposal in one transaction of the EHR, and enter that it is.

    `ehr` is open as who may write the set-up. Where a process ends between the two, applying again enters it.

    Raises Refused where it has ended, or where the second person that it needs is the first; Outdated where somebody
    changed one of its rows since; TransactionFailed where a database refuses.
    """

    def write(proposal: Proposal) -> None:
        transactions.run(ehr, lambda: changes.apply(ehr, proposal.rows))
        enter(warehouse, change_id, "applied", now, who=who)

    def refuse_the_first(proposal: Proposal) -> None:
        if config.load().changes_need_approval and proposal.who == who:
            raise Refused(
                f"{who} proposed this change, and another person has to apply it (PERDIEM_CHANGES_NEED_APPROVAL is set)"
            )

    _end(warehouse, change_id, refuse_the_first, write)


def drop(warehouse: psycopg.Connection, change_id: str, who: str, now: datetime) -> None:
    """Enter that a proposal is dropped. Raises Refused where it has ended, TransactionFailed."""
    _end(
        warehouse,
        change_id,
        lambda proposal: None,
        lambda proposal: enter(warehouse, change_id, "dropped", now, who=who),
    )


def propose_undoing(warehouse: psycopg.Connection, change_id: str, who: str, now: datetime) -> str:
    """Propose the opposite of a change that was applied, and return the proposal's id. Raises Refused."""
    proposal = _found(warehouse, change_id)
    if proposal.state != "applied":
        raise Refused(f"This change is {proposal.state}: only one that was applied can be undone")
    rows = [row.inverse for row in reversed(proposal.rows)]
    return propose(
        warehouse,
        rows,
        title=f"Undo: {proposal.title}",
        who=who,
        now=now,
        counts_from=proposal.counts_from,
        undoes=change_id,
    )


def _end(
    warehouse: psycopg.Connection,
    change_id: str,
    check: Callable[[Proposal], None],
    end: Callable[[Proposal], None],
) -> None:
    """End a proposal that is open, one at a time."""

    def work() -> None:
        transactions.take_turns(warehouse, Lock.SETUP)
        proposal = _found(warehouse, change_id)
        if not proposal.is_open:
            raise Refused(f"This change is {proposal.state} already, by {proposal.ended_by}")
        check(proposal)
        end(proposal)

    transactions.run(warehouse, work)


def _found(warehouse: psycopg.Connection, change_id: str) -> Proposal:
    proposal = read(warehouse, change_id)
    if proposal is None:
        raise Refused(f"There is no change {change_id!r}: the list of changes has the ids of all")
    return proposal
