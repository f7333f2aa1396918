{#
    NaN is no number, and every number, large or none at all, is not NaN.
#}

with

cases as (

    select
        cast(given_number as numeric) as given_number,
        expected_nan

    from (
        values
        ('NaN', true),
        ('0', false),
        ('-0.001', false),
        ('1e300', false),
        ('Infinity', false),
        (null, null)
    ) as numbers (given_number, expected_nan)

),

final as (

    select
        *,
        {{ is_nan("given_number") }} as output

    from cases

)

select * from final

where output is distinct from expected_nan
