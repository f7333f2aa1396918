{#-
    The incremental strategy of the billing items and their audit. What this run computed replaces what was published for
    the client-days that it read: those of the window, or of the window's on which something changed, and earlier ones on
    which something changed. An item that a note took along to another day is replaced too.
-#}
{% macro get_incremental_refreshed_days_sql(arguments) %}
    {%- set is_replaced = [
        is_of_client_days("published", ref("int_billing_items__client_days")),
        "published.billing_item_id in (select billing_item_id from " ~ ref("int_billing_items__combined") ~ ")",
    ] -%}
    {%- if decides_all() -%} {%- do is_replaced.append(is_of_the_night("published")) -%} {%- endif -%}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}
    {{ note_differences(
        arguments.target_relation, arguments.temp_relation, ref("int_billing_items__client_days"), columns=columns
    ) }}
    {{ write_what_differs(arguments, is_replaced) }}
{% endmacro %}
