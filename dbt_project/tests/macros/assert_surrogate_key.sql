{#
    Two different lists of values never share a key: not by where one value ends and the next begins, nor by a null that
    looks like a text. The same list always has the same key, of the same length.
#}

with

lists as (

    select *

    from (
        values
        (1, 'a', 'b'),
        (2, 'ab', ''),
        (3, '', 'ab'),
        (4, 'a', null),
        (5, null, 'a'),
        (6, 'a', 'null'),
        (7, null, null),
        (8, '', ''),
        (9, 'a", "b', ''),
        (10, 'a,b', ''),
        (11, 'A', 'b')
    ) as lists (list_number, first_value, second_value)

),

keyed as (

    select
        list_number,
        {{ surrogate_key(["first_value", "second_value"]) }} as list_key,
        {{ surrogate_key(["first_value", "second_value"]) }} as same_key,
        {{ surrogate_key(["first_value", "second_value", "cast(null as " ~ text_type() ~ ")"]) }} as longer_key

    from lists

),

counted as (

    select
        *,
        count(*) over (partition by list_key) as lists_with_the_key

    from keyed

),

final as (

    select * from counted

    where
        lists_with_the_key > 1
        or list_key is distinct from same_key
        or list_key = longer_key
        or length(list_key) <> 32

)

select * from final
