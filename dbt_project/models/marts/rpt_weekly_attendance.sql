{#
    How long each client attended in a week, beside what the program asks for. A run replaces the weeks that begin within
    its window; those before it stay as they were published last, and so do those without a decided day of a program that
    is left out on a day of them.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="attended_weeks",
        full_refresh=false,
        on_schema_change="append_new_columns",
        indexes=indexes([{"columns": ["client_id", "week_start"]}, {"columns": ["week_start"]}]),
    )
}}

-- for what is replaced; depends_on: {{ ref('int_program_days__settings') }}

with

client_weeks as (

    select * from {{ ref('int_client_weeks') }}

),

billed_days as (

    select
        program_id,
        client_id,
        service_date,
        {{ first_day_of_week('service_date') }} as week_start

    from {{ ref('fct_per_diem_days') }}

    where
        status = 'billed'
        and service_date between {{ window_start() }} and {{ add_days(run_date(), 6) }}

),

billed_weeks as (

    select
        program_id,
        client_id,
        week_start,
        count(*) as billed_days

    from billed_days

    group by
        program_id,
        client_id,
        week_start

),

final as (

    select
        client_weeks.program_id,
        client_weeks.client_id,
        client_weeks.week_start,
        cast(client_weeks.attended_days as integer) as attended_days,
        cast(client_weeks.minutes as integer) as minutes,
        client_weeks.minimum_minutes,
        cast(coalesce(billed_weeks.billed_days, 0) as integer) as billed_days,
        client_weeks.status

    from client_weeks

    left join billed_weeks
        on
            client_weeks.program_id = billed_weeks.program_id
            and client_weeks.client_id = billed_weeks.client_id
            and client_weeks.week_start = billed_weeks.week_start

)

select * from final
