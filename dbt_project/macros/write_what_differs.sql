{#-
    Replace published rows by those that this run computed, and touch none that is the same as before: nearly all are,
    and each one written anew is written into every index too.

    arguments: what dbt hands to an incremental strategy; the model's unique_key says which row is which.
    is_replaced: conditions on rows of `published`; this run replaces, or takes away, those that meet one of them. Each is
    a statement of its own: all in one would have PostgreSQL read the table of all years.
-#}
{% macro write_what_differs(arguments, is_replaced) -%}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | list %}
    {%- set unique_key = [arguments.unique_key] if arguments.unique_key is string else arguments.unique_key %}

    {%- for condition in is_replaced %}

    delete from {{ arguments.target_relation }} as published
    where
        {{ condition | indent(8) }}
        and not exists (
            select 1
            from {{ arguments.temp_relation }} as computed
            where
                {%- for column in unique_key %}
                computed.{{ column }} = published.{{ column }} and
                {%- endfor %}
                {%- for column in columns %}
                computed.{{ column }} is not distinct from published.{{ column }}{{ " and" if not loop.last }}
                {%- endfor %}
        );
    {%- endfor %}

    insert into {{ arguments.target_relation }} ({{ columns | join(", ") }})
    select {{ columns | join(", ") }}
    from {{ arguments.temp_relation }} as computed
    where
        not exists (
            select 1
            from {{ arguments.target_relation }} as published
            where
                {%- for column in unique_key %}
                published.{{ column }} = computed.{{ column }}{{ " and" if not loop.last }}
                {%- endfor %}
        )
{%- endmacro %}
