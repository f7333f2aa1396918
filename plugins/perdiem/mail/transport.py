"""Handing a message to the mail server, or to the outbox where no mail server is set."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from perdiem import config, store
from perdiem.config import Config
from perdiem.mail import outbox, smtp
from perdiem.mail.addresses import usable_address
from perdiem.mail.smtp import SmtpSettings
from perdiem.store import Store, StoreError
from perdiem.warehouse import errors

SMTP = "perdiem_smtp"

Via = Literal["smtp", "outbox"]


class MailError(Exception):
    """A message was not accepted. Names the server and the kind of failure; no address, no password, no content."""


@dataclass(frozen=True)
class Post:
    """How messages leave this installation. Without settings they are kept in the outbox."""

    sender: str
    data_quality_recipients: tuple[str, ...]  # as configured; the unusable ones are passed over
    settings: SmtpSettings | None
    store: Store  # which has the outbox
    page: str = ""  # where the page is that messages lead to


def post_of(settings: Config) -> Post:
    """By the connection `perdiem_smtp` where there is one, else into the outbox. Raises MailError if it is unusable."""
    smtp_connection = smtp_settings()
    return Post(
        sender=sender_of(smtp_connection, settings.mail_from),
        data_quality_recipients=settings.data_quality_recipients,
        settings=smtp_connection,
        store=store.of(settings),
        page=config.page_address(),
    )


def smtp_settings() -> SmtpSettings | None:
    """Read the Airflow connection `perdiem_smtp`: None where it is not defined. Raises MailError if it is unusable."""
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        connection = Connection.get(SMTP)
    except AirflowNotFoundException:
        return None
    extras = connection.extra_dejson
    return settings_of(connection.host, connection.port, connection.login, connection.password, extras)


def settings_of(
    host: str | None, port: int | None, login: str | None, password: str | None, extras: Mapping[str, object]
) -> SmtpSettings:
    """Make settings of a connection's fields; its extras have the names that Airflow's own SMTP provider gives them.

    One default differs: unless `disable_ssl` says more, a connection is encrypted from the first byte on port 465
    alone, so that `smtp://127.0.0.1:2525` is the plain SMTP that it says. Raises MailError for what cannot be used.
    """
    if not host:
        raise MailError(f"the connection {SMTP} names no host")
    is_ssl_disabled = _flag(extras, "disable_ssl")
    use_ssl = port == smtplib.SMTP_SSL_PORT if is_ssl_disabled is None else not is_ssl_disabled
    return SmtpSettings(
        host=host,
        port=port or (smtplib.SMTP_SSL_PORT if use_ssl else smtplib.SMTP_PORT),
        login=login or None,
        password=password or None,
        use_ssl=use_ssl,
        use_starttls=not _flag(extras, "disable_tls"),
        verify=extras.get("ssl_context") != "none",
        timeout=_seconds(extras, "timeout", default=30.0),
        from_email=str(extras.get("from_email") or "") or None,
    )


def sender_of(settings: SmtpSettings | None, mail_from: str) -> str:
    """The address that messages come from: the connection's own, else the configured one. Raises MailError."""
    sender = usable_address((settings and settings.from_email) or mail_from)
    if sender is None:
        raise MailError(f"the sender is no address: from_email of the connection {SMTP}, else PERDIEM_MAIL_FROM")
    return sender


def send(message: EmailMessage, settings: SmtpSettings | None, kept_in: Store) -> Via:
    """Hand over a message; once this returns it was accepted, for one recipient at least, or is safe in the store.

    `message` has From, To, Date and Message-ID. Raises MailError where it was not accepted. Where the connection broke
    before the answer came, the server may have it nonetheless: the same Message-ID then shows the next one as a copy.
    """
    try:
        if settings is None:
            outbox.keep(message, kept_in)
            return "outbox"
        smtp.transmit(message, settings)
        return "smtp"
    except StoreError as error:
        raise MailError(f"outbox: {error}") from None
    except (OSError, ValueError) as error:
        place = f"mail server {settings.host}:{settings.port}" if settings else "outbox"
        # Without the error itself: the server's words may repeat addresses, and Airflow logs what an error came from.
        raise MailError(f"{place}: {errors.of_mail_server(error)}") from None


def _flag(extras: Mapping[str, object], name: str) -> bool | None:
    """A yes or no, which is text where the connection is a URL; None where nothing is said."""
    text = "" if extras.get(name) is None else str(extras[name]).strip().lower()
    if text not in {"", "true", "false", "1", "0"}:
        raise MailError(f"the extra '{name}' of the connection {SMTP} is {text!r}: expected true or false")
    return text in {"true", "1"} if text else None


def _seconds(extras: Mapping[str, object], name: str, default: float) -> float:
    text = str(extras.get(name) or default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise MailError(f"the extra '{name}' of the connection {SMTP} is {text!r}: expected seconds, up to 3600")
    return seconds
