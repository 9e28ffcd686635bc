"""One tick of the bot: claim what is due, then send what is to be said. Ticks never overlap."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.outbox import Outbox
from bot.rules.office import Office
from bot.store import outgoing, timers
from bot.store.database import Database
from scheduler.sweep import sweep

DEADLINE_SECONDS = 60

log = structlog.get_logger()


@dataclass(slots=True)
class Ticker:
    """Sweeps and sends by its clock. `last` is when a tick last ended well, on that clock."""

    database: Database
    office: Office
    outbox: Outbox
    clock: Clock
    last: datetime | None = None
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tick(self) -> None:
        """Run one tick, unless one is running. What goes wrong is logged and tried again by the next: nothing is lost by it."""
        if self._running.locked():
            return
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await self.run()
        except StoreUnavailable as error:
            log.warning("tick without database", reason=str(error))
        except TimeoutError:
            log.error("tick took too long", seconds=DEADLINE_SECONDS)  # noqa: TRY400
        except Exception:  # a tick that raises would leave the next one to chance; what it claimed was rolled back
            log.exception("tick failed")

    async def run(self) -> None:
        """Claim and send everything that is due now. Raises StoreUnavailable."""
        async with self._running:
            now = self.clock.now()
            due = await self.next_due()
            if due is not None and due <= now:
                await sweep(self.database, self.office, now)
                await self.outbox.drain(now)
            self.last = now

    async def next_due(self) -> datetime | None:
        """Return when the next rung or message is due (aware UTC). Raises StoreUnavailable."""
        async with self.database.reading() as connection:
            moments = [await timers.next_due(connection), await outgoing.next_try(connection)]
        return min((moment for moment in moments if moment is not None), default=None)
