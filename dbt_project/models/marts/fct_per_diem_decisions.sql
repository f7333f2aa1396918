{#
    How the decision of each client-day came about: a row for each night that decided it otherwise than the night before.
    What this run published is compared with the last row of each day; a day that it found empty ends with status gone. A
    dry run decides nothing, so it enters nothing. Rows are only ever added, so this is never refreshed in full.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="append",
        full_refresh=false,
        on_schema_change="append_new_columns",
        indexes=indexes([{"columns": ["service_date"]}]),
    )
}}

with

program_days as (

    select * from {{ ref('int_program_days__settings') }}

    where is_due

),

published_days as (

    select published_days.*

    from {{ ref('fct_per_diem_days') }} as published_days

    inner join program_days
        on
            published_days.program_id = program_days.program_id
            and published_days.service_date = program_days.service_date

),

entered_decisions as (

    {% if is_incremental() %}
    select * from {{ this }}

    where service_date between {{ window_start() }} and {{ run_date() }}
    {%- else %}
    -- none are entered yet
    select
        *,
        current_timestamp as decided_at

    from published_days

    where false
    {%- endif %}

),

ranked_decisions as (

    select
        *,
        row_number() over (partition by program_id, client_id, service_date order by decided_at desc) as recency

    from entered_decisions

),

last_decisions as (

    select ranked_decisions.*

    from ranked_decisions

    inner join program_days
        on
            ranked_decisions.program_id = program_days.program_id
            and ranked_decisions.service_date = program_days.service_date

    where ranked_decisions.recency = 1

),

compared as (

    select
        coalesce(published_days.program_id, last_decisions.program_id) as program_id,
        coalesce(published_days.client_id, last_decisions.client_id) as client_id,
        coalesce(published_days.service_date, last_decisions.service_date) as service_date,
        coalesce(published_days.status, 'gone') as status,
        published_days.primary_reason,
        coalesce(published_days.reasons, {{ text_array() }}) as reasons,
        cast(coalesce(published_days.units, 0) as numeric(18, 3)) as units,
        published_days.threshold_units,
        published_days.billing_code,
        published_days.authorization_id,
        published_days.note_id,
        last_decisions.status as last_status,
        last_decisions.reasons as last_reasons,
        last_decisions.units as last_units,
        last_decisions.threshold_units as last_threshold_units,
        last_decisions.billing_code as last_billing_code,
        last_decisions.authorization_id as last_authorization_id,
        last_decisions.note_id as last_note_id

    from published_days

    full outer join last_decisions
        on
            published_days.program_id = last_decisions.program_id
            and published_days.client_id = last_decisions.client_id
            and published_days.service_date = last_decisions.service_date

),

runs as (

    select * from {{ source('quality', 'runs') }}

    where
        run_id = {{ run_id() }}
        and not dry_run

),

final as (

    select
        compared.program_id,
        compared.client_id,
        compared.service_date,
        current_timestamp as decided_at,
        runs.run_id,
        runs.run_date,
        compared.status,
        compared.primary_reason,
        compared.reasons,
        compared.units,
        compared.threshold_units,
        compared.billing_code,
        compared.authorization_id,
        compared.note_id

    from compared

    cross join runs

    where
        compared.status is distinct from compared.last_status
        or compared.reasons is distinct from compared.last_reasons
        or compared.units is distinct from compared.last_units
        or compared.threshold_units is distinct from compared.last_threshold_units
        or compared.billing_code is distinct from compared.last_billing_code
        or compared.authorization_id is distinct from compared.last_authorization_id
        or compared.note_id is distinct from compared.last_note_id

)

select * from final
