{#-
    The incremental strategy of fct_invoices: what this run computed replaces what was published for its window and for
    earlier client-days on which something changed. An invoice whose note was taken to another day is replaced too.
-#}
{% macro get_incremental_refreshed_invoices_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    where
        published.service_date between {{ first_service_date() }} and {{ run_date() }}
        or (published.client_id, published.service_date) in (
            select changed_days.client_id, changed_days.service_date
            from {{ ref('int_client_days__changed') }} as changed_days
        )
        or published.invoice_id in (select found.invoice_id from {{ arguments.temp_relation }} as found);

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
