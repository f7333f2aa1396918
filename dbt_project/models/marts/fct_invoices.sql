{#
    The invoice of each per-diem note, with what has to be corrected before it is sent: the errors that the audit found of
    its item, and the reasons of its billed day. A run replaces those of its window and of earlier days on which something
    changed. An invoice whose note is gone from the EHR is void, and stays in sight.
#}

{{
    config(
        materialized="incremental",
        incremental_strategy="refreshed_invoices",
        unique_key="invoice_id",
        on_schema_change="append_new_columns",
        indexes=indexes([{"columns": ["service_date"]}, {"columns": ["client_id", "service_date"]}]),
    )
}}

-- for what is replaced; depends_on: {{ ref('int_client_days__changed') }}

with

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

invoices as (

    select * from {{ ref('stg_ehr__invoices') }}

    where service_date between {{ first_service_date() }} and {{ run_date() }}

    union

    -- of a note that was moved, and of those of earlier days on which something changed
    {{ rows_of_notes(ref('stg_ehr__invoices'), ref('int_per_diem_notes')) | indent(4) }}

),

runs as (

    select * from {{ source('quality', 'runs') }}

),

notes_elsewhere as (

    select invoices.note_id

    from invoices

    left join per_diem_notes
        on invoices.note_id = per_diem_notes.note_id

    where per_diem_notes.note_id is null

),

notes_found_elsewhere as (

    {{ rows_of_notes(ref('stg_ehr__notes'), 'notes_elsewhere') | indent(4) }}

),

notes as (

    select
        note_id,
        program_id,
        dag_run_id,
        service_date

    from per_diem_notes

    union all

    -- moved to a day that this run does not read
    select
        note_id,
        program_id,
        dag_run_id,
        service_date

    from notes_found_elsewhere

),

error_findings as (

    select findings.*

    from {{ ref('rpt_billing_audit') }} as findings

    where
        findings.severity = 'error'
        and {{ is_of_the_night('findings') }}

    union all

    select findings_of_other_days.*

    from {{ ref('rpt_billing_audit') }} as findings_of_other_days

    where
        findings_of_other_days.severity = 'error'
        and ({{ is_of_the_night('findings_of_other_days') }}) is not true
        and findings_of_other_days.billing_item_id in (
            select {{ item_of_note('notes.note_id') }}
            from notes
            where ({{ is_of_the_night('notes') }}) is not true
        )

),

errors as (

    select
        notes.note_id,
        {{ collect('error_findings.finding', order_by='error_findings.finding_order') }} as findings

    from notes

    inner join error_findings
        on {{ item_of_note('notes.note_id') }} = error_findings.billing_item_id

    group by notes.note_id

),

billed_days as (

    select * from {{ ref('fct_per_diem_days') }}

    where
        status = 'billed'
        and primary_reason is not null

),

final as (

    select
        invoices.invoice_id,
        invoices.note_id,
        invoices.client_id,
        notes.program_id,
        invoices.payer_id,
        invoices.service_date,
        invoices.billing_code,
        {{ checked_cast('invoices.units', 'numeric(18, 3)') }} as units,
        {{ checked_cast('invoices.amount', 'numeric(18, 2)') }} as amount,
        invoices.status,
        invoices.created_at as invoiced_at,
        runs.run_date,
        {{ days_between('invoices.service_date', 'runs.run_date') }} as days_to_bill,
        coalesce(errors.findings, {{ text_array() }}) || coalesce(billed_days.reasons, {{ text_array() }})
            as correct_first

    from invoices

    left join notes
        on invoices.note_id = notes.note_id

    left join runs
        on notes.dag_run_id = runs.run_id

    left join errors
        on invoices.note_id = errors.note_id

    left join billed_days
        on invoices.note_id = billed_days.note_id

    where invoices.service_date <= {{ run_date() }}

)

select * from final
{% if refreshes_history() %}
-- As nights would have written it, so that the invoices of a window stand together.
order by service_date
{% endif %}
