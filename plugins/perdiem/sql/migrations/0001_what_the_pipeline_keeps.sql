-- What the pipeline keeps in the warehouse beside dbt's models: its runs, what each came to, what its checks found, what
-- became of each day handed to the write-back, which message told of which alert, which failures the data-quality
-- recipients know of, and the audit trail. Safe on a warehouse that held these tables before migrations were numbered.

create schema if not exists quality;

create table if not exists quality.runs (
    run_id         text primary key,
    run_date       date not null,
    lookback_days  integer not null,
    dry_run        boolean not null,
    today          date not null,
    started_at     timestamptz not null,
    finished_at    timestamptz,
    state          text not null check (state in ('running', 'success', 'failed')),
    failed_task    text,
    error          text
);

create table if not exists quality.run_figures (
    run_id   text not null,
    measure  text not null,
    name     text not null,
    value    numeric not null,
    primary key (run_id, measure, name)
);
-- Apart from the table, which may be there with fewer measures; only where it differs, as the change waits for readers.
do $$
begin
    if not exists (
        select from pg_constraint
        where conrelid = 'quality.run_figures'::regclass and pg_get_constraintdef(oid) like '%''would_write''%'
    ) then
        alter table quality.run_figures
            drop constraint if exists run_figures_measure_check,
            add constraint run_figures_measure_check
            check (measure in ('status', 'reason', 'left_out', 'written', 'would_write'));
    end if;
end
$$;

create table if not exists quality.run_days (
    run_id               text not null,
    week                 date not null,
    program_id           text not null,
    status               text not null,
    primary_reason       text,
    lacks_authorization  boolean not null,
    age                  text not null,
    days                 bigint not null,
    amount               numeric not null,
    days_with_amount     bigint not null
);
create index if not exists run_days_run on quality.run_days (run_id);

create table if not exists quality.check_results (
    run_id         text not null,
    run_date       date not null,
    suite          text not null,
    check_name     text not null,
    severity       text not null check (severity in ('critical', 'warning', 'info')),
    success        boolean not null,
    stops_run      boolean not null,
    checked_at     timestamptz not null,
    failing_count  bigint not null,
    failing_keys   text[] not null,
    why            text not null,
    what_to_do     text not null,
    error          text,
    primary key (run_id, suite, check_name)
);

create table if not exists quality.settled_days (
    run_id            text not null,
    run_date          date not null,
    program_id        text not null,
    client_id         text not null,
    service_date      date not null,
    outcome           text not null check (outcome in ('written', 'would_write', 'exhausted', 'already_written')),
    authorization_id  text,
    payer_id          text,
    billing_code      text,
    units             numeric(18, 3),
    note_id           text,
    primary key (run_id, program_id, client_id, service_date)
);

create table if not exists quality.messages (
    message_id  text primary key,
    run_id      text not null,
    run_date    date not null,
    group_name  text,
    recipients  integer not null,
    sent_to     text not null check (sent_to in ('group', 'data_quality')),
    subject     text not null,
    alert_ids   text[] not null,
    sent_at     timestamptz not null,
    via         text not null check (via in ('smtp', 'outbox'))
);
create index if not exists messages_run_date on quality.messages (run_date);

-- Whose decision the tables of schema intermediate hold; see decision.py.
create table if not exists quality.last_decision (
    only_row    boolean primary key default true check (only_row),
    run_id      text not null,
    decided_at  timestamptz not null
);

-- The audit trail: on what each per-diem note was decided, and what was written. Rows come before the note is written
-- and after, stand alone when everything they name has changed, and are never changed themselves.
create table if not exists quality.decision_evidence (
    evidence_id              bigint generated always as identity primary key,
    recorded_at              timestamptz not null,
    run_id                   text not null,
    run_date                 date not null,
    program_id               text not null,
    client_id                text not null,
    service_date             date not null,
    units                    numeric(18, 3) not null,
    threshold_units          numeric not null,
    threshold_effective_from date not null,
    note_minutes             integer not null,
    minutes_effective_from   date not null,
    lag_days                 numeric not null,
    lag_effective_from       date not null,
    supporting_notes         jsonb not null,
    authorizations           jsonb not null
);
create index if not exists decision_evidence_day
    on quality.decision_evidence (client_id, service_date, program_id);

create table if not exists quality.written_notes (
    note_id           text not null,
    recorded_at       timestamptz not null,
    run_id            text,
    program_id        text,
    client_id         text,
    service_date      date,
    billing_code      text,
    payer_id          text,
    authorization_id  text,
    duration_minutes  integer,
    units             numeric(18, 3),
    clinician_id      text,
    location_code     text
);
create unique index if not exists written_notes_once_a_run on quality.written_notes (note_id, coalesce(run_id, ''));

create or replace function quality.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '%.% is an audit trail: rows are added, and neither changed nor taken away',
        tg_table_schema, tg_table_name;
end
$$;
create or replace trigger only_added_to before update or delete on quality.decision_evidence
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.decision_evidence
    for each statement execute function quality.refuse_change();
create or replace trigger only_added_to before update or delete on quality.written_notes
    for each row execute function quality.refuse_change();
create or replace trigger never_emptied before truncate on quality.written_notes
    for each statement execute function quality.refuse_change();

-- Failing checks and left-out programs, from the run that found them until one that finds them gone.
create table if not exists quality.failures (
    failure_id     text primary key,
    kind           text not null check (kind in ('check', 'program')),
    name           text not null,  -- suite.check, or program_id
    cause          text not null,  -- why a program is left out; of a check, empty
    found_at       timestamptz not null,
    last_run_date  date not null,
    told_at        timestamptz
);
