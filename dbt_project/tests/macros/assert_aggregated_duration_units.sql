{#
    Two services of one code: what their minutes make when they are added up first (aggregate_on minutes), and when each
    is converted first (units). Worked out by hand from the two rules.
#}

with

cases as (

    select *

    from (
        values
        -- minutes of each, minutes per unit, round up from, units of the summed minutes, summed units
        (10, 10, 15, 8, 1, 2),
        (7, 7, 15, 8, 1, 0),
        (22, 22, 15, 8, 3, 2),
        (24, 23, 15, 8, 3, 4),
        (29, 29, 15, null, 3, 2),
        (45, 45, 60, 31, 1, 2)
    ) as services (
        first_minutes, second_minutes, minutes_per_unit, round_up_minutes, expected_on_minutes, expected_on_units
    )

),

converted as (

    select
        *,
        {{ duration_units(
            "(first_minutes + second_minutes)", "minutes_per_unit", "round_up_minutes is not null", "round_up_minutes"
        ) | indent(8) }} as units_on_minutes,
        {{ duration_units("first_minutes", "minutes_per_unit", "round_up_minutes is not null", "round_up_minutes")
            | indent(8) }} as first_units,
        {{ duration_units("second_minutes", "minutes_per_unit", "round_up_minutes is not null", "round_up_minutes")
            | indent(8) }} as second_units

    from cases

),

final as (

    select * from converted

    where
        units_on_minutes is distinct from expected_on_minutes
        or first_units + second_units is distinct from expected_on_units

)

select * from final
