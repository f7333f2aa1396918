"""The queries for a client's day: %(client_id)s, %(service_date)s."""

from __future__ import annotations

from perdiem.alerts import work

PROGRAMS = """
    select
        program_id, program_name as name, non_billable_group,
        array(
            select billing_code from staging.stg_ehr__billing_code_groups where group_name = non_billable_group
        ) as non_billable_codes,
        array(
            select billing_code from staging.stg_ehr__billing_code_groups where group_name = billable_group
        ) as billable_codes
    from staging.stg_ehr__programs
    order by program_id
"""

# Not from staging, here and below: PostgreSQL does not join its views by index.
NOTES = """
    select
        notes.note_id, notes.billing_code, notes.clinician_id, notes.status, notes.duration_minutes, notes.quantity,
        notes.units,
        notes.origin is not distinct from 'per_diem' as is_per_diem, notes.program_id, notes.dag_run_id as run_id,
        quarantined.cause as quarantine_cause,
        coalesce(notes.origin <> 'per_diem', true) and coalesce(notes.updated_at > %(decided_at)s, false)
            as changed_since
    from ehr.notes
    left join quality.quarantined_rows as quarantined
        on quarantined.source_table = 'notes' and notes.note_id = quarantined.row_key
    where notes.client_id = %(client_id)s and notes.service_date = %(service_date)s
    order by notes.origin is not distinct from 'per_diem', notes.started_at, notes.note_id
    limit 200
"""

# The dates of replicas that no date can be subtracted from are none that somebody goes to.
NEIGHBOURS = """
    select
        (
            select max(service_date)
            from ehr.notes
            where client_id = %(client_id)s and service_date between '0001-01-01' and %(service_date)s - 1
        ) as earlier,
        (
            select min(service_date)
            from ehr.notes
            where client_id = %(client_id)s and service_date between %(service_date)s + 1 and '9999-12-31'
        ) as later
"""

# As the rules take them: what is blank is empty.
DEFAULTS = """
    select
        default_clinician_id as clinician_id,
        exists(
            select from ehr.clinicians where clinicians.clinician_id = clients.default_clinician_id
        ) as is_known_clinician,
        default_location_id as location_id,
        exists(
            select from ehr.locations where locations.location_id = clients.default_location_id
        ) as is_known_location,
        default_location_code as location_code
    from staging.stg_ehr__clients as clients
    where client_id = %(client_id)s
"""

COUNTED = """
    select
        null as program_id, notes.note_id, notes.billing_code, notes.duration_minutes, notes.quantity, notes.payer_id,
        payers.payer_name, notes.billing_rule_id, notes.rule_status, notes.attended_units as units,
        notes.recorded_units, notes.rule_units
    from intermediate.int_notes__units as notes
    left join staging.stg_ehr__payers as payers using (payer_id)
    where notes.client_id = %(client_id)s and notes.service_date = %(service_date)s and notes.status = 'released'
"""

AUTHORIZATIONS = """
    select
        authorizations.authorization_id, authorizations.billing_code, authorizations.payer_id, payers.payer_name,
        authorizations.start_date::text, authorizations.end_date::text,
        authorizations.units_authorized, authorizations.units_used, authorizations.status,
        quarantined.cause as quarantine_cause,
        coalesce(authorizations.start_date > %(service_date)s, false) as begins_later,
        coalesce(authorizations.end_date < %(service_date)s, false) as has_ended
    from ehr.authorizations
    left join staging.stg_ehr__payers as payers using (payer_id)
    left join quality.quarantined_rows as quarantined
        on quarantined.source_table = 'authorizations' and authorizations.authorization_id = quarantined.row_key
    where authorizations.client_id = %(client_id)s
    order by
        %(service_date)s between authorizations.start_date and authorizations.end_date desc nulls last,
        authorizations.end_date, authorizations.start_date, authorizations.authorization_id
    limit 200
"""

LOOKED_AT = """
    select
        program_id, authorization_id, billing_rule_id, units_needed, units_remaining, is_in_date, is_candidate
    from intermediate.int_client_days__authorizations
    where client_id = %(client_id)s and service_date = %(service_date)s
    order by program_id, preference
"""

UNIT_RULES = """
    select
        billing_rule_id, payer_rule_name, conversion, minutes_per_unit, variable_increment, round_up_minutes, method,
        quantity, operator, factor, max_units, combine, aggregate_on, invalid_cause
    from intermediate.int_unit_rules__checked
    where billing_rule_id = any(%(rule_ids)s::text[])
"""

