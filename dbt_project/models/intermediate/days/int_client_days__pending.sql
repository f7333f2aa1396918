{#
    The client-days that the write-back is to write, with what their per-diem notes are made of.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

    where status = 'pending'

),

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

),

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

final as (

    select
        decided_days.program_id,
        decided_days.client_id,
        decided_days.service_date,
        client_days.note_minutes,
        clients.default_clinician_id as clinician_id,
        clients.default_location_id as location_id,
        clients.default_location_code as location_code,
        client_days.supporting_note_ids

    from decided_days

    inner join client_days
        on
            decided_days.program_id = client_days.program_id
            and decided_days.client_id = client_days.client_id
            and decided_days.service_date = client_days.service_date

    inner join clients
        on decided_days.client_id = clients.client_id

)

select * from final
