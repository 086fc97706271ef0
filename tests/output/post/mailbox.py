"""A mail server of our own on this machine, that takes letters or misbehaves as it is told."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage


class Mailbox:
    """What came, and how the server answers: None lets everything through."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.at_recipient: Callable[[str], str | None] = lambda _address: None
        self.at_data: Callable[[Any], str | None] = lambda _session: None
        self.port = 0

    async def handle_RCPT(self, _server, _session, envelope, address, options):  # noqa: N802, ANN  as aiosmtpd calls it
        answer = self.at_recipient(address)
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802, ANN  as above
        answer = self.at_data(server)
        if answer is not None:
            return answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letter["X-Rcpt"] = ",".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 Taken"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters that came to an address, in order."""
        return [one for one in self.letters if one["X-Rcpt"] == address]


@contextmanager
def mail_server(settings: Any) -> Iterator[Mailbox]:
    """Let Handslag's mail go to a server that runs meanwhile."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    point_at(settings, box.port)
    try:
        yield box
    finally:
        controller.stop()


def point_at(settings: Any, port: int) -> None:
    """Let Handslag's mail go to a port of this machine."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "Handslag <handslag@exempel.se>"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def hang(_server: Any) -> str | None:
    """Say nothing for longer than anybody waits."""
    time.sleep(1.5)
    return "451 Too late"


def drop(server: Any) -> str | None:
    """Break the connection when the letter has come, before it is answered."""
    server.transport.abort()
    return None
