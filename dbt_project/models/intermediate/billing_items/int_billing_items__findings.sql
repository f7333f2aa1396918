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

    select * from {{ ref('int_fees__in_force') }}

),

rated_items as (

    select items.billing_item_id

    from items

    inner join fees
        on
            items.payer_id = fees.payer_id
            and items.billing_code = fees.billing_code
            and items.service_date between fees.first_day and fees.last_day

    where items.is_per_diem

),

days_with_per_diem as (

    select distinct
        client_id,
        service_date

    from items

    where is_per_diem

),

short_weeks as (

    select * from {{ ref('rpt_weekly_attendance') }}

    where status = 'short'

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
        items.holds_duplicate,
        items.rule_units,
        items.client_has_coverage,
        items.payer_covers,
        items.payer_rank,
        items.occurrences,
        items.duration_minutes,
        concat_ws('', 'payer rule ', coalesce(items.payer_rule_name, '(without a name)')) as rule_in_words,
        item_units.units,
        item_units.max_units,
        coalesce(item_units.is_calculated, false) as is_calculated,
        rated_items.billing_item_id is not null as has_rate,
        days_with_per_diem.client_id is not null as is_day_with_per_diem,
        short_weeks.week_start as short_week_start,
        short_weeks.minutes as week_minutes,
        short_weeks.minimum_minutes as week_minimum_minutes

    from items

    inner join item_units
        on items.billing_item_id = item_units.billing_item_id

    left join rated_items
        on items.billing_item_id = rated_items.billing_item_id

    left join days_with_per_diem
        on
            items.client_id = days_with_per_diem.client_id
            and items.service_date = days_with_per_diem.service_date

    left join short_weeks
        on
            items.program_id = short_weeks.program_id
            and items.client_id = short_weeks.client_id
            and {{ first_day_of_week('items.service_date') }} = short_weeks.week_start

),

final as (

    {%- set units = plain_number("units") %}
    {%- set service_day = day_text("service_date") %}
    {%- set findings = [
        (
            "max_units_exceeded",
            "case when is_calculated then 'error' else 'warning' end",
            "units > max_units",
            "concat_ws('', " ~ units ~ ", ' units billed, ', rule_in_words, ' allows ', " ~ plain_number("max_units")
            ~ ", ': ', " ~ plain_number("units - max_units") ~ ", ' too many (billing rule ', billing_rule_id, ')')",
        ),
        (
            "ambiguous_rule",
            "'error'",
            "rule_status = 'ambiguous'",
            "concat_ws('', 'billing rules ', matching_rule_ids, ' of payer ', payer_id, ' all fit code ',"
            ~ " billing_code, ' on ', " ~ service_day ~ ", ': none converts, recorded units stand; expected one')",
        ),
        (
            "invalid_rule",
            "'error'",
            "rule_status = 'invalid'",
            "concat_ws('', 'billing rule ', matching_rule_ids, ' of payer ', payer_id,"
            ~ " ' cannot be used: ', invalid_cause, '; recorded units stand')",
        ),
        (
            "no_coverage",
            "'error'",
            "case when is_per_diem then not client_has_coverage else payer_id is null end",
            "case when is_per_diem then 'the client has no coverage at all: nobody can tell whether the payer covers the day'"
            ~ " else concat_ws('', 'no payer: no coverage of the client is in force on ', " ~ service_day ~ ") end",
        ),
        (
            "payer_not_in_force",
            "'error'",
            "is_per_diem and client_has_coverage and not payer_covers",
            "concat_ws('', 'payer ', coalesce(payer_id, '(none)'), ' has no coverage of the client in force on ', " ~ service_day ~ ","
            ~ " ', and the client has others')",
        ),
        (
            "unknown_code",
            "'error'",
            "is_unknown_code",
            "concat_ws('', 'billing code ', billing_code, ' is not known as billable or as documentation')",
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
            "concat_ws('', '0 units for ', duration_minutes, ' minutes'"
            ~ ", case when occurrences > 1 then concat_ws('', ' in ', occurrences, ' services') end"
            ~ ", case when billing_rule_id is not null then concat_ws('', ', ', rule_in_words, ' (billing rule ', billing_rule_id, ')') end)",
        ),
        (
            "missing_rate",
            "'warning'",
            "is_per_diem and not has_rate",
            "concat_ws('', 'no fee ', case when payer_id is not null then concat_ws('', 'of payer ', payer_id, ' ') end, 'for code ', billing_code, ' is in force on ', " ~ service_day ~ ","
            ~ " ': the invoice has no amount')",
        ),
        (
            "not_primary_payer",
            "'warning'",
            "is_per_diem and payer_rank > 1",
            "concat_ws('', 'payer ', payer_id, ' has a coverage in force on ', " ~ service_day ~ ","
            ~ " ', and another payer comes before it: expected the claim to go there first')",
        ),
        (
            "units_differ_from_rule",
            "'warning'",
            "is_per_diem and rule_units <> units",
            "concat_ws('', " ~ units ~ ", ' units written and invoiced, ', rule_in_words, ' makes ', " ~ plain_number("rule_units")
            ~ ", ' of ', duration_minutes, ' minutes (billing rule ', billing_rule_id, ')')",
        ),
        (
            "beside_per_diem",
            "'warning'",
            "not is_per_diem and is_day_with_per_diem",
            "concat_ws('', 'the client has a per-diem note on ', " ~ service_day ~ ","
            ~ " ': most payers take the per diem for all services of the day')",
        ),
        (
            "duplicate_service",
            "'warning'",
            "not is_per_diem and holds_duplicate",
            "'two notes of the same code, start and duration stand for one session: one of them is billed twice'",
        ),
        (
            "weekly_minimum_short",
            "'warning'",
            "short_week_start is not null",
            "concat_ws('', 'the week from ', short_week_start, ' has ', week_minutes, ' minutes of attendance, ',"
            ~ " week_minimum_minutes, ' are expected')",
        ),
        (
            "no_matching_rule",
            "'info'",
            "rule_status = 'none' and payer_id is not null",
            "concat_ws('', 'no unit rule of payer ', payer_id, ' fits code ', billing_code, ' on ', " ~ service_day ~ ","
            ~ " ': recorded units stand')",
        ),
    ] %}
    {%- for finding, severity, condition, message in findings %}

    select
        billing_item_id,
        '{{ finding }}' as finding,
        {{ loop.index }} as finding_order,
        {{ severity }} as severity,
        {{ message }} as message,
        client_id,
        service_date,
        payer_id,
        billing_code

    from facts

    where {{ condition }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

)

select * from final
