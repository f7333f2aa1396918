{% macro analyze_table(relation) -%}
    {{ return(adapter.dispatch('analyze_table', 'perdiem')(relation)) }}
{%- endmacro %}


{% macro postgres__analyze_table(relation) -%}
    {%- if model.config.materialized != "view" %}
    analyze {{ relation }}
    {%- endif %}
{%- endmacro %}
