{#
    Days that reach their threshold once drafts are signed: whose they are, and what signing brings.
#}

with

unsigned_days as (

    select * from {{ ref('int_client_days__decided') }}

    where status = 'unsigned'

),

drafts as (

    select * from {{ ref('int_notes__counting') }}

    where is_draft

),

final as (

    select
        unsigned_days.program_id,
        unsigned_days.client_id,
        unsigned_days.service_date,
        drafts.clinician_id,
        cast(count(*) as integer) as draft_notes,
        cast(unsigned_days.units as numeric(18, 3)) as units_released,
        cast(coalesce(sum(drafts.units), 0) as numeric(18, 3)) as units_in_draft,
        unsigned_days.expected_amount

    from unsigned_days

    inner join drafts
        on
            unsigned_days.program_id = drafts.program_id
            and unsigned_days.client_id = drafts.client_id
            and unsigned_days.service_date = drafts.service_date

    group by
        unsigned_days.program_id,
        unsigned_days.client_id,
        unsigned_days.service_date,
        drafts.clinician_id,
        unsigned_days.units,
        unsigned_days.expected_amount

)

select * from final
