{#- The programs, as they are set up today. -#}

with

final as (

    select
        program_id,
        program_name,
        non_billable_group,
        billable_group,
        weekly_minimum_minutes

    from {{ ref('stg_ehr__programs') }}

)

select * from final
