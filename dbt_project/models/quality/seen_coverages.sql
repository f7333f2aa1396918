{#
    The coverages that the published billing items were made by: the next run compares them with what it finds.
-#}

-- Once the items are published, so that a night that breaks off leaves nothing half done.
-- depends_on: {{ ref('fct_billing_items') }}

with

coverages as (

    select * from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

final as (

    select
        coverage_id,
        client_id,
        payer_id,
        priority,
        start_date,
        end_date

    from coverages

)

select * from final
