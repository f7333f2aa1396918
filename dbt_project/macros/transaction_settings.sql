{#- What each model's transaction begins with. -#}
{% macro transaction_settings() -%}
    {{ return(adapter.dispatch('transaction_settings', 'perdiem')()) }}
{%- endmacro %}


{#- Nothing, unless a database needs something. -#}
{% macro default__transaction_settings() -%}
{%- endmacro %}


{#-
    A table that an analyst's open transaction has read cannot be replaced before that ends: not to wait all night. A
    statement whose worker was killed ends soon after it, as its locks would keep the retry waiting.
-#}
{% macro postgres__transaction_settings() -%}
    set local lock_timeout = '60s';
    set local client_connection_check_interval = '10s'
{%- endmacro %}
