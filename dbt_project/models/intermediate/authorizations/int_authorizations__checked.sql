{#
    Authorizations with what remains of each, and with the cause for which one is counted nowhere, if there is one.
    What per-diem notes that are void or gone still hold counts as given back: a run gives it back before it decides, and a
    dry run shows what that run would find.
#}

with

authorizations as (

    select * from {{ ref('stg_ehr__authorizations') }}

),

voided_notes as (

    select * from {{ ref('stg_ehr__notes') }}

    where
        origin = 'per_diem'
        and status = 'void'

),

usage as (

    select * from {{ ref('stg_ehr__authorization_usage') }}

    where reversed_at is null

),

dry_runs as (

    select * from {{ source('quality', 'runs') }}

    where
        run_id = {{ run_id() }}
        and dry_run

),

usage_to_give_back as (

    select
        usage.authorization_id,
        usage.units

    from voided_notes

    inner join usage
        on voided_notes.note_id = usage.note_id

    union all

    -- of notes that are gone; only a dry run finds any, and looks through the usage of all years for them
    select
        usage.authorization_id,
        usage.units

    from usage

    left join {{ ref('stg_ehr__notes') }} as notes
        on usage.note_id = notes.note_id

    where
        notes.note_id is null
        and exists (select 1 from dry_runs)

),

held_in_vain as (

    select
        authorization_id,
        sum(units) as units

    from usage_to_give_back

    group by authorization_id

),

checked as (

    select
        authorizations.authorization_id,
        authorizations.client_id,
        authorizations.payer_id,
        authorizations.billing_code,
        authorizations.start_date,
        authorizations.end_date,
        authorizations.status,
        authorizations.units_authorized,
        authorizations.units_used,
        case
            when held_in_vain.units is null then coalesce(authorizations.units_used, 0)
            else greatest(coalesce(authorizations.units_used, 0) - held_in_vain.units, 0)
        end as units_taken,
        {{ causes([
            ("authorizations.client_id is null", "'no client'"),
            ("authorizations.payer_id is null", "'no payer'"),
            ("authorizations.billing_code is null", "'no billing code'"),
            ("authorizations.start_date is null", "'no start date'"),
            ("authorizations.end_date is null", "'no end date'"),
            ("authorizations.end_date < authorizations.start_date", "'end date before start date'"),
            ("authorizations.units_authorized is null", "'no units authorized'"),
            (is_nan("authorizations.units_authorized"), "'units authorized not a number'"),
            ("authorizations.units_authorized < 0", "'units authorized below 0'"),
            ("authorizations.units_authorized > 1000000 and not " ~ is_nan("authorizations.units_authorized"),
             "'units authorized above 1000000'"),
            (is_nan("authorizations.units_used"), "'units used not a number'"),
            ("authorizations.units_used < 0", "'units used below 0'"),
        ]) | indent(8) }} as quarantine_cause

    from authorizations

    left join held_in_vain
        on authorizations.authorization_id = held_in_vain.authorization_id

),

final as (

    select
        authorization_id,
        client_id,
        payer_id,
        billing_code,
        start_date,
        end_date,
        status,
        units_authorized,
        units_used,
        coalesce({{ plain_status('status') }} = 'active', false) as is_active,
        case
            when quarantine_cause is null then cast(greatest(units_authorized - units_taken, 0) as numeric(18, 3))
        end as units_remaining,
        quarantine_cause

    from checked

)

select * from final
