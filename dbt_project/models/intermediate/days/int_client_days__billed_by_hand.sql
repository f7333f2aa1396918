{#
    Client-days for which somebody has written a note with a code of the program's billable group. A quarantined note
    tells as much as long as it has client, date and code: better a day too few than one billed twice. Where all of them
    are drafts, the day waits for a signature.
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

final as (

    select
        program_codes.program_id,
        notes.client_id,
        notes.service_date,
        count(*) as note_count,
        min(case when notes.status = 'draft' then 1 else 0 end) = 1 as is_unsigned

    from notes

    inner join program_codes
        on notes.billing_code = program_codes.billing_code

    where
        notes.client_id is not null
        and notes.service_date between {{ window_start() }} and {{ run_date() }}

    group by
        program_codes.program_id,
        notes.client_id,
        notes.service_date

)

select * from final
