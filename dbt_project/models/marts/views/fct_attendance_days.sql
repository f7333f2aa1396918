{#-
    The days that clients attended, and how long: those with a note that counts, billed or not.
-#}

with

days as (

    select * from {{ ref('fct_per_diem_days') }}

    where note_count > 0

),

final as (

    select
        program_id,
        client_id,
        service_date,
        note_count,
        counted_minutes as minutes,
        units,
        threshold_units,
        units >= threshold_units as has_met_threshold,
        status

    from days

)

select * from final
