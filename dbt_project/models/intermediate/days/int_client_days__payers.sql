{#
    The payers of each client on each day with a note, by rank: that of a payer's first coverage in force, the one with
    the lowest priority first, one without a priority last. The one of rank 1 pays for the client's notes. A client-day
    that no coverage is in force for has no row.
#}

{{ config(materialized="carried_over") }}

with

client_days as (

    select distinct
        client_id,
        service_date

    from {{ ref('int_notes__checked') }}

    where
        quarantine_cause is null
        and {{ is_decided_anew('int_notes__checked') | indent(8) }}

),

coverages as (

    select * from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

coverages_in_order as (

    select
        client_days.client_id,
        client_days.service_date,
        coverages.payer_id,
        row_number() over (
            partition by client_days.client_id, client_days.service_date
            order by coverages.priority asc nulls last, {{ code_point_order('coverages.coverage_id') }}
        ) as place

    from client_days

    inner join coverages
        on
            client_days.client_id = coverages.client_id
            and client_days.service_date >= coverages.start_date
            and (client_days.service_date <= coverages.end_date or coverages.end_date is null)

),

final as (

    select
        client_id,
        service_date,
        payer_id,
        min(place) as payer_rank

    from coverages_in_order

    group by
        client_id,
        service_date,
        payer_id

)

select * from final
