{#
    The services that go on a claim: released notes with a billable or unknown code, and every per-diem note of the
    pipeline, each with its units and the billing item that it belongs to. Services under a rule that combines share an
    item with the others of the same client, date, payer, rule, code and location code; any other is an item by itself.

    A per-diem note is an item as it was written and invoiced: its payer and its units are its own. What its rule would
    make of it is held against it.
#}

with

clinicians_notes as (

    select * from {{ ref('int_notes__units') }}

    where
        status = 'released'
        and {{ is_itemized_anew('int_notes__units') | indent(8) }}

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

    where
        status = 'released'
        and quarantine_cause is null
        and {{ is_itemized_anew('int_per_diem_notes') | indent(8) }}

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

),

billing_codes as (

    select * from {{ ref('stg_ehr__billing_codes') }}

),

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

facilities as (

    select * from {{ ref('stg_ehr__facilities') }}

),

note_coverage as (

    select * from {{ ref('int_per_diem_notes__coverage') }}

),

per_diem_notes_with_units as (

    select
        per_diem_notes.note_id,
        per_diem_notes.program_id,
        per_diem_notes.client_id,
        per_diem_notes.service_date,
        per_diem_notes.started_at,
        per_diem_notes.billing_code,
        per_diem_notes.clinician_id,
        per_diem_notes.location_code,
        per_diem_notes.duration_minutes,
        per_diem_notes.quantity,
        per_diem_notes.updated_at,
        per_diem_notes.payer_id,
        coalesce(unit_rules.rule_status, 'none') as rule_status,
        {{ checked_cast('per_diem_notes.recorded_units', 'numeric(18, 3)') }} as units,
        case
            when unit_rules.rule_status = 'converts'
                then {{ rule_units('unit_rules', 'per_diem_notes.duration_minutes', 'per_diem_notes.quantity')
                    | indent(16) }}
        end as rule_units,
        false as is_duplicate,
        note_coverage.has_any_coverage as client_has_coverage,
        note_coverage.payer_covers,
        note_coverage.payer_rank

    from per_diem_notes

    inner join note_coverage
        on per_diem_notes.note_id = note_coverage.note_id

    left join unit_rules
        on
            per_diem_notes.payer_id = unit_rules.payer_id
            and per_diem_notes.billing_code = unit_rules.billing_code
            and per_diem_notes.service_date between unit_rules.first_day and unit_rules.last_day

),

all_notes as (

    {%- set columns = [
        "note_id", "client_id", "service_date", "started_at", "billing_code", "clinician_id", "location_code",
        "duration_minutes", "quantity", "updated_at", "payer_id", "rule_status", "units", "is_duplicate",
    ] %}

    select
        {{ columns | join(",\n        ") }},
        false as is_per_diem,
        cast(null as {{ text_type() }}) as program_id,
        cast(null as numeric) as rule_units,
        cast(null as boolean) as client_has_coverage,
        cast(null as boolean) as payer_covers,
        cast(null as bigint) as payer_rank

    from clinicians_notes

    union all

    select
        {{ columns | join(",\n        ") }},
        true as is_per_diem,
        program_id,
        rule_units,
        client_has_coverage,
        payer_covers,
        payer_rank

    from per_diem_notes_with_units

),

final as (

    select
        all_notes.*,
        billing_codes.is_billable is null as is_unknown_code,
        unit_rules.matching_rule_ids,
        case when all_notes.rule_status = 'converts' then unit_rules.billing_rule_id end as billing_rule_id,
        unit_rules.payer_rule_name,
        unit_rules.invalid_cause,
        coalesce(all_notes.rule_status = 'converts' and unit_rules.combine and not all_notes.is_per_diem, false)
            as is_combined,
        case
            when all_notes.rule_status = 'converts' and unit_rules.combine and not all_notes.is_per_diem
                then {{ surrogate_key([
                    "'combined'",
                    "all_notes.client_id",
                    day_text("all_notes.service_date"),
                    "all_notes.payer_id",
                    "unit_rules.billing_rule_id",
                    "all_notes.billing_code",
                    "all_notes.location_code",
                ]) }}
            else {{ item_of_note('all_notes.note_id') }}
        end as billing_item_id,
        coalesce(facilities.state = 'AZ', false) as is_in_arizona,
        {{ set_up_key('unit_rules', 'billing_codes', 'facilities') | indent(8) }} as set_up_key

    from all_notes

    left join billing_codes
        on all_notes.billing_code = billing_codes.billing_code

    left join unit_rules
        on
            all_notes.payer_id = unit_rules.payer_id
            and all_notes.billing_code = unit_rules.billing_code
            and all_notes.service_date between unit_rules.first_day and unit_rules.last_day

    left join clients
        on all_notes.client_id = clients.client_id

    left join facilities
        on clients.facility_id = facilities.facility_id

    where
        all_notes.is_per_diem
        or coalesce(billing_codes.is_billable, true)

)

select * from final
