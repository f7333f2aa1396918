{#
    A released note of the window has its units, or is listed as quarantined: never both, never neither.
#}

with

released_notes as (

    select * from {{ ref('int_notes__checked') }}

    where status = 'released'

),

counted_notes as (

    select * from {{ ref('int_notes__units') }}

),

quarantined_notes as (

    select * from {{ ref('quarantined_rows') }}

    where source_table = 'notes'

),

final as (

    select
        released_notes.note_id,
        counted_notes.note_id is not null as is_counted,
        quarantined_notes.row_key is not null as is_quarantined

    from released_notes

    left join counted_notes
        on released_notes.note_id = counted_notes.note_id

    left join quarantined_notes
        on released_notes.note_id = quarantined_notes.row_key

    where (counted_notes.note_id is null) = (quarantined_notes.row_key is null)

)

select * from final
