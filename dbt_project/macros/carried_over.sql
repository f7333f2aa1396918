{#-
    What a run decides anew, and what it carries over from the run before: PERDIEM_DECIDES, which warehouse/carry_over.py
    works out. 'changed' decides the client-days on which something changed; 'all' decides all; 'all_and_compare' does
    too, and says where a day that did not change came out otherwise. Without it all are decided: dbt by itself does not
    know what the last run left.
-#}
{% macro decides_all() -%}
    {%- if not execute -%} {{ return(true) }} {%- endif -%}
    {{ return(env_var("PERDIEM_DECIDES", "all") != "changed") }}
{%- endmacro %}


{#- Whether the last run left fingerprints of the client-days that this run's can be compared with. -#}
{% macro is_compared_with_the_last_run() -%}
    {%- if not execute -%} {{ return(true) }} {%- endif -%}
    {{ return(env_var("PERDIEM_DECIDES", "all") != "all") }}
{%- endmacro %}


{#-
    Whether a row is of a client-day that this run decides anew.

    rows: the name of the relation, with client_id and service_date; a model's own, so that no alias is left over.
-#}
{% macro is_decided_anew(rows) -%}
    {%- if execute and decides_all() -%} true
    {%- else -%} {{ is_of_client_days(rows, ref('int_client_days__changed')) }}
    {%- endif -%}
{%- endmacro %}


{#- The same of a row whose client-day's billing items this run computes anew. -#}
{% macro is_itemized_anew(rows) -%}
    {%- if execute and decides_all() -%} true
    {%- else -%} {{ is_of_client_days(rows, ref('int_billing_items__client_days')) }}
    {%- endif -%}
{%- endmacro %}


{#-
    Whether a row is of one of some client-days.

    rows: the name of a relation, client_days: a relation; both with client_id and service_date.
-#}
{% macro is_of_client_days(rows, client_days) -%}
    exists (
        select 1
        from {{ client_days }} as those_days
        where
            those_days.client_id = {{ rows }}.client_id
            and those_days.service_date = {{ rows }}.service_date
    )
{%- endmacro %}
