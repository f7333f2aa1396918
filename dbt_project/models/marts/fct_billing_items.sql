{#
    Every service of the history up to the run date, as it goes on a claim. A run computes the items of its window anew,
    and those of earlier days on which a note has changed; all others stay as they were published.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="refreshed_days",
        unique_key="billing_item_id",
        on_schema_change="append_new_columns",
        indexes=indexes([
            {"columns": ["service_date"]},
            {"columns": ["client_id", "service_date"]},
            {"columns": ["notes_updated_at"]},
            {"columns": ["note_ids"], "type": "gin"},
        ]),
        post_hook=["{{ clean_pending_lists(this) }}", "{{ forget_earlier_set_ups() }}"],
    )
}}

-- depends_on: {{ ref('int_billing_items__client_days') }}
-- depends_on: {{ ref('seen_set_ups') }}
-- What is published here tells the next night what has changed since, so a night that breaks off before this leaves
-- nothing half done: the audit is published first. depends_on: {{ ref('rpt_billing_audit') }}

with

items as (

    select * from {{ ref('int_billing_items__combined') }}

),

item_units as (

    select * from {{ ref('int_billing_items__units') }}

),

final as (

    select
        items.billing_item_id,
        items.client_id,
        items.service_date,
        items.payer_id,
        items.billing_code,
        items.billing_rule_id,
        items.location_code,
        {{ checked_cast('items.occurrences', 'integer') }} as occurrences,
        {{ checked_cast('items.duration_minutes', 'integer') }} as duration_minutes,
        item_units.units,
        {{ checked_cast('item_units.max_units', 'numeric(12, 3)') }} as max_units,
        items.rendering_clinician_id,
        items.second_rendering_clinician_id,
        items.note_ids,
        items.is_per_diem,
        items.set_up_key,
        items.notes_updated_at

    from items

    inner join item_units
        on items.billing_item_id = item_units.billing_item_id

)

select * from final
