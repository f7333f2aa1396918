{#
    What holds nothing but white space is null; everything else stays as it is.
#}

with

cases as (

    select *

    from (
        values
        (null, null),
        ('', null),
        (' ', null),
        (e' \t\r\n', null),
        ('0', '0'),
        ('-', '-'),
        (' 602 ', ' 602 '),
        ('!', '!'),
        ('~', '~'),
        ('~6', '~6'),
        ('Ä', 'Ä'),
        (' Ä', ' Ä'),
        (e'\x01', e'\x01'),
        (e'\t~', e'\t~')
    ) as texts (given_text, expected_text)

),

final as (

    select
        *,
        {{ blank_as_null("given_text") }} as output

    from cases

)

select * from final

where output is distinct from expected_text
