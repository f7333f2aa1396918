{#
    On the days that this run decided, what is published is what was decided, row for row: nothing older is left over,
    and nothing is missing.
#}

with

due_dates as (

    select * from {{ ref('int_program_days__settings') }}

    where is_due

),

published_days as (

    select published_days.*

    from {{ ref('fct_per_diem_days') }} as published_days

    inner join due_dates
        on
            published_days.program_id = due_dates.program_id
            and published_days.service_date = due_dates.service_date

),

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

final as (

    select
        coalesce(decided_days.program_id, published_days.program_id) as program_id,
        coalesce(decided_days.client_id, published_days.client_id) as client_id,
        coalesce(decided_days.service_date, published_days.service_date) as service_date,
        decided_days.status as decided_status,
        published_days.status as published_status

    from decided_days

    full outer join published_days
        on
            decided_days.program_id = published_days.program_id
            and decided_days.client_id = published_days.client_id
            and decided_days.service_date = published_days.service_date

    where
        (
            decided_days.note_count,
            decided_days.units,
            -- as it is published: rounded up
            least(ceil(decided_days.threshold_units * 1000000) / 1000000, 999999999999.999999),
            decided_days.status,
            decided_days.primary_reason,
            decided_days.reasons,
            decided_days.billing_code,
            decided_days.authorization_id,
            decided_days.payer_id,
            decided_days.note_id,
            decided_days.run_date
        ) is distinct from (
            published_days.note_count,
            published_days.units,
            published_days.threshold_units,
            published_days.status,
            published_days.primary_reason,
            published_days.reasons,
            published_days.billing_code,
            published_days.authorization_id,
            published_days.payer_id,
            published_days.note_id,
            published_days.run_date
        )

)

select * from final
