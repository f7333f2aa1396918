"""One conversation with a mail server."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NoEncryptionForPassword(smtplib.SMTPException):
    """The server offers no encryption, and the password was not sent without. `disable_tls` permits it."""


@dataclass(frozen=True)
class SmtpSettings:
    """How to reach the mail server. The timeout, in seconds, is for each step of the conversation."""

    host: str
    port: int
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    use_ssl: bool = False  # encrypted from the first byte
    use_starttls: bool = True  # encrypted from there on, where the server offers it
    verify: bool = True  # the server's certificate
    timeout: float = 30.0
    from_email: str | None = None


def transmit(message: EmailMessage, settings: SmtpSettings) -> None:
    """Send a message to the addresses of its To header; it was accepted, for one of them at least, once this returns.

    Raises OSError, which all of smtplib's errors are, or ValueError for a host or a password that cannot be put on the
    wire. Their texts are the server's words, and may repeat addresses.
    """
    [sender] = message["From"].addresses
    recipients = [address.addr_spec for address in message["To"].addresses]
    with contextlib.closing(_connect(settings)) as client:
        _log_in(client, settings)
        refused = client.send_message(message, sender.addr_spec, recipients)
        with contextlib.suppress(OSError):  # it was accepted: a failed farewell must not have it sent again
            client.quit()
    if refused:
        log.warning("The mail server refused %d of %d recipients of a message", len(refused), len(recipients))


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    if settings.use_ssl:
        context = _tls(settings)
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)


def _log_in(client: smtplib.SMTP, settings: SmtpSettings) -> None:
    """Encrypt the conversation where the server offers it, and give the password where there is one."""
    client.ehlo_or_helo_if_needed()
    is_encrypted = settings.use_ssl
    if not is_encrypted and settings.use_starttls and client.has_extn("starttls"):
        client.starttls(context=_tls(settings))
        is_encrypted = True
    if not settings.login or not settings.password:
        return
    if not is_encrypted and settings.use_starttls and settings.host not in LOOPBACK:
        # Whoever sits in between can hide the server's offer of encryption, and would be given the password.
        raise NoEncryptionForPassword
    client.login(settings.login, settings.password)


def _tls(settings: SmtpSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not settings.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
