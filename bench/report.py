"""What was measured, as tables for people: printed, and kept in BENCH.md, one section for each size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from bench.clinic import Size
from bench.measure import Cost
from bench.nights import WHOLE, Night
from perdiem.config import PROJECT_ROOT

FILE = PROJECT_ROOT / "BENCH.md"
PRODUCT = "product"
# The tasks whose work the hand-written night does too.
SAME_WORK = ("give_back_voided", "decide", "write_back", "publish")
STATEMENTS_SHOWN = 12
HEADING = "# Benchmarks\n"
INTRODUCTION = """
Written by `make bench`, which says below what it ran on. Each night is run several times from the same state, the
product and the hand-written night (`bench/baseline.sql`) in turn, and is timed only where both came to the same rows.
Seconds are wall time; memory is that of the largest process; a statement's seconds are how long it was seen at work, of
which there may be two at once.

*First night*: nothing is published yet, the history is built and the whole window is written. *Next night*: a day has
become due, and a few thousand notes and authorizations came late or were changed. *Idle night*: the same night again.
Of the hand-written forms `window` decides all of the window, `changed` what can have changed by the EHR's `updated_at`,
`history` builds the billing items of all years too.

"""


@dataclass(frozen=True)
class Machine:
    """What the figures depend on, and nothing that says whose it is."""

    cores: int
    memory: int
    postgresql: str
    python: str
    settings: str


@dataclass
class Figures:
    """All that was measured. nights: by scenario and by who ran it; tenth: the next night of a tenth of the history."""

    size: Size
    runs: int
    machine: Machine
    nights: dict[str, dict[str, list[Night]]] = field(default_factory=dict)
    tenth: list[Night] = field(default_factory=list)
    sample: list[Night] = field(default_factory=list)
    views: dict[str, list[float]] = field(default_factory=dict)
    floor: list[tuple[float, float]] = field(default_factory=list)
    compared: int = 0


def render(figures: Figures) -> str:
    """The section of BENCH.md about this size."""
    parts = [_title(figures.size), _conditions(figures), _goals(figures)]
    for scenario, by_whom in figures.nights.items():
        parts.append(f"### {scenario.capitalize()}\n")
        parts += [_night(by_whom[PRODUCT]), _by_hand(by_whom), _ratios(by_whom), _statements(by_whom[PRODUCT])]
    if figures.tenth:
        parts += ["### Next night of a tenth of the history\n", _night(figures.tenth)]
    if figures.sample:
        parts += ["### Idle night of the sample clinic\n", _night(figures.sample)]
    if figures.views:
        parts.append(_views(figures.views))
    return "\n".join(parts)


def keep(figures: Figures, file: Path = FILE) -> None:
    """Put the section in the place of the earlier one of this size."""
    put(_title(figures.size), render(figures), file)


def put(title: str, section: str, file: Path = FILE) -> None:
    """Put a section in the place of the earlier one with this title."""
    text = file.read_text() if file.exists() else HEADING + INTRODUCTION
    others = [part for part in re.split(r"(?=^## )", text, flags=re.MULTILINE) if not part.startswith(title)]
    file.write_text("".join([*others[:1], section.rstrip() + "\n\n", *others[1:]]).rstrip() + "\n")


def seconds(nights: Sequence[Night], steps: Sequence[str] = (WHOLE,)) -> float:
    """How long some steps of a night take together; of several runs the one in the middle."""
    return median(sum(night.costs[step].wall for step in steps if step in night.costs) for night in nights)


def _title(size: Size) -> str:
    return f"## {size.notes:,} notes over {size.days:,} days\n"


def _conditions(figures: Figures) -> str:
    machine = figures.machine
    return (
        f"{datetime.now(UTC).date()}, {machine.cores} cores, {machine.memory / 2**30:.0f} GB of memory, "
        f"PostgreSQL {machine.postgresql}, Python {machine.python}; {figures.runs} runs each, "
        f"{figures.compared:,} rows compared.\n"
        f"PostgreSQL's settings, as `make setup` makes them but for autovacuum: {machine.settings}.\n"
    )


def _goals(figures: Figures) -> str:
    lines = []
    for name, measured, limit in _measured_goals(figures):
        lines.append([name, f"{measured:.2f}", f"{limit:g}", "met" if measured <= limit else "**missed**"])
    return as_table(["goal", "measured", "at most", ""], lines)


def _measured_goals(figures: Figures) -> list[tuple[str, float, float]]:
    """Each goal's name, what was measured, and what it may be."""
    goals = []
    following = figures.nights.get("next night")
    refresh = figures.nights.get("refresh of history")
    if following:
        work = seconds(following[PRODUCT], SAME_WORK)
        full = following["hand-written, window"]
        goals += [
            ("next night's work / hand-written, window", work / seconds(full), 1.0),
            ("the same, if all goes well", work / seconds(full), 0.6),
            (
                "write-back / hand-written",
                seconds(following[PRODUCT], ["write_back"]) / seconds(full, ["write back"]),
                1.2,
            ),
            ("whole next night, seconds (asked of 10 million notes)", seconds(following[PRODUCT]), 20),
        ]
    if refresh:
        by_hand = seconds(refresh["hand-written, history"])
        goals.append(("refresh of history / hand-written", seconds(refresh[PRODUCT], SAME_WORK) / by_hand, 1.5))
    if following and figures.tenth:
        goals += [
            ("next night / that of a tenth of the history", seconds(following[PRODUCT]) / seconds(figures.tenth), 1.1),
            ("the same, work alone", work / seconds(figures.tenth, SAME_WORK), 1.1),
            ("the same, peak memory", _memory(following[PRODUCT]) / _memory(figures.tenth), 1.05),
        ]
    if following and figures.floor:
        floor = median(sum(pair) for pair in figures.floor)
        airflow, dbt = (median(column) for column in zip(*figures.floor, strict=True))
        name = f"whole next night / an empty one, {airflow:.1f} + {dbt:.1f} s (asked of 10,000 notes)"
        goals.append((name, seconds(following[PRODUCT]) / floor, 1.2))
    if figures.sample:
        goals.append(("idle night of the sample, seconds", seconds(figures.sample), 15))
    if figures.views:
        slowest = max(figures.views.values(), key=_p95)
        goals.append(("slowest view or filter, p95 in milliseconds", _p95(slowest), 200))
    return goals


