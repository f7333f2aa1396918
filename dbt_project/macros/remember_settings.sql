{#-
    Keep what a run found in the settings, in the transaction that finds it; a dry run keeps nothing. The memory is only
    added to, and only the values that a later one replaces are told, as edits.

    found: the relation int_settings__found.
-#}
{% macro remember_settings(found) -%}
    insert into {{ source('quality', 'remembered_settings') }} (
        setting_number, program_id, effective_from, setting_value, run_date, run_id
    )
    select
        found.setting_number,
        found.program_id,
        found.effective_from,
        found.setting_value,
        found.run_date,
        runs.run_id
    from {{ found }} as found
    cross join {{ source('quality', 'runs') }} as runs
    where runs.run_id = {{ run_id() }} and not runs.dry_run
    order by found.setting_number, found.program_id, found.effective_from
{%- endmacro %}
