-- A database as commit 2918db1 left it, the last before migrations were numbered.
--
-- Made by that commit's own code: schema ehr from its ehr_contract.sql and ehr_indexes.sql; the clinic of its
-- tests/test_nights.py, with older days, services beside the program, overlapping authorizations and unusable rows added;
-- and four runs of its tests' run_night: 2016-04-23, 2016-08-02 as a dry run, 2016-08-02, and 2016-08-03 after late notes,
-- a late authorization and voided notes. Then pg_dump --inserts --rows-per-insert=100 --no-owner --no-privileges, without
-- what only psql or only the newest server reads. Not to be changed: it is what was left behind.

-- PostgreSQL database dump

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

-- Name: ehr; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA ehr;

-- Name: intermediate; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA intermediate;

-- Name: marts; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA marts;

-- Name: quality; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA quality;

-- Name: staging; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA staging;

-- Name: refuse_change(); Type: FUNCTION; Schema: quality; Owner: -

CREATE FUNCTION quality.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '%.% is an audit trail: rows are added, and neither changed nor taken away',
        tg_table_schema, tg_table_name;
end
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

-- Name: alerts; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.alerts (
    alert_id text NOT NULL,
    program_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    reason text NOT NULL,
    group_name text,
    status text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    notified_at timestamp with time zone,
    resolved_at timestamp with time zone
);

-- Name: authorization_usage; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.authorization_usage (
    note_id text NOT NULL,
    authorization_id text NOT NULL,
    units numeric(12,3) NOT NULL,
    used_at timestamp with time zone NOT NULL,
    reversed_at timestamp with time zone
);

-- Name: authorizations; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.authorizations (
    authorization_id text NOT NULL,
    client_id text,
    payer_id text,
    billing_code text,
    start_date date,
    end_date date,
    units_authorized numeric(12,3),
    units_used numeric(12,3),
    status text,
    updated_at timestamp with time zone
);

-- Name: billing_code_groups; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.billing_code_groups (
    group_name text NOT NULL,
    billing_code text NOT NULL
);

-- Name: billing_codes; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.billing_codes (
    billing_code text NOT NULL,
    description text,
    is_billable boolean
);

-- Name: client_coverages; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.client_coverages (
    coverage_id text NOT NULL,
    client_id text,
    payer_id text,
    priority integer,
    start_date date,
    end_date date
);

-- Name: clients; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.clients (
    client_id text NOT NULL,
    facility_id text,
    display_name text,
    default_clinician_id text,
    default_location_id text,
    default_location_code text
);

-- Name: clinicians; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.clinicians (
    clinician_id text NOT NULL,
    display_name text,
    npi text
);

-- Name: facilities; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.facilities (
    facility_id text NOT NULL,
    name text,
    state text,
    time_zone text
);

-- Name: fee_schedules; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.fee_schedules (
    payer_id text NOT NULL,
    billing_code text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    unit_rate numeric(12,2)
);

-- Name: invoices; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.invoices (
    invoice_id text NOT NULL,
    note_id text NOT NULL,
    client_id text NOT NULL,
    payer_id text NOT NULL,
    authorization_id text NOT NULL,
    service_date date NOT NULL,
    billing_code text NOT NULL,
    units numeric(12,3) NOT NULL,
    amount numeric(12,2),
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- Name: locations; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.locations (
    location_id text NOT NULL,
    facility_id text,
    name text
);

-- Name: notes; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.notes (
    note_id text NOT NULL,
    client_id text,
    service_date date,
    started_at timestamp with time zone,
    billing_code text,
    clinician_id text,
    location_id text,
    location_code text,
    duration_minutes integer,
    quantity numeric(12,3),
    units numeric(12,3),
    status text,
    released_at timestamp with time zone,
    note_text text,
    origin text,
    program_id text,
    payer_id text,
    authorization_id text,
    dag_run_id text,
    updated_at timestamp with time zone
);

-- Name: payer_billing_rule_codes; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.payer_billing_rule_codes (
    billing_rule_id text NOT NULL,
    billing_code text NOT NULL
);

-- Name: payer_billing_rules; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.payer_billing_rules (
    billing_rule_id text NOT NULL,
    payer_rule_id text,
    billing_type text,
    conversion text,
    minutes_per_unit integer,
    variable_increment boolean,
    round_up_minutes integer,
    method text,
    quantity numeric(12,3),
    operator text,
    factor numeric(12,6),
    max_units numeric(12,3),
    combine boolean,
    aggregate_on text
);

-- Name: payer_rules; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.payer_rules (
    payer_rule_id text NOT NULL,
    payer_id text,
    name text,
    effective_from date,
    effective_to date
);

-- Name: payers; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.payers (
    payer_id text NOT NULL,
    name text
);

-- Name: programs; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.programs (
    program_id text NOT NULL,
    name text,
    non_billable_group text,
    billable_group text,
    weekly_minimum_minutes integer
);

-- Name: system_settings; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.system_settings (
    setting_number integer NOT NULL,
    program_id text NOT NULL,
    effective_from date NOT NULL,
    value text
);

-- Name: user_group_members; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.user_group_members (
    group_name text NOT NULL,
    user_id text NOT NULL,
    email text
);

-- Name: user_groups; Type: TABLE; Schema: ehr; Owner: -

CREATE TABLE ehr.user_groups (
    group_name text NOT NULL
);

-- Name: int_authorizations__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_authorizations__checked (
    authorization_id text,
    client_id text,
    payer_id text,
    billing_code text,
    start_date date,
    end_date date,
    status text,
    units_authorized numeric(12,3),
    units_used numeric(12,3),
    units_remaining numeric,
    quarantine_cause text
);

-- Name: int_billing_items__combined; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_billing_items__combined (
    billing_item_id text,
    client_id text,
    service_date date,
    payer_id text,
    billing_code text,
    rule_status text,
    billing_rule_id text,
    payer_rule_name text,
    matching_rule_ids text,
    invalid_cause text,
    is_unknown_code boolean,
    is_combined boolean,
    location_code text,
    occurrences bigint,
    duration_minutes bigint,
    quantity numeric,
    units numeric,
    rendering_clinician_id text,
    second_rendering_clinician_id text,
    note_ids text[],
    is_per_diem boolean,
    notes_updated_at timestamp with time zone
);

-- Name: int_billing_items__findings; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_billing_items__findings (
    billing_item_id text,
    finding text,
    severity text,
    message text,
    client_id text,
    service_date date
);

-- Name: int_billing_items__units; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_billing_items__units (
    billing_item_id text,
    is_calculated boolean,
    max_units numeric(12,3),
    units numeric(18,3)
);

-- Name: int_client_days__authorizations; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__authorizations (
    program_id text,
    client_id text,
    service_date date,
    preference bigint,
    authorization_id text,
    payer_id text,
    billing_code text,
    billing_rule_id text,
    units_needed numeric,
    units_remaining numeric
);

-- Name: int_client_days__billed_by_hand; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__billed_by_hand (
    program_id text,
    client_id text,
    service_date date,
    note_count bigint
);

-- Name: int_client_days__blocking_reasons; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__blocking_reasons (
    program_id text,
    client_id text,
    service_date date,
    reason_order integer,
    reason text
);

-- Name: int_client_days__changed; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__changed (
    client_id text,
    service_date date
);

-- Name: int_client_days__claimed; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__claimed (
    program_id text,
    client_id text,
    service_date date
);

-- Name: int_client_days__decided; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__decided (
    program_id text,
    client_id text,
    service_date date,
    note_count bigint,
    units numeric,
    threshold_units numeric,
    status text,
    primary_reason text,
    reasons text[],
    billing_code text,
    authorization_id text,
    payer_id text,
    note_id text,
    run_date date
);

-- Name: int_client_days__payer_chosen; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__payer_chosen (
    client_id text,
    service_date date,
    payer_id text,
    coverage_id text
);

-- Name: int_client_days__pending; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__pending (
    program_id text,
    client_id text,
    service_date date,
    note_minutes integer,
    clinician_id text,
    location_id text,
    location_code text,
    supporting_note_ids text[]
);

-- Name: int_client_days__pending_authorizations; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__pending_authorizations (
    program_id text,
    client_id text,
    service_date date,
    preference bigint,
    authorization_id text,
    payer_id text,
    billing_code text,
    units_needed numeric,
    units_remaining numeric,
    unit_rate numeric(12,2)
);

-- Name: int_client_days__threshold_compared; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__threshold_compared (
    program_id text,
    client_id text,
    service_date date,
    note_count bigint,
    units numeric,
    supporting_note_ids text[],
    threshold_units numeric,
    note_minutes integer,
    is_due boolean,
    meets_threshold boolean,
    per_diem_note_id text,
    per_diem_note_is_void boolean
);

-- Name: int_client_days__units_summed; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_client_days__units_summed (
    program_id text,
    client_id text,
    service_date date,
    note_count bigint,
    units numeric,
    supporting_note_ids text[]
);

-- Name: int_coverages__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_coverages__checked (
    coverage_id text,
    client_id text,
    payer_id text,
    priority integer,
    start_date date,
    end_date date,
    quarantine_cause text
);

-- Name: int_fees__usable; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_fees__usable (
    payer_id text,
    billing_code text,
    effective_from date,
    effective_to date,
    unit_rate numeric(12,2)
);

-- Name: int_notes__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_notes__checked (
    note_id text,
    client_id text,
    service_date date,
    started_at timestamp with time zone,
    billing_code text,
    clinician_id text,
    location_code text,
    status text,
    duration_minutes integer,
    quantity numeric(12,3),
    recorded_units numeric(12,3),
    updated_at timestamp with time zone,
    quarantine_cause text
);

-- Name: int_notes__counting; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_notes__counting (
    program_id text,
    note_id text,
    client_id text,
    service_date date,
    units numeric(18,3)
);

-- Name: int_notes__units; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_notes__units (
    note_id text,
    client_id text,
    service_date date,
    started_at timestamp with time zone,
    billing_code text,
    clinician_id text,
    location_code text,
    duration_minutes integer,
    quantity numeric(12,3),
    updated_at timestamp with time zone,
    payer_id text,
    billing_rule_id text,
    rule_status text,
    units numeric(18,3)
);

-- Name: int_per_diem_notes; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_per_diem_notes (
    note_id text,
    program_id text,
    client_id text,
    service_date date,
    started_at timestamp with time zone,
    billing_code text,
    payer_id text,
    authorization_id text,
    dag_run_id text,
    clinician_id text,
    location_code text,
    status text,
    duration_minutes integer,
    quantity numeric(12,3),
    recorded_units numeric(12,3),
    updated_at timestamp with time zone,
    is_void boolean,
    quarantine_cause text
);

-- Name: int_program_codes; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_program_codes (
    program_id text,
    billing_code text,
    is_billable boolean
);

-- Name: int_program_days__settings; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_program_days__settings (
    program_id text,
    service_date date,
    threshold_units numeric,
    threshold_effective_from date,
    note_minutes integer,
    minutes_effective_from date,
    lag_days numeric,
    lag_effective_from date,
    alert_group text,
    group_effective_from date,
    is_left_out boolean,
    left_out_cause text,
    is_due boolean
);

-- Name: int_programs__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_programs__checked (
    program_id text,
    non_billable_group text,
    billable_group text,
    left_out_cause text
);

-- Name: int_services; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_services (
    note_id text,
    client_id text,
    service_date date,
    started_at timestamp with time zone,
    billing_code text,
    clinician_id text,
    location_code text,
    duration_minutes integer,
    quantity numeric(12,3),
    updated_at timestamp with time zone,
    payer_id text,
    rule_status text,
    units numeric(18,3),
    is_per_diem boolean,
    is_unknown_code boolean,
    matching_rule_ids text,
    billing_rule_id text,
    payer_rule_name text,
    invalid_cause text,
    is_combined boolean,
    billing_item_id text
);

-- Name: int_unit_rules__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_unit_rules__checked (
    billing_rule_id text,
    payer_id text,
    payer_rule_name text,
    valid_from date,
    valid_to date,
    conversion text,
    minutes_per_unit integer,
    variable_increment boolean,
    round_up_minutes integer,
    method text,
    quantity numeric(12,3),
    operator text,
    factor numeric(12,6),
    max_units numeric(12,3),
    combine boolean,
    aggregate_on text,
    invalid_cause text
);

-- Name: int_unit_rules__in_force; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_unit_rules__in_force (
    payer_id text,
    billing_code text,
    first_day date,
    last_day date,
    matching_rule_ids text,
    billing_rule_id text,
    payer_rule_name text,
    rule_status text,
    invalid_cause text,
    conversion text,
    minutes_per_unit integer,
    variable_increment boolean,
    round_up_minutes integer,
    method text,
    quantity numeric(12,3),
    operator text,
    factor numeric(12,6),
    max_units numeric(12,3),
    combine boolean,
    aggregate_on text
);

-- Name: dim_authorizations; Type: TABLE; Schema: marts; Owner: -

CREATE TABLE marts.dim_authorizations (
    authorization_id text CONSTRAINT dim_authorizations__dbt_tmp_authorization_id_not_null1 NOT NULL,
    client_id text CONSTRAINT dim_authorizations__dbt_tmp_client_id_not_null1 NOT NULL,
    payer_id text CONSTRAINT dim_authorizations__dbt_tmp_payer_id_not_null1 NOT NULL,
    billing_code text CONSTRAINT dim_authorizations__dbt_tmp_billing_code_not_null1 NOT NULL,
    start_date date CONSTRAINT dim_authorizations__dbt_tmp_start_date_not_null1 NOT NULL,
    end_date date CONSTRAINT dim_authorizations__dbt_tmp_end_date_not_null1 NOT NULL,
    status text,
    units_authorized numeric(12,3) CONSTRAINT dim_authorizations__dbt_tmp_units_authorized_not_null1 NOT NULL,
    units_used numeric(12,3) CONSTRAINT dim_authorizations__dbt_tmp_units_used_not_null1 NOT NULL,
    units_remaining numeric(18,3) CONSTRAINT dim_authorizations__dbt_tmp_units_remaining_not_null1 NOT NULL,
    daily_burn numeric(18,3),
    projected_exhaustion_date date,
    CONSTRAINT dim_authorizations__dbt_tmp_check1 CHECK ((end_date >= start_date)),
    CONSTRAINT dim_authorizations__dbt_tmp_units_remaining_check1 CHECK ((units_remaining >= (0)::numeric))
);

-- Name: fct_billing_items; Type: TABLE; Schema: marts; Owner: -

CREATE TABLE marts.fct_billing_items (
    billing_item_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    payer_id text,
    billing_code text NOT NULL,
    billing_rule_id text,
    location_code text,
    occurrences integer NOT NULL,
    duration_minutes integer NOT NULL,
    units numeric(18,3),
    max_units numeric(12,3),
    rendering_clinician_id text,
    second_rendering_clinician_id text,
    note_ids text[] NOT NULL,
    is_per_diem boolean NOT NULL,
    notes_updated_at timestamp with time zone,
    CONSTRAINT fct_billing_items_check CHECK ((cardinality(note_ids) = occurrences)),
    CONSTRAINT fct_billing_items_duration_minutes_check CHECK ((duration_minutes >= 0)),
    CONSTRAINT fct_billing_items_max_units_check CHECK ((max_units >= (0)::numeric)),
    CONSTRAINT fct_billing_items_occurrences_check CHECK ((occurrences > 0)),
    CONSTRAINT fct_billing_items_units_check CHECK ((units >= (0)::numeric))
);

-- Name: fct_per_diem_days; Type: TABLE; Schema: marts; Owner: -

CREATE TABLE marts.fct_per_diem_days (
    program_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    note_count integer NOT NULL,
    units numeric(18,3) NOT NULL,
    threshold_units numeric(18,6) NOT NULL,
    status text NOT NULL,
    primary_reason text,
    reasons text[] NOT NULL,
    billing_code text,
    authorization_id text,
    payer_id text,
    note_id text,
    run_date date NOT NULL,
    CONSTRAINT fct_per_diem_days_check CHECK (((primary_reason IS NOT NULL) = (cardinality(reasons) > 0))),
    CONSTRAINT fct_per_diem_days_check1 CHECK (((status <> 'blocked'::text) OR (cardinality(reasons) > 0))),
    CONSTRAINT fct_per_diem_days_check2 CHECK (((note_id IS NOT NULL) = (status = 'billed'::text))),
    CONSTRAINT fct_per_diem_days_check3 CHECK ((run_date >= service_date)),
    CONSTRAINT fct_per_diem_days_note_count_check CHECK ((note_count >= 0)),
    CONSTRAINT fct_per_diem_days_status_check CHECK ((status = ANY (ARRAY['voided'::text, 'billed'::text, 'already_billed'::text, 'below_threshold'::text, 'blocked'::text, 'pending'::text]))),
    CONSTRAINT fct_per_diem_days_units_check CHECK ((units >= (0)::numeric))
);

-- Name: fct_per_diem_decisions; Type: TABLE; Schema: marts; Owner: -

CREATE TABLE marts.fct_per_diem_decisions (
    program_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    run_id text NOT NULL,
    run_date date NOT NULL,
    status text NOT NULL,
    primary_reason text,
    reasons text[] NOT NULL,
    units numeric(18,3) NOT NULL,
    threshold_units numeric(18,6),
    billing_code text,
    authorization_id text,
    note_id text,
    CONSTRAINT fct_per_diem_decisions_check CHECK ((run_date >= service_date)),
    CONSTRAINT fct_per_diem_decisions_check1 CHECK (((primary_reason IS NOT NULL) = (cardinality(reasons) > 0))),
    CONSTRAINT fct_per_diem_decisions_check2 CHECK (((status <> 'blocked'::text) OR (cardinality(reasons) > 0))),
    CONSTRAINT fct_per_diem_decisions_check3 CHECK (((threshold_units IS NULL) = (status = 'gone'::text))),
    CONSTRAINT fct_per_diem_decisions_status_check CHECK ((status = ANY (ARRAY['voided'::text, 'billed'::text, 'already_billed'::text, 'below_threshold'::text, 'blocked'::text, 'pending'::text, 'gone'::text])))
);

-- Name: rpt_billing_audit; Type: TABLE; Schema: marts; Owner: -

CREATE TABLE marts.rpt_billing_audit (
    billing_item_id text NOT NULL,
    finding text NOT NULL,
    severity text NOT NULL,
    message text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    CONSTRAINT rpt_billing_audit_finding_check CHECK ((finding = ANY (ARRAY['max_units_exceeded'::text, 'ambiguous_rule'::text, 'invalid_rule'::text, 'no_coverage'::text, 'unknown_code'::text, 'missing_units'::text, 'zero_units'::text, 'missing_rate'::text, 'no_matching_rule'::text]))),
    CONSTRAINT rpt_billing_audit_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text, 'info'::text])))
);

