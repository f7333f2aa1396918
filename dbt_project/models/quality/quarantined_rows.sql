{#
    The rows of the EHR that are counted nowhere, and why: what a person must mend there.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="checked_rows",
        on_schema_change="append_new_columns",
    )
}}

with

notes as (

    select * from {{ ref('int_notes__checked') }}

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

authorizations as (

    select * from {{ ref('int_authorizations__checked') }}

),

coverages as (

    select * from {{ ref('int_coverages__checked') }}

),

final as (

    select
        'notes' as source_table,
        note_id as row_key,
        quarantine_cause as cause,
        service_date

    from notes

    where quarantine_cause is not null

    union all

    select
        'notes' as source_table,
        note_id as row_key,
        quarantine_cause as cause,
        service_date

    from per_diem_notes

    where quarantine_cause is not null

    union all

    select
        'authorizations' as source_table,
        authorization_id as row_key,
        quarantine_cause as cause,
        cast(null as date) as service_date

    from authorizations

    where quarantine_cause is not null

    union all

    select
        'client_coverages' as source_table,
        coverage_id as row_key,
        quarantine_cause as cause,
        cast(null as date) as service_date

    from coverages

    where quarantine_cause is not null

)

select * from final
