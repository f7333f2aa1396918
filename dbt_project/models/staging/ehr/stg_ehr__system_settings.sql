with

final as (

    select
        setting_number,
        program_id,
        effective_from,
        {{ blank_as_null('value') }} as setting_value

    from {{ source('ehr', 'system_settings') }}

)

select * from final
