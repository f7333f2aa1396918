{#
    The codes of each program: those whose notes count toward the day, and those that may be billed for it.
#}

with

programs as (

    select * from {{ ref('int_programs__checked') }}

),

group_codes as (

    select * from {{ ref('stg_ehr__billing_code_groups') }}

),

final as (

    select
        programs.program_id,
        group_codes.billing_code,
        group_codes.group_name = programs.billable_group as is_billable

    from programs

    inner join group_codes
        on group_codes.group_name in (programs.non_billable_group, programs.billable_group)

    where programs.left_out_cause is null

)

select * from final
