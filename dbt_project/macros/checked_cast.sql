{#-
    A value as another type, where an engine that cannot hold it stops the run: none may make a null of it.

    type: as SQL names it, such as numeric(18, 3).
-#}
{% macro checked_cast(value, type) -%}
    {{ return(adapter.dispatch('checked_cast', 'perdiem')(value, type)) }}
{%- endmacro %}


{#- As standard SQL has it, a cast either holds or fails; on Spark in ANSI mode, which engines/spark_driver.py keeps on. -#}
{% macro default__checked_cast(value, type) -%}
    cast({{ value }} as {{ type }})
{%- endmacro %}
