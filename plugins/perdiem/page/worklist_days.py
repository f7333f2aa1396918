"""The days of the worklist, as the marts have them. All of them are added up; only those that are shown are looked up.

A list of them is by client and first reason, and each such group has its days; a file is of days alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from perdiem.alerts.work import SET_ASIDE
from perdiem.page import facets, paging, spreadsheet
from perdiem.page.worth import Worth
from perdiem.report.run_days import AGE

# As Day has them.
SHOWN = """
    client_id, program_id, service_date, age, nights_left, status, units, threshold_units, primary_reason, reasons,
    payer_id, expected_amount, amount_basis, run_date, standing, not_before, owners
"""

# A day is looked at by the nights up to the look-back after it.
COLUMNS = """
    client_id,
    program_id,
    service_date,
    greatest(%(run_date)s - service_date, 0) as age,
    {age} as age_group,
    greatest(service_date + %(lookback_days)s::integer - %(run_date)s, 0) as nights_left,
    status,
    units,
    threshold_units,
    primary_reason,
    reasons,
    payer_id,
    expected_amount,
    amount_basis,
    run_date
""".replace("{age}", AGE)

# What the filter for work finds a day by, from what stands and who took it.
WORK = """
    case
        when standing in ('done', 'snoozed') then array['all', standing]
        else array['all', 'to_do', case when owners = array[]::text[] then 'free' else 'taken' end]
            || case when %(user)s = any(owners) then array['mine'] else array[]::text[] end
            || case when standing = 'came_back' then array['came_back'] else array[]::text[] end
    end
""".strip()

# A day has an alert for each reason. It is set aside once all of them are.
DAYS_WHERE: LiteralString = (
    """
    with

    decided as (
        select {columns}
        from marts.fct_per_diem_days as days
        where {where} and service_date between %(first_date)s and %(last_date)s
    ),

    worked as (
        select
            decided.program_id,
            decided.client_id,
            decided.service_date,
            count(*) filter (where states.standing = 'done') as done,
            count(*) filter (where {set_aside}) as set_aside,
            bool_or(states.standing = 'came_back') as has_come_back,
            min(states.not_before) filter (where {set_aside}) as not_before,
            coalesce(array_agg(states.owner) filter (where states.owner is not null), array[]::text[]) as owners
        from quality.alert_states as states
        inner join decided using (program_id, client_id, service_date)
        where
            states.service_date between %(first_date)s and %(last_date)s
            and {states_where}
            and states.reason = any(decided.reasons)
        group by decided.program_id, decided.client_id, decided.service_date
    ),

    standing as (
        select
            decided.*,
            case
                when coalesce(worked.done, 0) = cardinality(decided.reasons) then 'done'
                when coalesce(worked.set_aside, 0) = cardinality(decided.reasons) then 'snoozed'
                when worked.has_come_back then 'came_back'
                else 'to_do'
            end as standing,
            worked.not_before,
            coalesce(worked.owners, array[]::text[]) as owners
        from decided
        left join worked using (program_id, client_id, service_date)
    ),

    days as materialized (
        select *, {work} as work
        from standing
    )
""".replace("{columns}", COLUMNS)
    .replace("{set_aside}", SET_ASIDE)
    .replace("{work}", WORK)
)


def _days(where: LiteralString, states_where: LiteralString = "true") -> LiteralString:
    """The days of some dates. What is true of all of them is asked of the states of their alerts, too."""
    return DAYS_WHERE.replace("{where}", where).replace("{states_where}", states_where)


DAYS = _days("primary_reason is not null")
DAYS_OF_CLIENTS = _days(
    "primary_reason is not null and client_id = any(%(client_ids)s)", "states.client_id = any(%(client_ids)s)"
)
ONE = _days("program_id = %(program_id)s and client_id = %(client_id)s", "states.client_id = %(client_id)s")
ONE += "select {shown} from days".replace("{shown}", SHOWN)

# As Worth has it.
WORTH = """
    count(*) as days,
    coalesce(sum(expected_amount) filter (where status <> 'billed'), 0) as waiting,
    coalesce(sum(expected_amount) filter (where status = 'billed'), 0) as billed,
    count(*) - count(expected_amount) as unknown,
    count(*) filter (where amount_basis = 'estimate') as estimated
