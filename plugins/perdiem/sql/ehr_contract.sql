-- The tables of the EHR that the pipeline reads, and those that it writes, in schema "ehr".
--
-- An installation has them already: they are the EHR's, or a replica that follows it. This file makes them where a
-- sample or a test wants an EHR of its own. It states what the pipeline relies on, columns and their types; more
-- columns do no harm. Beyond primary keys nothing is constrained on purpose: a replica passes on whatever was typed
-- in, and the pipeline sets such rows aside, each with its cause, in place of failing on them.

create schema if not exists ehr;

create table ehr.facilities (
    facility_id   text primary key,
    name          text,
    state         text,                       -- two letters, as in 'AZ'
    time_zone     text                        -- as in 'America/Phoenix'
);

create table ehr.clinicians (
    clinician_id  text primary key,
    display_name  text,
    npi           text
);

create table ehr.locations (
    location_id   text primary key,
    facility_id   text,
    name          text
);

create table ehr.clients (
    client_id               text primary key,
    facility_id             text,
    display_name            text,             -- PHI
    default_clinician_id    text,
    default_location_id     text,
    default_location_code   text              -- place of service, as in '11', '52', '57'
);

create table ehr.payers (
    payer_id      text primary key,
    name          text
);

create table ehr.client_coverages (
    coverage_id   text primary key,
    client_id     text,
    payer_id      text,
    priority      integer,                    -- the lowest pays first
    start_date    date,
    end_date      date                        -- null: still covered; the last day counts
);

create table ehr.billing_codes (
    billing_code  text primary key,
    description   text,
    is_billable   boolean                     -- false: for documenting, never on a claim
);

create table ehr.billing_code_groups (
    group_name    text,
    billing_code  text,
    primary key (group_name, billing_code)
);

create table ehr.programs (                   -- per-diem services, such as IOP and PHP
    program_id          text primary key,
    name                text,
    non_billable_group  text,                 -- its codes' units count toward the threshold
    billable_group      text,                 -- its codes may be billed for a day
    weekly_minimum_minutes  integer           -- of attendance; null: none is asked for
);

create table ehr.system_settings (            -- 508 threshold, 509 minutes, 510 group, 512 lag
    setting_number  integer,
    program_id      text,                     -- '*': programs that have no row of their own
    effective_from  date,                     -- the first service date that it holds for
    value           text,
    primary key (setting_number, program_id, effective_from)
);

create table ehr.user_groups (
    group_name    text primary key
);

create table ehr.user_group_members (
    group_name    text,
    user_id       text,
    email         text,
    primary key (group_name, user_id)
);

create table ehr.authorizations (
    authorization_id  text primary key,
    client_id         text,
    payer_id          text,
    billing_code      text,
    start_date        date,                   -- the first and the last day count
    end_date          date,
    units_authorized  numeric(12, 3),
    units_used        numeric(12, 3),         -- whoever billed them, the pipeline included
    status            text,                   -- active, pending, denied or void
    updated_at        timestamptz
);

create table ehr.notes (
    note_id           text primary key,
    client_id         text,
    service_date      date,
    started_at        timestamptz,
    billing_code      text,
    clinician_id      text,
    location_id       text,
    location_code     text,
    duration_minutes  integer,
    quantity          numeric(12, 3),         -- services on the note; null: one
    units             numeric(12, 3),         -- as the EHR counted them, if it did
    status            text,                   -- draft, released or void
    released_at       timestamptz,
    note_text         text,                   -- PHI: never copied out of the EHR
    origin            text,                   -- per_diem: written by the pipeline
    program_id        text,                   -- on per-diem notes
    payer_id          text,                   -- on per-diem notes: the authorization's
    authorization_id  text,                   -- on per-diem notes
    dag_run_id        text,                   -- on per-diem notes
    updated_at        timestamptz
);

create table ehr.payer_rules (
    payer_rule_id   text primary key,
    payer_id        text,
    name            text,
    effective_from  date,                     -- null: from the beginning
    effective_to    date
);

create table ehr.payer_billing_rules (        -- the lines of a payer rule
    billing_rule_id     text primary key,
    payer_rule_id       text,
    billing_type        text,                 -- the pipeline reads those of type unit
    conversion          text,                 -- by duration or by quantity
    minutes_per_unit    integer,              -- by duration, as are the next two
    variable_increment  boolean,              -- a remainder may make one more unit
    round_up_minutes    integer,              -- if it has as many minutes
    method              text,                 -- by quantity: replace or calculate
    quantity            numeric(12, 3),       -- to replace
    operator            text,                 -- to calculate: multiply or divide
    factor              numeric(12, 6),       -- by this
    max_units           numeric(12, 3),       -- null: as many as there are
    combine             boolean,              -- services of the same kind become one item
    aggregate_on        text                  -- if they do: units (as null does), minutes or medicare
);

create table ehr.payer_billing_rule_codes (
    billing_rule_id  text,
    billing_code     text,
    primary key (billing_rule_id, billing_code)
);

create table ehr.fee_schedules (
    payer_id        text,
    billing_code    text,
    effective_from  date,
    effective_to    date,                     -- null: until further notice
    unit_rate       numeric(12, 2),
    primary key (payer_id, billing_code, effective_from)
);

-- From here on: what the pipeline alone writes, with every constraint that it keeps.

create unique index notes_one_per_diem_a_day
    on ehr.notes (program_id, client_id, service_date) where origin = 'per_diem';

create table ehr.authorization_usage (        -- what a per-diem note took of its authorization
    note_id           text primary key,
    authorization_id  text not null,
    units             numeric(12, 3) not null,
    used_at           timestamptz not null,
    reversed_at       timestamptz             -- when the units of a voided note were given back
);

create table ehr.invoices (
    invoice_id        text primary key,
    note_id           text not null unique,
    client_id         text not null,
    payer_id          text not null,
    authorization_id  text not null,
    service_date      date not null,
    billing_code      text not null,
    units             numeric(12, 3) not null,
    amount            numeric(12, 2),         -- at the rate in force; null where there is none
    status            text not null,          -- ready or void
    created_at        timestamptz not null
);

create table ehr.alerts (                     -- one for each day and each reason to look at it
    alert_id       text primary key,
    program_id     text not null,
    client_id      text not null,
    service_date   date not null,
    reason         text not null,
    group_name     text,                      -- setting 510 when it was opened
    status         text not null,             -- open, resolved or expired: its day left the window
    opened_at      timestamptz not null,
    notified_at    timestamptz,               -- when a mail server last took a message with it
    resolved_at    timestamptz,
    unique (program_id, client_id, service_date, reason)
);
