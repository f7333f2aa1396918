"""What a biller can do about each reason of an alert."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

IN_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "multiple_programs": "settle which of two programs the day belongs to",
        "overlapping_authorizations": "correct the dates, so that one code is authorized on any date",
        "no_authorization": "enter the authorization, or correct its dates, status or code",
        "zero_billable_units": "check the payer's unit rule and setting 509",
        "authorization_exhausted": "ask the payer for more units, and enter them",
        "missing_default_clinician": "choose a default clinician for the client",
        "missing_default_location": "choose a default location for the client",
        "missing_default_location_code": "enter a default location code for the client",
        "support_lost": "restore the notes of the day, or void its per-diem note",
    }
)

WHAT_TO_DO: Mapping[str, str] = MappingProxyType(
    {
        "multiple_programs": (
            "The client's day could be billed in more than one program, or is billed in another one already; a payer "
            "takes one per-diem service a day. Find out which program the client attended, and in the other one "
            "correct the notes of the day or the dates of its authorization."
        ),
        "overlapping_authorizations": (
            "Two or more different per-diem codes are authorized on the date, as after a step-down whose dates "
            "overlap. Correct the start or end dates, so that one code is authorized on any date."
        ),
        "no_authorization": (
            "The notes of the day reach the threshold, and no active authorization of a billable code covers the date. "
            "Enter the authorization, late if need be, or correct the dates, status or code of the one that is there."
        ),
        "zero_billable_units": (
            "The payer's unit billing rule makes 0 units of the per-diem note. Check that rule for the authorized "
            "code, and the length of the note (setting 509)."
        ),
        "authorization_exhausted": (
            "The authorization that covers the date has fewer units left than the day needs. Ask the payer for more "
            "units or a renewal, and enter it."
        ),
        "missing_default_clinician": (
            "The client's details name no default clinician, or one who is not in the list of clinicians. Choose one."
        ),
        "missing_default_location": (
            "The client's details name no default location, or one that is not in the list of locations. Choose one."
        ),
        "missing_default_location_code": "The client's details name no default location code. Enter one.",
        "support_lost": (
            "The day was billed, and its notes no longer reach the threshold: one was changed, voided or moved since. "
            "Nothing is undone by itself. Restore the notes, or void the per-diem note if the day must not be billed."
        ),
    }
)
