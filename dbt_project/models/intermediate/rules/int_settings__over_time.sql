{#
    The value of each row of the settings over time: that of a date is the one remembered with the latest run date on or
    before it, of equal ones the one remembered last, else the one remembered first.
#}

with

remembered as (

    select
        setting_number,
        program_id,
        effective_from,
        setting_value,
        run_date,
        place

    from {{ source('quality', 'remembered_settings') }}

    union all

    -- a dry run remembers nothing; of any other these are remembered by now, last, and come to the same
    select
        setting_number,
        program_id,
        effective_from,
        setting_value,
        run_date,
        9223372036854775807 as place

    from {{ ref('int_settings__found') }}

),

last_of_its_date as (

    select
        *,
        row_number() over (
            partition by setting_number, program_id, effective_from, run_date
            order by place desc
        ) as recency,
        row_number() over (
            partition by setting_number, program_id, effective_from
            order by place
        ) as place_in_row

    from remembered

),

first_values as (

    select * from last_of_its_date

    where place_in_row = 1

),

final as (

    select
        setting_number,
        program_id,
        effective_from,
        setting_value,
        run_date as first_day,
        coalesce(
            {{ add_days(
                "lead(run_date) over (partition by setting_number, program_id, effective_from order by run_date)",
                -1,
            ) }},
            cast('9999-12-31' as date)
        ) as last_day

    from last_of_its_date

    where recency = 1

    union all

    -- before anything was remembered of the row
    select
        first_values.setting_number,
        first_values.program_id,
        first_values.effective_from,
        first_values.setting_value,
        {{ first_of_all_days() }} as first_day,
        {{ add_days("min(last_of_its_date.run_date)", -1) }} as last_day

    from first_values

    inner join last_of_its_date
        on
            first_values.setting_number = last_of_its_date.setting_number
            and first_values.program_id = last_of_its_date.program_id
            and first_values.effective_from = last_of_its_date.effective_from

    group by
        first_values.setting_number,
        first_values.program_id,
        first_values.effective_from,
        first_values.setting_value

)

select * from final
