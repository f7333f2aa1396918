{#-
    The incremental strategy of fct_per_diem_days. What this run decided replaces all that earlier runs published for the
    same programs and dates, days that have meanwhile become empty included; every other day stays as it was published.
-#}
{% macro get_incremental_decided_days_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    using {{ ref('int_program_days__settings') }} as program_days
    where
        published.program_id = program_days.program_id
        and published.service_date = program_days.service_date
        and program_days.is_due;

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
