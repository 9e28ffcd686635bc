"""What runs on every platform, built once and put together."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cards.reader import Desk
from bot.chat.port import Chat
from bot.clock import Clock
from bot.compose import Composer
from bot.i18n import Languages
from bot.mail.port import Mailer
from bot.outbox import Outbox
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.service import Service
from bot.store.database import Database
from bot.store.migrate import migrate
from config.whole import Config
from handlers.desk import FrontDesk
from handlers.visit import Counter
from scheduler import clock as clockwork
from scheduler.ticker import Ticker


@dataclass(frozen=True, slots=True)
class Core:
    """The rules, the database, and what works with both."""

    config: Config
    languages: Languages
    database: Database
    office: Office
    service: Service

    def front(self, clock: Clock) -> FrontDesk:
        """Return what serves the people."""
        return FrontDesk(Counter(self.service, self.database, Desk(self.office, self.languages), clock))

    def ticker(self, chat: Chat, mailer: Mailer, clock: Clock) -> Ticker:
        """Return what claims and sends what is due."""
        outbox = Outbox(self.database, Composer(Desk(self.office, self.languages)), chat, mailer)
        return Ticker(self.database, self.office, outbox, clock)

    @contextlib.contextmanager
    def ticking(self, ticker: Ticker, clock: Clock) -> Iterator[None]:
        """Tick while the block runs."""
        scheduler = clockwork.start(ticker, self.database, self.office, self.service, clock)
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)


@contextlib.asynccontextmanager
async def built(config: Config, languages: Languages) -> AsyncIterator[Core]:
    """Build the core on a migrated database; close it at the end. Raises ConfigError and StoreUnavailable."""
    office = Office(config.policy, Directory(config.people), build_worktimes(config.policy, config.overlays))
    database = Database(config.settings.database_url)
    if database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        await migrate(database)
        yield Core(config, languages, database, office, Service(database, office))
    finally:
        await database.close()
