{#
    The notes of the window that count toward a program's day: those with a code of its non-billable group. A note counts for every
    program that has its code.
#}

with

notes as (

    select * from {{ ref('int_notes__units') }}

    where service_date >= {{ window_start() }}

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
        notes.units

    from notes

    inner join program_codes
        on notes.billing_code = program_codes.billing_code

)

select * from final
