-- A day whose per-diem note is gone from the EHR, or whose note_id another note has, is not written.

alter table quality.settled_days
    drop constraint if exists settled_days_outcome_check,
    add constraint settled_days_outcome_check
    check (outcome in ('written', 'would_write', 'exhausted', 'already_written', 'gone', 'note_id_taken'));
