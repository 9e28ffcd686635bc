"""Moves the bot's clock, in the local workspace only: everything that falls due on the way happens in its order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import MovableClock
from bot.rules.worktime import Worktime
from bot.store import facts, timers
from bot.store.database import Database
from scheduler.ticker import Ticker

OFFSET = "clock_offset_seconds"


async def kept_offset(connection: AsyncConnection) -> timedelta | None:
    """Return how far the local workspace's clock was moved; None where none was."""
    offset = await facts.read(connection, OFFSET)
    return None if offset is None else timedelta(seconds=float(offset))


async def keep_offset(connection: AsyncConnection, offset: timedelta) -> None:
    """Keep how far it was moved."""
    await facts.write(connection, OFFSET, str(offset.total_seconds()))


@dataclass(frozen=True, slots=True)
class Travel:
    """Moves the clock forward. The offset is kept, so that a restart goes on from there."""

    clock: MovableClock
    ticker: Ticker
    database: Database
    worktime: Worktime

    async def move(self, to: datetime) -> None:
        """Go on to that moment (aware). Raises StoreUnavailable."""
        while (due := await self.ticker.next_due()) is not None and due <= to:
            if due > self.clock.now():
                self.clock.set(due)
            await self.ticker.run()
        if to > self.clock.now():
            self.clock.set(to)
        async with self.database.transaction() as connection:
            await keep_offset(connection, self.clock.offset)

    async def next_ping(self) -> datetime | None:
        """Return when the next rung falls due (aware UTC). Raises StoreUnavailable."""
        async with self.database.reading() as connection:
            return await timers.next_due(connection)

    async def next_opening(self) -> datetime:
        """Return when working time begins next."""
        return self.worktime.next_opening(self.clock.now())
