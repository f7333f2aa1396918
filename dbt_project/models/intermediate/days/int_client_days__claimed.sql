{#
    The client-days that a program claims for itself: it meets its threshold with an authorization in date and its
    per-diem note was not voided, or it has a per-diem note that stands, or its day was billed by hand. Due or not: two
    programs that claim one day would bill it twice. A program that is left out of the run, or has not started, claims a
    day by these notes alone; so does one that the EHR no longer lists, by its per-diem note.
#}

with

client_days as (

    select * from {{ ref('int_client_days__threshold_compared') }}

    where
        meets_threshold
        and per_diem_note_id is null

),

authorized_days as (

    select distinct
        program_id,
        client_id,
        service_date

    from {{ ref('int_client_days__authorizations') }}

    where is_in_date

),

standing_notes as (

    select * from {{ ref('int_per_diem_notes') }}

    where not is_void

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
