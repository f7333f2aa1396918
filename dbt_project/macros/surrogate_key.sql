{#- One text of fixed length for several values; two different lists of values never share one, nulls included. -#}
{% macro surrogate_key(columns) -%}
    {{ return(adapter.dispatch('surrogate_key', 'perdiem')(columns)) }}
{%- endmacro %}


{% macro postgres__surrogate_key(columns) -%}
    md5(cast(jsonb_build_array({{ columns | join(', ') }}) as text))
{%- endmacro %}
