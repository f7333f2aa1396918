{#-
    What all models of a run agree on. The values come from the environment and only when SQL is executed, so that a
    new date does not make dbt parse the project again.
-#}
{% macro run_date() -%}
    {%- if execute -%} cast('{{ env_var("PERDIEM_RUN_DATE") }}' as date) {%- endif -%}
{%- endmacro %}


{% macro window_start() -%}
    {%- if execute -%} cast('{{ env_var("PERDIEM_WINDOW_START") }}' as date) {%- endif -%}
{%- endmacro %}


{% macro today() -%}
    {%- if execute -%} cast('{{ env_var("PERDIEM_TODAY") }}' as date) {%- endif -%}
{%- endmacro %}


{% macro run_id() -%}
    {%- if execute -%} {{ dbt.string_literal(dbt.escape_single_quotes(env_var("PERDIEM_RUN_ID"))) }} {%- endif -%}
{%- endmacro %}
