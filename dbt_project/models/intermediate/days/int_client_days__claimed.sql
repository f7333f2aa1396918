{#
    The client-days that a program claims for itself: it meets its threshold with an authorization in date and its
    per-diem note was not voided, or it has a per-diem note that stands, or its day was billed by hand. Due or not: two
    programs that claim one day would bill it twice. A program that is left out of the run claims nothing; one that the
    EHR no longer lists still claims the days that it billed.
#}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

),

authorized_days as (

    select distinct
        program_id,
        client_id,
        service_date

    from {{ ref('int_client_days__authorizations') }}

),

standing_notes as (

    select per_diem_notes.*

    from {{ ref('int_per_diem_notes') }} as per_diem_notes

    left join {{ ref('int_program_days__settings') }} as program_days
        on
            per_diem_notes.program_id = program_days.program_id
            and per_diem_notes.service_date = program_days.service_date

    where
        not per_diem_notes.is_void
        and not coalesce(program_days.is_left_out, false)

),

billed_by_hand as (

    select * from {{ ref('int_client_days__billed_by_hand') }}

),

final as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date

    from client_days

    inner join authorized_days
        on
            client_days.program_id = authorized_days.program_id
            and client_days.client_id = authorized_days.client_id
            and client_days.service_date = authorized_days.service_date

    where client_days.per_diem_note_id is null

    union

    select
        program_id,
        client_id,
        service_date

    from standing_notes

    union

    select
        program_id,
        client_id,
        service_date

    from billed_by_hand

)

select * from final
