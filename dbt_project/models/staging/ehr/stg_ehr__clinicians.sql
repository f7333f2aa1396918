with

source as (

    select * from {{ source('ehr', 'clinicians') }}

),

final as (

    select
        clinician_id,
        {{ blank_as_null('npi') }} as npi

    from source

)

select * from final
