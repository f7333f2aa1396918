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

published_items as (

    select * from {{ source('published', 'fct_billing_items') }}

),

notes as (

    select * from {{ ref('stg_ehr__notes') }}

),

changed_notes as (

    select
        note_id,
        client_id,
        service_date

    from notes

    where
        updated_at > (
            select coalesce(max(notes_updated_at), cast('0001-01-01' as timestamptz))
            from published_items
            where
                not is_per_diem
                and notes_updated_at <= current_timestamp
        )
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
        published_items.client_id,
        published_items.service_date

    from changed_notes

    inner join published_items
        on {{ array_holds('published_items.note_ids', 'changed_notes.note_id') }}

    where published_items.service_date < {{ window_start() }}

    union

    select
        client_id,
        service_date

    from notes

    where
        client_id is not null
        and service_date > (select max(service_date) from published_items)
        and service_date < {{ window_start() }}

)

{% endif %}

select * from final
