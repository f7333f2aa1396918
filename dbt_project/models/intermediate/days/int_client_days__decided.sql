{#
    What becomes of each due client-day of each program: its status and reasons, what it was or would be billed under, who
    pays, and what it comes to.
#}

with

statuses as (

    select * from {{ ref('int_client_days__statuses') }}

),

amounts as (

    select * from {{ ref('int_client_days__amounts') }}

),

final as (

    select
        statuses.program_id,
        statuses.client_id,
        statuses.service_date,
        statuses.note_count,
        statuses.units,
        statuses.draft_count,
        statuses.draft_units,
        statuses.counted_minutes,
        statuses.threshold_units,
        statuses.status,
        statuses.primary_reason,
        statuses.reasons,
        statuses.billing_code,
        statuses.authorization_id,
        amounts.payer_id,
        statuses.note_id,
        amounts.expected_amount,
        amounts.amount_basis,
        {{ run_date() }} as run_date

    from statuses

    -- loses nothing: each has its row there
    inner join amounts
        on
            statuses.program_id = amounts.program_id
            and statuses.client_id = amounts.client_id
            and statuses.service_date = amounts.service_date

)

select * from final
