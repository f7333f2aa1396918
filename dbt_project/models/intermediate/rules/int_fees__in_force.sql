{#
    The fee that is in force for a payer and a code, date by date: of several the one that took effect last. A rate that is
    no number or below 0 is no fee: the day is billed without an amount, and the audit says so. The dates of all fees of a
    payer and code cut time into stretches in which the same fees are in force.
#}

with

fees as (

    select
        payer_id,
        billing_code,
        effective_from,
        coalesce(least(effective_to, cast('9999-12-31' as date)), cast('9999-12-31' as date)) as effective_to,
        unit_rate

    from {{ ref('stg_ehr__fee_schedules') }}

    where
        unit_rate >= 0
        and not {{ is_nan('unit_rate') }}
        and effective_from <= coalesce(effective_to, cast('9999-12-31' as date))

),

first_days as (

    select
        payer_id,
        billing_code,
        effective_from as first_day

    from fees

    union

    select
        payer_id,
        billing_code,
        {{ add_days('effective_to', 1) }} as first_day

    from fees

),

stretches as (

    select
        payer_id,
        billing_code,
        first_day,
        {{ add_days('lead(first_day) over (partition by payer_id, billing_code order by first_day)', -1) }} as last_day

    from first_days

),

ranked as (

    select
        stretches.payer_id,
        stretches.billing_code,
        stretches.first_day,
        stretches.last_day,
        fees.unit_rate,
        row_number() over (
            partition by stretches.payer_id, stretches.billing_code, stretches.first_day
            order by fees.effective_from desc
        ) as preference

    from stretches

    inner join fees
        on
            stretches.payer_id = fees.payer_id
            and stretches.billing_code = fees.billing_code
            and stretches.first_day between fees.effective_from and fees.effective_to

),

final as (

    select
        payer_id,
        billing_code,
        first_day,
        last_day,
        unit_rate

    from ranked

    where preference = 1

)

select * from final
