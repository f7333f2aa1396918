{#-
    Whether this run computes the billing items of the whole history, not only those of its window and of what changed:
    when there are none yet, or when it is asked to. The report is published last, so while the items of the first run are
    being built, it is what tells that not all of them are there.
-#}
{% macro refreshes_history() -%}
    {%- if not execute -%} {{ return(false) }} {%- endif -%}
    {%- set is_asked_to = flags.FULL_REFRESH or env_var("PERDIEM_REFRESH_HISTORY", "false") == "true" -%}
    {%- set items = load_relation(source("published", "fct_billing_items")) -%}
    {%- set audit = load_relation(source("published", "rpt_billing_audit")) -%}
    {{ return(is_asked_to or items is none or audit is none) }}
{%- endmacro %}


{#- The first service date whose notes this run reads. -#}
{% macro first_service_date() -%}
    {%- if refreshes_history() -%} cast('0001-01-01' as date)
    {%- else -%} {{ window_start() }}
    {%- endif -%}
{%- endmacro %}
