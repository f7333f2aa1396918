-- What people do between the first night and the next one: a few thousand late, corrected and voided notes, some of
-- them before the window, and authorizations that came late. The same for the same clinic. Every change has its
-- updated_at.

create function bench.changed_at() returns timestamptz
stable parallel safe
return (bench.run_date() + time '20:00') at time zone 'UTC';

-- Drafts of the last days are signed.
update ehr.notes
set status = 'released', released_at = bench.changed_at(), updated_at = bench.changed_at()
where
    status = 'draft'
    and service_date between bench.run_date() - 12 and bench.run_date()
    and bench.pick(hashtext(note_id), 'signed', 3) > 0;

-- Durations and units are corrected, codes too, and notes are voided: in the window, and in the year before it.
update ehr.notes
set
    duration_minutes
    = case bench.pick(hashtext(note_id), 'correction', 4) when 0 then duration_minutes + 7 else duration_minutes end,
    units = case bench.pick(hashtext(note_id), 'correction', 4) when 1 then 0.5 else units end,
    billing_code = case bench.pick(hashtext(note_id), 'correction', 4) when 2 then '90834' else billing_code end,
    status = case bench.pick(hashtext(note_id), 'correction', 4) when 3 then 'void' else status end,
    updated_at = bench.changed_at()
where
    origin is distinct from 'per_diem'
    and status = 'released'
    and service_date between bench.run_date() - 365 and bench.run_date()
    and bench.pick(
        hashtext(note_id), 'corrected', case when service_date >= bench.run_date() - 90 then 1500 else 6000 end
    ) = 0;

-- Notes of the last month that nobody had written yet.
insert into ehr.notes (
    note_id, client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
    duration_minutes,
    quantity, units, status, released_at, note_text, origin, updated_at
)
select
    note_id || '-late', client_id, service_date, started_at + interval '3 hours', billing_code, clinician_id,
    location_id, location_code, duration_minutes, quantity, units, 'released', bench.changed_at(), note_text, origin,
    bench.changed_at()
from ehr.notes
where
    origin is distinct from 'per_diem'
    and service_date between bench.run_date() - 30 and bench.run_date()
    and bench.pick(hashtext(note_id), 'late', 500) = 0;

-- Billers void per-diem notes.
update ehr.notes
set status = 'void', updated_at = bench.changed_at()
where
    origin = 'per_diem'
    and status = 'released'
    and service_date between bench.run_date() - 60 and bench.run_date()
    and bench.pick(hashtext(note_id), 'voided', 200) = 0;

-- Authorizations come late, and are withdrawn.
insert into ehr.authorizations (
    authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status,
    updated_at
)
select
    episode || '-late', bench.client(client), bench.payer(payer), billing_code, first_day, last_day, 40, 0, 'active',
    bench.changed_at()
from bench.late_authorizations;

update ehr.authorizations
set status = 'void', updated_at = bench.changed_at()
where
    status = 'active'
    and end_date >= bench.run_date() - 30
    and bench.pick(hashtext(authorization_id), 'withdrawn', 1000) = 0;
