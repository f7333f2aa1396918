{#-
    Once the history is built anew, in the same transaction: no published item is of an earlier set-up any more. A first
    night has none to forget, and another engine does not hold them.
-#}
{% macro forget_earlier_set_ups() -%}
    {%- if execute and refreshes_history() and load_relation(ref('seen_set_ups')) is not none %}
    delete from {{ ref('seen_set_ups') }}
    where last_seen_at < (select max(last_seen_at) from {{ ref('seen_set_ups') }})
    {%- endif %}
{%- endmacro %}
