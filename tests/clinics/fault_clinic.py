"""A clinic with something for every part of a night to do, and what must hold of it whatever was killed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import LiteralString

import psycopg
from aiosmtpd.smtp import Envelope

from clinics.small_clinic import SERVICE_DATE, authorization, build, client, note, program, setting
from helpers.databases import as_user, insert
from perdiem.write_back import writing
from perdiem.write_back.allocation import Candidate, PendingDay

CLIENTS = 40
EARLIER = datetime(2016, 8, 1, 4, tzinfo=UTC)
ALERT_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

# When something was written, by which run, and under which random id, differs from run to run.
EHR = {
    "ehr.notes": "to_jsonb(t) - 'updated_at' - 'released_at' - 'dag_run_id'",
    "ehr.authorizations": "to_jsonb(t) - 'updated_at'",
    "ehr.authorization_usage": "to_jsonb(t) - 'used_at' - 'reversed_at'",
    "ehr.invoices": "to_jsonb(t) - 'created_at'",
    "ehr.alerts": "to_jsonb(t) - 'alert_id' - 'opened_at' - 'notified_at' - 'resolved_at'",
}
MARTS = {
    "marts.fct_per_diem_days": "to_jsonb(t)",
    "marts.dim_authorizations": "to_jsonb(t)",
    "marts.fct_billing_items": "to_jsonb(t) - 'notes_updated_at'",
    "marts.rpt_billing_audit": "to_jsonb(t)",
}
SETTLED = {"quality.settled_days": "to_jsonb(t) - 'run_id'"}
FOUND = {
    "quality.run_figures": "to_jsonb(t)",
    "quality.failures": "to_jsonb(t) - 'found_at' - 'told_at'",
}

Contents = dict[str, list[str]]


def fill(ehr: psycopg.Connection) -> None:
    """Three days each of many clients, two of them billed by an earlier night, some of these voided since.

    A third of the clients share a few units, so that what voided notes give back pays for another day. A fifth has no
    authorization. Two programs alert two groups, and a note without a date is a failure to tell.
    """
    build(ehr)
    program(ehr, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
    insert(ehr, "ehr.billing_codes", [{"billing_code": "0912", "is_billable": True}])
    setting(ehr, 510, "PHP Notification Group", program_id="PHP")
    insert(ehr, "ehr.user_groups", [{"group_name": "PHP Notification Group"}])
    member = {"group_name": "PHP Notification Group", "user_id": "biller-2", "email": "php@example.org"}
    insert(ehr, "ehr.user_group_members", [member])
    client(ehr, "php-1")
    note(ehr, "php-note", "php-1", billing_code="PHP GROUP")
    insert(ehr, "ehr.notes", [{"note_id": "undated", "client_id": "php-1", "status": "released"}])

    billed = []
    for number in range(CLIENTS):
        client_id = f"client-{number:02}"
        client(ehr, client_id)
        days = [SERVICE_DATE - timedelta(days=back) for back in (2, 1, 0)]
        for day in days:
            note(ehr, f"{client_id}-{day}", client_id, day)
        if number % 5:
            authorization(ehr, f"auth-{number:02}", client_id, units=2 if number % 3 == 0 else 12, first=days[0])
            billed += [pending(client_id, day, f"auth-{number:02}") for day in days[:2]]
    writing.write_back(ehr, billed, "an earlier night", EARLIER)
    void(ehr, "136")


def environment(url: str, home: Path, server_home: Path | None) -> dict[str, str]:
    """What a worker of a night finds in its environment: connections of users with no more rights than they need."""
    return {
        "PERDIEM_HOME": str(home),
        "AIRFLOW_CONN_PERDIEM_WAREHOUSE": as_user(url, server_home, "perdiem_transform"),
        "AIRFLOW_CONN_PERDIEM_EHR": as_user(url, server_home, "perdiem_writeback"),
    }


def void(ehr: psycopg.Connection, last_digits: str) -> None:
    """A biller voids the first per-diem note of each client whose id ends in one of these digits."""
    ehr.execute(
        """
        update ehr.notes set status = 'void'
        where origin = 'per_diem' and service_date = %s and right(client_id, 1) = any(%s)
        """,
        [SERVICE_DATE - timedelta(days=2), list(last_digits)],
    )


def pending(client_id: str, service_date: date, authorization_id: str) -> PendingDay:
    """A day as the decision hands it to the write-back, to be paid by the one authorization."""
    offer = Candidate(authorization_id, "payer-1", "0905", Decimal(1), Decimal("275.00"))
    return PendingDay(
        "IOP", client_id, service_date, 180, "clinician-1", "iop-room", "57", (f"{client_id}-{service_date}",), (offer,)
    )


def days_that_can_be_billed() -> list[tuple[str, str, date]]:
    """The days of `fill` that have a per-diem note once a night has run, the voided ones too.

    The third day of a client with two units finds one only where a note was voided.
    """
    days = []
    for number in range(CLIENTS):
        if number % 5:
            backs = (2, 1, 0) if number % 3 or number % 10 in (1, 3, 6) else (2, 1)
            days += [("IOP", f"client-{number:02}", SERVICE_DATE - timedelta(days=back)) for back in backs]
    return days


def contents(url: str, *groups: Mapping[str, str]) -> Contents:
    """What stands in the tables, but for what differs from run to run."""
    with psycopg.connect(url) as connection:
        return {
            table: [row for (row,) in connection.execute(f"select ({columns})::text from {table} as t order by 1")]  # noqa: S608
            for group in groups
            for table, columns in group.items()
        }


BILLED_DAYS = "select program_id, client_id, service_date from ehr.notes where origin = 'per_diem'"

INCOMPLETE = """
    select count(*)
    from ehr.notes
    full join ehr.authorization_usage on notes.note_id = authorization_usage.note_id
    full join ehr.invoices on notes.note_id = invoices.note_id
    where
        (notes.origin = 'per_diem' or notes.note_id is null)
        and (
            case
                when notes.status = 'void'
                    then authorization_usage.reversed_at is not null and invoices.status = 'void'
                else
                    authorization_usage.reversed_at is null and invoices.status = 'ready'
                    and notes.authorization_id = authorization_usage.authorization_id
                    and notes.authorization_id = invoices.authorization_id
                    and notes.units = all(array[authorization_usage.units, invoices.units])
            end
        ) is not true
