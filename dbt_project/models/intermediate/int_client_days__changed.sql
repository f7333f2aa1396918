{#
    The client-days before the window on which a note has changed since the billing items were last published: those
    where a changed note stands now, and those where it stood when its item was published. There are none where the
    whole history is computed anyway.

    The EHR's updated_at says what changed; that of the pipeline's own notes is by another clock and says nothing of the
    EHR's. Looking a week back from the run date besides finds changes whose time the
    EHR wrote down before others that were published already.
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

changed_notes as (

    select
        note_id,
        client_id,
        service_date

    from {{ ref('stg_ehr__notes') }}

    where
        updated_at > (
            select coalesce(max(notes_updated_at), cast('0001-01-01' as timestamptz))
            from published_items
            where not is_per_diem
        )
        or updated_at between {{ add_days(run_date(), -7) }} and {{ add_days(run_date(), 1) }}

),

earlier_places as (

    select
        published_items.client_id,
        published_items.service_date

    from published_items

    where {{ arrays_overlap('published_items.note_ids', '(select array_agg(changed_notes.note_id) from changed_notes)') }}

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
        client_id,
        service_date

    from earlier_places

    where service_date < {{ window_start() }}

)

{% endif %}

select * from final
