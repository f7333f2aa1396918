{% macro index_days_to_look_at(relation) -%}
    {{ return(adapter.dispatch('index_days_to_look_at')(relation)) }}
{%- endmacro %}


{#- It holds few rows of a long history, and all that a list of them tells, so that the table itself is not read. -#}
{% macro postgres__index_days_to_look_at(relation) -%}
    create index if not exists days_to_look_at
    on {{ relation }} (service_date, client_id, program_id)
    include (status, units, threshold_units, primary_reason, reasons, run_date)
    where primary_reason is not null
{%- endmacro %}
