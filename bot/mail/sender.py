"""The mail port over SMTP: one copy a connection, its Message-ID and its address written down before it goes.

Its headers are those of a personal mail. The marks that programs put on theirs (Auto-Submitted, Precedence, List-…, and
X-Auto-Response-Suppress for all) would keep the automatic reply away that the bot has to hear of (docs/adr/0016).
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Final

import aiosmtplib
import structlog

from bot.errors import SendFailed
from bot.mail.port import Book, Envelope, Mail
from config.mail import MailSettings, Security

FAREWELL_SECONDS: Final = 2.0
CONNECTING_SECONDS: Final = 5.0
SECONDS: Final = 10.0  # for the whole conversation: the lease of the outbox is longer
REST: Final = timedelta(seconds=30)  # a server that cannot be reached is left alone for so long: chat messages do not wait for it
PERMANENT: Final = 500
RECEIPTS: Final = "DR, RN, NRN"  # receipts are not asked for; whatever says that somebody is away is
_ENHANCED: Final = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
PHASES: Final = {
    aiosmtplib.SMTPHeloError: "EHLO",
    aiosmtplib.SMTPSenderRefused: "MAIL",
    aiosmtplib.SMTPRecipientRefused: "RCPT",
    aiosmtplib.SMTPDataError: "DATA",
}
FINAL: Final = frozenset({"MAIL", "RCPT", "DATA"})
_POLICY: Final = "7"
_FULL: Final = ("2", "2")

log = structlog.get_logger()


Refused = Callable[[Mail, Envelope, datetime], Awaitable[None]]
"""Hears at once of a recipient whom the server does not take: it is what a bounce says later. May raise StoreUnavailable."""


@dataclass(slots=True)
class SmtpMailer:
    """Sends by the settings' server. One process has one of these: it knows when the server was not there."""

    settings: MailSettings
    book: Book
    refused: Refused
    _missed: tuple[datetime, SendFailed] | None = field(default=None, init=False)

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Send one copy. Raises SendFailed, and StoreUnavailable when a refusal could not be written down.

        When the answer to the data is lost it is tried again with the same Message-ID: twice beats never.
        """
        if self._missed is not None and timedelta(0) <= at - self._missed[0] < REST:
            raise self._missed[1]
        envelope = await self.book.envelope(mail, key, at)
        message = as_message(mail, envelope, self.settings.mail_name, at).as_bytes(policy=WIRE)
        try:
            async with asyncio.timeout(SECONDS), connected(self.settings) as smtp:
                await smtp.sendmail(envelope.sender, [mail.address], message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            refusal = error.recipients[0]
            if is_bounce(refusal.code, refusal.message):
                await self.refused(mail, envelope, at)
            raise failure_of(refusal) from None
        except (OSError, aiosmtplib.SMTPException) as error:  # TimeoutError and ssl.SSLError are OSErrors
            failure = failure_of(error)
            if not isinstance(error, aiosmtplib.SMTPResponseException):
                self._missed = at, failure
            raise failure from None
        self._missed = None


@asynccontextmanager
async def connected(settings: MailSettings) -> AsyncIterator[aiosmtplib.SMTP]:
    """Connect, encrypt and log in as the settings say; at the end hang up. Raises OSError and SMTPException."""
    smtp = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port_used,
        local_hostname=settings.mail_domain,
        username=settings.smtp_username,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        use_tls=settings.smtp_security is Security.TLS,
        start_tls=settings.smtp_security is Security.STARTTLS,
        tls_context=None if settings.smtp_security is Security.NONE else ssl.create_default_context(),
        timeout=CONNECTING_SECONDS,
    )
    try:
        await smtp.connect()
        yield smtp
        with contextlib.suppress(OSError, aiosmtplib.SMTPException):  # what was taken is taken, however the farewell goes
            await smtp.quit(timeout=FAREWELL_SECONDS)
    finally:
        smtp.close()


def as_message(mail: Mail, envelope: Envelope, name: str, at: datetime) -> EmailMessage:
    """Return the copy as it goes over the wire."""
    message = EmailMessage(policy=WIRE)
    message["From"] = message["Reply-To"] = Address(display_name=name, addr_spec=envelope.sender)
    message["To"] = ", ".join(mail.to)
    if mail.cc:
        message["Cc"] = ", ".join(mail.cc)
    message["Subject"] = mail.subject
    message["Date"] = at
    message["Message-ID"] = envelope.message_id
    message["X-Auto-Response-Suppress"] = RECEIPTS
    message.set_content(mail.body, cte=_encoding(mail.body))
    message.add_alternative(mail.html, subtype="html", cte=_encoding(mail.html))
    message["Content-Language"] = mail.language.replace("_", "-")  # now: what was set before belongs to the first part
    return message


def is_bounce(code: int, said: str) -> bool:
    """Tell whether an answer to RCPT says that nobody gets mail at that address.

    A rule of the server's (x.7.x: relaying, spam) says nothing about the address, and a full mailbox is nobody's absence.
    """
    found = _ENHANCED.search(said)
    about = found.groups()[1:] if found else ("", "")
    return code >= PERMANENT and about[0] != _POLICY and about != _FULL


def _encoding(text: str) -> str:
    """Return how a text is encoded so that it passes servers that take seven bits and short lines only."""
    return "quoted-printable" if text.isascii() else "base64"


def failure_of(error: Exception) -> SendFailed:
    """Return what becomes of a copy when this was raised.

    A server that says no to the mail says it for good; whatever else is wrong is wrong with the server, and passes. Of its
    words only the numbers are kept: it may repeat ours.
    """
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        log.error("the mail server refuses the login", code=error.code)
        return SendFailed(f"the mail server refuses the login: SMTP {error.code}", patient=True)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        phase = PHASES.get(type(error), "connection")
        final = error.code >= PERMANENT and phase in FINAL
        found = _ENHANCED.search(error.message)
        reason = f"SMTP {error.code}{f' {found[0]}' if found else ''} ({phase})"
        return SendFailed(reason, permanent=final, patient=not final)
    return SendFailed(f"the mail server cannot be reached: {type(error).__name__}", patient=True)
