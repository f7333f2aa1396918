{#
    The clinicians' notes that the run reads, each with the cause for which it is counted nowhere, if there is one.
#}

-- a night after one that read the history picks the window out of it
{{ config(materialized="carried_over", indexes=indexes([{"columns": ["service_date"], "type": "brin"}])) }}

with

notes as (

    {{ notes_in_scope("notes.origin is distinct from 'per_diem'", whole_window=decides_all()) | indent(4) }}

),

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

final as (

    select
        notes.note_id,
        notes.client_id,
        notes.service_date,
        notes.started_at,
        notes.billing_code,
        notes.clinician_id,
        notes.location_code,
        notes.status,
        notes.duration_minutes,
        notes.quantity,
        notes.units as recorded_units,
        notes.updated_at,
        {{ note_quarantine_cause('notes', 'clients') | indent(8) }} as quarantine_cause

    from notes

    left join clients
        on notes.client_id = clients.client_id

)

select * from final
