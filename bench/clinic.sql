-- A clinic of the size that clinic.py names, the same for the same size. Everything that looks like chance is a hash.
--
-- Clients stay for episodes of 6 to 12 weeks and attend on 3 to 5 days a week, with about eight notes a day, most of
-- them for documentation and some of them services. Authorizations are renewed; payers have rules of every kind. Some
-- of all that goes wrong, as it does: late notes, drafts, voids, two programs, no authorization, units used up, rows
-- that cannot be read. Days before the window of the first night were billed by the pipeline; those within it were not
-- yet.

create function bench.pick(number bigint, purpose text, choices integer) returns integer
immutable parallel safe
return ((hashint8extended(number, hashtextextended(purpose, 0)) & 2147483647) % choices)::integer;

create function bench.payer(number integer) returns text
immutable parallel safe
return 'payer-' || lpad(number::text, 2, '0');

create function bench.client(number bigint) returns text
immutable parallel safe
return 'client-' || lpad(number::text, 7, '0');

create function bench.clinician(number bigint) returns text
immutable parallel safe
return 'clinician-' || lpad(number::text, 5, '0');

-- The set-up.

insert into ehr.facilities (facility_id, name, state, time_zone)
select
    'facility-' || lpad(number::text, 2, '0'),
    'Facility ' || number,
    (array['AZ', 'NM', 'AZ', 'CO'])[1 + number % 4],
    (array['America/Phoenix', 'America/Denver', 'America/Phoenix', 'America/Denver'])[1 + number % 4]
from generate_series(1, 12) as facility (number);

insert into ehr.locations (location_id, facility_id, name)
select facility_id || '-' || number, facility_id, 'Room ' || number
from ehr.facilities
cross join generate_series(1, 5) as room (number);

insert into ehr.clinicians (clinician_id, display_name, npi)
select bench.clinician(number), 'Clinician ' || number, (1000000000 + number)::text
from generate_series(1, bench.clinicians()) as clinician (number);

insert into ehr.payers (payer_id, name)
select bench.payer(number), 'Payer ' || number
from generate_series(1, 16) as payer (number);

insert into ehr.billing_codes (billing_code, description, is_billable)
select code, code, kind <> 'documentation'
from (
    values
    ('documentation', array['602', 'GROUP', 'IND THPY', 'EDU', 'NUTRI', 'ACU', '602D', 'CASE MGT']),
    ('documentation', array['602P', 'GROUP-P', 'IND-P', 'MED ED']),
    ('per diem', array['0905', '0906', 'H0015', 'S9480', '0912', '0913', 'H0035', 'H2012']),
    ('service', array['90837', '90834', '90791', '90853', 'H0004', 'T1016', 'H2019', 'H0038', '97110', '80305'])
) as kinds (kind, codes)
cross join unnest(kinds.codes) as code;

insert into ehr.billing_code_groups (group_name, billing_code)
select group_name, code
from (
    values
    ('IOP documentation', array['602', 'GROUP', 'IND THPY', 'EDU', 'NUTRI', 'ACU']),
    ('PHP documentation', array['602P', 'GROUP-P', 'IND-P', 'MED ED']),
    ('Day documentation', array['602D']),
    ('IOP per diem', array['0905', '0906', 'H0015', 'S9480']),
    ('PHP per diem', array['0912', '0913', 'H0035']),
    ('Day per diem', array['H2012'])
) as code_groups (group_name, codes)
cross join unnest(code_groups.codes) as code;

insert into ehr.programs (program_id, name, non_billable_group, billable_group, weekly_minimum_minutes)
values
('DAY', 'Day treatment', 'Day documentation', 'Day per diem', null),
('IOP', 'Intensive outpatient', 'IOP documentation', 'IOP per diem', 540),
('PHP', 'Partial hospitalization', 'PHP documentation', 'PHP per diem', 1200);

