with

final as (

    select
        billing_code,
        is_billable

    from {{ source('ehr', 'billing_codes') }}

)

select * from final