"""

# Looked up for the rows that are shown alone, and so not joined.
FACILITY = "(select facility_id from staging.stg_ehr__clients as clients where clients.client_id = listed.client_id)"
PAYER = "(select payer_name from staging.stg_ehr__payers as payers where payers.payer_id = listed.payer_id)"

# Both what the filters are counted by and the groups of a page, which have a place: in one query, as all days of a
# window are read for either. Most days of a client are like the others to every filter, and are added up first.
ALIKE_AND_LISTED: LiteralString = """,

    of_clients as materialized (
        select
            client_id, status, program_id, primary_reason, reasons, age_group, payer_id, {work} as work,
            min(service_date) as service_date, sum(expected_amount) as expected_amount, {worth}
        from standing
        group by client_id, status, program_id, primary_reason, reasons, age_group, payer_id, standing, owners
    ),

    clients as materialized (
        select listed.client_id, {facility} as facility_id
        from (select distinct client_id from of_clients) as listed
    ),

    alike as (
        select
            status, program_id, primary_reason, reasons, age_group, payer_id, clients.facility_id, work,
            sum(days)::bigint, sum(waiting), sum(billed), sum(unknown)::bigint, sum(estimated)::bigint
        from of_clients
        inner join clients using (client_id)
        group by status, program_id, primary_reason, reasons, age_group, payer_id, clients.facility_id, work
    ),

    listed as (
        select
            client_id,
            primary_reason,
            sum(expected_amount) as expected_amount,
            min(program_id) as program_id,
            min(payer_id) as payer_id,
            min(service_date) as service_date
        from of_clients
        where {condition}
        group by client_id, primary_reason
    ),

    placed as (
        select client_id, primary_reason, row_number() over (order by {order}) as place
        from listed
        order by place
        limit %(limit)s offset %(offset)s
    )

    select null as place, (select count(*) from listed) as groups, null as client_id, alike.*
    from alike
    union all
    select
        place, null, client_id, null, null, primary_reason, null, null, null, {facility}, null,
        null, null, null, null, null
    from placed as listed
    order by place nulls first
""".replace("{worth}", WORTH).replace("{work}", WORK)

# What the groups that are shown come to, each by its place, beside each of the last of their days. All groups at once:
# the days would be looked through for each.
GROUPS = """,

    shown_days as (
        select days.*, shown.place
        from days
        inner join unnest(%(client_ids)s::text[], %(first_reasons)s::text[])
            with ordinality as shown (client_id, primary_reason, place)
            using (client_id, primary_reason)
        where {condition}
    ),

    figures as materialized (
        select
            place,
            array_remove(array_agg(distinct payer_id), null) as payer_ids,
            array_agg(distinct program_id) as program_ids,
            min(nights_left) as nights_left_of_first,
            array[
                count(*) filter (where %(user)s = any(owners)),
                count(*) filter (where owners <> array[]::text[] and %(user)s <> all(owners)),
                count(*) filter (where standing = 'came_back'),
                count(*) filter (where standing = 'snoozed'),
                count(*) filter (where standing = 'done')
            ] as work_of_days,
            {worth}
        from shown_days
        group by place
    ),

    numbered as (
        select *, row_number() over (partition by place order by service_date desc, program_id) as number
        from shown_days
    )

    select
        place, payer_ids, program_ids, nights_left_of_first, work_of_days, days, waiting, billed, unknown, estimated,
        {shown}
    from figures
    inner join numbered using (place)
    where number <= %(most)s
    order by place, service_date desc, program_id
""".replace("{worth}", WORTH).replace("{shown}", SHOWN)

ROWS = """
    select {shown}, {payer}, {facility}
    from days as listed
    where {condition}
    order by {order}
