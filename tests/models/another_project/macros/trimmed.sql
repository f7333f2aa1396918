{% macro trimmed(column) -%}
    'not that of the package'
{%- endmacro %}
