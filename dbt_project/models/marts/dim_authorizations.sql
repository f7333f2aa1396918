{#
    Every usable authorization with what remains of it, how fast it is used, and when it will be used up at that rate.
    The rate is what was used so far, over the days since it began, as of the run date. One that ends before it is used
    up has no date of exhaustion.
#}

{{ config(indexes=indexes([{"columns": ["client_id"]}])) }}

with

authorizations as (

    select
        authorization_id,
        client_id,
        payer_id,
        billing_code,
        start_date,
        end_date,
        status,
        units_authorized,
        coalesce(units_used, 0) as units_used,
        -- as the EHR has it: a dry run gives nothing back
        greatest(units_authorized - coalesce(units_used, 0), 0) as units_remaining

    from {{ ref('int_authorizations__checked') }}

    where quarantine_cause is null

),

aged as (

    select
        *,
        -- replicas hold dates such as 'infinity', which no number of days can be counted to
        least(end_date, cast('9999-12-31' as date)) as last_date,
        case
            when start_date between cast('0001-01-01' as date) and {{ run_date() }}
                then {{ days_between('start_date', 'least(end_date, ' ~ run_date() ~ ')') }} + 1
        end as days_run

    from authorizations

),

burning as (

    select
        *,
        case when units_used > 0 then units_used / days_run end as units_a_day,
        case
            when last_date >= {{ run_date() }} then {{ days_between(run_date(), 'last_date') }}
        end as days_left

    from aged

),

final as (

    select
        authorization_id,
        client_id,
        payer_id,
        billing_code,
        start_date,
        end_date,
        status,
        cast(units_authorized as numeric(12, 3)) as units_authorized,
        cast(units_used as numeric(12, 3)) as units_used,
        cast(units_remaining as numeric(18, 3)) as units_remaining,
        cast(units_a_day as numeric(18, 3)) as daily_burn,
        case
            when units_remaining <= units_a_day * days_left
                then {{ add_days(run_date(), 'cast(ceil(units_remaining / units_a_day) as integer)') }}
        end as projected_exhaustion_date

    from burning

)

select * from final
