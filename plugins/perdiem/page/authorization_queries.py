"""The queries for the view of authorizations: %(run_date)s, and of the rows those that authorizations.py gives."""

from __future__ import annotations

# What becomes of each, and what follows it, is decided by the mart.
AUTHORIZATIONS = """
    with

    found as (
        select
            watch.*,
            case
                when watch.units_remaining = 0 then 'used_up'
                when watch.projected_exhaustion_date is null then 'ends'
                else 'units'
            end as stops,
            payers.payer_name
        from marts.rpt_authorization_watch as watch
        left join staging.stg_ehr__payers as payers on watch.payer_id = payers.payer_id
    )
"""

GROUPS = """
    select
        found.stops,
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
        found.stops, within, found.followed_by, found.payer_id, found.payer_name, found.billing_code,
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

    habits as (
        select
            client_id,
            billing_code,
            max(service_date) as last_attended,
            nullif(array_remove(array[{usual_weekdays}], null), array[]::integer[]) as weekdays,
            (array_agg(payer_id order by service_date desc))[1] as payer_id,
            (array_agg(billed_code order by service_date desc))[1] as billed_code,
            (array_agg(amount order by service_date desc))[1] as amount
        from attended
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
                        and (coming.service_date < chosen.successor_start_date or chosen.successor_start_date is null)
                ) as unbillable_days
            from coming
            where habits.weekdays is not null and coming.weekday = any(habits.weekdays)
        ) as ahead on habits.weekdays is not null
    )

    select
        authorization_id, client_id, payer_id, payer_name, billing_code,
        -- dates that can be shown, whatever the EHR holds
        greatest(start_date, date '0001-01-01'), least(end_date, date '9999-12-31'),
        units_authorized, units_used, units_remaining, daily_burn, stops, lasts_until,
        lasts_until - %(days_to_ask_ahead)s::integer as ask_by,
        followed_by, successor_id, successor_start_date, last_attended,
        (
            select string_agg(('{{Mon,Tue,Wed,Thu,Fri,Sat,Sun}}'::text[])[weekday], ' ')
            from unnest(weekdays) as weekday
        ) as usual_weekdays,
        next_usual_day, unbillable_days, unbillable_amount,
        (select facility_id from staging.stg_ehr__clients as clients where clients.client_id = rows.client_id)
        {totals}
    from rows
    order by {order}
""".replace(
    "{usual_weekdays}",
    ", ".join(f"case when count(*) filter (where weekday = {day}) > 1 then {day} end" for day in range(1, 8)),
)

TOTALS = """,
        coalesce(sum(unbillable_days) over (), 0), coalesce(sum(unbillable_amount) over (), 0),
        count(*) filter (where unbillable_amount is null) over ()
"""

PAGE = "limit %(limit)s offset %(offset)s"
