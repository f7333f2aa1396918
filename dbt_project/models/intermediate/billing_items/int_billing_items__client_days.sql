{#
    The client-days whose billing items this run computes anew: those on which something changed, those that this
    run wrote, those of per-diem notes that changed while it was under way, and those of per-diem notes in a week whose attendance
    changed. Where all of the window is decided anew, all of it is computed, and these are the days before the window.
#}

with

changed_days as (

    select * from {{ ref('int_client_days__changed') }}

    where is_changed

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

    where
        client_id is not null
        and service_date is not null

),

changed_weeks as (

    select * from {{ ref('int_client_weeks__changed') }}

),

runs as (

    select * from {{ source('quality', 'runs') }}

    where run_id = {{ run_id() }}

),

settled_days as (

    select * from {{ source('quality', 'settled_days') }}

    where run_id = {{ run_id() }}

),

client_days as (

    select
        client_id,
        service_date,
        0 as after_the_decision

    from changed_days

    union all

    select
        client_id,
        service_date,
        1 as after_the_decision

    from settled_days

    union all

    select
        per_diem_notes.client_id,
        per_diem_notes.service_date,
        1 as after_the_decision

    from per_diem_notes

    inner join runs
        on per_diem_notes.updated_at >= runs.started_at

    union all

    select
        per_diem_notes.client_id,
        per_diem_notes.service_date,
        0 as after_the_decision

    from per_diem_notes

    inner join changed_weeks
        on
            per_diem_notes.program_id = changed_weeks.program_id
            and per_diem_notes.client_id = changed_weeks.client_id
            and {{ first_day_of_week('per_diem_notes.service_date') }} = changed_weeks.week_start

),

final as (

    select
        client_id,
        service_date,
        max(after_the_decision) = 1 as is_changed_after_the_decision

    from client_days

    group by
        client_id,
        service_date

)

select * from final
