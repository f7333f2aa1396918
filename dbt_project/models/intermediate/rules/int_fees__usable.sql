{#
    The fees that an invoice can be made out with. A rate that is no number or below 0 is no fee: the day is billed
    without an amount, and the audit says so.
#}

with

fee_schedules as (

    select * from {{ ref('stg_ehr__fee_schedules') }}

),

final as (

    select
        payer_id,
        billing_code,
        effective_from,
        effective_to,
        unit_rate

    from fee_schedules

    where
        unit_rate >= 0
        and not {{ is_nan('unit_rate') }}

)

select * from final
