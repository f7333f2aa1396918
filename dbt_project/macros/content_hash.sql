{#-
    One 64-bit number for several values of a row: what differs has another one, but for one case in 10^19.

    columns: SQL expressions; null is a value of its own.
-#}
{% macro content_hash(columns) -%}
    {{ return(adapter.dispatch('content_hash', 'perdiem')(columns)) }}
{%- endmacro %}


{#-
    Nobody but the warehouse asks for one: what other engines are handed of a table holds it.
-#}
{% macro default__content_hash(columns) -%}
    {%- if execute -%}
        {{ exceptions.raise_compiler_error("content_hash() is PostgreSQL's: staging is built in the warehouse") }}
    {%- endif -%}
{%- endmacro %}


{% macro postgres__content_hash(columns) -%}
    hash_record_extended(row({{ columns | join(', ') }}), 0)
{%- endmacro %}
