{#-
    Whether a number is NaN, which PostgreSQL's numeric holds, and sorts above every number. Other engines' decimals hold
    none: what they are handed has 999999999999999 in its place, and no number as large besides
    (plugins/perdiem/engines/extract.py).
-#}
{% macro is_nan(column) -%}
    {{ return(adapter.dispatch('is_nan', 'perdiem')(column)) }}
{%- endmacro %}


{% macro default__is_nan(column) -%}
    {{ column }} = 999999999999999
{%- endmacro %}


{% macro postgres__is_nan(column) -%}
    {{ column }} = cast('NaN' as numeric)
{%- endmacro %}
