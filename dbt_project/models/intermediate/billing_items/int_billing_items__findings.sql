{#
    What breaks the payers' rules, or leaves a billing item without what a claim needs: one row for each finding, with how
    bad it is and a message that says what, by how much, and which rule. Ids of clients stay out of the messages.
#}

with

items as (

    select * from {{ ref('int_billing_items__combined') }}

),

item_units as (

    select * from {{ ref('int_billing_items__units') }}

),

fees as (

    select * from {{ ref('int_fees__usable') }}

),

rated_items as (

    select distinct items.billing_item_id

    from items

    inner join fees
        on
            items.payer_id = fees.payer_id
            and items.billing_code = fees.billing_code
            and items.service_date >= fees.effective_from
            and (items.service_date <= fees.effective_to or fees.effective_to is null)

    where items.is_per_diem

),

facts as (

    select
        items.billing_item_id,
        items.client_id,
        items.service_date,
        items.payer_id,
        items.billing_code,
        items.rule_status,
        items.billing_rule_id,
        items.matching_rule_ids,
        items.invalid_cause,
        items.is_unknown_code,
        items.is_per_diem,
        items.occurrences,
        items.duration_minutes,
        concat('payer rule ', coalesce(items.payer_rule_name, '(without a name)')) as rule_in_words,
        item_units.units,
        item_units.max_units,
        coalesce(item_units.is_calculated, false) as is_calculated,
        rated_items.billing_item_id is not null as has_rate

    from items

    inner join item_units
        on items.billing_item_id = item_units.billing_item_id

    left join rated_items
        on items.billing_item_id = rated_items.billing_item_id

),

final as (

    {%- set units = plain_number("units") %}
    {%- set findings = [
        (
            "max_units_exceeded",
            "case when is_calculated then 'error' else 'warning' end",
            "units > max_units",
            "concat(" ~ units ~ ", ' units billed, ', rule_in_words, ' allows ', " ~ plain_number("max_units")
            ~ ", ': ', " ~ plain_number("units - max_units") ~ ", ' too many (billing rule ', billing_rule_id, ')')",
        ),
        (
            "ambiguous_rule",
            "'error'",
            "rule_status = 'ambiguous'",
            "concat('billing rules ', matching_rule_ids, ' of payer ', payer_id, ' all fit code ',"
            ~ " billing_code, ' on ', service_date, ': none converts, recorded units stand; expected one')",
        ),
        (
            "invalid_rule",
            "'error'",
            "rule_status = 'invalid'",
            "concat('billing rule ', matching_rule_ids, ' of payer ', payer_id,"
            ~ " ' cannot be used: ', invalid_cause, '; recorded units stand')",
        ),
        (
            "no_coverage",
            "'error'",
            "payer_id is null",
            "concat('no payer: no coverage of the client is in force on ', service_date)",
        ),
        (
            "unknown_code",
            "'error'",
            "is_unknown_code",
            "concat('billing code ', billing_code, ' is not known as billable or as documentation')",
        ),
        (
            "missing_units",
            "'error'",
            "units is null",
            "'no units: no rule converts, and none are recorded'",
        ),
        (
            "zero_units",
            "'warning'",
            "units = 0",
            "concat('0 units for ', duration_minutes, ' minutes'"
            ~ ", case when occurrences > 1 then concat(' in ', occurrences, ' services') end"
            ~ ", case when billing_rule_id is not null then concat(', ', rule_in_words, ' (billing rule ', billing_rule_id, ')') end)",
        ),
        (
            "missing_rate",
            "'warning'",
            "is_per_diem and not has_rate",
            "concat('no fee ', case when payer_id is not null then concat('of payer ', payer_id, ' ') end, 'for code ', billing_code, ' is in force on ', service_date,"
            ~ " ': the invoice has no amount')",
        ),
        (
            "no_matching_rule",
            "'info'",
            "rule_status = 'none' and payer_id is not null",
            "concat('no unit rule of payer ', payer_id, ' fits code ', billing_code, ' on ', service_date,"
            ~ " ': recorded units stand')",
        ),
    ] %}
    {%- for finding, severity, condition, message in findings %}

    select
        billing_item_id,
        '{{ finding }}' as finding,
        {{ severity }} as severity,
        {{ message }} as message,
        client_id,
        service_date

    from facts

    where {{ condition }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

)

select * from final
