{#
    The active authorizations, with what becomes of each: used up, without units soon at its rate of use, ending soon, or
    lasting; and whether another one of the same client and code goes on from there. How soon is soon say the variables of
    dbt_project.yml. What follows begins no later than the first day that is not covered: behind a gap nothing follows.
#}

with

authorizations as (

    select
        *,
        {{ plain_status('status') }} as plain_status,
        case when units_remaining = 0 then {{ run_date() }} else projected_exhaustion_date end as used_up_on,
        -- replicas hold dates such as 'infinity', to which no days can be counted
        least(end_date, cast('9999-12-31' as date)) as last_date

    from {{ ref('dim_authorizations') }}

    where end_date >= {{ run_date() }}

),

standing as (

    select
        *,
        least(used_up_on, last_date) as lasts_until,
        case
            when units_remaining = 0 then {{ run_date() }}
            when least(used_up_on, last_date) < cast('9999-12-31' as date)
                then {{ add_days('least(used_up_on, last_date)', 1) }}
            else last_date
        end as uncovered_from

    from authorizations

    where
        plain_status = 'active'
        or (plain_status = 'pending' and units_remaining > 0)

),

watched as (

    select
        *,
        case
            when units_remaining = 0 then 'used_up'
            when used_up_on <= {{ add_days(run_date(), var('authorization_runs_out_within_days')) }} then 'running_out'
            when last_date <= {{ add_days(run_date(), var('authorization_ends_within_days')) }} then 'ending'
            else 'lasting'
        end as state

    from standing

    where plain_status = 'active'

),

ranked_successors as (

    select
        watched.authorization_id,
        successors.authorization_id as successor_id,
        successors.plain_status as successor_status,
        successors.start_date as successor_start_date,
        successors.start_date <= watched.uncovered_from as is_in_time,
        row_number() over (
            partition by watched.authorization_id
            order by
                case when successors.start_date <= watched.uncovered_from then 1 else 2 end,
                -- one that is granted before one that was asked for
                successors.plain_status,
                successors.start_date,
                {{ code_point_order('successors.authorization_id') }}
        ) as place

    from watched

    -- of several that last equally long, each is followed by the next, and the last one by none
    inner join standing as successors
        on
            watched.client_id = successors.client_id
            and watched.billing_code = successors.billing_code
            and (watched.uncovered_from, watched.last_date, watched.authorization_id)
            < (successors.uncovered_from, successors.last_date, successors.authorization_id)

),

final as (

    select
        watched.authorization_id,
        watched.client_id,
        watched.payer_id,
        watched.billing_code,
        watched.state,
        watched.start_date,
        watched.end_date,
        watched.units_authorized,
        watched.units_used,
        watched.units_remaining,
        watched.daily_burn,
        watched.projected_exhaustion_date,
        watched.lasts_until,
        {{ days_between(run_date(), 'watched.lasts_until') }} as days_left,
        watched.uncovered_from,
        ranked_successors.successor_id,
        ranked_successors.successor_status,
        ranked_successors.successor_start_date,
        case when ranked_successors.is_in_time then ranked_successors.successor_status else 'nothing' end
            as followed_by,
        watched.state <> 'lasting' and ranked_successors.is_in_time is not true as is_to_request

    from watched

    left join ranked_successors
        on
            watched.authorization_id = ranked_successors.authorization_id
            and ranked_successors.place = 1

)

select * from final
