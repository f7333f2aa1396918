{#- PostgreSQL's numeric holds NaN, and sorts it above every number. -#}
{% macro is_nan(column) -%}
    {{ return(adapter.dispatch('is_nan', 'perdiem')(column)) }}
{%- endmacro %}


{% macro postgres__is_nan(column) -%}
    {{ column }} = cast('NaN' as numeric)
{%- endmacro %}
