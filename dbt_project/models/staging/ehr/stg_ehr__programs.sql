with

final as (

    select
        program_id,
        {{ blank_as_null('name') }} as program_name,
        {{ blank_as_null('non_billable_group') }} as non_billable_group,
        {{ blank_as_null('billable_group') }} as billable_group,
        weekly_minimum_minutes

    from {{ source('ehr', 'programs') }}

)

select * from final
