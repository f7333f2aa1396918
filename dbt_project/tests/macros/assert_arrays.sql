{#
    A group's values are collected in the order asked for; the first element of an empty array is null.
#}

with

reasons as (

    select *

    from (
        values ('c1', 10, 'tenth'), ('c1', 2, 'second'), ('c1', 8, 'eighth'), ('c2', 3, 'third')
    ) as told (client_id, reason_order, reason)

),

collected as (

    select
        client_id,
        {{ collect("reason", order_by="reason_order") }} as reasons

    from reasons

    group by client_id

    union all

    select
        'nobody' as client_id,
        {{ text_array() }} as reasons

),

expected as (

    select
        client_id,
        cast(expected_reasons as text[]) as expected_reasons,
        expected_first

    from (
        values
        ('c1', '{second,eighth,tenth}', 'second'),
        ('c2', '{third}', 'third'),
        ('nobody', '{}', null)
    ) as arrays (client_id, expected_reasons, expected_first)

),

final as (

    select
        expected.*,
        collected.reasons,
        {{ first_element("collected.reasons") }} as first_reason

    from expected

    left join collected
        on expected.client_id = collected.client_id

)

select * from final

where
    reasons is distinct from expected_reasons
    or first_reason is distinct from expected_first
