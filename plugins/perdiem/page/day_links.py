"""Links to a client's day that name neither: URLs end up in access logs, in browsers' histories and on screenshots."""

from __future__ import annotations

import base64
import functools
import hmac
import json
from datetime import date

from airflow.configuration import conf
from cryptography.fernet import Fernet, InvalidToken

PURPOSE = b"per-diem billing: links to days"


def link(client_id: str, service_date: date) -> str:
    """What stands behind /why/ in the URL of the day. It is another one each time, and all of them work."""
    return _cipher().encrypt(json.dumps([client_id, service_date.isoformat()]).encode()).decode()


def day_of(token: str) -> tuple[str, date] | None:
    """The client's id and the date of a link; None where this installation did not make it, or with another key."""
    try:
        client_id, service_date = json.loads(_cipher().decrypt(token.encode()))
    except InvalidToken:
        return None
    return client_id, date.fromisoformat(service_date)


@functools.cache
def _cipher() -> Fernet:
    """By a key of its own, made of the secret that all API servers of an Airflow share."""
    secret = conf.get_mandatory_value("api", "secret_key").encode()
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret, PURPOSE, "sha256")))
