{#
    Numbers in the billers' messages, as a person writes them.
#}

with

cases as (

    select
        expected_text,
        cast(given as numeric(18, 3)) as given

    from (
        values
        (6, '6'), (6.5, '6.5'), (0, '0'), (0.125, '0.125'), (100, '100'), (1200.1, '1200.1')
    ) as numbers (given, expected_text)

),

final as (

    select
        *,
        {{ plain_number("given") }} as plain_text

    from cases

)

select * from final

where plain_text is distinct from expected_text