def _night(nights: Sequence[Night]) -> str:
    """Each task of the product's night."""
    lines = []
    for step in nights[0].costs:
        costs: list[Cost] = [night.costs[step] for night in nights if step in night.costs]
        walls = [cost.wall for cost in costs]
        rows = nights[-1].rows.get(step)
        lines.append(
            [
                step,
                *(f"{seconds:.2f}" for seconds in (min(walls), median(walls), max(walls))),
                f"{median(cost.client_cpu for cost in costs):.2f}",
                f"{median(cost.server_cpu for cost in costs):.2f}",
                f"{max(cost.memory for cost in costs) / 2**20:.0f}",
                "" if rows is None else f"{rows:,}",
            ]
        )
    return as_table(["product, seconds", "min", "median", "max", "client CPU", "server CPU", "MB", "rows"], lines)


def _by_hand(by_whom: dict[str, list[Night]]) -> str:
    """Each step of the hand-written forms, side by side: its seconds, and those of the server."""
    forms = {whom: nights for whom, nights in by_whom.items() if whom != PRODUCT}
    lines = []
    for step in next(iter(forms.values()))[0].costs:
        line = [step]
        for nights in forms.values():
            walls = [night.costs[step].wall for night in nights]
            line.append(f"{median(walls):.2f} ({min(walls):.2f} to {max(walls):.2f})")
            line.append(f"{median(night.costs[step].server_cpu for night in nights):.2f}")
        lines.append(line)
    return as_table(["step", *(head for whom in forms for head in (whom, "server CPU"))], lines)


def _ratios(by_whom: dict[str, list[Night]]) -> str:
    work = seconds(by_whom[PRODUCT], SAME_WORK)
    told = [
        f"{work / seconds(nights):.2f} x {whom} ({seconds(nights):.1f} s)"
        for whom, nights in by_whom.items()
        if whom != PRODUCT
    ]
    return f"{' + '.join(SAME_WORK)}: {work:.1f} s, which is {' and '.join(told)}.\n"


def _statements(nights: Sequence[Night]) -> str:
    seen: dict[str, float] = defaultdict(float)
    for night in nights:
        # of samples, which are a little further apart than they are meant to be
        apart = night.costs[WHOLE].wall / len(night.recording.times)
        for statement, times in night.recording.statements.items():
            seen[statement] += times * apart / len(nights)
    most = sorted(seen.items(), key=lambda found: -found[1])[:STATEMENTS_SHOWN]
    told = [f"{_escaped(statement)} {seconds:.1f}" for statement, seconds in most]
    return f"The statements that took longest, in seconds: {', '.join(told)}.\n"


def _views(views: dict[str, list[float]]) -> str:
    lines = [
        [name, str(len(times)), f"{median(times):.0f}", f"{_p95(times):.0f}", f"{max(times):.0f}"]
        for name, times in sorted(views.items(), key=lambda view: -_p95(view[1]))
    ]
    table = as_table(["view and filter", "times", "median", "p95", "max"], lines)
    return f"### The page\n\nMilliseconds of an answer, slowest first.\n\n{table}"


def _memory(nights: Sequence[Night]) -> float:
    return max(night.costs[WHOLE].memory for night in nights)


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


def _escaped(statement: str) -> str:
    return f"`{statement.replace('`', '')}`"


def as_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    marks = ["---", *("---:" for _ in heads[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, marks, *lines]) + "\n"
