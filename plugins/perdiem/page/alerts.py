"""The alerts of setting 510, as the EHR has them: one by its id, and those that are open of some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row

MANY = """
    select alert_id, program_id, client_id, service_date, reason, status, opened_at, notified_at, resolved_at
    from ehr.alerts
    where alert_id = any(%s)
    order by alert_id
"""

OPEN = """
    select alerts.program_id, alerts.client_id, alerts.service_date, array_agg(alerts.alert_id order by alerts.alert_id)
    from unnest(%(program_ids)s::text[], %(client_ids)s::text[], %(service_dates)s::date[])
        as days (program_id, client_id, service_date)
    inner join ehr.alerts using (program_id, client_id, service_date)
    where alerts.status = 'open'
    group by alerts.program_id, alerts.client_id, alerts.service_date
"""

# A program's day of a client.
Key = tuple[str, str, date]


@dataclass(frozen=True)
class Alert:
    """An alert, and the day that it is about. `status` is open, resolved or expired."""

    alert_id: str
    program_id: str
    client_id: str
    service_date: date
    reason: str
    status: str
    opened_at: datetime
    notified_at: datetime | None
    resolved_at: datetime | None


def read(ehr: psycopg.Connection, alert_id: str) -> Alert | None:
    """The alert of this id; None where there is none."""
    return next(iter(read_all(ehr, [alert_id])), None)


def read_all(ehr: psycopg.Connection, alert_ids: Sequence[str]) -> list[Alert]:
    """The alerts of these ids, without those that there are not."""
    with ehr.cursor(row_factory=class_row(Alert)) as cursor:
        return cursor.execute(MANY, [alert_ids]).fetchall()


def open_ids(ehr: psycopg.Connection, days: Sequence[Key]) -> dict[Key, list[str]]:
    """The ids of the alerts that are open of these days."""
    program_ids, client_ids, service_dates = (list(column) for column in zip(*days, strict=True))
    values = {"program_ids": program_ids, "client_ids": client_ids, "service_dates": service_dates}
    return {(*key,): alert_ids for *key, alert_ids in ehr.execute(OPEN, values)}
