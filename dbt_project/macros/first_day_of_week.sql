{#- The first day of the week that a date is in: a Sunday, or a Monday where PERDIEM_WEEK_STARTS_ON says so. -#}
{% macro first_day_of_week(day) -%}
    {{ return(adapter.dispatch('first_day_of_week', 'perdiem')(day)) }}
{%- endmacro %}


{% macro default__first_day_of_week(day) -%}
    {%- set part = "isodow" if env_var("PERDIEM_WEEK_STARTS_ON", "sunday") == "monday" else "dow" -%}
    {%- set first = 1 if part == "isodow" else 0 -%}
    ({{ day }} - (cast(extract({{ part }} from {{ day }}) as integer) - {{ first }}))
{%- endmacro %}


{% macro spark__first_day_of_week(day) -%}
    {%- if env_var("PERDIEM_WEEK_STARTS_ON", "sunday") == "monday" -%} date_sub({{ day }}, weekday({{ day }}))
    {%- else -%} date_sub({{ day }}, dayofweek({{ day }}) - 1)
    {%- endif -%}
{%- endmacro %}
