with

final as (

    select
        location_id,
        {{ blank_as_null('facility_id') }} as facility_id

    from {{ source('ehr', 'locations') }}

)

select * from final
