{#
    A blocked day has one reason or more, each once and in the order in which they are told; a billed day may have those of
    its own, in order; an unsigned day and one that waits by hand have one each; every other day has none. The primary
    reason is the first.
#}

with

reason_order as (

    select * from {{ ref('reasons') }}

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

            order by reason_order.reason_order
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