-- For a week of the window the threshold of one program cannot be read.
insert into ehr.system_settings (setting_number, program_id, effective_from, value)
values
(508, '*', date '2000-01-01', '1'),
(508, 'IOP', date '2000-01-01', '2'),
(508, 'IOP', bench.run_date() - 60, '3'),
(508, 'PHP', date '2000-01-01', '4'),
(508, 'DAY', bench.run_date() - 20, 'two'),
(508, 'DAY', bench.run_date() - 13, '2'),
(509, '*', date '2000-01-01', '180'),
(509, 'PHP', date '2000-01-01', '300'),
(510, '*', date '2000-01-01', 'Billing'),
(510, 'IOP', date '2000-01-01', 'IOP billing'),
(512, '*', date '2000-01-01', '2'),
(512, 'PHP', date '2000-01-01', '3');

insert into ehr.user_groups (group_name) values ('Billing'), ('IOP billing');

insert into ehr.user_group_members (group_name, user_id, email)
select group_name, 'user-' || number, 'user-' || number || '@example.test'
from ehr.user_groups
cross join generate_series(1, 3) as member (number);

-- The payers' rules: one that always holds, and of every second payer one for group therapy that changes in the window.
-- The 16th payer has none, the 14th has two for one code, one of the 15th's cannot be used.
insert into ehr.payer_rules (payer_rule_id, payer_id, name, effective_from, effective_to)
select bench.payer(number) || '-always', bench.payer(number), 'Units', null, null
from generate_series(1, 15) as payer (number)
union all
select bench.payer(number) || '-before', bench.payer(number), 'Groups', date '2000-01-01', bench.run_date() - 46
from generate_series(1, 15, 2) as payer (number)
union all
select bench.payer(number) || '-since', bench.payer(number), 'Groups', bench.run_date() - 45, null
from generate_series(1, 15, 2) as payer (number);

create table bench.rule_lines as
select
    rule_lines.*,
    bench.payer(rule_lines.payer) || '-' || rule_lines.rule as payer_rule_id,
    bench.payer(rule_lines.payer) || '-' || rule_lines.rule || '-' || rule_lines.line as billing_rule_id
from (
    select
        number as payer, 'always' as rule, 'therapy' as line, 'quantity' as conversion,
        null::integer as minutes_per_unit, null::integer as round_up_minutes, 'replace' as method, 1 as quantity,
        null as operator, null::numeric as factor,
        case when number % 4 = 0 then 2 end as max_units, number % 2 = 0 as combine, null as aggregate_on,
        array['90837', '90834', '90791'] as codes
    from generate_series(1, 15) as payer (number)
    union all
    select
        number, 'always', 'timed', 'duration', 15, 8, null, null, null, null, case when number % 3 = 0 then 6 end,
        number % 4 <> 1, (array['units', null, 'minutes', 'medicare'])[1 + number % 4],
        array['H0004', 'T1016', 'H2019', 'H0038', '97110']
    from generate_series(1, 13) as payer (number)
    union all
    select
        number, 'always', 'tests', 'quantity', null, null, 'calculate', null,
        case when number % 2 = 0 then 'multiply' else 'divide' end, 2, 3, true, null, array['80305']
    from generate_series(1, 12) as payer (number)
    union all
    select
        number, 'always', 'documentation', 'duration', 60, 31, null, null, null, null, null, false, null,
        array['GROUP', 'IND THPY', 'GROUP-P', 'IND-P']
    from generate_series(1, 15, 3) as payer (number)
    union all
    select
        number, 'always', 'per-diem', 'quantity', null, null, 'replace', 1, null, null, 1, false, null,
        array['0905', '0906', 'H0015', 'S9480', '0912', '0913', 'H0035', 'H2012']
    from generate_series(1, 10) as payer (number)
    union all
    select number, rule, 'groups', 'quantity', null, null, 'calculate', null, operator, factor, 4, true, null,
        array['90853']
    from generate_series(1, 15, 2) as payer (number)
    cross join (values ('before', 'multiply', 1.5), ('since', 'divide', 3)) as periods (rule, operator, factor)
    union all
    values
    (
        11, 'always', 'hours', 'duration', 60, null, null, null::integer, null, null::numeric, 6, false, null,
        array['0905', 'H0015', '0912', 'H0035']
    ),
    (13, 'always', 'long', 'duration', 240, null, null, null, null, null, null, false, null, array['0906']),
    (14, 'always', 'timed', 'duration', 15, 8, null, null, null, null, 8, true, 'minutes', array['H0004', 'H2019']),
    (14, 'always', 'again', 'duration', 15, 5, null, null, null, null, 8, true, 'units', array['H0004']),
    (15, 'always', 'broken', 'duration', null, 8, null, null, null, null, null, true, null, array['T1016'])
) as rule_lines;

