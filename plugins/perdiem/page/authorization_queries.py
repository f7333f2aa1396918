"""The queries for the view of authorizations: %(run_date)s, and of the rows those that authorizations.py gives."""

from __future__ import annotations

# An authorization that never ends in the EHR ends on a day that can be shown. Of several of one client and code that
# are used up, the one that ends last is followed by none.
AUTHORIZATIONS = """
    with

    active as (
        select
            authorization_id,
            client_id,
            payer_id,
            billing_code,
            greatest(start_date, date '0001-01-01') as start_date,
            least(end_date, date '9999-12-31') as end_date,
            units_authorized,
            units_used,
            units_remaining,
            daily_burn,
            case when units_remaining = 0 then %(run_date)s else projected_exhaustion_date end as used_up_on
        from marts.dim_authorizations
        where status = 'active' and end_date >= %(run_date)s
    ),

    lasting as (
        select
            *,
            least(used_up_on, end_date) as lasts_until,
            case when units_remaining = 0 then %(run_date)s else least(used_up_on, end_date) + 1 end as uncovered_from,
            case
                when units_remaining = 0 then 'used_up'
                when used_up_on is null then 'ends'
                else 'units'
            end as state
        from active
    ),

    next as (
        select distinct on (lasting.authorization_id)
            lasting.authorization_id,
            later.authorization_id as next_id,
            later.start_date as next_start
        from lasting
        inner join lasting as later
            on
                lasting.client_id = later.client_id
                and lasting.billing_code = later.billing_code
                and (lasting.uncovered_from, lasting.end_date, lasting.authorization_id)
                < (later.uncovered_from, later.end_date, later.authorization_id)
        order by lasting.authorization_id, later.start_date, later.authorization_id
    ),

    found as (
        select
            lasting.*,
            payers.payer_name,
            next.next_id,
            next.next_start,
            case when next.next_start <= lasting.uncovered_from then 'another' else 'nothing' end as followed_by
        from lasting
        left join next on lasting.authorization_id = next.authorization_id
        left join staging.stg_ehr__payers as payers on lasting.payer_id = payers.payer_id
    )
"""

GROUPS = """
    select
        found.state,
        case
            when found.lasts_until <= %(run_date)s + 7 then 7
            when found.lasts_until <= %(run_date)s + 14 then 14
            when found.lasts_until <= %(run_date)s + 30 then 30
        end as within,
        found.followed_by,
        found.payer_id,
        found.payer_name,
        found.billing_code,
        coalesce(clients.facility_id, ''),
        count(*)
    from found
    left join staging.stg_ehr__clients as clients on found.client_id = clients.client_id
    group by
        found.state, within, found.followed_by, found.payer_id, found.payer_name, found.billing_code,
        clients.facility_id
"""

# Of those that something follows, or that last longer than days are looked ahead, nothing becomes unbillable, and how
# their clients attend is not looked up. A weekday is usual that was attended in two of the last four weeks, in a
# program that bills the code. A day is taken to come to what the last one did, if that was of the same payer and code.
ROWS = """,

    chosen as (
        select
            *,
            followed_by = 'nothing' and uncovered_from <= %(run_date)s + %(days_looked_ahead)s as loses_days
        from found
        where {condition}
    ),

    clients as (
        select distinct client_id, billing_code
        from chosen
        where loses_days
    ),

    attended as (
        select
            clients.client_id,
            clients.billing_code,
            days.service_date,
            extract(isodow from days.service_date)::integer as weekday,
            max(days.payer_id) as payer_id,
            max(days.billing_code) as billed_code,
            max(days.expected_amount) as amount
        from marts.fct_per_diem_days as days
        inner join intermediate.int_program_codes as codes on days.program_id = codes.program_id and codes.is_billable
        inner join clients on days.client_id = clients.client_id and codes.billing_code = clients.billing_code
        where
            days.service_date between %(run_date)s - 27 and %(run_date)s
            and days.status <> 'below_threshold'
        group by clients.client_id, clients.billing_code, days.service_date
    ),

    counted as (
        select
            *,
            count(*) over (partition by client_id, billing_code, weekday) > 1 as is_usual
        from attended
    ),

    habits as (
        select
            client_id,
            billing_code,
            max(service_date) as last_attended,
            array_agg(distinct weekday) filter (where is_usual) as weekdays,
            (array_agg(payer_id order by service_date desc))[1] as payer_id,
            (array_agg(billed_code order by service_date desc))[1] as billed_code,
            (array_agg(amount order by service_date desc))[1] as amount
        from counted
        group by client_id, billing_code
    ),

    coming as (
        select
            %(run_date)s + days as service_date,
            extract(isodow from %(run_date)s + days)::integer as weekday
        from generate_series(0, %(days_looked_ahead)s) as days
    ),

    rows as (
        select
            chosen.*,
            habits.last_attended,
            habits.weekdays,
            ahead.next_usual_day,
            case when chosen.loses_days then ahead.unbillable_days else 0 end as unbillable_days,
            case
                when not chosen.loses_days or ahead.unbillable_days = 0 then 0
                when
                    chosen.payer_id = habits.payer_id
                    and chosen.billing_code = coalesce(habits.billed_code, chosen.billing_code)
                    then ahead.unbillable_days * habits.amount
            end as unbillable_amount
        from chosen
        left join habits
            on
                chosen.client_id = habits.client_id
                and chosen.billing_code = habits.billing_code
                and chosen.loses_days
        left join lateral (
            select
                min(coming.service_date) filter (where coming.service_date > %(run_date)s) as next_usual_day,
                count(*) filter (
                    where
                        coming.service_date >= chosen.uncovered_from
                        and (coming.service_date < chosen.next_start or chosen.next_start is null)
                ) as unbillable_days
            from coming
            where coming.weekday = any(habits.weekdays)
        ) as ahead on habits.weekdays is not null
    )

    select
        authorization_id, client_id, payer_id, payer_name, billing_code, start_date, end_date, units_authorized,
        units_used, units_remaining, daily_burn, state, lasts_until,
        lasts_until - %(days_to_ask_ahead)s::integer as ask_by,
        followed_by, next_id, next_start, last_attended,
        (
            select string_agg(('{{Mon,Tue,Wed,Thu,Fri,Sat,Sun}}'::text[])[weekday], ' ')
            from unnest(weekdays) as weekday
        ) as usual_weekdays,
        next_usual_day, unbillable_days, unbillable_amount,
        (select facility_id from staging.stg_ehr__clients as clients where clients.client_id = rows.client_id)
        {totals}
    from rows
    order by {order}
"""

TOTALS = """,
        coalesce(sum(unbillable_days) over (), 0), coalesce(sum(unbillable_amount) over (), 0),
        count(*) filter (where unbillable_amount is null) over ()
"""

PAGE = "limit %(limit)s offset %(offset)s"
