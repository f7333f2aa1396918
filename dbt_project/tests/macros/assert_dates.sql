{#
    Days are counted and added across the end of a month, of a year and of February.
#}

with

cases as (

    select
        cast(first_day as date) as first_day,
        cast(last_day as date) as last_day,
        expected_days

    from (
        values
        ('2016-07-31', '2016-07-31', 0),
        ('2016-07-31', '2016-08-02', 2),
        ('2016-02-28', '2016-03-01', 2),
        ('2015-02-28', '2015-03-01', 1),
        ('2016-12-31', '2017-01-01', 1),
        ('2016-08-02', '2016-07-31', -2)
    ) as spans (first_day, last_day, expected_days)

),

final as (

    select
        *,
        {{ days_between("first_day", "last_day") }} as days_counted,
        {{ add_days("first_day", "expected_days") }} as day_reached,
        (select count(*) from ({{ each_day("first_day", "last_day") }}) as listed_days) as days_listed

    from cases

)

select * from final

where
    days_counted <> expected_days
    or day_reached <> last_day
    or days_listed <> greatest(expected_days + 1, 0)
