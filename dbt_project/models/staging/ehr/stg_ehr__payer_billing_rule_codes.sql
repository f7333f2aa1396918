with

source as (

    select * from {{ source('ehr', 'payer_billing_rule_codes') }}

),

final as (

    select
        billing_rule_id,
        billing_code

    from source

)

select * from final
