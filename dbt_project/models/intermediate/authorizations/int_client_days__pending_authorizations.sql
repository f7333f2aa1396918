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

),

fees as (

    select * from {{ ref('int_fees__usable') }}

),

candidates as (

    select authorizations.*

    from pending_days

    inner join authorizations
        on
            pending_days.program_id = authorizations.program_id
            and pending_days.client_id = authorizations.client_id
            and pending_days.service_date = authorizations.service_date

),

rated as (

    select
        candidates.*,
        fees.unit_rate,
        row_number() over (
            partition by
                candidates.program_id,
                candidates.client_id,
                candidates.service_date,
                candidates.authorization_id
            order by fees.effective_from desc
        ) as rate_preference

    from candidates

    left join fees
        on
            candidates.payer_id = fees.payer_id
            and candidates.billing_code = fees.billing_code
            and candidates.service_date >= fees.effective_from
            and (candidates.service_date <= fees.effective_to or fees.effective_to is null)

),

final as (

    select
        program_id,
        client_id,
        service_date,
        preference,
        authorization_id,
        payer_id,
        billing_code,
        units_needed,
        units_remaining,
        unit_rate

    from rated

    where rate_preference = 1

)

select * from final
