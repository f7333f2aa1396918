{% macro index_findings(relation) -%}
    {{ return(adapter.dispatch('index_findings', 'perdiem')(relation)) }}
{%- endmacro %}


{#- Nothing, unless a database reads by indexes. -#}
{% macro default__index_findings(relation) -%}
{%- endmacro %}


{#-
    By dates first, as a window is all that anybody asks for. The first index holds all that findings are counted by, so
    that the table itself is not read for it: a night has few combinations of it, and the index keeps each of them once.
-#}
{% macro postgres__index_findings(relation) -%}
    create index if not exists findings_of_a_date
    on {{ relation }} (service_date, severity, finding, payer_id, billing_code);
    create index if not exists findings_of_a_client
    on {{ relation }} (service_date, client_id)
{%- endmacro %}
