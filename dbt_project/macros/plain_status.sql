{#- A status as it is compared: without case and outer white space. -#}
{% macro plain_status(column) -%}
    lower({{ trimmed(column) }})
{%- endmacro %}
