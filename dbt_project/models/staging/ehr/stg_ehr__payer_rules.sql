with

final as (

    select
        payer_rule_id,
        payer_id,
        {{ blank_as_null('name') }} as payer_rule_name,
        effective_from,
        effective_to

    from {{ source('ehr', 'payer_rules') }}

)

select * from final
