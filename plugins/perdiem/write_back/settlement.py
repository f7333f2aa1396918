"""Give back what per-diem notes took that are no longer there to bill: voided by somebody, or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg import sql

from perdiem.warehouse import transactions

# Which usage is to be given back is said once, so that lock, update and dry run agree.
HELD_BY_VOIDED = sql.SQL("""
    select authorization_usage.note_id, authorization_usage.authorization_id, authorization_usage.units
    from ehr.notes
    inner join ehr.authorization_usage on notes.note_id = authorization_usage.note_id
    where
        notes.origin = 'per_diem'
        and notes.status = 'void'
        and authorization_usage.reversed_at is null
""")

HELD_BY_DELETED = sql.SQL("""
    select authorization_usage.note_id, authorization_usage.authorization_id, authorization_usage.units
    from ehr.authorization_usage
    where
        authorization_usage.note_id = any(%(note_ids)b::text[])
        and authorization_usage.reversed_at is null
        and not exists (select 1 from ehr.notes where notes.note_id = authorization_usage.note_id)
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
        where invoices.note_id = reversed_usage.note_id and invoices.status <> 'void'
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
    """Give back to their authorizations the units of voided per-diem notes, and void their invoices.

    One transaction; what was given back is marked, so running it again, or beside another, changes nothing more.

    Raises TransactionFailed where the database refuses; nothing is given back then.
    """

    def settle() -> Settlement:
        transactions.keep_other_runs_out(ehr)
        ehr.execute(LOCK.format(held=HELD_BY_VOIDED))
        counts = ehr.execute(GIVE_BACK.format(held=HELD_BY_VOIDED), {"now": now}).fetchone()
        assert counts is not None
        return Settlement(*counts)

    return transactions.run(ehr, settle)


def give_back_deleted(ehr: psycopg.Connection, note_ids: Sequence[str], now: datetime) -> None:
    """Give back what those of the notes took that are gone, so that they can be written anew without paying twice.

    Nothing in the pipeline deletes a note: somebody did by hand. Part of the caller's transaction, which holds the
    locks that it needs.
    """
    ehr.execute(GIVE_BACK.format(held=HELD_BY_DELETED), {"note_ids": list(note_ids), "now": now})


def held_by_voided(ehr: psycopg.Connection) -> dict[str, Decimal]:
    """The units, by authorization_id, that `give_back_voided` would give back now. Reads only."""
    query = sql.SQL(
        "select held.authorization_id, sum(held.units) from ({held}) as held group by held.authorization_id"
    )
    return dict(ehr.execute(query.format(held=HELD_BY_VOIDED)).fetchall())
