"""A message is handed over once and for all, or it is a MailError: on real connections to real and broken servers."""

import datetime
import ipaddress
import socket
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter

import pytest
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as ReceivedEnvelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from helpers.mail_servers import DroppedAfterData, Mailbox, answering, listening, unused_port
from perdiem.mail import transport
from perdiem.mail.letters import Envelope, message_id
from perdiem.mail.smtp import SmtpSettings
from perdiem.mail.transport import MailError
from perdiem.quality.failure_notice import failure_notice
from perdiem.store import Folder

NOW = datetime.datetime(2026, 3, 2, 7, 0, tzinfo=datetime.UTC)


def notice(*recipients: str, task_id: str = "write_back") -> EmailMessage:
    envelope = Envelope("perdiem@example.org", recipients, message_id("perdiem@example.org", task_id), NOW)
    log_address = "http://airflow.example.org/log"
    return failure_notice("per_diem_billing", "night-1", task_id, None, "look at it", log_address, None, envelope)


def send(message: EmailMessage, port: int, **settings: object) -> str:
    """Send to a server on loopback; there is no outbox to fall back on."""
    timeout = settings.pop("timeout", 5.0)
    return transport.send(
        message, SmtpSettings("127.0.0.1", port, timeout=timeout, **settings), Folder(Path("/nonexistent"))
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's certificate for 127.0.0.1 that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_message_arrives_whole_at_every_recipient() -> None:
    mailbox = Mailbox()
    message = notice("a@example.org", "b@example.org")
    with listening(mailbox) as port:
        assert send(message, port) == "smtp"
    [envelope] = mailbox.received
    assert envelope.mail_from == "perdiem@example.org"
    assert envelope.rcpt_tos == ["a@example.org", "b@example.org"]
    received = message_from_bytes(envelope.content, policy=policy.default)
    assert received["Message-ID"] == message["Message-ID"]
    assert received.get_content().splitlines() == message.get_content().splitlines()


def test_one_recipient_that_is_taken_makes_the_message_accepted() -> None:
    mailbox = Mailbox(refused=("gone@example.org",))
    with listening(mailbox) as port:
        assert send(notice("gone@example.org", "here@example.org"), port) == "smtp"
    assert [envelope.rcpt_tos for envelope in mailbox.received] == [["here@example.org"]]


def test_a_message_that_no_recipient_gets_is_not_accepted_and_the_error_names_no_address() -> None:
    mailbox = Mailbox(refused=("gone@example.org",))
    with listening(mailbox) as port, pytest.raises(MailError) as error:
        send(notice("gone@example.org"), port)
    assert str(error.value) == f"mail server 127.0.0.1:{port}: SMTPRecipientsRefused (550)"
    assert mailbox.received == []


def test_a_message_refused_after_data_is_not_accepted() -> None:
    mailbox = Mailbox(answer="554 5.7.1 not from here")
    with listening(mailbox) as port, pytest.raises(MailError, match=r"SMTPDataError \(554\)"):
        send(notice("a@example.org"), port)


def test_a_server_that_turns_us_away_at_once_is_an_error() -> None:
    with (
        answering(lambda connection: connection.sendall(b"554 no service here\r\n")) as port,
        pytest.raises(MailError, match=r"SMTPConnectError \(554\)"),
    ):
        send(notice("a@example.org"), port)


def test_a_connection_that_breaks_before_the_answer_is_an_error_though_the_server_has_the_message() -> None:
    mailbox = DroppedAfterData()
    message = notice("a@example.org")
    with listening(mailbox) as port:
        for _ in range(2):
            with pytest.raises(MailError, match="SMTPServerDisconnected"):
                send(message, port)
    ids = {message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.received}
    assert len(mailbox.received) == 2
    assert ids == {message["Message-ID"]}, "a copy must be recognisable as one"


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(MailError, match="ConnectionRefusedError"):
        send(notice("a@example.org"), unused_port())


def test_a_host_that_is_no_name_is_an_error() -> None:
    settings = SmtpSettings("x" * 70 + ".example", 25, timeout=2)
    with pytest.raises(MailError, match="mail server x"):
        transport.send(notice("a@example.org"), settings, Folder(Path("/nonexistent")))


def test_a_server_that_says_nothing_is_given_up_after_the_timeout() -> None:
    done = threading.Event()
    with answering(lambda _: done.wait(10)) as port:
        began = perf_counter()
        with pytest.raises(MailError, match=r"TimeoutError|SMTPServerDisconnected"):
            send(notice("a@example.org"), port, timeout=0.3)
        assert perf_counter() - began < 5
        done.set()


def test_a_failed_farewell_does_not_make_an_accepted_message_an_error() -> None:
    def hang_up_on_quit(connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 ready\r\n")
        is_message = False
        for line in lines:
            if is_message:
                is_message = line != b".\r\n"
                if not is_message:
                    connection.sendall(b"250 taken\r\n")
            elif line.upper().startswith(b"QUIT"):
                return
            elif line.upper().startswith(b"DATA"):
                is_message = True
                connection.sendall(b"354 go on\r\n")
            else:
                connection.sendall(b"250 OK\r\n")

    with answering(hang_up_on_quit) as port:
        assert send(notice("a@example.org"), port) == "smtp"


def test_encryption_is_used_where_the_server_offers_it(certificate: ssl.SSLContext) -> None:
    mailbox = Mailbox()
    with listening(mailbox, tls_context=certificate, require_starttls=True) as port:
        assert send(notice("a@example.org"), port, verify=False) == "smtp"
    assert mailbox.sessions[0].ssl is not None


def test_encryption_from_the_first_byte(certificate: ssl.SSLContext) -> None:
    mailbox = Mailbox()
    with listening(mailbox, ssl_context=certificate) as port:
        assert send(notice("a@example.org"), port, use_ssl=True, verify=False) == "smtp"
    assert len(mailbox.received) == 1


@pytest.mark.parametrize("use_ssl", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_an_error(certificate: ssl.SSLContext, use_ssl: bool) -> None:
    mailbox = Mailbox()
    options = {"ssl_context": certificate} if use_ssl else {"tls_context": certificate}
    with listening(mailbox, **options) as port, pytest.raises(MailError, match="SSLCertVerificationError"):
        send(notice("a@example.org"), port, use_ssl=use_ssl)
    assert mailbox.received == []


def test_disabled_encryption_is_not_used_though_offered(certificate: ssl.SSLContext) -> None:
    mailbox = Mailbox()
    with listening(mailbox, tls_context=certificate) as port:
        assert send(notice("a@example.org"), port, use_starttls=False) == "smtp"
    assert mailbox.sessions[0].ssl is None


def login_of(
    server: Server, session: Session, envelope: ReceivedEnvelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"biller", b"right"), handled=False)


@pytest.mark.parametrize(("password", "is_taken"), [("right", True), ("wrong", False), ("pässword", False)])
def test_the_password_of_the_connection_is_given(certificate: ssl.SSLContext, password: str, is_taken: bool) -> None:
    mailbox = Mailbox()
    options = {"tls_context": certificate, "authenticator": login_of, "auth_required": True}
    login = {"login": "biller", "password": password, "verify": False}
    with listening(mailbox, **options) as port:
        if is_taken:
            assert send(notice("a@example.org"), port, **login) == "smtp"
        else:
            with pytest.raises(MailError) as error:
                send(notice("a@example.org"), port, **login)
            assert password not in str(error.value)
    assert len(mailbox.received) == is_taken


def test_a_password_is_not_sent_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perdiem.mail.smtp.LOOPBACK", frozenset())  # as if the server were elsewhere
    mailbox = Mailbox()
    options = {"authenticator": login_of, "auth_require_tls": False}
    login = {"login": "biller", "password": "right"}
    with listening(mailbox, **options) as port:
        with pytest.raises(MailError, match="NoEncryptionForPassword"):
            send(notice("a@example.org"), port, **login)
        assert mailbox.received == []
        assert send(notice("a@example.org"), port, **login, use_starttls=False) == "smtp"


def test_a_password_is_shown_nowhere() -> None:
    assert "right" not in repr(SmtpSettings("127.0.0.1", 25, login="biller", password="right"))


def test_without_a_server_the_message_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    message = notice("a@example.org")
    folder = tmp_path / "home" / "outbox"
    assert transport.send(message, None, Folder(folder.parent)) == "outbox"
    [file] = folder.iterdir()
    assert file.name.startswith("20260302T070000-")
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert kept["To"] == "a@example.org"
    assert kept.get_content().splitlines() == message.get_content().splitlines()


def test_the_same_message_is_kept_once_and_another_beside_it(tmp_path: Path) -> None:
    for task_id in ("write_back", "write_back", "publish"):
        transport.send(notice("a@example.org", task_id=task_id), None, Folder(tmp_path))
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_an_outbox_that_cannot_be_written_is_an_error_and_leaves_no_part_of_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        MailError, match=r"^outbox: /\S*/file/outbox/\S*\.eml could not be written: NotADirectoryError: "
    ):
        transport.send(notice("a@example.org"), None, Folder(tmp_path / "file"))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file"]


@pytest.mark.parametrize(
    ("port", "extras", "expected"),
    [
        (2525, {}, (2525, False, True)),
        (None, {}, (25, False, True)),
        (465, {}, (465, True, True)),
        (465, {"disable_ssl": True}, (465, False, True)),
        (587, {"disable_ssl": "false"}, (587, True, True)),
        (None, {"disable_ssl": False}, (465, True, True)),
        (25, {"disable_tls": "True"}, (25, False, False)),
    ],
)
def test_encryption_follows_the_port_and_the_extras(
    port: int | None, extras: dict[str, object], expected: tuple[int, bool, bool]
) -> None:
    settings = transport.settings_of("mail.example.org", port, None, None, extras)
    assert (settings.port, settings.use_ssl, settings.use_starttls) == expected


@pytest.mark.parametrize(
    ("host", "extras", "named"),
    [
        (None, {}, "names no host"),
        ("mail", {"timeout": "soon"}, "timeout"),
        ("mail", {"timeout": "-1"}, "timeout"),
        ("mail", {"timeout": "nan"}, "timeout"),
        ("mail", {"disable_tls": "perhaps"}, "disable_tls"),
    ],
)
def test_a_connection_that_cannot_be_used_says_why(host: str | None, extras: dict[str, object], named: str) -> None:
    with pytest.raises(MailError, match=named):
        transport.settings_of(host, 25, None, None, extras)


def test_the_sender_is_the_connections_own_else_the_configured_one() -> None:
    connection = transport.settings_of("mail", 25, None, None, {"from_email": "billing@example.org"})
    assert transport.sender_of(connection, "perdiem@example.org") == "billing@example.org"
    assert transport.sender_of(None, "perdiem@example.org") == "perdiem@example.org"
    with pytest.raises(MailError, match="PERDIEM_MAIL_FROM"):
        transport.sender_of(None, "perdiem@example.org\r\nBcc: all@example.org")


def test_settings_come_from_the_airflow_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_PERDIEM_SMTP", raising=False)
    assert transport.smtp_settings() is None
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_SMTP", "smtp://127.0.0.1:2525")
    assert transport.smtp_settings() == SmtpSettings("127.0.0.1", 2525)
    monkeypatch.setenv(
        "AIRFLOW_CONN_PERDIEM_SMTP",
        "smtp://biller:a%40long%2Fsecret@mail.example.org:587/?timeout=7&ssl_context=none&from_email=b%40example.org",
    )
    assert transport.smtp_settings() == SmtpSettings(
        "mail.example.org", 587, "biller", "a@long/secret", verify=False, timeout=7.0, from_email="b@example.org"
    )
