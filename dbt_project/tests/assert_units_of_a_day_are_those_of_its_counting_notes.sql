{#
    A decided day has the number and the units of its counting notes: no join in between lost or doubled one.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

counting_notes as (

    select * from {{ ref('int_notes__counting') }}

    where not is_draft

),

final as (

    select
        decided_days.program_id,
        decided_days.client_id,
        decided_days.service_date,
        decided_days.note_count,
        count(counting_notes.note_id) as expected_note_count,
        decided_days.units,
        coalesce(sum(counting_notes.units), 0) as expected_units

    from decided_days

    left join counting_notes
        on
            decided_days.program_id = counting_notes.program_id
            and decided_days.client_id = counting_notes.client_id
            and decided_days.service_date = counting_notes.service_date

    group by
        decided_days.program_id,
        decided_days.client_id,
        decided_days.service_date,
        decided_days.note_count,
        decided_days.units

    having
        decided_days.note_count <> count(counting_notes.note_id)
        or decided_days.units <> coalesce(sum(counting_notes.units), 0)

)

select * from final
