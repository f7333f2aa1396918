{#
    A blocked day has one reason or more, each once and in the order in which they are told; a billed day may
    have those of its own, in order; an unsigned day and one that waits by hand have one each; every other day has none. The primary reason is the first.
#}

with

reason_order as (

    select *

    from (
        values
        (1, 'multiple_programs'),
        (2, 'overlapping_authorizations'),
        (3, 'no_authorization'),
        (4, 'payer_not_in_force'),
        (5, 'zero_billable_units'),
        (6, 'authorization_exhausted'),
        (7, 'duplicate_sessions'),
        (8, 'missing_default_clinician'),
        (9, 'missing_default_location'),
        (10, 'missing_default_location_code'),
        (11, 'support_lost'),
        (12, 'authorization_withdrawn'),
        (13, 'coverage_withdrawn'),
        (14, 'not_invoiced')
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
            when 'billed'
                then
                    reasons <> known_reasons_in_order
                    or not reasons
                    <@ array['support_lost', 'authorization_withdrawn', 'coverage_withdrawn', 'not_invoiced']
            when 'unsigned' then reasons <> array['unsigned_notes']
            when 'already_billed' then reasons not in (array[]::text[], array['unsigned_by_hand'])
            else cardinality(reasons) > 0
        end

)

select * from final
