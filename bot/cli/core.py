"""What runs on every platform, built once and put together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fastapi import FastAPI

from bot.cards.mails import Mailing as Said
from bot.cards.mails import no_link
from bot.cards.reader import Desk
from bot.chat.port import Chat
from bot.chat.presence import NothingShown, Presence
from bot.cli.mail import Mailing, mailing
from bot.cli.working import Role, going_on_beside, leave_alone, telling, ticking
from bot.clock import Clock
from bot.compose import Composer
from bot.i18n import FALLBACK, Languages
from bot.limits import Limits
from bot.mail.port import Mailer
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.outside import Webhooks
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.pace import Pace
from bot.rules.people import Directory
from bot.service import Service
from bot.store.alone import alone_on
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.web.health import Check, able, going_on, health_app
from bot.web.listening import listen, serve, until_told
from bot.web.metrics import Scrape
from config.settings import revealed
from config.whole import Config
from handlers.desk import FrontDesk
from handlers.front import Front
from handlers.metered import MeteredFront
from handlers.visit import Counter
from scheduler.audit import Auditor
from scheduler.ticker import Ticker

LOOPBACK: Final = "127.0.0.1"
BACKGROUND_SECONDS: Final = 10.0  # for one transaction: a batch of a sweep, on a slow day


@dataclass(frozen=True, slots=True)
class Core:
    """The rules, the database, and what works with both. The one that works in the `background` has more time for it."""

    config: Config
    languages: Languages
    role: Role
    database: Database
    background: Database
    office: Office
    service: Service
    metrics: Metrics
    mailing: Mailing

    def front(self, clock: Clock) -> Front:
        """Return what serves the people."""
        desk = FrontDesk(Counter(self.service, self.database, Desk(self.office, self.languages), clock))
        return MeteredFront(desk, self.metrics)

    def ticker(
        self,
        chat: Chat,
        mailer: Mailer,
        clock: Clock,
        limits: Limits | None = None,
        presence: Presence | None = None,
        link: Callable[[str], str | None] = no_link,
    ) -> Ticker:
        """Return what claims and sends what is due, within the platform's limits if it has any, and by what it shows.

        `link` makes the address of a card from its reference.
        """
        composer = Composer(Desk(self.office, self.languages), mailing=Said(self.config.settings.imap_host is not None, link))
        presence = presence or NothingShown()
        outbox = Outbox(self.background, composer, chat, mailer, limits or Limits(), metrics=self.metrics, presence=presence)
        return Ticker(self.background, self.office, outbox, clock)

    @property
    def limits(self) -> Limits:
        """Return how fast the policy lets messages come to one place of a platform."""
        policy = self.config.policy.outbox
        return Limits(Pace(timedelta(seconds=policy.place_seconds), policy.place_burst))

    def auditor(self, clock: Clock) -> Auditor:
        """Return what proves every minute that nothing was missed."""
        outside = Webhooks(*map(revealed, (self.config.settings.alarm_url, self.config.settings.well_url)))
        return Auditor(self.background, self.office, outside, self.languages.of(FALLBACK), clock, self.mailing.mailbox)

    @contextlib.asynccontextmanager
    async def working(self, ticker: Ticker, clock: Clock) -> AsyncIterator[asyncio.Event]:
        """Do this process's part of the work while the block runs. The event is set when the process must end."""
        leave_alone()
        work = telling(self.database) if self.role is Role.WEB else self._ticking(ticker, clock)
        async with work as told, until_told(told):
            yield told

    @contextlib.asynccontextmanager
    async def _ticking(self, ticker: Ticker, clock: Clock) -> AsyncIterator[asyncio.Event]:
        async with contextlib.AsyncExitStack() as beside:
            if self.mailing.mailbox is not None:
                await beside.enter_async_context(going_on_beside(self.mailing.mailbox.keep(self.mailing.take(clock))))
            auditor = self.auditor(clock)
            yield await beside.enter_async_context(ticking(ticker, auditor, self.database, self.office, self.service, clock))

    def alive(self, ticker: Ticker) -> Check:
        """Return the check whether this process is worth keeping."""
        return going_on(() if self.role is Role.WEB else ticker.pulses)

    def ready(self, ticker: Ticker) -> Check:
        """Return the check whether this process can do its work now."""
        return able(self.database, () if self.role is Role.WEB else ticker.pulses)

    def scrape(self, ticker: Ticker, clock: Clock) -> Scrape:
        """Return what answers `/metrics`."""
        pulses = () if self.role is Role.WEB else ticker.pulses
        return Scrape(self.metrics, (self.database, self.background), pulses, clock, self.mailing.mailbox)

    def probes(self, ticker: Ticker, clock: Clock) -> FastAPI:
        """Return the application of a process that serves nobody else: how it is, and what it counts."""
        return health_app(self.ready(ticker), self.alive(ticker), self.scrape(ticker, clock))

    async def work(self, ticker: Ticker, clock: Clock) -> None:
        """Be a worker until the process is told to stop; on its own port, if it has one, it says how it is. Raises Stalled."""
        port = self.config.settings.worker_port
        async with self.working(ticker, clock) as told:
            if port is None:
                await told.wait()
            else:
                await serve(self.probes(ticker, clock), listen(LOOPBACK, port, "CALLBACK_WORKER_PORT"), told)


class NeedsPostgresql(Exception):
    """Web and worker are processes of their own, and an SQLite file is for one process."""

    def __init__(self, role: Role) -> None:
        """Say what to do instead."""
        super().__init__(
            f"{role} is one of several processes, and an SQLite file is for one: start `python -m bot run`, which does "
            "everything, or name a PostgreSQL database in CALLBACK_DATABASE_URL (docs/operations.md)"
        )


@contextlib.asynccontextmanager
async def built(config: Config, languages: Languages, role: Role = Role.RUN) -> AsyncIterator[Core]:
    """Build the core on a migrated database; close it at the end.

    Raises ConfigError, StoreUnavailable, SchemaIsNewer, NeedsPostgresql and AlreadyRunning.
    """
    office = Office(config.policy, Directory(config.people), build_worktimes(config.policy, config.overlays))
    url = config.settings.database_url
    database, background = Database(url, together=True), Database(url, BACKGROUND_SECONDS)
    background.enqueued, background.turn = database.enqueued, database.turn
    if database.is_sqlite and role is not Role.RUN:
        raise NeedsPostgresql(role)
    with alone_on(database.file):
        try:
            await migrate(background)
            metrics = Metrics()
            mail = await mailing(config.settings, background, office, metrics, reads=role is not Role.WEB)
            yield Core(config, languages, role, database, background, office, Service(database, office), metrics, mail)
        finally:
            await database.close()
            await background.close()
