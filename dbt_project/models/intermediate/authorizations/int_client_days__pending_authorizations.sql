{#
    The authorizations that each pending client-day may be written under, in the order of use, with the rate in force
    for the payer and code, if there is one. The write-back decides with what they have when it has locked them.
#}

with

pending_days as (

    select * from {{ ref('int_client_days__pending') }}

),

authorizations as (

    select * from {{ ref('int_client_days__authorizations') }}

    where is_candidate

),

fees as (

    select * from {{ ref('int_fees__in_force') }}

),

final as (

    select
        authorizations.program_id,
        authorizations.client_id,
        authorizations.service_date,
        authorizations.preference,
        authorizations.authorization_id,
        authorizations.payer_id,
        authorizations.billing_code,
        authorizations.units_needed,
        authorizations.units_remaining,
        fees.unit_rate

    from pending_days

    inner join authorizations
        on
            pending_days.program_id = authorizations.program_id
            and pending_days.client_id = authorizations.client_id
            and pending_days.service_date = authorizations.service_date

    left join fees
        on
            authorizations.payer_id = fees.payer_id
            and authorizations.billing_code = fees.billing_code
            and authorizations.service_date between fees.first_day and fees.last_day

)

select * from final
