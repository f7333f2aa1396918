-- The night as one hand-written script: what the product is measured against. It gives back, decides, writes and
-- publishes by the same rules and to the same rows; it has no alerts, no checks, no audit trail and no history of
-- decisions.
--
-- One transaction for each step, which begins with "-- step". The caller has made schema `work` with what a night is
-- given: work.run_date(), work.window_start(), work.run_id(), and work.scope():
--     history   the window is decided, and billing items are built of all notes
--     window    the window is decided and its items are built, with those of earlier days on which a note changed
--     changed   the same, of client-days alone on which something changed or became due. It trusts updated_at, and
--               that nothing was deleted and set-up and coverages stayed as they were: else it would take the window.
--
-- Tables of `work` are unlogged, and not temporary: those are not read in parallel. Each is analyzed before it is
-- joined.

-- step: give back
-- What voided per-diem notes took, and those that are gone from the EHR.
with

of_no_per_diem_note as materialized (

    select
        authorization_usage.note_id,
        authorization_usage.authorization_id,
        authorization_usage.units
    from ehr.authorization_usage
    left join ehr.notes on authorization_usage.note_id = notes.note_id and notes.origin = 'per_diem'
    where authorization_usage.reversed_at is null and notes.note_id is null

),

held as materialized (

    select
        authorization_usage.note_id,
        authorization_usage.authorization_id,
        authorization_usage.units
    from ehr.notes
    inner join ehr.authorization_usage on notes.note_id = authorization_usage.note_id
    where
        notes.origin = 'per_diem'
        and lower(btrim(notes.status, E' \t\n\r\f\v')) = 'void'
        and authorization_usage.reversed_at is null
    union all
    select
        note_id,
        authorization_id,
        units
    from of_no_per_diem_note
    where (select notes.note_id from ehr.notes where notes.note_id = of_no_per_diem_note.note_id) is null

),

reversed_usage as (

    update ehr.authorization_usage
    set reversed_at = now()
    from held
    where authorization_usage.note_id = held.note_id

),

voided_invoices as (

    update ehr.invoices
    set status = 'void'
    from held
    where invoices.note_id = held.note_id

)

update ehr.authorizations
set
    units_used = greatest(coalesce(authorizations.units_used, 0) - given_back.units, 0),
    updated_at = now()
from (
    select
        authorization_id,
        sum(units) as units
    from held
    group by authorization_id
) as given_back
where authorizations.authorization_id = given_back.authorization_id;

-- step: set-up
-- The stretches of time in which the same unit rules are in force for a payer and a code.
create unlogged table work.unit_rules as
with

lines as (

    select
        payer_rules.payer_id,
        payer_billing_rule_codes.billing_code,
        coalesce(payer_rules.effective_from, '-infinity') as first_day,
        coalesce(payer_rules.effective_to, 'infinity') as last_day,
        payer_billing_rules.billing_rule_id,
        case
            when payer_billing_rules.conversion = 'duration' then 'duration'
            when payer_billing_rules.method = 'replace' then 'replace'
            else payer_billing_rules.operator
        end as kind,
        payer_billing_rules.minutes_per_unit,
        case when payer_billing_rules.variable_increment then payer_billing_rules.round_up_minutes end
            as round_up_minutes,
        coalesce(payer_billing_rules.quantity, payer_billing_rules.factor) as number,
        payer_billing_rules.max_units,
        coalesce(payer_billing_rules.combine, false) as combine,
        payer_billing_rules.aggregate_on,
        coalesce(
            coalesce(payer_billing_rules.max_units, 0) >= 0
            and coalesce(payer_billing_rules.aggregate_on, 'units') in ('units', 'minutes', 'medicare')
            and case payer_billing_rules.conversion
                when 'duration'
                    then
                        payer_billing_rules.minutes_per_unit >= 1
                        and (
                            payer_billing_rules.variable_increment is not true
                            or payer_billing_rules.round_up_minutes between 1 and payer_billing_rules.minutes_per_unit
                        )
                when 'quantity'
                    then case payer_billing_rules.method
                        when 'replace' then payer_billing_rules.quantity between 0 and 10000
                        when 'calculate'
                            then
                                payer_billing_rules.operator in ('multiply', 'divide')
                                and payer_billing_rules.factor > 0
                                and payer_billing_rules.factor <= 10000
                    end
            end,
            false
        ) as is_valid
    from ehr.payer_rules
    inner join ehr.payer_billing_rules on payer_rules.payer_rule_id = payer_billing_rules.payer_rule_id
    inner join ehr.payer_billing_rule_codes
        on payer_billing_rules.billing_rule_id = payer_billing_rule_codes.billing_rule_id
    where payer_billing_rules.billing_type = 'unit'

),

first_days as (

    select payer_id, billing_code, first_day from lines
    union
    select payer_id, billing_code, last_day + 1 from lines where last_day < 'infinity'

),

stretches as (

    select
        *,
        coalesce(lead(first_day) over (partition by payer_id, billing_code order by first_day) - 1, 'infinity')
            as last_day
    from first_days

)

select
    stretches.payer_id,
    stretches.billing_code,
    stretches.first_day,
    stretches.last_day,
    case when count(*) > 1 then 'ambiguous' when bool_and(lines.is_valid) then 'converts' else 'invalid' end as status,
    min(lines.billing_rule_id) as billing_rule_id,
    min(lines.kind) as kind,
    min(lines.minutes_per_unit) as minutes_per_unit,
    min(lines.round_up_minutes) as round_up_minutes,
    min(lines.number) as number,
    min(lines.max_units) as max_units,
    bool_or(lines.combine) as combine,
    min(lines.aggregate_on) as aggregate_on
from stretches
inner join lines
    on
        stretches.payer_id = lines.payer_id
        and stretches.billing_code = lines.billing_code
        and stretches.first_day >= lines.first_day
        and stretches.last_day <= lines.last_day
group by stretches.payer_id, stretches.billing_code, stretches.first_day, stretches.last_day;

create function work.rule_units(
    kind text, minutes_per_unit integer, round_up_minutes integer, number numeric, minutes bigint, quantity numeric
) returns numeric
immutable parallel safe
return case kind
    when 'duration'
        then minutes / minutes_per_unit + case when minutes % minutes_per_unit >= round_up_minutes then 1 else 0 end
    when 'replace' then number
    when 'multiply' then round(coalesce(quantity, 1) * number, 3)
    when 'divide' then round(coalesce(quantity, 1) / number, 3)
end;

-- Of several fees in force the one that took effect last.
create unlogged table work.fees as
select
    payer_id,
    billing_code,
    effective_from as first_day,
    least(
        coalesce(effective_to, 'infinity'),
        coalesce(lead(effective_from) over (partition by payer_id, billing_code order by effective_from) - 1,
            'infinity')
    ) as last_day,
    unit_rate
from ehr.fee_schedules
where unit_rate >= 0;

create unlogged table work.program_codes as
select
    programs.program_id,
    billing_code_groups.billing_code,
    billing_code_groups.group_name = programs.billable_group as is_billable
from ehr.programs
inner join ehr.billing_code_groups
    on billing_code_groups.group_name in (programs.billable_group, programs.non_billable_group);

