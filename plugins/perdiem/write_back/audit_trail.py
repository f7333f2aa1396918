"""On what each per-diem note was decided, and what was written: kept for years, whatever becomes of the source rows.

The evidence is entered before the write-back, so that no note is without it; which days of it were written is entered
once the warehouse sees them in the EHR. Both only grow: the tables refuse every change.
"""

from __future__ import annotations

from datetime import datetime

import psycopg

from perdiem.runs import Run
from perdiem.warehouse import transactions

# One row for each day that is handed to the write-back: the settings, each note that counted with what made its units,
# and each authorization looked at with what it had left. A retry of the run enters what it hands over anew.
KEEP_EVIDENCE = """
    insert into quality.decision_evidence (
        recorded_at, run_id, run_date, program_id, client_id, service_date, units,
        threshold_units, threshold_effective_from, note_minutes, minutes_effective_from, lag_days, lag_effective_from,
        supporting_notes, authorizations
    )
    select
        %(now)s, %(run_id)s, %(run_date)s, pending.program_id, pending.client_id, pending.service_date, decided.units,
        settings.threshold_units, settings.threshold_effective_from,
        settings.note_minutes, settings.minutes_effective_from,
        settings.lag_days, settings.lag_effective_from,
        supporting_notes.entries, authorizations.entries
    from intermediate.int_client_days__pending as pending
    inner join intermediate.int_client_days__decided as decided using (program_id, client_id, service_date)
    inner join intermediate.int_program_days__settings as settings using (program_id, service_date)
    inner join (
        select
            counting.program_id, counting.client_id, counting.service_date,
            jsonb_agg(
                jsonb_build_object(
                    'note_id', notes.note_id,
                    'billing_code', notes.billing_code,
                    'payer_id', notes.payer_id,
                    'billing_rule_id', notes.billing_rule_id,
                    'rule_status', notes.rule_status,
                    'duration_minutes', notes.duration_minutes,
                    'quantity', notes.quantity,
                    'units', notes.attended_units,
                    'recorded_units', notes.recorded_units,
                    'rule_units', notes.rule_units,
                    'updated_at', notes.updated_at
                )
                order by notes.note_id
            ) as entries
        from intermediate.int_client_days__pending
        inner join intermediate.int_notes__counting as counting using (program_id, client_id, service_date)
        inner join intermediate.int_notes__units as notes using (note_id)
        where not counting.is_draft
        group by counting.program_id, counting.client_id, counting.service_date
    ) as supporting_notes using (program_id, client_id, service_date)
    inner join (
        select
            program_id, client_id, service_date,
            jsonb_agg(
                jsonb_build_object(
                    'preference', preference,
                    'authorization_id', authorization_id,
                    'payer_id', payer_id,
                    'billing_code', billing_code,
                    'units_needed', units_needed,
                    'units_remaining', units_remaining,
                    'unit_rate', unit_rate
                )
                order by preference
            ) as entries
        from intermediate.int_client_days__pending_authorizations
        group by program_id, client_id, service_date
    ) as authorizations using (program_id, client_id, service_date)
"""

# Whatever wrote them: an attempt that was killed before it could tell of its notes is no reason to forget them.
ENTER_WRITTEN = """
    insert into quality.written_notes (
        note_id, recorded_at, run_id, program_id, client_id, service_date, billing_code, payer_id, authorization_id,
        duration_minutes, units, clinician_id, location_code
    )
    select
        note_id, %(now)s, dag_run_id, program_id, client_id, service_date, billing_code, payer_id, authorization_id,
        duration_minutes, recorded_units, clinician_id, location_code
    from intermediate.int_per_diem_notes as notes
    where
        not exists (
            select 1
            from quality.written_notes as entered
            -- one that somebody deleted is written anew under its id, by another run
            where entered.note_id = notes.note_id and entered.run_id is not distinct from notes.dag_run_id
        )
    on conflict do nothing
"""


def keep_evidence(warehouse: psycopg.Connection, run: Run, now: datetime) -> None:
    """Enter what the pending days of the last decision rest on. Raises TransactionFailed."""
    values = {"now": now, "run_id": run.run_id, "run_date": run.run_date}

    def keep() -> None:
        # PostgreSQL takes program, client and date for independent of one another, expects a row or two of each join on
        # all three, and would go through the tables once for every day. Hashes of all three do not.
        warehouse.execute("set local enable_nestloop = off")
        warehouse.execute("set local enable_mergejoin = off")
        warehouse.execute(KEEP_EVIDENCE, values)

    transactions.run(warehouse, keep)


def enter_written(warehouse: psycopg.Connection, now: datetime) -> None:
    """Enter the per-diem notes that the run read and no run entered before. Raises TransactionFailed."""
    transactions.run(warehouse, lambda: warehouse.execute(ENTER_WRITTEN, {"now": now}))
