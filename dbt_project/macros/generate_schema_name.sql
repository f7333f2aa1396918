{#- A model's schema is the one that its folder names, with nothing put before it: analysts rely on the names. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