-- A setting that somebody edits in place reaches no earlier day.
insert into baseline.remembered_settings (setting_number, program_id, effective_from, value, run_date)
select
    settings.setting_number,
    settings.program_id,
    settings.effective_from,
    settings.value,
    greatest(work.run_date(), remembered.run_date)
from ehr.system_settings as settings
left join lateral (
    select
        last_value.value,
        max(last_value.run_date) over () as run_date
    from baseline.remembered_settings as last_value
    where
        last_value.setting_number = settings.setting_number
        and last_value.program_id = settings.program_id
        and last_value.effective_from = settings.effective_from
    order by last_value.place desc
    limit 1
) as remembered on true
where
    case settings.setting_number
        when 508 then settings.value ~ '^\s*\d+(\.\d+)?\s*$' and settings.value !~ '^[\s0.]*$'
        when 509 then settings.value ~ '^\s*\d{1,4}\s*$' and btrim(settings.value)::integer between 1 and 1440
        when 512 then settings.value ~ '^\s*\d{1,5}\s*$'
    end
    and settings.value is distinct from remembered.value;

create unlogged table work.program_days as
with

in_force as (

    select
        programs.program_id,
        programs.weekly_minimum_minutes,
        days.service_date::date as service_date,
        numbers.setting_number,
        (
            -- while the row holds what cannot be used, it is of no use
            select case
                when
                    exists (
                        select from baseline.remembered_settings as usable
                        where
                            usable.setting_number = settings.setting_number
                            and usable.program_id = settings.program_id
                            and usable.effective_from = settings.effective_from
                            and usable.value = settings.value
                    )
                    then (
                        select remembered.value
                        from baseline.remembered_settings as remembered
                        where
                            remembered.setting_number = settings.setting_number
                            and remembered.program_id = settings.program_id
                            and remembered.effective_from = settings.effective_from
                        order by
                            remembered.run_date <= days.service_date desc,
                            case when remembered.run_date <= days.service_date then remembered.run_date end desc,
                            case when remembered.run_date <= days.service_date then remembered.place end desc,
                            remembered.place asc
                        limit 1
                    )
            end
            from ehr.system_settings as settings
            where
                settings.setting_number = numbers.setting_number
                and settings.program_id in (programs.program_id, '*')
                and settings.effective_from <= days.service_date
            order by settings.program_id = '*', settings.effective_from desc
            limit 1
        ) as value
    from ehr.programs
    cross join generate_series(work.window_start(), work.run_date(), interval '1 day') as days (service_date)
    cross join (values (508), (509), (512)) as numbers (setting_number)

),

sound_programs as (

    select program_id
    from work.program_codes
    group by program_id
    having bool_or(is_billable) and bool_or(not is_billable) and count(*) = count(distinct billing_code)

),

read_values as (

    select
        program_id,
        service_date,
        weekly_minimum_minutes,
        max(value) filter (where setting_number = 508)::numeric as threshold_units,
        max(value) filter (where setting_number = 509)::integer as note_minutes,
        max(value) filter (where setting_number = 512)::integer as lag_days
    from in_force
    group by program_id, service_date, weekly_minimum_minutes

)

select
    read_values.program_id,
    read_values.service_date,
    read_values.weekly_minimum_minutes,
    read_values.threshold_units,
    read_values.note_minutes,
    sound_programs.program_id is not null as is_sound,
    sound_programs.program_id is null
    or read_values.threshold_units is null
    or read_values.note_minutes is null
    or read_values.lag_days is null as is_left_out,
    coalesce(
        sound_programs.program_id is not null
        and read_values.threshold_units is not null
        and read_values.note_minutes is not null
        and read_values.service_date + read_values.lag_days <= work.run_date(),
        false
    ) as is_due
from read_values
left join sound_programs on read_values.program_id = sound_programs.program_id;

create function work.week_of(service_date date) returns date
immutable parallel safe
return service_date - extract(dow from service_date)::integer;

analyze work.unit_rules;
analyze work.fees;
analyze work.program_codes;
analyze work.program_days;

-- step: what changed
-- The client-days to look at beside those that work.scope() takes as a whole.
create view work.rows_now as
select
    client_id,
    'authorization' as kind,
    authorization_id as row_id,
    hashtextextended(
        concat_ws('|', client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status), 0
    ) as fingerprint
from ehr.authorizations
union all
select
    client_id,
    'client' as kind,
    client_id as row_id,
    hashtextextended(
        concat_ws('|', facility_id, default_clinician_id, default_location_id, default_location_code), 0
    ) as fingerprint
from ehr.clients;

create unlogged table work.client_days as
with

changed_days as (

    select
        client_id,
        service_date
    from ehr.notes
    where
        updated_at >= (select max(nights.run_date) from baseline.nights)
        and service_date <= work.run_date()
        -- what a night has written is published by it
        and (origin is distinct from 'per_diem' or updated_at <> released_at)

),

-- days that are not due yet, became due tonight, or are of a week in which one is
days_of_late as (

    select
        client_id,
        service_date
    from ehr.notes
    where
        work.scope() = 'changed'
        and service_date between
        (
            select work.week_of(min(program_days.service_date) - 1)
            from work.program_days
            where not program_days.is_due and not program_days.is_left_out
        )
        and work.run_date()

),

-- days of clients whose defaults or authorizations are not what the last night left
other_days as (

    select
        client_id,
        service_date
    from baseline.fct_per_diem_days
    where
        work.scope() = 'changed'
        and service_date >= work.window_start()
        and client_id in (
            select rows_now.client_id
            from work.rows_now
            left join baseline.seen_rows
                on rows_now.kind = seen_rows.kind and rows_now.row_id = seen_rows.row_id
            where rows_now.fingerprint is distinct from seen_rows.fingerprint
        )

),

-- blocked days of the same clients: what tonight's notes take of an authorization is not left for them
blocked_days as (

    select
        client_id,
        service_date
    from baseline.fct_per_diem_days
    where
        work.scope() = 'changed'
        and service_date >= work.window_start()
        and status = 'blocked'
        and client_id in (
            select client_id from changed_days
            union
            select client_id from days_of_late
            union
            select client_id from other_days
        )

),

-- a week is added up as a whole
whole_weeks as (

    select
        found.client_id,
        work.week_of(found.service_date) + weekday as service_date
    from (
        select * from changed_days
        union
        select * from days_of_late
        union
        select * from other_days
        union
        select * from blocked_days
    ) as found
    cross join generate_series(0, 6) as weekday
    where found.service_date >= work.window_start()

)

select
    client_id,
    service_date
from changed_days
where work.scope() <> 'history' and service_date < work.window_start() and client_id is not null
union
select
    client_id,
    service_date
from whole_weeks
where
    work.scope() = 'changed'
    and service_date between work.window_start() and work.run_date()
    and client_id is not null;

analyze work.client_days;

