{#
    The stretches of a payer and code share no day: a note can meet only one of them.
#}

with

stretches as (

    select * from {{ ref('int_unit_rules__in_force') }}

),

final as (

    select
        earlier.payer_id,
        earlier.billing_code,
        earlier.first_day,
        earlier.last_day,
        later.first_day as next_first_day

    from stretches as earlier

    inner join stretches as later
        on
            earlier.payer_id = later.payer_id
            and earlier.billing_code = later.billing_code
            and earlier.first_day < later.first_day

    where earlier.last_day >= later.first_day

)

select * from final
