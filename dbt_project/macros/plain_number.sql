{#- A number as a person writes it: 6, not 6.000. -#}
{% macro plain_number(column) -%}
    {{ return(adapter.dispatch('plain_number', 'perdiem')(column)) }}
{%- endmacro %}


{% macro postgres__plain_number(column) -%}
    cast(trim_scale({{ column }}) as text)
{%- endmacro %}