-- step: read the notes
-- Once, for all that follows: those of the dates that are taken as a whole, and those of the client-days above.
create view work.readable_notes as
select
    notes.note_id,
    notes.client_id,
    notes.service_date,
    notes.started_at,
    notes.billing_code,
    notes.clinician_id,
    notes.location_code,
    notes.duration_minutes,
    notes.quantity,
    notes.units,
    lower(btrim(notes.status, E' \t\n\r\f\v')) as status,
    notes.origin is not distinct from 'per_diem' as is_per_diem,
    notes.program_id,
    notes.payer_id,
    notes.authorization_id,
    notes.dag_run_id,
    clients.client_id is not null
    and notes.billing_code is not null
    and notes.duration_minutes between 0 and 1440
    and (notes.units is null or notes.units between 0 and 10000)
    and (notes.quantity is null or notes.quantity between 0 and 10000)
    and lower(btrim(notes.status, E' \t\n\r\f\v')) in ('draft', 'released', 'void') as is_clean
from ehr.notes
left join ehr.clients on notes.client_id = clients.client_id
where notes.client_id is not null;

create unlogged table work.notes as
select *
from work.readable_notes
where service_date between work.read_from() and work.run_date();

insert into work.notes
select notes.*
from work.client_days
cross join lateral (
    select *
    from work.readable_notes
    where
        client_days.client_id = readable_notes.client_id
        and client_days.service_date = readable_notes.service_date
    offset 0
) as notes;

analyze work.notes;

create unlogged table work.per_diem_notes as
select * from work.notes where is_per_diem;

-- Sessions with two notes, looked for among those that begin at once: a group of all five columns costs more.
create unlogged table work.duplicates as
with

beginnings as (

    select
        client_id,
        started_at
    from work.notes
    where status = 'released' and not is_per_diem and is_clean and started_at is not null
    group by client_id, started_at
    having count(*) > 1

),

numbered as (

    select
        notes.note_id,
        row_number() over (
            partition by
                notes.client_id, notes.service_date, notes.billing_code, notes.started_at, notes.duration_minutes
            order by notes.note_id
        ) as place
    from beginnings
    inner join work.notes on beginnings.client_id = notes.client_id and beginnings.started_at = notes.started_at
    where notes.status = 'released' and not notes.is_per_diem and notes.is_clean

)

select note_id
from numbered
where place > 1;

-- Who pays: a client's payers from the first to the last, in the stretches of time in which the same coverages hold.
create unlogged table work.coverages as
select
    coverage_id,
    client_id,
    payer_id,
    coalesce(priority, 2147483647) as priority,
    start_date as first_day,
    coalesce(end_date, 'infinity') as last_day
from ehr.client_coverages
where
    payer_id is not null
    and start_date <= coalesce(end_date, 'infinity')
    and (work.scope() <> 'changed' or client_id in (select client_days.client_id from work.client_days));

analyze work.coverages;

create unlogged table work.payers as
with

first_days as (

    select client_id, first_day from work.coverages
    union
    select client_id, last_day + 1 from work.coverages where last_day < 'infinity'

),

stretches as (

    select
        *,
        coalesce(lead(first_day) over (partition by client_id order by first_day) - 1, 'infinity') as last_day
    from first_days

)

select
    stretches.client_id,
    stretches.first_day,
    stretches.last_day,
    array_agg(coverages.payer_id order by coverages.priority, coverages.coverage_id) as payer_ids
from stretches
inner join work.coverages
    on
        stretches.client_id = coverages.client_id
        and stretches.first_day >= coverages.first_day
        and stretches.last_day <= coverages.last_day
group by stretches.client_id, stretches.first_day, stretches.last_day;

create unlogged table work.insured_clients as
select distinct client_id from work.coverages;

analyze work.per_diem_notes;
analyze work.duplicates;
analyze work.payers;
analyze work.insured_clients;

-- step: add up the days
create unlogged table work.summed_days as
with

counted as (

    select
        program_codes.program_id,
        notes.client_id,
        notes.service_date,
        notes.status = 'draft' as is_draft,
        duplicates.note_id is null as is_counted,
        notes.duration_minutes,
        coalesce(
            notes.units,
            work.rule_units(
                unit_rules.kind, unit_rules.minutes_per_unit, unit_rules.round_up_minutes, unit_rules.number,
                notes.duration_minutes, notes.quantity
            ),
            0
        ) as units
    from work.notes
    inner join work.program_codes on notes.billing_code = program_codes.billing_code and not program_codes.is_billable
    left join work.payers
        on
            notes.units is null
            and notes.client_id = payers.client_id
            and notes.service_date between payers.first_day and payers.last_day
    left join work.unit_rules
        on
            payers.payer_ids[1] = unit_rules.payer_id
            and notes.billing_code = unit_rules.billing_code
            and notes.service_date between unit_rules.first_day and unit_rules.last_day
            and unit_rules.status = 'converts'
    left join work.duplicates on notes.note_id = duplicates.note_id
    where
        notes.service_date >= work.window_start()
        and notes.status in ('draft', 'released')
        and not notes.is_per_diem
        and notes.is_clean

)

select
    program_id,
    client_id,
    service_date,
    count(*) filter (where not is_draft) as note_count,
    coalesce(sum(units) filter (where not is_draft), 0) as units,
    count(*) filter (where is_draft) as draft_count,
    coalesce(sum(units) filter (where is_draft), 0) as draft_units,
    coalesce(sum(units) filter (where not is_draft and is_counted), 0) as counted_units,
    coalesce(sum(duration_minutes) filter (where not is_draft and is_counted), 0) as counted_minutes
from counted
group by program_id, client_id, service_date;

create unlogged table work.days_by_hand as
select
    program_codes.program_id,
    notes.client_id,
    notes.service_date,
    bool_and(coalesce(notes.status = 'draft', false)) as is_unsigned
from work.notes
inner join work.program_codes on notes.billing_code = program_codes.billing_code and program_codes.is_billable
where
    notes.service_date >= work.window_start()
    and not notes.is_per_diem
    and notes.status is distinct from 'void'
group by program_codes.program_id, notes.client_id, notes.service_date;

analyze work.summed_days;
analyze work.days_by_hand;

-- Every day of the window, due or not: one that is not due may stand in another's way.
create unlogged table work.days as
select
    coalesce(summed_days.program_id, per_diem_notes.program_id) as program_id,
    coalesce(summed_days.client_id, per_diem_notes.client_id) as client_id,
    coalesce(summed_days.service_date, per_diem_notes.service_date) as service_date,
    coalesce(summed_days.note_count, 0) as note_count,
    coalesce(summed_days.units, 0) as units,
    coalesce(summed_days.draft_count, 0) as draft_count,
    coalesce(summed_days.draft_units, 0) as draft_units,
    coalesce(summed_days.counted_units, 0) as counted_units,
    coalesce(summed_days.counted_minutes, 0) as counted_minutes,
    per_diem_notes.note_id,
    per_diem_notes.units as note_units,
    per_diem_notes.billing_code,
    per_diem_notes.authorization_id,
    per_diem_notes.payer_id,
    program_days.is_due,
    program_days.threshold_units,
    program_days.note_minutes,
    days_by_hand.is_unsigned,
    case
        when per_diem_notes.status = 'void' then 'voided'
        when per_diem_notes.note_id is not null then 'billed'
        when days_by_hand.client_id is not null then 'already_billed'
        when summed_days.units >= program_days.threshold_units then 'met'
        when summed_days.units + summed_days.draft_units >= program_days.threshold_units then 'unsigned'
        else 'below_threshold'
    end as standing
