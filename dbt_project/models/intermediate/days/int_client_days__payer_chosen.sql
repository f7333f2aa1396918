{#
    The payer of each client on each day with a note: the coverage in force with the lowest priority, one without a
    priority last. A client-day that no coverage is in force for has no row.
#}

with

client_days as (

    select distinct
        client_id,
        service_date

    from {{ ref('int_notes__checked') }}

    where quarantine_cause is null

),

coverages as (

    select * from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

ranked as (

    select
        client_days.client_id,
        client_days.service_date,
        coverages.payer_id,
        coverages.coverage_id,
        row_number() over (
            partition by client_days.client_id, client_days.service_date
            order by coverages.priority asc nulls last, {{ code_point_order('coverages.coverage_id') }}
        ) as preference

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
        coverage_id

    from ranked

    where preference = 1

)

select * from final
