"""The figures of a plan as the terminal shows them, and the rows of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perdiem.setup.changes import Change, in_short, named
from perdiem.setup.plan import DAYS_SHOWN

COLUMNS = ("", "days gained", "lost", "changed", "units gained", "lost", "$ gained", "lost")


def rows(changes: Iterable[Change]) -> list[str]:
    """Each row that changes: + for one that comes, - for one that goes, ~ for one that changes."""
    told = []
    for change in changes:
        name = named(change.table, change.key)
        if change.before is None:
            told.append(_with(f"+ {name}", in_short(change.table, change.after)))
        elif change.after is None:
            told.append(_with(f"- {name}", in_short(change.table, change.before)))
        else:
            columns = [column for column in change.after if change.before[column] != change.after[column]]
            told.append(
                f"~ {name}: "
                + "; ".join(f"{column} {change.before[column]!r} -> {change.after[column]!r}" for column in columns)
            )
    return told


def _with(row: str, told: str) -> str:
    return f"{row}: {told}" if told else row


def plan(figures: Mapping[str, Any]) -> list[str]:
    """What the last days come to without the change and with it."""
    written = figures["written"]
    lines = [
        f"service dates from {figures['window_start']} to {figures['run_date']}, as a night would bill them now:",
        *(_written(f"{side} the change", written[side]) for side in ("without", "with")),
    ]
    if not figures["differing_days"]:
        lines.append("no day comes out otherwise")
    for by in ("all", "program", "payer", "reason"):
        if figures["moved"][by]:
            lines += ["", *_table("billed" if by == "all" else f"by {by}", figures["moved"][by])]
    for reason in figures["billed"]:
        lines += ["", f"billed already: {reason['name'].replace('_', ' ')}"]
        if reason["days_to_correct"]:
            lines.append(f"  days to correct {reason['days_to_correct']:,}, of {_money(reason['amount_to_correct'])}")
        if reason["days_no_longer"]:
            lines.append(f"  days no longer to correct {reason['days_no_longer']:,}")
    lines += _compared("days by what becomes of them", figures["statuses"])
    lines += _compared("days by first reason", figures["reasons"])
    if figures["items"]["items"]:
        items = figures["items"]
        lines += [
            "",
            f"billing items that come out otherwise: {items['items']}, {items['of_other_units']} of them with other "
            f"units ({_number(items['units_without'])} without, {_number(items['units_with'])} with)",
        ]
        lines += _compared("findings of these", figures["findings"])
    if figures["first_days"]:
        more = " (the first of them)" if figures["differing_days"] > DAYS_SHOWN else ""
        lines += ["", f"days that come out otherwise{more}: program, client, date, without -> with"]
        lines += [
            f"  {day['program_id']} {day['client_id']} {day['service_date']}: "
            f"{_outcome(day, 'without')} -> {_outcome(day, 'with')}"
            for day in figures["first_days"]
        ]
    return lines


def _written(side: str, figures: Mapping[str, Any]) -> str:
    return (
        f"  {side:<18} {figures['days']:>8,} days {_number(figures['units']):>10} units {_money(figures['amount']):>14}"
    )


def _table(title: str, groups: Sequence[Mapping[str, Any]]) -> list[str]:
    table: list[tuple[str, ...]] = [(title, *COLUMNS[1:])]
    for group in groups:
        table.append(
            (
                "" if group["name"] == "all" else str(group["name"]).replace("_", " "),
                *(f"{group[f'days_{way}']:,}" for way in ("gained", "lost", "changed")),
                *(_number(group[f"units_{way}"]) for way in ("gained", "lost")),
                *(_money(group[f"amount_{way}"]) for way in ("gained", "lost")),
            )
        )
    widths = [max(len(row[column]) for row in table) for column in range(len(COLUMNS))]
    return [
        "  ".join(
            cell.ljust(width) if not number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _compared(title: str, counts: Sequence[Mapping[str, Any]]) -> list[str]:
    moved = [count for count in counts if count["without"] != count["changed"]]
    if not moved:
        return []
    return [
        "",
        f"{title}: without -> with",
        *(f"  {count['name'].replace('_', ' ')}: {count['without']:,} -> {count['changed']:,}" for count in moved),
    ]


def _outcome(day: Mapping[str, Any], side: str) -> str:
    if not day[f"is_written_{side}"]:
        reason = str(day[f"reason_{side}"]).replace("_", " ")
        return f"billed, {reason}" if day[f"status_{side}"] == "billed" != reason else reason
    amount = day[f"amount_{side}"]
    return f"billed, {_number(day[f'units_{side}'])} units, {'no rate' if amount is None else _money(amount)}"


def _number(value: str) -> str:
    return f"{Decimal(value).normalize():f}"


def _money(value: str) -> str:
    return f"${Decimal(value):,.2f}"
