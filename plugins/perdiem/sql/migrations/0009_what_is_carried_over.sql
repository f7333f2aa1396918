-- A night decides anew what changed since the night before, and carries the rest over; see carry_over.py.

-- What each run decided anew, and why all of it where it did.
alter table quality.runs
    add column if not exists decides text check (decides in ('changed', 'all', 'all_and_compare')),
    add column if not exists decides_because text;

-- What every client-day hangs on, as the last decision found it: the next one decides all anew where one differs.
alter table quality.last_decision
    add column if not exists set_up jsonb,
    add column if not exists compared_on date;

-- Client-days that were carried over, and that a run which decided all anew found otherwise: the pipeline was wrong.
create table if not exists quality.carried_over_differences (
    run_id        text not null,
    table_name    text not null,
    client_id     text not null,
    service_date  date not null,
    primary key (run_id, table_name, client_id, service_date)
);
