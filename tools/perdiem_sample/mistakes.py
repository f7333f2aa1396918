"""Rows that the EHR should not have taken: copies of good ones, each with something wrong.

Most are to be quarantined, for each cause that there is. The others cannot be told from good ones by themselves.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from perdiem_sample.rows import Authorization, Coverage, Note, Row

AnyRow = TypeVar("AnyRow", Note, Authorization, Coverage)

NO_NUMBER = Decimal("NaN")
MISTYPED_YEAR = date(2106, 7, 28)


def rows(made: Sequence[Row]) -> list[Row]:
    """The bad rows, made out of what the clinic has."""
    notes = [row for row in made if isinstance(row, Note) and row.status == "released"]
    authorizations = [row for row in made if isinstance(row, Authorization)]
    coverages = [row for row in made if isinstance(row, Coverage)]
    return [*_notes(notes), *_authorizations(authorizations[-1]), *_coverages(coverages[-1])]


def _notes(notes: Sequence[Note]) -> list[Note]:
    """To be quarantined, but for two with a code that the EHR lacks and a visit that was noted twice."""
    sessions = [note for note in notes if note.billing_code == "GROUP"]
    visits = [note for note in notes if note.billing_code == "90834"]
    broken = (
        _broken(sessions[-1], billing_code=None),
        _broken(sessions[-2], duration_minutes=2000),
        _broken(sessions[-3], client_id="client-9999"),
        _broken(sessions[-4], client_id=None),
        _broken(sessions[-5], service_date=None),
        _broken(sessions[-6], service_date=MISTYPED_YEAR),
        _broken(sessions[-7], status="signed"),
        _broken(sessions[-8], duration_minutes=None, units=Decimal(90_000), quantity=Decimal(90_000)),
        _broken(sessions[-9], duration_minutes=-90, units=Decimal(-1), quantity=Decimal(-1)),
        _broken(sessions[-10], units=NO_NUMBER, quantity=NO_NUMBER),
        _broken(visits[-1], billing_code="90899"),
        _broken(visits[-2], billing_code="90899"),
        visits[-3],
    )
    return [replace(note, note_id=f"note-9999-{number:03}") for number, note in enumerate(broken, start=1)]


def _authorizations(good: Authorization) -> list[Authorization]:
    """To be quarantined: their client has the good one."""
    broken = (
        _broken(good, client_id=None),
        _broken(good, payer_id=None),
        _broken(good, billing_code=None),
        _broken(good, start_date=None, end_date=None),
        _broken(good, units_authorized=None),
        _broken(good, units_authorized=Decimal(-12), units_used=Decimal(-1)),
        _broken(good, units_authorized=Decimal(12_000_000)),
        _broken(good, units_authorized=NO_NUMBER, units_used=NO_NUMBER),
    )
    return [replace(row, authorization_id=f"auth-9999-{number}") for number, row in enumerate(broken, start=1)]


def _coverages(good: Coverage) -> list[Coverage]:
    """To be quarantined: their client has the good one."""
    broken = (
        _broken(good, client_id=None),
        _broken(good, payer_id=None),
        _broken(good, start_date=None),
        _broken(good, end_date=good.start_date.replace(year=good.start_date.year - 1)),
    )
    return [replace(row, coverage_id=f"cov-9999-{number}") for number, row in enumerate(broken, start=1)]


def _broken(row: AnyRow, **values: Any) -> AnyRow:
    """A copy with values that a good row never has."""
    return replace(row, **values)