from work.summed_days
full join (
    select * from work.per_diem_notes where service_date >= work.window_start()
) as per_diem_notes
    on
        summed_days.program_id = per_diem_notes.program_id
        and summed_days.client_id = per_diem_notes.client_id
        and summed_days.service_date = per_diem_notes.service_date
inner join work.program_days
    on
        coalesce(summed_days.program_id, per_diem_notes.program_id) = program_days.program_id
        and coalesce(summed_days.service_date, per_diem_notes.service_date) = program_days.service_date
        and not program_days.is_left_out
left join work.days_by_hand
    on
        coalesce(summed_days.program_id, per_diem_notes.program_id) = days_by_hand.program_id
        and coalesce(summed_days.client_id, per_diem_notes.client_id) = days_by_hand.client_id
        and coalesce(summed_days.service_date, per_diem_notes.service_date) = days_by_hand.service_date;

analyze work.days;

-- step: decide
-- Of a filter on an expression PostgreSQL knows no statistics: it would take the authorizations that it leaves for one.
create unlogged table work.authorizations as
select
    authorization_id,
    client_id,
    payer_id,
    billing_code,
    start_date,
    end_date,
    greatest(units_authorized - coalesce(units_used, 0), 0) as units_left
from ehr.authorizations
where
    start_date <= work.run_date()
    and end_date >= work.window_start()
    and lower(btrim(status, E' \t\n\r\f\v')) = 'active'
    and payer_id is not null
    and units_authorized between 0 and 1000000
    and coalesce(units_used, 0) >= 0;

analyze work.authorizations;

-- What the authorizations of a day without a note offer.
create unlogged table work.offers as
with

offered as (

    select
        days.program_id,
        days.client_id,
        days.service_date,
        days.standing,
        days.note_minutes,
        authorizations.authorization_id,
        authorizations.payer_id,
        authorizations.billing_code,
        authorizations.start_date,
        authorizations.end_date,
        authorizations.units_left,
        coalesce(
            work.rule_units(
                unit_rules.kind, unit_rules.minutes_per_unit, unit_rules.round_up_minutes, unit_rules.number,
                days.note_minutes, 1
            ),
            1
        ) as units_needed,
        insured_clients.client_id is null or coalesce(authorizations.payer_id = any(payers.payer_ids), false)
            as is_in_date,
        coalesce(array_position(payers.payer_ids, authorizations.payer_id), 1000000) as payer_rank
    from work.days
    inner join work.authorizations
        on
            days.client_id = authorizations.client_id
            and days.service_date between authorizations.start_date and authorizations.end_date
    inner join work.program_codes
        on
            days.program_id = program_codes.program_id
            and authorizations.billing_code = program_codes.billing_code
            and program_codes.is_billable
    left join work.unit_rules
        on
            authorizations.payer_id = unit_rules.payer_id
            and authorizations.billing_code = unit_rules.billing_code
            and days.service_date between unit_rules.first_day and unit_rules.last_day
            and unit_rules.status = 'converts'
    left join work.insured_clients on days.client_id = insured_clients.client_id
    left join work.payers
        on
            days.client_id = payers.client_id
            and days.service_date between payers.first_day and payers.last_day
    where days.note_id is null

),

ranked as (

    select
        *,
        min(payer_rank) filter (where is_in_date) over (partition by program_id, client_id, service_date) as best_rank
    from offered

)

select
    *,
    coalesce(is_in_date and payer_rank = best_rank, false) as is_candidate,
    row_number() over (
        partition by program_id, client_id, service_date
        order by coalesce(is_in_date and payer_rank = best_rank, false) desc, end_date, start_date, authorization_id
    ) as preference
from ranked;

analyze work.offers;

-- Days that another program claims too.
create unlogged table work.contested_days as
with

claims as (

    select
        program_id,
        client_id,
        service_date
    from work.offers
    where standing = 'met' and is_in_date
    union
    select
        coalesce(program_id, ''),
        client_id,
        service_date
    from work.per_diem_notes
    where status is distinct from 'void'
    union
    select
        days_by_hand.program_id,
        days_by_hand.client_id,
        days_by_hand.service_date
    from work.days_by_hand
    inner join work.program_days
        on
            days_by_hand.program_id = program_days.program_id
            and days_by_hand.service_date = program_days.service_date
            and program_days.is_sound

)

select
    client_id,
    service_date,
    array_agg(program_id) as program_ids
from claims
group by client_id, service_date;

analyze work.contested_days;

-- A view, since the write-back changes what is left for whom.
create view work.decisions as
with

offers as (

    select
        program_id,
        client_id,
        service_date,
        bool_or(is_in_date) as has_any,
        min(billing_code) filter (where is_in_date) <> max(billing_code) filter (where is_in_date) as has_two_codes,
        bool_or(units_needed > 0) filter (where is_candidate) as needs_any,
        bool_or(units_needed > 0 and units_left >= units_needed) filter (where is_candidate) as has_enough
    from work.offers
    group by program_id, client_id, service_date

),

reasoned as (

    select
        days.*,
        payers.payer_ids[1] as first_payer_id,
        case days.standing
            when 'met'
                then array_remove(
                    array[
                        case
                            when contested_days.program_ids <> array[days.program_id]
                                and contested_days.client_id is not null
                                then 'multiple_programs'
                        end,
                        case when offers.has_two_codes then 'overlapping_authorizations' end,
                        case when offers.has_any is null then 'no_authorization' end,
                        case when not offers.has_any then 'payer_not_in_force' end,
                        case when not offers.has_two_codes and not offers.needs_any then 'zero_billable_units' end,
                        case
                            when not offers.has_two_codes and offers.needs_any and not offers.has_enough
                                then 'authorization_exhausted'
                        end,
                        case when days.counted_units < days.threshold_units then 'duplicate_sessions' end,
                        case when clinicians.clinician_id is null then 'missing_default_clinician' end,
                        case when locations.location_id is null then 'missing_default_location' end,
                        case
                            when coalesce(btrim(clients.default_location_code), '') = ''
                                then 'missing_default_location_code'
                        end
                    ],
                    null
                )
            when 'billed'
                then array_remove(
                    array[
                        case when days.units < days.threshold_units then 'support_lost' end,
                        case
                            when (
                                authorizations.client_id = days.client_id
                                and authorizations.payer_id = days.payer_id
                                and authorizations.billing_code = days.billing_code
                                and days.service_date between authorizations.start_date and authorizations.end_date
                            ) is not true
                                then 'authorization_withdrawn'
                        end,
                        case
                            when insured_clients.client_id is not null
                                and (days.payer_id = any(payers.payer_ids)) is not true
                                then 'coverage_withdrawn'
                        end,
                        case when authorization_usage.reversed_at is not null then 'not_invoiced' end
                    ],
                    null
                )
            when 'unsigned' then array['unsigned_notes']
            when 'already_billed'
                then case when days.is_unsigned then array['unsigned_by_hand'] else array[]::text[] end
            else array[]::text[]
        end as reasons
    from work.days
    left join offers
        on
            days.program_id = offers.program_id
            and days.client_id = offers.client_id
            and days.service_date = offers.service_date
    left join work.contested_days
        on
            days.client_id = contested_days.client_id
            and days.service_date = contested_days.service_date
    left join work.insured_clients on days.client_id = insured_clients.client_id
    left join work.payers
        on
            days.client_id = payers.client_id
            and days.service_date between payers.first_day and payers.last_day
    left join ehr.clients on days.client_id = clients.client_id
    left join ehr.clinicians on clients.default_clinician_id = clinicians.clinician_id
    left join ehr.locations on clients.default_location_id = locations.location_id
    left join work.authorizations on days.authorization_id = authorizations.authorization_id
    left join ehr.authorization_usage on days.note_id = authorization_usage.note_id
    where days.is_due

)

