"""The folder of the store in which messages are kept as files where no mail server is set."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage

from perdiem.store import Store

FOLDER = "outbox"


def keep(message: EmailMessage, store: Store) -> None:
    """Write a message to a file of its own: whole or not at all, and safe once this returns.

    `message` has Date and Message-ID. One that is there already, by its Message-ID, is not written again, so a retry
    after a crash keeps one copy. Raises StoreError.
    """
    digest = hashlib.sha256(message["Message-ID"].encode()).hexdigest()[:16]
    if any(name.endswith(f"-{digest}.eml") for name in store.names(FOLDER)):
        return
    store.write(f"{FOLDER}/{message['Date'].datetime:%Y%m%dT%H%M%S}-{digest}.eml", message.as_bytes())
