{#-
    Each run of the night: how it ended, what it came to, and whether it was clean. Texts of errors stay behind.
-#}

with

runs as (

    select * from {{ source('quality', 'runs') }}

),

figures as (

    select
        run_id,
        sum(case when measure = 'status' then value end) as days_decided,
        sum(case when measure = 'status' and name = 'billed' then value end) as days_billed,
        sum(case when measure = 'status' and name = 'blocked' then value end) as days_blocked,
        sum(case when measure = 'status' and name = 'unsigned' then value end) as days_unsigned,
        sum(case when measure = 'written' and name = 'notes' then value end) as notes_written,
        sum(case when measure = 'written' and name = 'amount' then value end) as amount_written,
        -- kept once the results of the checks are deleted
        sum(case when measure = 'checks' and name = 'carried_out' then value end) as checks,
        sum(case when measure = 'checks' and name = 'failed' then value end) as checks_failed,
        sum(case when measure = 'checks' and name = 'critical_failed' then value end) as critical_checks_failed

    from {{ source('quality', 'run_figures') }}

    group by run_id

),

checks as (

    select
        run_id,
        count(*) as checks,
        count(case when not success then 1 end) as checks_failed,
        count(case when not success and severity = 'critical' then 1 end) as critical_checks_failed

    from {{ source('quality', 'check_results') }}

    group by run_id

),

final as (

    select
        runs.run_id,
        runs.run_date,
        runs.run_date - runs.lookback_days as window_start,
        runs.dry_run as is_dry_run,
        runs.started_at,
        runs.finished_at,
        runs.published_at,
        runs.state,
        runs.failed_task,
        runs.decides,
        -- days are counted once they are published; none before that is not the same as 0
        cast(case when runs.published_at is not null then coalesce(figures.days_decided, 0) end as integer)
            as days_decided,
        cast(case when runs.published_at is not null then coalesce(figures.days_billed, 0) end as integer)
            as days_billed,
        cast(case when runs.published_at is not null then coalesce(figures.days_blocked, 0) end as integer)
            as days_blocked,
        cast(case when runs.published_at is not null then coalesce(figures.days_unsigned, 0) end as integer)
            as days_unsigned,
        cast(coalesce(figures.notes_written, 0) as integer) as notes_written,
        cast(coalesce(figures.amount_written, 0) as numeric(18, 2)) as amount_written,
        cast(coalesce(checks.checks, figures.checks, 0) as integer) as checks,
        cast(coalesce(checks.checks_failed, figures.checks_failed, 0) as integer) as checks_failed,
        cast(coalesce(checks.critical_checks_failed, figures.critical_checks_failed, 0) as integer)
            as critical_checks_failed,
        case
            when runs.state <> 'running'
                then
                    runs.state = 'success'
                    and coalesce(checks.critical_checks_failed, figures.critical_checks_failed, 0) = 0
        end as is_clean

    from runs

    left join figures
        on runs.run_id = figures.run_id

    left join checks
        on runs.run_id = checks.run_id

)

select * from final
