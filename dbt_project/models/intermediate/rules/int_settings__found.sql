{#
    What this run finds in the settings and nobody has seen there yet: usable values other than the one remembered last for
    their row. Each is remembered with the run date, or with the latest date remembered for the row where that is later. A
    dry run decides as if it had remembered.
#}

{{ config(post_hook="{{ remember_settings(this) }}") }}

with

settings as (

    select * from {{ ref('int_settings__checked') }}

    where is_usable

),

remembered as (

    select
        *,
        max(run_date) over (partition by setting_number, program_id, effective_from) as last_run_date,
        row_number() over (
            partition by setting_number, program_id, effective_from
            order by place desc
        ) as recency

    from {{ source('quality', 'remembered_settings') }}

),

remembered_last as (

    select * from remembered

    where recency = 1

),

final as (

    select
        settings.setting_number,
        settings.program_id,
        settings.effective_from,
        {{ trimmed('settings.setting_value') }} as setting_value,
        greatest({{ run_date() }}, remembered_last.last_run_date) as run_date,
        remembered_last.setting_value as old_value,
        remembered_last.run_date as old_run_date

    from settings

    left join remembered_last
        on
            settings.setting_number = remembered_last.setting_number
            and settings.program_id = remembered_last.program_id
            and settings.effective_from = remembered_last.effective_from

    where remembered_last.setting_value is distinct from {{ trimmed('settings.setting_value') }}

)

select * from final
