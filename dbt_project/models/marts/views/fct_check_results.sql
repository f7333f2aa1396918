{#-
    What each check of each run found, in counts. The keys of what it found stay in quality.check_results: they may say of
    people what no mart does, such as who is a member of a group.
-#}

with

final as (

    select
        run_id,
        run_date,
        suite,
        check_name,
        severity,
        success as is_passed,
        stops_run,
        checked_at,
        failing_count,
        error,
        why,
        what_to_do

    from {{ source('quality', 'check_results') }}

)

select * from final
