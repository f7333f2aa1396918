"""Mail servers on loopback, for tests: one that works as its handler says, and some that do not."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session


class Mailbox:
    """Takes every message. `refused` recipients are refused; `answer` is what the server says to the message itself."""

    def __init__(self, refused: tuple[str, ...] = (), answer: str = "250 OK") -> None:
        self.refused = refused
        self.answer = answer
        self.received: list[Envelope] = []
        self.sessions: list[Session] = []

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return f"550 {address} is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.received.append(envelope)
            self.sessions.append(session)
        return self.answer


class DroppedAfterData(Mailbox):
    """Takes the message and breaks the connection before it says so."""

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        self.received.append(envelope)
        server.transport.abort()
        return self.answer


class SlowAfterData(Mailbox):
    """Takes the message, and says so only once nobody waits for it any more."""

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        self.received.append(envelope)
        while not server.transport.is_closing():
            await asyncio.sleep(0.01)
        return self.answer


class AnyPort(Controller):
    """Listens on a free port of the kernel's choice."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def listening(handler: Mailbox, **options: object) -> Iterator[int]:
    """Run a mail server; gives its port."""
    server = AnyPort(handler, hostname="127.0.0.1", port=0, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@contextlib.contextmanager
def answering(behave: Callable[[socket.socket], object]) -> Iterator[int]:
    """Run a server that does with each connection what it is told, then closes it; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    behave(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)


def unused_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