insert into ehr.payer_billing_rules (
    billing_rule_id, payer_rule_id, billing_type, conversion, minutes_per_unit, variable_increment, round_up_minutes,
    method,
    quantity, operator, factor, max_units, combine, aggregate_on
)
select
    billing_rule_id, payer_rule_id, 'unit', conversion, minutes_per_unit,
    case when conversion = 'duration' then round_up_minutes is not null end, round_up_minutes, method,
    quantity, operator, factor, max_units, combine, aggregate_on
from bench.rule_lines;

insert into ehr.payer_billing_rule_codes (billing_rule_id, billing_code)
select rule_lines.billing_rule_id, code
from bench.rule_lines
cross join unnest(rule_lines.codes) as code;

insert into ehr.fee_schedules (payer_id, billing_code, effective_from, effective_to, unit_rate)
select
    payers.payer_id,
    billing_codes.billing_code,
    make_date(years.number, 1, 1),
    case when years.number < extract(year from bench.run_date()) then make_date(years.number, 12, 31) end,
    20 + bench.pick(hashtext(payers.payer_id || billing_codes.billing_code) + years.number, 'rate', 30000) / 100.0
from ehr.payers
inner join ehr.billing_codes on billing_codes.is_billable
cross join generate_series(2015, extract(year from bench.run_date())::integer) as years (number)
where (payers.payer_id, billing_codes.billing_code) <> (bench.payer(7), 'S9480');

-- Who stays when, for what, and what goes wrong with it.

create table bench.episodes as
select
    episode,
    -- somebody who comes back
    case
        when bench.pick(episode, 'readmitted', 100) < 15 and episode > bench.episodes() / 3
            then episode - bench.episodes() / 3
        else episode
    end as client,
    bench.run_date() + 1 - bench.days() - 84
    + ((episode - 1)::bigint * (bench.days() + 84) / bench.episodes())::integer as first_day,
    6 + bench.pick(episode, 'weeks', 7) as weeks,
    3 + bench.pick(episode, 'days a week', 3) as days_a_week,
    1 + bench.pick(episode, 'facility', 12) as facility,
    case
        when bench.pick(episode, 'program', 100) < 62 then 'IOP'
        when bench.pick(episode, 'program', 100) < 96 then 'PHP'
        else 'DAY'
    end as program_id,
    1 + bench.pick(episode, 'payer', 16) as payer,
    12 + bench.pick(episode, 'authorized days', 13) as authorized_days,
    case
        when bench.pick(episode, 'trouble', 1000) < 30 then 'no authorization'
        when bench.pick(episode, 'trouble', 1000) < 50 then 'two codes'
        when bench.pick(episode, 'trouble', 1000) < 75 then 'used up'
        when bench.pick(episode, 'trouble', 1000) < 85 then 'denied'
        when bench.pick(episode, 'trouble', 1000) < 100 then 'two programs'
        when bench.pick(episode, 'trouble', 1000) < 110 then 'late authorization'
        else 'none'
    end as trouble,
    bench.pick(episode, 'chance', 1000) as chance
from generate_series(1, bench.episodes()) as episodes (episode);

alter table bench.episodes
add column billing_code text,
add column units_a_day integer;

update bench.episodes
set
    billing_code = case program_id
        when 'IOP' then (array['0905', '0906', 'H0015', 'S9480'])[1 + payer % 4]
        when 'PHP' then (array['0912', '0913', 'H0035'])[1 + payer % 3]
        else 'H2012'
    end;

-- the units that the payer's rule makes of a per-diem note
update bench.episodes
set
    units_a_day = case
        when payer = 11 and billing_code in ('0905', 'H0015') then 3
        when payer = 11 and billing_code in ('0912', 'H0035') then 5
        when payer = 13 and billing_code = '0906' then 0
        else 1
    end;

