{#
    The payers' unit rules, each with the cause for which it converts nothing, if there is one. Only the fields that its
    conversion and method use are looked at, and max_units and aggregate_on.
#}

with

payer_rules as (

    select * from {{ ref('stg_ehr__payer_rules') }}

),

billing_rules as (

    select * from {{ ref('stg_ehr__payer_billing_rules') }}

    where billing_type = 'unit'

),

final as (

    select
        billing_rules.billing_rule_id,
        payer_rules.payer_id,
        payer_rules.payer_rule_name,
        -- null is always; so are dates such as 'infinity', and those that no day can be added to
        greatest(payer_rules.effective_from, cast('0001-01-01' as date)) as valid_from,
        least(payer_rules.effective_to, cast('9999-12-31' as date)) as valid_to,
        billing_rules.conversion,
        billing_rules.minutes_per_unit,
        billing_rules.variable_increment,
        billing_rules.round_up_minutes,
        billing_rules.method,
        billing_rules.quantity,
        billing_rules.operator,
        billing_rules.factor,
        billing_rules.max_units,
        billing_rules.combine,
        billing_rules.aggregate_on,
        {{ causes(unit_rule_defects('billing_rules')) | indent(8) }} as invalid_cause

    from billing_rules

    inner join payer_rules
        on billing_rules.payer_rule_id = payer_rules.payer_rule_id

)

select * from final
