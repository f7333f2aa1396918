{#
    The units of each client's day in each program, and what drafts would add to them. A note with no units counts 0. A
    session with two notes counts twice toward the threshold, and is told: units_without_duplicates are those that remain
    without the second note.
#}

{{ config(materialized="carried_over") }}

with

counting_notes as (

    select * from {{ ref('int_notes__counting') }}

    where {{ is_decided_anew('int_notes__counting') | indent(4) }}

),

final as (

    select
        program_id,
        client_id,
        service_date,
        sum(case when not is_draft then 1 else 0 end) as note_count,
        coalesce(sum(case when not is_draft then units end), 0) as units,
        coalesce(sum(case when not is_draft and not is_duplicate then units end), 0) as units_without_duplicates,
        coalesce(sum(case when not is_draft and not is_duplicate then duration_minutes end), 0) as counted_minutes,
        sum(case when is_draft then 1 else 0 end) as draft_count,
        coalesce(sum(case when is_draft then units end), 0) as draft_units,
        {{ collect('note_id', order_by=code_point_order('note_id'), only_where='not is_draft') }} as supporting_note_ids

    from counting_notes

    group by
        program_id,
        client_id,
        service_date

)

select * from final
