{#-
    What days that reached their threshold did not earn, or earned late: those that are blocked or wait for a signature,
    and those that a night once published so and that are billed by now.
-#}

with

last_night as (

    select
        run_date,
        run_date - lookback_days as window_start

    from {{ source('quality', 'runs') }}

    where published_at is not null

    order by
        run_date desc,
        started_at desc

    limit 1

),

missed_days as (

    select
        published_days.program_id,
        published_days.client_id,
        published_days.service_date,
        published_days.payer_id,
        published_days.primary_reason as reason,
        -- days before the window are as the last night left them that looked at them
        case when published_days.service_date < last_night.window_start then 'lost' else 'waiting' end as state,
        {{ days_between('published_days.service_date', 'last_night.run_date') }} as age_days,
        published_days.expected_amount as amount,
        published_days.amount_basis,
        cast(null as date) as recovered_on

    from {{ ref('fct_per_diem_days') }} as published_days

    cross join last_night

    where
        published_days.status in ('blocked', 'unsigned')
        -- always so: it says that the index of days to look at holds them
        and published_days.primary_reason is not null

),

missed_decisions as (

    select
        *,
        row_number() over (partition by program_id, client_id, service_date order by decided_at desc) as recency

    from {{ ref('fct_per_diem_decisions') }}

    where status in ('blocked', 'unsigned')

),

recoveries as (

    select
        missed_decisions.program_id,
        missed_decisions.client_id,
        missed_decisions.service_date,
        missed_decisions.primary_reason as reason,
        billed.run_date,
        row_number() over (
            partition by missed_decisions.program_id, missed_decisions.client_id, missed_decisions.service_date
            order by billed.decided_at
        ) as place

    from missed_decisions

    inner join {{ ref('fct_per_diem_decisions') }} as billed
        on
            missed_decisions.program_id = billed.program_id
            and missed_decisions.client_id = billed.client_id
            and missed_decisions.service_date = billed.service_date
            and missed_decisions.decided_at < billed.decided_at
            and billed.status = 'billed'

    where missed_decisions.recency = 1

),

recovered_days as (

    select
        published_days.program_id,
        published_days.client_id,
        published_days.service_date,
        published_days.payer_id,
        recoveries.reason,
        'recovered' as state,
        {{ days_between('published_days.service_date', 'recoveries.run_date') }} as age_days,
        published_days.expected_amount as amount,
        published_days.amount_basis,
        recoveries.run_date as recovered_on

    from recoveries

    inner join {{ ref('fct_per_diem_days') }} as published_days
        on
            recoveries.program_id = published_days.program_id
            and recoveries.client_id = published_days.client_id
            and recoveries.service_date = published_days.service_date

    where
        recoveries.place = 1
        and published_days.status = 'billed'

),

final as (

    select * from missed_days

    union all

    select * from recovered_days

)

select * from final
