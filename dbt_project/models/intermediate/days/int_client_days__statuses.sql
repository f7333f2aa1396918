{#
    What becomes of each due client-day of each program: one status, the first that fits, with its reasons. A billed day
    shows what its note took; a pending one what the write-back would take: in the order of use, the first authorization
    that can pay. Where a dry run of the write-back found that days before it take the last units, it is exhausted.
#}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

    where is_due

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

billed_by_hand as (

    select * from {{ ref('int_client_days__billed_by_hand') }}

),

blocking_reasons as (

    select
        program_id,
        client_id,
        service_date,
        {{ collect('reason', order_by='reason_order') }} as reasons

    from {{ ref('int_client_days__blocking_reasons') }}

    group by
        program_id,
        client_id,
        service_date

),

billed_reasons as (

    select
        program_id,
        client_id,
        service_date,
        {{ collect('reason', order_by='reason_order') }} as reasons

    from {{ ref('int_client_days__billed_reasons') }}

    group by
        program_id,
        client_id,
        service_date

),

settled_days as (

    select * from {{ source('quality', 'settled_days') }}

    where run_id = {{ run_id() }}

),

sufficient_authorizations as (

    select
        *,
        row_number() over (partition by program_id, client_id, service_date order by preference) as place

    from {{ ref('int_client_days__authorizations') }}

    where
        is_candidate
        and units_needed > 0
        and units_remaining >= units_needed

),

statuses as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        client_days.note_count,
        client_days.units,
        client_days.draft_count,
        client_days.draft_units,
        client_days.counted_minutes,
        client_days.threshold_units,
        client_days.note_minutes,
        client_days.per_diem_note_id,
        blocking_reasons.reasons as blocking_reasons,
        billed_reasons.reasons as billed_reasons,
        billed_by_hand.is_unsigned as is_unsigned_by_hand,
        settled_days.authorization_id as settled_authorization_id,
        case
            when client_days.per_diem_note_is_void then 'voided'
            when client_days.per_diem_note_id is not null then 'billed'
            when billed_by_hand.program_id is not null then 'already_billed'
            when not client_days.meets_threshold and client_days.meets_threshold_with_drafts then 'unsigned'
            when not client_days.meets_threshold then 'below_threshold'
            when blocking_reasons.program_id is not null or settled_days.outcome = 'exhausted' then 'blocked'
            else 'pending'
        end as status

    from client_days

    left join billed_by_hand
        on
            client_days.program_id = billed_by_hand.program_id
            and client_days.client_id = billed_by_hand.client_id
            and client_days.service_date = billed_by_hand.service_date

    left join blocking_reasons
        on
            client_days.program_id = blocking_reasons.program_id
            and client_days.client_id = blocking_reasons.client_id
            and client_days.service_date = blocking_reasons.service_date

    left join billed_reasons
        on
            client_days.program_id = billed_reasons.program_id
            and client_days.client_id = billed_reasons.client_id
            and client_days.service_date = billed_reasons.service_date

    left join settled_days
        on
            client_days.program_id = settled_days.program_id
            and client_days.client_id = settled_days.client_id
            and client_days.service_date = settled_days.service_date

),

judged as (

    select
        *,
        case
            when status = 'billed' then coalesce(billed_reasons, {{ text_array() }})
            when status = 'already_billed' and is_unsigned_by_hand then {{ text_array(["'unsigned_by_hand'"]) }}
            when status = 'unsigned' then {{ text_array(["'unsigned_notes'"]) }}
            when status = 'blocked' then coalesce(blocking_reasons, {{ text_array(["'authorization_exhausted'"]) }})
            else {{ text_array() }}
        end as reasons

    from statuses

),

final as (

    select
        judged.program_id,
        judged.client_id,
        judged.service_date,
        judged.note_count,
        judged.units,
        judged.draft_count,
        judged.draft_units,
        judged.counted_minutes,
        judged.threshold_units,
        judged.note_minutes,
        judged.status,
        {{ first_element('judged.reasons') }} as primary_reason,
        judged.reasons,
        coalesce(per_diem_notes.billing_code, authorizations.billing_code) as billing_code,
        coalesce(per_diem_notes.authorization_id, authorizations.authorization_id) as authorization_id,
        per_diem_notes.note_id,
        judged.per_diem_note_id

    from judged

    left join per_diem_notes
        on
            judged.per_diem_note_id = per_diem_notes.note_id
            and judged.status = 'billed'

    left join sufficient_authorizations as authorizations
        on
            judged.program_id = authorizations.program_id
            and judged.client_id = authorizations.client_id
            and judged.service_date = authorizations.service_date
            and judged.status = 'pending'
            and (
                judged.settled_authorization_id = authorizations.authorization_id
                or (judged.settled_authorization_id is null and authorizations.place = 1)
            )

)

select * from final
