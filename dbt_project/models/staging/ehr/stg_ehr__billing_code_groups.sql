with

final as (

    select
        group_name,
        billing_code

    from {{ source('ehr', 'billing_code_groups') }}

)

select * from final
