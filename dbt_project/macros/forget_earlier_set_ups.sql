{#-
    Once the history is built anew, in the same transaction: no published item is of an earlier set-up any more. A first
    night has none to forget.
-#}
{% macro forget_earlier_set_ups() -%}
    {%- if execute and refreshes_history() %}
    delete from {{ ref('seen_set_ups') }}
    where last_seen_at < (select max(last_seen_at) from {{ ref('seen_set_ups') }})
    {%- endif %}
{%- endmacro %}
