with

source as (

    select * from {{ source('ehr', 'locations') }}

),

final as (

    select
        location_id,
        {{ blank_as_null('facility_id') }} as facility_id

    from source

)

select * from final
