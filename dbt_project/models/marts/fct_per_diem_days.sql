{#
    What became of every client-day of every program, as the run that decided it last left it. A run replaces the days
    that it decided and leaves all others as they were published; the days of the past cannot be decided again from here,
    so it is never refreshed in full.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="decided_days",
        full_refresh=false,
        on_schema_change="append_new_columns",
        indexes=indexes([
            {"columns": ["service_date", "program_id"]},
            {"columns": ["client_id", "service_date"]},
        ]),
        post_hook="{{ index_days_to_look_at(this) }}",
    )
}}

-- depends_on: {{ ref('int_program_days__settings') }}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

final as (

    select
        program_id,
        client_id,
        service_date,
        cast(note_count as integer) as note_count,
        cast(units as numeric(18, 3)) as units,
        -- Rounded up: units have three decimals, so those that miss the threshold miss what is shown of it too. What
        -- would round up to more digits than there is room for is out of reach of any units.
        cast(least(ceil(threshold_units * 1000000) / 1000000, 999999999999.999999) as numeric(18, 6))
            as threshold_units,
        cast(draft_count as integer) as draft_count,
        cast(draft_units as numeric(18, 3)) as draft_units,
        cast(counted_minutes as integer) as counted_minutes,
        status,
        primary_reason,
        reasons,
        billing_code,
        authorization_id,
        payer_id,
        note_id,
        expected_amount,
        amount_basis,
        run_date

    from decided_days

)

select * from final
