"""Which failures the data-quality recipients are yet to be told. Telling them is in delivery.py.

A failure is a check that fails, or a program that is left out for a cause. quality.failures holds it from the run that
finds it until a run finds it gone, with when it was told: so it is told once, and anew when it returns.

- A check of severity info is not told, and one that stops the run was told by the message of the failed run.
- A check that this run did not carry out is neither told nor forgotten.
- Nights of the past that are run again forget nothing that a later night found: what is in order then may well fail
  now. What they find themselves is told as by any other run.
- A run that looks back fewer days than the nights do forgets nothing either: it did not see what they see.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import psycopg

from perdiem.gates import results
from perdiem.gates.results import CheckResult
from perdiem.quality.messages import LeftOut, QualityDigest
from perdiem.runs import Run
from perdiem.warehouse import transactions
from perdiem.warehouse.transactions import Lock

LEFT_OUT_CHECK = "programs_left_out"  # told by its programs


@dataclass(frozen=True)
class Failure:
    """A check, named with its suite; or a program, with the cause for which it is left out and its kinds."""

    kind: Literal["check", "program"]
    name: str
    cause: str = ""
    cause_kinds: tuple[str, ...] = ()

    @property
    def failure_id(self) -> str:
        """Made of all of it: names and causes hold what people typed in, and may be too long for an index."""
        return hashlib.sha256(json.dumps([self.kind, self.name, self.cause]).encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    """What a run found: failing checks and left-out programs by their failure_id, and the checks that are in order."""

    checks: Mapping[str, tuple[Failure, CheckResult]]
    programs: Mapping[str, Failure]
    in_order: frozenset[str]
    why_left_out: tuple[str, str]  # why it matters, and what to do

    @property
    def failures(self) -> dict[str, Failure]:
        """All that fails."""
        return {**{failure_id: failure for failure_id, (failure, _) in self.checks.items()}, **self.programs}


def read(warehouse: psycopg.Connection, run: Run) -> Found:
    """Read what the checks of the run found, and which programs the last decision left out."""
    checks, in_order, why_left_out = {}, set(), ("", "")
    tellable = [
        check for check in results.read(warehouse, run.run_id) if check.severity != "info" and not check.stops_run
    ]
    for check in sorted(tellable, key=lambda check: (check.severity, check.name, check.suite)):
        failure = Failure("check", f"{check.suite}.{check.name}")
        is_told_by_programs = check.name == LEFT_OUT_CHECK and check.failing_count > 0
        if check.success or is_told_by_programs:
            in_order.add(failure.failure_id)
        else:
            checks[failure.failure_id] = (failure, check)
        if check.name == LEFT_OUT_CHECK:
            why_left_out = (check.why, check.what_to_do)
    left_out = warehouse.execute(
        "select distinct program_id, left_out_cause, left_out_kinds "
        "from intermediate.int_program_days__settings where is_left_out"
    )
    programs = [
        Failure("program", program_id, cause, tuple(kinds.split("; "))) for program_id, cause, kinds in left_out
    ]
    return Found(checks, {program.failure_id: program for program in programs}, frozenset(in_order), why_left_out)


def refresh(warehouse: psycopg.Connection, run: Run, found: Found, nightly_lookback_days: int, now: datetime) -> None:
    """Enter what newly fails, and forget what fails no more.

    All in one transaction, one run after the other; done again, it changes nothing. Raises TransactionFailed.
    """
    failures = found.failures
    values = {
        "failure_ids": list(failures),
        "kinds": [failure.kind for failure in failures.values()],
        "names": [failure.name for failure in failures.values()],
        "causes": [failure.cause for failure in failures.values()],
        "in_order": list(found.in_order),
        "run_date": run.run_date,
        # A run date mistyped into the future must not keep anything from being forgotten until then.
        "last_run_date": min(run.run_date, run.today),
        "now": now,
    }

    def bring_up_to_date() -> None:
        transactions.take_turns(warehouse, Lock.DATA_QUALITY)
        if run.lookback_days >= nightly_lookback_days:
            warehouse.execute(FORGET, values)
        warehouse.execute(ENTER, values)

    transactions.run(warehouse, bring_up_to_date)


# Every run decides about every program: one that it does not find left out is in order. A check must have succeeded.
FORGET = """
    delete from quality.failures
    where
        last_run_date <= %(run_date)s
        and (
            failure_id = any(%(in_order)s)
            or (kind = 'program' and failure_id <> all(%(failure_ids)s))
        )
"""

ENTER = """
    insert into quality.failures (failure_id, kind, name, cause, found_at, last_run_date)
    select failure_id, kind, name, cause, %(now)s, %(last_run_date)s
    from unnest(%(failure_ids)s::text[], %(kinds)s::text[], %(names)s::text[], %(causes)s::text[])
        as found (failure_id, kind, name, cause)
    on conflict (failure_id) do update set
        last_run_date = greatest(failures.last_run_date, excluded.last_run_date)
"""


def untold(warehouse: psycopg.Connection, found: Found) -> dict[str, datetime]:
    """The failure_ids of what fails and was not told yet, with when it was found."""
    rows = warehouse.execute(
        "select failure_id, found_at from quality.failures where failure_id = any(%s) and told_at is null",
        (list(found.failures),),
    )
    return dict(rows.fetchall())


def digest_of(found: Found, new: Mapping[str, datetime]) -> QualityDigest:
    """What a message may say of it: `new` is told in full, all else that fails in a line."""
    new_programs = [program for failure_id, program in found.programs.items() if failure_id in new]
    names = {program.name for program in new_programs}
    # A program with several causes is one of each kind.
    kinds = Counter(
        kind for _, kind in {(program.name, kind) for program in new_programs for kind in program.cause_kinds}
    )
    return QualityDigest(
        checks=[check for failure_id, (_, check) in found.checks.items() if failure_id in new],
        left_out=LeftOut(len(names), kinds, *found.why_left_out) if names else None,
        old_checks=[check for failure_id, (_, check) in found.checks.items() if failure_id not in new],
        old_programs=len({program.name for program in found.programs.values()} - names),
    )