insert into ehr.clients (
    client_id, facility_id, display_name, default_clinician_id, default_location_id, default_location_code
)
select
    bench.client(client),
    'facility-' || lpad(min(facility)::text, 2, '0'),
    'Client ' || client,
    case bench.pick(client, 'no clinician', 200)
        when 0 then null
        when 1 then 'clinician-gone'
        else bench.clinician(1 + bench.pick(client, 'clinician', bench.clinicians()))
    end,
    case
        when bench.pick(client, 'no location', 200) > 0
            then 'facility-' || lpad(min(facility)::text, 2, '0') || '-' || 1 + bench.pick(client, 'room', 5)
    end,
    case when bench.pick(client, 'no place of service', 200) > 0 then (array['11', '52', '57'])[1 + client % 3] end
from bench.episodes
group by client;

insert into ehr.client_coverages (coverage_id, client_id, payer_id, priority, start_date, end_date)
select
    episode || '-first', bench.client(client), bench.payer(payer), 1, first_day - 10,
    case when chance % 2 = 0 then first_day + weeks * 7 + 30 end
from bench.episodes
where chance % 50 <> 7
union all
select episode || '-second', bench.client(client), bench.payer(1 + (payer + 3) % 16), 2, first_day - 200, null
from bench.episodes
where chance % 3 = 0
union all
select episode || '-better', bench.client(client), bench.payer(1 + (payer + 5) % 16), 1, first_day - 10, first_day + 20
from bench.episodes
where chance % 40 = 1
union all
select episode || '-unreadable', bench.client(client), bench.payer(payer), 1, first_day, first_day - 5
from bench.episodes
where chance % 500 = 3;

-- Each day that a client attends, with what happens on it; those from the first day of the history to the first night.
create table bench.client_days as
select
    row_number() over (order by service_date, episode) as day_number,
    attended.*
from (
    select
        episodes.*,
        episodes.first_day + back as service_date,
        row_number() over (partition by episodes.episode order by back) - 1 as place,
        bench.pick(episodes.episode * 1000 + back, 'what happens', 1000) as happens
    from bench.episodes
    cross join generate_series(0, episodes.weeks * 7 - 1) as back
    where
        extract(isodow from episodes.first_day + back) = any(
            case episodes.days_a_week
                when 5 then array[1, 2, 3, 4, 5]
                when 4 then array[1, 2, 3, 4]
                else array[1, 3, 5]
            end
        )
        and bench.pick(episodes.episode * 1000 + back, 'stays away', 100) >= 5
) as attended
where service_date between bench.run_date() + 1 - bench.days() and bench.run_date() + 1;

analyze bench.client_days;

-- Billed by earlier nights: days before the window in whose way nothing stood.
create table bench.billed_days as
select distinct on (client_days.client, client_days.service_date)
    client_days.*,
    clients.client_id,
    clients.default_clinician_id,
    clients.default_location_id,
    clients.default_location_code,
    client_days.episode || '-' || client_days.place / client_days.authorized_days as authorization_id,
    (client_days.service_date + 3 + time '06:00') at time zone 'UTC' as billed_at,
    'pd-' || left(
        encode(
            sha256(
                convert_to(
                    format('["%s","%s","%s"]', client_days.program_id, clients.client_id, client_days.service_date),
                    'UTF8'
                )
            ),
            'hex'
        ),
        32
    ) as note_id
from bench.client_days
inner join ehr.clients on bench.client(client_days.client) = clients.client_id
where
    client_days.service_date < bench.run_date() - 90
    and client_days.units_a_day > 0
    and client_days.happens >= 60
    and client_days.trouble in ('none', 'used up')
    and (client_days.trouble = 'none' or client_days.place < client_days.authorized_days)
    and clients.default_clinician_id <> 'clinician-gone'
    and clients.default_location_id is not null
    and clients.default_location_code is not null
order by client_days.client, client_days.service_date, client_days.program_id;

-- Authorizations: each for some attended days; the next one begins a week before that ends.
insert into ehr.authorizations (
    authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status,
    updated_at
)
with

used as (

    select
        authorization_id,
        sum(units_a_day) as units
    from bench.billed_days
    group by authorization_id

),

