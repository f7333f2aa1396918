{#
    What the last run saw of each client-day of its window, as a fingerprint of its notes and of the client's coverages:
    the next run decides those anew that have another one, or none.
#}

{{
    config(
        materialized="carried_over",
        post_hook="{{ forget_days_changed_after_the_decision(this) }}",
    )
}}

-- Once the items are published, so that a night that breaks off leaves nothing half done.
-- depends_on: {{ ref('fct_billing_items') }}, {{ ref('int_billing_items__client_days') }}

with

days as (

    select * from {{ ref('int_client_days__changed') }}

    where fingerprint is not null

),

final as (

    select
        client_id,
        service_date,
        cast(fingerprint as numeric(38, 0)) as fingerprint

    from days

)

select * from final
