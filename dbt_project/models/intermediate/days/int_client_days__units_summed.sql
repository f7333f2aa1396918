{#
    The units of each client's day in each program. A note with no units counts 0.
#}

with

counting_notes as (

    select * from {{ ref('int_notes__counting') }}

),

final as (

    select
        program_id,
        client_id,
        service_date,
        count(*) as note_count,
        coalesce(sum(units), 0) as units,
        {{ collect('note_id', order_by=code_point_order('note_id')) }} as supporting_note_ids

    from counting_notes

    group by
        program_id,
        client_id,
        service_date

)

select * from final
