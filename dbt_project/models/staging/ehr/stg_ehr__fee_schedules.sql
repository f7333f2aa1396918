with

final as (

    select
        payer_id,
        billing_code,
        effective_from,
        effective_to,
        unit_rate

    from {{ source('ehr', 'fee_schedules') }}

)

select * from final
