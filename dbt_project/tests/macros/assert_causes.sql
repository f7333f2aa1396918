{#
    The causes whose condition is true, in the order in which they are listed; null where none is. A condition that
    comes to null is not true.
#}

with

cases as (

    select *

    from (
        values
        (false, false, null),
        (null, null, null),
        (true, false, 'no client'),
        (false, true, 'units above 3'),
        (null, true, 'units above 3'),
        (true, true, 'no client; units above 3')
    ) as defects (has_no_client, has_too_many_units, expected_cause)

),

final as (

    select
        *,
        {{ causes([
            ("has_no_client", "'no client'"),
            ("has_too_many_units", "concat_ws('', 'units above ', 3)"),
        ]) | indent(8) }} as cause

    from cases

)

select * from final

where cause is distinct from expected_cause
