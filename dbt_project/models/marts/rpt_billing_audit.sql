{#
    What a biller must look at before the claims go out: the findings of every billing item in fct_billing_items.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="refreshed_days",
        unique_key=["billing_item_id", "finding"],
        on_schema_change="append_new_columns",
        post_hook=["{{ index_findings(this) }}", "{{ keep_vacuumed(this) }}"],
    )
}}

-- for what is replaced
-- depends_on: {{ ref('int_billing_items__client_days') }}, {{ ref('int_billing_items__combined') }}

with

findings as (

    select * from {{ ref('int_billing_items__findings') }}

),

final as (

    select
        billing_item_id,
        finding,
        severity,
        message,
        client_id,
        service_date,
        finding_order,
        payer_id,
        billing_code

    from findings

)

select * from final