needed as (

    select
        episode || '-' || place / authorized_days as authorization_id,
        episode,
        client,
        payer,
        billing_code,
        units_a_day,
        authorized_days,
        trouble,
        place / authorized_days as renewals,
        min(service_date) - 7 as start_date,
        max(service_date) + 10 as end_date
    from bench.client_days
    group by
        episode, client, payer, billing_code, units_a_day, authorized_days, trouble, place / authorized_days

)

select
    needed.authorization_id,
    bench.client(needed.client),
    bench.payer(needed.payer),
    needed.billing_code,
    needed.start_date,
    needed.end_date,
    needed.authorized_days * greatest(needed.units_a_day, 1),
    coalesce(used.units, 0),
    case when needed.trouble <> 'denied' then 'active' when needed.episode % 2 = 0 then 'denied' else 'pending' end,
    needed.start_date + time '12:00'
from needed
left join used on needed.authorization_id = used.authorization_id
where
    needed.trouble not in ('no authorization', 'late authorization')
    and (needed.trouble <> 'used up' or needed.renewals = 0);

insert into ehr.authorizations (
    authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used, status,
    updated_at
)
select
    episode || '-' || others.name, bench.client(client), bench.payer(payer), others.billing_code, first_day,
    first_day + weeks * 7, 60, 0, 'active', first_day + time '12:00'
from bench.episodes
cross join lateral (
    values
    ('therapy', '90837', true),
    ('timed', 'H0004', true),
    ('other code', case program_id when 'IOP' then '0905' when 'PHP' then '0912' end, trouble = 'two codes'),
    ('other program', case program_id when 'IOP' then '0912' else '0905' end, trouble = 'two programs'),
    ('unreadable', null, chance < 5)
) as others (name, billing_code, is_there)
where others.is_there;

-- Notes.
insert into ehr.notes (
    note_id, client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
    duration_minutes,
    quantity, units, status, released_at, note_text, origin, updated_at
)
with

written as (

    select
        client_days.*,
        place_in_day,
        client_days.day_number * 16 + place_in_day as number,
        bench.pick(client_days.day_number * 16 + place_in_day, 'note', 1000000) as chance_of_note,
        bench.pick(client_days.day_number * 16 + place_in_day, 'unusual', 5000) as unusual,
        -- released the evening before the first night, and not the day after
        client_days.happens between 68 and 77 and client_days.service_date > bench.run_date() - 40 as is_late
    from bench.client_days
    cross join generate_series(
        1, case when client_days.happens < 30 then 2 else 6 + bench.pick(client_days.day_number, 'notes', 5) end
    ) as place_in_day

),

coded as (

    select
        *,
        case
            when place_in_day = 7 and happens between 50 and 59 then billing_code
            when trouble = 'two programs' and place_in_day % 2 = 0
                then case program_id when 'IOP' then 'GROUP-P' else 'GROUP' end
            when place_in_day in (4, 8) and chance_of_note % 10 < 7
                then (
                    array['90837', '90834', '90853', 'H0004', 'T1016', 'H2019', 'H0038', '97110', '80305', 'H0004',
                        '90791'
                    ]
                )[1 + chance_of_note % 11]
            when place_in_day = 5 and chance_of_note % 10 = 0 then 'CASE MGT'
            when place_in_day = 6 and happens between 30 and 49
                then case program_id when 'IOP' then 'GROUP-P' else 'GROUP' end
            when program_id = 'IOP'
                then (
                    array['602', 'GROUP', 'IND THPY', 'H0004', 'GROUP', 'EDU', 'NUTRI', 'ACU', 'GROUP', '602']
                )[place_in_day]
            when program_id = 'PHP'
                then (
                    array[
                        '602P', 'GROUP-P', 'IND-P', 'H0004', 'GROUP-P', 'MED ED', 'GROUP-P', '602P', 'GROUP-P', 'IND-P'
                    ]
                )[place_in_day]
            else '602D'
        end as code,
        case
            when is_late then (bench.run_date() - 1 + time '20:00') at time zone 'UTC'
            else (service_date + 1 + time '09:00') at time zone 'UTC'
        end as released_at
    from written

)

