{#
    The rows of the settings, each with whether its value can be used: a threshold (508) above 0, the minutes of the note
    (509) from 1 to 1440, a lag (512) of 0 or more. The group that is told (510) is text.
#}

with

settings as (

    select * from {{ ref('stg_ehr__system_settings') }}

),

final as (

    select
        setting_number,
        program_id,
        effective_from,
        setting_value,
        setting_number <> 510 and {{ setting_is_usable('setting_number', 'setting_value') }} as is_usable

    from settings

)

select * from final