-- Name: check_results; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.check_results (
    run_id text NOT NULL,
    run_date date NOT NULL,
    suite text NOT NULL,
    check_name text NOT NULL,
    severity text NOT NULL,
    success boolean NOT NULL,
    stops_run boolean NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    failing_count bigint NOT NULL,
    failing_keys text[] NOT NULL,
    why text NOT NULL,
    what_to_do text NOT NULL,
    error text,
    CONSTRAINT check_results_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text])))
);

-- Name: decision_evidence; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.decision_evidence (
    evidence_id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    run_id text NOT NULL,
    run_date date NOT NULL,
    program_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    units numeric(18,3) NOT NULL,
    threshold_units numeric NOT NULL,
    threshold_effective_from date NOT NULL,
    note_minutes integer NOT NULL,
    minutes_effective_from date NOT NULL,
    lag_days numeric NOT NULL,
    lag_effective_from date NOT NULL,
    supporting_notes jsonb NOT NULL,
    authorizations jsonb NOT NULL
);

-- Name: decision_evidence_evidence_id_seq; Type: SEQUENCE; Schema: quality; Owner: -

ALTER TABLE quality.decision_evidence ALTER COLUMN evidence_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME quality.decision_evidence_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: failures; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.failures (
    failure_id text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    cause text NOT NULL,
    found_at timestamp with time zone NOT NULL,
    last_run_date date NOT NULL,
    told_at timestamp with time zone,
    CONSTRAINT failures_kind_check CHECK ((kind = ANY (ARRAY['check'::text, 'program'::text])))
);

-- Name: last_decision; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.last_decision (
    only_row boolean DEFAULT true NOT NULL,
    run_id text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT last_decision_only_row_check CHECK (only_row)
);

-- Name: messages; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.messages (
    message_id text NOT NULL,
    run_id text NOT NULL,
    run_date date NOT NULL,
    group_name text,
    recipients integer NOT NULL,
    sent_to text NOT NULL,
    subject text NOT NULL,
    alert_ids text[] NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    via text NOT NULL,
    CONSTRAINT messages_sent_to_check CHECK ((sent_to = ANY (ARRAY['group'::text, 'data_quality'::text]))),
    CONSTRAINT messages_via_check CHECK ((via = ANY (ARRAY['smtp'::text, 'outbox'::text])))
);

-- Name: quarantined_rows; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.quarantined_rows (
    source_table text NOT NULL,
    row_key text NOT NULL,
    cause text NOT NULL,
    service_date date,
    CONSTRAINT quarantined_rows_source_table_check CHECK ((source_table = ANY (ARRAY['notes'::text, 'authorizations'::text, 'client_coverages'::text])))
);

-- Name: run_days; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.run_days (
    run_id text NOT NULL,
    week date NOT NULL,
    program_id text NOT NULL,
    status text NOT NULL,
    primary_reason text,
    lacks_authorization boolean NOT NULL,
    age text NOT NULL,
    days bigint NOT NULL,
    amount numeric NOT NULL,
    days_with_amount bigint NOT NULL
);

-- Name: run_figures; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.run_figures (
    run_id text NOT NULL,
    measure text NOT NULL,
    name text NOT NULL,
    value numeric NOT NULL,
    CONSTRAINT run_figures_measure_check CHECK ((measure = ANY (ARRAY['status'::text, 'reason'::text, 'left_out'::text, 'written'::text, 'would_write'::text])))
);

-- Name: runs; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.runs (
    run_id text NOT NULL,
    run_date date NOT NULL,
    lookback_days integer NOT NULL,
    dry_run boolean NOT NULL,
    today date NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    state text NOT NULL,
    failed_task text,
    error text,
    CONSTRAINT runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'success'::text, 'failed'::text])))
);

-- Name: settled_days; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.settled_days (
    run_id text NOT NULL,
    run_date date NOT NULL,
    program_id text NOT NULL,
    client_id text NOT NULL,
    service_date date NOT NULL,
    outcome text NOT NULL,
    authorization_id text,
    payer_id text,
    billing_code text,
    units numeric(18,3),
    note_id text,
    CONSTRAINT settled_days_outcome_check CHECK ((outcome = ANY (ARRAY['written'::text, 'would_write'::text, 'exhausted'::text, 'already_written'::text])))
);

-- Name: written_notes; Type: TABLE; Schema: quality; Owner: -

CREATE TABLE quality.written_notes (
    note_id text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    run_id text,
    program_id text,
    client_id text,
    service_date date,
    billing_code text,
    payer_id text,
    authorization_id text,
    duration_minutes integer,
    units numeric(18,3),
    clinician_id text,
    location_code text
);

-- Name: stg_ehr__authorization_usage; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__authorization_usage AS
 WITH final AS (
         SELECT authorization_usage.note_id,
            authorization_usage.authorization_id,
            authorization_usage.units,
            authorization_usage.used_at,
            authorization_usage.reversed_at
           FROM ehr.authorization_usage
        )
 SELECT note_id,
    authorization_id,
    units,
    used_at,
    reversed_at
   FROM final;

-- Name: stg_ehr__authorizations; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__authorizations AS
 WITH final AS (
         SELECT authorizations.authorization_id,
                CASE
                    WHEN (authorizations.client_id ~ '[^[:space:]]'::text) THEN authorizations.client_id
                    ELSE NULL::text
                END AS client_id,
                CASE
                    WHEN (authorizations.payer_id ~ '[^[:space:]]'::text) THEN authorizations.payer_id
                    ELSE NULL::text
                END AS payer_id,
                CASE
                    WHEN (authorizations.billing_code ~ '[^[:space:]]'::text) THEN authorizations.billing_code
                    ELSE NULL::text
                END AS billing_code,
            authorizations.start_date,
            authorizations.end_date,
            authorizations.units_authorized,
            authorizations.units_used,
            authorizations.status,
            authorizations.updated_at
           FROM ehr.authorizations
        )
 SELECT authorization_id,
    client_id,
    payer_id,
    billing_code,
    start_date,
    end_date,
    units_authorized,
    units_used,
    status,
    updated_at
   FROM final;

-- Name: stg_ehr__billing_code_groups; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__billing_code_groups AS
 WITH final AS (
         SELECT billing_code_groups.group_name,
            billing_code_groups.billing_code
           FROM ehr.billing_code_groups
        )
 SELECT group_name,
    billing_code
   FROM final;

-- Name: stg_ehr__billing_codes; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__billing_codes AS
 WITH final AS (
         SELECT billing_codes.billing_code,
            billing_codes.is_billable
           FROM ehr.billing_codes
        )
 SELECT billing_code,
    is_billable
   FROM final;

-- Name: stg_ehr__client_coverages; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__client_coverages AS
 WITH final AS (
         SELECT client_coverages.coverage_id,
                CASE
                    WHEN (client_coverages.client_id ~ '[^[:space:]]'::text) THEN client_coverages.client_id
                    ELSE NULL::text
                END AS client_id,
                CASE
                    WHEN (client_coverages.payer_id ~ '[^[:space:]]'::text) THEN client_coverages.payer_id
                    ELSE NULL::text
                END AS payer_id,
            client_coverages.priority,
            client_coverages.start_date,
            client_coverages.end_date
           FROM ehr.client_coverages
        )
 SELECT coverage_id,
    client_id,
    payer_id,
    priority,
    start_date,
    end_date
   FROM final;

-- Name: stg_ehr__clients; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__clients AS
 WITH final AS (
         SELECT clients.client_id,
                CASE
                    WHEN (clients.facility_id ~ '[^[:space:]]'::text) THEN clients.facility_id
                    ELSE NULL::text
                END AS facility_id,
                CASE
                    WHEN (clients.default_clinician_id ~ '[^[:space:]]'::text) THEN clients.default_clinician_id
                    ELSE NULL::text
                END AS default_clinician_id,
                CASE
                    WHEN (clients.default_location_id ~ '[^[:space:]]'::text) THEN clients.default_location_id
                    ELSE NULL::text
                END AS default_location_id,
                CASE
                    WHEN (clients.default_location_code ~ '[^[:space:]]'::text) THEN clients.default_location_code
                    ELSE NULL::text
                END AS default_location_code
           FROM ehr.clients
        )
 SELECT client_id,
    facility_id,
    default_clinician_id,
    default_location_id,
    default_location_code
   FROM final;

-- Name: stg_ehr__clinicians; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__clinicians AS
 WITH final AS (
         SELECT clinicians.clinician_id,
                CASE
                    WHEN (clinicians.npi ~ '[^[:space:]]'::text) THEN clinicians.npi
                    ELSE NULL::text
                END AS npi
           FROM ehr.clinicians
        )
 SELECT clinician_id,
    npi
   FROM final;

-- Name: stg_ehr__facilities; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__facilities AS
 WITH final AS (
         SELECT facilities.facility_id,
                CASE
                    WHEN (facilities.state ~ '[^[:space:]]'::text) THEN facilities.state
                    ELSE NULL::text
                END AS state,
                CASE
                    WHEN (facilities.time_zone ~ '[^[:space:]]'::text) THEN facilities.time_zone
                    ELSE NULL::text
                END AS time_zone
           FROM ehr.facilities
        )
 SELECT facility_id,
    state,
    time_zone
   FROM final;

-- Name: stg_ehr__fee_schedules; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__fee_schedules AS
 WITH final AS (
         SELECT fee_schedules.payer_id,
            fee_schedules.billing_code,
            fee_schedules.effective_from,
            fee_schedules.effective_to,
            fee_schedules.unit_rate
           FROM ehr.fee_schedules
        )
 SELECT payer_id,
    billing_code,
    effective_from,
    effective_to,
    unit_rate
   FROM final;

-- Name: stg_ehr__invoices; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__invoices AS
 WITH final AS (
         SELECT invoices.invoice_id,
            invoices.note_id,
            invoices.payer_id,
            invoices.authorization_id,
            invoices.billing_code,
            invoices.units,
            invoices.amount,
            invoices.status,
            invoices.created_at
           FROM ehr.invoices
        )
 SELECT invoice_id,
    note_id,
    payer_id,
    authorization_id,
    billing_code,
    units,
    amount,
    status,
    created_at
   FROM final;

-- Name: stg_ehr__locations; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__locations AS
 WITH final AS (
         SELECT locations.location_id,
                CASE
                    WHEN (locations.facility_id ~ '[^[:space:]]'::text) THEN locations.facility_id
                    ELSE NULL::text
                END AS facility_id
           FROM ehr.locations
        )
 SELECT location_id,
    facility_id
   FROM final;

-- Name: stg_ehr__notes; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__notes AS
 WITH final AS (
         SELECT notes.note_id,
                CASE
                    WHEN (notes.client_id ~ '[^[:space:]]'::text) THEN notes.client_id
                    ELSE NULL::text
                END AS client_id,
            notes.service_date,
            notes.started_at,
                CASE
                    WHEN (notes.billing_code ~ '[^[:space:]]'::text) THEN notes.billing_code
                    ELSE NULL::text
                END AS billing_code,
                CASE
                    WHEN (notes.clinician_id ~ '[^[:space:]]'::text) THEN notes.clinician_id
                    ELSE NULL::text
                END AS clinician_id,
                CASE
                    WHEN (notes.location_id ~ '[^[:space:]]'::text) THEN notes.location_id
                    ELSE NULL::text
                END AS location_id,
                CASE
                    WHEN (notes.location_code ~ '[^[:space:]]'::text) THEN notes.location_code
                    ELSE NULL::text
                END AS location_code,
            notes.duration_minutes,
            notes.quantity,
            notes.units,
            notes.status,
            notes.released_at,
            notes.origin,
            notes.program_id,
                CASE
                    WHEN (notes.payer_id ~ '[^[:space:]]'::text) THEN notes.payer_id
                    ELSE NULL::text
                END AS payer_id,
            notes.authorization_id,
            notes.dag_run_id,
            notes.updated_at
           FROM ehr.notes
        )
 SELECT note_id,
    client_id,
    service_date,
    started_at,
    billing_code,
    clinician_id,
    location_id,
    location_code,
    duration_minutes,
    quantity,
    units,
    status,
    released_at,
    origin,
    program_id,
    payer_id,
    authorization_id,
    dag_run_id,
    updated_at
   FROM final;

-- Name: stg_ehr__payer_billing_rule_codes; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payer_billing_rule_codes AS
 WITH final AS (
         SELECT payer_billing_rule_codes.billing_rule_id,
            payer_billing_rule_codes.billing_code
           FROM ehr.payer_billing_rule_codes
        )
 SELECT billing_rule_id,
    billing_code
   FROM final;

-- Name: stg_ehr__payer_billing_rules; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payer_billing_rules AS
 WITH final AS (
         SELECT payer_billing_rules.billing_rule_id,
            payer_billing_rules.payer_rule_id,
            payer_billing_rules.billing_type,
            payer_billing_rules.conversion,
            payer_billing_rules.minutes_per_unit,
            COALESCE(payer_billing_rules.variable_increment, false) AS variable_increment,
            payer_billing_rules.round_up_minutes,
            payer_billing_rules.method,
            payer_billing_rules.quantity,
            payer_billing_rules.operator,
            payer_billing_rules.factor,
            payer_billing_rules.max_units,
            COALESCE(payer_billing_rules.combine, false) AS combine,
            payer_billing_rules.aggregate_on
           FROM ehr.payer_billing_rules
        )
 SELECT billing_rule_id,
    payer_rule_id,
    billing_type,
    conversion,
    minutes_per_unit,
    variable_increment,
    round_up_minutes,
    method,
    quantity,
    operator,
    factor,
    max_units,
    combine,
    aggregate_on
   FROM final;

-- Name: stg_ehr__payer_rules; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payer_rules AS
 WITH final AS (
         SELECT payer_rules.payer_rule_id,
            payer_rules.payer_id,
                CASE
                    WHEN (payer_rules.name ~ '[^[:space:]]'::text) THEN payer_rules.name
                    ELSE NULL::text
                END AS payer_rule_name,
            payer_rules.effective_from,
            payer_rules.effective_to
           FROM ehr.payer_rules
        )
 SELECT payer_rule_id,
    payer_id,
    payer_rule_name,
    effective_from,
    effective_to
   FROM final;

-- Name: stg_ehr__payers; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payers AS
 WITH final AS (
         SELECT payers.payer_id,
                CASE
                    WHEN (payers.name ~ '[^[:space:]]'::text) THEN payers.name
                    ELSE NULL::text
                END AS payer_name
           FROM ehr.payers
        )
 SELECT payer_id,
    payer_name
   FROM final;

-- Name: stg_ehr__programs; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__programs AS
 WITH final AS (
         SELECT programs.program_id,
                CASE
                    WHEN (programs.name ~ '[^[:space:]]'::text) THEN programs.name
                    ELSE NULL::text
                END AS program_name,
                CASE
                    WHEN (programs.non_billable_group ~ '[^[:space:]]'::text) THEN programs.non_billable_group
                    ELSE NULL::text
                END AS non_billable_group,
                CASE
                    WHEN (programs.billable_group ~ '[^[:space:]]'::text) THEN programs.billable_group
                    ELSE NULL::text
                END AS billable_group,
            programs.weekly_minimum_minutes
           FROM ehr.programs
        )
 SELECT program_id,
    program_name,
    non_billable_group,
    billable_group,
    weekly_minimum_minutes
   FROM final;

-- Name: stg_ehr__system_settings; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__system_settings AS
 WITH final AS (
         SELECT system_settings.setting_number,
            system_settings.program_id,
            system_settings.effective_from,
                CASE
                    WHEN (system_settings.value ~ '[^[:space:]]'::text) THEN system_settings.value
                    ELSE NULL::text
                END AS setting_value
           FROM ehr.system_settings
        )
 SELECT setting_number,
    program_id,
    effective_from,
    setting_value
   FROM final;

-- Data for Name: alerts; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.alerts VALUES
	('872ecde0-cb61-4bc2-9b9f-e271465e1c74', 'IOP', 'early', '2016-04-21', 'no_authorization', 'IOP Notification Group', 'open', '2026-11-26 15:40:56.980361+00', '2026-11-26 15:40:56.980361+00', NULL),
	('51cf4fdd-2c5b-4de2-a32a-c0b268c06315', 'IOP', 'overlapping', '2016-07-31', 'overlapping_authorizations', 'IOP Notification Group', 'open', '2026-11-26 15:41:08.797973+00', '2026-11-26 15:41:08.797973+00', NULL),
	('3095ad44-a4eb-4088-b6e1-68614917c491', 'IOP', 'late-authorization', '2016-07-31', 'no_authorization', 'IOP Notification Group', 'resolved', '2026-11-26 15:41:08.797973+00', '2026-11-26 15:41:08.797973+00', '2026-11-26 15:41:14.100914+00'),
	('5fa61435-cb9d-40d8-966b-8e7faf916f61', 'IOP', 'unsupported', '2016-07-31', 'support_lost', 'IOP Notification Group', 'open', '2026-11-26 15:41:14.100914+00', '2026-11-26 15:41:14.100914+00', NULL);

-- Data for Name: authorization_usage; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.authorization_usage VALUES
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'authorization-early', 1.000, '2026-11-26 15:40:55.490947+00', NULL),
	('pd-fa6284f0382dc7832fdb51704669f582', 'authorization-last-units', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'authorization-php', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'authorization-1', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-d390864077759de7bb47bb37f0a443c7', 'authorization-last-units', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'authorization-steady', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'authorization-unsupported', 1.000, '2026-11-26 15:41:06.994802+00', NULL),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'authorization-voided', 1.000, '2026-11-26 15:41:06.994802+00', '2026-11-26 15:41:09.038897+00'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'authorization-late', 1.000, '2026-11-26 15:41:12.557002+00', NULL),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'authorization-late-note', 1.000, '2026-11-26 15:41:12.557002+00', NULL),
	('pd-f7707397b417fe851911b879ee6f0904', 'authorization-steady', 1.000, '2026-11-26 15:41:12.557002+00', NULL),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'authorization-voided', 1.000, '2026-11-26 15:41:12.557002+00', NULL);

