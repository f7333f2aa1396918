{#
    The active authorizations of a billable code whose dates hold each client-day, and what becomes of each. One is in date
    unless its payer is known not to cover: the client has coverages, and none of that payer is in force. Candidates are
    those in date of the payer with the best rank, since a secondary payer is billed only where no better one authorized
    the day. Candidates are used in the order of preference: the one that lapses first, first.

    What the day needs of each is the per-diem note's units: the rule of the authorization's payer and code for the note's
    minutes (setting 509) and one service; where none converts, 1 unit.
#}

-- for whoever asks about one client's day
{{ config(indexes=indexes([{"columns": ["client_id", "service_date"]}])) }}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

),

program_codes as (

    select * from {{ ref('int_program_codes') }}

    where is_billable

),

authorizations as (

    select * from {{ ref('int_authorizations__checked') }}

    where
        quarantine_cause is null
        and is_active

),

covered_clients as (

    select distinct client_id

    from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

client_payers as (

    select * from {{ ref('int_client_days__payers') }}

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

    where rule_status = 'converts'

),

dated as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        client_days.note_minutes,
        authorizations.authorization_id,
        authorizations.payer_id,
        authorizations.billing_code,
        authorizations.start_date,
        authorizations.end_date,
        authorizations.units_remaining,
        -- payers without a coverage in force share the last rank
        coalesce(client_payers.payer_rank, 2147483647) as payer_rank,
        client_payers.payer_id is not null or covered_clients.client_id is null as is_in_date

    from client_days

    inner join authorizations
        on
            client_days.client_id = authorizations.client_id
            and client_days.service_date between authorizations.start_date and authorizations.end_date

    inner join program_codes
        on
            client_days.program_id = program_codes.program_id
            and authorizations.billing_code = program_codes.billing_code

    left join client_payers
        on
            client_days.client_id = client_payers.client_id
            and client_days.service_date = client_payers.service_date
            and authorizations.payer_id = client_payers.payer_id

    left join covered_clients
        on client_days.client_id = covered_clients.client_id

),

ranked as (

    select
        *,
        min(case when is_in_date then payer_rank end) over (
            partition by program_id, client_id, service_date
        ) as best_rank

    from dated

),

final as (

    select
        ranked.program_id,
        ranked.client_id,
        ranked.service_date,
        ranked.authorization_id,
        ranked.payer_id,
        ranked.billing_code,
        ranked.payer_rank,
        ranked.is_in_date,
        ranked.is_in_date and ranked.payer_rank = ranked.best_rank as is_candidate,
        row_number() over (
            partition by ranked.program_id, ranked.client_id, ranked.service_date
            order by
                ranked.is_in_date desc,
                ranked.payer_rank,
                ranked.end_date,
                ranked.start_date,
                {{ code_point_order('ranked.authorization_id') }}
        ) as preference,
        unit_rules.billing_rule_id,
        coalesce({{ rule_units('unit_rules', 'ranked.note_minutes', '1') | indent(8) }}, 1) as units_needed,
        ranked.units_remaining

    from ranked

    left join unit_rules
        on
            ranked.payer_id = unit_rules.payer_id
            and ranked.billing_code = unit_rules.billing_code
            and ranked.service_date between unit_rules.first_day and unit_rules.last_day

)

select * from final
