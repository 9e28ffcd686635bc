"""A mail server of the tests: it speaks SMTP on a free port, keeps what it takes, and refuses what it is told to."""

from asyncio import get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.mail import MailSettings

BOT = "callback@callback.example"


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail as it came: the sender and recipients of its envelope, and what is in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass(slots=True)
class MailServer:
    """The handler of aiosmtpd. `answers` are what it says to RCPT for an address, and to data under "DATA"; it takes all else."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    tries: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - so aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to RCPT."""
        self.tries.append(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail; the answer may be lost or bad all the same."""
        message = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.taken.append(Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        return self.answers.get("DATA", "250 2.0.0 OK")

    def to(self, address: str) -> list[EmailMessage]:
        """Return what was taken for an address."""
        return [each.message for each in self.taken if each.recipients == (address,)]

    def settings(self, **more: Any) -> MailSettings:  # noqa: ANN401
        """Return the settings that name this server."""
        return MailSettings(smtp_host="127.0.0.1", smtp_port=self.port, smtp_security="none", mail_from=BOT, **more)


@asynccontextmanager
async def serving(server: MailServer) -> AsyncIterator[MailServer]:
    """Listen while the block runs; on the server's port if it had one."""
    listening = await get_running_loop().create_server(
        lambda: SMTP(server, hostname="mail.example", enable_SMTPUTF8=True), "127.0.0.1", server.port
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
