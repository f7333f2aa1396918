{#
    The client-weeks that are not as they were published last: more minutes, another minimum, or the week has ended.
#}

with

weeks_now as (

    select * from {{ ref('int_client_weeks') }}

),

{% if has_published_weeks() %}
published_weeks as (

    select * from {{ source('published', 'rpt_weekly_attendance') }}

    where week_start between {{ window_start() }} and {{ run_date() }}

),
{% else %}
published_weeks as (

    -- none are published yet
    select * from weeks_now

    where false

),
{% endif %}

final as (

    select
        coalesce(weeks_now.program_id, published_weeks.program_id) as program_id,
        coalesce(weeks_now.client_id, published_weeks.client_id) as client_id,
        coalesce(weeks_now.week_start, published_weeks.week_start) as week_start

    from weeks_now

    full outer join published_weeks
        on
            weeks_now.program_id = published_weeks.program_id
            and weeks_now.client_id = published_weeks.client_id
            and weeks_now.week_start = published_weeks.week_start

    where
        weeks_now.minutes is distinct from published_weeks.minutes
        or weeks_now.minimum_minutes is distinct from published_weeks.minimum_minutes
        or weeks_now.status is distinct from published_weeks.status

)

select * from final
