{#-
    The indexes of a model, for its config: none where an engine makes the table once, reads it whole and hands it over.

    wanted: indexes as dbt's config has them.
-#}
{% macro indexes(wanted) -%}
    {{ return(adapter.dispatch('indexes', 'perdiem')(wanted)) }}
{%- endmacro %}


{% macro default__indexes(wanted) -%}
    {{ return([]) }}
{%- endmacro %}


{% macro postgres__indexes(wanted) -%}
    {{ return(wanted) }}
{%- endmacro %}
