{#
    Who pays for each due client-day, and what it comes to: units x the rate in force, to the cent. Of a billed day, what
    its note took; of one that waits, what the first candidate needs. Where no authorization stands, an estimate: the
    smallest amount above 0 that the rates of the client's first payer make of a billable code of the program. No amount
    where no rate is in force, and for a day that is neither billed nor waits.
#}

with

client_days as (

    select * from {{ ref('int_client_days__statuses') }}

),

per_diem_notes as (

    select * from {{ ref('int_per_diem_notes') }}

),

note_coverage as (

    select * from {{ ref('int_per_diem_notes__coverage') }}

),

first_candidates as (

    select * from {{ ref('int_client_days__authorizations') }}

    where
        is_candidate
        and preference = 1

),

first_payers as (

    select * from {{ ref('int_client_days__payers') }}

    where payer_rank = 1

),

program_codes as (

    select * from {{ ref('int_program_codes') }}

    where is_billable

),

unit_rules as (

    select * from {{ ref('int_unit_rules__in_force') }}

    where rule_status = 'converts'

),

fees as (

    select * from {{ ref('int_fees__in_force') }}

),

priced as (

    select
        client_days.program_id,
        client_days.client_id,
        client_days.service_date,
        client_days.note_minutes,
        coalesce(first_payers.payer_id, note_coverage.best_payer_id) as first_payer_id,
        coalesce(per_diem_notes.payer_id, first_candidates.payer_id, first_payers.payer_id, note_coverage.best_payer_id)
            as payer_id,
        case
            when client_days.status = 'billed' then 'note'
            when client_days.status not in ('pending', 'blocked', 'unsigned') then null
            when first_candidates.authorization_id is not null then 'authorization'
            else 'estimate'
        end as amount_basis,
        case
            when client_days.status = 'billed' then per_diem_notes.payer_id
            else first_candidates.payer_id
        end as rated_payer_id,
        case
            when client_days.status = 'billed' then per_diem_notes.billing_code
            else first_candidates.billing_code
        end as rated_code,
        case
            when client_days.status = 'billed' then per_diem_notes.recorded_units
            else first_candidates.units_needed
        end as rated_units

    from client_days

    left join per_diem_notes
        on client_days.per_diem_note_id = per_diem_notes.note_id

    left join note_coverage
        on client_days.per_diem_note_id = note_coverage.note_id

    left join first_candidates
        on
            client_days.program_id = first_candidates.program_id
            and client_days.client_id = first_candidates.client_id
            and client_days.service_date = first_candidates.service_date

    left join first_payers
        on
            client_days.client_id = first_payers.client_id
            and client_days.service_date = first_payers.service_date

),

to_estimate as (

    select distinct
        program_id,
        first_payer_id,
        service_date,
        note_minutes

    from priced

    where amount_basis = 'estimate'

),

estimated_by_code as (

    select
        to_estimate.program_id,
        to_estimate.first_payer_id,
        to_estimate.service_date,
        {{ to_the_cent(
            "coalesce(" ~ rule_units('unit_rules', 'to_estimate.note_minutes', '1') ~ ", 1) * fees.unit_rate"
        ) | indent(8) }} as amount

    from to_estimate

    inner join program_codes
        on to_estimate.program_id = program_codes.program_id

    inner join fees
        on
            to_estimate.first_payer_id = fees.payer_id
            and program_codes.billing_code = fees.billing_code
            and to_estimate.service_date between fees.first_day and fees.last_day

    left join unit_rules
        on
            to_estimate.first_payer_id = unit_rules.payer_id
            and program_codes.billing_code = unit_rules.billing_code
            and to_estimate.service_date between unit_rules.first_day and unit_rules.last_day

),

estimates as (

    select
        program_id,
        first_payer_id,
        service_date,
        min(amount) as amount

    from estimated_by_code

    where amount > 0

    group by
        program_id,
        first_payer_id,
        service_date

),

amounts as (

    select
        priced.program_id,
        priced.client_id,
        priced.service_date,
        priced.payer_id,
        priced.amount_basis,
        case
            when priced.amount_basis = 'estimate' then estimates.amount
            when priced.amount_basis is not null and not {{ is_nan('priced.rated_units') }}
                then {{ to_the_cent('priced.rated_units * fees.unit_rate') }}
        end as expected_amount

    from priced

    left join fees
        on
            priced.rated_payer_id = fees.payer_id
            and priced.rated_code = fees.billing_code
            and priced.service_date between fees.first_day and fees.last_day

    left join estimates
        on
            priced.program_id = estimates.program_id
            and priced.first_payer_id = estimates.first_payer_id
            and priced.service_date = estimates.service_date

),

final as (

    select
        program_id,
        client_id,
        service_date,
        payer_id,
        expected_amount,
        case when expected_amount is not null then amount_basis end as amount_basis

    from amounts

)

select * from final
