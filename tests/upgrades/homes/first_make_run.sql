-- A database as commit f385a17 left it, the first on which `make run` works.
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

-- Name: int_notes__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_notes__checked (
    note_id text,
    client_id text,
    service_date date,
    billing_code text,
    status text,
    duration_minutes integer,
    quantity numeric(12,3),
    recorded_units numeric(12,3),
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
    billing_code text,
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
    billing_code text,
    payer_id text,
    authorization_id text,
    status text,
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
    note_minutes integer,
    lag_days numeric,
    alert_group text,
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

-- Name: int_unit_rules__checked; Type: TABLE; Schema: intermediate; Owner: -

CREATE TABLE intermediate.int_unit_rules__checked (
    billing_rule_id text,
    payer_id text,
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
    billing_rule_id text,
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
    source_table text CONSTRAINT quarantined_rows__dbt_tmp_source_table_not_null1 NOT NULL,
    row_key text CONSTRAINT quarantined_rows__dbt_tmp_row_key_not_null1 NOT NULL,
    cause text CONSTRAINT quarantined_rows__dbt_tmp_cause_not_null1 NOT NULL,
    CONSTRAINT quarantined_rows__dbt_tmp_source_table_check1 CHECK ((source_table = ANY (ARRAY['notes'::text, 'authorizations'::text, 'client_coverages'::text])))
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

-- Name: stg_ehr__authorization_usage; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__authorization_usage AS
 WITH source AS (
         SELECT authorization_usage.note_id,
            authorization_usage.authorization_id,
            authorization_usage.units,
            authorization_usage.used_at,
            authorization_usage.reversed_at
           FROM ehr.authorization_usage
        ), final AS (
         SELECT source.note_id,
            source.authorization_id,
            source.units,
            source.used_at,
            source.reversed_at
           FROM source
        )
 SELECT note_id,
    authorization_id,
    units,
    used_at,
    reversed_at
   FROM final;

-- Name: stg_ehr__authorizations; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__authorizations AS
 WITH source AS (
         SELECT authorizations.authorization_id,
            authorizations.client_id,
            authorizations.payer_id,
            authorizations.billing_code,
            authorizations.start_date,
            authorizations.end_date,
            authorizations.units_authorized,
            authorizations.units_used,
            authorizations.status,
            authorizations.updated_at
           FROM ehr.authorizations
        ), final AS (
         SELECT source.authorization_id,
                CASE
                    WHEN (source.client_id ~ '[^[:space:]]'::text) THEN source.client_id
                    ELSE NULL::text
                END AS client_id,
                CASE
                    WHEN (source.payer_id ~ '[^[:space:]]'::text) THEN source.payer_id
                    ELSE NULL::text
                END AS payer_id,
                CASE
                    WHEN (source.billing_code ~ '[^[:space:]]'::text) THEN source.billing_code
                    ELSE NULL::text
                END AS billing_code,
            source.start_date,
            source.end_date,
            source.units_authorized,
            source.units_used,
            source.status,
            source.updated_at
           FROM source
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
 WITH source AS (
         SELECT billing_code_groups.group_name,
            billing_code_groups.billing_code
           FROM ehr.billing_code_groups
        ), final AS (
         SELECT source.group_name,
            source.billing_code
           FROM source
        )
 SELECT group_name,
    billing_code
   FROM final;

-- Name: stg_ehr__billing_codes; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__billing_codes AS
 WITH source AS (
         SELECT billing_codes.billing_code,
            billing_codes.description,
            billing_codes.is_billable
           FROM ehr.billing_codes
        ), final AS (
         SELECT source.billing_code,
            source.is_billable
           FROM source
        )
 SELECT billing_code,
    is_billable
   FROM final;

-- Name: stg_ehr__client_coverages; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__client_coverages AS
 WITH source AS (
         SELECT client_coverages.coverage_id,
            client_coverages.client_id,
            client_coverages.payer_id,
            client_coverages.priority,
            client_coverages.start_date,
            client_coverages.end_date
           FROM ehr.client_coverages
        ), final AS (
         SELECT source.coverage_id,
                CASE
                    WHEN (source.client_id ~ '[^[:space:]]'::text) THEN source.client_id
                    ELSE NULL::text
                END AS client_id,
                CASE
                    WHEN (source.payer_id ~ '[^[:space:]]'::text) THEN source.payer_id
                    ELSE NULL::text
                END AS payer_id,
            source.priority,
            source.start_date,
            source.end_date
           FROM source
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
 WITH source AS (
         SELECT clinicians.clinician_id,
            clinicians.display_name,
            clinicians.npi
           FROM ehr.clinicians
        ), final AS (
         SELECT source.clinician_id,
                CASE
                    WHEN (source.npi ~ '[^[:space:]]'::text) THEN source.npi
                    ELSE NULL::text
                END AS npi
           FROM source
        )
 SELECT clinician_id,
    npi
   FROM final;

-- Name: stg_ehr__facilities; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__facilities AS
 WITH source AS (
         SELECT facilities.facility_id,
            facilities.name,
            facilities.state,
            facilities.time_zone
           FROM ehr.facilities
        ), final AS (
         SELECT source.facility_id,
                CASE
                    WHEN (source.state ~ '[^[:space:]]'::text) THEN source.state
                    ELSE NULL::text
                END AS state,
                CASE
                    WHEN (source.time_zone ~ '[^[:space:]]'::text) THEN source.time_zone
                    ELSE NULL::text
                END AS time_zone
           FROM source
        )
 SELECT facility_id,
    state,
    time_zone
   FROM final;

-- Name: stg_ehr__fee_schedules; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__fee_schedules AS
 WITH source AS (
         SELECT fee_schedules.payer_id,
            fee_schedules.billing_code,
            fee_schedules.effective_from,
            fee_schedules.effective_to,
            fee_schedules.unit_rate
           FROM ehr.fee_schedules
        ), final AS (
         SELECT source.payer_id,
            source.billing_code,
            source.effective_from,
            source.effective_to,
            source.unit_rate
           FROM source
        )
 SELECT payer_id,
    billing_code,
    effective_from,
    effective_to,
    unit_rate
   FROM final;

-- Name: stg_ehr__locations; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__locations AS
 WITH source AS (
         SELECT locations.location_id,
            locations.facility_id,
            locations.name
           FROM ehr.locations
        ), final AS (
         SELECT source.location_id,
                CASE
                    WHEN (source.facility_id ~ '[^[:space:]]'::text) THEN source.facility_id
                    ELSE NULL::text
                END AS facility_id
           FROM source
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
            notes.payer_id,
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
 WITH source AS (
         SELECT payer_billing_rule_codes.billing_rule_id,
            payer_billing_rule_codes.billing_code
           FROM ehr.payer_billing_rule_codes
        ), final AS (
         SELECT source.billing_rule_id,
            source.billing_code
           FROM source
        )
 SELECT billing_rule_id,
    billing_code
   FROM final;

-- Name: stg_ehr__payer_billing_rules; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payer_billing_rules AS
 WITH source AS (
         SELECT payer_billing_rules.billing_rule_id,
            payer_billing_rules.payer_rule_id,
            payer_billing_rules.billing_type,
            payer_billing_rules.conversion,
            payer_billing_rules.minutes_per_unit,
            payer_billing_rules.variable_increment,
            payer_billing_rules.round_up_minutes,
            payer_billing_rules.method,
            payer_billing_rules.quantity,
            payer_billing_rules.operator,
            payer_billing_rules.factor,
            payer_billing_rules.max_units,
            payer_billing_rules.combine,
            payer_billing_rules.aggregate_on
           FROM ehr.payer_billing_rules
        ), final AS (
         SELECT source.billing_rule_id,
            source.payer_rule_id,
            source.billing_type,
            source.conversion,
            source.minutes_per_unit,
            COALESCE(source.variable_increment, false) AS variable_increment,
            source.round_up_minutes,
            source.method,
            source.quantity,
            source.operator,
            source.factor,
            source.max_units,
            COALESCE(source.combine, false) AS combine,
            source.aggregate_on
           FROM source
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
 WITH source AS (
         SELECT payer_rules.payer_rule_id,
            payer_rules.payer_id,
            payer_rules.name,
            payer_rules.effective_from,
            payer_rules.effective_to
           FROM ehr.payer_rules
        ), final AS (
         SELECT source.payer_rule_id,
            source.payer_id,
            source.effective_from,
            source.effective_to
           FROM source
        )
 SELECT payer_rule_id,
    payer_id,
    effective_from,
    effective_to
   FROM final;

-- Name: stg_ehr__payers; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__payers AS
 WITH source AS (
         SELECT payers.payer_id,
            payers.name
           FROM ehr.payers
        ), final AS (
         SELECT source.payer_id,
                CASE
                    WHEN (source.name ~ '[^[:space:]]'::text) THEN source.name
                    ELSE NULL::text
                END AS payer_name
           FROM source
        )
 SELECT payer_id,
    payer_name
   FROM final;

-- Name: stg_ehr__programs; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__programs AS
 WITH source AS (
         SELECT programs.program_id,
            programs.name,
            programs.non_billable_group,
            programs.billable_group,
            programs.weekly_minimum_minutes
           FROM ehr.programs
        ), final AS (
         SELECT source.program_id,
                CASE
                    WHEN (source.name ~ '[^[:space:]]'::text) THEN source.name
                    ELSE NULL::text
                END AS program_name,
                CASE
                    WHEN (source.non_billable_group ~ '[^[:space:]]'::text) THEN source.non_billable_group
                    ELSE NULL::text
                END AS non_billable_group,
                CASE
                    WHEN (source.billable_group ~ '[^[:space:]]'::text) THEN source.billable_group
                    ELSE NULL::text
                END AS billable_group,
            source.weekly_minimum_minutes
           FROM source
        )
 SELECT program_id,
    program_name,
    non_billable_group,
    billable_group,
    weekly_minimum_minutes
   FROM final;

-- Name: stg_ehr__system_settings; Type: VIEW; Schema: staging; Owner: -

CREATE VIEW staging.stg_ehr__system_settings AS
 WITH source AS (
         SELECT system_settings.setting_number,
            system_settings.program_id,
            system_settings.effective_from,
            system_settings.value
           FROM ehr.system_settings
        ), final AS (
         SELECT source.setting_number,
            source.program_id,
            source.effective_from,
                CASE
                    WHEN (source.value ~ '[^[:space:]]'::text) THEN source.value
                    ELSE NULL::text
                END AS setting_value
           FROM source
        )
 SELECT setting_number,
    program_id,
    effective_from,
    setting_value
   FROM final;

-- Data for Name: alerts; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.alerts VALUES
	('693b7072-30f2-4b11-a68a-7d871a70be47', 'IOP', 'early', '2016-04-21', 'no_authorization', 'IOP Notification Group', 'open', '2026-11-26 15:40:24.240128+00', '2026-11-26 15:40:24.240128+00', NULL),
	('d5e5a0a3-b3d4-4712-ae72-26153ef4480c', 'IOP', 'overlapping', '2016-07-31', 'overlapping_authorizations', 'IOP Notification Group', 'open', '2026-11-26 15:40:32.163833+00', '2026-11-26 15:40:32.163833+00', NULL),
	('a409bd77-c83f-44f9-b389-aeec52dbed94', 'IOP', 'late-authorization', '2016-07-31', 'no_authorization', 'IOP Notification Group', 'resolved', '2026-11-26 15:40:32.163833+00', '2026-11-26 15:40:32.163833+00', '2026-11-26 15:40:36.084315+00'),
	('436fed61-d59f-44d6-ad4e-bed54c13651a', 'IOP', 'unsupported', '2016-07-31', 'support_lost', 'IOP Notification Group', 'open', '2026-11-26 15:40:36.084315+00', '2026-11-26 15:40:36.084315+00', NULL);

-- Data for Name: authorization_usage; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.authorization_usage VALUES
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'authorization-early', 1.000, '2026-11-26 15:40:23.089537+00', NULL),
	('pd-fa6284f0382dc7832fdb51704669f582', 'authorization-last-units', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'authorization-php', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'authorization-1', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-d390864077759de7bb47bb37f0a443c7', 'authorization-last-units', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'authorization-steady', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'authorization-unsupported', 1.000, '2026-11-26 15:40:31.24626+00', NULL),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'authorization-voided', 1.000, '2026-11-26 15:40:31.24626+00', '2026-11-26 15:40:32.331671+00'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'authorization-late', 1.000, '2026-11-26 15:40:34.779044+00', NULL),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'authorization-late-note', 1.000, '2026-11-26 15:40:34.779044+00', NULL),
	('pd-f7707397b417fe851911b879ee6f0904', 'authorization-steady', 1.000, '2026-11-26 15:40:34.779044+00', NULL),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'authorization-voided', 1.000, '2026-11-26 15:40:34.779044+00', NULL);

-- Data for Name: authorizations; Type: TABLE DATA; Schema: ehr; Owner: -

INSERT INTO ehr.authorizations VALUES
	('authorization-602', 'alice', 'payer-1', '602', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('step-down', 'alice', 'payer-1', 'S9480', '2016-08-26', '2016-09-22', 12.000, NULL, 'active', NULL),
	('authorization-by-hand', 'by-hand', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-overlapping-1', 'overlapping', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-overlapping-2', 'overlapping', 'payer-1', 'S9480', '2016-07-29', '2016-08-25', 12.000, NULL, 'active', NULL),
	('authorization-early', 'early', 'payer-1', '0905', '2016-04-20', '2016-04-20', 12.000, 1.000, 'active', '2026-11-26 15:40:23.089537+00'),
	('authorization-1', 'alice', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:40:31.24626+00'),
	('authorization-unsupported', 'unsupported', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:40:31.24626+00'),
	('authorization-last-units', 'last-units', 'payer-1', '0905', '2016-07-29', '2016-08-25', 2.000, 2.000, 'active', '2026-11-26 15:40:31.24626+00'),
	('authorization-php', 'php', 'payer-1', '0912', '2016-07-01', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:40:31.24626+00'),
	('authorization-late-note', 'late-note', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 1.000, 'active', '2026-11-26 15:40:34.779044+00'),
	('authorization-steady', 'steady', 'payer-1', '0905', '2016-07-29', '2016-08-25', 12.000, 2.000, 'active', '2026-11-26 15:40:34.779044+00'),
	('authorization-late', 'late-authorization', 'payer-1', '0905', '2016-07-31', '2016-07-31', 12.000, 1.000, 'active', '2026-11-26 15:40:34.779044+00'),
	('authorization-voided', 'voided', 'payer-1', '0905', '2016-07-29', '2016-08-25', 1.000, 1.000, 'active', '2026-11-26 15:40:34.779044+00');

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
	('inv-388bfe7256a290b3a678e23b220eb2c0', 'pd-388bfe7256a290b3a678e23b220eb2c0', 'early', 'payer-1', 'authorization-early', '2016-04-20', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:23.089537+00'),
	('inv-fa6284f0382dc7832fdb51704669f582', 'pd-fa6284f0382dc7832fdb51704669f582', 'last-units', 'payer-1', 'authorization-last-units', '2016-07-29', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-5f241c58d57797b6ec363c1742a1cc2b', 'pd-5f241c58d57797b6ec363c1742a1cc2b', 'php', 'payer-1', 'authorization-php', '2016-07-30', '0912', 1.000, NULL, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-a66d8b978f86bc3e62381abd7ead3c47', 'pd-a66d8b978f86bc3e62381abd7ead3c47', 'alice', 'payer-1', 'authorization-1', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-d390864077759de7bb47bb37f0a443c7', 'pd-d390864077759de7bb47bb37f0a443c7', 'last-units', 'payer-1', 'authorization-last-units', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-0d4e50c06566ecc92ad3118c86a91be8', 'pd-0d4e50c06566ecc92ad3118c86a91be8', 'steady', 'payer-1', 'authorization-steady', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-5ae40e526e7e4758dfb16fe5af5383f4', 'pd-5ae40e526e7e4758dfb16fe5af5383f4', 'unsupported', 'payer-1', 'authorization-unsupported', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:31.24626+00'),
	('inv-45b6fbbc0d3201852284f009b82276b8', 'pd-45b6fbbc0d3201852284f009b82276b8', 'voided', 'payer-1', 'authorization-voided', '2016-07-31', '0905', 1.000, 275.00, 'void', '2026-11-26 15:40:31.24626+00'),
	('inv-661b71e2692c3e462bbdaafde16f46ca', 'pd-661b71e2692c3e462bbdaafde16f46ca', 'late-authorization', 'payer-1', 'authorization-late', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:34.779044+00'),
	('inv-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'late-note', 'payer-1', 'authorization-late-note', '2016-07-31', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:34.779044+00'),
	('inv-f7707397b417fe851911b879ee6f0904', 'pd-f7707397b417fe851911b879ee6f0904', 'steady', 'payer-1', 'authorization-steady', '2016-08-01', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:34.779044+00'),
	('inv-d35216c6b09d8c047753fcc8a90d94c7', 'pd-d35216c6b09d8c047753fcc8a90d94c7', 'voided', 'payer-1', 'authorization-voided', '2016-08-01', '0905', 1.000, 275.00, 'ready', '2026-11-26 15:40:34.779044+00');

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
	('pd-388bfe7256a290b3a678e23b220eb2c0', 'early', '2016-04-20', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:23.089537+00', 'Per-diem service, generated from the released notes of the day: early-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-early', 'test__spring', '2026-11-26 15:40:23.089537+00'),
	('pd-fa6284f0382dc7832fdb51704669f582', 'last-units', '2016-07-29', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: last-units-before-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-last-units', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'php', '2016-07-30', NULL, '0912', 'clinician-1', 'iop-room', '57', 240, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: php-2016-07-30a, php-2016-07-30b.', 'per_diem', 'PHP', 'payer-1', 'authorization-php', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'alice', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: note-1, note-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-1', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('pd-d390864077759de7bb47bb37f0a443c7', 'last-units', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: last-units-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-last-units', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'steady', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: steady-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-steady', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'unsupported', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: unsupported-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-unsupported', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('late-note-2', 'late-note', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 0.001, 'released', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'voided', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'void', '2026-11-26 15:40:31.24626+00', 'Per-diem service, generated from the released notes of the day: voided-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-voided', 'test__first', '2026-11-26 15:40:31.24626+00'),
	('unsupported-1', 'unsupported', '2016-07-31', NULL, '602', 'clinician-1', 'iop-room', '57', 60, NULL, 1.000, 'void', NULL, 'Text not for logs', NULL, NULL, NULL, NULL, NULL, '2016-07-31 20:00:00+00'),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'late-authorization', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:34.779044+00', 'Per-diem service, generated from the released notes of the day: late-authorization-1.', 'per_diem', 'IOP', 'payer-1', 'authorization-late', 'test__next', '2026-11-26 15:40:34.779044+00'),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'late-note', '2016-07-31', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:34.779044+00', 'Per-diem service, generated from the released notes of the day: late-note-1, late-note-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-late-note', 'test__next', '2026-11-26 15:40:34.779044+00'),
	('pd-f7707397b417fe851911b879ee6f0904', 'steady', '2016-08-01', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:34.779044+00', 'Per-diem service, generated from the released notes of the day: steady-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-steady', 'test__next', '2026-11-26 15:40:34.779044+00'),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'voided', '2016-08-01', NULL, '0905', 'clinician-1', 'iop-room', '57', 180, 1.000, 1.000, 'released', '2026-11-26 15:40:34.779044+00', 'Per-diem service, generated from the released notes of the day: voided-2.', 'per_diem', 'IOP', 'payer-1', 'authorization-voided', 'test__next', '2026-11-26 15:40:34.779044+00');

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

-- Data for Name: int_client_days__claimed; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_client_days__claimed VALUES
	('IOP', 'alice', '2016-07-31'),
	('IOP', 'by-hand', '2016-07-31'),
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
	('last-units', '2016-07-29', 'payer-1', 'coverage-last-units'),
	('last-units', '2016-07-31', 'payer-1', 'coverage-last-units'),
	('late-authorization', '2016-07-31', 'payer-1', 'coverage-late-authorization'),
	('late-note', '2016-07-31', 'payer-1', 'coverage-late-note'),
	('left-out', '2016-07-31', 'payer-1', 'coverage-left-out'),
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

-- Data for Name: int_notes__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_notes__checked VALUES
	('note-2', 'alice', '2016-07-31', 'GROUP', 'released', 60, NULL, 1.000, NULL),
	('note-1', 'alice', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('late-note-2', 'late-note', '2016-07-31', '602', 'released', 60, NULL, 0.001, NULL),
	('late-note-1', 'late-note', '2016-07-31', '602', 'released', 60, NULL, 0.999, NULL),
	('late-authorization-1', 'late-authorization', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('voided-2', 'voided', '2016-08-01', '602', 'released', 60, NULL, 1.000, NULL),
	('voided-1', 'voided', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('unsupported-1', 'unsupported', '2016-07-31', '602', 'void', 60, NULL, 1.000, NULL),
	('by-hand-2', 'by-hand', '2016-07-31', 'S9480', 'released', 60, NULL, 1.000, NULL),
	('by-hand-1', 'by-hand', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('last-units-before-1', 'last-units', '2016-07-30', '602', 'released', 9999, NULL, 1.000, 'duration above 1440 minutes'),
	('last-units-before-2', 'last-units', '2016-07-29', '602', 'released', 60, NULL, 1.000, NULL),
	('last-units-1', 'last-units', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('no-date', 'steady', NULL, '602', 'released', 60, NULL, 1.000, 'no service date'),
	('steady-2', 'steady', '2016-08-01', '602', 'released', 60, NULL, 1.000, NULL),
	('steady-1', 'steady', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL),
	('php-2016-07-31b', 'php', '2016-07-31', 'PHP GROUP', 'released', 60, NULL, 1.000, NULL),
	('php-2016-07-31a', 'php', '2016-07-31', 'PHP GROUP', 'released', 60, NULL, 1.000, NULL),
	('php-2016-07-30b', 'php', '2016-07-30', 'PHP GROUP', 'released', 60, NULL, 1.000, NULL),
	('php-2016-07-30a', 'php', '2016-07-30', 'PHP GROUP', 'released', 60, NULL, 1.000, NULL),
	('left-out-1', 'left-out', '2016-07-31', 'DAY GROUP', 'released', 60, NULL, 1.000, NULL),
	('service-4', 'outpatient', '2016-07-20', 'H0005', 'released', 60, NULL, NULL, NULL),
	('service-3', 'outpatient', '2016-07-20', 'H0004', 'released', 60, NULL, NULL, NULL),
	('service-6', 'uncovered', '2016-07-21', 'H0004', 'released', 60, NULL, 2.000, NULL),
	('overlapping-1', 'overlapping', '2016-07-31', '602', 'released', 60, NULL, 1.000, NULL);

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
	('note-2', 'alice', '2016-07-31', 'GROUP', 'payer-1', NULL, 'none', 1.000),
	('note-1', 'alice', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('late-note-2', 'late-note', '2016-07-31', '602', 'payer-1', NULL, 'none', 0.001),
	('late-note-1', 'late-note', '2016-07-31', '602', 'payer-1', NULL, 'none', 0.999),
	('late-authorization-1', 'late-authorization', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('voided-2', 'voided', '2016-08-01', '602', 'payer-1', NULL, 'none', 1.000),
	('voided-1', 'voided', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('by-hand-2', 'by-hand', '2016-07-31', 'S9480', 'payer-1', NULL, 'none', 1.000),
	('by-hand-1', 'by-hand', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('last-units-before-2', 'last-units', '2016-07-29', '602', 'payer-1', NULL, 'none', 1.000),
	('last-units-1', 'last-units', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('steady-2', 'steady', '2016-08-01', '602', 'payer-1', NULL, 'none', 1.000),
	('steady-1', 'steady', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-31b', 'php', '2016-07-31', 'PHP GROUP', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-31a', 'php', '2016-07-31', 'PHP GROUP', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-30b', 'php', '2016-07-30', 'PHP GROUP', 'payer-1', NULL, 'none', 1.000),
	('php-2016-07-30a', 'php', '2016-07-30', 'PHP GROUP', 'payer-1', NULL, 'none', 1.000),
	('left-out-1', 'left-out', '2016-07-31', 'DAY GROUP', 'payer-1', NULL, 'none', 1.000),
	('service-4', 'outpatient', '2016-07-20', 'H0005', 'payer-1', NULL, 'none', NULL),
	('service-3', 'outpatient', '2016-07-20', 'H0004', 'payer-1', 'by-quarter-hour', 'converts', 4.000),
	('service-6', 'uncovered', '2016-07-21', 'H0004', NULL, NULL, 'none', 2.000),
	('overlapping-1', 'overlapping', '2016-07-31', '602', 'payer-1', NULL, 'none', 1.000);

-- Data for Name: int_per_diem_notes; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_per_diem_notes VALUES
	('pd-a66d8b978f86bc3e62381abd7ead3c47', 'IOP', 'alice', '2016-07-31', '0905', 'payer-1', 'authorization-1', 'released', false, NULL),
	('pd-39b08fdc4a8a7bd1f4cc0b1e447b9047', 'IOP', 'late-note', '2016-07-31', '0905', 'payer-1', 'authorization-late-note', 'released', false, NULL),
	('pd-661b71e2692c3e462bbdaafde16f46ca', 'IOP', 'late-authorization', '2016-07-31', '0905', 'payer-1', 'authorization-late', 'released', false, NULL),
	('pd-d35216c6b09d8c047753fcc8a90d94c7', 'IOP', 'voided', '2016-08-01', '0905', 'payer-1', 'authorization-voided', 'released', false, NULL),
	('pd-45b6fbbc0d3201852284f009b82276b8', 'IOP', 'voided', '2016-07-31', '0905', 'payer-1', 'authorization-voided', 'void', true, NULL),
	('pd-5ae40e526e7e4758dfb16fe5af5383f4', 'IOP', 'unsupported', '2016-07-31', '0905', 'payer-1', 'authorization-unsupported', 'released', false, NULL),
	('pd-d390864077759de7bb47bb37f0a443c7', 'IOP', 'last-units', '2016-07-31', '0905', 'payer-1', 'authorization-last-units', 'released', false, NULL),
	('pd-fa6284f0382dc7832fdb51704669f582', 'IOP', 'last-units', '2016-07-29', '0905', 'payer-1', 'authorization-last-units', 'released', false, NULL),
	('pd-f7707397b417fe851911b879ee6f0904', 'IOP', 'steady', '2016-08-01', '0905', 'payer-1', 'authorization-steady', 'released', false, NULL),
	('pd-0d4e50c06566ecc92ad3118c86a91be8', 'IOP', 'steady', '2016-07-31', '0905', 'payer-1', 'authorization-steady', 'released', false, NULL),
	('pd-5f241c58d57797b6ec363c1742a1cc2b', 'PHP', 'php', '2016-07-30', '0912', 'payer-1', 'authorization-php', 'released', false, NULL);

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
	('IOP', '2016-05-05', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-05', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-05', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-06', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-06', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-06', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-07', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-07', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-07', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-08', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-08', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-08', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-09', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-09', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-09', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-10', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-10', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-10', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-11', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-11', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-11', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-12', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-12', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-12', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-13', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-13', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-13', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-14', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-14', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-14', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-15', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-15', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-15', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-16', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-16', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-16', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-17', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-17', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-17', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-18', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-18', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-18', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-19', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-19', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-19', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-20', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-20', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-20', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-21', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-21', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-21', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-22', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-22', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-22', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-23', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-23', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-23', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-24', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-24', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-24', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-25', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-25', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-25', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-26', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-26', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-26', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-27', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-27', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-27', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-28', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-28', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-28', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-29', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-29', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-29', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-30', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-30', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-30', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-05-31', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-05-31', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-05-31', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-01', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-01', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-01', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-02', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-02', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-02', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-03', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-03', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-03', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-04', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-04', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-04', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-05', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-05', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-05', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-06', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-06', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-06', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-07', 1, 180, 2, 'IOP Notification Group', false, NULL, true);
INSERT INTO intermediate.int_program_days__settings VALUES
	('PHP', '2016-06-07', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-07', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-08', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-08', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-08', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-09', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-09', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-09', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-10', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-10', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-10', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-11', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-11', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-11', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-12', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-12', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-12', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-13', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-13', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-13', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-14', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-14', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-14', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-15', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-15', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-15', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-16', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-16', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-16', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-17', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-17', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-17', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-18', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-18', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-18', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-19', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-19', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-19', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-20', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-20', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-20', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-21', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-21', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-21', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-22', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-22', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-22', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-23', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-23', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-23', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-24', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-24', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-24', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-25', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-25', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-25', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-26', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-26', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-26', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-27', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-27', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-27', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-28', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-28', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-28', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-29', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-29', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-29', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-06-30', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-06-30', 1, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-06-30', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-01', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-01', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-01', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-02', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-02', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-02', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-03', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-03', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-03', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-04', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-04', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-04', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-05', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-05', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-05', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-06', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-06', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-06', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-07', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-07', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-07', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-08', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-08', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-08', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-09', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-09', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-09', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-10', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-10', 2, 240, 2, 'IOP Notification Group', false, NULL, true);
INSERT INTO intermediate.int_program_days__settings VALUES
	('DAY', '2016-07-10', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-11', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-11', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-11', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-12', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-12', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-12', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-13', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-13', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-13', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-14', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-14', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-14', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-15', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-15', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-15', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-16', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-16', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-16', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-17', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-17', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-17', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-18', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-18', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-18', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-19', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-19', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-19', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-20', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-20', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-20', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-21', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-21', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-21', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-22', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-22', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-22', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-23', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-23', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-23', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-24', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-24', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-24', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-25', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-25', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-25', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-26', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-26', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-26', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-27', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-27', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-27', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-28', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-28', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-28', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-29', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-29', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-29', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-30', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-30', 2, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-30', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-07-31', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-07-31', 3, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-07-31', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-01', 1, 180, 2, 'IOP Notification Group', false, NULL, true),
	('PHP', '2016-08-01', 3, 240, 2, 'IOP Notification Group', false, NULL, true),
	('DAY', '2016-08-01', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-02', 1, 180, 2, 'IOP Notification Group', false, NULL, false),
	('PHP', '2016-08-02', 3, 240, 2, 'IOP Notification Group', false, NULL, false),
	('DAY', '2016-08-02', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false),
	('IOP', '2016-08-03', 1, 180, 2, 'IOP Notification Group', false, NULL, false),
	('PHP', '2016-08-03', 3, 240, 2, 'IOP Notification Group', false, NULL, false),
	('DAY', '2016-08-03', NULL, NULL, 2, 'IOP Notification Group', true, 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0', false);

-- Data for Name: int_programs__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_programs__checked VALUES
	('IOP', 'IOP Non Billable Group', 'IOP Billable Group', NULL),
	('PHP', 'PHP Non Billable Group', 'PHP Billable Group', NULL),
	('DAY', 'DAY Non Billable Group', 'DAY Billable Group', NULL);

-- Data for Name: int_unit_rules__checked; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_unit_rules__checked VALUES
	('per-diem-twice', 'payer-1', '0001-01-01', '9999-12-31', 'quantity', NULL, false, NULL, 'replace', 2.000, NULL, NULL, NULL, false, NULL, NULL),
	('by-quarter-hour', 'payer-1', '0001-01-01', '9999-12-31', 'duration', 15, true, 8, NULL, NULL, NULL, NULL, 6.000, true, 'minutes', NULL);

-- Data for Name: int_unit_rules__in_force; Type: TABLE DATA; Schema: intermediate; Owner: -

INSERT INTO intermediate.int_unit_rules__in_force VALUES
	('payer-1', 'H2012', '0001-01-01', '9999-12-31', 'per-diem-twice', 'converts', NULL, 'quantity', NULL, false, NULL, 'replace', 2.000, NULL, NULL, NULL, false, NULL),
	('payer-1', 'H0004', '0001-01-01', '9999-12-31', 'by-quarter-hour', 'converts', NULL, 'duration', 15, true, 8, NULL, NULL, NULL, NULL, 6.000, true, 'minutes');

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

-- Data for Name: check_results; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.check_results VALUES
	('test__spring', '2016-04-23', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:13.880173+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:13.880173+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:13.880173+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__spring', '2016-04-23', 'ehr_source', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:40:13.880173+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__spring', '2016-04-23', 'ehr_source', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:40:13.880173+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:40:23.057438+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:40:23.057438+00', 1, '{"DAY:2016-02-14:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-02-14 to 2016-04-23)'),
	('test__spring', '2016-04-23', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:40:23.057438+00', 1, '{notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '1 row fails: notes:no-date'),
	('test__spring', '2016-04-23', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:40:23.057438+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'no_units_held_without_a_note', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'Units that a voided or deleted per-diem note still holds are missing from its authorization, and its invoice would bill a day that nobody documents. The run gives the units of voided notes back before it decides.', 'Of a void note, run the date again. Of a deleted one, restore the note as void in the EHR, and run again. The key is the note''s id and what became of it.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__spring', '2016-04-23', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:40:24.229981+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:24.473806+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:24.473806+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:24.473806+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__dry', '2016-08-02', 'ehr_source', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:40:24.473806+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__dry', '2016-08-02', 'ehr_source', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:40:24.473806+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:40:26.814413+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:40:26.814413+00', 1, '{"DAY:2016-05-04:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-04 to 2016-08-02)'),
	('test__dry', '2016-08-02', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:40:26.814413+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__dry', '2016-08-02', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:40:26.814413+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'no_units_held_without_a_note', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'Units that a voided or deleted per-diem note still holds are missing from its authorization, and its invoice would bill a day that nobody documents. The run gives the units of voided notes back before it decides.', 'Of a void note, run the date again. Of a deleted one, restore the note as void in the EHR, and run again. The key is the note''s id and what became of it.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__dry', '2016-08-02', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:40:28.072798+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:28.339749+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:28.339749+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:28.339749+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__first', '2016-08-02', 'ehr_source', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:40:28.339749+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__first', '2016-08-02', 'ehr_source', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:40:28.339749+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:40:31.231966+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:40:31.231966+00', 1, '{"DAY:2016-05-04:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-04 to 2016-08-02)'),
	('test__first', '2016-08-02', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:40:31.231966+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__first', '2016-08-02', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:40:31.231966+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'no_units_held_without_a_note', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'Units that a voided or deleted per-diem note still holds are missing from its authorization, and its invoice would bill a day that nobody documents. The run gives the units of voided notes back before it decides.', 'Of a void note, run the date again. Of a deleted one, restore the note as void in the EHR, and run again. The key is the note''s id and what became of it.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__first', '2016-08-02', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:40:32.161484+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'source_tables_and_columns', 'critical', true, true, '2026-11-26 15:40:32.323807+00', 0, '{}', 'A table or column that is missing, unreadable or of another type makes days look unattended or authorizations look spent, and nobody would see it in the figures.', 'Compare schema ehr with plugins/perdiem/sql/ehr_contract.sql, add or restore what is named, or give the pipeline''s database user the right to select it, and run the date again.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'one_per_diem_note_a_day_is_enforced', 'critical', true, true, '2026-11-26 15:40:32.323807+00', 0, '{}', 'The unique index on per-diem notes is what keeps two runs at once from billing one day twice. Without it the write-back is not safe.', 'Create the index notes_one_per_diem_a_day of plugins/perdiem/sql/ehr_contract.sql in the EHR''s database. If that fails on duplicates, void the surplus per-diem notes first.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'notes_in_the_window', 'critical', true, true, '2026-11-26 15:40:32.323807+00', 0, '{}', 'A window without a single note is no quiet month but a source that was not filled, or a run date that was mistyped. Days already published would be decided as if nobody had come.', 'See whether the EHR''s notes reach the database that the pipeline reads, and whether the run date is the one meant.', NULL),
	('test__next', '2016-08-03', 'ehr_source', 'overlapping_billable_authorizations', 'warning', false, false, '2026-11-26 15:40:32.323807+00', 1, '{IOP:overlapping:authorization-overlapping-1:authorization-overlapping-2:2016-07-29:2016-08-25}', 'Two different codes of a program''s billable group on the same days authorize a client for two billable occurrences a day. Days that both cover are not billed until somebody decides which one holds.', 'In the EHR, end the authorization of the level of care that the client left before the other begins, or void the one that is wrong. The key names program, client, both authorizations, first and last common day.', '1 row fails'),
	('test__next', '2016-08-03', 'ehr_source', 'overdrawn_authorizations', 'warning', true, false, '2026-11-26 15:40:32.323807+00', 0, '{}', 'More units are used than were authorized. Such an authorization has nothing remaining, and what was billed beyond it will be denied.', 'In the EHR, see what used the units, and have the authorization extended or the surplus taken back.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_are_unique', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'A day that is pending twice would ask for two per-diem notes, and be billed twice.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_have_note_minutes', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'A per-diem note lasts as long as setting 509 says, from one minute to a whole day; a payer denies any other.', 'Correct setting 509 of the program for the dates in question, and run the date again.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_say_who_and_where', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'A claim without a clinician, a location or a place-of-service code is denied. Such a day is blocked, not pending.', 'Fill in the client''s default clinician, default location and default location code in the EHR, and run the date again. The key ends with what is missing.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_can_be_paid', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'Each pending day needs an authorization that has the units left that the day needs, or the claim is denied. Days without one are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_have_one_code', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'Where the authorizations in date carry different codes, two billable occurrences a day are authorized, and nobody has decided which of them to bill. Such a day is blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'one_program_a_client_and_day', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'A client who was in two programs on one day can be billed for one of them only. Both days are blocked, not pending.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'pending_days_are_due', 'critical', true, true, '2026-11-26 15:40:34.73337+00', 0, '{}', 'Before its lag has passed a day''s notes may still be coming in, days before the window are closed, and a program that is left out of the run is not to be billed by it.', 'The decision is at fault, not the data. Keep the tables of schema intermediate as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'billable_days', 'programs_left_out', 'critical', false, false, '2026-11-26 15:40:34.73337+00', 1, '{"DAY:2016-05-05:system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0"}', 'A setting or a group of codes that cannot be used keeps a whole program from being decided and billed on the dates in question, until somebody corrects it. The other programs go on.', 'Correct what the error names in the EHR''s system settings or billing code groups. The next run decides the days that are still in its window; older ones need a run with a larger lookback_days.', 'system setting 508 for program DAY is ''four'' from 2016-02-14: expected a number above 0 (left out from 2016-05-05 to 2016-08-03)'),
	('test__next', '2016-08-03', 'billable_days', 'quarantined_rows', 'warning', false, false, '2026-11-26 15:40:34.73337+00', 2, '{notes:last-units-before-1,notes:no-date}', 'These rows of the EHR cannot be right, so they count nowhere: units, authorizations or coverages are missing.', 'Look up each key in quality.quarantined_rows, which names the cause, and correct the row in the EHR. The next run takes it up.', '2 rows fail: notes:last-units-before-1, notes:no-date'),
	('test__next', '2016-08-03', 'billable_days', 'counting_notes_without_units', 'warning', true, false, '2026-11-26 15:40:34.73337+00', 0, '{}', 'A note that counts toward a program''s day has no units, neither by a rule of the payer nor by the EHR''s own record. It counts 0, and its day may miss the threshold by it.', 'Record the units on the note, or give its payer one billing rule that holds its code.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'written_days_are_complete', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'Each day that this run wrote must have one per-diem note with one usage and one ready invoice over the same units, authorization and code, and be billed in the mart. Anything else is money lost, or billed without a record.', 'Send nothing of these days to a payer. The key ends with what does not fit; compare the day in ehr.notes, ehr.authorization_usage, ehr.invoices and marts.fct_per_diem_days. If the pipeline reads a replica of the EHR, see first whether it lags behind.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'no_units_held_without_a_note', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'Units that a voided or deleted per-diem note still holds are missing from its authorization, and its invoice would bill a day that nobody documents. The run gives the units of voided notes back before it decides.', 'Of a void note, run the date again. Of a deleted one, restore the note as void in the EHR, and run again. The key is the note''s id and what became of it.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'authorizations_not_overdrawn_by_the_run', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'The pipeline must never take more units from an authorization than were authorized; the surplus would be denied.', 'See in ehr.authorization_usage what this run took. If it was not the run but somebody else who used the units meanwhile, correct units_used in the EHR; otherwise send nothing of these authorizations'' days to a payer.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'units_add_up', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'The notes and units that the mart shows for a day must be those of the notes that count toward it, no more and no fewer. Otherwise days meet the threshold that should not, or miss it.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'decided_days_are_published_once', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'Every client-day that was decided leaves as one row with one status, none lost and none twice; whoever adds the mart up would count wrong otherwise.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'statuses_have_their_reasons', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'A blocked day without a reason raises no alert and is never worked on; a billed day that lost its support must say so; any other day has nothing to explain.', 'The marts are at fault, not the data. Keep the tables of schemas intermediate and marts as they are, and report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'billed_days_have_their_note', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'A day that the mart shows as billed without a note that is there cannot be defended before a payer.', 'See whether the note was deleted in the EHR, and restore it as void; then run the date again. If the note is there, report the keys to whoever maintains the dbt project.', NULL),
	('test__next', '2016-08-03', 'published_marts', 'dry_run_wrote_nothing', 'critical', true, true, '2026-11-26 15:40:36.081171+00', 0, '{}', 'A dry run shows what it would write. Whoever starts one counts on nothing being billed by it.', 'Void the notes named by the keys in the EHR, so that the next run gives their units back, and report them to whoever maintains the pipeline.', NULL);

-- Data for Name: messages; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.messages VALUES
	('<ab09ed4b517cf6b543a485b987a02ddf@localhost>', 'test__spring', '2016-04-23', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 1 alert', '{693b7072-30f2-4b11-a68a-7d871a70be47}', '2026-11-26 15:40:24.240128+00', 'outbox'),
	('<e5fd95321bd62698b3f5d4dcbb5baa32@localhost>', 'test__first', '2016-08-02', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 2 alerts', '{a409bd77-c83f-44f9-b389-aeec52dbed94,d5e5a0a3-b3d4-4712-ae72-26153ef4480c}', '2026-11-26 15:40:32.163833+00', 'outbox'),
	('<c82799dea26c773d101c1b6a87f52ab7@localhost>', 'test__next', '2016-08-03', 'IOP Notification Group', 1, 'group', 'Per-diem billing: 1 alert', '{436fed61-d59f-44d6-ad4e-bed54c13651a}', '2026-11-26 15:40:36.084315+00', 'outbox');

-- Data for Name: quarantined_rows; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.quarantined_rows VALUES
	('notes', 'last-units-before-1', 'duration above 1440 minutes'),
	('notes', 'no-date', 'no service date');

-- Data for Name: runs; Type: TABLE DATA; Schema: quality; Owner: -

INSERT INTO quality.runs VALUES
	('test__spring', '2016-04-23', 90, false, '2026-11-26', '2026-11-26 15:40:09.236811+00', '2026-11-26 15:40:24.278962+00', 'success', NULL, NULL),
	('test__dry', '2016-08-02', 90, true, '2026-11-26', '2026-11-26 15:40:24.280087+00', '2026-11-26 15:40:28.086136+00', 'success', NULL, NULL),
	('test__first', '2016-08-02', 90, false, '2026-11-26', '2026-11-26 15:40:28.087815+00', '2026-11-26 15:40:32.191923+00', 'success', NULL, NULL),
	('test__next', '2016-08-03', 90, false, '2026-11-26', '2026-11-26 15:40:32.194627+00', '2026-11-26 15:40:36.14246+00', 'success', NULL, NULL);

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

-- Name: fct_per_diem_days fct_per_diem_days_pkey; Type: CONSTRAINT; Schema: marts; Owner: -

ALTER TABLE ONLY marts.fct_per_diem_days
    ADD CONSTRAINT fct_per_diem_days_pkey PRIMARY KEY (program_id, client_id, service_date);

-- Name: check_results check_results_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.check_results
    ADD CONSTRAINT check_results_pkey PRIMARY KEY (run_id, suite, check_name);

-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (message_id);

-- Name: quarantined_rows quarantined_rows__dbt_tmp_pkey1; Type: CONSTRAINT; Schema: quality; Owner: -

ALTER TABLE ONLY quality.quarantined_rows
    ADD CONSTRAINT quarantined_rows__dbt_tmp_pkey1 PRIMARY KEY (source_table, row_key);

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

-- Name: 17f73cb0885c9db79957c2963b5bb56a; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX "17f73cb0885c9db79957c2963b5bb56a" ON marts.dim_authorizations USING btree (client_id);

-- Name: a5090aa8530c6cdff3806e6cb96a9a90; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX a5090aa8530c6cdff3806e6cb96a9a90 ON marts.fct_per_diem_days USING btree (service_date, program_id);

-- Name: d5d0f41a4a99d304d78e66cc005c7f86; Type: INDEX; Schema: marts; Owner: -

CREATE INDEX d5d0f41a4a99d304d78e66cc005c7f86 ON marts.fct_per_diem_days USING btree (client_id, service_date);

-- Name: messages_run_date; Type: INDEX; Schema: quality; Owner: -

CREATE INDEX messages_run_date ON quality.messages USING btree (run_date);

-- PostgreSQL database dump complete
