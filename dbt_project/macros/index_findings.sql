{% macro index_findings(relation) -%}
    {{ return(adapter.dispatch('index_findings')(relation)) }}
{%- endmacro %}


{#-
    All that findings are counted by, so that the table itself is not read for it: few combinations of it in a night's
    findings, which the index keeps once each.
-#}
{% macro postgres__index_findings(relation) -%}
    create index if not exists findings_of_a_date
    on {{ relation }} (service_date, severity, finding, payer_id, billing_code)
{%- endmacro %}
