with

source as (

    select * from {{ source('ehr', 'billing_codes') }}

),

final as (

    select
        billing_code,
        is_billable

    from source

)

select * from final
