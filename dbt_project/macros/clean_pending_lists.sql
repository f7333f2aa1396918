{#-
    Have the indexes of a table take in what was just written: what an index on arrays still keeps on its pending list,
    each look-up reads from its start. Nothing, unless a database has such lists.

    relation: the table.
-#}
{% macro clean_pending_lists(relation) -%}
    {{ return(adapter.dispatch('clean_pending_lists', 'perdiem')(relation)) }}
{%- endmacro %}


{% macro default__clean_pending_lists(relation) -%}
{%- endmacro %}


{% macro postgres__clean_pending_lists(relation) -%}
    select gin_clean_pending_list(cast(indexes.indexrelid as regclass))
    from pg_index as indexes
    inner join pg_class as classes on indexes.indexrelid = classes.oid
    inner join pg_am as methods on classes.relam = methods.oid
    where
        indexes.indrelid = cast('{{ relation }}' as regclass)
        and methods.amname = 'gin'
{%- endmacro %}
