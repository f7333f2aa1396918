{#-
    The incremental strategy of the billing items and their audit. What this run computed replaces what was published for
    the client-days that it read: those of the window, and earlier ones on which something changed. An item that a note
    took along to another day is replaced too.
-#}
{% macro get_incremental_refreshed_days_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute="quoted") | join(", ") %}

    delete from {{ arguments.target_relation }} as published
    where
        published.service_date between {{ first_service_date() }} and {{ run_date() }}
        or (published.client_id, published.service_date) in (
            select changed_days.client_id, changed_days.service_date
            from {{ ref('int_client_days__changed') }} as changed_days
        )
        or published.billing_item_id in (select billing_item_id from {{ ref('int_billing_items__combined') }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