"""

# More than it has, or not what its notes took.
MISCOUNTED = """
    select count(*)
    from (
        select authorizations.units_used, authorizations.units_authorized, coalesce(sum(usages.units), 0) as taken
        from ehr.authorizations
        left join ehr.authorization_usage as usages
            on authorizations.authorization_id = usages.authorization_id and usages.reversed_at is null
        group by authorizations.authorization_id
    ) as sums
    where units_used > units_authorized or units_used <> taken
"""

# Of runs of the pipeline's own: the earlier night of the clinic has none.
WITHOUT_EVIDENCE = """
    select count(*)
    from ehr.notes
    inner join quality.runs on notes.dag_run_id = runs.run_id
    where
        notes.origin = 'per_diem'
        and not exists (
            select from quality.decision_evidence
            where
                decision_evidence.run_id = notes.dag_run_id
                and decision_evidence.program_id = notes.program_id
                and decision_evidence.client_id = notes.client_id
                and decision_evidence.service_date = notes.service_date
        )
"""

UNTOLD = "select count(*) from ehr.alerts where status = 'open' and notified_at is null"
FAILURES_UNTOLD = "select count(*) from quality.failures where told_at is null"


def harm(ehr: psycopg.Connection, expected_days: Sequence[tuple[str, str, date]]) -> Counter[str]:
    """How many days are lost, doubled and so on, where `expected_days` are those that were to be billed."""
    days = Counter(ehr.execute(BILLED_DAYS).fetchall())
    return Counter(
        {
            "lost": len(set(expected_days) - set(days)),
            "doubled": days.total() - len(days),
            "not expected": len(set(days) - set(expected_days)),
            "without usage or invoice": count(ehr, INCOMPLETE),
            "authorizations overdrawn or miscounted": count(ehr, MISCOUNTED),
            "without evidence": count(ehr, WITHOUT_EVIDENCE),
            "alerts untold": count(ehr, UNTOLD),
            "failures untold": count(ehr, FAILURES_UNTOLD),
        }
    )


def count(ehr: psycopg.Connection, query: LiteralString) -> int:
    """What one of the queries above counts."""
    row = ehr.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def copies(received: Sequence[Envelope], alert_ids: Sequence[str]) -> int:
    """How many messages are copies of another.

    Asserts that each alert is told, and what fails in the data too, each in one message but for copies.
    """
    messages = [message_from_bytes(envelope.content or b"", policy=policy.default) for envelope in received]
    told: dict[str, set[str]] = {alert_id: set() for alert_id in alert_ids}
    of_failures = set()
    for message in messages:
        body = message.get_body(("plain",))
        assert body is not None
        texts = [body.get_content(), *(file.get_content() for file in message.iter_attachments())]
        alerts = set(ALERT_ID.findall("\n".join(texts)))
        for alert_id in alerts:
            told[alert_id].add(message["Message-ID"])
        if not alerts:
            of_failures.add(message["Message-ID"])
    assert {len(message_ids) for message_ids in told.values()} == {1}, "each alert is told, and told once"
    assert len(of_failures) == 1, "what fails in the data is told, and told once"
    return len(messages) - len({message["Message-ID"] for message in messages})
