{#
    Published tables of minutes and units, every minute of them. Where it is given, one more unit is due from
    round_up_minutes left over.

    Medicare: Medicare Claims Processing Manual, chapter 5, section 20.2 (the "8-minute rule").
    Midpoint: CPT's rule that a time-based service is attained once its midpoint is passed; 30 minutes is psychotherapy
    90832, which is 16 to 37 minutes, and 60 minutes is 90837 in a table that rounds to the nearest hour.
    Any minute over: a unit is billed as soon as it has begun.
    Tenths of an hour: Texas Medicaid's school services (SHARS), to the nearest 6 minutes.
#}

with

published as (

    select *

    from (
        values
        -- table, first minute, last minute, minutes per unit, round up from, units
        ('Medicare', 0, 7, 15, 8, 0),
        ('Medicare', 8, 22, 15, 8, 1),
        ('Medicare', 23, 37, 15, 8, 2),
        ('Medicare', 38, 52, 15, 8, 3),
        ('Medicare', 53, 67, 15, 8, 4),
        ('Medicare', 68, 82, 15, 8, 5),
        ('Medicare', 83, 97, 15, 8, 6),
        ('Medicare', 98, 112, 15, 8, 7),
        ('Medicare', 113, 127, 15, 8, 8),
        ('Midpoint of 30 minutes', 0, 15, 30, 16, 0),
        ('Midpoint of 30 minutes', 16, 45, 30, 16, 1),
        ('Midpoint of 30 minutes', 46, 75, 30, 16, 2),
        ('Midpoint of 60 minutes', 0, 30, 60, 31, 0),
        ('Midpoint of 60 minutes', 31, 90, 60, 31, 1),
        ('Midpoint of 60 minutes', 91, 150, 60, 31, 2),
        ('Any minute over', 0, 0, 15, 1, 0),
        ('Any minute over', 1, 15, 15, 1, 1),
        ('Any minute over', 16, 30, 15, 1, 2),
        ('Tenths of an hour', 36, 38, 6, 3, 6),
        ('Tenths of an hour', 90, 90, 6, 3, 15),
        ('Round up at the end, which is never', 15, 29, 15, 15, 1),
        ('Round down, 15 minutes', 0, 14, 15, null, 0),
        ('Round down, 15 minutes', 15, 29, 15, null, 1),
        ('Round down, 15 minutes', 30, 44, 15, null, 2),
        ('Round down, 15 minutes', 45, 59, 15, null, 3),
        ('Round down, 15 minutes', 60, 74, 15, null, 4),
        ('Round down, 60 minutes', 0, 59, 60, null, 0),
        ('Round down, 60 minutes', 60, 119, 60, null, 1),
        ('Round down, 60 minutes', 180, 239, 60, null, 3),
        ('A minute a unit', 1440, 1440, 1, null, 1440)
    ) as ranges (source, first_minute, last_minute, minutes_per_unit, round_up_minutes, expected_units)

),

digits as (

    select *

    from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
    ) as digits (digit)

),

each_minute as (

    select 1000 * thousands.digit + 100 * hundreds.digit + 10 * tens.digit + ones.digit as minutes

    from digits as thousands

    cross join digits as hundreds

    cross join digits as tens

    cross join digits as ones

),

cases as (

    select
        published.*,
        each_minute.minutes

    from published

    inner join each_minute
        on each_minute.minutes between published.first_minute and published.last_minute

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
