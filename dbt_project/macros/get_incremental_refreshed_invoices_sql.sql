{#-
    The incremental strategy of fct_invoices: what this run computed replaces what was published for its window and for
    earlier client-days on which something changed. An invoice whose note was taken to another day is replaced too.
-#}
{% macro get_incremental_refreshed_invoices_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    where
        {{ is_of_computed_days('published') | indent(8) }}
        or published.invoice_id in (select found.invoice_id from {{ arguments.temp_relation }} as found);

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
