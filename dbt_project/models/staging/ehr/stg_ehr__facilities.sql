with

final as (

    select
        facility_id,
        {{ blank_as_null('state') }} as state,
        {{ blank_as_null('time_zone') }} as time_zone

    from {{ source('ehr', 'facilities') }}

)

select * from final
