{#
    The last decision in the history of each day is the one that is published, and of a day that is published no more,
    that it is gone. On the days that this run decided: the history of others may have been left behind by a dry run.
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

ranked_decisions as (

    select
        decisions.*,
        row_number() over (
            partition by decisions.program_id, decisions.client_id, decisions.service_date
            order by decisions.decided_at desc
        ) as recency

    from {{ ref('fct_per_diem_decisions') }} as decisions

    inner join due_dates
        on
            decisions.program_id = due_dates.program_id
            and decisions.service_date = due_dates.service_date

),

last_decisions as (

    select * from ranked_decisions

    where
        recency = 1
        and status <> 'gone'

),

final as (

    select
        coalesce(published_days.program_id, last_decisions.program_id) as program_id,
        coalesce(published_days.client_id, last_decisions.client_id) as client_id,
        coalesce(published_days.service_date, last_decisions.service_date) as service_date,
        published_days.status as published_status,
        last_decisions.status as last_status

    from published_days

    full outer join last_decisions
        on
            published_days.program_id = last_decisions.program_id
            and published_days.client_id = last_decisions.client_id
            and published_days.service_date = last_decisions.service_date

    where
        (
            published_days.status,
            published_days.primary_reason,
            published_days.reasons,
            published_days.units,
            published_days.threshold_units,
            published_days.billing_code,
            published_days.authorization_id,
            published_days.note_id
        ) is distinct from (
            last_decisions.status,
            last_decisions.primary_reason,
            last_decisions.reasons,
            last_decisions.units,
            last_decisions.threshold_units,
            last_decisions.billing_code,
            last_decisions.authorization_id,
            last_decisions.note_id
        )

)

select * from final
