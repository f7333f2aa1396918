{#
    What stands in the way of each due client-day that meets its threshold and is not billed yet: every reason, in the
    order in which they are told. A day without a row here can be written.
#}

with

client_days as (

    select client_days.*

    from {{ ref('int_client_days__threshold_compared') }} as client_days

    left join {{ ref('int_client_days__billed_by_hand') }} as billed_by_hand
        on
            client_days.program_id = billed_by_hand.program_id
            and client_days.client_id = billed_by_hand.client_id
            and client_days.service_date = billed_by_hand.service_date

    where
        client_days.is_due
        and client_days.meets_threshold
        and client_days.per_diem_note_id is null
        and billed_by_hand.program_id is null

),

claimed_days as (

    select * from {{ ref('int_client_days__claimed') }}

),

clients as (

    select * from {{ ref('stg_ehr__clients') }}

),

clinicians as (

    select * from {{ ref('stg_ehr__clinicians') }}

),

locations as (

    select * from {{ ref('stg_ehr__locations') }}

),

authorizations_of_the_day as (

    select
        program_id,
        client_id,
        service_date,
        count(distinct case when is_in_date then billing_code end) as code_count,
        count(case when not is_in_date then 1 end) as kept_out_by_payer_count,
        max(case when is_candidate then units_needed end) as most_units_needed,
        count(case when is_candidate and units_needed > 0 and units_remaining >= units_needed then 1 end)
            as sufficient_count

    from {{ ref('int_client_days__authorizations') }}

    group by
        program_id,
        client_id,
        service_date

),

other_programs_claim as (

    select distinct
        client_days.program_id,
        client_days.client_id,
        client_days.service_date

    from client_days

    inner join claimed_days
        on
            client_days.client_id = claimed_days.client_id
            and client_days.service_date = claimed_days.service_date
            and client_days.program_id <> claimed_days.program_id

),

facts as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        other_programs_claim.program_id is not null as is_claimed_by_another_program,
        coalesce(authorizations_of_the_day.code_count, 0) as code_count,
        coalesce(authorizations_of_the_day.kept_out_by_payer_count, 0) as kept_out_by_payer_count,
        authorizations_of_the_day.most_units_needed,
        authorizations_of_the_day.sufficient_count,
        client_days.meets_threshold_without_duplicates,
        clinicians.clinician_id is not null as has_default_clinician,
        locations.location_id is not null as has_default_location,
        clients.default_location_code is not null as has_default_location_code

    from client_days

    -- loses nothing: a note of an unknown client counts nowhere
    inner join clients
        on client_days.client_id = clients.client_id

    left join clinicians
        on clients.default_clinician_id = clinicians.clinician_id

    left join locations
        on clients.default_location_id = locations.location_id

    left join authorizations_of_the_day
        on
            client_days.program_id = authorizations_of_the_day.program_id
            and client_days.client_id = authorizations_of_the_day.client_id
            and client_days.service_date = authorizations_of_the_day.service_date

    left join other_programs_claim
        on
            client_days.program_id = other_programs_claim.program_id
            and client_days.client_id = other_programs_claim.client_id
            and client_days.service_date = other_programs_claim.service_date

),

reasons as (

    select * from {{ ref('reasons') }}

),

found as (

    {%- set conditions = [
        ("multiple_programs", "is_claimed_by_another_program"),
        ("overlapping_authorizations", "code_count > 1"),
        ("no_authorization", "code_count = 0 and kept_out_by_payer_count = 0"),
        ("payer_not_in_force", "code_count = 0 and kept_out_by_payer_count > 0"),
        ("zero_billable_units", "code_count = 1 and most_units_needed = 0"),
        ("authorization_exhausted", "code_count = 1 and most_units_needed > 0 and sufficient_count = 0"),
        ("duplicate_sessions", "not meets_threshold_without_duplicates"),
        ("missing_default_clinician", "not has_default_clinician"),
        ("missing_default_location", "not has_default_location"),
        ("missing_default_location_code", "not has_default_location_code"),
    ] %}
    {%- for reason, condition in conditions %}

    select
        program_id,
        client_id,
        service_date,
        '{{ reason }}' as reason

    from facts

    where {{ condition }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

final as (

    select
        found.program_id,
        found.client_id,
        found.service_date,
        reasons.reason_order,
        found.reason

    from found

    left join reasons
        on found.reason = reasons.reason

)

select * from final
