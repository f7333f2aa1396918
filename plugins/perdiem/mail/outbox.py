"""The folder in which messages are kept as files where no mail server is set."""

from __future__ import annotations

import hashlib
import os
import tempfile
from email.message import EmailMessage
from pathlib import Path

from perdiem.durable import sync_folder


def keep(message: EmailMessage, outbox: Path) -> None:
    """Write a message to a file of its own: whole or not at all, and on disk once this returns.

    `message` has Date and Message-ID. One that is there already, by its Message-ID, is not written again, so a retry
    after a crash keeps one copy. Raises OSError.
    """
    digest = hashlib.sha256(message["Message-ID"].encode()).hexdigest()[:16]
    outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(outbox.glob(f"*-{digest}.eml")):
        return
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=outbox)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(outbox / f"{message['Date'].datetime:%Y%m%dT%H%M%S}-{digest}.eml")
    except BaseException:
        Path(temporary).unlink()
        raise
    sync_folder(outbox)
