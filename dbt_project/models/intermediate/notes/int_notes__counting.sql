{#
    The notes of the window with a code of a program's non-billable group: the released ones count toward its day, and
    the drafts would if they were released. A note counts for every program that has its code.
#}

{{ config(materialized="carried_over") }}

with

notes as (

    select * from {{ ref('int_notes__units') }}

    where
        service_date >= {{ window_start() }}
        and {{ is_decided_anew('int_notes__units') | indent(8) }}

),

program_codes as (

    select * from {{ ref('int_program_codes') }}

    where not is_billable

),

final as (

    select
        program_codes.program_id,
        notes.note_id,
        notes.client_id,
        notes.service_date,
        notes.clinician_id,
        notes.duration_minutes,
        notes.attended_units as units,
        notes.status = 'draft' as is_draft,
        notes.is_duplicate

    from notes

    inner join program_codes
        on notes.billing_code = program_codes.billing_code

)

select * from final
