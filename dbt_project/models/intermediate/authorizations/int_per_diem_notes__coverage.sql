{#
    What the client's coverages say of the payer of each per-diem note: whether it has one in force on the day, and with
    which rank. A client without any coverage is unknown: nothing speaks against the payer then. A note that names no payer
    has none that covers.
#}

with

notes as (

    select * from {{ ref('int_per_diem_notes') }}

    where
        client_id is not null
        and service_date is not null

),

coverages as (

    select * from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

covered_clients as (

    select distinct client_id from coverages

),

coverages_in_order as (

    select
        notes.note_id,
        notes.payer_id as note_payer_id,
        coverages.payer_id,
        row_number() over (
            partition by notes.note_id
            order by coverages.priority asc nulls last, {{ code_point_order('coverages.coverage_id') }}
        ) as place

    from notes

    inner join coverages
        on
            notes.client_id = coverages.client_id
            and notes.service_date >= coverages.start_date
            and (notes.service_date <= coverages.end_date or coverages.end_date is null)

),

ranks as (

    select
        note_id,
        max(case when place = 1 then payer_id end) as best_payer_id,
        min(case when payer_id = note_payer_id then place end) as payer_rank

    from coverages_in_order

    group by note_id

),

final as (

    select
        notes.note_id,
        covered_clients.client_id is not null as has_any_coverage,
        ranks.payer_rank is not null as payer_covers,
        ranks.payer_rank,
        ranks.best_payer_id

    from notes

    left join covered_clients
        on notes.client_id = covered_clients.client_id

    left join ranks
        on notes.note_id = ranks.note_id

)

select * from final
