"""Mail, where the settings name servers for it."""

import asyncio
from typing import Final

import aiosmtplib

from bot.attendance import Attendance
from bot.cli.core import Core
from bot.mail.port import Mailer
from bot.mail.sender import SECONDS, SmtpMailer, connected, failure_of
from bot.store.mails import MailBook, secret_of
from config.mail import MailSettings
from handlers.mail import Refusals

SMTP: Final = "SMTP"


class MailNotReady(Exception):
    """A mail server does not answer, or not to this login."""


async def smtp_mailer(core: Core) -> Mailer | None:
    """Return what sends mail, None when no server is named. Raises StoreUnavailable."""
    settings = core.config.settings
    if settings.smtp_host is None:
        return None
    secret = await mail_secret(core) if settings.mail_plus_addresses else None
    book = MailBook(core.background, settings.mail_address, core.config.policy.mail.hourly_limit, secret)
    return SmtpMailer(settings, book, Refusals(Attendance(core.background, core.office)).refused)


async def mail_secret(core: Core) -> bytes:
    """Return what tokens are made with: the settings' secret, else the one that the database keeps. Raises StoreUnavailable."""
    given = core.config.settings.mail_secret
    return given.get_secret_value().encode() if given else await secret_of(core.database)


async def check_smtp(settings: MailSettings) -> None:
    """Connect and log in to the server, and send nothing. Raises MailNotReady."""
    try:
        async with asyncio.timeout(SECONDS), connected(settings):
            pass
    except (OSError, aiosmtplib.SMTPException) as error:
        message = f"{settings.smtp_host}: {failure_of(error).reason}"
        raise MailNotReady(message) from None
