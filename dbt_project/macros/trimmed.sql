{#- Text without outer white space. -#}
{% macro trimmed(column) -%}
    {{ return(adapter.dispatch('trimmed', 'perdiem')(column)) }}
{%- endmacro %}


{% macro default__trimmed(column) -%}
    trim(both '{{ " \t\n\r\f\u000b" }}' from {{ column }})
{%- endmacro %}


{% macro postgres__trimmed(column) -%}
    btrim({{ column }}, E' \t\n\r\f\v')
{%- endmacro %}
