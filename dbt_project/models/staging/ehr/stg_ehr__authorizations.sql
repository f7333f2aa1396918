with

final as (

    select
        authorization_id,
        {{ blank_as_null('client_id') }} as client_id,
        {{ blank_as_null('payer_id') }} as payer_id,
        {{ blank_as_null('billing_code') }} as billing_code,
        start_date,
        end_date,
        units_authorized,
        units_used,
        status,
        updated_at

    from {{ source('ehr', 'authorizations') }}

)

select * from final
