{#
    The units of each released note and each draft. Toward the threshold, those that the EHR recorded, and where none are
    recorded those that the payer's rule gives: whether a client attended enough must not depend on who pays. On a billing
    item it is the other way round. Null where there are neither.

    A session with two notes: of released notes with the same client, date, code, start and duration, all but the one
    with the lowest note_id are duplicates.
#}

-- for whoever asks about one client's day; and as in int_notes__checked
{{
    config(
        materialized="carried_over",
        indexes=indexes([
            {"columns": ["client_id", "service_date"]},
            {"columns": ["service_date"], "type": "brin"},
        ]),
    )
}}

with

notes as (

    select * from {{ ref('int_notes__checked') }}

    where
        status in ('released', 'draft')
        and quarantine_cause is null
        and {{ is_decided_anew('int_notes__checked') | indent(8) }}

),

-- Imported once more: what is read twice, PostgreSQL would first copy as a whole.
notes_of_sessions as (

    select * from {{ ref('int_notes__checked') }}

    where
        status = 'released'
        and quarantine_cause is null
        and started_at is not null
        and {{ is_decided_anew('int_notes__checked') | indent(8) }}

),

client_payers as (

    select * from {{ ref('int_client_days__payers') }}

    where payer_rank = 1

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

),

sessions_with_two_notes as (

    select
        client_id,
        service_date,
        billing_code,
        started_at,
        duration_minutes,
        min({{ code_point_order('note_id') }}) as first_note_id

    from notes_of_sessions

    group by
        client_id,
        service_date,
        billing_code,
        started_at,
        duration_minutes

    having count(*) > 1

),

converted as (

    select
        notes.note_id,
        notes.client_id,
        notes.service_date,
        notes.started_at,
        notes.billing_code,
        notes.clinician_id,
        notes.location_code,
        notes.status,
        notes.duration_minutes,
        notes.quantity,
        notes.recorded_units,
        notes.updated_at,
        client_payers.payer_id,
        unit_rules.billing_rule_id,
        coalesce(unit_rules.rule_status, 'none') as rule_status,
        case
            when unit_rules.rule_status = 'converts'
                then {{ rule_units('unit_rules', 'notes.duration_minutes', 'notes.quantity') | indent(16) }}
        end as rule_units,
        notes.status = 'released'
        and coalesce({{ code_point_order('notes.note_id') }} <> sessions_with_two_notes.first_note_id, false)
            as is_duplicate

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

    left join sessions_with_two_notes
        on
            notes.client_id = sessions_with_two_notes.client_id
            and notes.service_date = sessions_with_two_notes.service_date
            and notes.billing_code = sessions_with_two_notes.billing_code
            and notes.started_at = sessions_with_two_notes.started_at
            and notes.duration_minutes = sessions_with_two_notes.duration_minutes

),

final as (

    select
        *,
        {{ checked_cast('coalesce(rule_units, recorded_units)', 'numeric(18, 3)') }} as units,
        {{ checked_cast('coalesce(recorded_units, rule_units)', 'numeric(18, 3)') }} as attended_units

    from converted

)

select * from final
