{#-
    The notes that a run reads: those of its window, those of earlier client-days on which something changed, and those
    without a client or a date or with a date in the future, which are read to be reported.

    condition: which notes, by a condition on columns of stg_ehr__notes.
-#}
{% macro notes_in_scope(condition) -%}
    select notes.*

    from {{ ref('stg_ehr__notes') }} as notes

    where
        {{ condition }}
        and (
            notes.service_date between {{ first_service_date() }} and {{ run_date() }}
            or (notes.client_id is null and notes.service_date <= {{ run_date() }})
            or notes.service_date is null
            or notes.service_date > greatest({{ run_date() }}, {{ today() }})
        )

    union all

    select notes.*

    from {{ ref('int_client_days__changed') }} as changed_days

    inner join {{ ref('stg_ehr__notes') }} as notes
        on
            changed_days.client_id = notes.client_id
            and changed_days.service_date = notes.service_date

    where {{ condition }}
{%- endmacro %}