select
    *,
    case when standing <> 'met' then standing when cardinality(reasons) = 0 then 'pending' else 'blocked' end as status
from reasoned;

-- step: write back
select pg_advisory_xact_lock(508509510512);

create unlogged table work.pending_offers as
select offers.*
from work.decisions
inner join work.offers
    on
        decisions.program_id = offers.program_id
        and decisions.client_id = offers.client_id
        and decisions.service_date = offers.service_date
where decisions.status = 'pending' and decisions.standing = 'met' and offers.is_candidate and offers.units_needed > 0;

select authorization_id
from ehr.authorizations
where authorization_id in (select pending_offers.authorization_id from work.pending_offers)
order by authorization_id
for update;

-- An authorization is of one client, so the days of a client in their order are enough.
create function work.allocate() returns setof work.pending_offers language plpgsql as $$
declare
    offer work.pending_offers;
    client text;
    served text;
    taken jsonb;
    taken_of_this numeric;
begin
    for offer in
        select * from work.pending_offers order by client_id, service_date, program_id, preference
    loop
        if offer.client_id is distinct from client then
            client := offer.client_id;
            taken := '{}';
            served := null;
        end if;
        if concat(offer.service_date, offer.program_id) is distinct from served then
            taken_of_this := coalesce((taken ->> offer.authorization_id)::numeric, 0);
            if offer.units_left >= taken_of_this + offer.units_needed then
                taken := taken || jsonb_build_object(offer.authorization_id, taken_of_this + offer.units_needed);
                served := concat(offer.service_date, offer.program_id);
                return next offer;
            end if;
        end if;
    end loop;
end
$$;

create unlogged table work.written as
select
    allocated.*,
    'pd-' || left(
        encode(
            sha256(
                convert_to(
                    format('["%s","%s","%s"]', allocated.program_id, allocated.client_id, allocated.service_date),
                    'UTF8'
                )
            ),
            'hex'
        ),
        32
    ) as note_id,
    round(allocated.units_needed * fees.unit_rate, 2) as amount
from work.allocate() as allocated
left join work.fees
    on
        allocated.payer_id = fees.payer_id
        and allocated.billing_code = fees.billing_code
        and allocated.service_date between fees.first_day and fees.last_day;

analyze work.written;

insert into ehr.notes (
    note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code, duration_minutes,
    quantity,
    units, status, released_at, note_text, origin, program_id, payer_id, authorization_id, dag_run_id, updated_at
)
with

supporting_notes as (

    select
        written.note_id,
        string_agg(notes.note_id, ', ' order by notes.note_id) as note_ids
    from work.written
    inner join work.program_codes on written.program_id = program_codes.program_id and not program_codes.is_billable
    inner join work.notes
        on
            written.client_id = notes.client_id
            and written.service_date = notes.service_date
            and program_codes.billing_code = notes.billing_code
    where notes.status = 'released' and not notes.is_per_diem and notes.is_clean
    group by written.note_id

)

select
    written.note_id,
    written.client_id,
    written.service_date,
    written.billing_code,
    clients.default_clinician_id,
    clients.default_location_id,
    clients.default_location_code,
    written.note_minutes,
    1,
    written.units_needed,
    'released',
    now(),
    'Per-diem service, generated from the released notes of the day: ' || supporting_notes.note_ids || '.',
    'per_diem',
    written.program_id,
    written.payer_id,
    written.authorization_id,
    work.run_id(),
    now()
from work.written
inner join ehr.clients on written.client_id = clients.client_id
inner join supporting_notes on written.note_id = supporting_notes.note_id;

insert into ehr.authorization_usage (note_id, authorization_id, units, used_at)
select note_id, authorization_id, units_needed, now()
from work.written;

insert into ehr.invoices (
    invoice_id, note_id, client_id, payer_id, authorization_id, service_date, billing_code, units, amount, status,
    created_at
)
select
    'inv-' || substr(note_id, 4), note_id, client_id, payer_id, authorization_id, service_date, billing_code,
    units_needed, amount, 'ready', now()
from work.written;

update ehr.authorizations
set
    units_used = coalesce(authorizations.units_used, 0) + taken.units,
    updated_at = now()
from (
    select
        authorization_id,
        sum(units_needed) as units
    from work.written
    group by authorization_id
) as taken
where authorizations.authorization_id = taken.authorization_id;

insert into baseline.nights (run_id, run_date) values (work.run_id(), work.run_date());

-- The rest of the night sees what was written.
update work.days
set
    standing = 'billed',
    note_id = written.note_id,
    note_units = written.units_needed,
    billing_code = written.billing_code,
    authorization_id = written.authorization_id,
    payer_id = written.payer_id
from work.written
where
    days.program_id = written.program_id
    and days.client_id = written.client_id
    and days.service_date = written.service_date;

update work.offers
set units_left = greatest(authorizations.units_authorized - coalesce(authorizations.units_used, 0), 0)
from ehr.authorizations
where
    offers.authorization_id = authorizations.authorization_id
    and offers.authorization_id in (select written.authorization_id from work.written);

insert into work.per_diem_notes (
    note_id, client_id, service_date, billing_code, clinician_id, location_code, duration_minutes, quantity, units,
    status,
    is_per_diem, program_id, payer_id, authorization_id, dag_run_id, is_clean
)
select
    written.note_id, written.client_id, written.service_date, written.billing_code, clients.default_clinician_id,
    clients.default_location_code, written.note_minutes, 1, written.units_needed, 'released', true, written.program_id,
    written.payer_id, written.authorization_id, work.run_id(), true
from work.written
inner join ehr.clients on written.client_id = clients.client_id;

analyze work.per_diem_notes;
analyze work.days;

-- step: publish days
create unlogged table work.published_days as
with

decisions as (

    select * from work.decisions

),

first_offers as (

    select * from work.offers where is_candidate and preference = 1

),

-- what the first payer's smallest rate would make of a day without an authorization
estimates as (

    select
        decisions.program_id,
        decisions.client_id,
        decisions.service_date,
        min(amounts.amount) as amount
    from decisions
    left join first_offers
        on
            decisions.program_id = first_offers.program_id
            and decisions.client_id = first_offers.client_id
            and decisions.service_date = first_offers.service_date
    inner join work.program_codes on decisions.program_id = program_codes.program_id and program_codes.is_billable
    inner join work.fees
        on
            decisions.first_payer_id = fees.payer_id
            and program_codes.billing_code = fees.billing_code
            and decisions.service_date between fees.first_day and fees.last_day
    left join work.unit_rules
        on
            decisions.first_payer_id = unit_rules.payer_id
            and program_codes.billing_code = unit_rules.billing_code
            and decisions.service_date between unit_rules.first_day and unit_rules.last_day
            and unit_rules.status = 'converts'
    cross join lateral (
        select round(
            coalesce(
                work.rule_units(
                    unit_rules.kind, unit_rules.minutes_per_unit, unit_rules.round_up_minutes, unit_rules.number,
                    decisions.note_minutes, 1
                ),
                1
            ) * fees.unit_rate,
            2
        ) as amount
    ) as amounts
    where
        decisions.status in ('blocked', 'unsigned')
        and first_offers.program_id is null
        and amounts.amount > 0
    group by decisions.program_id, decisions.client_id, decisions.service_date

),

