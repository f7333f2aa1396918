{#
    A pending day shows an authorization in date that has what the day needs; were there none, the day would be
    blocked.
#}

with

pending_days as (

    select * from {{ ref('int_client_days__decided') }}

    where status = 'pending'

),

authorizations as (

    select * from {{ ref('int_authorizations__checked') }}

),

candidates as (

    select * from {{ ref('int_client_days__authorizations') }}

),

final as (

    select
        pending_days.program_id,
        pending_days.client_id,
        pending_days.service_date,
        pending_days.authorization_id,
        candidates.units_needed,
        candidates.units_remaining

    from pending_days

    left join candidates
        on
            pending_days.program_id = candidates.program_id
            and pending_days.client_id = candidates.client_id
            and pending_days.service_date = candidates.service_date
            and pending_days.authorization_id = candidates.authorization_id

    left join authorizations
        on pending_days.authorization_id = authorizations.authorization_id

    where not coalesce(
        candidates.units_needed > 0
        and candidates.units_remaining >= candidates.units_needed
        and authorizations.is_active
        and authorizations.client_id = pending_days.client_id
        and authorizations.billing_code = pending_days.billing_code
        and authorizations.payer_id = pending_days.payer_id
        and pending_days.service_date between authorizations.start_date and authorizations.end_date,
        false
    )

)

select * from final
