{#
    The set-ups that the published billing items were made by, each as a fingerprint of all rules, codes and facilities:
    one as long as none of them changes. Once the history is built anew, the last one is the only one.
#}

{{
    config(
        materialized="incremental",
        unique_key="set_up_fingerprint",
        incremental_strategy="delete+insert",
        on_schema_change="append_new_columns",
    )
}}

with

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

),

billing_codes as (

    select * from {{ ref('stg_ehr__billing_codes') }}

),

facilities as (

    select * from {{ ref('stg_ehr__facilities') }}

),

parts as (

    select
        {{ surrogate_key(["'rule'", "payer_id", "billing_code", "first_day", "last_day", "rule_fingerprint"]) }} as part

    from unit_rules

    union all

    select {{ surrogate_key(["'code'", "billing_code", "is_billable"]) }} as part

    from billing_codes

    union all

    select {{ surrogate_key(["'facility'", "facility_id", "state"]) }} as part

    from facilities

),

final as (

    select
        {{ surrogate_key([array_text(collect("part", order_by=code_point_order("part")))]) }} as set_up_fingerprint,
        {{ run_date() }} as last_run_date,
        now() as last_seen_at

    from parts

)

select * from final
