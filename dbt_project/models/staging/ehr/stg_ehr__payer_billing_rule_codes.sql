with

final as (

    select
        billing_rule_id,
        billing_code

    from {{ source('ehr', 'payer_billing_rule_codes') }}

)

select * from final
