with

source as (

    select * from {{ source('ehr', 'system_settings') }}

),

final as (

    select
        setting_number,
        program_id,
        effective_from,
        {{ blank_as_null('value') }} as setting_value

    from source

)

select * from final
