{#-
    The incremental strategy of the billing items and their audit. What this run computed replaces what was published for
    the client-days that it read: those of the window, and earlier ones on which something changed. An item that a note
    took along to another day is replaced too.
-#}
{% macro get_incremental_refreshed_days_sql(arguments) %}
    {%- set is_replaced %}
        {{ is_of_computed_days('published') }}
        or published.billing_item_id in (select billing_item_id from {{ ref('int_billing_items__combined') }})
    {%- endset %}
    {{ write_what_differs(arguments, is_replaced) }}
{% endmacro %}
