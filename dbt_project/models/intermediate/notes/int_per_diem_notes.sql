{#
    The per-diem notes that the run reads, as the EHR holds them now, with the cause for which one that people have edited can
    no longer be used as a service, if there is one. That the note exists decides its day in any case.
#}

with

notes as (

    {{ notes_in_scope("notes.origin = 'per_diem'", whole_window=true) | indent(4) }}

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
        notes.started_at,
        notes.billing_code,
        notes.payer_id,
        notes.authorization_id,
        notes.dag_run_id,
        notes.clinician_id,
        notes.location_code,
        notes.status,
        notes.duration_minutes,
        notes.quantity,
        notes.units as recorded_units,
        notes.updated_at,
        notes.content_hash,
        coalesce(notes.status = 'void', false) as is_void,
        {{ note_quarantine_cause('notes', 'clients') | indent(8) }} as quarantine_cause

    from notes

    left join clients
        on notes.client_id = clients.client_id

)

select * from final
