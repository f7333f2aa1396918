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

fee_schedules as (

    select * from {{ ref('stg_ehr__fee_schedules') }}

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
        fee_schedules.unit_rate,
        row_number() over (
            partition by
                candidates.program_id,
                candidates.client_id,
                candidates.service_date,
                candidates.authorization_id
            order by fee_schedules.effective_from desc
        ) as rate_preference

    from candidates

    left join fee_schedules
        on
            candidates.payer_id = fee_schedules.payer_id
            and candidates.billing_code = fee_schedules.billing_code
            and candidates.service_date >= fee_schedules.effective_from
            and (candidates.service_date <= fee_schedules.effective_to or fee_schedules.effective_to is null)

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
