{#-
    The clients by what they are grouped by, and nothing that says who they are. Program and payer are those of the last
    day that was decided: a client may have had others before.
-#}

with

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

final as (

    select
        clients.client_id,
        clients.facility_id,
        last_days.program_id,
        last_days.payer_id,
        last_days.service_date as last_service_date

    from clients

    -- one look into the index of each client, however long the history is
    left join lateral (

        select
            decided_days.program_id,
            decided_days.payer_id,
            decided_days.service_date

        from {{ ref('fct_per_diem_days') }} as decided_days

        where decided_days.client_id = clients.client_id

        order by
            decided_days.service_date desc,
            {{ code_point_order('decided_days.program_id') }}

        limit 1

    ) as last_days on true

)

select * from final
