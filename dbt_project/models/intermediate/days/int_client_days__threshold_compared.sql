{#
    Each program's client-days with a counting note, a draft of one or a per-diem note, due or not, compared with the threshold in force
    (setting 508). Days of a program that is left out of the run are not here: nothing is decided of them or by them.
#}

with

summed_days as (

    select * from {{ ref('int_client_days__units_summed') }}

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

program_days as (

    select * from {{ ref('int_program_days__settings') }}

    where
        has_started
        and not is_left_out

),

client_days as (

    select
        program_id,
        client_id,
        service_date

    from summed_days

    union

    select
        program_id,
        client_id,
        service_date

    from per_diem_notes

),

final as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        coalesce(summed_days.note_count, 0) as note_count,
        coalesce(summed_days.units, 0) as units,
        coalesce(summed_days.draft_count, 0) as draft_count,
        coalesce(summed_days.draft_units, 0) as draft_units,
        coalesce(summed_days.counted_minutes, 0) as counted_minutes,
        summed_days.supporting_note_ids,
        program_days.threshold_units,
        program_days.note_minutes,
        program_days.is_due,
        coalesce(summed_days.units, 0) >= program_days.threshold_units as meets_threshold,
        coalesce(summed_days.units + summed_days.draft_units, 0) >= program_days.threshold_units
            as meets_threshold_with_drafts,
        coalesce(summed_days.units_without_duplicates, 0) >= program_days.threshold_units
            as meets_threshold_without_duplicates,
        per_diem_notes.note_id as per_diem_note_id,
        per_diem_notes.is_void as per_diem_note_is_void

    from client_days

    inner join program_days
        on
            client_days.program_id = program_days.program_id
            and client_days.service_date = program_days.service_date

    left join summed_days
        on
            client_days.program_id = summed_days.program_id
            and client_days.client_id = summed_days.client_id
            and client_days.service_date = summed_days.service_date

    left join per_diem_notes
        on
            client_days.program_id = per_diem_notes.program_id
            and client_days.client_id = per_diem_notes.client_id
            and client_days.service_date = per_diem_notes.service_date

    where client_days.client_id is not null

)

select * from final
