{#
    Nothing is decided for a day that is not due, or on which its program is left out: the lag has not passed, or a
    setting cannot be used.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

program_days as (

    select * from {{ ref('int_program_days__settings') }}

),

final as (

    select
        decided_days.program_id,
        decided_days.client_id,
        decided_days.service_date,
        program_days.is_due,
        program_days.left_out_cause

    from decided_days

    left join program_days
        on
            decided_days.program_id = program_days.program_id
            and decided_days.service_date = program_days.service_date

    where
        program_days.is_due is not true
        or program_days.is_left_out

)

select * from final
