"""What a night writes: units given back, notes with their usage and invoices, alerts."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from reference.clinic import Clinic, remaining
from reference.rows import Key, Row, note_id_of, status_of


def give_back(tables: dict[str, list[Row]], now: datetime) -> tuple[str, ...]:
    """Undo, in place, what per-diem notes took that are void or gone. Return the ids of the notes."""
    voided = {note["note_id"] for note in tables["notes"] if note["origin"] == "per_diem" and status_of(note) == "void"}
    present = {note["note_id"] for note in tables["notes"]}
    gone = {usage["note_id"] for usage in tables["authorization_usage"]} - present
    authorizations = {row["authorization_id"]: row for row in tables["authorizations"]}
    given_back = []
    for usage in tables["authorization_usage"]:
        if usage["note_id"] in voided | gone and usage["reversed_at"] is None:
            usage["reversed_at"] = now
            given_back.append(usage["note_id"])
            authorization = authorizations.get(usage["authorization_id"])
            if authorization:
                used = authorization["units_used"] or Decimal(0)
                if not used.is_nan():  # what is no number stays none
                    authorization["units_used"] = max(used - usage["units"], Decimal(0))
    for invoice in tables["invoices"]:
        if invoice["note_id"] in voided | gone:
            invoice["status"] = "void"
    return tuple(sorted(given_back))


def is_writable(clinic: Clinic, key: Key) -> bool:
    """Say whether the day's note_id is free: no note has it, and no usage tells of one that is gone."""
    return note_id_of(*key) not in clinic.taken_note_ids


def allocate(clinic: Clinic, pending: Iterable[Key]) -> tuple[dict[Key, tuple[Row, Decimal]], dict[str, Decimal]]:
    """Give each pending day the first candidate that can pay it, in the order of the write-back.

    Return what each day takes, and what the authorizations have left.
    """
    left = {row["authorization_id"]: remaining(row) for rows in clinic.authorizations.values() for row in rows}
    taken = {}
    for key in sorted(pending, key=lambda key: (key[2], key[0], key[1])):
        for authorization, units in clinic.offers(key):
            if 0 < units <= left[authorization["authorization_id"]]:
                left[authorization["authorization_id"]] -= units
                taken[key] = (authorization, units)
                break
    return taken, left


def write(
    clinic: Clinic, tables: dict[str, list[Row]], key: Key, took: tuple[Row, Decimal], run: tuple[str, datetime]
) -> Row:
    """Write one day into `tables`: note, usage, units used, invoice. Return the note."""
    (program_id, client_id, day), (authorization, units), (run_id, now) = key, took, run
    client, note_id = clinic.clients[client_id], note_id_of(*key)
    shared = {name: authorization[name] for name in ("authorization_id", "payer_id", "billing_code")}
    supporting = sorted(note["note_id"] for note in clinic.counting_notes(key))
    note = shared | {
        "note_id": note_id,
        "client_id": client_id,
        "service_date": day,
        "started_at": None,
        "clinician_id": client["default_clinician_id"],
        "location_id": client["default_location_id"],
        "location_code": client["default_location_code"],
        "duration_minutes": clinic.terms(program_id, day).minutes,
        "quantity": Decimal(1),
        "units": units,
        "status": "released",
        "released_at": now,
        "note_text": "Supporting notes: " + ", ".join(supporting),
        "origin": "per_diem",
        "program_id": program_id,
        "dag_run_id": run_id,
        "updated_at": now,
    }
    usage = {"note_id": note_id, "authorization_id": authorization["authorization_id"], "units": units}
    invoice = shared | {
        "invoice_id": "inv-" + note_id.removeprefix("pd-"),
        "note_id": note_id,
        "client_id": client_id,
        "service_date": day,
        "units": units,
        "amount": clinic.amount_of(authorization["payer_id"], authorization["billing_code"], day, units),
        "status": "ready",
        "created_at": now,
    }
    tables["notes"].append(note)
    tables["authorization_usage"].append(usage | {"used_at": now, "reversed_at": None})
    tables["invoices"].append(invoice)
    for row in tables["authorizations"]:
        if row["authorization_id"] == authorization["authorization_id"]:
            row["units_used"] = (row["units_used"] or Decimal(0)) + units
    return note


def update_alerts(
    clinic: Clinic,
    tables: dict[str, list[Row]],
    reasons: Mapping[Key, tuple[str, ...]],
    due: set[tuple[str, date]],
    window_start: date,
) -> None:
    """Open, reopen, resolve and expire alerts, in place."""
    now = datetime.combine(clinic.run_date, time(2), UTC)
    standing = {(*key, reason) for key, found in reasons.items() for reason in found}
    known = {(row["program_id"], row["client_id"], row["service_date"], row["reason"]): row for row in tables["alerts"]}
    for alert in sorted(standing | known.keys()):
        program_id, client_id, day, reason = alert
        group = clinic.terms(program_id, day).alert_group if program_id in clinic.programs else None
        raised = {"status": "open", "group_name": group, "opened_at": now, "notified_at": None, "resolved_at": None}
        if alert in standing and alert not in known:
            names = {"alert_id": json.dumps([program_id, client_id, day.isoformat(), reason]), "reason": reason}
            tables["alerts"].append(
                names | {"program_id": program_id, "client_id": client_id, "service_date": day} | raised
            )
        elif alert in standing and known[alert]["status"] != "open":
            known[alert].update(raised)
        elif alert not in standing and known[alert]["status"] == "open":
            if (program_id, day) in due:
                known[alert].update(status="resolved", resolved_at=now)
            elif day < window_start:
                known[alert].update(status="expired")
