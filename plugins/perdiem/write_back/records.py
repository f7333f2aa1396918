"""The records of written days in the EHR: note, usage and invoice, and the units that their authorizations give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import psycopg

from perdiem.write_back import notes
from perdiem.write_back.allocation import Candidate, PendingDay

# One statement, so that usage, invoices and units can only follow from the notes that were written.
# Text and dates go as binary: a third of the time that they take as text.
WRITE = """
    with

    asked as materialized (

        select *
        from unnest(
            %(note_id)b::text[], %(program_id)b::text[], %(client_id)b::text[], %(service_date)b::date[],
            %(duration_minutes)b::integer[], %(clinician_id)b::text[], %(location_id)b::text[],
            %(location_code)b::text[], %(note_text)b::text[], %(authorization_id)b::text[], %(payer_id)b::text[],
            %(billing_code)b::text[], %(units)s::numeric[], %(unit_rate)s::numeric[]
        ) as day (
            note_id, program_id, client_id, service_date, duration_minutes, clinician_id, location_id, location_code,
            note_text, authorization_id, payer_id, billing_code, units, unit_rate
        )

    ),

    new_notes as (

        insert into ehr.notes (
            note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code,
            duration_minutes, quantity, units, status, released_at, note_text, origin, program_id, payer_id,
            authorization_id, dag_run_id, updated_at
        )
        select
            note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code,
            duration_minutes, 1, units, 'released', %(now)s, note_text, 'per_diem', program_id, payer_id,
            authorization_id, %(run_id)s, %(now)s
        from asked
        on conflict do nothing
        returning note_id, client_id, service_date, billing_code, units, payer_id, authorization_id

    ),

    new_usage as (

        insert into ehr.authorization_usage (note_id, authorization_id, units, used_at)
        select note_id, authorization_id, units, %(now)s
        from new_notes
        returning authorization_id, units

    ),

    new_invoices as (

        insert into ehr.invoices (
            invoice_id, note_id, client_id, payer_id, authorization_id, service_date, billing_code, units, amount,
            status, created_at
        )
        select
            'inv-' || substr(new_notes.note_id, 4), new_notes.note_id, new_notes.client_id, new_notes.payer_id,
            new_notes.authorization_id, new_notes.service_date, new_notes.billing_code, new_notes.units,
            -- No rate, and none that makes no amount: the day is billed, its rate is missing. NaN is above all numbers.
            case
                when asked.unit_rate >= 0 and round(new_notes.units * asked.unit_rate, 2) < 10000000000
                    then round(new_notes.units * asked.unit_rate, 2)
            end,
            'ready', %(now)s
        from new_notes
        inner join asked on new_notes.note_id = asked.note_id
        returning note_id

    ),

    taken as (

        select authorization_id, sum(units) as units
        from new_usage
        group by authorization_id

    ),

    charged_authorizations as (

        update ehr.authorizations
        set units_used = coalesce(authorizations.units_used, 0) + taken.units, updated_at = %(now)s
        from taken
        where authorizations.authorization_id = taken.authorization_id
        returning authorizations.units_used > authorizations.units_authorized as is_overdrawn

    )

    select
        (select coalesce(array_agg(note_id), '{}') from new_notes),
        (select count(*) from new_usage),
        (select count(*) from new_invoices),
        (select count(*) from taken),
        (select count(*) from charged_authorizations where not is_overdrawn)
"""


class WriteBackMismatch(Exception):
    """What the write-back left in the EHR is not what it meant to. It was rolled back: nothing was written."""


def write(
    ehr: psycopg.Connection, payments: Sequence[tuple[PendingDay, Candidate]], run_id: str, now: datetime
) -> set[str]:
    """Write note, usage and invoice of each day that an authorization pays for; return the ids of the notes written.

    A day that turns out to have its note gets nothing. Part of the caller's transaction, which has locked the
    authorizations. Raises WriteBackMismatch if the database dropped some of the rows, as a trigger of the EHR's own
    could, or an authorization would have given more than it has.
    """
    values = {"run_id": run_id, "now": now, **_columns(payments)}
    row = ehr.execute(WRITE, values).fetchone()
    assert row is not None
    note_ids, usages, invoices, authorizations, charged = row
    if not len(note_ids) == usages == invoices:
        raise WriteBackMismatch(f"{len(note_ids)} notes were written with {usages} usages and {invoices} invoices")
    if charged != authorizations:
        raise WriteBackMismatch(
            f"{authorizations - charged} of {authorizations} authorizations could not give the units"
        )
    return set(note_ids)


def _columns(payments: Sequence[tuple[PendingDay, Candidate]]) -> dict[str, list[object]]:
    """What differs from day to day, as one array for each column."""
    return {
        "note_id": [day.note_id for day, _ in payments],
        "program_id": [day.program_id for day, _ in payments],
        "client_id": [day.client_id for day, _ in payments],
        "service_date": [day.service_date for day, _ in payments],
        "duration_minutes": [day.note_minutes for day, _ in payments],
        "clinician_id": [day.clinician_id for day, _ in payments],
        "location_id": [day.location_id for day, _ in payments],
        "location_code": [day.location_code for day, _ in payments],
        "note_text": [notes.note_text(day.supporting_note_ids) for day, _ in payments],
        "authorization_id": [choice.authorization_id for _, choice in payments],
        "payer_id": [choice.payer_id for _, choice in payments],
        "billing_code": [choice.billing_code for _, choice in payments],
        "units": [choice.units_needed for _, choice in payments],
        "unit_rate": [choice.unit_rate for _, choice in payments],
    }
