{#-
    One 64-bit number for several values of a row: what differs has another one, but for one case in 10^19.

    columns: SQL expressions; null is a value of its own.
-#}
{% macro content_hash(columns) -%}
    {{ return(adapter.dispatch('content_hash', 'perdiem')(columns)) }}
{%- endmacro %}


{% macro postgres__content_hash(columns) -%}
    hash_record_extended(row({{ columns | join(', ') }}), 0)
{%- endmacro %}
