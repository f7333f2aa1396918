with

final as (

    select
        payer_id,
        {{ blank_as_null('name') }} as payer_name

    from {{ source('ehr', 'payers') }}

)

select * from final
