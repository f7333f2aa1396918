{#
    A group's values are collected in the order asked for, and those alone that are asked for; the first element of an
    empty array is null, and so is what nothing was collected into.
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
        {{ collect("reason", order_by="reason_order") }} as reasons,
        {{ collect("reason", order_by="reason_order desc", only_where="reason_order > 3") }} as late_reasons

    from reasons

    group by client_id

    union all

    select
        'nobody' as client_id,
        {{ text_array() }} as reasons,
        {{ text_array(["'eighth'"]) }} as late_reasons

),

expected as (

    select
        client_id,
        expected_reasons,
        expected_first,
        expected_text,
        expected_late,
        expected_to_hold

    from (
        values
        (
            'c1', {{ text_array(["'second'", "'eighth'", "'tenth'"]) }}, 'second', 'second, eighth, tenth',
            {{ text_array(["'tenth'", "'eighth'"]) }}, true
        ),
        ('c2', {{ text_array(["'third'"]) }}, 'third', 'third', null, false),
        ('nobody', {{ text_array() }}, null, '', {{ text_array(["'eighth'"]) }}, false)
    ) as arrays (client_id, expected_reasons, expected_first, expected_text, expected_late, expected_to_hold)

),

final as (

    select
        expected.*,
        collected.reasons,
        collected.late_reasons,
        {{ first_element("collected.reasons") }} as first_reason,
        {{ array_text("collected.reasons") }} as reasons_text,
        {{ array_holds("collected.reasons", "'eighth'") }} as holds_eighth

    from expected

    left join collected
        on expected.client_id = collected.client_id

)

select * from final

where
    reasons is distinct from expected_reasons
    or first_reason is distinct from expected_first
    or late_reasons is distinct from expected_late
    or reasons_text is distinct from expected_text
    or holds_eighth is distinct from expected_to_hold
