{#-
    Have PostgreSQL vacuum a table that is kept for years after nights that change a little of it, and not first when they
    have changed a fifth: what an index alone answers, it answers of what was vacuumed since.

    relation: the table.
-#}
{% macro keep_vacuumed(relation) -%}
    {{ return(adapter.dispatch('keep_vacuumed', 'perdiem')(relation)) }}
{%- endmacro %}


{#- Nothing, unless a database has to be told. -#}
{% macro default__keep_vacuumed(relation) -%}
{%- endmacro %}


{% macro postgres__keep_vacuumed(relation) -%}
    alter table {{ relation }}
    set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
{%- endmacro %}
