{#-
    The incremental strategy of the billing items and their audit. What this run computed replaces what was published for
    the client-days that it read: those of the window, and earlier ones on which something changed. An item that a note
    took along to another day is replaced too.
-#}
{% macro get_incremental_refreshed_days_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    where
        {{ is_of_computed_days('published') | indent(8) }}
        or published.billing_item_id in (select billing_item_id from {{ ref('int_billing_items__combined') }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
