{#
    The clinicians' notes of the window, each with the cause for which it is counted nowhere, if there is one. A note
    without a date or with one in the future belongs to no window; it is here to be reported.
#}

with

notes as (

    select * from {{ ref('stg_ehr__notes') }}

    where
        origin is distinct from 'per_diem'
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
        notes.client_id,
        notes.service_date,
        notes.billing_code,
        notes.status,
        notes.duration_minutes,
        notes.quantity,
        notes.units as recorded_units,
        {{ note_quarantine_cause('notes', 'clients') | indent(8) }} as quarantine_cause

    from notes

    left join clients
        on notes.client_id = clients.client_id

)

select * from final
