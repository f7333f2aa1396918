{#
    Published tables of minutes and units. Where it is given, one more unit is due from round_up_minutes left over.

    Medicare: Medicare Claims Processing Manual, chapter 5, section 20.2 (the "8-minute rule").
    Midpoint: CPT's rule that a time-based service is attained once its midpoint is passed; 30 minutes is psychotherapy
    90832, which is 16 to 37 minutes.
    Any minute over: a unit is billed as soon as it has begun.
#}

with

cases as (

    select *

    from (
        values
        -- table, minutes, minutes per unit, round up from, units
        ('Medicare', 0, 15, 8, 0),
        ('Medicare', 7, 15, 8, 0),
        ('Medicare', 8, 15, 8, 1),
        ('Medicare', 22, 15, 8, 1),
        ('Medicare', 23, 15, 8, 2),
        ('Medicare', 37, 15, 8, 2),
        ('Medicare', 38, 15, 8, 3),
        ('Medicare', 52, 15, 8, 3),
        ('Medicare', 53, 15, 8, 4),
        ('Medicare', 67, 15, 8, 4),
        ('Medicare', 68, 15, 8, 5),
        ('Medicare', 82, 15, 8, 5),
        ('Medicare', 83, 15, 8, 6),
        ('Medicare', 97, 15, 8, 6),
        ('Medicare', 98, 15, 8, 7),
        ('Medicare', 112, 15, 8, 7),
        ('Medicare', 113, 15, 8, 8),
        ('Medicare', 127, 15, 8, 8),
        ('Midpoint of 30 minutes', 15, 30, 16, 0),
        ('Midpoint of 30 minutes', 16, 30, 16, 1),
        ('Midpoint of 30 minutes', 37, 30, 16, 1),
        ('Midpoint of 30 minutes', 45, 30, 16, 1),
        ('Midpoint of 30 minutes', 46, 30, 16, 2),
        ('Midpoint of 60 minutes', 30, 60, 31, 0),
        ('Midpoint of 60 minutes', 31, 60, 31, 1),
        ('Midpoint of 60 minutes', 90, 60, 31, 1),
        ('Midpoint of 60 minutes', 91, 60, 31, 2),
        ('Any minute over', 15, 15, 1, 1),
        ('Any minute over', 16, 15, 1, 2),
        ('Round up at the end, which is never', 29, 15, 15, 1),
        ('Round down, 15 minutes', 0, 15, null, 0),
        ('Round down, 15 minutes', 14, 15, null, 0),
        ('Round down, 15 minutes', 15, 15, null, 1),
        ('Round down, 15 minutes', 29, 15, null, 1),
        ('Round down, 15 minutes', 30, 15, null, 2),
        ('Round down, 15 minutes', 44, 15, null, 2),
        ('Round down, 15 minutes', 45, 15, null, 3),
        ('Round down, 15 minutes', 59, 15, null, 3),
        ('Round down, 15 minutes', 60, 15, null, 4),
        ('Round down, 60 minutes', 59, 60, null, 0),
        ('Round down, 60 minutes', 60, 60, null, 1),
        ('Round down, 60 minutes', 180, 60, null, 3),
        ('A minute a unit', 1440, 1, null, 1440)
    ) as published (source, minutes, minutes_per_unit, round_up_minutes, expected_units)

),

final as (

    select
        *,
        {{ duration_units("minutes", "minutes_per_unit", "round_up_minutes is not null", "round_up_minutes")
            | indent(8) }} as units

    from cases

)

select * from final

where units is distinct from expected_units
