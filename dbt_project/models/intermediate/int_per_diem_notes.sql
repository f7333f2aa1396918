{#
    The per-diem notes of the window as the EHR holds them now, with the cause for which one that people have edited can
    no longer be used as a service, if there is one. That the note exists decides its day in any case.
#}

with

notes as (

    select * from {{ ref('stg_ehr__notes') }}

    where
        origin = 'per_diem'
        and (
            service_date between {{ window_start() }} and {{ run_date() }}
            or service_date is null
            or service_date > greatest({{ run_date() }}, {{ today() }})
        )

),

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

final as (

    select
        notes.note_id,
        notes.program_id,
        notes.client_id,
        notes.service_date,
        notes.billing_code,
        notes.payer_id,
        notes.authorization_id,
        notes.status,
        coalesce(notes.status = 'void', false) as is_void,
        {{ note_quarantine_cause('notes', 'clients') | indent(8) }} as quarantine_cause

    from notes

    left join clients
        on notes.client_id = clients.client_id

)

select * from final
