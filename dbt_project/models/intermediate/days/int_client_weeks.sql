{#
    The attendance of each client's week, where the program asks for a minimum: weeks that begin within the window and hold
    a day that this run decided. The minutes are those of all counting notes of the week up to the run date, a session with
    two notes counted once. A week is open while a day of it is not due yet, or nothing is decided of it.
#}

with

decided_days as (

    select * from {{ ref('int_client_days__decided') }}

),

programs as (

    select * from {{ ref('stg_ehr__programs') }}

    where weekly_minimum_minutes >= 1

),

program_days as (

    select * from {{ ref('int_program_days__settings') }}

    where is_due

),

summed_days as (

    select * from {{ ref('int_client_days__units_summed') }}

    where note_count > 0

),

client_weeks as (

    select distinct
        decided_days.program_id,
        decided_days.client_id,
        programs.weekly_minimum_minutes as minimum_minutes,
        {{ first_day_of_week('decided_days.service_date') }} as week_start

    from decided_days

    inner join programs
        on decided_days.program_id = programs.program_id

    where {{ first_day_of_week('decided_days.service_date') }} >= {{ window_start() }}

),

due_weeks as (

    select
        program_id,
        {{ first_day_of_week('service_date') }} as week_start,
        count(*) as due_days

    from program_days

    group by
        program_id,
        {{ first_day_of_week('service_date') }}

),

attendance as (

    select
        client_weeks.program_id,
        client_weeks.client_id,
        client_weeks.week_start,
        count(summed_days.service_date) as attended_days,
        coalesce(sum(summed_days.counted_minutes), 0) as minutes

    from client_weeks

    left join summed_days
        on
            client_weeks.program_id = summed_days.program_id
            and client_weeks.client_id = summed_days.client_id
            and summed_days.service_date
            between client_weeks.week_start and {{ add_days('client_weeks.week_start', 6) }}

    group by
        client_weeks.program_id,
        client_weeks.client_id,
        client_weeks.week_start

),

final as (

    select
        client_weeks.program_id,
        client_weeks.client_id,
        client_weeks.week_start,
        attendance.attended_days,
        attendance.minutes,
        client_weeks.minimum_minutes,
        case
            when attendance.minutes >= client_weeks.minimum_minutes then 'met'
            when due_weeks.due_days = 7 then 'short'
            else 'open'
        end as status

    from client_weeks

    inner join attendance
        on
            client_weeks.program_id = attendance.program_id
            and client_weeks.client_id = attendance.client_id
            and client_weeks.week_start = attendance.week_start

    left join due_weeks
        on
            client_weeks.program_id = due_weeks.program_id
            and client_weeks.week_start = due_weeks.week_start

)

select * from final