priced as (

    select
        decisions.*,
        first_offers.payer_id as offered_payer_id,
        first_offers.billing_code as offered_code,
        first_offers.authorization_id as offered_authorization_id,
        case
            when decisions.status = 'billed' then round(decisions.note_units * fees.unit_rate, 2)
            when decisions.status in ('pending', 'blocked', 'unsigned')
                then case
                    when first_offers.authorization_id is not null
                        then round(first_offers.units_needed * fees.unit_rate, 2)
                    else estimates.amount
                end
        end as expected_amount
    from decisions
    left join first_offers
        on
            decisions.program_id = first_offers.program_id
            and decisions.client_id = first_offers.client_id
            and decisions.service_date = first_offers.service_date
            and decisions.note_id is null
    left join work.fees
        on
            coalesce(decisions.payer_id, first_offers.payer_id) = fees.payer_id
            and coalesce(decisions.billing_code, first_offers.billing_code) = fees.billing_code
            and decisions.service_date between fees.first_day and fees.last_day
    left join estimates
        on
            decisions.program_id = estimates.program_id
            and decisions.client_id = estimates.client_id
            and decisions.service_date = estimates.service_date

)

select
    program_id,
    client_id,
    service_date,
    note_count,
    units,
    threshold_units,
    draft_count,
    draft_units,
    counted_minutes,
    status,
    reasons[1] as primary_reason,
    reasons,
    case status when 'pending' then offered_code when 'billed' then billing_code end as billing_code,
    case status when 'pending' then offered_authorization_id when 'billed' then authorization_id end
        as authorization_id,
    coalesce(payer_id, offered_payer_id, first_payer_id) as payer_id,
    case when status = 'billed' then note_id end as note_id,
    expected_amount,
    case
        when expected_amount is null then null
        when status = 'billed' then 'note'
        when offered_authorization_id is not null then 'authorization'
        else 'estimate'
    end as amount_basis
from priced;

delete from baseline.fct_per_diem_days
using work.program_days
where
    work.scope() <> 'changed'
    and fct_per_diem_days.program_id = program_days.program_id
    and fct_per_diem_days.service_date = program_days.service_date
    and program_days.is_due;

delete from baseline.fct_per_diem_days
using work.client_days, work.program_days
where
    work.scope() = 'changed'
    and fct_per_diem_days.client_id = client_days.client_id
    and fct_per_diem_days.service_date = client_days.service_date
    and fct_per_diem_days.program_id = program_days.program_id
    and fct_per_diem_days.service_date = program_days.service_date
    and program_days.is_due;

insert into baseline.fct_per_diem_days
select * from work.published_days;

analyze work.published_days;

-- step: publish weeks
create unlogged table work.weeks as
with

attended as (

    select
        program_id,
        client_id,
        work.week_of(service_date) as week_start,
        count(*) as attended_days,
        sum(counted_minutes) as minutes
    from work.summed_days
    where note_count > 0
    group by program_id, client_id, work.week_of(service_date)

),

decided as (

    select
        program_id,
        client_id,
        work.week_of(service_date) as week_start,
        count(*) filter (where status = 'billed') as billed_days
    from work.published_days
    group by program_id, client_id, work.week_of(service_date)

),

program_weeks as (

    select
        program_id,
        work.week_of(service_date) as week_start,
        weekly_minimum_minutes as minimum_minutes,
        count(*) filter (where is_due) as due_days
    from work.program_days
    where weekly_minimum_minutes >= 1
    group by program_id, work.week_of(service_date), weekly_minimum_minutes

)

select
    decided.program_id,
    decided.client_id,
    decided.week_start,
    coalesce(attended.attended_days, 0) as attended_days,
    coalesce(attended.minutes, 0) as minutes,
    program_weeks.minimum_minutes,
    decided.billed_days,
    case
        when attended.minutes >= program_weeks.minimum_minutes then 'met'
        when program_weeks.due_days = 7 then 'short'
        else 'open'
    end as status
from decided
inner join program_weeks
    on decided.program_id = program_weeks.program_id and decided.week_start = program_weeks.week_start
left join attended
    on
        decided.program_id = attended.program_id
        and decided.client_id = attended.client_id
        and decided.week_start = attended.week_start
where decided.week_start >= work.window_start();

-- One without a decided day stays where its program is left out on a day of it.
delete from baseline.rpt_weekly_attendance as published
where
    published.week_start >= work.window_start()
    and (
        work.scope() <> 'changed'
        or (published.client_id, published.week_start) in (
            select
                client_days.client_id,
                client_days.service_date
            from work.client_days
        )
    )
    and (
        (published.program_id, published.client_id, published.week_start) in (
            select
                weeks.program_id,
                weeks.client_id,
                weeks.week_start
            from work.weeks
        )
        or not exists (
            select from work.program_days
            where
                program_days.program_id = published.program_id
                and work.week_of(program_days.service_date) = published.week_start
                and program_days.is_left_out
        )
    );

insert into baseline.rpt_weekly_attendance
select * from work.weeks;

-- step: build items
create unlogged table work.services as
with

services as (

    select
        note_id,
        client_id,
        service_date,
        started_at,
        billing_code,
        clinician_id,
        location_code,
        duration_minutes,
        quantity,
        units,
        null as program_id,
        null as payer_id,
        false as is_per_diem
    from work.notes
    where status = 'released' and not is_per_diem and is_clean
    union all
    select
        note_id,
        client_id,
        service_date,
        started_at,
        billing_code,
        clinician_id,
        location_code,
        duration_minutes,
        quantity,
        units,
        program_id,
        payer_id,
        true as is_per_diem
    from work.per_diem_notes
    where status = 'released' and is_clean

),

paid as (

    select
        services.*,
        case when services.is_per_diem then services.payer_id else payers.payer_ids[1] end as paying_payer_id,
        billing_codes.billing_code is null or billing_codes.is_billable is null as is_unknown_code,
        insured_clients.client_id is not null as is_insured,
        array_position(payers.payer_ids, services.payer_id) as payer_rank
    from services
    left join ehr.billing_codes on services.billing_code = billing_codes.billing_code
    left join work.payers
        on
            services.client_id = payers.client_id
            and services.service_date between payers.first_day and payers.last_day
    left join work.insured_clients on services.is_per_diem and services.client_id = insured_clients.client_id
    where services.is_per_diem or billing_codes.is_billable is not false

),

