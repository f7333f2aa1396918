{#-
    A model's schema is the one that its folder names, with nothing put before it: analysts rely on the names. A plan of a
    changed set-up has schemas of its own beside them, whose names begin with PERDIEM_SCHEMA_PREFIX; so have its sources.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ env_var("PERDIEM_SCHEMA_PREFIX", "") }}{{ custom_schema_name or target.schema }}
{%- endmacro %}
