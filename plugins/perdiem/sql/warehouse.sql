-- What the pipeline keeps in the warehouse beside dbt's models: its runs, what its checks found, what became of
-- each day handed to the write-back, and which message told of which alert. Applied at the start of every run.

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
