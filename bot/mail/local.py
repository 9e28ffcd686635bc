"""The mail of the local workspace: every mail is written into a log that the page shows, and goes to a server if there is one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import make_msgid
from typing import Any, Final, Protocol

from bot.errors import SendFailed, StoreUnavailable
from bot.mail.port import Book, Envelope, Mail, Mailer

ADDRESS: Final = "callback@workspace.localhost"
"""The bot's own address where the settings give it none: nothing that is sent there leaves the machine."""


class MailLog(Protocol):
    """Where mails are kept."""

    async def post_mail(self, *, key: str, body: Mapping[str, Any], at: datetime) -> int:
        """Keep a mail and return its id, once for each key. Raises bot.errors.StoreUnavailable."""
        ...


class LocalMailer:
    """The mail port over a workspace log."""

    def __init__(self, log: MailLog, book: Book, beyond: Mailer | None = None) -> None:
        """Keep the log, the book in which copies are written down as everywhere, and what sends besides."""
        self._log, self._book, self._beyond = log, book, beyond

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Write the mail into the log, once for each key, when it has been sent. Raises SendFailed."""
        if self._beyond is not None:
            await self._beyond.send(mail, key=key, at=at)
        envelope = await self._book.envelope(mail, key, at)
        try:
            await self._log.post_mail(key=key, body={**asdict(mail), "envelope": asdict(envelope)}, at=at)
        except StoreUnavailable as error:
            raise SendFailed(str(error)) from None


def decode(body: Mapping[str, Any]) -> tuple[Mail, Envelope | None]:
    """Return the mail that was written, and what it is known by; None for one of a version that did not write that down."""
    fields = {**body, "to": tuple(body.get("to", ())), "cc": tuple(body.get("cc", ()))}
    envelope = fields.pop("envelope", None)
    return Mail(**fields), Envelope(**envelope) if envelope else None


def automatic_reply(mail: Mail, envelope: Envelope, subject: str, text: str, at: datetime) -> bytes:
    """Return what the reader's mailbox answers to that copy by itself at that moment (aware), as it comes over the wire."""
    message = EmailMessage(policy=WIRE)
    message["Return-Path"] = "<>"
    message["From"], message["To"] = mail.address, envelope.sender
    message["Subject"], message["Date"] = subject, at
    message["Message-ID"] = make_msgid(domain=mail.address.rpartition("@")[2])
    message["In-Reply-To"] = message["References"] = envelope.message_id
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text)
    return message.as_bytes()
