{% macro analyze_table(relation) -%}
    {{ return(adapter.dispatch('analyze_table', 'perdiem')(relation)) }}
{%- endmacro %}


{#- Nothing, unless a database has to be told. -#}
{% macro default__analyze_table(relation) -%}
{%- endmacro %}


{% macro postgres__analyze_table(relation) -%}
    {%- if model.config.materialized != "view" %}
    analyze {{ relation }}
    {%- endif %}
{%- endmacro %}
