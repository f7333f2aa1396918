{#- Text with nothing in it but white space says as little as null, and is read as null. -#}
{% macro blank_as_null(column) -%}
    {{ return(adapter.dispatch('blank_as_null')(column)) }}
{%- endmacro %}


{% macro postgres__blank_as_null(column) -%}
    case when {{ column }} ~ '[^[:space:]]' then {{ column }} end
{%- endmacro %}
