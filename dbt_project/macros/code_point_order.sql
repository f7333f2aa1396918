{#- Ties are broken the same way in every database, whatever its collation. -#}
{% macro code_point_order(column) -%}
    {{ return(adapter.dispatch('code_point_order', 'perdiem')(column)) }}
{%- endmacro %}


{#- Where texts have no collation, they are compared so. -#}
{% macro default__code_point_order(column) -%}
    {{ column }}
{%- endmacro %}


{% macro postgres__code_point_order(column) -%}
    {{ column }} collate "C"
{%- endmacro %}