converted as (

    select
        paid.*,
        unit_rules.status as rule_status,
        case when unit_rules.status = 'converts' then unit_rules.billing_rule_id end as billing_rule_id,
        unit_rules.kind,
        unit_rules.minutes_per_unit,
        unit_rules.round_up_minutes,
        unit_rules.number,
        case when unit_rules.status = 'converts' then unit_rules.max_units end as max_units,
        unit_rules.aggregate_on,
        coalesce(unit_rules.status = 'converts' and unit_rules.combine and not paid.is_per_diem, false) as is_combined,
        case
            when unit_rules.status = 'converts'
                then work.rule_units(
                    unit_rules.kind, unit_rules.minutes_per_unit, unit_rules.round_up_minutes, unit_rules.number,
                    paid.duration_minutes, paid.quantity
                )
        end as rule_units
    from paid
    left join work.unit_rules
        on
            paid.paying_payer_id = unit_rules.payer_id
            and paid.billing_code = unit_rules.billing_code
            and paid.service_date between unit_rules.first_day and unit_rules.last_day

)

select
    converted.note_id,
    converted.client_id,
    converted.service_date,
    converted.started_at,
    converted.billing_code,
    converted.clinician_id,
    converted.location_code,
    converted.duration_minutes,
    converted.quantity,
    case when converted.is_per_diem then converted.units else coalesce(converted.rule_units, converted.units) end
        as units,
    converted.paying_payer_id as payer_id,
    converted.is_per_diem,
    converted.billing_rule_id,
    converted.kind,
    converted.minutes_per_unit,
    converted.round_up_minutes,
    converted.number,
    converted.max_units,
    converted.aggregate_on,
    converted.is_combined,
    array_remove(
        array[
            case when converted.rule_status = 'ambiguous' then 'ambiguous_rule' end,
            case when converted.rule_status = 'invalid' then 'invalid_rule' end,
            case
                when (converted.is_per_diem and not converted.is_insured)
                    or (not converted.is_per_diem and converted.paying_payer_id is null)
                    then 'no_coverage'
            end,
            case
                when converted.is_per_diem and converted.is_insured and converted.payer_rank is null
                    then 'payer_not_in_force'
            end,
            case when converted.is_unknown_code then 'unknown_code' end,
            case when converted.is_per_diem and fees.payer_id is null then 'missing_rate' end,
            case when converted.payer_rank > 1 and converted.is_per_diem then 'not_primary_payer' end,
            case when converted.is_per_diem and converted.rule_units <> converted.units
                then 'units_differ_from_rule' end,
            case
                when not converted.is_per_diem and per_diem_days.client_id is not null then 'beside_per_diem'
            end,
            case when duplicates.note_id is not null then 'duplicate_service' end,
            case when short_weeks.client_id is not null then 'weekly_minimum_short' end,
            case when converted.rule_status is null and converted.paying_payer_id is not null
                then 'no_matching_rule' end
        ],
        null
    ) as findings
from converted
left join (
    select distinct
        client_id,
        service_date
    from work.per_diem_notes
    where status = 'released' and is_clean
) as per_diem_days
    on converted.client_id = per_diem_days.client_id and converted.service_date = per_diem_days.service_date
left join work.duplicates on converted.note_id = duplicates.note_id
left join work.fees
    on
        converted.is_per_diem
        and converted.paying_payer_id = fees.payer_id
        and converted.billing_code = fees.billing_code
        and converted.service_date between fees.first_day and fees.last_day
left join (
    select * from baseline.rpt_weekly_attendance where status = 'short'
) as short_weeks
    on
        converted.program_id = short_weeks.program_id
        and converted.client_id = short_weeks.client_id
        and work.week_of(converted.service_date) = short_weeks.week_start;

analyze work.services;

-- Services that are billed together, each kind with the units of the whole.
create unlogged table work.combined as
with

summed as (

    select
        client_id,
        service_date,
        payer_id,
        billing_code,
        billing_rule_id,
        location_code,
        kind,
        minutes_per_unit,
        round_up_minutes,
        number,
        max_units,
        aggregate_on,
        count(*) as occurrences,
        sum(duration_minutes) as duration_minutes,
        sum(coalesce(quantity, 1)) as quantity,
        sum(units) as units,
        array_agg(note_id order by note_id) as note_ids,
        array_agg(clinician_id order by started_at nulls last, note_id) as clinician_ids,
        -- all but for duplicates are of the whole
        bool_or('duplicate_service' = any(findings)) as holds_duplicate,
        min(array_remove(findings, 'duplicate_service')) as findings
    from work.services
    where is_combined
    group by
        client_id, service_date, payer_id, billing_code, billing_rule_id, location_code, kind, minutes_per_unit,
        round_up_minutes, number, max_units, aggregate_on

),

pooled as (

    select
        *,
        kind = 'duration' and aggregate_on = 'medicare' as is_pooled,
        sum(duration_minutes) over pool as pool_minutes,
        sum(duration_minutes / minutes_per_unit) over pool as whole_units,
        row_number() over (
            partition by client_id, service_date, payer_id, billing_rule_id
            order by duration_minutes % minutes_per_unit desc, billing_code, location_code nulls last
        ) as place
    from summed
    window pool as (partition by client_id, service_date, payer_id, billing_rule_id)

)

select
    client_id,
    service_date,
    payer_id,
    billing_code,
    billing_rule_id,
    location_code,
    kind,
    max_units,
    occurrences,
    duration_minutes,
    note_ids,
    clinician_ids,
    case when holds_duplicate then array_append(findings, 'duplicate_service') else findings end as findings,
    case
        when is_pooled
            then duration_minutes / minutes_per_unit + case
                when
                    place <= work.rule_units(
                        kind, minutes_per_unit, round_up_minutes, number, pool_minutes::bigint, null
                    )
                    - whole_units
                    then 1
                else 0
            end
        when kind in ('multiply', 'divide') or (kind = 'duration' and aggregate_on = 'minutes')
            then work.rule_units(kind, minutes_per_unit, round_up_minutes, number, duration_minutes, quantity)
        else units
    end as units
from pooled;

create unlogged table work.items as
with

items as (

    select
        md5(jsonb_build_array('note', note_id)::text) as billing_item_id,
        client_id,
        service_date,
        payer_id,
        billing_code,
        billing_rule_id,
        location_code,
        1 as occurrences,
        duration_minutes,
        units,
        max_units,
        clinician_id as rendering_clinician_id,
        null as second_rendering_clinician_id,
        array[note_id] as note_ids,
        is_per_diem,
        kind,
        findings
    from work.services
    where not is_combined
    union all
    select
        md5(
            jsonb_build_array(
                'combined', combined.client_id, combined.service_date, combined.payer_id, combined.billing_rule_id,
                combined.billing_code, combined.location_code
            )::text
        ),
        combined.client_id,
        combined.service_date,
        combined.payer_id,
        combined.billing_code,
        combined.billing_rule_id,
        combined.location_code,
        combined.occurrences,
        combined.duration_minutes,
        combined.units,
        combined.max_units,
        combined.clinician_ids[1],
        case
            when facilities.state = 'AZ' and combined.occurrences > 1
                then (
                    select others.clinician_id
                    from unnest(combined.clinician_ids) with ordinality as others (clinician_id, place)
                    where others.clinician_id <> coalesce(combined.clinician_ids[1], '')
                    order by others.place
                    limit 1
                )
        end,
        combined.note_ids,
        false,
        combined.kind,
        combined.findings
    from work.combined
    inner join ehr.clients on combined.client_id = clients.client_id
    left join ehr.facilities on clients.facility_id = facilities.facility_id

)

