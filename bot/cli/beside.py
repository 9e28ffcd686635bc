"""What a command has that works beside the bot: its database, and the clock that it goes by."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.clock import Clock, MovableClock, SystemClock
from bot.store.database import Database
from bot.store.migrate import missing
from config.settings import Settings
from scheduler.travel import kept_offset


class OtherSchema(Exception):
    """The database is not of this version."""


@contextlib.asynccontextmanager
async def beside_the_bot(settings: Settings, deadline: float) -> AsyncIterator[tuple[Database, Clock]]:
    """Open the database of the settings; one transaction may last `deadline` seconds. Raises OtherSchema and StoreUnavailable."""
    database = Database(settings.database_url, deadline)
    try:
        if await missing(database):
            raise OtherSchema
        yield database, await _clock(settings, database)
    finally:
        await database.close()


async def _clock(settings: Settings, database: Database) -> Clock:
    """Return the clock: the local workspace's may have been moved."""
    if settings.transport is not None:
        return SystemClock()
    async with database.reading() as connection:
        return MovableClock(await kept_offset(connection) or timedelta())
