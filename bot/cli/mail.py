"""Mail, where the settings name servers for it."""

import asyncio
import imaplib
from dataclasses import dataclass

import aiosmtplib
from imap_tools.errors import ImapToolsError

from bot.attendance import Attendance
from bot.clock import Clock
from bot.mail.local import ADDRESS
from bot.mail.mailbox import Mailbox, Take, logged_in
from bot.mail.port import Mailer
from bot.mail.sender import SECONDS, SmtpMailer, connected, failure_of
from bot.metrics import Metrics
from bot.rules.binding import Binder
from bot.rules.office import Office
from bot.service import Service
from bot.store.database import Database
from bot.store.mails import MailBook, secret_of
from config.mail import MailSettings
from handlers.mail import Postroom, Refusals


class MailNotReady(Exception):
    """A mail server does not answer, or not to this login."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Sends and takes mail on one database. `secret` makes the tokens, None without plus-addresses."""

    settings: MailSettings
    database: Database
    office: Office
    metrics: Metrics
    secret: bytes | None
    mailbox: Mailbox | None

    @property
    def address(self) -> str:
        """The bot's own address."""
        return self.settings.mail_address or ADDRESS

    def book(self) -> MailBook:
        """Return where copies are written down."""
        return MailBook(self.database, self.address, self.office.policy.mail.hourly_limit, self.secret)

    def mailer(self) -> Mailer | None:
        """Return what sends, None when no server is named."""
        if self.settings.smtp_host is None:
            return None
        return SmtpMailer(self.settings, self.book(), Refusals(Attendance(self.database, self.office)).refused)

    def take(self, clock: Clock) -> Take:
        """Return what takes the mails that come."""
        binder = Binder(self.address, self.secret, self.settings.mail_authserv_id)
        service = Service(self.database, self.office)
        return Postroom(self.database, self.office, service, binder, clock, self.metrics).take


async def mailing(settings: MailSettings, database: Database, office: Office, metrics: Metrics, *, reads: bool) -> Mailing:
    """Put mail together; `reads`: this process reads the mailbox, if there is one. Raises StoreUnavailable."""
    secret = await _secret(settings, database) if settings.mail_plus_addresses else None
    mailbox = Mailbox(settings) if settings.imap_host and reads else None
    return Mailing(settings, database, office, metrics, secret, mailbox)


async def _secret(settings: MailSettings, database: Database) -> bytes:
    """Return the settings' secret, else the one that the database keeps."""
    given = settings.mail_secret
    return given.get_secret_value().encode() if given else await secret_of(database)


async def check_smtp(settings: MailSettings) -> None:
    """Connect and log in to the server that sends, and send nothing. Raises MailNotReady."""
    try:
        async with asyncio.timeout(SECONDS), connected(settings):
            pass
    except (OSError, aiosmtplib.SMTPException) as error:
        message = f"{settings.smtp_host}: {failure_of(error).reason}"
        raise MailNotReady(message) from None


def check_imap(settings: MailSettings) -> None:
    """Connect, log in and open the mailbox, and change nothing. Raises MailNotReady."""
    try:
        with logged_in(settings):
            pass
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        message = f"{settings.imap_host}: the mailbox cannot be opened: {type(error).__name__}"
        raise MailNotReady(message) from None
