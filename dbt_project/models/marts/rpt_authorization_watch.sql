{#
    The active authorizations that need a look: those without units, those that will soon have none at their rate of use,
    and those that end soon; and whether another one of the same client and code goes on from there. How soon is soon say
    the variables of dbt_project.yml.
#}

with

authorizations as (

    select
        *,
        {{ plain_status('status') }} as plain_status,
        case when units_remaining = 0 then {{ run_date() }} else projected_exhaustion_date end as used_up_on

    from {{ ref('dim_authorizations') }}

),

lasting as (

    select
        *,
        least(used_up_on, end_date) as lasts_until,
        case
            when units_remaining = 0 then 'used_up'
            when used_up_on <= {{ add_days(run_date(), var('authorization_runs_out_within_days')) }} then 'running_out'
            when end_date <= {{ add_days(run_date(), var('authorization_ends_within_days')) }} then 'ending'
        end as state

    from authorizations

    where
        plain_status = 'active'
        and end_date >= {{ run_date() }}

),

watched as (

    select * from lasting

    where state is not null

),

ranked_successors as (

    select
        watched.authorization_id,
        successors.authorization_id as successor_id,
        successors.plain_status as successor_status,
        successors.start_date as successor_start_date,
        row_number() over (
            partition by watched.authorization_id
            order by
                -- one that is granted before one that was asked for
                successors.plain_status,
                successors.start_date,
                {{ code_point_order('successors.authorization_id') }}
        ) as place

    from watched

    inner join authorizations as successors
        on
            watched.client_id = successors.client_id
            and watched.billing_code = successors.billing_code
            and watched.authorization_id <> successors.authorization_id
            and watched.lasts_until < successors.end_date

    where
        successors.plain_status in ('active', 'pending')
        and successors.units_remaining > 0

),

final as (

    select
        watched.authorization_id,
        watched.client_id,
        watched.payer_id,
        watched.billing_code,
        watched.state,
        watched.units_remaining,
        watched.daily_burn,
        watched.end_date,
        watched.lasts_until,
        {{ days_between(run_date(), 'watched.lasts_until') }} as days_left,
        ranked_successors.successor_id,
        ranked_successors.successor_status,
        ranked_successors.successor_start_date,
        ranked_successors.successor_id is null as is_to_request

    from watched

    left join ranked_successors
        on
            watched.authorization_id = ranked_successors.authorization_id
            and ranked_successors.place = 1

)

select * from final
