-- What billers, and nights, did about each alert: a history, of which the last entry says how the alert stands.

create table if not exists quality.alert_work (
    entry_id        bigint generated always as identity primary key,
    alert_id        text not null,
    program_id      text not null,
    client_id       text not null,
    service_date    date not null,
    reason          text not null,
    entered_at      timestamptz not null,
    who             text,  -- as Airflow calls the person; null of what a run entered
    run_id          text,
    what            text not null
        check (what in ('taken', 'given_back', 'noted', 'snoozed', 'done', 'to_do', 'came_back')),
    note            text,  -- as it was typed: it may say anything of anybody, and is shown on the page alone
    owner           text,  -- from here on: how the alert stands after the entry
    standing        text not null check (standing in ('to_do', 'came_back', 'snoozed', 'done')),
    standing_since  timestamptz not null,
    not_before      date,  -- the run date from which one that is snoozed is to be done again
    check ((who is null) = (run_id is not null)),
    check ((what = 'came_back') = (run_id is not null)),
    check ((standing = 'snoozed') = (not_before is not null))
);
-- With what the worklist asks for, so that it need not look up each entry.
create index if not exists alert_work_of_a_day
    on quality.alert_work (service_date, program_id, client_id, reason, entry_id desc)
    include (owner, standing, not_before);

create or replace trigger only_added_to before update or delete on quality.alert_work
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.alert_work
    for each statement execute function quality.refuse_change();

-- By what an alert is unique by, so that the dates that are asked for are looked up in the index.
create or replace view quality.alert_states as
select distinct on (service_date, program_id, client_id, reason)
    service_date,
    program_id,
    client_id,
    reason,
    alert_id,
    owner,
    standing,
    standing_since,
    not_before
from quality.alert_work
order by service_date, program_id, client_id, reason, entry_id desc;

alter table quality.run_figures
    drop constraint if exists run_figures_measure_check,
    add constraint run_figures_measure_check
    check (
        measure in (
            'status', 'reason', 'left_out', 'written', 'would_write', 'week', 'invoices', 'correct_first', 'alert_work'
        )
    );
