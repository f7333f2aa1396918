{#
    NaN is no number, and every number, large or none at all, is not NaN.
#}

with

cases as (

    select
        {{ checked_cast("given_number", "numeric(18, 3)") }} as given_number,
        expected_nan

    from (
        values
        ('{{ "NaN" if target.type == "postgres" else "999999999999999" }}', true),
        ('0', false),
        ('-0.001', false),
        ('999999999999998.999', false),
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
