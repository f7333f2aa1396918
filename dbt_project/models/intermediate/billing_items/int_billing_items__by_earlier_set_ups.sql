{#
    The published billing items before the window that rules, codes or facilities of an earlier day made: today's would
    make others, or the same by another way. Nobody reads the history for it unless the set-up changed since it was built.
#}

{{ config(materialized="view") }}

with

items as (

    select * from {{ ref('fct_billing_items') }}

    where
        service_date < {{ window_start() }}
        and (select count(*) from {{ ref('seen_set_ups') }}) > 1

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

final as (

    select
        items.billing_item_id,
        items.client_id,
        items.service_date,
        items.payer_id,
        items.billing_code

    from items

    left join unit_rules
        on
            items.payer_id = unit_rules.payer_id
            and items.billing_code = unit_rules.billing_code
            and items.service_date between unit_rules.first_day and unit_rules.last_day

    left join billing_codes
        on items.billing_code = billing_codes.billing_code

    left join clients
        on items.client_id = clients.client_id

    left join facilities
        on clients.facility_id = facilities.facility_id

    where items.set_up_key is distinct from {{ set_up_key('unit_rules', 'billing_codes', 'facilities') | indent(4) }}

)

select * from final
