"""Whether the product and the hand-written night came to the same, row by row. What differs is not timed."""

from __future__ import annotations

import psycopg
from psycopg import sql

# What both publish and write. Not: who decided a day last and when, since a night may leave alone what stays as it is;
# texts of findings; and what the product keeps for itself.
DAYS = """
    program_id, client_id, service_date, note_count, units, threshold_units, draft_count, draft_units, counted_minutes,
    status, primary_reason, reasons, billing_code, authorization_id, payer_id, note_id, expected_amount, amount_basis
"""
MARTS = {
    "fct_per_diem_days": DAYS,
    "rpt_weekly_attendance": (
        "program_id, client_id, week_start, attended_days, minutes, minimum_minutes, billed_days, status"
    ),
    "fct_billing_items": (
        "billing_item_id, client_id, service_date, payer_id, billing_code, billing_rule_id, location_code, occurrences,"
        " duration_minutes, units, max_units, rendering_clinician_id, second_rendering_clinician_id,"
        " note_ids, is_per_diem"
    ),
    "rpt_billing_audit": "billing_item_id, finding, severity, client_id, service_date, payer_id, billing_code",
    "fct_invoices": (
        "invoice_id, note_id, client_id, program_id, payer_id, service_date, billing_code, units, amount, status,"
        " run_date, days_to_bill, correct_first"
    ),
    "dim_authorizations": (
        "authorization_id, client_id, payer_id, billing_code, start_date, end_date, status, units_authorized,"
        " units_used, units_remaining, daily_burn, projected_exhaustion_date"
    ),
}
EHR = {
    "notes": (
        "note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code, duration_minutes,"
        " quantity, units, status, note_text, origin, program_id, payer_id, authorization_id"
    ),
    "authorization_usage": "note_id, authorization_id, units, reversed_at is not null",
    "invoices": (
        "invoice_id, note_id, client_id, payer_id, authorization_id, service_date, billing_code, units, amount, status"
    ),
    "authorizations": "authorization_id, units_used",
}
# Of the EHR's notes those that a night writes.
OF_INTEREST = {"notes": "origin = 'per_diem'"}

ROWS = "select row({columns})::text from {table} where {condition}"
DIGEST = "select count(*), sum(hashtextextended(line, 0)) from ({rows}) as line (line)"
SHOWN = 3  # rows of either side that a message names: all of them are made up


class Differ(Exception):
    """The two came to different rows; the message names the table and some of them."""


def check_same(product: psycopg.Connection, baseline: psycopg.Connection) -> int:
    """Compare everything that both nights left, and return how many rows that were. Raises Differ."""
    compared = 0
    tables = [(f"marts.{name}", f"baseline.{name}", columns, "true") for name, columns in MARTS.items()]
    tables += [(f"ehr.{name}", f"ehr.{name}", columns, OF_INTEREST.get(name, "true")) for name, columns in EHR.items()]
    for ours, theirs, columns, condition in tables:
        digests = [
            connection.execute(sql.SQL(DIGEST).format(rows=_rows(table, columns, condition))).fetchone()
            for connection, table in ((product, ours), (baseline, theirs))
        ]
        if digests[0] != digests[1]:
            raise Differ(_difference(product, baseline, ours, theirs, columns, condition))
        assert digests[0] is not None
        compared += digests[0][0]
    return compared


def _rows(table: str, columns: str, condition: str) -> sql.Composed:
    # No statement of anybody else's: every part of it stands above.
    return sql.SQL(ROWS).format(
        columns=sql.SQL(columns),
        table=sql.Identifier(*table.split(".")),
        condition=sql.SQL(condition),
    )


def _difference(
    product: psycopg.Connection, baseline: psycopg.Connection, ours: str, theirs: str, columns: str, condition: str
) -> str:
    left, right = (
        {line for (line,) in connection.execute(_rows(table, columns, condition))}
        for connection, table in ((product, ours), (baseline, theirs))
    )
    told = [f"{ours} differs: {len(left - right)} rows of the product's alone, {len(right - left)} of the baseline's"]
    told += [f"  product   {line}" for line in sorted(left - right)[:SHOWN]]
    told += [f"  baseline  {line}" for line in sorted(right - left)[:SHOWN]]
    return "\n".join(told)
