with

final as (

    select
        clinician_id,
        {{ blank_as_null('npi') }} as npi

    from {{ source('ehr', 'clinicians') }}

)

select * from final
