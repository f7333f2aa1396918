{#
    Every due client-day with a counting note or a per-diem note leaves as exactly one decision: none lost, none
    twice, and none out of nothing.
#}

with

due_dates as (

    select * from {{ ref('int_program_days__settings') }}

    where is_due

),

days_with_a_note as (

    select
        program_id,
        client_id,
        service_date

    from {{ ref('int_notes__counting') }}

    union

    select
        program_id,
        client_id,
        service_date

    from {{ ref('int_per_diem_notes') }}

    where client_id is not null

),

due_days as (

    select days_with_a_note.*

    from days_with_a_note

    inner join due_dates
        on
            days_with_a_note.program_id = due_dates.program_id
            and days_with_a_note.service_date = due_dates.service_date

),

decisions as (

    select
        program_id,
        client_id,
        service_date,
        count(*) as decision_count

    from {{ ref('int_client_days__decided') }}

    group by
        program_id,
        client_id,
        service_date

),

final as (

    select
        coalesce(due_days.program_id, decisions.program_id) as program_id,
        coalesce(due_days.client_id, decisions.client_id) as client_id,
        coalesce(due_days.service_date, decisions.service_date) as service_date,
        due_days.program_id is not null as is_due,
        coalesce(decisions.decision_count, 0) as decision_count

    from due_days

    full outer join decisions
        on
            due_days.program_id = decisions.program_id
            and due_days.client_id = decisions.client_id
            and due_days.service_date = decisions.service_date

    where
        due_days.program_id is null
        or decisions.decision_count is distinct from 1

)

select * from final
