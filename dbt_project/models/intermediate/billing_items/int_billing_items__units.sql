{#
    The units of each billing item, as its rule aggregates them: the sum of its services' units, the units of their summed
    minutes or quantities, or Medicare's.

    Medicare counts all timed minutes of a client's day under a rule together and converts them once. Each item has the
    whole units of its own minutes; what is left of the pool's units goes one by one to the items with the most minutes
    left over.
#}

with

items as (

    select * from {{ ref('int_billing_items__combined') }}

),

unit_rules as (

    select * from {{ ref('int_unit_rules__checked') }}

),

ruled_items as (

    select
        items.billing_item_id,
        items.client_id,
        items.service_date,
        items.payer_id,
        items.billing_code,
        items.location_code,
        items.billing_rule_id,
        items.is_combined,
        items.duration_minutes,
        items.quantity as service_quantity,
        items.units as summed_units,
        unit_rules.conversion,
        unit_rules.minutes_per_unit,
        unit_rules.variable_increment,
        unit_rules.round_up_minutes,
        unit_rules.method,
        unit_rules.quantity,
        unit_rules.operator,
        unit_rules.factor,
        unit_rules.max_units,
        case
            when not items.is_combined then 'none'
            when unit_rules.conversion = 'duration' then coalesce(unit_rules.aggregate_on, 'units')
            when unit_rules.method = 'calculate' then 'quantity'
            else 'units'
        end as aggregated_on

    from items

    left join unit_rules
        on items.billing_rule_id = unit_rules.billing_rule_id

),

medicare_items as (

    select
        *,
        {{ whole_units('duration_minutes', 'minutes_per_unit') }} as whole_units,
        sum(duration_minutes) over (partition by client_id, service_date, payer_id, billing_rule_id) as pool_minutes,
        row_number() over (
            partition by client_id, service_date, payer_id, billing_rule_id
            order by
                mod(duration_minutes, minutes_per_unit) desc,
                {{ code_point_order('billing_code') }},
                {{ code_point_order('location_code') }} asc nulls last
        ) as place

    from ruled_items

    where aggregated_on = 'medicare'

),

medicare_pools as (

    select
        *,
        {{ duration_units('pool_minutes', 'minutes_per_unit', 'variable_increment', 'round_up_minutes') | indent(8) }}
        - sum(whole_units) over (partition by client_id, service_date, payer_id, billing_rule_id) as units_left

    from medicare_items

),

medicare_units as (

    select
        billing_item_id,
        whole_units + case when place <= units_left then 1 else 0 end as units

    from medicare_pools

),

{% set units %}
            case
                when ruled_items.aggregated_on = 'medicare' then medicare_units.units
                when ruled_items.aggregated_on in ('minutes', 'quantity')
                    then {{ rule_units('ruled_items', 'ruled_items.duration_minutes', 'ruled_items.service_quantity')
                        | indent(20) }}
                else ruled_items.summed_units
            end
{% endset %}

final as (

    select
        ruled_items.billing_item_id,
        ruled_items.conversion = 'quantity' and ruled_items.method = 'calculate' as is_calculated,
        ruled_items.max_units,
        {{ checked_cast(units, 'numeric(18, 3)') }} as units

    from ruled_items

    left join medicare_units
        on ruled_items.billing_item_id = medicare_units.billing_item_id

)

select * from final
