{#
    The units of each released note: those that the payer's rule gives, and where none converts, those that
    the EHR recorded. Null where there are neither.
#}

-- for whoever asks about one client's day
{{ config(indexes=[{"columns": ["client_id", "service_date"]}]) }}

with

notes as (

    select * from {{ ref('int_notes__checked') }}

    where
        status = 'released'
        and quarantine_cause is null

),

client_payers as (

    select * from {{ ref('int_client_days__payer_chosen') }}

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

),

final as (

    select
        notes.note_id,
        notes.client_id,
        notes.service_date,
        notes.started_at,
        notes.billing_code,
        notes.clinician_id,
        notes.location_code,
        notes.duration_minutes,
        notes.quantity,
        notes.updated_at,
        client_payers.payer_id,
        unit_rules.billing_rule_id,
        coalesce(unit_rules.rule_status, 'none') as rule_status,
        case
            when unit_rules.rule_status = 'converts'
                then {{ rule_units('unit_rules', 'notes.duration_minutes', 'notes.quantity') | indent(16) }}
            else cast(notes.recorded_units as numeric(18, 3))
        end as units

    from notes

    left join client_payers
        on
            notes.client_id = client_payers.client_id
            and notes.service_date = client_payers.service_date

    left join unit_rules
        on
            client_payers.payer_id = unit_rules.payer_id
            and notes.billing_code = unit_rules.billing_code
            and notes.service_date between unit_rules.first_day and unit_rules.last_day

)

select * from final