-- Data for Name: authorizations; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.authorizations VALUES
	('authorization-602', 'alice', 'payer-1', '602', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('step-down', 'alice', 'payer-1', 'S9480', '2016-08-26', '2016-09-22', 12.000, NULL, 'active', NULL),
	('authorization-by-hand', 'by-hand', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-overlapping-1', 'overlapping', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-overlapping-2', 'overlapping', 'payer-1', 'S9480', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-early', 'early', 'payer-1', '0905', '2016-04-20', '2016-04-20', 12.000, 1.000, 'active', '2026-11-26 15:40:55.490947+00'),
	('authorization-1', 'alice', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:41:06.994802+00'),
	('authorization-unsupported', 'unsupported', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:41:06.994802+00'),
	('authorization-last-units', 'last-units', 'payer-1', '0905', '2016-07-29', '2016-08-25', 2.000, 2.000, 'active', '2026-11-26 15:41:06.994802+00'),
	('authorization-php', 'php', 'payer-1', '0912', '2016-07-01', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:41:06.994802+00'),
	('authorization-late-note', 'late-note', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:41:12.557002+00'),
	('authorization-steady', 'steady', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 2.000, 'active', '2026-11-26 15:41:12.557002+00'),
	('authorization-late', 'late-authorization', 'payer-1', '0905', '2016-07-31', '2016-07-31', 12.000, 1.000, 'active', '2026-11-26 15:41:12.557002+00'),
	('authorization-voided', 'voided', 'payer-1', '0905', '2016-07-29', '2016-08-25', 1.000, 1.000, 'active', '2026-11-26 15:41:12.557002+00');

-- Data for Name: billing_code_groups; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.billing_code_groups VALUES
	('IOP Non Billable Group', '602'),
	('IOP Non Billable Group', 'IND THPY'),
	('IOP Non Billable Group', 'GROUP'),
	('IOP Billable Group', '0905'),
	('IOP Billable Group', 'S9480'),
	('PHP Non Billable Group', 'PHP GROUP'),
	('PHP Billable Group', '0912'),
	('DAY Non Billable Group', 'DAY GROUP'),
	('DAY Billable Group', 'H2012');

-- Data for Name: billing_codes; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.billing_codes VALUES
	('602', NULL, false),
	('IND THPY', NULL, false),
	('GROUP', NULL, false),
	('0905', NULL, true),
	('S9480', NULL, true),
	('0912', NULL, true),
	('H0004', NULL, true),
	('H0005', NULL, true);

-- Data for Name: client_coverages; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.client_coverages VALUES
	('coverage-alice', 'alice', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-late-note', 'late-note', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-late-authorization', 'late-authorization', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-voided', 'voided', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-unsupported', 'unsupported', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-by-hand', 'by-hand', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-last-units', 'last-units', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-steady', 'steady', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-php', 'php', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-left-out', 'left-out', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-early', 'early', 'payer-1', 1, '2016-01-01', NULL),
	('coverage-early-first', 'early', 'payer-2', 0, '2016-01-01', NULL),
	('coverage-outpatient', 'outpatient', 'payer-1', 1, '2015-01-01', NULL),
	('coverage-overlapping', 'overlapping', 'payer-1', 1, '2016-01-01', NULL);

-- Data for Name: clients; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.clients VALUES
	('alice', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('late-note', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('late-authorization', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('voided', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('unsupported', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('by-hand', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('last-units', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('steady', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('php', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('left-out', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('early', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('outpatient', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('uncovered', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57'),
	('overlapping', 'main', 'Name Not-For-Logs', 'clinician-1', 'iop-room', '57');

-- Data for Name: clinicians; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.clinicians VALUES
	('clinician-1', NULL, NULL);

-- Data for Name: facilities; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.facilities VALUES
	('main', NULL, 'NC', NULL);

-- Data for Name: fee_schedules; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.fee_schedules VALUES
	('payer-1', '0905', '2016-01-01', NULL, 275.00);

-- Data for Name: invoices; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.invoices VALUES
	('inv-388bfe7256a290b3a678e23b220eb2c0', 'pd-388bfe7256a290b3a678e23b220eb2c0', 'early', 'payer-1', 'authorization-early', '2016-04-20', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:55.490947+00'),
	('inv-fa6284f0382dc7832fdb51704669f582', 'pd-fa6284f0382dc7832fdb51704669f582', 'last-units', 'payer-1', 'authorization-last-units', '2016-07-29', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-5f241c58d57797b6ec363c1742a1cc2b', 'pd-5f241c58d57797b6ec363c1742a1cc2b', 'php', 'payer-1', 'authorization-php', '2016-07-30', '0912', 1.000, NULL, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-a66d8b978f86bc3e62381abd7ead3c47', 'pd-a66d8b978f86bc3e62381abd7ead3c47', 'alice', 'payer-1', 'authorization-1', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-d390864077759de7bb47bb37f0a443c7', 'pd-d390864077759de7bb47bb37f0a443c7', 'last-units', 'payer-1', 'authorization-last-units', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-0d4e50c06566ecc92ad3118c86a91be8', 'pd-0d4e50c06566ecc92ad3118c86a91be8', 'steady', 'payer-1', 'authorization-steady', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-5ae40e526e7e4758dfb16fe5af5383f4', 'pd-5ae40e526e7e4758dfb16fe5af5383f4', 'unsupported', 'payer-1', 'authorization-unsupported', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:06.994802+00'),
	('inv-45b6fbbc0d3201852284f009b82276b8', 'pd-45b6fbbc0d3201852284f009b82276b8', 'voided', 'payer-1', 'authorization-voided', '2016-07-31', '0905', 1.000, 275.00, 'void', '2026-11-26 15:41:06.994802+00'),
	('inv-661b71e2692c3e462bbdaafde16f46ca', 'pd-661b71e2692c3e462bbdaafde16f46ca', 'late-authorization', 'payer-1', 'authorization-late', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:12.557002+00'),
	('inv-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'late-note', 'payer-1', 'authorization-late-note', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:12.557002+00'),
	('inv-f7707397b417fe851911b879ee6f0904', 'pd-f7707397b417fe851911b879ee6f0904', 'steady', 'payer-1', 'authorization-steady', '2016-08-01', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:12.557002+00'),
	('inv-d35216c6b09d8c047753fcc8a90d94c7', 'pd-d35216c6b09d8c047753fcc8a90d94c7', 'voided', 'payer-1', 'authorization-voided', '2016-08-01', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:41:12.557002+00');

-- Data for Name: locations; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.locations VALUES
	('iop-room', 'main', NULL);

-- Data for Name: notes; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.notes VALUES
	('note-1', 'alice', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('note-2', 'alice', '2016-07-31', NULL, 'GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('late-note-1', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 0.999, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('late-authorization-1', 'late-authorization', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('voided-1', 'voided', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('by-hand-1', 'by-hand', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('last-units-1', 'last-units', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('steady-1', 'steady', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('by-hand-2', 'by-hand', '2016-07-31', NULL, 'S9480', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('voided-2', 'voided', '2016-08-01', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('steady-2', 'steady', '2016-08-01', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('last-units-before-2', 'last-units', '2016-07-29', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('php-2016-07-30a', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('php-2016-07-30b', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('php-2016-07-31a', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('php-2016-07-31b', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('left-out-1', 'left-out', '2016-07-31', NULL, 'DAY GROUP', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('early-1', 'early', '2016-04-20', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('early-2', 'early', '2016-04-21', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-1', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, NULL, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-2', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, NULL, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-3', 'outpatient', '2016-07-20', NULL, 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, NULL, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-4', 'outpatient', '2016-07-20', NULL, 'H0005', 'clinician-1', 'iop-room', '57', 60, NULL, NULL, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-5', 'uncovered', '2015-12-01', NULL, 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, 2.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-6', 'uncovered', '2016-07-21', NULL, 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, 2.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-7', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, 2.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('service-8', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', 'iop-room', '57', 60, NULL, 2.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('no-date', 'steady', NULL, NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('last-units-before-1', 'last-units', '2016-07-30', NULL, '602', 'clinician-1', 'iop-room', '57', 9999, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('overlapping-1', 'overlapping', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'early', '2016-04-20', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:55.490947+00', 'Per-diem service, generated from the released notes of the day: early-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-early', 'test__spring', '2026-11-26 15:40:55.490947+00'),
	('pd-fa6284f0382dc7832fdb51704669f582', 'last-units', '2016-07-29', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: last-units-before-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-last-units', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'php', '2016-07-30', NULL, '0912', 'clinician-1', 'iop-room', '57', 240, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: php-2016-07-30a, php-2016-07-30b.', 'per_diem', 'PHP', 'payer-1', 'authorization-php', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'alice', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: note-1, note-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-1', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('pd-d390864077759de7bb47bb37f0a443c7', 'last-units', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: last-units-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-last-units', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'steady', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: steady-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-steady', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'unsupported', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: unsupported-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-unsupported', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('late-note-2', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 0.001, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'voided', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'void', '2026-11-26 15:41:06.994802+00', 'Per-diem service, generated from the released notes of the day: voided-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-voided', 'test__first', '2026-11-26 15:41:06.994802+00'),
	('unsupported-1', 'unsupported', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'void', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'late-authorization', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:12.557002+00', 'Per-diem service, generated from the released notes of the day: late-authorization-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-late', 'test__next', '2026-11-26 15:41:12.557002+00'),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'late-note', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:12.557002+00', 'Per-diem service, generated from the released notes of the day: late-note-1, late-note-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-late-note', 'test__next', '2026-11-26 15:41:12.557002+00'),
	('pd-f7707397b417fe851911b879ee6f0904', 'steady', '2016-08-01', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:12.557002+00', 'Per-diem service, generated from the released notes of the day: steady-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-steady', 'test__next', '2026-11-26 15:41:12.557002+00'),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'voided', '2016-08-01', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:41:12.557002+00', 'Per-diem service, generated from the released notes of the day: voided-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-voided', 'test__next', '2026-11-26 15:41:12.557002+00');

-- Data for Name: payer_billing_rule_codes; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.payer_billing_rule_codes VALUES
	('by-quarter-hour', 'H0004'),
	('per-diem-twice', 'H2012');

-- Data for Name: payer_billing_rules; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.payer_billing_rules VALUES
	('by-quarter-hour', 'rule-1', 'unit', 'duration', 15, true, 8, NULL, NULL, NULL, NULL, 6.000, true, 'minutes'),
	('per-diem-twice', 'rule-1', 'unit', 'quantity', NULL, NULL, NULL, 'replace', 2.000, NULL, NULL, NULL, false, NULL);

-- Data for Name: payer_rules; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.payer_rules VALUES
	('rule-1', 'payer-1', 'Outpatient', NULL, NULL);

-- Data for Name: payers; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.payers VALUES
	('payer-1', NULL),
	('payer-2', NULL);

-- Data for Name: programs; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.programs VALUES
	('IOP', NULL, 'IOP Non Billable Group', 'IOP Billable Group', NULL),
	('PHP', NULL, 'PHP Non Billable Group', 'PHP Billable Group', NULL),
	('DAY', NULL, 'DAY Non Billable Group', 'DAY Billable Group', NULL);

-- Data for Name: system_settings; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.system_settings VALUES
	(508, '*', '2016-01-01', '1'),
	(509, '*', '2016-01-01', '180'),
	(510, '*', '2016-01-01', 'IOP Notification Group'),
	(512, '*', '2016-01-01', '2'),
	(508, 'PHP', '2016-07-01', '2'),
	(508, 'PHP', '2016-07-31', '3'),
	(509, 'PHP', '2016-01-01', '240'),
	(508, 'DAY', '2016-02-14', 'four');

-- Data for Name: user_group_members; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.user_group_members VALUES
	('IOP Notification Group', 'biller-1', 'biller@example.org');

-- Data for Name: user_groups; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.user_groups VALUES
	('IOP Notification Group');

-- Data for Name: int_authorizations__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_authorizations__checked VALUES
	('authorization-602', 'alice', 'payer-1', '602', '2016-07-29', '2016-08-25', 'active', 12.000, NULL, 12.000, NULL),
	('step-down', 'alice', 'payer-1', 'S9480', '2016-08-26', '2016-09-22', 'active', 12.000, NULL, 12.000, NULL),
	('authorization-by-hand', 'by-hand', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, NULL, 12.000, NULL),
	('authorization-overlapping-1', 'overlapping', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, NULL, 12.000, NULL),
	('authorization-overlapping-2', 'overlapping', 'payer-1', 'S9480', '2016-07-29', '2016-08-25', 'active', 12.000, NULL, 12.000, NULL),
	('authorization-early', 'early', 'payer-1', '0905', '2016-04-20', '2016-04-20', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-1', 'alice', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-unsupported', 'unsupported', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-last-units', 'last-units', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 2.000, 2.000, 0.000, NULL),
	('authorization-php', 'php', 'payer-1', '0912', '2016-07-01', '2016-08-25', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-late-note', 'late-note', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-steady', 'steady', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 2.000, 10.000, NULL),
	('authorization-late', 'late-authorization', 'payer-1', '0905', '2016-07-31', '2016-07-31', 'active', 12.000, 1.000, 11.000, NULL),
	('authorization-voided', 'voided', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 1.000, 1.000, 0.000, NULL);

-- Data for Name: int_billing_items__combined; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_billing_items__combined VALUES
	('0aa5e37695e4d254d398d15305188eb5', 'uncovered', '2015-12-01', NULL, 'H0004', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, 2.000, 'clinician-1', NULL, '{service-5}', false, '2016-07-31 20:00:00+00'),
	('4e4de0eb198a0da2e2a35724896c078f', 'uncovered', '2015-12-02', NULL, 'H0004', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, 2.000, 'clinician-1', NULL, '{service-7}', false, '2016-07-31 20:00:00+00'),
	('b9554b48fb9a005354e6c2d28f99d26a', 'uncovered', '2016-07-21', NULL, 'H0004', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, 2.000, 'clinician-1', NULL, '{service-6}', false, '2016-07-31 20:00:00+00'),
	('eacd46df0359db37b65c8dac5a31a6bf', 'uncovered', '2015-12-02', NULL, 'H0004', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, 2.000, 'clinician-1', NULL, '{service-8}', false, '2016-07-31 20:00:00+00'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'outpatient', '2016-07-20', 'payer-1', 'H0005', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, NULL, 'clinician-1', NULL, '{service-4}', false, '2016-07-31 20:00:00+00'),
	('6668715147410188a9e176b25efc82ea', 'outpatient', '2015-11-03', 'payer-1', 'H0004', 'converts', 'by-quarter-hour', 'Outpatient', 'by-quarter-hour', NULL, false, true, '57', 2, 120, 2, 8.000, 'clinician-1', NULL, '{service-1,service-2}', false, '2016-07-31 20:00:00+00'),
	('f228ef4958dba30de62dd6f2c188b5de', 'outpatient', '2016-07-20', 'payer-1', 'H0004', 'converts', 'by-quarter-hour', 'Outpatient', 'by-quarter-hour', NULL, false, true, '57', 1, 60, 1, 4.000, 'clinician-1', NULL, '{service-3}', false, '2016-07-31 20:00:00+00'),
	('4f48ba41ff7229558d03e19f291ed2ac', 'early', '2016-04-20', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-388bfe7256a290b3a678e23b220eb2c0}', true, '2026-11-26 15:40:55.490947+00'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'left-out', '2016-07-31', 'payer-1', 'DAY GROUP', 'none', NULL, NULL, NULL, NULL, true, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{left-out-1}', false, '2016-07-31 20:00:00+00'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'php', '2016-07-30', 'payer-1', '0912', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 240, 1.000, 1.000, 'clinician-1', NULL, '{pd-5f241c58d57797b6ec363c1742a1cc2b}', true, '2026-11-26 15:41:06.994802+00'),
	('5efece3c431d5b7ecc074867d8340090', 'php', '2016-07-31', 'payer-1', 'PHP GROUP', 'none', NULL, NULL, NULL, NULL, true, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{php-2016-07-31b}', false, '2016-07-31 20:00:00+00'),
	('63c34c96ffa10c773a8f34a71692810f', 'php', '2016-07-31', 'payer-1', 'PHP GROUP', 'none', NULL, NULL, NULL, NULL, true, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{php-2016-07-31a}', false, '2016-07-31 20:00:00+00'),
	('69f79a657128ad100deabbc0b8efa2a4', 'php', '2016-07-30', 'payer-1', 'PHP GROUP', 'none', NULL, NULL, NULL, NULL, true, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{php-2016-07-30b}', false, '2016-07-31 20:00:00+00'),
	('ccc144712370d91997f520efc58f3b25', 'php', '2016-07-30', 'payer-1', 'PHP GROUP', 'none', NULL, NULL, NULL, NULL, true, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{php-2016-07-30a}', false, '2016-07-31 20:00:00+00'),
	('681dcea34cd77774585af35e552aa1db', 'steady', '2016-08-01', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-f7707397b417fe851911b879ee6f0904}', true, '2026-11-26 15:41:12.557002+00'),
	('f0c166ed46c113a178d2f614a94d0c4c', 'steady', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-0d4e50c06566ecc92ad3118c86a91be8}', true, '2026-11-26 15:41:06.994802+00'),
	('00fe817deed557e2b7d23bae7e90e765', 'last-units', '2016-07-29', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-fa6284f0382dc7832fdb51704669f582}', true, '2026-11-26 15:41:06.994802+00'),
	('2d66d82c3de05c67a9cdd984ea1bbd2b', 'last-units', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-d390864077759de7bb47bb37f0a443c7}', true, '2026-11-26 15:41:06.994802+00'),
	('842ba1bfe7dbea2f8d57db4b0da654a7', 'by-hand', '2016-07-31', 'payer-1', 'S9480', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 60, 1, 1.000, 'clinician-1', NULL, '{by-hand-2}', false, '2016-07-31 20:00:00+00'),
	('14ba01b5d6fbd4f99c4d49314ed4d4f2', 'unsupported', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-5ae40e526e7e4758dfb16fe5af5383f4}', true, '2026-11-26 15:41:06.994802+00'),
	('e615af2238f43c403750e28bd71eddcd', 'voided', '2016-08-01', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-d35216c6b09d8c047753fcc8a90d94c7}', true, '2026-11-26 15:41:12.557002+00'),
	('6abd2c4cf01464e27a22458f3a843be1', 'late-authorization', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-661b71e2692c3e462bbdaafde16f46ca}', true, '2026-11-26 15:41:12.557002+00'),
	('a5a0972d6b4472498558db354cb81ba9', 'late-note', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-39b08fdc4a8a7bd1f4cc0b1e447b9047}', true, '2026-11-26 15:41:12.557002+00'),
	('fb5febbdbaa993bc10c3265524adf8f2', 'alice', '2016-07-31', 'payer-1', '0905', 'none', NULL, NULL, NULL, NULL, false, false, '57', 1, 180, 1.000, 1.000, 'clinician-1', NULL, '{pd-a66d8b978f86bc3e62381abd7ead3c47}', true, '2026-11-26 15:41:06.994802+00');

-- Data for Name: int_billing_items__findings; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_billing_items__findings VALUES
	('6668715147410188a9e176b25efc82ea', 'max_units_exceeded', 'warning', '8 units billed, payer rule Outpatient allows 6: 2 too many (billing rule by-quarter-hour)', 'outpatient', '2015-11-03'),
	('0aa5e37695e4d254d398d15305188eb5', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-01', 'uncovered', '2015-12-01'),
	('4e4de0eb198a0da2e2a35724896c078f', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-02', 'uncovered', '2015-12-02'),
	('b9554b48fb9a005354e6c2d28f99d26a', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2016-07-21', 'uncovered', '2016-07-21'),
	('eacd46df0359db37b65c8dac5a31a6bf', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-02', 'uncovered', '2015-12-02'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'unknown_code', 'error', 'billing code DAY GROUP is not known as billable or as documentation', 'left-out', '2016-07-31'),
	('5efece3c431d5b7ecc074867d8340090', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-31'),
	('63c34c96ffa10c773a8f34a71692810f', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-31'),
	('69f79a657128ad100deabbc0b8efa2a4', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-30'),
	('ccc144712370d91997f520efc58f3b25', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-30'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'missing_units', 'error', 'no units: no rule converts, and none are recorded', 'outpatient', '2016-07-20'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'missing_rate', 'warning', 'no fee of payer payer-1 for code 0912 is in force on 2016-07-30: the invoice has no amount', 'php', '2016-07-30'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code H0005 on 2016-07-20: recorded units stand', 'outpatient', '2016-07-20'),
	('4f48ba41ff7229558d03e19f291ed2ac', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-04-20: recorded units stand', 'early', '2016-04-20'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code DAY GROUP on 2016-07-31: recorded units stand', 'left-out', '2016-07-31'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0912 on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('5efece3c431d5b7ecc074867d8340090', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-31: recorded units stand', 'php', '2016-07-31'),
	('63c34c96ffa10c773a8f34a71692810f', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-31: recorded units stand', 'php', '2016-07-31'),
	('69f79a657128ad100deabbc0b8efa2a4', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('ccc144712370d91997f520efc58f3b25', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('681dcea34cd77774585af35e552aa1db', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-08-01: recorded units stand', 'steady', '2016-08-01'),
	('f0c166ed46c113a178d2f614a94d0c4c', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'steady', '2016-07-31'),
	('00fe817deed557e2b7d23bae7e90e765', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-29: recorded units stand', 'last-units', '2016-07-29'),
	('2d66d82c3de05c67a9cdd984ea1bbd2b', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'last-units', '2016-07-31'),
	('842ba1bfe7dbea2f8d57db4b0da654a7', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code S9480 on 2016-07-31: recorded units stand', 'by-hand', '2016-07-31'),
	('14ba01b5d6fbd4f99c4d49314ed4d4f2', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'unsupported', '2016-07-31'),
	('e615af2238f43c403750e28bd71eddcd', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-08-01: recorded units stand', 'voided', '2016-08-01'),
	('6abd2c4cf01464e27a22458f3a843be1', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'late-authorization', '2016-07-31'),
	('a5a0972d6b4472498558db354cb81ba9', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'late-note', '2016-07-31'),
	('fb5febbdbaa993bc10c3265524adf8f2', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'alice', '2016-07-31');

-- Data for Name: int_billing_items__units; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_billing_items__units VALUES
	('0aa5e37695e4d254d398d15305188eb5', NULL, NULL, 2.000),
	('4e4de0eb198a0da2e2a35724896c078f', NULL, NULL, 2.000),
	('b9554b48fb9a005354e6c2d28f99d26a', NULL, NULL, 2.000),
	('eacd46df0359db37b65c8dac5a31a6bf', NULL, NULL, 2.000),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', NULL, NULL, NULL),
	('6668715147410188a9e176b25efc82ea', false, 6.000, 8.000),
	('f228ef4958dba30de62dd6f2c188b5de', false, 6.000, 4.000),
	('4f48ba41ff7229558d03e19f291ed2ac', NULL, NULL, 1.000),
	('6cc39b9a77bbf7bc00468cc22dcea24a', NULL, NULL, 1.000),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', NULL, NULL, 1.000),
	('5efece3c431d5b7ecc074867d8340090', NULL, NULL, 1.000),
	('63c34c96ffa10c773a8f34a71692810f', NULL, NULL, 1.000),
	('69f79a657128ad100deabbc0b8efa2a4', NULL, NULL, 1.000),
	('ccc144712370d91997f520efc58f3b25', NULL, NULL, 1.000),
	('681dcea34cd77774585af35e552aa1db', NULL, NULL, 1.000),
	('f0c166ed46c113a178d2f614a94d0c4c', NULL, NULL, 1.000),
	('00fe817deed557e2b7d23bae7e90e765', NULL, NULL, 1.000),
	('2d66d82c3de05c67a9cdd984ea1bbd2b', NULL, NULL, 1.000),
	('842ba1bfe7dbea2f8d57db4b0da654a7', NULL, NULL, 1.000),
	('14ba01b5d6fbd4f99c4d49314ed4d4f2', NULL, NULL, 1.000),
	('e615af2238f43c403750e28bd71eddcd', NULL, NULL, 1.000),
	('6abd2c4cf01464e27a22458f3a843be1', NULL, NULL, 1.000),
	('a5a0972d6b4472498558db354cb81ba9', NULL, NULL, 1.000),
	('fb5febbdbaa993bc10c3265524adf8f2', NULL, NULL, 1.000);

-- Data for Name: int_client_days__authorizations; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__authorizations VALUES
	('IOP', 'alice', '2016-07-31', 1, 'authorization-1', 'payer-1', '0905', NULL, 1, 11.000),
	('IOP', 'by-hand', '2016-07-31', 1, 'authorization-by-hand', 'payer-1', '0905', NULL, 1, 12.000),
	('IOP', 'last-units', '2016-07-29', 1, 'authorization-last-units', 'payer-1', '0905', NULL, 1, 0.000),
	('IOP', 'last-units', '2016-07-31', 1, 'authorization-last-units', 'payer-1', '0905', NULL, 1, 0.000),
	('IOP', 'late-authorization', '2016-07-31', 1, 'authorization-late', 'payer-1', '0905', NULL, 1, 11.000),
	('IOP', 'late-note', '2016-07-31', 1, 'authorization-late-note', 'payer-1', '0905', NULL, 1, 11.000),
	('IOP', 'overlapping', '2016-07-31', 1, 'authorization-overlapping-1', 'payer-1', '0905', NULL, 1, 12.000),
	('IOP', 'overlapping', '2016-07-31', 2, 'authorization-overlapping-2', 'payer-1', 'S9480', NULL, 1, 12.000),
	('IOP', 'steady', '2016-07-31', 1, 'authorization-steady', 'payer-1', '0905', NULL, 1, 10.000),
	('IOP', 'steady', '2016-08-01', 1, 'authorization-steady', 'payer-1', '0905', NULL, 1, 10.000),
	('IOP', 'voided', '2016-07-31', 1, 'authorization-voided', 'payer-1', '0905', NULL, 1, 0.000),
	('IOP', 'voided', '2016-08-01', 1, 'authorization-voided', 'payer-1', '0905', NULL, 1, 0.000),
	('PHP', 'php', '2016-07-30', 1, 'authorization-php', 'payer-1', '0912', NULL, 1, 11.000);

-- Data for Name: int_client_days__billed_by_hand; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__billed_by_hand VALUES
	('IOP', 'by-hand', '2016-07-31', 1);

-- Data for Name: int_client_days__blocking_reasons; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__blocking_reasons VALUES
	('IOP', 'overlapping', '2016-07-31', 2, 'overlapping_authorizations');

-- Data for Name: int_client_days__changed; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__changed VALUES
	('early', '2016-04-20'),
	('uncovered', '2015-12-01'),
	('outpatient', '2015-11-03'),
	('uncovered', '2015-12-02'),
	('early', '2016-04-21');

-- Data for Name: int_client_days__claimed; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__claimed VALUES
	('IOP', 'alice', '2016-07-31'),
	('IOP', 'by-hand', '2016-07-31'),
	('IOP', 'early', '2016-04-20'),
	('IOP', 'last-units', '2016-07-29'),
	('IOP', 'last-units', '2016-07-31'),
	('IOP', 'late-authorization', '2016-07-31'),
	('IOP', 'late-note', '2016-07-31'),
	('IOP', 'overlapping', '2016-07-31'),
	('IOP', 'steady', '2016-07-31'),
	('IOP', 'steady', '2016-08-01'),
	('IOP', 'unsupported', '2016-07-31'),
	('IOP', 'voided', '2016-08-01'),
	('PHP', 'php', '2016-07-30');

-- Data for Name: int_client_days__decided; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__decided VALUES
	('IOP', 'last-units', '2016-07-29', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-last-units', 'payer-1', 'pd-fa6284f0382dc7832fdb51704669f582', '2016-08-03'),
	('PHP', 'php', '2016-07-30', 2, 2.000, 2, 'billed', NULL, '{}', '0912', 'authorization-php', 'payer-1', 'pd-5f241c58d57797b6ec363c1742a1cc2b', '2016-08-03'),
	('IOP', 'last-units', '2016-07-31', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-last-units', 'payer-1', 'pd-d390864077759de7bb47bb37f0a443c7', '2016-08-03'),
	('IOP', 'voided', '2016-07-31', 1, 1.000, 1, 'voided', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'late-authorization', '2016-07-31', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-late', 'payer-1', 'pd-661b71e2692c3e462bbdaafde16f46ca', '2016-08-03'),
	('IOP', 'by-hand', '2016-07-31', 1, 1.000, 1, 'already_billed', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'late-note', '2016-07-31', 2, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-late-note', 'payer-1', 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', '2016-08-03'),
	('IOP', 'steady', '2016-07-31', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-steady', 'payer-1', 'pd-0d4e50c06566ecc92ad3118c86a91be8', '2016-08-03'),
	('IOP', 'alice', '2016-07-31', 2, 2.000, 1, 'billed', NULL, '{}', '0905', 'authorization-1', 'payer-1', 'pd-a66d8b978f86bc3e62381abd7ead3c47', '2016-08-03'),
	('IOP', 'overlapping', '2016-07-31', 1, 1.000, 1, 'blocked', 'overlapping_authorizations', '{overlapping_authorizations}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'unsupported', '2016-07-31', 0, 0, 1, 'billed', 'support_lost', '{support_lost}', '0905', 'authorization-unsupported', 'payer-1', 'pd-5ae40e526e7e4758dfb16fe5af5383f4', '2016-08-03'),
	('PHP', 'php', '2016-07-31', 2, 2.000, 3, 'below_threshold', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'voided', '2016-08-01', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-voided', 'payer-1', 'pd-d35216c6b09d8c047753fcc8a90d94c7', '2016-08-03'),
	('IOP', 'steady', '2016-08-01', 1, 1.000, 1, 'billed', NULL, '{}', '0905', 'authorization-steady', 'payer-1', 'pd-f7707397b417fe851911b879ee6f0904', '2016-08-03');

-- Data for Name: int_client_days__payer_chosen; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__payer_chosen VALUES
	('alice', '2016-07-31', 'payer-1', 'coverage-alice'),
	('by-hand', '2016-07-31', 'payer-1', 'coverage-by-hand'),
	('early', '2016-04-20', 'payer-2', 'coverage-early-first'),
	('early', '2016-04-21', 'payer-2', 'coverage-early-first'),
	('last-units', '2016-07-29', 'payer-1', 'coverage-last-units'),
	('last-units', '2016-07-31', 'payer-1', 'coverage-last-units'),
	('late-authorization', '2016-07-31', 'payer-1', 'coverage-late-authorization'),
	('late-note', '2016-07-31', 'payer-1', 'coverage-late-note'),
	('left-out', '2016-07-31', 'payer-1', 'coverage-left-out'),
	('outpatient', '2015-11-03', 'payer-1', 'coverage-outpatient'),
	('outpatient', '2016-07-20', 'payer-1', 'coverage-outpatient'),
	('overlapping', '2016-07-31', 'payer-1', 'coverage-overlapping'),
	('php', '2016-07-30', 'payer-1', 'coverage-php'),
	('php', '2016-07-31', 'payer-1', 'coverage-php'),
	('steady', '2016-07-31', 'payer-1', 'coverage-steady'),
	('steady', '2016-08-01', 'payer-1', 'coverage-steady'),
	('unsupported', '2016-07-31', 'payer-1', 'coverage-unsupported'),
	('voided', '2016-07-31', 'payer-1', 'coverage-voided'),
	('voided', '2016-08-01', 'payer-1', 'coverage-voided');

-- Data for Name: int_client_days__pending; Type: TABLE DATA; Schema: intermediate; Owner: -

-- Data for Name: int_client_days__pending_authorizations; Type: TABLE DATA; Schema: intermediate; Owner: -

-- Data for Name: int_client_days__threshold_compared; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__threshold_compared VALUES
	('IOP', 'last-units', '2016-07-29', 1, 1.000, '{last-units-before-2}', 1, 180, true, true, 'pd-fa6284f0382dc7832fdb51704669f582', false),
	('PHP', 'php', '2016-07-30', 2, 2.000, '{php-2016-07-30a,php-2016-07-30b}', 2, 240, true, true, 'pd-5f241c58d57797b6ec363c1742a1cc2b', false),
	('IOP', 'last-units', '2016-07-31', 1, 1.000, '{last-units-1}', 1, 180, true, true, 'pd-d390864077759de7bb47bb37f0a443c7', false),
	('IOP', 'voided', '2016-07-31', 1, 1.000, '{voided-1}', 1, 180, true, true, 'pd-45b6fbbc0d3201852284f009b82276b8', true),
	('IOP', 'late-authorization', '2016-07-31', 1, 1.000, '{late-authorization-1}', 1, 180, true, true, 'pd-661b71e2692c3e462bbdaafde16f46ca', false),
	('IOP', 'by-hand', '2016-07-31', 1, 1.000, '{by-hand-1}', 1, 180, true, true, NULL, NULL),
	('IOP', 'late-note', '2016-07-31', 2, 1.000, '{late-note-1,late-note-2}', 1, 180, true, true, 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', false),
	('IOP', 'steady', '2016-07-31', 1, 1.000, '{steady-1}', 1, 180, true, true, 'pd-0d4e50c06566ecc92ad3118c86a91be8', false),
	('IOP', 'alice', '2016-07-31', 2, 2.000, '{note-1,note-2}', 1, 180, true, true, 'pd-a66d8b978f86bc3e62381abd7ead3c47', false),
	('IOP', 'overlapping', '2016-07-31', 1, 1.000, '{overlapping-1}', 1, 180, true, true, NULL, NULL),
	('IOP', 'unsupported', '2016-07-31', 0, 0, NULL, 1, 180, true, false, 'pd-5ae40e526e7e4758dfb16fe5af5383f4', false),
	('PHP', 'php', '2016-07-31', 2, 2.000, '{php-2016-07-31a,php-2016-07-31b}', 3, 240, true, false, NULL, NULL),
	('IOP', 'voided', '2016-08-01', 1, 1.000, '{voided-2}', 1, 180, true, true, 'pd-d35216c6b09d8c047753fcc8a90d94c7', false),
	('IOP', 'steady', '2016-08-01', 1, 1.000, '{steady-2}', 1, 180, true, true, 'pd-f7707397b417fe851911b879ee6f0904', false);

-- Data for Name: int_client_days__units_summed; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__units_summed VALUES
	('DAY', 'left-out', '2016-07-31', 1, 1.000, '{left-out-1}'),
	('IOP', 'alice', '2016-07-31', 2, 2.000, '{note-1,note-2}'),
	('IOP', 'by-hand', '2016-07-31', 1, 1.000, '{by-hand-1}'),
	('IOP', 'last-units', '2016-07-29', 1, 1.000, '{last-units-before-2}'),
	('IOP', 'last-units', '2016-07-31', 1, 1.000, '{last-units-1}'),
	('IOP', 'late-authorization', '2016-07-31', 1, 1.000, '{late-authorization-1}'),
	('IOP', 'late-note', '2016-07-31', 2, 1.000, '{late-note-1,late-note-2}'),
	('IOP', 'overlapping', '2016-07-31', 1, 1.000, '{overlapping-1}'),
	('IOP', 'steady', '2016-07-31', 1, 1.000, '{steady-1}'),
	('IOP', 'steady', '2016-08-01', 1, 1.000, '{steady-2}'),
	('IOP', 'voided', '2016-07-31', 1, 1.000, '{voided-1}'),
	('IOP', 'voided', '2016-08-01', 1, 1.000, '{voided-2}'),
	('PHP', 'php', '2016-07-30', 2, 2.000, '{php-2016-07-30a,php-2016-07-30b}'),
	('PHP', 'php', '2016-07-31', 2, 2.000, '{php-2016-07-31a,php-2016-07-31b}');

-- Data for Name: int_coverages__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_coverages__checked VALUES
	('coverage-alice', 'alice', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-late-note', 'late-note', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-late-authorization', 'late-authorization', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-voided', 'voided', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-unsupported', 'unsupported', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-by-hand', 'by-hand', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-last-units', 'last-units', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-steady', 'steady', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-php', 'php', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-left-out', 'left-out', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-early', 'early', 'payer-1', 1, '2016-01-01', NULL, NULL),
	('coverage-early-first', 'early', 'payer-2', 0, '2016-01-01', NULL, NULL),
	('coverage-outpatient', 'outpatient', 'payer-1', 1, '2015-01-01', NULL, NULL),
	('coverage-overlapping', 'overlapping', 'payer-1', 1, '2016-01-01', NULL, NULL);

-- Data for Name: int_fees__usable; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_fees__usable VALUES
	('payer-1', '0905', '2016-01-01', NULL, 275.00);

-- Data for Name: int_notes__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_notes__checked VALUES
	('note-2', 'alice', '2016-07-31', NULL, 'GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('note-1', 'alice', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('late-note-2', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 0.001, '2016-07-31 20:00:00+00', NULL),
	('late-note-1', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 0.999, '2016-07-31 20:00:00+00', NULL),
	('late-authorization-1', 'late-authorization', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('voided-2', 'voided', '2016-08-01', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('voided-1', 'voided', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('unsupported-1', 'unsupported', '2016-07-31', NULL, '602', 'clinician-1', '57', 'void', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('by-hand-2', 'by-hand', '2016-07-31', NULL, 'S9480', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('by-hand-1', 'by-hand', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('last-units-before-1', 'last-units', '2016-07-30', NULL, '602', 'clinician-1', '57', 'released', 9999, NULL, 1.000, '2016-07-31 20:00:00+00', 'duration above 1440 minutes'),
	('last-units-before-2', 'last-units', '2016-07-29', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('last-units-1', 'last-units', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('no-date', 'steady', NULL, NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', 'no service date'),
	('steady-2', 'steady', '2016-08-01', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('steady-1', 'steady', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('php-2016-07-31b', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('php-2016-07-31a', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('php-2016-07-30b', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('php-2016-07-30a', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('left-out-1', 'left-out', '2016-07-31', NULL, 'DAY GROUP', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('early-2', 'early', '2016-04-21', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('early-1', 'early', '2016-04-20', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL),
	('service-2', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 'released', 60, NULL, NULL, '2016-07-31 20:00:00+00', NULL),
	('service-1', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 'released', 60, NULL, NULL, '2016-07-31 20:00:00+00', NULL),
	('service-4', 'outpatient', '2016-07-20', NULL, 'H0005', 'clinician-1', '57', 'released', 60, NULL, NULL, '2016-07-31 20:00:00+00', NULL),
	('service-3', 'outpatient', '2016-07-20', NULL, 'H0004', 'clinician-1', '57', 'released', 60, NULL, NULL, '2016-07-31 20:00:00+00', NULL),
	('service-8', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 'released', 60, NULL, 2.000, '2016-07-31 20:00:00+00', NULL),
	('service-7', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 'released', 60, NULL, 2.000, '2016-07-31 20:00:00+00', NULL),
	('service-5', 'uncovered', '2015-12-01', NULL, 'H0004', 'clinician-1', '57', 'released', 60, NULL, 2.000, '2016-07-31 20:00:00+00', NULL),
	('service-6', 'uncovered', '2016-07-21', NULL, 'H0004', 'clinician-1', '57', 'released', 60, NULL, 2.000, '2016-07-31 20:00:00+00', NULL),
	('overlapping-1', 'overlapping', '2016-07-31', NULL, '602', 'clinician-1', '57', 'released', 60, NULL, 1.000, '2016-07-31 20:00:00+00', NULL);

-- Data for Name: int_notes__counting; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_notes__counting VALUES
	('IOP', 'note-2', 'alice', '2016-07-31', 1.000),
	('IOP', 'note-1', 'alice', '2016-07-31', 1.000),
	('IOP', 'late-note-2', 'late-note', '2016-07-31', 0.001),
	('IOP', 'late-note-1', 'late-note', '2016-07-31', 0.999),
	('IOP', 'late-authorization-1', 'late-authorization', '2016-07-31', 1.000),
	('IOP', 'voided-2', 'voided', '2016-08-01', 1.000),
	('IOP', 'voided-1', 'voided', '2016-07-31', 1.000),
	('IOP', 'by-hand-1', 'by-hand', '2016-07-31', 1.000),
	('IOP', 'last-units-before-2', 'last-units', '2016-07-29', 1.000),
	('IOP', 'last-units-1', 'last-units', '2016-07-31', 1.000),
	('IOP', 'steady-2', 'steady', '2016-08-01', 1.000),
	('IOP', 'steady-1', 'steady', '2016-07-31', 1.000),
	('PHP', 'php-2016-07-31b', 'php', '2016-07-31', 1.000),
	('PHP', 'php-2016-07-31a', 'php', '2016-07-31', 1.000),
	('PHP', 'php-2016-07-30b', 'php', '2016-07-30', 1.000),
	('PHP', 'php-2016-07-30a', 'php', '2016-07-30', 1.000),
	('DAY', 'left-out-1', 'left-out', '2016-07-31', 1.000),
	('IOP', 'overlapping-1', 'overlapping', '2016-07-31', 1.000);

-- Data for Name: int_notes__units; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_notes__units VALUES
	('note-2', 'alice', '2016-07-31', NULL, 'GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('note-1', 'alice', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('late-note-2', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 0.001),
	('late-note-1', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 0.999),
	('late-authorization-1', 'late-authorization', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('voided-2', 'voided', '2016-08-01', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('voided-1', 'voided', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('by-hand-2', 'by-hand', '2016-07-31', NULL, 'S9480', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('by-hand-1', 'by-hand', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('last-units-before-2', 'last-units', '2016-07-29', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('last-units-1', 'last-units', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('steady-2', 'steady', '2016-08-01', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('steady-1', 'steady', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-31b', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-31a', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-30b', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-30a', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('left-out-1', 'left-out', '2016-07-31', NULL, 'DAY GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000),
	('early-2', 'early', '2016-04-21', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-2', NULL, 'none', 1.000),
	('early-1', 'early', '2016-04-20', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-2', NULL, 'none', 1.000),
	('service-2', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'by-quarter-hour', 'converts', 4.000),
	('service-1', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'by-quarter-hour', 'converts', 4.000),
	('service-4', 'outpatient', '2016-07-20', NULL, 'H0005', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', NULL),
	('service-3', 'outpatient', '2016-07-20', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'by-quarter-hour', 'converts', 4.000),
	('service-8', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, NULL, 'none', 2.000),
	('service-7', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, NULL, 'none', 2.000),
	('service-5', 'uncovered', '2015-12-01', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, NULL, 'none', 2.000),
	('service-6', 'uncovered', '2016-07-21', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, NULL, 'none', 2.000),
	('overlapping-1', 'overlapping', '2016-07-31', NULL, '602', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', NULL, 'none', 1.000);

-- Data for Name: int_per_diem_notes; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_per_diem_notes VALUES
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'IOP', 'alice', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-1', 'test__first', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'IOP', 'late-note', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-late-note', 'test__next', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:12.557002+00', false, NULL),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'IOP', 'late-authorization', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-late', 'test__next', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:12.557002+00', false, NULL),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'IOP', 'voided', '2016-08-01', NULL, '0905', 'payer-1', 'authorization-voided', 'test__next', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:12.557002+00', false, NULL),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'IOP', 'voided', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-voided', 'test__first', 'clinician-1', '57', 'void', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', true, NULL),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'IOP', 'unsupported', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-unsupported', 'test__first', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-d390864077759de7bb47bb37f0a443c7', 'IOP', 'last-units', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-last-units', 'test__first', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-fa6284f0382dc7832fdb51704669f582', 'IOP', 'last-units', '2016-07-29', NULL, '0905', 'payer-1', 'authorization-last-units', 'test__first', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-f7707397b417fe851911b879ee6f0904', 'IOP', 'steady', '2016-08-01', NULL, '0905', 'payer-1', 'authorization-steady', 'test__next', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:12.557002+00', false, NULL),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'IOP', 'steady', '2016-07-31', NULL, '0905', 'payer-1', 'authorization-steady', 'test__first', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'PHP', 'php', '2016-07-30', NULL, '0912', 'payer-1', 'authorization-php', 'test__first', 'clinician-1', '57', 'released', 240, 1.000, 1.000, '2026-11-26 15:41:06.994802+00', false, NULL),
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'IOP', 'early', '2016-04-20', NULL, '0905', 'payer-1', 'authorization-early', 'test__spring', 'clinician-1', '57', 'released', 180, 1.000, 1.000, '2026-11-26 15:40:55.490947+00', false, NULL);

-- Data for Name: int_program_codes; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_program_codes VALUES
	('IOP', '602', false),
	('IOP', 'IND THPY', false),
	('IOP', 'GROUP', false),
	('IOP', '0905', true),
	('IOP', 'S9480', true),
	('PHP', 'PHP GROUP', false),
	('PHP', '0912', true),
	('DAY', 'DAY GROUP', false),
	('DAY', 'H2012', true);

-- Data for Name: int_program_days__settings; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_program_days__settings VALUES
	('IOP', '2016-05-05', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-05', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-05', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-06', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-06', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-06', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-07', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-07', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-07', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-08', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-08', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-08', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-09', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-09', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-09', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-10', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-10', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-10', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-11', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-11', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-11', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-12', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-12', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-12', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-13', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-13', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-13', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-14', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-14', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-14', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-15', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-15', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-15', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-16', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-16', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-16', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-17', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-17', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-17', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-18', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-18', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-18', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-19', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-19', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-19', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-20', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-20', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-20', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-21', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-21', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-21', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-22', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-22', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-22', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-23', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-23', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-23', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-24', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-24', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-24', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-25', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-25', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-25', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-26', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-26', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-26', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-27', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-27', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-27', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-28', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-28', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-28', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-29', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-29', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-29', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-30', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-30', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-30', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-31', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-05-31', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-05-31', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-01', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-01', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-01', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-02', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-02', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-02', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-03', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-03', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-03', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-04', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-04', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-04', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-05', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-05', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-05', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-06', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-06', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-06', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-07', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true);
INSERT INTO intermediate.int_program_days__settings VALUES
	('PHP', '2016-06-07', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-07', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-08', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-08', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-08', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-09', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-09', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-09', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-10', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-10', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-10', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-11', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-11', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-11', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-12', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-12', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-12', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-13', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-13', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-13', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-14', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-14', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-14', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-15', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-15', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-15', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-16', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-16', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-16', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-17', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-17', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-17', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-18', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-18', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-18', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-19', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-19', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-19', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-20', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-20', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-20', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-21', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-21', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-21', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-22', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-22', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-22', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-23', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-23', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-23', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-24', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-24', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-24', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-25', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-25', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-25', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-26', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-26', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-26', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-27', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-27', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-27', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-28', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-28', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-28', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-29', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-29', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-29', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-30', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-06-30', 1, '2016-01-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-06-30', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-01', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-01', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-01', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-02', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-02', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-02', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-03', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-03', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-03', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-04', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-04', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-04', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-05', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-05', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-05', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-06', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-06', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-06', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-07', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-07', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-07', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-08', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-08', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-08', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-09', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-09', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-09', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-10', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-10', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true);
INSERT INTO intermediate.int_program_days__settings VALUES
	('DAY', '2016-07-10', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-11', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-11', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-11', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-12', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-12', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-12', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-13', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-13', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-13', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-14', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-14', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-14', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-15', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-15', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-15', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-16', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-16', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-16', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-17', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-17', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-17', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-18', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-18', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-18', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-19', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-19', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-19', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-20', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-20', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-20', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-21', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-21', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-21', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-22', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-22', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-22', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-23', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-23', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-23', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-24', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-24', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-24', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-25', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-25', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-25', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-26', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-26', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-26', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-27', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-27', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-27', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-28', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-28', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-28', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-29', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-29', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-29', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-30', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-30', 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-30', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-31', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-07-31', 3, '2016-07-31', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-07-31', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-01', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('PHP', '2016-08-01', 3, '2016-07-31', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, true),
	('DAY', '2016-08-01', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-02', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, false),
	('PHP', '2016-08-02', 3, '2016-07-31', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, false),
	('DAY', '2016-08-02', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-03', 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, false),
	('PHP', '2016-08-03', 3, '2016-07-31', 240, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', false, NULL, false),
	('DAY', '2016-08-03', NULL, '2016-02-14', NULL, '2016-01-01', 2, '2016-01-01', 'IOP Notification Group', '2016-01-01', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false);

-- Data for Name: int_programs__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_programs__checked VALUES
	('IOP', 'IOP Non Billable Group', 'IOP Billable Group', NULL),
	('PHP', 'PHP Non Billable Group', 'PHP Billable Group', NULL),
	('DAY', 'DAY Non Billable Group', 'DAY Billable Group', NULL);

-- Data for Name: int_services; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_services VALUES
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'early', '2016-04-20', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:40:55.490947+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '4f48ba41ff7229558d03e19f291ed2ac'),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'steady', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, 'f0c166ed46c113a178d2f614a94d0c4c'),
	('pd-f7707397b417fe851911b879ee6f0904', 'steady', '2016-08-01', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:12.557002+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '681dcea34cd77774585af35e552aa1db'),
	('pd-fa6284f0382dc7832fdb51704669f582', 'last-units', '2016-07-29', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '00fe817deed557e2b7d23bae7e90e765'),
	('pd-d390864077759de7bb47bb37f0a443c7', 'last-units', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '2d66d82c3de05c67a9cdd984ea1bbd2b'),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'unsupported', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '14ba01b5d6fbd4f99c4d49314ed4d4f2'),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'voided', '2016-08-01', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:12.557002+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, 'e615af2238f43c403750e28bd71eddcd'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'late-authorization', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:12.557002+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '6abd2c4cf01464e27a22458f3a843be1'),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'late-note', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:12.557002+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, 'a5a0972d6b4472498558db354cb81ba9'),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'alice', '2016-07-31', NULL, '0905', 'clinician-1', '57', 180, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, 'fb5febbdbaa993bc10c3265524adf8f2'),
	('by-hand-2', 'by-hand', '2016-07-31', NULL, 'S9480', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, false, NULL, NULL, NULL, NULL, false, '842ba1bfe7dbea2f8d57db4b0da654a7'),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'php', '2016-07-30', NULL, '0912', 'clinician-1', '57', 240, 1.000, '2026-11-26 15:41:06.994802+00', 'payer-1', 'none', 1.000, true, false, NULL, NULL, NULL, NULL, false, '3e279db6de6e9cd72ff5d7dbb5bbbdd7'),
	('service-6', 'uncovered', '2016-07-21', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, 'none', 2.000, false, false, NULL, NULL, NULL, NULL, false, 'b9554b48fb9a005354e6c2d28f99d26a'),
	('service-5', 'uncovered', '2015-12-01', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, 'none', 2.000, false, false, NULL, NULL, NULL, NULL, false, '0aa5e37695e4d254d398d15305188eb5'),
	('service-7', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, 'none', 2.000, false, false, NULL, NULL, NULL, NULL, false, '4e4de0eb198a0da2e2a35724896c078f'),
	('service-8', 'uncovered', '2015-12-02', '2015-12-02 15:00:00+00', 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', NULL, 'none', 2.000, false, false, NULL, NULL, NULL, NULL, false, 'eacd46df0359db37b65c8dac5a31a6bf'),
	('service-3', 'outpatient', '2016-07-20', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'converts', 4.000, false, false, 'by-quarter-hour', 'by-quarter-hour', 'Outpatient', NULL, true, 'f228ef4958dba30de62dd6f2c188b5de'),
	('service-1', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'converts', 4.000, false, false, 'by-quarter-hour', 'by-quarter-hour', 'Outpatient', NULL, true, '6668715147410188a9e176b25efc82ea'),
	('service-2', 'outpatient', '2015-11-03', NULL, 'H0004', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'converts', 4.000, false, false, 'by-quarter-hour', 'by-quarter-hour', 'Outpatient', NULL, true, '6668715147410188a9e176b25efc82ea'),
	('service-4', 'outpatient', '2016-07-20', NULL, 'H0005', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', NULL, false, false, NULL, NULL, NULL, NULL, false, '3b7ee2b87625ce89dabdcc4ee78ddd63'),
	('left-out-1', 'left-out', '2016-07-31', NULL, 'DAY GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, true, NULL, NULL, NULL, NULL, false, '6cc39b9a77bbf7bc00468cc22dcea24a'),
	('php-2016-07-30a', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, true, NULL, NULL, NULL, NULL, false, 'ccc144712370d91997f520efc58f3b25'),
	('php-2016-07-30b', 'php', '2016-07-30', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, true, NULL, NULL, NULL, NULL, false, '69f79a657128ad100deabbc0b8efa2a4'),
	('php-2016-07-31a', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, true, NULL, NULL, NULL, NULL, false, '63c34c96ffa10c773a8f34a71692810f'),
	('php-2016-07-31b', 'php', '2016-07-31', NULL, 'PHP GROUP', 'clinician-1', '57', 60, NULL, '2016-07-31 20:00:00+00', 'payer-1', 'none', 1.000, false, true, NULL, NULL, NULL, NULL, false, '5efece3c431d5b7ecc074867d8340090');

-- Data for Name: int_unit_rules__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_unit_rules__checked VALUES
	('per-diem-twice', 'payer-1', 'Outpatient', '0001-01-01', '9999-12-31', 'quantity', NULL, false, NULL, 'replace', 2.000, NULL, NULL, NULL, false, NULL, NULL),
	('by-quarter-hour', 'payer-1', 'Outpatient', '0001-01-01', '9999-12-31', 'duration', 15, true, 8, NULL, NULL, NULL, NULL, 6.000, true, 'minutes', NULL);

-- Data for Name: int_unit_rules__in_force; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_unit_rules__in_force VALUES
	('payer-1', 'H0004', '0001-01-01', '9999-12-31', 'by-quarter-hour', 'by-quarter-hour', 'Outpatient', 'converts', NULL, 'duration', 15, true, 8, NULL, NULL, NULL, NULL, 6.000, true, 'minutes'),
	('payer-1', 'H2012', '0001-01-01', '9999-12-31', 'per-diem-twice', 'per-diem-twice', 'Outpatient', 'converts', NULL, 'quantity', NULL, false, NULL, 'replace', 2.000, NULL, NULL, NULL, false, NULL);

-- Data for Name: dim_authorizations; Type: TABLE DATA; Schema: marts; Owner: -

INSERT INTO marts.dim_authorizations VALUES
	('authorization-602', 'alice', 'payer-1', '602', '2016-07-29', '2016-08-25', 'active', 12.000, 0.000, 12.000, NULL, NULL),
	('step-down', 'alice', 'payer-1', 'S9480', '2016-08-26', '2016-09-22', 'active', 12.000, 0.000, 12.000, NULL, NULL),
	('authorization-by-hand', 'by-hand', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 0.000, 12.000, NULL, NULL),
	('authorization-overlapping-1', 'overlapping', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 0.000, 12.000, NULL, NULL),
	('authorization-overlapping-2', 'overlapping', 'payer-1', 'S9480', '2016-07-29', '2016-08-25', 'active', 12.000, 0.000, 12.000, NULL, NULL),
	('authorization-early', 'early', 'payer-1', '0905', '2016-04-20', '2016-04-20', 'active', 12.000, 1.000, 11.000, 1.000, NULL),
	('authorization-1', 'alice', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, 0.167, NULL),
	('authorization-unsupported', 'unsupported', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, 0.167, NULL),
	('authorization-last-units', 'last-units', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 2.000, 2.000, 0.000, 0.333, '2016-08-03'),
	('authorization-php', 'php', 'payer-1', '0912', '2016-07-01', '2016-08-25', 'active', 12.000, 1.000, 11.000, 0.029, NULL),
	('authorization-late-note', 'late-note', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 1.000, 11.000, 0.167, NULL),
	('authorization-steady', 'steady', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 12.000, 2.000, 10.000, 0.333, NULL),
	('authorization-late', 'late-authorization', 'payer-1', '0905', '2016-07-31', '2016-07-31', 'active', 12.000, 1.000, 11.000, 1.000, NULL),
	('authorization-voided', 'voided', 'payer-1', '0905', '2016-07-29', '2016-08-25', 'active', 1.000, 1.000, 0.000, 0.167, '2016-08-03');

-- Data for Name: fct_billing_items; Type: TABLE DATA; Schema: marts; Owner: -

INSERT INTO marts.fct_billing_items VALUES
	('0aa5e37695e4d254d398d15305188eb5', 'uncovered', '2015-12-01', NULL, 'H0004', NULL, '57', 1, 60, 2.000, NULL, 'clinician-1', NULL, '{service-5}', false, '2016-07-31 20:00:00+00'),
	('4e4de0eb198a0da2e2a35724896c078f', 'uncovered', '2015-12-02', NULL, 'H0004', NULL, '57', 1, 60, 2.000, NULL, 'clinician-1', NULL, '{service-7}', false, '2016-07-31 20:00:00+00'),
	('b9554b48fb9a005354e6c2d28f99d26a', 'uncovered', '2016-07-21', NULL, 'H0004', NULL, '57', 1, 60, 2.000, NULL, 'clinician-1', NULL, '{service-6}', false, '2016-07-31 20:00:00+00'),
	('eacd46df0359db37b65c8dac5a31a6bf', 'uncovered', '2015-12-02', NULL, 'H0004', NULL, '57', 1, 60, 2.000, NULL, 'clinician-1', NULL, '{service-8}', false, '2016-07-31 20:00:00+00'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'outpatient', '2016-07-20', 'payer-1', 'H0005', NULL, '57', 1, 60, NULL, NULL, 'clinician-1', NULL, '{service-4}', false, '2016-07-31 20:00:00+00'),
	('6668715147410188a9e176b25efc82ea', 'outpatient', '2015-11-03', 'payer-1', 'H0004', 'by-quarter-hour', '57', 2, 120, 8.000, 6.000, 'clinician-1', NULL, '{service-1,service-2}', false, '2016-07-31 20:00:00+00'),
	('f228ef4958dba30de62dd6f2c188b5de', 'outpatient', '2016-07-20', 'payer-1', 'H0004', 'by-quarter-hour', '57', 1, 60, 4.000, 6.000, 'clinician-1', NULL, '{service-3}', false, '2016-07-31 20:00:00+00'),
	('4f48ba41ff7229558d03e19f291ed2ac', 'early', '2016-04-20', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-388bfe7256a290b3a678e23b220eb2c0}', true, '2026-11-26 15:40:55.490947+00'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'left-out', '2016-07-31', 'payer-1', 'DAY GROUP', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{left-out-1}', false, '2016-07-31 20:00:00+00'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'php', '2016-07-30', 'payer-1', '0912', NULL, '57', 1, 240, 1.000, NULL, 'clinician-1', NULL, '{pd-5f241c58d57797b6ec363c1742a1cc2b}', true, '2026-11-26 15:41:06.994802+00'),
	('5efece3c431d5b7ecc074867d8340090', 'php', '2016-07-31', 'payer-1', 'PHP GROUP', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{php-2016-07-31b}', false, '2016-07-31 20:00:00+00'),
	('63c34c96ffa10c773a8f34a71692810f', 'php', '2016-07-31', 'payer-1', 'PHP GROUP', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{php-2016-07-31a}', false, '2016-07-31 20:00:00+00'),
	('69f79a657128ad100deabbc0b8efa2a4', 'php', '2016-07-30', 'payer-1', 'PHP GROUP', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{php-2016-07-30b}', false, '2016-07-31 20:00:00+00'),
	('ccc144712370d91997f520efc58f3b25', 'php', '2016-07-30', 'payer-1', 'PHP GROUP', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{php-2016-07-30a}', false, '2016-07-31 20:00:00+00'),
	('681dcea34cd77774585af35e552aa1db', 'steady', '2016-08-01', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-f7707397b417fe851911b879ee6f0904}', true, '2026-11-26 15:41:12.557002+00'),
	('f0c166ed46c113a178d2f614a94d0c4c', 'steady', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-0d4e50c06566ecc92ad3118c86a91be8}', true, '2026-11-26 15:41:06.994802+00'),
	('00fe817deed557e2b7d23bae7e90e765', 'last-units', '2016-07-29', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-fa6284f0382dc7832fdb51704669f582}', true, '2026-11-26 15:41:06.994802+00'),
	('2d66d82c3de05c67a9cdd984ea1bbd2b', 'last-units', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-d390864077759de7bb47bb37f0a443c7}', true, '2026-11-26 15:41:06.994802+00'),
	('842ba1bfe7dbea2f8d57db4b0da654a7', 'by-hand', '2016-07-31', 'payer-1', 'S9480', NULL, '57', 1, 60, 1.000, NULL, 'clinician-1', NULL, '{by-hand-2}', false, '2016-07-31 20:00:00+00'),
	('14ba01b5d6fbd4f99c4d49314ed4d4f2', 'unsupported', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-5ae40e526e7e4758dfb16fe5af5383f4}', true, '2026-11-26 15:41:06.994802+00'),
	('e615af2238f43c403750e28bd71eddcd', 'voided', '2016-08-01', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-d35216c6b09d8c047753fcc8a90d94c7}', true, '2026-11-26 15:41:12.557002+00'),
	('6abd2c4cf01464e27a22458f3a843be1', 'late-authorization', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-661b71e2692c3e462bbdaafde16f46ca}', true, '2026-11-26 15:41:12.557002+00'),
	('a5a0972d6b4472498558db354cb81ba9', 'late-note', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-39b08fdc4a8a7bd1f4cc0b1e447b9047}', true, '2026-11-26 15:41:12.557002+00'),
	('fb5febbdbaa993bc10c3265524adf8f2', 'alice', '2016-07-31', 'payer-1', '0905', NULL, '57', 1, 180, 1.000, NULL, 'clinician-1', NULL, '{pd-a66d8b978f86bc3e62381abd7ead3c47}', true, '2026-11-26 15:41:06.994802+00');

-- Data for Name: fct_per_diem_days; Type: TABLE DATA; Schema: marts; Owner: -

INSERT INTO marts.fct_per_diem_days VALUES
	('IOP', 'early', '2016-04-20', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-early', 'payer-1', 'pd-388bfe7256a290b3a678e23b220eb2c0', '2016-04-23'),
	('IOP', 'early', '2016-04-21', 1, 1.000, 1.000000, 'blocked', 'no_authorization', '{no_authorization}', NULL, NULL, NULL, NULL, '2016-04-23'),
	('IOP', 'last-units', '2016-07-29', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-last-units', 'payer-1', 'pd-fa6284f0382dc7832fdb51704669f582', '2016-08-03'),
	('PHP', 'php', '2016-07-30', 2, 2.000, 2.000000, 'billed', NULL, '{}', '0912', 'authorization-php', 'payer-1', 'pd-5f241c58d57797b6ec363c1742a1cc2b', '2016-08-03'),
	('IOP', 'last-units', '2016-07-31', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-last-units', 'payer-1', 'pd-d390864077759de7bb47bb37f0a443c7', '2016-08-03'),
	('IOP', 'voided', '2016-07-31', 1, 1.000, 1.000000, 'voided', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'late-authorization', '2016-07-31', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-late', 'payer-1', 'pd-661b71e2692c3e462bbdaafde16f46ca', '2016-08-03'),
	('IOP', 'by-hand', '2016-07-31', 1, 1.000, 1.000000, 'already_billed', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'late-note', '2016-07-31', 2, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-late-note', 'payer-1', 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', '2016-08-03'),
	('IOP', 'steady', '2016-07-31', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-steady', 'payer-1', 'pd-0d4e50c06566ecc92ad3118c86a91be8', '2016-08-03'),
	('IOP', 'alice', '2016-07-31', 2, 2.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-1', 'payer-1', 'pd-a66d8b978f86bc3e62381abd7ead3c47', '2016-08-03'),
	('IOP', 'overlapping', '2016-07-31', 1, 1.000, 1.000000, 'blocked', 'overlapping_authorizations', '{overlapping_authorizations}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'unsupported', '2016-07-31', 0, 0.000, 1.000000, 'billed', 'support_lost', '{support_lost}', '0905', 'authorization-unsupported', 'payer-1', 'pd-5ae40e526e7e4758dfb16fe5af5383f4', '2016-08-03'),
	('PHP', 'php', '2016-07-31', 2, 2.000, 3.000000, 'below_threshold', NULL, '{}', NULL, NULL, NULL, NULL, '2016-08-03'),
	('IOP', 'voided', '2016-08-01', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-voided', 'payer-1', 'pd-d35216c6b09d8c047753fcc8a90d94c7', '2016-08-03'),
	('IOP', 'steady', '2016-08-01', 1, 1.000, 1.000000, 'billed', NULL, '{}', '0905', 'authorization-steady', 'payer-1', 'pd-f7707397b417fe851911b879ee6f0904', '2016-08-03');

-- Data for Name: fct_per_diem_decisions; Type: TABLE DATA; Schema: marts; Owner: -

INSERT INTO marts.fct_per_diem_decisions VALUES
	('IOP', 'early', '2016-04-21', '2026-11-26 15:40:56.684139+00', 'test__spring', '2016-04-23', 'blocked', 'no_authorization', '{no_authorization}', 1.000, 1.000000, NULL, NULL, NULL),
	('IOP', 'early', '2016-04-20', '2026-11-26 15:40:56.684139+00', 'test__spring', '2016-04-23', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-early', 'pd-388bfe7256a290b3a678e23b220eb2c0'),
	('IOP', 'last-units', '2016-07-29', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-last-units', 'pd-fa6284f0382dc7832fdb51704669f582'),
	('PHP', 'php', '2016-07-30', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 2.000, 2.000000, '0912', 'authorization-php', 'pd-5f241c58d57797b6ec363c1742a1cc2b'),
	('IOP', 'unsupported', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-unsupported', 'pd-5ae40e526e7e4758dfb16fe5af5383f4'),
	('IOP', 'overlapping', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'blocked', 'overlapping_authorizations', '{overlapping_authorizations}', 1.000, 1.000000, NULL, NULL, NULL),
	('IOP', 'alice', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 2.000, 1.000000, '0905', 'authorization-1', 'pd-a66d8b978f86bc3e62381abd7ead3c47'),
	('IOP', 'steady', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-steady', 'pd-0d4e50c06566ecc92ad3118c86a91be8'),
	('IOP', 'late-note', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'below_threshold', NULL, '{}', 0.999, 1.000000, NULL, NULL, NULL),
	('IOP', 'by-hand', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'already_billed', NULL, '{}', 1.000, 1.000000, NULL, NULL, NULL),
	('IOP', 'late-authorization', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'blocked', 'no_authorization', '{no_authorization}', 1.000, 1.000000, NULL, NULL, NULL),
	('IOP', 'voided', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-voided', 'pd-45b6fbbc0d3201852284f009b82276b8'),
	('IOP', 'last-units', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-last-units', 'pd-d390864077759de7bb47bb37f0a443c7'),
	('PHP', 'php', '2016-07-31', '2026-11-26 15:41:08.445071+00', 'test__first', '2016-08-02', 'below_threshold', NULL, '{}', 2.000, 3.000000, NULL, NULL, NULL),
	('IOP', 'unsupported', '2016-07-31', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'billed', 'support_lost', '{support_lost}', 0.000, 1.000000, '0905', 'authorization-unsupported', 'pd-5ae40e526e7e4758dfb16fe5af5383f4'),
	('IOP', 'late-note', '2016-07-31', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-late-note', 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047'),
	('IOP', 'late-authorization', '2016-07-31', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-late', 'pd-661b71e2692c3e462bbdaafde16f46ca'),
	('IOP', 'voided', '2016-07-31', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'voided', NULL, '{}', 1.000, 1.000000, NULL, NULL, NULL),
	('IOP', 'steady', '2016-08-01', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-steady', 'pd-f7707397b417fe851911b879ee6f0904'),
	('IOP', 'voided', '2016-08-01', '2026-11-26 15:41:13.78251+00', 'test__next', '2016-08-03', 'billed', NULL, '{}', 1.000, 1.000000, '0905', 'authorization-voided', 'pd-d35216c6b09d8c047753fcc8a90d94c7');

-- Data for Name: rpt_billing_audit; Type: TABLE DATA; Schema: marts; Owner: -

INSERT INTO marts.rpt_billing_audit VALUES
	('6668715147410188a9e176b25efc82ea', 'max_units_exceeded', 'warning', '8 units billed, payer rule Outpatient allows 6: 2 too many (billing rule by-quarter-hour)', 'outpatient', '2015-11-03'),
	('0aa5e37695e4d254d398d15305188eb5', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-01', 'uncovered', '2015-12-01'),
	('4e4de0eb198a0da2e2a35724896c078f', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-02', 'uncovered', '2015-12-02'),
	('b9554b48fb9a005354e6c2d28f99d26a', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2016-07-21', 'uncovered', '2016-07-21'),
	('eacd46df0359db37b65c8dac5a31a6bf', 'no_coverage', 'error', 'no payer: no coverage of the client is in force on 2015-12-02', 'uncovered', '2015-12-02'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'unknown_code', 'error', 'billing code DAY GROUP is not known as billable or as documentation', 'left-out', '2016-07-31'),
	('5efece3c431d5b7ecc074867d8340090', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-31'),
	('63c34c96ffa10c773a8f34a71692810f', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-31'),
	('69f79a657128ad100deabbc0b8efa2a4', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-30'),
	('ccc144712370d91997f520efc58f3b25', 'unknown_code', 'error', 'billing code PHP GROUP is not known as billable or as documentation', 'php', '2016-07-30'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'missing_units', 'error', 'no units: no rule converts, and none are recorded', 'outpatient', '2016-07-20'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'missing_rate', 'warning', 'no fee of payer payer-1 for code 0912 is in force on 2016-07-30: the invoice has no amount', 'php', '2016-07-30'),
	('3b7ee2b87625ce89dabdcc4ee78ddd63', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code H0005 on 2016-07-20: recorded units stand', 'outpatient', '2016-07-20'),
	('4f48ba41ff7229558d03e19f291ed2ac', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-04-20: recorded units stand', 'early', '2016-04-20'),
	('6cc39b9a77bbf7bc00468cc22dcea24a', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code DAY GROUP on 2016-07-31: recorded units stand', 'left-out', '2016-07-31'),
	('3e279db6de6e9cd72ff5d7dbb5bbbdd7', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0912 on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('5efece3c431d5b7ecc074867d8340090', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-31: recorded units stand', 'php', '2016-07-31'),
	('63c34c96ffa10c773a8f34a71692810f', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-31: recorded units stand', 'php', '2016-07-31'),
	('69f79a657128ad100deabbc0b8efa2a4', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('ccc144712370d91997f520efc58f3b25', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code PHP GROUP on 2016-07-30: recorded units stand', 'php', '2016-07-30'),
	('681dcea34cd77774585af35e552aa1db', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-08-01: recorded units stand', 'steady', '2016-08-01'),
	('f0c166ed46c113a178d2f614a94d0c4c', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'steady', '2016-07-31'),
	('00fe817deed557e2b7d23bae7e90e765', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-29: recorded units stand', 'last-units', '2016-07-29'),
	('2d66d82c3de05c67a9cdd984ea1bbd2b', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'last-units', '2016-07-31'),
	('842ba1bfe7dbea2f8d57db4b0da654a7', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code S9480 on 2016-07-31: recorded units stand', 'by-hand', '2016-07-31'),
	('14ba01b5d6fbd4f99c4d49314ed4d4f2', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'unsupported', '2016-07-31'),
	('e615af2238f43c403750e28bd71eddcd', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-08-01: recorded units stand', 'voided', '2016-08-01'),
	('6abd2c4cf01464e27a22458f3a843be1', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'late-authorization', '2016-07-31'),
	('a5a0972d6b4472498558db354cb81ba9', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'late-note', '2016-07-31'),
	('fb5febbdbaa993bc10c3265524adf8f2', 'no_matching_rule', 'info', 'no unit rule of payer payer-1 fits code 0905 on 2016-07-31: recorded units stand', 'alice', '2016-07-31');

-- Data for Name: check_results; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.check_results VALUES
	('test__spring', '2016-04-23', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:45.211915+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:45.211915+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:45.211915+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'notes_keep_coming', 'warning', true, false, '2026-11-26 15:40:45.211915+00', 0, '{}', 'Clinicians write notes every day. Where nothing has been entered or changed for days, the source may be a copy that is no longer filled, and the night decides on what was true then.', 'See whether the EHR''s notes still reach the database that the pipeline reads. After a closed week this warning means nothing.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:40:55.481165+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:40:55.481165+00', 1, '{"DAY:2016-02-14:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-02-14 to 2016-04-23)'),
	('test__spring', '2016-04-23', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:40:55.481165+00', 1, '{notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '1 row fails: notes:no-date'),
	('test__spring', '2016-04-23', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:40:55.481165+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'source_rows_are_used_or_listed', 'critical', true, false, '2026-11-26 15:40:55.481165+00', 0, '{}', 'Every note of the window, every authorization and every coverage is either used or listed in quality.quarantined_rows with its cause. One that is neither is lost, and nobody would see it in the figures.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'notes_as_many_as_usual', 'warning', true, false, '2026-11-26 15:40:55.481165+00', 0, '{}', 'Fewer than half of the released notes that such a weekday usually has: a part of the source may be missing, or providers have not finished their notes. Days that miss notes are decided as below their threshold.', 'Compare the day with the weeks before it in the EHR. If notes are missing, have them filled in; late notes are picked up by the next run. After a holiday this warning means nothing.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:40:55.481165+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__spring', '2016-04-23', 'billable_days', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:40:55.481165+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'void_notes_hold_no_units', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'Units that a void per-diem note still holds are missing from its authorization, and its invoice would bill a day that somebody took back. The run gives them back before it decides.', 'Run the date again.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'deleted_notes_hold_no_units', 'critical', true, false, '2026-11-26 15:40:56.968863+00', 0, '{}', 'A per-diem note that somebody deleted, in place of voiding it, still holds units of its authorization, and its invoice would bill a day that nobody documents.', 'Restore the note as void in the EHR. The next run gives its units back and voids its invoice.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:40:56.968863+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'pending_days_have_no_note_elsewhere', 'warning', true, false, '2026-11-26 15:40:56.968863+00', 0, '{}', 'A per-diem note that somebody moved to another date or client still bears the id of the day it was written for. That day cannot be written again, and stays pending every night.', 'Move the note back to the day that the key names; the ids in its text are those of that day''s notes. Then void it if that day is not to be billed.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:57.381363+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:57.381363+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:57.381363+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'notes_keep_coming', 'warning', true, false, '2026-11-26 15:40:57.381363+00', 0, '{}', 'Clinicians write notes every day. Where nothing has been entered or changed for days, the source may be a copy that is no longer filled, and the night decides on what was true then.', 'See whether the EHR''s notes still reach the database that the pipeline reads. After a closed week this warning means nothing.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:41:01.478646+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:41:01.478646+00', 1, '{"DAY:2016-05-04:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-04 to 2016-08-02)'),
	('test__dry', '2016-08-02', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:41:01.478646+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__dry', '2016-08-02', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:41:01.478646+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'source_rows_are_used_or_listed', 'critical', true, false, '2026-11-26 15:41:01.478646+00', 0, '{}', 'Every note of the window, every authorization and every coverage is either used or listed in quality.quarantined_rows with its cause. One that is neither is lost, and nobody would see it in the figures.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'notes_as_many_as_usual', 'warning', true, false, '2026-11-26 15:41:01.478646+00', 0, '{}', 'Fewer than half of the released notes that such a weekday usually has: a part of the source may be missing, or providers have not finished their notes. Days that miss notes are decided as below their threshold.', 'Compare the day with the weeks before it in the EHR. If notes are missing, have them filled in; late notes are picked up by the next run. After a holiday this warning means nothing.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:41:01.478646+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__dry', '2016-08-02', 'billable_days', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:41:01.478646+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'void_notes_hold_no_units', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'Units that a void per-diem note still holds are missing from its authorization, and its invoice would bill a day that somebody took back. The run gives them back before it decides.', 'Run the date again.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'deleted_notes_hold_no_units', 'critical', true, false, '2026-11-26 15:41:03.533984+00', 0, '{}', 'A per-diem note that somebody deleted, in place of voiding it, still holds units of its authorization, and its invoice would bill a day that nobody documents.', 'Restore the note as void in the EHR. The next run gives its units back and voids its invoice.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:41:03.533984+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'pending_days_have_no_note_elsewhere', 'warning', true, false, '2026-11-26 15:41:03.533984+00', 0, '{}', 'A per-diem note that somebody moved to another date or client still bears the id of the day it was written for. That day cannot be written again, and stays pending every night.', 'Move the note back to the day that the key names; the ids in its text are those of that day''s notes. Then void it if that day is not to be billed.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:41:03.765067+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:41:03.765067+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:41:03.765067+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'notes_keep_coming', 'warning', true, false, '2026-11-26 15:41:03.765067+00', 0, '{}', 'Clinicians write notes every day. Where nothing has been entered or changed for days, the source may be a copy that is no longer filled, and the night decides on what was true then.', 'See whether the EHR''s notes still reach the database that the pipeline reads. After a closed week this warning means nothing.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:41:06.988042+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:41:06.988042+00', 1, '{"DAY:2016-05-04:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-04 to 2016-08-02)'),
	('test__first', '2016-08-02', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:41:06.988042+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__first', '2016-08-02', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:41:06.988042+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'source_rows_are_used_or_listed', 'critical', true, false, '2026-11-26 15:41:06.988042+00', 0, '{}', 'Every note of the window, every authorization and every coverage is either used or listed in quality.quarantined_rows with its cause. One that is neither is lost, and nobody would see it in the figures.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'notes_as_many_as_usual', 'warning', true, false, '2026-11-26 15:41:06.988042+00', 0, '{}', 'Fewer than half of the released notes that such a weekday usually has: a part of the source may be missing, or providers have not finished their notes. Days that miss notes are decided as below their threshold.', 'Compare the day with the weeks before it in the EHR. If notes are missing, have them filled in; late notes are picked up by the next run. After a holiday this warning means nothing.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:41:06.988042+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__first', '2016-08-02', 'billable_days', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:41:06.988042+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'void_notes_hold_no_units', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'Units that a void per-diem note still holds are missing from its authorization, and its invoice would bill a day that somebody took back. The run gives them back before it decides.', 'Run the date again.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'deleted_notes_hold_no_units', 'critical', true, false, '2026-11-26 15:41:08.793971+00', 0, '{}', 'A per-diem note that somebody deleted, in place of voiding it, still holds units of its authorization, and its invoice would bill a day that nobody documents.', 'Restore the note as void in the EHR. The next run gives its units back and voids its invoice.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:41:08.793971+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'pending_days_have_no_note_elsewhere', 'warning', true, false, '2026-11-26 15:41:08.793971+00', 0, '{}', 'A per-diem note that somebody moved to another date or client still bears the id of the day it was written for. That day cannot be written again, and stays pending every night.', 'Move the note back to the day that the key names; the ids in its text are those of that day''s notes. Then void it if that day is not to be billed.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:41:09.028102+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:41:09.028102+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:41:09.028102+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'notes_keep_coming', 'warning', true, false, '2026-11-26 15:41:09.028102+00', 0, '{}', 'Clinicians write notes every day. Where nothing has been entered or changed for days, the source may be a copy that is no longer filled, and the night decides on what was true then.', 'See whether the EHR''s notes still reach the database that the pipeline reads. After a closed week this warning means nothing.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:41:12.550432+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:41:12.550432+00', 1, '{"DAY:2016-05-05:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-05 to 2016-08-03)'),
	('test__next', '2016-08-03', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:41:12.550432+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__next', '2016-08-03', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:41:12.550432+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'source_rows_are_used_or_listed', 'critical', true, false, '2026-11-26 15:41:12.550432+00', 0, '{}', 'Every note of the window, every authorization and every coverage is either used or listed in quality.quarantined_rows with its cause. One that is neither is lost, and nobody would see it in the figures.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'notes_as_many_as_usual', 'warning', true, false, '2026-11-26 15:41:12.550432+00', 0, '{}', 'Fewer than half of the released notes that such a weekday usually has: a part of the source may be missing, or providers have not finished their notes. Days that miss notes are decided as below their threshold.', 'Compare the day with the weeks before it in the EHR. If notes are missing, have them filled in; late notes are picked up by the next run. After a holiday this warning means nothing.', NULL);
INSERT INTO quality.check_results VALUES
	('test__next', '2016-08-03', 'billable_days', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:41:12.550432+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__next', '2016-08-03', 'billable_days', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:41:12.550432+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'void_notes_hold_no_units', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'Units that a void per-diem note still holds are missing from its authorization, and its invoice would bill a day that somebody took back. The run gives them back before it decides.', 'Run the date again.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'deleted_notes_hold_no_units', 'critical', true, false, '2026-11-26 15:41:14.096673+00', 0, '{}', 'A per-diem note that somebody deleted, in place of voiding it, still holds units of its authorization, and its invoice would bill a day that nobody documents.', 'Restore the note as void in the EHR. The next run gives its units back and voids its invoice.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:41:14.096673+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'pending_days_have_no_note_elsewhere', 'warning', true, false, '2026-11-26 15:41:14.096673+00', 0, '{}', 'A per-diem note that somebody moved to another date or client still bears the id of the day it was written for. That day cannot be written again, and stays pending every night.', 'Move the note back to the day that the key names; the ids in its text are those of that day''s notes. Then void it if that day is not to be billed.', NULL);

-- Data for Name: decision_evidence; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.decision_evidence OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-26 15:40:55.490947+00', 'test__spring', '2016-04-23', 'IOP', 'early', '2016-04-20', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "early-1", "payer_id": "payer-2", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-early"}]'),
	(2, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'last-units', '2016-07-29', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "last-units-before-2", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 2.000, "authorization_id": "authorization-last-units"}]'),
	(3, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'PHP', 'php', '2016-07-30', 2.000, 2, '2016-07-01', 240, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "php-2016-07-30a", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "PHP GROUP", "billing_rule_id": null, "duration_minutes": 60}, {"units": 1.000, "note_id": "php-2016-07-30b", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "PHP GROUP", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": null, "preference": 1, "billing_code": "0912", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-php"}]'),
	(4, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'unsupported', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "unsupported-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-unsupported"}]'),
	(5, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'alice', '2016-07-31', 2.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "note-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}, {"units": 1.000, "note_id": "note-2", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "GROUP", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-1"}]'),
	(6, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'steady', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "steady-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-steady"}]'),
	(7, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'voided', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "voided-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 1.000, "authorization_id": "authorization-voided"}]'),
	(8, '2026-11-26 15:41:06.994802+00', 'test__first', '2016-08-02', 'IOP', 'last-units', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "last-units-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 2.000, "authorization_id": "authorization-last-units"}]'),
	(9, '2026-11-26 15:41:12.557002+00', 'test__next', '2016-08-03', 'IOP', 'late-note', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 0.999, "note_id": "late-note-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}, {"units": 0.001, "note_id": "late-note-2", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-late-note"}]'),
	(10, '2026-11-26 15:41:12.557002+00', 'test__next', '2016-08-03', 'IOP', 'late-authorization', '2016-07-31', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "late-authorization-1", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 12.000, "authorization_id": "authorization-late"}]'),
	(11, '2026-11-26 15:41:12.557002+00', 'test__next', '2016-08-03', 'IOP', 'steady', '2016-08-01', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "steady-2", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 11.000, "authorization_id": "authorization-steady"}]'),
	(12, '2026-11-26 15:41:12.557002+00', 'test__next', '2016-08-03', 'IOP', 'voided', '2016-08-01', 1.000, 1, '2016-01-01', 180, '2016-01-01', 2, '2016-01-01', '[{"units": 1.000, "note_id": "voided-2", "payer_id": "payer-1", "quantity": null, "updated_at": "2016-07-31T20:00:00+00:00", "rule_status": "none", "billing_code": "602", "billing_rule_id": null, "duration_minutes": 60}]', '[{"payer_id": "payer-1", "unit_rate": 275.00, "preference": 1, "billing_code": "0905", "units_needed": 1, "units_remaining": 1.000, "authorization_id": "authorization-voided"}]');

-- Data for Name: failures; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.failures VALUES
	('3490f8d2edc8908b64c70abbea7657f4aad96e9a038e8b83169e0d53bd148b60', 'check', 'billable_days.overlapping_billable_authorizations', '', '2026-11-26 15:40:57.034181+00', '2016-08-03', '2026-11-26 15:40:57.034181+00'),
	('da94df0034e76f575d331c0c41b5cd9cdaafb4c2e881cba66a38e9db50831339', 'check', 'billable_days.quarantined_rows', '', '2026-11-26 15:40:57.034181+00', '2016-08-03', '2026-11-26 15:40:57.034181+00'),
	('df6460ff4bf75e30be88254c0aaae0fda7a1cb43464e78498f462ba5c9567bbf', 'program', 'DAY', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', '2026-11-26 15:40:57.034181+00', '2016-08-03', '2026-11-26 15:40:57.034181+00');

-- Data for Name: last_decision; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.last_decision VALUES
	(true, 'test__next', '2026-11-26 15:41:09.052795+00');

-- Data for Name: messages; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.messages VALUES
	('<87e546b135ec6030c5feab2caa5f2a22@localhost>', 'test__spring', '2016-04-23', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 1 alert', '{872ecde0-cb61-4bc2-9b9f-e271465e1c74}', '2026-11-26 15:40:56.980361+00', 'outbox'),
	('<5799929553c67fc34412c0f116847540@localhost>', 'test__spring', '2016-04-23', NULL, 1, 'data_quality', 'Per-diem billing: 2 checks newly failing, 1 program left out', '{}', '2026-11-26 15:40:57.034181+00', 'outbox'),
	('<3ab7717bb000fe31b4bc6d5382418822@localhost>', 'test__first', '2016-08-02', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 2 alerts', '{3095ad44-a4eb-4088-b6e1-68614917c491,51cf4fdd-2c5b-4de2-a32a-c0b268c06315}', '2026-11-26 15:41:08.797973+00', 'outbox'),
	('<7ae58e43160934fa853d012b2f47a0d9@localhost>', 'test__next', '2016-08-03', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 1 alert', '{5fa61435-cb9d-40d8-966b-8e7faf916f61}', '2026-11-26 15:41:14.100914+00', 'outbox');

-- Data for Name: quarantined_rows; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.quarantined_rows VALUES
	('notes', 'last-units-before-1', 'duration above 1440 minutes', '2016-07-30'),
	('notes', 'no-date', 'no service date', NULL);

-- Data for Name: run_days; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.run_days VALUES
	('test__spring', '2016-04-18', 'IOP', 'billed', NULL, false, 'up to 7', 1, 275.00, 1),
	('test__spring', '2016-04-18', 'IOP', 'blocked', 'no_authorization', true, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'IOP', 'already_billed', NULL, false, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'IOP', 'below_threshold', NULL, false, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'IOP', 'blocked', 'no_authorization', true, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'IOP', 'blocked', 'overlapping_authorizations', true, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'IOP', 'pending', NULL, false, 'up to 7', 6, 0, 0),
	('test__dry', '2016-07-25', 'PHP', 'below_threshold', NULL, false, 'up to 7', 1, 0, 0),
	('test__dry', '2016-07-25', 'PHP', 'pending', NULL, false, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'IOP', 'already_billed', NULL, false, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'IOP', 'below_threshold', NULL, false, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'IOP', 'billed', NULL, false, 'up to 7', 6, 1650.00, 6),
	('test__first', '2016-07-25', 'IOP', 'blocked', 'no_authorization', true, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'IOP', 'blocked', 'overlapping_authorizations', true, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'PHP', 'below_threshold', NULL, false, 'up to 7', 1, 0, 0),
	('test__first', '2016-07-25', 'PHP', 'billed', NULL, false, 'up to 7', 1, 0, 0),
	('test__next', '2016-07-25', 'IOP', 'already_billed', NULL, false, 'up to 7', 1, 0, 0),
	('test__next', '2016-07-25', 'IOP', 'billed', 'support_lost', false, 'up to 7', 1, 275.00, 1),
	('test__next', '2016-07-25', 'IOP', 'billed', NULL, false, 'up to 7', 6, 1650.00, 6),
	('test__next', '2016-07-25', 'IOP', 'blocked', 'overlapping_authorizations', true, 'up to 7', 1, 0, 0),
	('test__next', '2016-07-25', 'IOP', 'voided', NULL, false, 'up to 7', 1, 0, 0),
	('test__next', '2016-07-25', 'PHP', 'below_threshold', NULL, false, 'up to 7', 1, 0, 0),
	('test__next', '2016-07-25', 'PHP', 'billed', NULL, false, 'up to 7', 1, 0, 0),
	('test__next', '2016-08-01', 'IOP', 'billed', NULL, false, 'up to 7', 2, 550.00, 2);

-- Data for Name: run_figures; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.run_figures VALUES
	('test__spring', 'left_out', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', 70),
	('test__spring', 'written', 'notes', 1),
	('test__spring', 'written', 'amount', 275.00),
	('test__spring', 'written', 'without_rate', 0),
	('test__spring', 'status', 'blocked', 1),
	('test__spring', 'status', 'billed', 1),
	('test__spring', 'reason', 'no_authorization', 1),
	('test__dry', 'left_out', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', 91),
	('test__dry', 'would_write', 'notes', 7),
	('test__dry', 'would_write', 'amount', 1650.00),
	('test__dry', 'would_write', 'without_rate', 1),
	('test__dry', 'status', 'below_threshold', 2),
	('test__dry', 'status', 'pending', 7),
	('test__dry', 'status', 'already_billed', 1),
	('test__dry', 'status', 'blocked', 2),
	('test__dry', 'reason', 'overlapping_authorizations', 1),
	('test__dry', 'reason', 'no_authorization', 1),
	('test__first', 'left_out', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', 91),
	('test__first', 'written', 'notes', 7),
	('test__first', 'written', 'amount', 1650.00),
	('test__first', 'written', 'without_rate', 1),
	('test__first', 'status', 'below_threshold', 2),
	('test__first', 'status', 'already_billed', 1),
	('test__first', 'status', 'blocked', 2),
	('test__first', 'status', 'billed', 7),
	('test__first', 'reason', 'overlapping_authorizations', 1),
	('test__first', 'reason', 'no_authorization', 1),
	('test__next', 'left_out', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', 91),
	('test__next', 'written', 'notes', 4),
	('test__next', 'written', 'amount', 1100.00),
	('test__next', 'written', 'without_rate', 0),
	('test__next', 'status', 'blocked', 1),
	('test__next', 'status', 'already_billed', 1),
	('test__next', 'status', 'billed', 10),
	('test__next', 'status', 'below_threshold', 1),
	('test__next', 'status', 'voided', 1),
	('test__next', 'reason', 'support_lost', 1),
	('test__next', 'reason', 'overlapping_authorizations', 1);

-- Data for Name: runs; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.runs VALUES
	('test__spring', '2016-04-23', 90, false, '2026-11-26', '2026-11-26 15:40:41.558829+00', '2026-11-26 15:40:57.066745+00', 'success', NULL, NULL),
	('test__dry', '2016-08-02', 90, true, '2026-11-26', '2026-11-26 15:40:57.202533+00', '2026-11-26 15:41:03.543392+00', 'success', NULL, NULL),
	('test__first', '2016-08-02', 90, false, '2026-11-26', '2026-11-26 15:41:03.589685+00', '2026-11-26 15:41:08.840135+00', 'success', NULL, NULL),
	('test__next', '2016-08-03', 90, false, '2026-11-26', '2026-11-26 15:41:08.875678+00', '2026-11-26 15:41:14.161587+00', 'success', NULL, NULL);

-- Data for Name: settled_days; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.settled_days VALUES
	('test__spring', '2016-04-23', 'IOP', 'early', '2016-04-20', 'written', 'authorization-early', 'payer-1', '0905', 1.000, 'pd-388bfe7256a290b3a678e23b220eb2c0'),
	('test__dry', '2016-08-02', 'IOP', 'last-units', '2016-07-29', 'would_write', 'authorization-last-units', 'payer-1', '0905', 1.000, 'pd-fa6284f0382dc7832fdb51704669f582'),
	('test__dry', '2016-08-02', 'PHP', 'php', '2016-07-30', 'would_write', 'authorization-php', 'payer-1', '0912', 1.000, 'pd-5f241c58d57797b6ec363c1742a1cc2b'),
	('test__dry', '2016-08-02', 'IOP', 'alice', '2016-07-31', 'would_write', 'authorization-1', 'payer-1', '0905', 1.000, 'pd-a66d8b978f86bc3e62381abd7ead3c47'),
	('test__dry', '2016-08-02', 'IOP', 'last-units', '2016-07-31', 'would_write', 'authorization-last-units', 'payer-1', '0905', 1.000, 'pd-d390864077759de7bb47bb37f0a443c7'),
	('test__dry', '2016-08-02', 'IOP', 'steady', '2016-07-31', 'would_write', 'authorization-steady', 'payer-1', '0905', 1.000, 'pd-0d4e50c06566ecc92ad3118c86a91be8'),
	('test__dry', '2016-08-02', 'IOP', 'unsupported', '2016-07-31', 'would_write', 'authorization-unsupported', 'payer-1', '0905', 1.000, 'pd-5ae40e526e7e4758dfb16fe5af5383f4'),
	('test__dry', '2016-08-02', 'IOP', 'voided', '2016-07-31', 'would_write', 'authorization-voided', 'payer-1', '0905', 1.000, 'pd-45b6fbbc0d3201852284f009b82276b8'),
	('test__first', '2016-08-02', 'IOP', 'last-units', '2016-07-29', 'written', 'authorization-last-units', 'payer-1', '0905', 1.000, 'pd-fa6284f0382dc7832fdb51704669f582'),
	('test__first', '2016-08-02', 'PHP', 'php', '2016-07-30', 'written', 'authorization-php', 'payer-1', '0912', 1.000, 'pd-5f241c58d57797b6ec363c1742a1cc2b'),
	('test__first', '2016-08-02', 'IOP', 'alice', '2016-07-31', 'written', 'authorization-1', 'payer-1', '0905', 1.000, 'pd-a66d8b978f86bc3e62381abd7ead3c47'),
	('test__first', '2016-08-02', 'IOP', 'last-units', '2016-07-31', 'written', 'authorization-last-units', 'payer-1', '0905', 1.000, 'pd-d390864077759de7bb47bb37f0a443c7'),
	('test__first', '2016-08-02', 'IOP', 'steady', '2016-07-31', 'written', 'authorization-steady', 'payer-1', '0905', 1.000, 'pd-0d4e50c06566ecc92ad3118c86a91be8'),
	('test__first', '2016-08-02', 'IOP', 'unsupported', '2016-07-31', 'written', 'authorization-unsupported', 'payer-1', '0905', 1.000, 'pd-5ae40e526e7e4758dfb16fe5af5383f4'),
	('test__first', '2016-08-02', 'IOP', 'voided', '2016-07-31', 'written', 'authorization-voided', 'payer-1', '0905', 1.000, 'pd-45b6fbbc0d3201852284f009b82276b8'),
	('test__next', '2016-08-03', 'IOP', 'late-authorization', '2016-07-31', 'written', 'authorization-late', 'payer-1', '0905', 1.000, 'pd-661b71e2692c3e462bbdaafde16f46ca'),
	('test__next', '2016-08-03', 'IOP', 'late-note', '2016-07-31', 'written', 'authorization-late-note', 'payer-1', '0905', 1.000, 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047'),
	('test__next', '2016-08-03', 'IOP', 'steady', '2016-08-01', 'written', 'authorization-steady', 'payer-1', '0905', 1.000, 'pd-f7707397b417fe851911b879ee6f0904'),
	('test__next', '2016-08-03', 'IOP', 'voided', '2016-08-01', 'written', 'authorization-voided', 'payer-1', '0905', 1.000, 'pd-d35216c6b09d8c047753fcc8a90d94c7');

-- Data for Name: written_notes; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.written_notes VALUES
	('pd-388bfe7256a290b3a678e23b220eb2c0', '2026-11-26 15:40:56.77859+00', 'test__spring', 'IOP', 'early', '2016-04-20', '0905', 'payer-1', 'authorization-early', 180, 1.000, 'clinician-1', '57'),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'alice', '2016-07-31', '0905', 'payer-1', 'authorization-1', 180, 1.000, 'clinician-1', '57'),
	('pd-45b6fbbc0d3201852284f009b82276b8', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'voided', '2016-07-31', '0905', 'payer-1', 'authorization-voided', 180, 1.000, 'clinician-1', '57'),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'unsupported', '2016-07-31', '0905', 'payer-1', 'authorization-unsupported', 180, 1.000, 'clinician-1', '57'),
	('pd-d390864077759de7bb47bb37f0a443c7', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'last-units', '2016-07-31', '0905', 'payer-1', 'authorization-last-units', 180, 1.000, 'clinician-1', '57'),
	('pd-fa6284f0382dc7832fdb51704669f582', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'last-units', '2016-07-29', '0905', 'payer-1', 'authorization-last-units', 180, 1.000, 'clinician-1', '57'),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', '2026-11-26 15:41:08.574608+00', 'test__first', 'IOP', 'steady', '2016-07-31', '0905', 'payer-1', 'authorization-steady', 180, 1.000, 'clinician-1', '57'),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', '2026-11-26 15:41:08.574608+00', 'test__first', 'PHP', 'php', '2016-07-30', '0912', 'payer-1', 'authorization-php', 240, 1.000, 'clinician-1', '57'),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', '2026-11-26 15:41:13.871277+00', 'test__next', 'IOP', 'late-note', '2016-07-31', '0905', 'payer-1', 'authorization-late-note', 180, 1.000, 'clinician-1', '57'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', '2026-11-26 15:41:13.871277+00', 'test__next', 'IOP', 'late-authorization', '2016-07-31', '0905', 'payer-1', 'authorization-late', 180, 1.000, 'clinician-1', '57'),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', '2026-11-26 15:41:13.871277+00', 'test__next', 'IOP', 'voided', '2016-08-01', '0905', 'payer-1', 'authorization-voided', 180, 1.000, 'clinician-1', '57'),
	('pd-f7707397b417fe851911b879ee6f0904', '2026-11-26 15:41:13.871277+00', 'test__next', 'IOP', 'steady', '2016-08-01', '0905', 'payer-1', 'authorization-steady', 180, 1.000, 'clinician-1', '57');

-- Name: decision_evidence_evidence_id_seq; Type: SEQUENCE SET; Schema: quality; Owner: -

SELECT pg_catalog.setval('quality.decision_evidence_evidence_id_seq', 12, true);

-- Name: alerts alerts_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (alert_id);

-- Name: alerts alerts_program_id_client_id_service_date_reason_key; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.alerts
    ADD CONSTRAINT alerts_program_id_client_id_service_date_reason_key UNIQUE (program_id, client_id, service_date, reason);

-- Name: authorization_usage authorization_usage_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.authorization_usage
    ADD CONSTRAINT authorization_usage_pkey PRIMARY KEY (note_id);

-- Name: authorizations authorizations_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.authorizations
    ADD CONSTRAINT authorizations_pkey PRIMARY KEY (authorization_id);

-- Name: billing_code_groups billing_code_groups_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.billing_code_groups
    ADD CONSTRAINT billing_code_groups_pkey PRIMARY KEY (group_name, billing_code);

-- Name: billing_codes billing_codes_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.billing_codes
    ADD CONSTRAINT billing_codes_pkey PRIMARY KEY (billing_code);

-- Name: client_coverages client_coverages_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.client_coverages
    ADD CONSTRAINT client_coverages_pkey PRIMARY KEY (coverage_id);

-- Name: clients clients_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (client_id);

-- Name: clinicians clinicians_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.clinicians
    ADD CONSTRAINT clinicians_pkey PRIMARY KEY (clinician_id);

-- Name: facilities facilities_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.facilities
    ADD CONSTRAINT facilities_pkey PRIMARY KEY (facility_id);

-- Name: fee_schedules fee_schedules_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.fee_schedules
    ADD CONSTRAINT fee_schedules_pkey PRIMARY KEY (payer_id, billing_code, effective_from);

-- Name: invoices invoices_note_id_key; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.invoices
    ADD CONSTRAINT invoices_note_id_key UNIQUE (note_id);

-- Name: invoices invoices_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (invoice_id);

-- Name: locations locations_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (location_id);

-- Name: notes notes_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (note_id);

-- Name: payer_billing_rule_codes payer_billing_rule_codes_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.payer_billing_rule_codes
    ADD CONSTRAINT payer_billing_rule_codes_pkey PRIMARY KEY (billing_rule_id, billing_code);

-- Name: payer_billing_rules payer_billing_rules_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.payer_billing_rules
    ADD CONSTRAINT payer_billing_rules_pkey PRIMARY KEY (billing_rule_id);

-- Name: payer_rules payer_rules_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.payer_rules
    ADD CONSTRAINT payer_rules_pkey PRIMARY KEY (payer_rule_id);

-- Name: payers payers_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.payers
    ADD CONSTRAINT payers_pkey PRIMARY KEY (payer_id);

-- Name: programs programs_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.programs
    ADD CONSTRAINT programs_pkey PRIMARY KEY (program_id);

-- Name: system_settings system_settings_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.system_settings
    ADD CONSTRAINT system_settings_pkey PRIMARY KEY (setting_number, program_id, effective_from);

-- Name: user_group_members user_group_members_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.user_group_members
    ADD CONSTRAINT user_group_members_pkey PRIMARY KEY (group_name, user_id);

-- Name: user_groups user_groups_pkey; Type: CONSTRAINT; Schema: ehr; Owner: -

ALTER TABLE ONLY ehr.user_groups
    ADD CONSTRAINT user_groups_pkey PRIMARY KEY (group_name);

-- Name: dim_authorizations dim_authorizations__dbt_tmp_pkey1; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.dim_authorizations
    ADD CONSTRAINT dim_authorizations__dbt_tmp_pkey1 PRIMARY KEY (authorization_id);

-- Name: fct_billing_items fct_billing_items_pkey; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.fct_billing_items
    ADD CONSTRAINT fct_billing_items_pkey PRIMARY KEY (billing_item_id);

-- Name: fct_per_diem_days fct_per_diem_days_pkey; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.fct_per_diem_days
    ADD CONSTRAINT fct_per_diem_days_pkey PRIMARY KEY (program_id, client_id, service_date);

-- Name: fct_per_diem_decisions fct_per_diem_decisions_pkey; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.fct_per_diem_decisions
    ADD CONSTRAINT fct_per_diem_decisions_pkey PRIMARY KEY (client_id, service_date, program_id, decided_at);

-- Name: rpt_billing_audit rpt_billing_audit_pkey; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.rpt_billing_audit
    ADD CONSTRAINT rpt_billing_audit_pkey PRIMARY KEY (billing_item_id, finding);

-- Name: check_results check_results_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.check_results
    ADD CONSTRAINT check_results_pkey PRIMARY KEY (run_id, suite, check_name);

-- Name: decision_evidence decision_evidence_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.decision_evidence
    ADD CONSTRAINT decision_evidence_pkey PRIMARY KEY (evidence_id);

-- Name: failures failures_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.failures
    ADD CONSTRAINT failures_pkey PRIMARY KEY (failure_id);

-- Name: last_decision last_decision_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.last_decision
    ADD CONSTRAINT last_decision_pkey PRIMARY KEY (only_row);

-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (message_id);

-- Name: quarantined_rows quarantined_rows_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.quarantined_rows
    ADD CONSTRAINT quarantined_rows_pkey PRIMARY KEY (source_table, row_key);

-- Name: run_figures run_figures_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.run_figures
    ADD CONSTRAINT run_figures_pkey PRIMARY KEY (run_id, measure, name);

-- Name: runs runs_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);

-- Name: settled_days settled_days_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.settled_days
    ADD CONSTRAINT settled_days_pkey PRIMARY KEY (run_id, program_id, client_id, service_date);

-- Name: alerts_open; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX alerts_open ON ehr.alerts USING btree (service_date) WHERE (status = 'open'::text);

-- Name: authorization_usage_authorization_id; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX authorization_usage_authorization_id ON ehr.authorization_usage USING btree (authorization_id, used_at);

-- Name: authorizations_client_id; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX authorizations_client_id ON ehr.authorizations USING btree (client_id);

-- Name: client_coverages_client_id; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX client_coverages_client_id ON ehr.client_coverages USING btree (client_id);

-- Name: notes_client_id_service_date; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_client_id_service_date ON ehr.notes USING btree (client_id, service_date);

-- Name: notes_named_client_service_date; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_named_client_service_date ON ehr.notes USING btree ((
CASE
    WHEN (client_id ~ '[^[:space:]]'::text) THEN client_id
    ELSE NULL::text
END), service_date);

-- Name: notes_one_per_diem_a_day; Type: INDEX; Schema: ehr; Owner: -

CREATE UNIQUE INDEX notes_one_per_diem_a_day ON ehr.notes USING btree (program_id, client_id, service_date) WHERE (origin = 'per_diem'::text);

-- Name: notes_per_diem_service_date; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_per_diem_service_date ON ehr.notes USING btree (service_date) WHERE (origin = 'per_diem'::text);

-- Name: notes_service_date; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_service_date ON ehr.notes USING btree (service_date);

-- Name: notes_updated_at; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_updated_at ON ehr.notes USING btree (updated_at);

-- Name: notes_voided_per_diem; Type: INDEX; Schema: ehr; Owner: -

CREATE INDEX notes_voided_per_diem ON ehr.notes USING btree (note_id) WHERE ((origin = 'per_diem'::text) AND (status = 'void'::text));

-- Name: 146dde11f9d06e67d520842d09d71b5e; Type: INDEX; Schema: intermediate; Owner: -

CREATE INDEX "146dde11f9d06e67d520842d09d71b5e" ON intermediate.int_client_days__authorizations USING btree (client_id, service_date);

-- Name: a298d9b979fa639ba1e93c37c0d16354; Type: INDEX; Schema: intermediate; Owner: -

CREATE INDEX a298d9b979fa639ba1e93c37c0d16354 ON intermediate.int_notes__units USING btree (client_id, service_date);

-- Name: 2356a34dc9f89545d031e782251ecb08; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "2356a34dc9f89545d031e782251ecb08" ON marts.fct_billing_items USING btree (notes_updated_at);

-- Name: 26e536ccd144621847a100b19f973bef; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "26e536ccd144621847a100b19f973bef" ON marts.fct_per_diem_days USING btree (client_id, service_date);

-- Name: 394a8f2a824c49ac68c63029d48cab92; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "394a8f2a824c49ac68c63029d48cab92" ON marts.dim_authorizations USING btree (client_id);

-- Name: 4ddf578f90dedd7b69da3ea886c26e56; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "4ddf578f90dedd7b69da3ea886c26e56" ON marts.rpt_billing_audit USING btree (client_id, service_date);

-- Name: 6aa31921b5b53019047cfcd1afb5347a; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "6aa31921b5b53019047cfcd1afb5347a" ON marts.fct_billing_items USING gin (note_ids);

-- Name: 73fb00aa0dff2d3e66eb75d53fbf3e90; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "73fb00aa0dff2d3e66eb75d53fbf3e90" ON marts.fct_billing_items USING btree (service_date);

-- Name: 7a8902817971a72dd51a4d0694c05e79; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "7a8902817971a72dd51a4d0694c05e79" ON marts.fct_per_diem_decisions USING btree (service_date);

-- Name: 851444a1fb67729d852b73411e4cb881; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "851444a1fb67729d852b73411e4cb881" ON marts.fct_billing_items USING btree (client_id, service_date);

-- Name: 9f8b4877bfd10994c1eb8c3c6afdb78c; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "9f8b4877bfd10994c1eb8c3c6afdb78c" ON marts.fct_per_diem_days USING btree (service_date, program_id);

-- Name: days_to_look_at; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX days_to_look_at ON marts.fct_per_diem_days USING btree (service_date, client_id, program_id) INCLUDE (status, units, threshold_units, primary_reason, reasons, run_date) WHERE (primary_reason IS NOT NULL);

-- Name: f56cf00e5e4a21282908a9f89c10a95b; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX f56cf00e5e4a21282908a9f89c10a95b ON marts.rpt_billing_audit USING btree (service_date);

-- Name: decision_evidence_day; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX decision_evidence_day ON quality.decision_evidence USING btree (client_id, service_date, program_id);

-- Name: messages_run_date; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX messages_run_date ON quality.messages USING btree (run_date);

-- Name: run_days_run; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX run_days_run ON quality.run_days USING btree (run_id);

-- Name: written_notes_once_a_run; Type: INDEX; Schema: quality; Owner: -

CREATE UNIQUE INDEX written_notes_once_a_run ON quality.written_notes USING btree (note_id, COALESCE(run_id, ''::text));

-- Name: decision_evidence never_emptied; Type: TRIGGER; Schema: quality; Owner: -

CREATE TRIGGER never_emptied BEFORE TRUNCATE ON quality.decision_evidence FOR EACH STATEMENT EXECUTE FUNCTION quality.refuse_change();

-- Name: written_notes never_emptied; Type: TRIGGER; Schema: quality; Owner: -

CREATE TRIGGER never_emptied BEFORE TRUNCATE ON quality.written_notes FOR EACH STATEMENT EXECUTE FUNCTION quality.refuse_change();

-- Name: decision_evidence only_added_to; Type: TRIGGER; Schema: quality; Owner: -

CREATE TRIGGER only_added_to BEFORE DELETE OR UPDATE ON quality.decision_evidence FOR EACH ROW EXECUTE FUNCTION quality.refuse_change();

-- Name: written_notes only_added_to; Type: TRIGGER; Schema: quality; Owner: -

CREATE TRIGGER only_added_to BEFORE DELETE OR UPDATE ON quality.written_notes FOR EACH ROW EXECUTE FUNCTION quality.refuse_change();

-- PostgreSQL database dump complete
