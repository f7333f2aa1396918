{#-
    Whether a published row is of a client-day whose services this run computes anew: one of its window, or an earlier one
    on which something changed.

    published: the relation, with client_id and service_date.
-#}
{% macro is_of_computed_days(published) -%}
    {{ published }}.service_date between {{ first_service_date() }} and {{ run_date() }}
    or ({{ published }}.client_id, {{ published }}.service_date) in (
        select changed_days.client_id, changed_days.service_date
        from {{ ref('int_client_days__changed') }} as changed_days
    )
{%- endmacro %}
