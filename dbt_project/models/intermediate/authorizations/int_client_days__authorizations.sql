{#
    The authorizations in date for each client-day that meets its threshold, in the order in which they are used: the
    one that lapses first, first. What the day needs of each is the per-diem note's units: the rule of the
    authorization's payer and code for the note's minutes (setting 509) and one service; where none converts, 1 unit.
#}

-- for whoever asks about one client's day
{{ config(indexes=[{"columns": ["client_id", "service_date"]}]) }}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

    where meets_threshold

),

program_codes as (

    select * from {{ ref('int_program_codes') }}

    where is_billable

),

authorizations as (

    select * from {{ ref('int_authorizations__checked') }}

    where
        quarantine_cause is null
        and status = 'active'

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

    where rule_status = 'converts'

),

final as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        row_number() over (
            partition by client_days.program_id, client_days.client_id, client_days.service_date
            order by
                authorizations.end_date,
                authorizations.start_date,
                {{ code_point_order('authorizations.authorization_id') }}
        ) as preference,
        authorizations.authorization_id,
        authorizations.payer_id,
        authorizations.billing_code,
        unit_rules.billing_rule_id,
        coalesce({{ rule_units('unit_rules', 'client_days.note_minutes', '1') | indent(8) }}, 1) as units_needed,
        authorizations.units_remaining

    from client_days

    inner join authorizations
        on
            client_days.client_id = authorizations.client_id
            and client_days.service_date between authorizations.start_date and authorizations.end_date

    inner join program_codes
        on
            client_days.program_id = program_codes.program_id
            and authorizations.billing_code = program_codes.billing_code

    left join unit_rules
        on
            authorizations.payer_id = unit_rules.payer_id
            and authorizations.billing_code = unit_rules.billing_code
            and client_days.service_date between unit_rules.first_day and unit_rules.last_day

)

select * from final
