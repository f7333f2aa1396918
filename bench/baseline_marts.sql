-- The tables of the hand-written night: what it publishes, with the indexes that it needs, and what it remembers.

create schema baseline;

create table baseline.nights (
    run_id text primary key,
    run_date date not null
);

create table baseline.remembered_settings (
    place bigint generated always as identity primary key,
    setting_number integer,
    program_id text,
    effective_from date,
    value text,
    run_date date
);

-- Authorizations and clients as the last night left them.
create table baseline.seen_rows (
    kind text,
    row_id text,
    fingerprint bigint,
    primary key (kind, row_id)
);

create table baseline.fct_per_diem_days (
    program_id text,
    client_id text,
    service_date date,
    note_count integer,
    units numeric(18, 3),
    threshold_units numeric(18, 6),
    draft_count integer,
    draft_units numeric(18, 3),
    counted_minutes integer,
    status text,
    primary_reason text,
    reasons text[],
    billing_code text,
    authorization_id text,
    payer_id text,
    note_id text,
    expected_amount numeric(18, 2),
    amount_basis text
);
create index fct_per_diem_days_day on baseline.fct_per_diem_days (service_date, client_id);

create table baseline.rpt_weekly_attendance (
    program_id text,
    client_id text,
    week_start date,
    attended_days integer,
    minutes integer,
    minimum_minutes integer,
    billed_days integer,
    status text
);
create index rpt_weekly_attendance_week on baseline.rpt_weekly_attendance (week_start, client_id);

create table baseline.fct_billing_items (
    billing_item_id text,
    client_id text,
    service_date date,
    payer_id text,
    billing_code text,
    billing_rule_id text,
    location_code text,
    occurrences integer,
    duration_minutes integer,
    units numeric(18, 3),
    max_units numeric(12, 3),
    rendering_clinician_id text,
    second_rendering_clinician_id text,
    note_ids text[],
    is_per_diem boolean
);
create index fct_billing_items_day on baseline.fct_billing_items (service_date, client_id);

create table baseline.rpt_billing_audit (
    billing_item_id text,
    finding text,
    severity text,
    client_id text,
    service_date date,
    payer_id text,
    billing_code text
);
create index rpt_billing_audit_day on baseline.rpt_billing_audit (service_date, client_id);

create table baseline.fct_invoices (
    invoice_id text,
    note_id text,
    client_id text,
    program_id text,
    payer_id text,
    service_date date,
    billing_code text,
    units numeric(18, 3),
    amount numeric(18, 2),
    status text,
    run_date date,
    days_to_bill integer,
    correct_first text[]
);
create index fct_invoices_day on baseline.fct_invoices (service_date, client_id);

create table baseline.dim_authorizations (
    authorization_id text,
    client_id text,
    payer_id text,
    billing_code text,
    start_date date,
    end_date date,
    status text,
    units_authorized numeric(12, 3),
    units_used numeric(12, 3),
    units_remaining numeric(18, 3),
    daily_burn numeric(18, 3),
    projected_exhaustion_date date
);
