{#-
    The incremental strategy of quarantined_rows. Authorizations and coverages are all looked at in every run, notes only
    in part: those that this run read replace what was listed of them, and those of earlier days stay listed as long as they
    are there. What was in the future for an earlier run need not be so any more, so nothing later than the window stays.
-#}
{% macro get_incremental_checked_rows_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as listed
    where
        listed.source_table <> 'notes'
        or listed.service_date is null
        or listed.service_date >= {{ first_service_date() }};

    -- Each by itself, as a join: the list is short, and the notes of a window are many.
    {%- for notes in (ref('int_notes__checked'), ref('int_per_diem_notes')) %}

    delete from {{ arguments.target_relation }} as listed
    using {{ notes }} as notes
    where listed.row_key = notes.note_id;
    {%- endfor %}

    delete from {{ arguments.target_relation }} as listed
    where not exists (select 1 from {{ source('ehr', 'notes') }} as notes where notes.note_id = listed.row_key);

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
