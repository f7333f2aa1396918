{#
    No day of a client is written for one program while another has billed it, has it billed by hand, or would write
    it too.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

final as (

    select
        pending_days.program_id,
        pending_days.client_id,
        pending_days.service_date,
        other_days.program_id as other_program_id,
        other_days.status as other_status

    from decided_days as pending_days

    inner join decided_days as other_days
        on
            pending_days.client_id = other_days.client_id
            and pending_days.service_date = other_days.service_date
            and pending_days.program_id <> other_days.program_id

    where
        pending_days.status = 'pending'
        and other_days.status in ('pending', 'billed', 'already_billed')

)

select * from final
