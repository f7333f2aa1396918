{#-
    A table of client-days that is kept over nights: what this run decides anew takes the place of what stood there for
    these client-days, and the rest is carried over. The days that have left the window go. So do rows of no client or no
    date, and of dates to come: each run reads those again. Where all is decided anew, it is a table like any other.

    The model has client_id and service_date, and selects by `is_decided_anew` what it computes.
-#}
{% materialization carried_over, adapter="postgres" -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- set built = make_intermediate_relation(target) -%}
    {%- if decides_all() -%}
        {%- set afterwards = indexes_of(built) ~ note_differences(target, built, ref("int_client_days__changed"), "is_changed") -%}
        {{ return(put_in_place(target, built, get_create_table_as_sql(False, built, sql), afterwards)) }}
    {%- endif -%}
    {%- if is_mostly_history(target) -%}
        {%- set carried_over -%}
            select before.* from {{ target }} as before
            where {{ is_of_the_window("before") }} and not {{ is_decided_anew("before") }}
            union all
            select anew.* from ({{ sql }}) as anew
        {%- endset -%}
        {{ return(put_in_place(target, built, get_create_table_as_sql(False, built, carried_over), indexes_of(built))) }}
    {%- endif -%}
    {%- set replacement -%}
        delete from {{ target }} as before
        using {{ ref("int_client_days__changed") }} as changed_days
        where before.client_id = changed_days.client_id and before.service_date = changed_days.service_date;

        delete from {{ target }} as before where ({{ is_of_the_window("before") }}) is not true;

        insert into {{ target }} {{ sql }}
    {%- endset -%}
    {{ return(run_creation(target, replacement)) }}
{%- endmaterialization %}


{#- Where nothing is carried over: a table like any other, in a database that holds none before it. -#}
{% materialization carried_over, default -%}
    {%- set target = this.incorporate(type="table") -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- do drop_relation_if_exists(load_cached_relation(this)) %}
    {%- call statement("main") -%}
        {{ get_create_table_as_sql(False, target, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({"relations": [target]}) }}
{%- endmaterialization %}


{#- Where a table of the history is built, it is built whole, and the warehouse puts it in the place of the one before. -#}
{% materialization incremental, adapter="spark" -%}
    {{ return(materialization_carried_over_default()) }}
{%- endmaterialization %}


{#- Whether a row of the run before is of a client-day within this run's window; null of one without client or date. -#}
{% macro is_of_the_window(before) -%}
    {{ before }}.client_id is not null and {{ before }}.service_date between {{ window_start() }} and {{ run_date() }}
{%- endmacro %}


{#- Whether most of a table is of days before the window: the run before read the history, and deleting that is slow. -#}
{% macro is_mostly_history(target) -%}
    {%- set query -%}
        select count(*) > 2 * count(case when service_date >= {{ window_start() }} then 1 end) from {{ target }}
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0]) }}
{%- endmacro %}


{#-
    Statement that keeps the client-days of the window that stood before and come out otherwise now, though nothing
    changed on them; nothing unless the run is asked to compare.

    before, now: relations with the same columns. client_days: a relation of those that may differ, which: a condition on it.
-#}
{% macro note_differences(before, now, client_days, which="true", columns="*") -%}
    {%- if execute and decides_all() and is_compared_with_the_last_run() %}
    insert into {{ source("quality", "carried_over_differences") }} (run_id, table_name, client_id, service_date)
    select distinct {{ run_id() }}, '{{ before.identifier }}', differing.client_id, differing.service_date
    from (
        (
            select {{ columns }} from {{ before }} where {{ is_of_the_window(before.identifier) }}
            except all
            select {{ columns }} from {{ now }}
        )
        union all
        (
            select {{ columns }} from {{ now }} where {{ is_of_the_window(now.identifier) }}
            except all
            select {{ columns }} from {{ before }}
        )
    ) as differing
    where not {{ is_of_client_days("differing", "(select * from " ~ client_days ~ " where " ~ which ~ ")") }};
    {%- endif %}
{%- endmacro %}


{#-
    Statement that enters the per-diem notes of days on which they changed after the decision, by the write-back above
    all, as the marts have them now: nothing is left to decide of these days. What else changed meanwhile shows in the
    other fingerprint. A day that had no note is listed without that one, so that the next run also finds it where it has
    none any more by then.
-#}
{% macro see_per_diem_notes_as_published(seen) -%}
    insert into {{ seen }} (client_id, service_date, per_diem_fingerprint)
    select
        client_days.client_id,
        client_days.service_date,
        coalesce(sum(per_diem_notes.content_hash), 0) as per_diem_fingerprint
    from {{ ref("int_billing_items__client_days") }} as client_days
    left join {{ ref("int_per_diem_notes") }} as per_diem_notes
        on
            client_days.client_id = per_diem_notes.client_id
            and client_days.service_date = per_diem_notes.service_date
    where client_days.is_changed_after_the_decision
    group by
        client_days.client_id,
        client_days.service_date
    on conflict (client_id, service_date) do update set per_diem_fingerprint = excluded.per_diem_fingerprint
{%- endmacro %}
