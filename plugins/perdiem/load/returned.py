"""Per-diem notes that the EHR took as files, and that a load of it brings back under the ids that it gave them.

They are the pipeline's own, which stay as they are but for one thing: where the EHR has voided one, or released it
again, it is so here. Units that the EHR counts for them are not counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg

from perdiem.load.merging import Staged, refuse_too_many_gone

# What was handed over and is not known to be rejected, by the id that the EHR answered or, where it has not, its own.
HANDED_OVER = """
    copy (
        select
            coalesce(entries.ehr_note_id, entries.note_id), entries.note_id, entries.client_id, entries.service_date,
            entries.authorization_id, entries.units, usages.reversed_at is null, entries.status_in_ehr,
            entries.status_in_ehr
        from quality.handed_over as entries
        inner join quality.batches on entries.batch = batches.batch
        inner join ehr.authorization_usage as usages on entries.note_id = usages.note_id
        where
            entries.what = 'note'
            and entries.sent_again_at is null
            and entries.answer is distinct from 'rejected'
            and batches.left_at is not null
    ) to stdout
"""

STAGE = """
    create temporary table handed_over (
        id text, note_id text, client_id text, service_date date, authorization_id text, units numeric(12, 3),
        is_held boolean, status_before text, status text, is_staged boolean not null default false
    ) on commit drop
"""

# One that was taken under an id of the EHR's before its answer was: the same note, which counts once.
VOID_COPIES = """
    update ehr.notes set status = 'void', updated_at = %(now)s
    from handed_over
    where
        handed_over.status_before is null
        and notes.note_id = handed_over.id
        and (notes.client_id, notes.service_date) = (handed_over.client_id, handed_over.service_date)
        and notes.origin is distinct from 'per_diem'
        and notes.status is distinct from 'void'
"""

# Only what changed in the EHR: who voided a note here waits for the EHR to take that.
FOLLOW = """
    update ehr.notes set status = handed_over.status, updated_at = %(now)s
    from handed_over
    where
        notes.note_id = handed_over.note_id
        and notes.origin = 'per_diem'
        and handed_over.status <> coalesce(handed_over.status_before, 'released')
        and notes.status is distinct from handed_over.status
"""


@dataclass(frozen=True)
class Returned:
    """How many rows of the source were such notes; and of each whose status the EHR changed, what it is now."""

    rows: int
    note_ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def keep(self, warehouse: psycopg.Connection) -> None:
        """Keep how the notes stand in the EHR, once all is written."""
        if self.note_ids:
            warehouse.execute(
                """
                update quality.handed_over as entries set status_in_ehr = found.status
                from unnest(%s::text[], %s::text[]) as found (note_id, status)
                where entries.note_id = found.note_id and entries.what = 'note' and entries.sent_again_at is null
                """,
                [list(self.note_ids), list(self.statuses)],
            )


def recognise(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    notes: Staged | None,
    authorizations: Staged | None,
    now: datetime,
    *,
    is_complete: bool,
    however_many: bool,
) -> Returned:
    """Take out of what is staged the notes that were handed over, and the units that the source counts for them.

    Part of the caller's transaction, under the lock of the write-back. `is_complete`: the source has all notes, so that
    one that was there and is gone is void; Raises TooManyGone, unless they may be however many.
    """
    ehr.execute(STAGE)
    columns = "id, note_id, client_id, service_date, authorization_id, units, is_held, status_before, status"
    with (
        warehouse.cursor() as source,
        source.copy(HANDED_OVER) as rows,
        ehr.cursor() as target,
        target.copy(f"copy handed_over ({columns}) from stdin") as copy,
    ):
        for data in rows:
            copy.write(data)
    if ehr.execute("select from handed_over limit 1").fetchone() is None:
        return Returned(0)
    ehr.execute("analyze handed_over")
    taken_out = notes.take_out_returned() if notes else 0
    if notes and is_complete:
        _end_what_is_gone(ehr, however_many=however_many)
    ehr.execute(VOID_COPIES, {"now": now})
    ehr.execute(FOLLOW, {"now": now})
    if authorizations:
        authorizations.take_out_counted_units()
    changed = ehr.execute(
        "select note_id, status from handed_over where status is distinct from status_before order by note_id"
    ).fetchall()
    return Returned(taken_out, tuple(note_id for note_id, _ in changed), tuple(status for _, status in changed))


def _end_what_is_gone(ehr: psycopg.Connection, *, however_many: bool) -> None:
    """Have a note count as void that the EHR had, and that a source of all notes has no longer."""
    [(there, gone)] = ehr.execute(
        "select count(*), count(*) filter (where not is_staged) from handed_over where status_before = 'released'"
    ).fetchall()
    if not however_many:
        refuse_too_many_gone(gone, there, "handed-over notes")
    ehr.execute("update handed_over set status = 'void' where status_before = 'released' and not is_staged")
