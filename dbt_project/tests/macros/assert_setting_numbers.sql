{#
    Which texts of a setting are read as a number, which as a whole number, and as which: plain decimal notation only.
#}

with

cases as (

    select *

    from (
        values
        -- text, a number, a whole number, its value
        ('1', true, true, 1),
        ('0', true, true, 0),
        ('007', true, true, 7),
        ('+3', true, true, 3),
        ('-2', true, true, -2),
        (' 180 ', true, true, 180),
        ('{{ "180\n" }}', true, true, 180),
        ('999999999999', true, true, 999999999999),
        ('0.5', true, false, 0.5),
        ('.5', true, false, 0.5),
        ('2.', true, false, 2),
        ('2.0', true, false, 2),
        ('-0.125', true, false, -0.125),
        ('1000000000000', false, false, null),
        ('0.1234567890123', false, false, null),
        ('', false, false, null),
        ('.', false, false, null),
        ('+', false, false, null),
        ('four', false, false, null),
        ('2 days', false, false, null),
        ('1 2', false, false, null),
        ('1,5', false, false, null),
        ('1e3', false, false, null),
        ('0x10', false, false, null),
        ('NaN', false, false, null),
        ('Infinity', false, false, null),
        (null, false, false, null)
    ) as typed_settings (given_text, expected_number, expected_whole_number, expected_value)

),

final as (

    select
        *,
        coalesce({{ is_decimal_number("given_text") }}, false) as is_number,
        coalesce({{ is_whole_number("given_text") }}, false) as is_whole,
        case when {{ is_decimal_number("given_text") }} then {{ as_number("given_text") }} end as number_read

    from cases

)

select * from final

where
    is_number <> expected_number
    or is_whole <> expected_whole_number
    or number_read is distinct from expected_value
