{#-
    The incremental strategy of fct_invoices: what this run computed replaces what was published for its window and for
    earlier client-days on which something changed. An invoice whose note was taken to another day is replaced too.
-#}
{% macro get_incremental_refreshed_invoices_sql(arguments) %}
    {{ write_what_differs(arguments, [
        is_of_the_night("published"),
        is_of_client_days("published", ref("int_client_days__changed")),
        "(" ~ is_of_the_night("published") ~ ") is not true"
        ~ " and published.invoice_id in (select found.invoice_id from " ~ arguments.temp_relation ~ " as found)",
    ]) }}
{% endmacro %}
