"""What the data-quality recipients are told of checks that begin to fail and programs that are left out.

A message must not tell that a person is in a program. Of programs it says how many and what kind of cause; of checks
their counts, and what their own messages say, which hold no client and no program. It holds no key of any row: an id of
an authorization may well be made of its client's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from types import MappingProxyType

from perdiem.gates.results import ROWS_FAIL, CheckResult
from perdiem.mail.letters import Envelope, compose, counted, heading, one_line, wrapped

# What may be said of each kind of cause (left_out_kinds of the decision); its sentence names the program and its codes.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "setting_508": "setting 508, the threshold, is missing or no number above 0",
        "setting_509": "setting 509, the minutes of the note, is missing or no whole number from 1 to 1440",
        "setting_512": "setting 512, the lag in days, is missing or no whole number of 0 or more",
        "empty_group": "a group of billing codes is missing or empty",
        "shared_code": "a billing code is in both groups of the program",
    }
)
OTHER = "another cause"


@dataclass(frozen=True)
class LeftOut:
    """The programs newly left out: how many, and of how many each kind of cause holds."""

    programs: int
    kinds: Mapping[str, int]
    why: str
    what_to_do: str


@dataclass(frozen=True)
class QualityDigest:
    """What is new, and what else goes on failing and was told before. Something is new."""

    checks: Sequence[CheckResult]
    left_out: LeftOut | None
    old_checks: Sequence[CheckResult]
    old_programs: int


def digest(found: QualityDigest, run_id: str, run_date: date, envelope: Envelope) -> EmailMessage:
    """Compose the message: what is new, why it matters and what to do, then what else fails, and where to look."""
    counts = []
    if found.checks:
        counts.append(f"{counted(len(found.checks), 'check')} newly failing")
    if found.left_out:
        counts.append(f"{counted(found.left_out.programs, 'program')} left out")
    lines = [
        *wrapped(f"Per-diem billing, run date {run_date}: {', '.join(counts)}."),
        "",
        *wrapped(
            "None of it stopped the run. Each is told when it begins, and not again unless a run has found it in order "
            "since."
        ),
        *_new_checks(found.checks),
        *_left_out(found.left_out),
        *_still_failing(found),
        *_where_to_look(run_id, envelope),
    ]
    return compose(f"Per-diem billing: {', '.join(counts)}", lines, envelope)


def _new_checks(checks: Sequence[CheckResult]) -> Iterator[str]:
    if not checks:
        return
    yield from heading("Newly failing")
    for check in checks:
        yield from wrapped(f"{check.severity}: {_words(check.name)}: {_count(check)}")
        if check.error and not ROWS_FAIL.match(check.error):
            yield from wrapped(one_line(check.error), indent="    ")
        yield from _advice(check.why, check.what_to_do)


def _left_out(left_out: LeftOut | None) -> Iterator[str]:
    if left_out is None:
        return
    yield from heading(f"Programs left out: {left_out.programs}")
    for kind, programs in sorted(left_out.kinds.items()):
        yield from wrapped(f"{counted(programs, 'program')}: {KINDS.get(kind, OTHER)}")
    yield from _advice(left_out.why, left_out.what_to_do)


def _advice(why: str, what_to_do: str) -> Iterator[str]:
    yield from wrapped(f"Why it matters: {one_line(why)}", indent="    ")
    yield from wrapped(f"What to do: {one_line(what_to_do)}", indent="    ")


def _still_failing(found: QualityDigest) -> Iterator[str]:
    others = [f"{_words(check.name)} ({_count(check)})" for check in found.old_checks]
    if found.old_programs:
        others.append(f"{counted(found.old_programs, 'program')} left out")
    if others:
        yield from heading("Still so, told before")
        yield from wrapped(", ".join(others))


def _where_to_look(run_id: str, envelope: Envelope) -> Iterator[str]:
    quoted = one_line(run_id).replace("'", "''")
    yield from heading("Where to look them up")
    if envelope.page:
        yield from (
            "In Airflow's UI, with the keys of the rows; the report of the run:",
            f"    {envelope.page}/quality",
            f"    {envelope.report}",
        )
    yield from (
        "In the warehouse, what the checks found, with the keys of the rows:",
        "    select check_name, error, failing_keys from quality.check_results",
        f"    where run_id = '{quoted}' and not success;",
        "The rows that count nowhere, each with its cause:",
        "    select * from quality.quarantined_rows;",
        "Reports are files, in the folder reports of PERDIEM_STORE or PERDIEM_HOME.",
    )


def _count(check: CheckResult) -> str:
    return str(check.failing_count or "could not be carried out")


def _words(name: str) -> str:
    return one_line(name.replace("_", " "))
