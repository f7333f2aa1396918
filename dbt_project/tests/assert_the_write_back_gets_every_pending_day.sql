{#
    What the write-back is handed is what was decided: each pending day once, with at least one authorization to try.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

    where status = 'pending'

),

pending_days as (

    select * from {{ ref('int_client_days__pending') }}

),

days_with_a_candidate as (

    select distinct
        program_id,
        client_id,
        service_date

    from {{ ref('int_client_days__pending_authorizations') }}

),

final as (

    select
        coalesce(decided_days.program_id, pending_days.program_id) as program_id,
        coalesce(decided_days.client_id, pending_days.client_id) as client_id,
        coalesce(decided_days.service_date, pending_days.service_date) as service_date

    from decided_days

    full outer join pending_days
        on
            decided_days.program_id = pending_days.program_id
            and decided_days.client_id = pending_days.client_id
            and decided_days.service_date = pending_days.service_date

    left join days_with_a_candidate
        on
            pending_days.program_id = days_with_a_candidate.program_id
            and pending_days.client_id = days_with_a_candidate.client_id
            and pending_days.service_date = days_with_a_candidate.service_date

    where
        decided_days.program_id is null
        or pending_days.program_id is null
        or days_with_a_candidate.program_id is null

)

select * from final
