with

source as (

    select * from {{ source('ehr', 'payers') }}

),

final as (

    select
        payer_id,
        {{ blank_as_null('name') }} as payer_name

    from source

)

select * from final
