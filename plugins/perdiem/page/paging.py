"""A list that is too long for one page: what may be asked of it by URL, and the links to its other parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, LiteralString, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from psycopg import sql
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

ROWS_PER_PAGE = 50

Part = TypeVar("Part")

# What a form sends for a field that was left empty.
UNSET = ""

UnlessEmpty = BeforeValidator(lambda value: None if value == UNSET else value)


def one_of(values: Collection[str]) -> AfterValidator:
    """The rule that a filter is one of these, or not set."""

    def check(value: str) -> str:
        if value not in (UNSET, *values):
            raise PydanticCustomError("one_of", "Expected one of {values}", {"values": ", ".join(values)})
        return value

    return AfterValidator(check)


def sortable(columns: Collection[str]) -> AfterValidator:
    """The rule that a list is sorted by one of these columns; "-" before its name turns the order around."""

    def check(value: str) -> str:
        if value.removeprefix("-") not in columns:
            told = "Expected one of {columns}, with - before it for the other way round"
            raise PydanticCustomError("sortable", told, {"columns": ", ".join(columns)})
        return value

    return AfterValidator(check)


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("nul", "Expected text without a NUL character, which no id has")
    return value


# A value that PostgreSQL can hold as text.
Text = Annotated[str, Field(max_length=1000), AfterValidator(_without_nul)]
LongText = Annotated[str, Field(max_length=5000), AfterValidator(_without_nul)]


class ListQuery(BaseModel):
    """What every list takes. Each adds its own filters, and says which columns `sort` may name."""

    sort: str
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    def filters(self) -> dict[str, str]:
        """The filters that are set, as the URL has them."""
        values = self.model_dump(mode="json", exclude={"sort", "page"}, exclude_none=True, by_alias=True)
        return {name: str(value) for name, value in values.items() if value != UNSET}


FIRST_DATE, LAST_DATE = date(1900, 1, 1), date(2999, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DATE, le=LAST_DATE)] | None


class DatedListQuery(ListQuery):
    """What a list of service dates takes besides: the first and the last of them."""

    first: Annotated[Day, UnlessEmpty, Field(alias="from")] = None
    last: Annotated[Day, UnlessEmpty, Field(alias="to")] = None

    @field_validator("last")
    @classmethod
    def _not_before_the_first(cls, last: date | None, found: ValidationInfo) -> date | None:
        first = found.data.get("first")
        if first and last and last < first:
            raise PydanticCustomError("order", "Expected no date before the one in from")
        return last

    def dates(self, window_start: date, run_date: date) -> tuple[date, date]:
        """The first and the last date. Those that are left open make a window as long as the last run's."""
        last = self.last or max(run_date, self.first or run_date)
        return self.first or last - (run_date - window_start), last


@dataclass(frozen=True)
class Listing:
    """One page of a list of `count` rows, and the URLs of the list's other pages, orders and file."""

    path: str
    filters: Mapping[str, str]
    sort: str
    page: int
    count: int

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(-(-self.count // ROWS_PER_PAGE), 1)

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * ROWS_PER_PAGE

    @property
    def last_row(self) -> int:
        """The number of its last row, from 1."""
        return min(self.page * ROWS_PER_PAGE, self.count)

    def at(self, page: int) -> str:
        """The URL of another page."""
        return self._url(sort=self.sort, page=str(page))

    def narrowed(self, **filters: str) -> str:
        """The URL of the list with these filters besides its own, or in their place."""
        return f"{self.path}?{urlencode({**self.filters, **filters, 'sort': self.sort})}"

    def sorted_by(self, column: str) -> str:
        """The URL of the list in the order of a column; of the one that it is in already, the other way round."""
        return self._url(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str | None:
        """How a column is sorted, as aria-sort says it; None for a column that the list is not sorted by."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort)

    @property
    def file(self) -> str:
        """The URL of the whole list as a file."""
        return f"{self.path}.csv?{urlencode({**self.filters, 'sort': self.sort})}"

    @property
    def query(self) -> str:
        """What this page of the list is asked for by."""
        return urlencode({**self.filters, "sort": self.sort, "page": self.page})

    def _url(self, **place: str) -> str:
        return f"{self.path}?{urlencode({**self.filters, **place})}"


def listing(request: Request, asked: ListQuery, count: int) -> Listing:
    """The page that is asked for; the last one, where there are fewer."""
    found = Listing(request.url.path, asked.filters(), asked.sort, asked.page, count)
    return found if asked.page <= found.pages else Listing(found.path, found.filters, found.sort, found.pages, count)


def parts(sizes: Mapping[Part, int], listing: Listing) -> tuple[list[Part], int]:
    """The parts of a list that a page shows rows of, and how many rows come before these; `sizes` is in its order."""
    shown, before, so_far = [], 0, 0
    for part, size in sizes.items():
        if so_far + size <= listing.offset:
            before = so_far + size
        elif so_far < listing.offset + ROWS_PER_PAGE:
            shown.append(part)
        so_far += size
    return shown, before


def condition(conditions: Mapping[str, LiteralString], filters: Collection[str]) -> sql.Composable:
    """Those of a list's conditions, by the name of their filter, whose filters are set, as one."""
    chosen = [sql.SQL(text) for name, text in conditions.items() if name in filters]
    return sql.SQL(" and ").join([sql.SQL("true"), *chosen])


def order(columns: Mapping[str, LiteralString], sort: str, last: LiteralString) -> sql.Composable:
    """What to order by for a value of `sort`, and at last by what makes the order a total one."""
    way = sql.SQL(" desc nulls last, " if sort.startswith("-") else " nulls last, ")
    return sql.SQL(columns[sort.removeprefix("-")]) + way + sql.SQL(last)
