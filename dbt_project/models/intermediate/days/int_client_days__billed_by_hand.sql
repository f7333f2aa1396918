{#
    Client-days for which somebody has written a note with a code of the program's billable group. A quarantined note
    tells as much as long as it has client, date and code: better a day too few than one billed twice.
#}

with

notes as (

    select * from {{ ref('int_notes__checked') }}

    where status is distinct from 'void'

),

program_codes as (

    select * from {{ ref('int_program_codes') }}

    where is_billable

),

program_days as (

    select * from {{ ref('int_program_days__settings') }}

    where not is_left_out

),

final as (

    select
        program_codes.program_id,
        notes.client_id,
        notes.service_date,
        count(*) as note_count

    from notes

    inner join program_codes
        on notes.billing_code = program_codes.billing_code

    inner join program_days
        on
            program_codes.program_id = program_days.program_id
            and notes.service_date = program_days.service_date

    where notes.client_id is not null

    group by
        program_codes.program_id,
        notes.client_id,
        notes.service_date

)

select * from final
