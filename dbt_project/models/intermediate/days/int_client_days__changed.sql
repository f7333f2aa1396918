{#
    The client-days that this run decides anew, with fingerprints of what the EHR holds of each: of its per-diem notes,
    which a run itself writes, and of all else. Of the window they are those whose notes, client or coverages are not what
    the last run saw, a day that lost its notes included; where all are decided anew, is_changed still tells which these
    are. What every day hangs on, such as rules and codes, is
    compared before: where it changed, all are decided anew.

    Before the window they are those whose billing items are computed anew: those on which a changed note stands now,
    those on which it stood when its item was published, those whose client's coverage changed, and those that no run has
    looked at yet, because the run dates left more days out than a window holds. There are none where the whole history is
    computed anyway.

    Within the window the contents say what changed. Before it the EHR's updated_at does: the history is not read every
    night. That of the pipeline's own notes is by another clock and says nothing of the EHR's, nor does a time that has not
    come yet. A coverage has no such time: it is compared with what the last run saw of it. What it says of its old dates
    and its new ones may be another thing now, and of all of the client's where it is the first one or was the last.
    Looking a week back from the run date besides finds changes whose time the EHR wrote down before others that were
    published already.
#}

-- what coverages were seen is asked once there are any; depends_on: {{ ref('int_coverages__checked') }}

with

notes_of_days as (

    select
        client_id,
        service_date,
        coalesce(sum(case when origin is distinct from 'per_diem' then content_hash end), 0) as content_hash,
        coalesce(sum(case when origin = 'per_diem' then content_hash end), 0) as per_diem_fingerprint

    from {{ ref('stg_ehr__notes') }}

    where
        client_id is not null
        and service_date between {{ window_start() }} and {{ run_date() }}

    group by
        client_id,
        service_date

),

clients as (

    select
        client_id,
        {{ content_hash(['client_id', 'facility_id']) }} as content_hash

    from {{ ref('stg_ehr__clients') }}

),

coverages_of_clients as (

    select
        client_id,
        sum({{ content_hash(['coverage_id', 'client_id', 'payer_id', 'priority', 'start_date', 'end_date']) }})
            as content_hash

    from {{ ref('stg_ehr__client_coverages') }}

    group by client_id

),

days_now as (

    select
        notes_of_days.client_id,
        notes_of_days.service_date,
        notes_of_days.content_hash + coalesce(clients.content_hash, 0) + coalesce(coverages_of_clients.content_hash, 0)
            as fingerprint,
        notes_of_days.per_diem_fingerprint

    from notes_of_days

    left join clients
        on notes_of_days.client_id = clients.client_id

    left join coverages_of_clients
        on notes_of_days.client_id = coverages_of_clients.client_id

),

{% if is_compared_with_the_last_run() %}
days_seen as (

    select * from {{ source('quality', 'seen_client_days') }}

    where service_date >= {{ window_start() }}

),

days_of_the_window as (

    select
        coalesce(days_now.client_id, days_seen.client_id) as client_id,
        coalesce(days_now.service_date, days_seen.service_date) as service_date,
        days_now.fingerprint,
        days_now.per_diem_fingerprint,
        (days_now.fingerprint, days_now.per_diem_fingerprint)
        is distinct from
        (days_seen.fingerprint, days_seen.per_diem_fingerprint)
        or (days_seen.client_id is not null and days_seen.fingerprint is null)
            as is_changed

    from days_now

    full outer join days_seen
        on
            days_now.client_id = days_seen.client_id
            and days_now.service_date = days_seen.service_date

),
{% else %}
days_of_the_window as (

    select
        client_id,
        service_date,
        fingerprint,
        per_diem_fingerprint,
        true as is_changed

    from days_now

),
{% endif %}

{% if looks_before_the_window() %}
-- Each of these is read by an index. What is read twice, PostgreSQL first copies: so tables of all years are read once.

last_published_change as (

    select coalesce(max(notes_updated_at), cast('0001-01-01' as {{ instant_type() }})) as updated_at

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

-- On a day of the window on which nothing changed, each note stands where it stood when the last run published it.
notes_that_may_have_moved as (

    select changed_notes.note_id

    from changed_notes

    left join days_of_the_window
        on
            changed_notes.client_id = days_of_the_window.client_id
            and changed_notes.service_date = days_of_the_window.service_date

    where days_of_the_window.is_changed is distinct from false

),

{% if has_seen_coverages() %}
coverages_before as (

    select * from {{ source('quality', 'seen_coverages') }}

),

coverages_now as (

    select * from {{ ref('int_coverages__checked') }}

    where quarantine_cause is null

),

changed_coverages as (

    select
        coverages_before.client_id as old_client_id,
        coverages_before.start_date as old_start_date,
        coalesce(coverages_before.end_date, {{ last_of_all_days() }}) as old_end_date,
        coverages_now.client_id,
        coverages_now.start_date,
        coalesce(coverages_now.end_date, {{ last_of_all_days() }}) as end_date

    from coverages_before

    full outer join coverages_now
        on coverages_before.coverage_id = coverages_now.coverage_id

    where
        (coverages_before.client_id, coverages_before.payer_id, coverages_before.priority,
         coverages_before.start_date, coverages_before.end_date)
        is distinct from
        (coverages_now.client_id, coverages_now.payer_id, coverages_now.priority,
         coverages_now.start_date, coverages_now.end_date)

),

changed_dates as (

    select
        old_client_id as client_id,
        old_start_date as first_day,
        old_end_date as last_day

    from changed_coverages

    where old_client_id is not null

    union

    select
        client_id,
        start_date as first_day,
        end_date as last_day

    from changed_coverages

    where client_id is not null

    union

    -- its first coverage, or the loss of its last: every day of the client's
    select
        old_client_id as client_id,
        {{ first_of_all_days() }} as first_day,
        {{ last_of_all_days() }} as last_day

    from changed_coverages

    where old_client_id not in (select coverages_now.client_id from coverages_now)

    union

    select
        client_id,
        {{ first_of_all_days() }} as first_day,
        {{ last_of_all_days() }} as last_day

    from changed_coverages

    where client_id not in (select coverages_before.client_id from coverages_before)

),
{% endif %}

days_before_the_window as (

    {%- if has_seen_coverages() %}

    select
        items_of_the_dates.client_id,
        items_of_the_dates.service_date

    from changed_dates

    inner join {{ source('published', 'fct_billing_items') }} as items_of_the_dates
        on
            changed_dates.client_id = items_of_the_dates.client_id
            and items_of_the_dates.service_date between changed_dates.first_day and changed_dates.last_day
            and items_of_the_dates.service_date < {{ window_start() }}

    union
    {%- endif %}

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

    from notes_that_may_have_moved

    inner join earlier_items
        on {{ array_holds('earlier_items.note_ids', 'notes_that_may_have_moved.note_id') }}

    union

    select
        client_id,
        service_date

    from earlier_notes

    where service_date > (select last_published_day.service_date from last_published_day)

),
{% endif %}

final as (

    select
        client_id,
        service_date,
        fingerprint,
        per_diem_fingerprint,
        is_changed

    from days_of_the_window
    {%- if not decides_all() %}

    where is_changed
    {%- endif %}
    {%- if looks_before_the_window() %}

    union all

    select
        client_id,
        service_date,
        cast(null as numeric) as fingerprint,
        cast(null as numeric) as per_diem_fingerprint,
        true as is_changed

    from days_before_the_window
    {%- endif %}

)

select * from final
