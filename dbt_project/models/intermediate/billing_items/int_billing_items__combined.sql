{#
    The billing items, each with what its services add up to. The rendering clinician is that of the first service. Where
    services were combined, Arizona asks for a second one (CMS-1500, box 19): the first other clinician.
#}

with

services as (

    select * from {{ ref('int_services') }}

),

{% set in_order = "started_at asc nulls last, " ~ code_point_order("note_id") %}

services_in_order as (

    select
        *,
        first_value(clinician_id) over (partition by billing_item_id order by {{ in_order }}) as rendering_clinician_id

    from services

),

combined as (

    select
        billing_item_id,
        client_id,
        service_date,
        payer_id,
        billing_code,
        rule_status,
        billing_rule_id,
        payer_rule_name,
        matching_rule_ids,
        invalid_cause,
        is_unknown_code,
        is_combined,
        is_in_arizona,
        set_up_key,
        rendering_clinician_id,
        {{ first_element(collect(
            "clinician_id",
            order_by=in_order,
            only_where="clinician_id <> coalesce(rendering_clinician_id, '')",
        )) }} as other_clinician_id,
        min(location_code) as location_code,
        count(*) as occurrences,
        sum(duration_minutes) as duration_minutes,
        sum(coalesce(quantity, 1)) as quantity,
        sum(units) as units,
        {{ collect("note_id", order_by=code_point_order("note_id")) }} as note_ids,
        max(case when is_per_diem then 1 else 0 end) = 1 as is_per_diem,
        max(case when is_duplicate then 1 else 0 end) = 1 as holds_duplicate,
        -- of the per-diem note that an item is; null of any other
        max(program_id) as program_id,
        max(rule_units) as rule_units,
        max(case when client_has_coverage then 1 else 0 end) = 1 as client_has_coverage,
        max(case when payer_covers then 1 else 0 end) = 1 as payer_covers,
        max(payer_rank) as payer_rank,
        max(updated_at) as notes_updated_at

    from services_in_order

    group by
        billing_item_id,
        client_id,
        service_date,
        payer_id,
        billing_code,
        rule_status,
        billing_rule_id,
        payer_rule_name,
        matching_rule_ids,
        invalid_cause,
        is_unknown_code,
        is_combined,
        is_in_arizona,
        set_up_key,
        rendering_clinician_id

),

final as (

    select
        billing_item_id,
        client_id,
        service_date,
        payer_id,
        billing_code,
        rule_status,
        billing_rule_id,
        payer_rule_name,
        matching_rule_ids,
        invalid_cause,
        is_unknown_code,
        is_combined,
        location_code,
        occurrences,
        duration_minutes,
        quantity,
        units,
        rendering_clinician_id,
        case when is_combined and is_in_arizona then other_clinician_id end as second_rendering_clinician_id,
        note_ids,
        is_per_diem,
        holds_duplicate,
        program_id,
        rule_units,
        client_has_coverage,
        payer_covers,
        payer_rank,
        set_up_key,
        notes_updated_at

    from combined

)

select * from final
