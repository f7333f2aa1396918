{#-
    The rows of a relation that belong to notes, by note_id: each note's are looked up, however many there are of all
    years.

    relation: a staging view with note_id. notes: a relation with note_id.
-#}
{% macro rows_of_notes(relation, notes) -%}
    {{ return(adapter.dispatch('rows_of_notes', 'perdiem')(relation, notes)) }}
{%- endmacro %}


{% macro default__rows_of_notes(relation, notes) -%}
    select found.*

    from {{ notes }} as notes

    inner join {{ relation }} as found
        on notes.note_id = found.note_id
{%- endmacro %}


{#- For the reason that notes_of_client_days has: PostgreSQL looks into no view with a CTE for a join. -#}
{% macro postgres__rows_of_notes(relation, notes) -%}
    select found.*

    from {{ notes }} as notes

    cross join lateral (
        select *

        from {{ relation }} as of_all_years

        where notes.note_id = of_all_years.note_id

        offset 0
    ) as found
{%- endmacro %}
