{#-
    The incremental strategy of rpt_weekly_attendance. What this run found replaces the published weeks that begin within
    its window. One without a decided day tonight goes, unless its program is left out on a day of it: then it stays.
-#}
{% macro get_incremental_attended_weeks_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    where
        published.week_start between {{ window_start() }} and {{ run_date() }}
        and (
            (published.program_id, published.client_id, published.week_start) in (
                select found.program_id, found.client_id, found.week_start
                from {{ arguments.temp_relation }} as found
            )
            or (published.program_id, published.week_start) not in (
                select program_days.program_id, {{ first_day_of_week('program_days.service_date') }}
                from {{ ref('int_program_days__settings') }} as program_days
                where program_days.is_left_out
            )
        );

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
