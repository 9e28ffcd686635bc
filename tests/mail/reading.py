"""The bot as it reads its mailbox in a test: each mail that it has taken can be waited for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial

import aiosmtplib

from bot.cli.working import going_on_beside
from bot.mail.mailbox import Filed, Mailbox
from bot.metrics import Metrics
from bot.rules.binding import Binder
from config.mail import MailSettings
from handlers.mail import Postroom
from tests.mail.smtp import BOT
from tests.scenario.house import House

SECONDS = 15.0


@dataclass(slots=True)
class Reader:
    """What the bot has taken, in order."""

    house: House
    postroom: Postroom
    taken: asyncio.Queue[Filed]

    async def take(self, raw: bytes) -> Filed:
        """Take one mail as the bot does."""
        filed = await self.postroom.take(raw)
        self.taken.put_nowait(filed)
        return filed

    async def next(self) -> Filed:
        """Wait for the next mail, and have what follows from it sent. Raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            filed = await self.taken.get()
        await self.house.ticker.run()
        return filed


def postroom_of(house: House, binder: Binder) -> Postroom:
    """Return what takes a house's mails."""
    return Postroom(house.database, house.office, house.service, binder, house.clock, Metrics())


@asynccontextmanager
async def reading(
    house: House,
    settings: MailSettings,
    secret: bytes | None,
    take: Callable[[Reader, bytes], Awaitable[Filed]] = Reader.take,
    beside: Reader | None = None,
) -> AsyncIterator[Reader]:
    """Read the bot's mailbox while the block runs; what a reader `beside` another takes can be waited for at either."""
    reader = Reader(house, postroom_of(house, Binder(BOT, secret)), beside.taken if beside else asyncio.Queue())
    async with going_on_beside(Mailbox(settings).keep(partial(take, reader))):
        yield reader


def letter(sender: str, to: str, text: str, **head: str) -> EmailMessage:
    """Return a person's mail; names of further fields have _ in place of -."""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, make_msgid()
    message["Subject"] = head.pop("Subject", "Re: 6869419583 REQ-20418 2026-11-23 09:30")
    for name, value in head.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


async def post(settings: MailSettings, message: EmailMessage) -> None:
    """Hand a mail to the mail host, as somebody's program does."""
    await aiosmtplib.send(message, hostname="127.0.0.1", port=settings.smtp_port, start_tls=False)
