-- A clinic of clinic.sql day by day: what belongs to days after the first night is set aside, and `bench.live(day)`
-- does what people do on a day. They write its notes, some late and some as drafts first; correct and void a few of the last
-- month; get authorizations. Nothing was billed yet.

delete from ehr.authorization_usage;
delete from ehr.invoices;
delete from ehr.notes where origin = 'per_diem';
update ehr.authorizations set units_used = 0;

create table bench.notes_to_come as
select
    notes.*,
    service_date
    + case
        when bench.pick(hashtext(note_id), 'late', 20) = 0 then 3 + bench.pick(hashtext(note_id), 'how late', 30) else 0
    end as written_on
from ehr.notes
where service_date > bench.first_night();

create index on bench.notes_to_come (written_on);

delete from ehr.notes where service_date > bench.first_night();

create table bench.authorizations_to_come as
select
    authorizations.*,
    start_date - 7 as obtained_on
from ehr.authorizations
where start_date - 7 > bench.first_night();

delete from ehr.authorizations where start_date - 7 > bench.first_night();

create function bench.live(day date) returns void language sql
as $$
    insert into ehr.notes (
        note_id, client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
        duration_minutes, quantity, units, status, released_at, note_text, origin, updated_at
    )
    select
        note_id, client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
        duration_minutes, quantity, units,
        case when bench.pick(hashtext(note_id), 'draft first', 50) = 0 then 'draft' else status end,
        released_at, note_text, origin, (day + time '20:00') at time zone 'UTC'
    from bench.notes_to_come
    where written_on = day;

    update ehr.notes
    set status = 'released', updated_at = (day + time '20:00') at time zone 'UTC'
    where status = 'draft' and service_date = day - 4 and bench.pick(hashtext(note_id), 'signed', 10) > 0;

    update ehr.notes
    set
        duration_minutes
        = duration_minutes + case when bench.pick(hashtext(note_id), 'correction', 3) = 0 then 7 else 0 end,
        units = case when bench.pick(hashtext(note_id), 'correction', 3) = 1 then 0.5 else units end,
        status = case when bench.pick(hashtext(note_id), 'correction', 3) = 2 then 'void' else status end,
        updated_at = (day + time '20:00') at time zone 'UTC'
    where
        status = 'released'
        and service_date between day - 30 and day - 1
        and bench.pick(hashtext(note_id || day), 'corrected', case origin when 'per_diem' then 4000 else 8000 end) = 0;

    insert into ehr.authorizations (
        authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status,
        updated_at
    )
    select
        authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status,
        (day + time '20:00') at time zone 'UTC'
    from bench.authorizations_to_come
    where obtained_on = day;
$$;
