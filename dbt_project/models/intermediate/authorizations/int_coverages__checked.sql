{#
    Coverages that say who pays for whom and since when, each with the cause for which it is counted nowhere, if there
    is one.
#}

with

coverages as (

    select * from {{ ref('stg_ehr__client_coverages') }}

),

final as (

    select
        coverage_id,
        client_id,
        payer_id,
        priority,
        start_date,
        end_date,
        {{ causes([
            ("client_id is null", "'no client'"),
            ("payer_id is null", "'no payer'"),
            ("start_date is null", "'no start date'"),
            ("end_date < start_date", "'end date before start date'"),
        ]) | indent(8) }} as quarantine_cause

    from coverages

)

select * from final
