{#
    A blocked day has one reason or more, each once and in the order in which they are told; a billed day has none but
    support_lost; every other day has none. The primary reason is the first.
#}

with

reason_order as (

    select *

    from (
        values
        (1, 'multiple_programs'),
        (2, 'overlapping_authorizations'),
        (3, 'no_authorization'),
        (4, 'zero_billable_units'),
        (5, 'authorization_exhausted'),
        (6, 'missing_default_clinician'),
        (7, 'missing_default_location'),
        (8, 'missing_default_location_code')
    ) as reasons (place, reason)

),

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

expected_days as (

    select
        decided_days.program_id,
        decided_days.client_id,
        decided_days.service_date,
        decided_days.status,
        decided_days.primary_reason,
        decided_days.reasons,
        array(
            select reason_order.reason

            from reason_order

            where reason_order.reason = any(decided_days.reasons)

            order by reason_order.place
        ) as known_reasons_in_order

    from decided_days

),

final as (

    select *

    from expected_days

    where
        primary_reason is distinct from reasons[1]
        or case status
            when 'blocked' then cardinality(reasons) = 0 or reasons <> known_reasons_in_order
            when 'billed' then reasons not in (array[]::text[], array['support_lost'])
            else cardinality(reasons) > 0
        end

)

select * from final