PUBLISHED = """
    select
        program_id, status, reasons, units, threshold_units, billing_code, authorization_id, note_id, run_date
    from marts.fct_per_diem_days
    where client_id = %(client_id)s and service_date = %(service_date)s
"""

HISTORY = """
    select
        program_id, decided_at, run_id, run_date, status, reasons, units, threshold_units, billing_code,
        authorization_id, note_id
    from marts.fct_per_diem_decisions
    where client_id = %(client_id)s and service_date = %(service_date)s
    order by decided_at desc
"""

# What it rests on that a note was written outlasts what later nights tried.
EVIDENCE = """
    select distinct on (program_id) program_id, evidence_id, run_id, units, threshold_units
    from quality.decision_evidence
    where client_id = %(client_id)s and service_date = %(service_date)s
    order by program_id, coalesce(run_id = any(%(run_ids)s::text[]), false) desc, evidence_id desc
"""

EVIDENCE_NOTES = """
    select
        evidence.program_id, notes.note_id, notes.billing_code, notes.duration_minutes, notes.quantity, notes.payer_id,
        payers.payer_name, notes.billing_rule_id, notes.rule_status, notes.units,
        notes.recorded_units, notes.rule_units
    from quality.decision_evidence as evidence
    cross join lateral jsonb_to_recordset(evidence.supporting_notes) as notes (
        note_id text, billing_code text, duration_minutes integer, quantity numeric, payer_id text,
        billing_rule_id text, rule_status text, units numeric, recorded_units numeric, rule_units numeric
    )
    left join staging.stg_ehr__payers as payers using (payer_id)
    where evidence.evidence_id = any(%(evidence_ids)s::bigint[])
"""

EVIDENCE_AUTHORIZATIONS = """
    select
        evidence.program_id, offered.authorization_id, null as billing_rule_id, offered.units_needed,
        offered.units_remaining, true as is_in_date, true as is_candidate
    from quality.decision_evidence as evidence
    cross join lateral jsonb_to_recordset(evidence.authorizations) as offered (
        authorization_id text, units_needed numeric, units_remaining numeric
    )
    where evidence.evidence_id = any(%(evidence_ids)s::bigint[])
"""

EVIDENCE_SETTINGS = """
    select
        program_id, threshold_units, threshold_effective_from::text, note_minutes, minutes_effective_from::text,
        null as alert_group, null as group_effective_from, lag_days, lag_effective_from::text,
        null as left_out_cause, true as is_due
    from quality.decision_evidence
    where evidence_id = any(%(evidence_ids)s::bigint[])
"""

CLAIMED = """
    select program_id
    from intermediate.int_client_days__claimed
    where client_id = %s and service_date = %s
    order by program_id
"""

RECORDS = """
    select
        ids.note_id, written.billing_code, written.payer_id, payers.payer_name, written.authorization_id,
        written.duration_minutes, written.units, written.clinician_id, written.location_code, written.run_id,
        usage.units as units_taken, usage.reversed_at is not null as is_given_back,
        invoices.invoice_id, invoices.status as invoice_status, invoices.amount,
        case when invoices.status = 'ready' then published.correct_first end as correct_first
    from unnest(%(note_ids)s::text[]) as ids (note_id)
    left join lateral (
        select * from quality.written_notes where note_id = ids.note_id order by recorded_at desc limit 1
    ) as written on true
    left join staging.stg_ehr__payers as payers on written.payer_id = payers.payer_id
    left join ehr.authorization_usage as usage on ids.note_id = usage.note_id
    left join ehr.invoices on ids.note_id = invoices.note_id
    left join marts.fct_invoices as published
        on
            invoices.client_id = published.client_id
            and invoices.service_date = published.service_date
            and invoices.invoice_id = published.invoice_id
"""

ALERTS = """
    select
        program_id, alerts.alert_id, reason, alerts.status, alerts.opened_at, alerts.notified_at, alerts.resolved_at,
        states.owner, coalesce(states.standing, 'to_do') as standing,
        case when {set_aside} then states.not_before end as not_before
    from ehr.alerts
    left join quality.alert_states as states using (program_id, client_id, service_date, reason)
    where
        program_id = any(%(program_ids)s::text[])
        and client_id = %(client_id)s
        and service_date = %(service_date)s
    order by alerts.opened_at, reason
""".replace("{set_aside}", work.SET_ASIDE)
