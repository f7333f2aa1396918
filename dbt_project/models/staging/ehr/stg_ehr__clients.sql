{#- Without display_name, which no model needs and which need not be readable here. -#}

with

final as (

    select
        client_id,
        {{ blank_as_null('facility_id') }} as facility_id,
        {{ blank_as_null('default_clinician_id') }} as default_clinician_id,
        {{ blank_as_null('default_location_id') }} as default_location_id,
        {{ blank_as_null('default_location_code') }} as default_location_code

    from {{ source('ehr', 'clients') }}

)

select * from final
