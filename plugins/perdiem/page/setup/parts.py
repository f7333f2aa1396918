"""The parts of the view, by their anchors, and which of them a warning about set-up leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from perdiem.gates.results import CheckResult

# In the order of the view.
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "programs": "Programs",
        "groups": "Code groups",
        "settings": "Settings",
        "rules": "Payer rules",
        "matches": "Codes and their rules",
        "recipients": "User groups and who is told",
        "clients": "Clients",
    }
)

OF_CHECK: Mapping[str, str] = MappingProxyType(
    {
        "programs_left_out": "programs",
        "codes_are_spelled_as_known": "groups",
        "codes_are_known": "groups",
        "codes_of_groups_are_marked_as_they_are_used": "groups",
        "settings_edited_in_place": "settings",
        "rules_have_codes": "rules",
        "codes_have_their_rule": "rules",
        "alert_recipients_can_be_told": "recipients",
        "authorization_statuses_are_known": "clients",
        "payers_of_a_client_have_an_order": "clients",
        "notes_bear_the_date_of_their_start": "clients",
        "units_of_notes_by_hand_are_used": "clients",
    }
)

OF_FINDING: Mapping[str, str] = MappingProxyType(
    {
        "ambiguous_rule": "matches",
        "no_matching_rule": "matches",
        "invalid_rule": "rules",
        "unknown_code": "groups",
    }
)


def warnings(found: Sequence[CheckResult]) -> dict[str, list[CheckResult]]:
    """What the checks of a run warn of, by the part that it is about."""
    return {
        part: [check for check in found if not check.success and OF_CHECK.get(check.name) == part] for part in PARTS
    }
