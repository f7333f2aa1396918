with

source as (

    select * from {{ source('ehr', 'billing_code_groups') }}

),

final as (

    select
        group_name,
        billing_code

    from source

)

select * from final
