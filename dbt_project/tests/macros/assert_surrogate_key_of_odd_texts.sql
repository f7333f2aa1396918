{#
    A key is made of the same text on every engine: the values as PostgreSQL writes them in JSON, control characters and
    those beyond the first plane of Unicode included. chr(92) is the backslash, which databases read in two ways.
#}

with

cases as (

    select
        concat_ws('', 'a', chr(31), chr(127), chr(92), '"/é😀', chr(9), chr(11), chr(8)) as odd_text,
        cast('2016-08-02' as date) as some_date,
        concat_ws(
            '',
            '["a', chr(92), 'u001f', chr(127), chr(92), chr(92), chr(92), '"/é😀', chr(92), 't', chr(92), 'u000b',
            chr(92), 'b", "2016-08-02", null]'
        ) as expected_text

),

final as (

    select
        {{ surrogate_key(["odd_text", "some_date", "cast(null as " ~ text_type() ~ ")"]) | indent(8) }} as odd_key,
        md5(expected_text) as expected_key

    from cases

)

select * from final

where odd_key <> expected_key
