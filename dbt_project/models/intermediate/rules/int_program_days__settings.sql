{#
    The settings in force for each program on each service date of the window: the threshold (setting number 508), the
    minutes of the per-diem note (509), the group that is told (510) and the lag (512). The program's own row wins over
    the one for every program ('*'); of either, the latest that has begun. A program is left out on a date for which one
    of them but the group cannot be used; otherwise its days are due once the lag has passed. Before a threshold is in
    force the program has not started: nothing of it is decided then, and nothing is wrong.

    A row that somebody edited in place has, on each date, the value that was remembered for it then.
#}

with

programs as (

    select * from {{ ref('int_programs__checked') }}

),

settings as (

    select * from {{ ref('int_settings__checked') }}

),

setting_values as (

    select * from {{ ref('int_settings__over_time') }}

),

service_dates as (

    {{ each_day(window_start(), run_date()) }}

),

program_days as (

    select
        programs.program_id,
        programs.left_out_cause as program_left_out_cause,
        programs.left_out_kinds as program_left_out_kinds,
        service_dates.service_date

    from programs

    cross join service_dates

),

preferred_settings as (

    select
        program_days.program_id,
        program_days.service_date,
        settings.setting_number,
        coalesce(setting_values.setting_value, settings.setting_value) as setting_value,
        settings.effective_from,
        row_number() over (
            partition by program_days.program_id, program_days.service_date, settings.setting_number
            order by
                case when settings.program_id = program_days.program_id then 1 else 2 end,
                settings.effective_from desc
        ) as preference

    from program_days

    inner join settings
        on
            settings.program_id in (program_days.program_id, '*')
            and program_days.service_date >= settings.effective_from

    left join setting_values
        on
            settings.is_usable
            and settings.setting_number = setting_values.setting_number
            and settings.program_id = setting_values.program_id
            and settings.effective_from = setting_values.effective_from
            and program_days.service_date between setting_values.first_day and setting_values.last_day

),

programs_with_a_threshold as (

    select distinct programs.program_id

    from programs

    inner join settings
        on
            settings.setting_number = 508
            and settings.program_id in (programs.program_id, '*')

),

settings_in_force as (

    select
        program_id,
        service_date,
        {%- for name, number in [("threshold", 508), ("minutes", 509), ("group", 510), ("lag", 512)] %}
        max(case when setting_number = {{ number }} then setting_value end) as {{ name }}_value,
        max(case when setting_number = {{ number }} then effective_from end) as {{ name }}_effective_from
        {%- if not loop.last %},{% endif %}
        {%- endfor %}

    from preferred_settings

    where preference = 1

    group by
        program_id,
        service_date

),

numbers_read as (

    select
        program_days.program_id,
        program_days.service_date,
        program_days.program_left_out_cause,
        program_days.program_left_out_kinds,
        settings_in_force.threshold_effective_from is not null
        -- where none is there of whatever date, somebody forgot it
        or programs_with_a_threshold.program_id is null as has_started,
        settings_in_force.threshold_value,
        settings_in_force.threshold_effective_from,
        settings_in_force.minutes_value,
        settings_in_force.minutes_effective_from,
        settings_in_force.group_value,
        settings_in_force.group_effective_from,
        settings_in_force.lag_value,
        settings_in_force.lag_effective_from,
        case
            when {{ is_decimal_number('settings_in_force.threshold_value') }}
                then {{ as_number('settings_in_force.threshold_value') }}
        end as threshold_units,
        case
            when {{ is_whole_number('settings_in_force.minutes_value') }}
                then {{ as_number('settings_in_force.minutes_value') }}
        end as note_minutes,
        case
            when {{ is_whole_number('settings_in_force.lag_value') }}
                then {{ as_number('settings_in_force.lag_value') }}
        end as lag_days

    from program_days

    left join settings_in_force
        on
            program_days.program_id = settings_in_force.program_id
            and program_days.service_date = settings_in_force.service_date

    left join programs_with_a_threshold
        on program_days.program_id = programs_with_a_threshold.program_id

),

{%- set defects = [
    ("program_left_out_cause is not null", "program_left_out_cause"),
    ("coalesce(threshold_units, 0) <= 0",
     setting_defect(508, "threshold_value", "threshold_effective_from", "a number above 0")),
    ("coalesce(note_minutes, 0) not between 1 and 1440",
     setting_defect(509, "minutes_value", "minutes_effective_from", "a whole number from 1 to 1440")),
    ("coalesce(lag_days, -1) < 0",
     setting_defect(512, "lag_value", "lag_effective_from", "a whole number of 0 or more")),
] %}
{%- set names = ["program_left_out_kinds", "'setting_508'", "'setting_509'", "'setting_512'"] %}
{%- set kinds = [] %}
{%- for condition, _ in defects %}{% do kinds.append((condition, names[loop.index0])) %}{% endfor %}

judged as (

    select
        program_id,
        service_date,
        threshold_units,
        threshold_effective_from,
        note_minutes,
        minutes_effective_from,
        lag_days,
        lag_effective_from,
        group_value as alert_group,
        group_effective_from,
        has_started,
        case
            when has_started
                then {{ causes(defects) | indent(16) }}
        end as left_out_cause,
        case
            when has_started
                then {{ causes(kinds) | indent(16) }}
        end as left_out_kinds

    from numbers_read

),

final as (

    select
        program_id,
        service_date,
        threshold_units,
        threshold_effective_from,
        cast(case when has_started and left_out_cause is null then note_minutes end as integer) as note_minutes,
        minutes_effective_from,
        lag_days,
        lag_effective_from,
        alert_group,
        group_effective_from,
        has_started,
        left_out_cause is not null as is_left_out,
        left_out_cause,
        left_out_kinds,
        has_started
        and left_out_cause is null
        and {{ days_between('service_date', run_date()) }} >= lag_days as is_due

    from judged

)

select * from final
