{#
    What the last run saw of each client-day of its window, as fingerprints of its notes, of the client and of the
    client's coverages: the next run decides those anew that have others, or none.
#}

{{
    config(
        materialized="carried_over",
        post_hook="{{ see_per_diem_notes_as_published(this) }}",
    )
}}

-- Once the items are published, so that a night that breaks off leaves nothing half done.
-- depends_on: {{ ref('fct_billing_items') }}
-- depends_on: {{ ref('int_billing_items__client_days') }}, {{ ref('int_per_diem_notes') }}

with

days as (

    select * from {{ ref('int_client_days__changed') }}

    where fingerprint is not null

),

final as (

    select
        client_id,
        service_date,
        cast(fingerprint as numeric(38, 0)) as fingerprint,
        cast(per_diem_fingerprint as numeric(38, 0)) as per_diem_fingerprint

    from days

)

select * from final
