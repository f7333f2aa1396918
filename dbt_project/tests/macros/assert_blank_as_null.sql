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
        ('{{ " \t\r\n" }}', null),
        ('0', '0'),
        ('-', '-'),
        (' 602 ', ' 602 '),
        ('!', '!'),
        ('~', '~'),
        ('~6', '~6'),
        ('Ä', 'Ä'),
        (' Ä', ' Ä'),
        ('{{ "\x01" }}', '{{ "\x01" }}'),
        ('{{ "\t~" }}', '{{ "\t~" }}')
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
