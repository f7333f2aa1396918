"""Which of the e-mail addresses that people typed in can be written to."""

from __future__ import annotations

from collections.abc import Iterable
from email import policy
from email.errors import MessageError

LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
SPECIAL_CHARACTERS = frozenset(' "\\<>(),:;[]')  # legal inside quotes; no mailbox of an agency needs them


def usable_address(text: str | None) -> str | None:
    """The one plain ASCII address that a text holds, without a display name; None where there is none, or more."""
    stripped = (text or "").strip()
    if not stripped.isascii() or not stripped.isprintable():
        return None
    try:
        header = policy.SMTP.header_factory("To", stripped)
        [group] = header.groups
        [address] = group.addresses
    # how the parser fails on hostile text
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError):
        return None
    is_usable = (
        not header.defects
        and group.display_name is None
        and address.username
        and address.domain
        and not SPECIAL_CHARACTERS & set(address.addr_spec)
        and len(address.addr_spec) <= LONGEST_ADDRESS
    )
    return str(address.addr_spec) if is_usable else None


def usable_addresses(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The usable addresses among texts, in order; two that differ in case alone are one."""
    by_mailbox: dict[str, str] = {}
    for address in sorted(address for text in texts if (address := usable_address(text))):
        by_mailbox.setdefault(address.casefold(), address)
    return tuple(by_mailbox.values())
