"""One value of a source as a column of the contract holds it: exactly, or why it does not fit.

Numbers go through decimals, never through floats. Why a value does not fit names what is expected and the form of what
stands there, letters as a and digits as 9: the value itself may be of a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

LONGEST_FORM = 24
INFINITE = ("infinity", "-infinity")  # PostgreSQL's own: coverages that never end
_INTEGERS = (-(2**31), 2**31 - 1)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TRUTH = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0"), "true"),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0"), "false"),
}


@dataclass(frozen=True)
class Reading:
    """How dates and times are written: a format of strptime's, None for ISO 8601; and the zone of those without one."""

    format: str | None
    time_zone: ZoneInfo


@dataclass(frozen=True)
class Unfit:
    """Why a value does not fit, in two parts: what is expected, and the form of what stands there."""

    expected: str
    form: str = ""

    @property
    def cause(self) -> str:
        return f"of the form {self.form}: {self.expected}" if self.form else self.expected


def as_stored(kind: str, text: str, reading: Reading) -> str | Unfit | None:
    """A text as PostgreSQL takes it for a column of a type of the contract; None where it is empty."""
    if not text or (kind != "text" and not text.strip()):
        return None
    if kind == "text":
        return fitting_text(text)
    text = text.strip()
    if kind in ("date", "timestamptz") and text in INFINITE:
        return text
    if kind == "integer":
        return _integer(text)
    if kind == "boolean":
        return _TRUTH.get(text.lower()) or Unfit("expected true or false, yes or no, 1 or 0", form(text))
    if kind == "date":
        found = moment(text, reading)
        if isinstance(found, Unfit):
            return Unfit(_expected_time("a date", "2026-01-31", reading), form(text))
        return found.date().isoformat()
    if kind == "timestamptz":
        found = moment(text, reading)
        if isinstance(found, Unfit):
            return Unfit(_expected_time("a time", "2026-01-31 13:05", reading), form(text))
        return found.isoformat()
    precision, scale = map(int, re.findall(r"[0-9]+", kind))
    return _numeric(text, precision, scale)


def moment(text: str, reading: Reading) -> datetime | Unfit:
    """A date, as its midnight, or a time, in the zone of the reading."""
    try:
        if reading.format:
            found = datetime.strptime(text, reading.format)  # noqa: DTZ007  # its zone comes below
        elif _DATE.fullmatch(text[:10]):
            found = (
                datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
            )
        else:
            raise ValueError
        if found.tzinfo is None:
            return found.replace(tzinfo=reading.time_zone)
        return found.astimezone(reading.time_zone)
    except (ValueError, OverflowError):
        return Unfit(_expected_time("a date or a time", "2026-01-31 13:05", reading), form(text))


def minutes_between(first: str, last: str, reading: Reading) -> str | Unfit:
    """The whole minutes that passed from one time to another, below 0 where the second is the earlier."""
    start, end = (moment(text.strip(), reading) for text in (first, last))
    if isinstance(start, Unfit):
        return start
    if isinstance(end, Unfit):
        return end
    # In UTC: of two times in one zone Python tells what clocks show between them.
    return _integer(str((end.astimezone(UTC) - start.astimezone(UTC)) // timedelta(minutes=1)))


def is_format(pattern: str) -> bool:
    """Whether a format tells a date, and can be read by."""
    sample = datetime(2026, 1, 31, 13, 5, 7)  # noqa: DTZ001  # only its digits matter
    try:
        return datetime.strptime(sample.strftime(pattern), pattern).date() == sample.date()  # noqa: DTZ007
    except ValueError:
        return False


def form(text: str) -> str:
    """What a value looks like, and nothing of what it says."""
    told = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text[:LONGEST_FORM]))
    told = "".join(character if character.isascii() and character.isprintable() else "?" for character in told)
    return told + ("..." if len(text) > LONGEST_FORM else "")


def fitting_text(text: str) -> str | Unfit:
    """A text that PostgreSQL can hold."""
    if "\0" in text:
        return Unfit("expected text without a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Unfit("expected text in the encoding of the file; `encoding` in its block names another, as cp1252")
    return text


def _integer(text: str) -> str | Unfit:
    number = _decimal(text)
    if number is None or number != number.to_integral_value():
        return Unfit("expected a whole number", form(text))
    if not _INTEGERS[0] <= number <= _INTEGERS[1]:
        return Unfit(f"expected a whole number from {_INTEGERS[0]} to {_INTEGERS[1]}")
    return str(int(number))


def _numeric(text: str, precision: int, scale: int) -> str | Unfit:
    number = _decimal(text)
    if number is None:
        return Unfit("expected a number", form(text))
    if abs(number) >= 10 ** (precision - scale) or number != round(number, scale):
        return Unfit(
            f"expected a number with at most {precision - scale} digits, and {scale} after the point", form(text)
        )
    return f"{number:f}"


def _decimal(text: str) -> Decimal | None:
    """None where it is no number, or none that a column could hold anyway."""
    if not _NUMBER.fullmatch(text) or len(text) > 100:
        return None
    number = Decimal(text)
    return number if -100 < number.adjusted() < 100 else None


def _expected_time(what: str, example: str, reading: Reading) -> str:
    return f"expected {what}, written {reading.format}" if reading.format else f"expected {what}, as in {example}"