"""

CONDITIONS = {
    "status": "status = %(status)s",
    "program": "program_id = %(program)s",
    "first_reason": "primary_reason = %(first_reason)s",
    "reason": "%(reason)s = any(reasons)",
    "payer": "payer_id = %(payer)s",
    "age": "age_group = %(age)s",
    "work": "%(work)s = any(work)",
    "facility": facets.OF_FACILITY,
}

# Of a day, and of a group: what is first of it, and what it comes to altogether.
SORTS = {
    "amount": "listed.expected_amount",
    "client": "listed.client_id",
    "reason": "listed.primary_reason",
    "payer": f"coalesce({PAYER}, listed.payer_id)",
    "program": "listed.program_id",
    "facility": FACILITY,
    "left": "listed.service_date",
}


@dataclass(frozen=True)
class Day:
    """A day as it was decided last.

    `age` is in days, `expected_amount` in US dollars; `nights_left` is how many nights still look at it. `standing` is
    to_do, came_back, snoozed or done, of all its alerts together; `owners` is who took any of them.
    """

    client_id: str
    program_id: str
    service_date: date
    age: int
    nights_left: int
    status: str
    units: Decimal
    threshold_units: Decimal
    primary_reason: str | None
    reasons: list[str]
    payer_id: str | None
    expected_amount: Decimal | None
    amount_basis: str | None
    run_date: date
    standing: str
    not_before: date | None
    owners: list[str]

    @property
    def worth(self) -> Worth:
        """What it comes to."""
        amount, is_billed = self.expected_amount or Decimal(0), self.status == "billed"
        return Worth(
            days=1,
            waiting=Decimal(0) if is_billed else amount,
            billed=amount if is_billed else Decimal(0),
            unknown=int(self.expected_amount is None),
            estimated=int(self.amount_basis == "estimate"),
        )


@dataclass(frozen=True)
class Work:
    """How many days of a group are taken by who looks, and by others; came back; are snoozed, and done."""

    mine: int
    of_others: int
    came_back: int
    snoozed: int
    done: int


@dataclass(frozen=True)
class Listed:
    """A group of a page, as it is found: a client and a first reason."""

    client_id: str
    reason: str
    facility_id: str | None


@dataclass(frozen=True)
class Group:
    """The days of a client with the same first reason, and what they come to; `last_days` are the last of them.

    `nights_left` is how many nights still look at the first of them.
    """

    client_id: str
    reason: str
    facility_id: str | None
    payer_ids: list[str]
    program_ids: list[str]
    nights_left: int
    work: Work
    worth: Worth
    last_days: list[Day]


def read(
    warehouse: psycopg.Connection, values: Mapping[str, Any], filters: Collection[str], sort: str, page: int, most: int
) -> tuple[list[facets.Group[Worth]], int, list[Group]]:
    """The days that are alike to the filters, what they come to; how many groups the filters find; those of one page.

    Beyond the last page, those of the last one. Of the days of a group no more than the last `most` are read.
    """
    days_alike, count, listed = _alike_and_listed(warehouse, values, filters, sort, page)
    if count and not listed:
        _, _, listed = _alike_and_listed(warehouse, values, filters, sort, -(-count // paging.ROWS_PER_PAGE))
    return days_alike, count, _groups(warehouse, values, filters, listed, most)


def _alike_and_listed(
    warehouse: psycopg.Connection, values: Mapping[str, Any], filters: Collection[str], sort: str, page: int
) -> tuple[list[facets.Group[Worth]], int, list[Listed]]:
    query = sql.SQL(DAYS + ALIKE_AND_LISTED).format(
        condition=paging.condition(CONDITIONS, filters),
        facility=sql.SQL(FACILITY),
        order=paging.order(SORTS, sort, "listed.client_id, listed.primary_reason"),
    )
    place_on_page = {"limit": paging.ROWS_PER_PAGE, "offset": (page - 1) * paging.ROWS_PER_PAGE}
    days_alike, count, listed = [], 0, []
    for (
        place,
        groups,
        client_id,
        status,
        program_id,
        reason,
        reasons,
        age,
        payer_id,
        facility_id,
        work,
        *worth,
    ) in warehouse.execute(query, {**values, **place_on_page}):
        if place is not None:
            listed.append(Listed(client_id, reason, facility_id))
            continue
        count = groups
        found_by = {
            "status": [status],
            "program": [program_id],
            "first_reason": [reason],
            "reason": reasons,
            "payer": [payer_id or ""],
            "age": [age],
            "facility": [facility_id or ""],
            "work": work,
        }
        days_alike.append(facets.Group(found_by, Worth(*worth)))
    return days_alike, count, listed


def _groups(
    warehouse: psycopg.Connection, values: Mapping[str, Any], filters: Collection[str], listed: list[Listed], most: int
) -> list[Group]:
    """What those that are listed come to, with the last of their days."""
    condition = paging.condition(CONDITIONS, set(filters) - {"facility"})  # of which all clients that are listed are
    query = sql.SQL(DAYS_OF_CLIENTS + GROUPS).format(condition=condition)
    keys = {"client_ids": [group.client_id for group in listed], "first_reasons": [group.reason for group in listed]}
    groups: dict[int, Group] = {}
    of_worth = len(Worth._fields)
    for place, payer_ids, program_ids, nights_left, work, *worth_and_day in warehouse.execute(
        query, {**values, **keys, "most": most}
    ):
        if place not in groups:
            of = listed[place - 1]
            groups[place] = Group(
                *(of.client_id, of.reason, of.facility_id, payer_ids, program_ids, nights_left),
                *(Work(*work), Worth(*worth_and_day[:of_worth]), []),
            )
        groups[place].last_days.append(Day(*worth_and_day[of_worth:]))
    return list(groups.values())


def rows(
    warehouse: psycopg.Connection, values: Mapping[str, Any], filters: Collection[str], sort: str
) -> Iterator[tuple[Day, str | None, str | None]]:
    """All days that the filters find, each with the name of its payer and its client's facility."""
    query = sql.SQL(DAYS + ROWS).format(
        shown=sql.SQL(SHOWN),
        payer=sql.SQL(PAYER),
        facility=sql.SQL(FACILITY),
        condition=paging.condition(CONDITIONS, filters),
        order=paging.order(SORTS, sort, "listed.service_date desc, listed.client_id, listed.program_id"),
    )
    for *day, payer_name, facility_id in spreadsheet.read(warehouse, query, values):
        yield Day(*day), payer_name, facility_id


def one(
    warehouse: psycopg.Connection, values: Mapping[str, Any], program_id: str, client_id: str, service_date: date
) -> Day | None:
    """A program's day of a client, whatever became of it; None where none was decided."""
    key = {"program_id": program_id, "client_id": client_id, "first_date": service_date, "last_date": service_date}
    with warehouse.cursor(row_factory=class_row(Day)) as cursor:
        return cursor.execute(ONE, {**values, **key}).fetchone()