select
    'note-' || lpad(number::text, 11, '0'),
    case unusual when 11 then null when 12 then 'client-unknown' else bench.client(client) end,
    case when unusual <> 13 then service_date end,
    case
        when unusual <> 20
            then (service_date + time '08:00' + make_interval(mins => 45 * place_in_day + chance_of_note % 15))
                at time zone 'America/Phoenix'
    end,
    case unusual when 15 then null when 16 then 'UNKNOWN' else code end,
    bench.clinician(1 + (facility * 7919 + chance_of_note % 12 * 104729 + day_number / 100) % bench.clinicians()),
    'facility-' || lpad(facility::text, 2, '0') || '-' || 1 + chance_of_note % 5,
    case when chance_of_note % 20 = 0 then '02' else (array['11', '52', '57'])[1 + day_number % 3] end,
    case unusual
        when 17 then null
        when 18 then 2000
        when 19 then -5
        else (array[30, 60, 50, 22, 90, 45, 60, 37, 60, 53, 8, 15])[1 + chance_of_note / 12 % 12]
    end,
    case when code = '80305' then 1 + chance_of_note % 4 when chance_of_note % 50 = 3 then 2 end,
    case
        when unusual in (21, 22, 23) or chance_of_note % 100 = 7 then null
        when unusual = 24 then -1
        when happens < 30 or happens between 63 and 67 then 0.25
        else (array[1, 1, 1, 2, 1, 0.5, 1, 1, 1.5, 1])[1 + chance_of_note / 144 % 10]
    end,
    case
        when unusual between 30 and 59 then 'void'
        when unusual between 60 and 64 or (service_date > bench.run_date() - 6 and unusual between 65 and 600)
            then 'draft'
        when unusual = 65 then ' Released'
        when unusual = 66 then 'finished'
        else 'released'
    end,
    released_at,
    rpad('Client attended; progress toward the goals of the plan was noted. Reference ' || number, 200, ' and so on'),
    case when chance_of_note % 4 = 0 then 'clinician' end,
    released_at
from coded;

-- sessions with two notes
insert into ehr.notes (
    note_id, client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
    duration_minutes,
    quantity, units, status, released_at, note_text, origin, updated_at
)
select
    note_id || '-again', client_id, service_date, started_at, billing_code, clinician_id, location_id, location_code,
    duration_minutes, quantity, units, status, released_at, note_text, origin, updated_at
from ehr.notes
where bench.pick(hashtext(note_id), 'two notes', 1000) < 3;

-- What earlier nights wrote.
insert into ehr.notes (
    note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code, duration_minutes,
    quantity,
    units, status, released_at, note_text, origin, program_id, payer_id, authorization_id, dag_run_id, updated_at
)
select
    note_id, client_id, service_date, billing_code, default_clinician_id, default_location_id, default_location_code,
    case program_id when 'PHP' then 300 else 180 end, 1, units_a_day,
    case when happens between 60 and 62 then 'void' else 'released' end,
    billed_at, 'Per-diem service', 'per_diem', program_id, bench.payer(payer), authorization_id,
    'before the bench ' || service_date, billed_at
from bench.billed_days;

insert into ehr.authorization_usage (note_id, authorization_id, units, used_at, reversed_at)
select note_id, authorization_id, units_a_day, billed_at, case when happens between 60 and 62 then billed_at end
from bench.billed_days;

insert into ehr.invoices (
    invoice_id, note_id, client_id, payer_id, authorization_id, service_date, billing_code, units, amount, status,
    created_at
)
select
    'inv-' || substr(note_id, 4), note_id, client_id, bench.payer(payer), authorization_id, service_date, billing_code,
    units_a_day, units_a_day * 100, case when happens between 60 and 62 then 'void' else 'ready' end, billed_at
from bench.billed_days;

-- The late authorizations of what people do between two nights, which is changes.sql.
create table bench.late_authorizations as
select
    episode, client, payer, billing_code, first_day, first_day + weeks * 7 as last_day
from bench.episodes
where trouble = 'late authorization' and first_day + weeks * 7 >= bench.run_date() - 90;

drop table bench.rule_lines, bench.episodes, bench.client_days, bench.billed_days;
