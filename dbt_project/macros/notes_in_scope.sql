{#-
    The notes that a run reads: those of its window, or of its client-days on which something changed; those of earlier
    client-days on which something changed; and those without a client or a date or with a date in the future, which are
    read to be reported.

    condition: which notes, by a condition on columns of stg_ehr__notes. whole_window: whether the days of the window on
    which nothing changed are read as well.
-#}
{% macro notes_in_scope(condition, whole_window) -%}
    {#- One condition each, none of which another one meets: of several in one, PostgreSQL would use no index. -#}
    {%- set scopes = [
        "notes.service_date is null",
        "notes.service_date > greatest(" ~ run_date() ~ ", " ~ today() ~ ")",
        "notes.client_id is null and notes.service_date <= " ~ run_date(),
    ] -%}
    {%- if whole_window -%}
        {%- set is_of_the_window = "notes.service_date between " ~ first_service_date() ~ " and " ~ run_date() -%}
        {%- set scopes = [is_of_the_window] + scopes[:2] + [scopes[2] ~ " and notes.service_date < " ~ first_service_date()] -%}
    {%- endif -%}
    {%- for scope in scopes %}
    select notes.*

    from {{ ref('stg_ehr__notes') }} as notes

    where
        {{ condition }}
        and {{ scope }}

    union all
    {% endfor %}
    {{ notes_of_client_days(
        ref('int_client_days__changed'),
        condition ~ (" and client_days.service_date < " ~ first_service_date() if whole_window else ""),
    ) | indent(4) }}
{%- endmacro %}


{#-
    The notes that stand on client-days, by a condition on columns of stg_ehr__notes.

    client_days: a relation with client_id and service_date, of few rows.
-#}
{% macro notes_of_client_days(client_days, condition) -%}
    {{ return(adapter.dispatch('notes_of_client_days', 'perdiem')(client_days, condition)) }}
{%- endmacro %}


{% macro default__notes_of_client_days(client_days, condition) -%}
    select notes.*

    from {{ client_days }} as client_days

    inner join {{ ref('stg_ehr__notes') }} as notes
        on
            client_days.client_id = notes.client_id
            and client_days.service_date = notes.service_date

    where {{ condition }}
{%- endmacro %}


{#-
    PostgreSQL looks into no view with a CTE for a join, and would read all notes of all years. Each day by itself it
    finds by index; OFFSET 0 keeps it from making a join of that.
-#}
{% macro postgres__notes_of_client_days(client_days, condition) -%}
    select notes.*

    from {{ client_days }} as client_days

    cross join lateral (
        select *

        from {{ ref('stg_ehr__notes') }} as notes_of_all_years

        where
            client_days.client_id = notes_of_all_years.client_id
            and client_days.service_date = notes_of_all_years.service_date

        offset 0
    ) as notes

    where {{ condition }}
{%- endmacro %}
