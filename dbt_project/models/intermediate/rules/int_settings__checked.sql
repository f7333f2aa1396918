{#
    The rows of the settings, each with whether its value can be used: a threshold (508) above 0, the minutes of the note
    (509) from 1 to 1440, a lag (512) of 0 or more. The group that is told (510) is text.
#}

with

settings as (

    select * from {{ ref('stg_ehr__system_settings') }}

),

numbers_read as (

    select
        *,
        case when {{ is_decimal_number('setting_value') }} then {{ as_number('setting_value') }} end as decimal_value,
        case when {{ is_whole_number('setting_value') }} then {{ as_number('setting_value') }} end as whole_value

    from settings

),

final as (

    select
        setting_number,
        program_id,
        effective_from,
        setting_value,
        case setting_number
            when 508 then coalesce(decimal_value > 0, false)
            when 509 then coalesce(whole_value between 1 and 1440, false)
            when 512 then coalesce(whole_value >= 0, false)
            else false
        end as is_usable

    from numbers_read

)

select * from final
