with

final as (

    select
        billing_rule_id,
        payer_rule_id,
        billing_type,
        conversion,
        minutes_per_unit,
        coalesce(variable_increment, false) as variable_increment,
        round_up_minutes,
        method,
        quantity,
        operator,
        factor,
        max_units,
        coalesce(combine, false) as combine,
        aggregate_on

    from {{ source('ehr', 'payer_billing_rules') }}

)

select * from final