select
    billing_item_id,
    client_id,
    service_date,
    payer_id,
    billing_code,
    billing_rule_id,
    location_code,
    occurrences,
    duration_minutes,
    units,
    max_units,
    rendering_clinician_id,
    second_rendering_clinician_id,
    note_ids,
    is_per_diem,
    kind in ('multiply', 'divide') and billing_rule_id is not null as is_calculated,
    findings
    || case when units > max_units then array['max_units_exceeded'] else array[]::text[] end
    || case when units is null then array['missing_units'] else array[]::text[] end
    || case when units = 0 then array['zero_units'] else array[]::text[] end as findings
from items;

analyze work.items;

-- step: publish items
create unlogged table work.findings as
select
    severities.finding,
    severities.severity,
    severities.place
from (
    values
    ('max_units_exceeded', 'warning', 1),
    ('ambiguous_rule', 'error', 2),
    ('invalid_rule', 'error', 3),
    ('no_coverage', 'error', 4),
    ('payer_not_in_force', 'error', 5),
    ('unknown_code', 'error', 6),
    ('missing_units', 'error', 7),
    ('zero_units', 'warning', 8),
    ('missing_rate', 'warning', 9),
    ('not_primary_payer', 'warning', 10),
    ('units_differ_from_rule', 'warning', 11),
    ('beside_per_diem', 'warning', 12),
    ('duplicate_service', 'warning', 13),
    ('weekly_minimum_short', 'warning', 14),
    ('no_matching_rule', 'info', 15)
) as severities (finding, severity, place);

create unlogged table work.audit as
select
    items.billing_item_id,
    findings.finding,
    case when items.is_calculated and findings.finding = 'max_units_exceeded' then 'error' else findings.severity end
        as severity,
    items.client_id,
    items.service_date,
    items.payer_id,
    items.billing_code,
    findings.place,
    case when items.is_per_diem then items.note_ids[1] end as per_diem_note_id
from work.items
cross join unnest(items.findings) as found (finding)
inner join work.findings on found.finding = findings.finding
where items.findings <> array[]::text[];

analyze work.audit;

-- Built of all notes, they need not be looked for: the bench publishes nothing of days after the run date.
do $$
begin
    if work.scope() = 'history' then
        truncate baseline.fct_billing_items, baseline.rpt_billing_audit, baseline.fct_invoices;
    end if;
end
$$;

delete from baseline.fct_billing_items where service_date between work.read_from() and work.run_date();
delete from baseline.fct_billing_items
using work.client_days
where
    fct_billing_items.client_id = client_days.client_id
    and fct_billing_items.service_date = client_days.service_date;
insert into baseline.fct_billing_items
select
    billing_item_id, client_id, service_date, payer_id, billing_code, billing_rule_id, location_code, occurrences,
    duration_minutes, units, max_units, rendering_clinician_id, second_rendering_clinician_id, note_ids, is_per_diem
from work.items;

delete from baseline.rpt_billing_audit where service_date between work.read_from() and work.run_date();
delete from baseline.rpt_billing_audit
using work.client_days
where
    rpt_billing_audit.client_id = client_days.client_id
    and rpt_billing_audit.service_date = client_days.service_date;
insert into baseline.rpt_billing_audit
select billing_item_id, finding, severity, client_id, service_date, payer_id, billing_code
from work.audit;

-- step: publish invoices
create unlogged table work.invoices as
with

found as (

    select invoices.*
    from ehr.invoices
    where service_date between work.read_from() and work.run_date()
    union
    select invoices.*
    from work.client_days
    inner join work.per_diem_notes
        on
            client_days.client_id = per_diem_notes.client_id
            and client_days.service_date = per_diem_notes.service_date
    inner join ehr.invoices on per_diem_notes.note_id = invoices.note_id

),

errors as (

    select
        per_diem_note_id,
        array_agg(finding order by place) as findings
    from work.audit
    where severity = 'error' and per_diem_note_id is not null
    group by per_diem_note_id

),

reasons as (

    select
        note_id,
        reasons
    from baseline.fct_per_diem_days
    where status = 'billed' and primary_reason is not null

)

select
    found.invoice_id,
    found.note_id,
    found.client_id,
    per_diem_notes.program_id,
    found.payer_id,
    found.service_date,
    found.billing_code,
    found.units,
    found.amount,
    lower(btrim(found.status, E' \t\n\r\f\v')) as status,
    nights.run_date,
    nights.run_date - found.service_date as days_to_bill,
    coalesce(errors.findings, array[]::text[]) || coalesce(reasons.reasons, array[]::text[]) as correct_first
from found
left join work.per_diem_notes on found.note_id = per_diem_notes.note_id
left join baseline.nights on per_diem_notes.dag_run_id = nights.run_id
left join errors on found.note_id = errors.per_diem_note_id
left join reasons on found.note_id = reasons.note_id;

delete from baseline.fct_invoices where service_date between work.read_from() and work.run_date();
delete from baseline.fct_invoices
using work.client_days
where
    fct_invoices.client_id = client_days.client_id
    and fct_invoices.service_date = client_days.service_date;
insert into baseline.fct_invoices
select * from work.invoices;

-- step: publish authorizations
truncate baseline.dim_authorizations;
insert into baseline.dim_authorizations
select
    authorizations.authorization_id,
    authorizations.client_id,
    authorizations.payer_id,
    authorizations.billing_code,
    authorizations.start_date,
    authorizations.end_date,
    lower(btrim(authorizations.status, E' \t\n\r\f\v')),
    authorizations.units_authorized,
    coalesce(authorizations.units_used, 0),
    used.units_left,
    used.a_day,
    case
        when used.units_left <= used.a_day * (authorizations.end_date - work.run_date())
            and authorizations.end_date >= work.run_date()
            then work.run_date() + ceil(used.units_left / used.a_day)::integer
    end
from ehr.authorizations
cross join lateral (
    select
        greatest(authorizations.units_authorized - coalesce(authorizations.units_used, 0), 0) as units_left,
        case
            when authorizations.units_used > 0 and authorizations.start_date <= work.run_date()
                then
                    authorizations.units_used
                    / (least(authorizations.end_date, work.run_date()) - authorizations.start_date + 1)
        end as a_day
) as used
where
    authorizations.client_id is not null
    and authorizations.payer_id is not null
    and authorizations.billing_code is not null
    and authorizations.start_date <= authorizations.end_date
    and authorizations.units_authorized between 0 and 1000000
    and coalesce(authorizations.units_used, 0) >= 0;

insert into baseline.seen_rows (kind, row_id, fingerprint)
select
    rows_now.kind,
    rows_now.row_id,
    rows_now.fingerprint
from work.rows_now
left join baseline.seen_rows
    on rows_now.kind = seen_rows.kind and rows_now.row_id = seen_rows.row_id
where rows_now.fingerprint is distinct from seen_rows.fingerprint
on conflict (kind, row_id) do update set fingerprint = excluded.fingerprint;
