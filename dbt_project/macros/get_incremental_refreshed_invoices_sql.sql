{#-
    The incremental strategy of fct_invoices: what this run computed replaces what was published for its window and for
    earlier client-days on which something changed. An invoice whose note was taken to another day is replaced too.
-#}
{% macro get_incremental_refreshed_invoices_sql(arguments) %}
    {%- set is_replaced %}
        {{ is_of_computed_days('published') }}
        or published.invoice_id in (select found.invoice_id from {{ arguments.temp_relation }} as found)
    {%- endset %}
    {{ write_what_differs(arguments, is_replaced) }}
{% endmacro %}
