"""Give back what per-diem notes took that are no longer there to bill: voided by somebody, or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg import sql

from perdiem.warehouse import transactions

# Which usage is to be given back is said once, so that lock, update and dry run agree: that of voided per-diem notes,
# and of those that are gone.
HELD = sql.SQL("""
    with

    -- Apart, so that PostgreSQL joins the ids of per-diem notes, which an index holds, and looks up only the few usages
    -- that are left among all notes: of a million usages in a second, and not in six or more.
    without_per_diem_note as materialized (

        select authorization_usage.note_id, authorization_usage.authorization_id, authorization_usage.units
        from ehr.authorization_usage
        left join ehr.notes on authorization_usage.note_id = notes.note_id and notes.origin = 'per_diem'
        where authorization_usage.reversed_at is null and notes.note_id is null

    )

    select authorization_usage.note_id, authorization_usage.authorization_id, authorization_usage.units
    from ehr.notes
    inner join ehr.authorization_usage on notes.note_id = authorization_usage.note_id
    where
        notes.origin = 'per_diem'
        and lower(btrim(notes.status, E' \\t\\n\\r\\f\\v')) = 'void'
        and authorization_usage.reversed_at is null
    union all
    select
        without_per_diem_note.note_id, without_per_diem_note.authorization_id, without_per_diem_note.units
    from without_per_diem_note
    -- one by one, as they are few, whatever PostgreSQL expects
    where (select notes.note_id from ehr.notes where notes.note_id = without_per_diem_note.note_id) is null
""")

LOCK = sql.SQL("""
    select authorizations.authorization_id
    from ehr.authorizations
    where authorizations.authorization_id in (select held.authorization_id from ({held}) as held)
    order by authorizations.authorization_id collate "C"
    for update
""")

GIVE_BACK = sql.SQL("""
    with

    held as materialized ({held}),

    reversed_usage as (

        update ehr.authorization_usage
        set reversed_at = %(now)s
        from held
        where
            authorization_usage.note_id = held.note_id
            -- asked again, for a row that somebody else changed while this statement waited for it
            and authorization_usage.reversed_at is null
        returning authorization_usage.note_id, authorization_usage.authorization_id, authorization_usage.units

    ),

    given_back as (

        select authorization_id, sum(units) as units
        from reversed_usage
        group by authorization_id

    ),

    credited_authorizations as (

        update ehr.authorizations
        set
            units_used = greatest(coalesce(authorizations.units_used, 0) - given_back.units, 0),
            updated_at = %(now)s
        from given_back
        where authorizations.authorization_id = given_back.authorization_id
        returning authorizations.authorization_id

    ),

    voided_invoices as (

        update ehr.invoices
        set status = 'void'
        from reversed_usage
        where
            invoices.note_id = reversed_usage.note_id
            and lower(btrim(invoices.status, E' \\t\\n\\r\\f\\v')) is distinct from 'void'
        returning invoices.invoice_id

    )

    select
        (select count(*) from reversed_usage),
        (select count(*) from credited_authorizations),
        (select count(*) from voided_invoices),
        (select coalesce(sum(units), 0) from given_back)
""")


@dataclass(frozen=True)
class Settlement:
    """How much was given back: of how many notes, to how many authorizations, and how many invoices became void."""

    notes: int
    authorizations: int
    invoices: int
    units: Decimal


def give_back_voided(ehr: psycopg.Connection, now: datetime) -> Settlement:
    """Give back to their authorizations the units of per-diem notes that are void or gone, and void their invoices.

    One transaction; what was given back is marked, so running it again, or beside another, changes nothing more.

    Raises TransactionFailed where the database refuses; nothing is given back then.
    """

    def settle() -> Settlement:
        transactions.keep_other_runs_out(ehr)
        ehr.execute(LOCK.format(held=HELD))
        counts = ehr.execute(GIVE_BACK.format(held=HELD), {"now": now}).fetchone()
        assert counts is not None
        return Settlement(*counts)

    return transactions.run(ehr, settle)


def held_by_voided(ehr: psycopg.Connection) -> dict[str, Decimal]:
    """The units, by authorization_id, that `give_back_voided` would give back now. Reads only."""
    query = sql.SQL(
        "select held.authorization_id, sum(held.units) from ({held}) as held group by held.authorization_id"
    )
    return dict(ehr.execute(query.format(held=HELD)).fetchall())
