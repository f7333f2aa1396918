-- What a night reads of the EHR without reading all of its history. Set-up makes those that are missing, where it
-- may; the pipeline is right without them, and slow on a large history. Made one by one and beside other people's
-- work, so that nobody who writes a note waits for it.

-- The notes of a run's window.
create index concurrently if not exists notes_service_date on ehr.notes (service_date);

-- A client's day, for whoever asks about it.
create index concurrently if not exists notes_client_id_service_date on ehr.notes (client_id, service_date);

-- The same as staging has it, which takes a blank id for none: what stands on a client's day before the window, where
-- something changed, and notes of nobody.
create index concurrently if not exists notes_client_or_none_service_date
    on ehr.notes (
        (case
            when client_id collate "C" between '!' and '~' then client_id
            when client_id ~ '[^[:space:]]' then client_id
        end),
        service_date
    );

-- What changed since the last night.
create index concurrently if not exists notes_updated_at on ehr.notes (updated_at);

-- Per-diem notes that somebody voided: what they took is given back.
create index concurrently if not exists notes_void_per_diem
    on ehr.notes (note_id) where origin = 'per_diem' and lower(btrim(status, E' \t\n\r\f\v')) = 'void';

-- The ids of all per-diem notes: what one took that is gone is given back.
create index concurrently if not exists notes_per_diem_note_id
    on ehr.notes (note_id) where origin = 'per_diem';

-- The per-diem notes of a window, whatever their program.
create index concurrently if not exists notes_per_diem_service_date
    on ehr.notes (service_date) where origin = 'per_diem';

-- The authorizations and the coverages of the clients in the window.
create index concurrently if not exists authorizations_client_id on ehr.authorizations (client_id);
create index concurrently if not exists client_coverages_client_id on ehr.client_coverages (client_id);

-- The invoices of a window.
create index concurrently if not exists invoices_service_date on ehr.invoices (service_date);

-- What each authorization gave, and when.
create index concurrently if not exists authorization_usage_authorization_id
    on ehr.authorization_usage (authorization_id, used_at);

-- Alerts that are open, and those that expired and were not told as such yet.
create index concurrently if not exists alerts_open on ehr.alerts (service_date) where status = 'open';
create index concurrently if not exists alerts_expired_untold
    on ehr.alerts (service_date) where status = 'expired' and (notified_at is null or notified_at < resolved_at);
