{#
    What converts a service of a payer and a code, date by date: exactly one valid rule does. More than one, or one that
    is invalid, converts nothing; where no rule is in force there is no row. The dates of all rules of a payer and code
    cut time into stretches in which the same rules are in force.
#}

with

rules as (

    select * from {{ ref('int_unit_rules__checked') }}

    where valid_from <= valid_to

),

rule_codes as (

    select * from {{ ref('stg_ehr__payer_billing_rule_codes') }}

),

coded_rules as (

    select
        rules.*,
        rule_codes.billing_code

    from rules

    inner join rule_codes
        on rules.billing_rule_id = rule_codes.billing_rule_id

),

first_days as (

    select
        payer_id,
        billing_code,
        valid_from as first_day

    from coded_rules

    union

    select
        payer_id,
        billing_code,
        {{ add_days('valid_to', 1) }} as first_day

    from coded_rules

),

stretches as (

    select
        payer_id,
        billing_code,
        first_day,
        lead(first_day) over (partition by payer_id, billing_code order by first_day) as next_first_day

    from first_days

),

counted as (

    select
        stretches.payer_id,
        stretches.billing_code,
        stretches.first_day,
        stretches.next_first_day,
        count(*) as rule_count,
        min(coded_rules.billing_rule_id) as billing_rule_id,
        {{ array_text(collect(
            'coded_rules.billing_rule_id',
            order_by=code_point_order('coded_rules.billing_rule_id'),
        )) }} as matching_rule_ids

    from stretches

    inner join coded_rules
        on
            stretches.payer_id = coded_rules.payer_id
            and stretches.billing_code = coded_rules.billing_code
            and stretches.first_day between coded_rules.valid_from and coded_rules.valid_to

    group by
        stretches.payer_id,
        stretches.billing_code,
        stretches.first_day,
        stretches.next_first_day

),

final as (

    select
        counted.payer_id,
        counted.billing_code,
        counted.first_day,
        {{ add_days('counted.next_first_day', -1) }} as last_day,
        counted.matching_rule_ids,
        rules.billing_rule_id,
        rules.payer_rule_name,
        case
            when counted.rule_count > 1 then 'ambiguous'
            when rules.invalid_cause is not null then 'invalid'
            else 'converts'
        end as rule_status,
        rules.invalid_cause,
        rules.conversion,
        rules.minutes_per_unit,
        rules.variable_increment,
        rules.round_up_minutes,
        rules.method,
        rules.quantity,
        rules.operator,
        rules.factor,
        rules.max_units,
        rules.combine,
        rules.aggregate_on,
        {{ surrogate_key([
            "counted.matching_rule_ids",
            "rules.invalid_cause",
            "rules.conversion",
            "rules.minutes_per_unit",
            "rules.variable_increment",
            "rules.round_up_minutes",
            "rules.method",
            "rules.quantity",
            "rules.operator",
            "rules.factor",
            "rules.max_units",
            "rules.combine",
            "rules.aggregate_on",
        ]) }} as rule_fingerprint

    from counted

    left join rules
        on
            counted.billing_rule_id = rules.billing_rule_id
            and counted.rule_count = 1

)

select * from final
