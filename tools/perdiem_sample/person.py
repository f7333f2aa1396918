"""A client in the making: what admission, attendance, stories and billing of the sample all work on."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from perdiem_sample.rows import Authorization, Client, Coverage
from perdiem_sample.times import DAY, at, days_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Stay:
    """A stretch in one program on certain weekdays (0 = Monday), both ends inclusive."""

    program_id: str
    start: date
    end: date
    weekdays: tuple[int, ...]

    def dates(self, first: date, last: date) -> list[date]:
        """The days of attendance planned from `first` to `last`."""
        span = days_of(max(first, self.start), min(last, self.end))
        return [day for day in span if day.weekday() in self.weekdays]


@dataclass
class Person:
    """A client in the making. `authorizations` are by id; until one is billed, its `updated_at` is when it came.

    `is_uninsured_on_paper`: nobody entered the coverages in the EHR.
    """

    number: int
    random: Random
    client: Client
    stays: list[Stay]
    coverages: list[Coverage]
    authorizations: dict[str, Authorization] = field(default_factory=dict)
    is_uninsured_on_paper: bool = False
    note_count: int = 0

    def next_note_id(self) -> str:
        """An id that no other note has."""
        self.note_count += 1
        return f"note-{self.number:04}-{self.note_count:03}"

    def payer_on(self, service_date: date) -> str:
        """The payer first in line on a date."""
        primary = [coverage for coverage in self.coverages if coverage.priority == 1]
        return next(each.payer_id for each in reversed(primary) if each.start_date <= service_date)

    def authorize(
        self, payer_id: str, billing_code: str, start: date, end: date, units: Decimal, used: Decimal = NOTHING
    ) -> Authorization:
        """Add an active authorization that came shortly before it begins."""
        authorization = Authorization(
            authorization_id=f"auth-{self.number:04}-{len(self.authorizations) + 1}",
            client_id=self.client.client_id,
            payer_id=payer_id,
            billing_code=billing_code,
            start_date=start,
            end_date=end,
            units_authorized=units,
            units_used=used,
            status="active",
            updated_at=at(start - 3 * DAY, 15),
        )
        self.put(authorization)
        return authorization

    def put(self, authorization: Authorization) -> None:
        """Keep an authorization in place of the one with its id."""
        self.authorizations[authorization.authorization_id] = authorization
