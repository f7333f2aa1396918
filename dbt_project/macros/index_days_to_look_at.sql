{% macro index_days_to_look_at(relation) -%}
    {{ return(adapter.dispatch('index_days_to_look_at', 'perdiem')(relation)) }}
{%- endmacro %}


{#- Nothing, unless a database reads by indexes. -#}
{% macro default__index_days_to_look_at(relation) -%}
{%- endmacro %}


{#- It holds few rows of a long history, and all that a list of them tells, so that the table itself is not read. -#}
{% macro postgres__index_days_to_look_at(relation) -%}
    drop index if exists {{ relation.schema }}.days_to_look_at;  -- as earlier versions made it, without amounts
    create index if not exists days_to_look_at_by_money
    on {{ relation }} (service_date, client_id, program_id)
    include (
        status, units, threshold_units, primary_reason, reasons, payer_id, expected_amount, amount_basis, run_date
    )
    where primary_reason is not null
{%- endmacro %}
