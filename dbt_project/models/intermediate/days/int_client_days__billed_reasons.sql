{#
    What is wrong with days that were billed: every reason, in the order in which they are told. Nothing is undone by
    itself. The notes no longer reach the threshold; or the authorization that the note was written under no longer
    stands for it; or the note's payer is known not to cover the day; or the note stands, and what it took was given
    back: it was voided, and released again.
#}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

    where
        is_due
        and per_diem_note_id is not null
        and not per_diem_note_is_void

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

authorizations as (

    select * from {{ ref('int_authorizations__checked') }}

    where
        quarantine_cause is null
        and is_active

),

note_coverage as (

    select * from {{ ref('int_per_diem_notes__coverage') }}

),

usage as (

    {{ rows_of_notes(ref('stg_ehr__authorization_usage'), ref('int_per_diem_notes')) | indent(4) }}

),

facts as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        client_days.meets_threshold,
        authorizations.authorization_id is not null as is_authorized,
        coalesce(note_coverage.has_any_coverage and not note_coverage.payer_covers, false)
            as is_known_not_to_be_covered,
        usage.note_id is not null as is_given_back

    from client_days

    inner join per_diem_notes
        on client_days.per_diem_note_id = per_diem_notes.note_id

    left join authorizations
        on
            per_diem_notes.authorization_id = authorizations.authorization_id
            and per_diem_notes.client_id = authorizations.client_id
            and per_diem_notes.payer_id = authorizations.payer_id
            and per_diem_notes.billing_code = authorizations.billing_code
            and per_diem_notes.service_date between authorizations.start_date and authorizations.end_date

    left join note_coverage
        on per_diem_notes.note_id = note_coverage.note_id

    left join usage
        on
            per_diem_notes.note_id = usage.note_id
            and usage.reversed_at is not null

),

reasons as (

    select * from {{ ref('reasons') }}

),

found as (

    {%- set conditions = [
        ("support_lost", "not meets_threshold"),
        ("authorization_withdrawn", "not is_authorized"),
        ("coverage_withdrawn", "is_known_not_to_be_covered"),
        ("not_invoiced", "is_given_back"),
    ] %}
    {%- for reason, condition in conditions %}

    select
        program_id,
        client_id,
        service_date,
        '{{ reason }}' as reason

    from facts

    where {{ condition }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

final as (

    select
        found.program_id,
        found.client_id,
        found.service_date,
        reasons.reason_order,
        found.reason

    from found

    left join reasons
        on found.reason = reasons.reason

)

select * from final
