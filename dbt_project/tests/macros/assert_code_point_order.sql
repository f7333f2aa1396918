{#
    Ties are broken by code point in every database: digits, then capitals, then small letters, then all others.
#}

with

cases as (

    select *

    from (
        values ('', 1), ('10', 2), ('9', 3), ('B', 4), ('Z1', 5), ('a', 6), ('a 1', 7), ('a-1', 8), ('b', 9), ('é', 10)
    ) as texts (given_text, expected_place)

),

final as (

    select
        *,
        row_number() over (order by {{ code_point_order("given_text") }}) as place

    from cases

)

select * from final

where place <> expected_place
