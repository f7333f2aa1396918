-- The values of settings 508, 509 and 512 that runs found, in the order in which they were remembered: somebody who edits a
-- row in place must not change what earlier days were decided by.

create table quality.remembered_settings (
    place           bigint generated always as identity primary key,
    setting_number  integer not null,
    program_id      text not null,
    effective_from  date not null,
    setting_value   text not null,
    run_date        date not null,
    run_id          text not null,
    remembered_at   timestamptz not null default now()
);
