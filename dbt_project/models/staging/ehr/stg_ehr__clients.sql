{#- Without display_name: no model needs to know who a client is. -#}

with

source as (

    select * from {{ source('ehr', 'clients') }}

),

final as (

    select
        client_id,
        {{ blank_as_null('facility_id') }} as facility_id,
        {{ blank_as_null('default_clinician_id') }} as default_clinician_id,
        {{ blank_as_null('default_location_id') }} as default_location_id,
        {{ blank_as_null('default_location_code') }} as default_location_code

    from source

)

select * from final
