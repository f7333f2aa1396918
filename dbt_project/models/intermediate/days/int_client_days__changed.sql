{#
    The client-days before the window whose billing items are computed anew: those on which a changed note stands now,
    those on which it stood when its item was published, and those that no run has looked at yet, because the run dates
    left more days out than a window holds. There are none where the whole history is computed anyway.

    The EHR's updated_at says what changed. That of the pipeline's own notes is by another clock and says nothing of the
    EHR's, nor does a time that has not come yet. Looking a week back from the run date besides finds changes whose time
    the EHR wrote down before others that were published already.
#}

with

{% if refreshes_history() %}

final as (

    select
        client_id,
        service_date

    from {{ ref('stg_ehr__notes') }}

    where false

)

{% else %}

-- Each of these is read once, and by an index: what is read twice, PostgreSQL would first copy as a whole.

last_published_change as (

    select coalesce(max(notes_updated_at), cast('0001-01-01' as timestamptz)) as updated_at

    from {{ source('published', 'fct_billing_items') }}

    where
        not is_per_diem
        and notes_updated_at <= current_timestamp

),

last_published_day as (

    select max(service_date) as service_date from {{ source('published', 'fct_billing_items') }}

),

earlier_items as (

    select * from {{ source('published', 'fct_billing_items') }}

    where service_date < {{ window_start() }}

),

earlier_notes as (

    select * from {{ ref('stg_ehr__notes') }}

    where
        client_id is not null
        and service_date < {{ window_start() }}

),

changed_notes as (

    select
        note_id,
        client_id,
        service_date

    from {{ ref('stg_ehr__notes') }}

    where
        updated_at > (select last_published_change.updated_at from last_published_change)
        or updated_at between {{ add_days(run_date(), -7) }} and {{ add_days(run_date(), 1) }}

),

final as (

    select
        client_id,
        service_date

    from changed_notes

    where
        client_id is not null
        and service_date < {{ window_start() }}

    union

    select
        earlier_items.client_id,
        earlier_items.service_date

    from changed_notes

    inner join earlier_items
        on {{ array_holds('earlier_items.note_ids', 'changed_notes.note_id') }}

    union

    select
        client_id,
        service_date

    from earlier_notes

    where service_date > (select last_published_day.service_date from last_published_day)

)

{% endif %}

select * from final
